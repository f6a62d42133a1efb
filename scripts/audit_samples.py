"""Small objects to try facts on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache

import numpy as np
import torch
from torch import nn, optim
from torch.utils import data


@cache
def instances() -> dict[str, object]:
    """One object of each kind or class that can be made here, by kind or class name."""
    layer = nn.Linear(2, 2)
    sgd = optim.SGD(layer.parameters(), lr=0.1)
    dataset = data.TensorDataset(torch.zeros(4, 2))
    made: dict[str, object] = {
        "tensor": torch.zeros(2, 2),
        "module": layer,
        "optimizer": sgd,
        "scheduler": optim.lr_scheduler.StepLR(sgd, 1),
        "scaler": torch.amp.GradScaler("cpu"),
        "dataset": dataset,
        "subset": data.Subset(dataset, [0]),
        "loader": data.DataLoader(dataset),
        "sampler": data.SequentialSampler(dataset),
        "distributed_sampler": data.DistributedSampler(dataset, num_replicas=1, rank=0),
        "array": np.zeros(2),
        "device": torch.device("cpu"),
        "generator": torch.Generator(),
        "torch.nn.DataParallel": nn.DataParallel(layer),
        "torch.optim.swa_utils.AveragedModel": optim.swa_utils.AveragedModel(layer),
    }
    try:
        import lightning.fabric
        import lightning.pytorch
    except ImportError:
        return made
    made["fabric"] = lightning.fabric.Fabric(accelerator="cpu")
    made["trainer"] = lightning.pytorch.Trainer(
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=tempfile.gettempdir(),
    )
    return made


UNIT = torch.tensor([[0.1, 0.7, 0.3], [0.8, 0.2, 0.6], [0.4, 0.9, 0.5]])
"""The tensor that functions are tried on: positive, below one, not symmetric, invertible."""


def _other(first: torch.Tensor) -> torch.Tensor:
    other = first.detach().t() + 1
    return other.requires_grad_(other.is_floating_point())


def _mask(first: torch.Tensor) -> torch.Tensor:
    return first.detach() > first.detach().float().mean()


def _first_one(first: torch.Tensor) -> torch.Tensor:
    return first[0, 0]


def _index(first: torch.Tensor) -> torch.Tensor:
    return torch.tensor([[0, 1, 2], [1, 0, 2], [2, 1, 0]], device=first.device)


def _rows(first: torch.Tensor) -> torch.Tensor:
    return torch.tensor([0, 2, 1], device=first.device)


ARGUMENTS: dict[str, object] = {
    **dict.fromkeys(
        ["input", "tensor", "a", "A", "x1", "input1", "abs", "real", "y", "condition", "elements"], "input"
    ),
    **dict.fromkeys(["logits", "obj", "theta", "query", "values", "mean", "sorted_sequence"], "input"),
    **dict.fromkeys(["other", "mat2", "x2", "B", "b", "input2", "imag", "angle", "tensor1", "tensor2", "end"], _other),
    **dict.fromkeys(["mat", "mat1", "src", "source", "test_elements", "key", "value", "exponent", "x"], _other),
    **dict.fromkeys(["vec", "vec1", "vec2", "boundaries"], lambda first: first[0].sort().values),
    **dict.fromkeys(["batch1", "batch2"], lambda first: first.expand(3, 3, 3)),
    **dict.fromkeys(["min", "p", "eps", "alpha", "lambd", "weight", "threshold", "q", "ord", "std", "nan"], 0.5),
    **dict.fromkeys(["dim", "dim0", "axis0", "offset", "diagonal", "diagonal1", "start", "destination", "from"], 0),
    **dict.fromkeys(["dim1", "axis1", "k", "n", "chunks", "length", "cutoff", "step", "correction", "groups"], 1),
    **dict.fromkeys(["split_size_or_sections", "split_size", "indices_or_sections", "shifts", "repeats"], 1),
    **dict.fromkeys(["size", "shape", "*size", "*shape"], (3, 3)),
    "max": 0.9,
    "dim2": 1,
    "source_": 0,
    "index": _index,
    "indices": _index,
    "mask": _mask,
    "dims": (0, 1),
    "fill_value": 1.0,
    "tensors": ["input", _other],
    "*tensors": "input",
    "training": True,
    "train": True,
    "data": [1.0],
    "num_samples": 2,
    "replacement": True,
    "value_": 1.0,
    "to": 1.0,
    "sigma": 1.0,
    "median": 0.0,
    "generator": None,
    "keepdim": True,
    "lower": 0.1,
    "upper": 0.3,
    "normalized_shape": (3,),
    "pad": (1, 1),
    "upscale_factor": 1,
    "downscale_factor": 1,
    "min_val": 0.2,
    "max_val": 0.8,
    "maxnorm": 1.0,
    "include_self": True,
    "reduce": "sum",
    "window_length": 4,
    "high": 5,
    "low": 0,
    "steps": 3,
    "row": 3,
    "col": 3,
    "s": 1.0,
    "dimension": 0,
}
"""A value for each parameter name; "input" and functions are made from the tensor under test."""

_IMAGE = lambda first: first.expand(1, 3, 3, 3)  # noqa: E731
_LINE = lambda first: first.expand(1, 3, 3)  # noqa: E731
_VOLUME = lambda first: first.expand(1, 3, 3, 3, 3)  # noqa: E731
_LONG = lambda first: first.flatten()  # noqa: E731

CALLS: dict[str, list[tuple[object, ...]]] = {
    "torch.real": [("input",)],
    "torch.view_as_real": [(lambda first: torch.complex(first, first),)],
    "torch.imag": [(lambda first: torch.complex(first, first),)],
    "torch.view_as_complex": [(lambda first: first[:2, :2].contiguous(),)],
    "torch.index_select": [("input", 0, _rows)],
    "tensor.index_select": [(0, _rows)],
    "torch.index_add": [("input", 0, _rows, _other)],
    "torch.index_copy": [("input", 0, _rows, _other)],
    "torch.index_fill": [("input", 0, _rows, 1.0)],
    "torch.select": [("input", 0, 1)],
    "tensor.select": [(0, 1)],
    "torch.masked_fill": [("input", _mask, 1.0)],
    "tensor.masked_fill": [(_mask, 1.0)],
    "tensor.masked_fill_": [(_mask, 1.0)],
    "tensor.index_add": [(0, _rows, _other)],
    "tensor.index_add_": [(0, _rows, _other)],
    "tensor.index_copy": [(0, _rows, _other)],
    "tensor.index_copy_": [(0, _rows, _other)],
    "tensor.index_fill": [(0, _rows, 1.0)],
    "tensor.index_fill_": [(0, _rows, 1.0)],
    "torch.movedim": [("input", 0, 1)],
    "torch.moveaxis": [("input", 0, 1)],
    "tensor.movedim": [(0, 1)],
    "tensor.moveaxis": [(0, 1)],
    "torch.where": [(_mask, "input", _other)],
    "tensor.where": [(_mask, _other)],
    "torch.einsum": [("ij,jk->ik", "input", _other)],
    "torch.from_numpy": [(np.zeros(2),)],
    "torch.frombuffer": [],
    "torch.multinomial": [("input", 2)],
    "torch.bernoulli": [("input",)],
    "torch.normal": [("input", 1.0)],
    "torch.tensor_split": [("input", 2)],
    "torch.linalg.vector_norm": [("input",)],
    "torch.block_diag": [("input", _other)],
    "torch.as_tensor": [("input",)],
    "tensor.type": [(torch.float64,)],
    "tensor.permute": [(1, 0)],
    "tensor.repeat": [(2, 1)],
    "tensor.unfold": [(0, 2, 1)],
    "tensor.unflatten": [(0, (3, 1))],
    "torch.unflatten": [("input", 0, (3, 1))],
    "tensor.fill_": [(1.0,)],
    "torch.bmm": [(_LINE, _LINE)],
    "torch.baddbmm": [(_LINE, _LINE, _LINE)],
    "torch.dot": [(_LONG, _LONG)],
    "torch.vdot": [(_LONG, _LONG)],
    "torch.outer": [(_LONG, _LONG)],
    "torch.ger": [(_LONG, _LONG)],
    "torch.kron": [("input", lambda first: first.detach().contiguous())],
    "tensor.kron": [(lambda first: first.detach().contiguous(),)],
    "torch.addmv": [(_LONG, "input", lambda first: first.detach()[0])],
    "torch.cholesky": [(lambda first: first @ first.t(),)],
    "torch.linalg.cholesky": [(lambda first: first @ first.t(),)],
    "torch.stft": [(_LONG, 4, None, None, torch.ones(4), True, "constant", False, True, True)],
    "torch.meshgrid": [(_LONG, _LONG)],
    "torch.cartesian_prod": [(_LONG, _LONG)],
    "torch.combinations": [(_LONG,)],
    "torch.linspace": [(0, 1, 3)],
    "torch.logspace": [(0, 1, 3)],
    "torch.range": [(0, 3)],
    "torch.index_put": [("input", (torch.tensor([0]),), torch.tensor(1.0))],
    "tensor.index_put": [((torch.tensor([0]),), torch.tensor(1.0))],
    "tensor.index_put_": [((torch.tensor([0]),), torch.tensor(1.0))],
    "torch.select_scatter": [("input", lambda first: first.detach()[0], 0, 1)],
    "tensor.select_scatter": [(lambda first: first.detach()[0], 0, 1)],
    "torch.is_nonzero": [(lambda first: first[0, 0],)],
    "torch.isin": [("input", torch.tensor([0.1]))],
    "torch.bincount": [(_rows,)],
    "torch.as_strided": [("input", (2,), (1,))],
    "tensor.as_strided": [((2,), (1,))],
    "torch.mvlgamma": [(lambda first: first + 2, 2)],
    "torch.nn.functional.threshold": [("input", 0.5, 0.0)],
    "torch.nn.functional.embedding_bag": [(_index, "input")],
    "torch.nn.functional.one_hot": [(_rows,)],
    "torch.nn.functional.linear": [("input", _other)],
    "torch.nn.functional.bilinear": [("input", _other, lambda first: first.detach().expand(3, 3, 3))],
    "torch.nn.functional.embedding": [(_rows, "input")],
    "torch.nn.functional.prelu": [("input", torch.tensor([0.1]))],
    "torch.prelu": [("input", torch.tensor([0.1]))],
    "tensor.prelu": [(torch.tensor([0.1]),)],
    "torch.nn.functional.batch_norm": [("input", torch.zeros(3), torch.ones(3))],
    "torch.nn.functional.instance_norm": [(_LINE,)],
    "torch.nn.functional.group_norm": [("input", 1)],
    "torch.nn.functional.local_response_norm": [(_LINE, 1)],
    "torch.nn.functional.scaled_dot_product_attention": [(_LINE, _LINE, _LINE)],
    "torch.nn.functional.interpolate": [(_IMAGE, 6)],
    "torch.nn.functional.upsample": [(_IMAGE, 6)],
    "torch.nn.functional.upsample_nearest": [(_IMAGE, 6)],
    "torch.nn.functional.upsample_bilinear": [(_IMAGE, 6)],
    "torch.nn.functional.grid_sample": [(_IMAGE, torch.zeros(1, 2, 2, 2))],
    "torch.nn.functional.affine_grid": [(lambda first: first[None, :2], (1, 1, 2, 2))],
    "torch.nn.functional.pixel_shuffle": [(_IMAGE, 1)],
    "torch.nn.functional.pixel_unshuffle": [(_IMAGE, 1)],
    "torch.nn.functional.channel_shuffle": [(_IMAGE, 1)],
    "torch.nn.functional.unfold": [(_IMAGE, 2)],
    "torch.nn.functional.fold": [(lambda first: first[None, :, :1], 1, 1)],
    "torch.nn.functional.glu": [(lambda first: first[:, :2],)],
    "tensor.split_with_sizes": [([1, 2],)],
    "torch.split_with_sizes": [("input", [1, 2])],
}
for _d, _sized in ((1, _LINE), (2, _IMAGE), (3, _VOLUME)):
    _kernel = torch.ones(3, 3, *[1] * _d)
    for _name in ("conv", "conv_transpose"):
        CALLS[f"torch.nn.functional.{_name}{_d}d"] = [(_sized, _kernel)]
    for _name in ("max_pool", "avg_pool", "adaptive_avg_pool", "adaptive_max_pool"):
        CALLS[f"torch.nn.functional.{_name}{_d}d"] = [(_sized, 1)]
    CALLS[f"torch.nn.functional.lp_pool{_d}d"] = [(_sized, 2.0, 1)]

RECEIVERS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    **dict.fromkeys(["tensor.bmm", "tensor.baddbmm_"], lambda first: first.expand(3, 3, 3).clone()),
    **dict.fromkeys(
        ["tensor.dot", "tensor.vdot", "tensor.outer", "tensor.ger", "tensor.addmv"], lambda first: first[0]
    ),
    "tensor.stft": _LONG,
    "tensor.addmv_": lambda first: first[0].clone(),
    "tensor.cholesky": lambda first: first @ first.t(),
    "tensor.__index__": lambda first: first[0, 0].detach().long(),
    "tensor.bincount": _rows,
    "tensor.mvlgamma": lambda first: first + 2,
    **dict.fromkeys(
        [f"tensor.{name}" for name in ("item", "__float__", "__int__", "__bool__", "is_nonzero")], _first_one
    ),
    "tensor.__format__": _first_one,
}
"""Tensors for methods that want another than a matrix."""

CALLS.update(
    {
        **{f"tensor.{name}": [("input",)] for name in ("bmm", "dot", "vdot", "outer", "ger")},
        **{f"tensor.{name}": [(UNIT.clone().requires_grad_(), "input")] for name in ("addmv", "addmv_")},
        "tensor.baddbmm_": [("input", "input")],
        "torch.addmv": [(UNIT[0], "input", UNIT[1])],
        "tensor.mvlgamma": [(2,)],
        "tensor.stft": [(4, None, None, torch.ones(4), True, "constant", False, True, True)],
        "tensor.__format__": [("",)],
        "tensor.resize_": [],
    }
)
