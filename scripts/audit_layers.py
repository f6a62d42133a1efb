"""Build layers and losses with small arguments, run them, and compare with their rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

from server.pytorch import lookup
from server.pytorch.facts import LayerClass, LossClass, LossFunction

if TYPE_CHECKING:
    from scripts.audit import Audit

CONSTRUCTOR: dict[str, object] = {
    **dict.fromkeys(
        ["in_features", "out_features", "in_channels", "out_channels", "num_features", "num_channels", "input_size"], 4
    ),
    **dict.fromkeys(["hidden_size", "embed_dim", "d_model", "num_embeddings", "embedding_dim", "normalized_shape"], 4),
    **dict.fromkeys(["in1_features", "in2_features"], 4),
    **dict.fromkeys(["kernel_size", "num_heads", "nhead", "num_groups", "padding", "groups", "upscale_factor"], 1),
    **dict.fromkeys(["downscale_factor", "output_size", "num_layers", "size"], 1),
    **dict.fromkeys(["value", "threshold", "norm_type"], 0.5),
    "scale_factor": 2,
    "num_classes": 4,
    "n_classes": 4,
    "cutoffs": [2],
    "dim_feedforward": 8,
    "num_encoder_layers": 1,
    "num_decoder_layers": 1,
    "unflattened_size": (2, 2),
    "encoder_layer": lambda: nn.TransformerEncoderLayer(4, 1, 8),
    "decoder_layer": lambda: nn.TransformerDecoderLayer(4, 1, 8),
}
REQUIRED_EXTRA: dict[str, dict[str, object]] = {
    "torch.nn.Softmax": {"dim": 1},
    "torch.nn.Softmin": {"dim": 1},
    "torch.nn.LogSoftmax": {"dim": 1},
    "torch.nn.Unflatten": {"dim": 1},
    "torch.nn.Upsample": {"scale_factor": 2},
    "torch.nn.UpsamplingNearest2d": {"scale_factor": 2},
    "torch.nn.UpsamplingBilinear2d": {"scale_factor": 2},
    "torch.nn.FractionalMaxPool2d": {"output_size": 1},
    "torch.nn.FractionalMaxPool3d": {"output_size": 1},
    "torch.nn.Transformer": {"num_encoder_layers": 1, "num_decoder_layers": 1, "d_model": 4, "nhead": 1},
}
OPTIONAL = {"padding", "groups", "size", "output_size", "num_layers", "scale_factor", "num_encoder_layers"}
SWITCH_ON: dict[str, object] = {"dropout": 0.5, "p": 0.5}
SHAPES: dict[str, list[tuple[int, ...]]] = {
    "torch.nn.Fold": [(4, 4, 1)],
    "torch.nn.UpsamplingBilinear2d": [(4, 4, 4, 4)],
}
MODE_PARAMETERS = {"dropout", "track_running_stats"}
NO_RUN = {"torch.nn.CrossMapLRN2d"}


def layers(audit: Audit) -> None:
    """Parameters, buffers, mode dependence, their switches, laziness, activation, sizes and ranks."""
    for name, row in lookup.every_fact().items():
        if isinstance(row, LayerClass) and name.startswith("torch.nn.") and row.container is None:
            try:
                _layer(audit, name, row)
            except Exception as error:  # noqa: BLE001
                audit.check(False, f"{name} does not run with the samples: {error!r:.200}")


def _layer(audit: Audit, name: str, row: LayerClass) -> None:
    cls = getattr(nn, name.rpartition(".")[2])
    options = _required(name, cls, row)

    def make(**more: object) -> nn.Module:
        torch.manual_seed(0)
        return cls(**{**options, **more})

    layer = make()
    lazy = any(isinstance(p, nn.UninitializedParameter) for p in layer.parameters())
    audit.check(lazy == row.lazy, f"{name}: lazy")
    if row.has_parameters is not None:
        audit.check(any(True for _ in layer.parameters()) == row.has_parameters, f"{name}: has_parameters")
    audit.check(any(True for _ in layer.buffers()) == row.has_buffers, f"{name}: has_buffers")
    affine = make(**{row.parameters_switch: True}) if row.parameters_switch else layer
    own = tuple(name for name, _ in affine.named_parameters(recurse=False))
    audit.check(own == row.parameter_names, f"{name}: has parameters {own}, not {row.parameter_names}")
    if row.parameters_switch:
        off, on = make(**{row.parameters_switch: False}), make(**{row.parameters_switch: True})
        audit.check(not list(off.parameters()) and bool(list(on.parameters())), f"{name}: {row.parameters_switch}")
    if row.buffers_switch:
        off, on = make(**{row.buffers_switch: False}), make(**{row.buffers_switch: True})
        audit.check(not list(off.buffers()) and bool(list(on.buffers())), f"{name}: {row.buffers_switch}")
    if name in NO_RUN:
        audit.skipped.append(f"{name} (not run)")
        return
    inputs = _inputs(name, row)
    if row.mode_dependent is not None:
        audit.check(_differs(make, inputs) == row.mode_dependent, f"{name}: mode_dependent")
    audit.check(bool(row.mode_switch) or not set(row.signature) & MODE_PARAMETERS, f"{name} has no mode_switch")
    if row.mode_switch:
        more = {"num_layers": 2} if "num_layers" in row.signature else {}
        on, off = SWITCH_ON.get(row.mode_switch, True), type(SWITCH_ON.get(row.mode_switch, True))(0)
        audit.check(_differs(lambda: make(**{row.mode_switch: on}, **more), inputs), f"{name}: {row.mode_switch} on")
        audit.check(
            not _differs(lambda: make(**{row.mode_switch: off}, **more), inputs), f"{name}: {row.mode_switch} off"
        )
    result = make().eval()(*inputs)
    audit.check(isinstance(result, torch.Tensor) == (row.result == "tensor"), f"{name}: result {type(result)}")
    if row.size_out and isinstance(result, torch.Tensor):
        audit.check(result.shape[row.axis] == 4, f"{name}: size {result.shape} at axis {row.axis}")
    _activation(audit, name, row, inputs[0], result)
    _ranks(audit, name, row, make)


def _required(name: str, cls: type[nn.Module], row: LayerClass) -> dict[str, object]:
    """The smallest constructor arguments that work: what has no default, and what the class needs besides."""
    import inspect

    defaults = {p.name for p in inspect.signature(cls).parameters.values() if p.default is not p.empty}
    chosen: dict[str, object] = {}
    for parameter in row.signature:
        if parameter in CONSTRUCTOR and parameter not in defaults and not (parameter in OPTIONAL and "RNN" in name):
            sample = CONSTRUCTOR[parameter]
            chosen[parameter] = sample() if callable(sample) else sample
    if row.call == ("input", "hx"):
        chosen.pop("num_layers", None)
    if row.ranks and "output_size" in chosen and "Fractional" in name:
        chosen.pop("output_ratio", None)
    return {**chosen, **REQUIRED_EXTRA.get(name, {})}


def _inputs(name: str, row: LayerClass) -> list[torch.Tensor]:
    """One tensor for each required argument of forward."""
    torch.manual_seed(1)
    if name in SHAPES:
        return [torch.randn(shape) for shape in SHAPES[name]]
    rank = row.ranks[-1] if row.ranks else 4 if row.axis == 1 else 3
    shape = [4] * rank if row.takes_index is False else [4, 4][:2]
    if row.axis == -1 and not row.ranks and row.size_in:
        shape = [4, 4, 4]
    needs = {
        ("input1", "input2"): 2,
        ("x1", "x2"): 2,
        ("tgt", "memory"): 2,
        ("src", "tgt"): 2,
        ("query", "key"): 3,
        ("input_", "target_"): 2,
        ("input", "indices"): 2,
    }
    count = needs.get(row.call[:2], 1)
    if row.call[0] == "input_":
        return [torch.randn(8, 4), torch.randint(0, 4, (8,))]
    if row.call[:2] == ("input", "indices"):
        return [torch.randn(shape), torch.zeros(shape, dtype=torch.int64)]
    if row.takes_index:
        return [torch.randint(0, 4, (4, 4))]
    return [torch.randn(shape) for _ in range(count)]


def _differs(make: Callable[[], nn.Module], inputs: list[torch.Tensor]) -> bool:
    """Whether the same layer gives something else in training than in evaluation mode in five tries."""
    layer = make()
    layer.eval()(*inputs)
    for _ in range(5):
        torch.manual_seed(2)
        evaluated = _flat(layer.eval()(*inputs))
        torch.manual_seed(2)
        trained = _flat(layer.train()(*inputs))
        if evaluated.shape != trained.shape or not torch.allclose(evaluated, trained, atol=1e-6, equal_nan=True):
            return True
    return False


def _flat(result: object) -> torch.Tensor:
    while isinstance(result, tuple):
        result = result[0]
    assert isinstance(result, torch.Tensor)
    return result.detach()


def _activation(audit: Audit, name: str, row: LayerClass, given: torch.Tensor, result: object) -> None:
    expected: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
        "log_softmax": lambda x: functional.log_softmax(x, 1),
        "sigmoid": torch.sigmoid,
        "log_sigmoid": functional.logsigmoid,
        "tanh": torch.tanh,
    }
    if not isinstance(result, torch.Tensor) or row.activation is None:
        return
    if row.activation == "softmax":
        sums = [result.sum(d) for d in range(result.dim())]
        audit.check(any(torch.allclose(s, torch.ones(())) for s in sums), f"{name}: softmax")
    elif row.activation == "relu":
        audit.check(bool((result >= 0).all()), f"{name}: relu")
    elif row.activation == "keeps":
        audit.check(torch.equal(result.flatten().sort().values, given.flatten().sort().values), f"{name}: keeps")
    elif row.activation in expected:
        audit.check(torch.allclose(result, expected[row.activation](given)), f"{name}: {row.activation}")


def _ranks(audit: Audit, name: str, row: LayerClass, make: Callable[[], nn.Module]) -> None:
    if not row.ranks or row.call[0] != "input" or (len(row.call) > 1 and row.call[1] == "indices"):
        return
    accepted: list[int] = []
    for rank in range(1, 6):
        try:
            make().train()(torch.randn([4] * rank))
        except (RuntimeError, ValueError, IndexError, NotImplementedError, AssertionError):
            continue
        accepted.append(rank)
    audit.check(tuple(accepted) == row.ranks, f"{name}: accepts ranks {accepted}, not {row.ranks}")


def losses(audit: Audit) -> None:
    """Reductions, broadcasting and what target a loss takes."""
    for name, row in lookup.every_fact().items():
        if isinstance(row, LossFunction):
            function = getattr(functional, name.rpartition(".")[2])
            for reduction in ("mean", "sum", "none", "batchmean"):
                works = _loss_runs(lambda *given, r=reduction, f=function: f(*given, reduction=r), name, row, 4)
                audit.check(works == (reduction in row.reductions), f"{name}: reduction {reduction}")
            if row.target in {"regression", "binary", "distribution"}:
                broadcasts = _loss_runs(function, name, row, 1)
                audit.check(broadcasts == row.broadcasts, f"{name}: broadcasts {broadcasts}")
        elif isinstance(row, LossClass):
            sizes: dict[str, object] = {"in_features": 4, "num_classes": 4}
            made = getattr(nn, name.rpartition(".")[2])(**{k: v for k, v in sizes.items() if k in row.signature})
            audit.check(any(True for _ in made.parameters()) == row.has_parameters, f"{name}: has_parameters")
            for reduction in ("mean", "sum", "none", "batchmean"):
                if row.has_parameters:
                    continue
                made.reduction = reduction
                works = _loss_runs(made, name, row, 4)
                audit.check(works == (reduction in row.reductions), f"{name}: reduction {reduction}")
            for weight in row.weights:
                audit.check(weight in row.signature, f"{name}: {weight}")


def _loss_runs(function: Callable[..., object], name: str, row: LossClass | LossFunction, target_width: int) -> bool:
    torch.manual_seed(0)
    given = torch.rand(4, 4)
    targets: dict[str, torch.Tensor] = {
        "class_or_probabilities": torch.tensor([0, 1, 2, 3]),
        "class": torch.tensor([0, 1, 2, 3]),
        "binary": torch.ones(4, target_width),
        "regression": torch.ones(4, target_width),
        "distribution": torch.ones(4, target_width) / 4,
        "sign": torch.ones(4) if row.call[0] == "input1" else torch.ones(4, 4),
    }
    arguments: list[object] = [given, targets.get(row.target, given)]
    if row.call[:2] == ("input1", "input2"):
        first = given if "cosine" in name.lower() else given[0]
        arguments = [first, first.clone(), torch.ones(4)]
    elif row.call[0] == "anchor":
        arguments = [given, given + 1, given - 1]
    elif row.call[0] == "log_probs":
        lengths = torch.tensor([5])
        arguments = [torch.rand(5, 1, 4).log_softmax(2), torch.tensor([[1, 2]]), lengths, torch.tensor([2])]
    elif "var" in row.call:
        arguments.append(torch.ones(4, 4))
    elif row.target == "class" and "multilabel" in name.lower():
        arguments[1] = torch.zeros(4, 4, dtype=torch.int64)
    try:
        function(*arguments)
    except (RuntimeError, ValueError, TypeError):
        return False
    return True
