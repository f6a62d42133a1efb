"""Tensor methods that convert, move, detach, fill or leave PyTorch, and tensor attributes (torch 2.13.0)."""

from __future__ import annotations

from .facts import Action, Fact, Property, TensorFunction, names
from .tables import functions, in_place, methods

FACTS: dict[str, Fact] = {}
TENSOR: dict[str, Fact] = {}

_CAST = TensorFunction(names("memory_format"), activation="keeps", aliases=True, shape="same")
methods(TENSOR, "double", _CAST._replace(dtype="float64"))
methods(TENSOR, "float", _CAST._replace(dtype="float32"))
methods(TENSOR, "half", _CAST._replace(dtype="float16"))
methods(TENSOR, "bfloat16", _CAST._replace(dtype="bfloat16"))
methods(TENSOR, "long", _CAST._replace(dtype="int64", graph="none"))
methods(TENSOR, "int", _CAST._replace(dtype="int32", graph="none"))
methods(TENSOR, "short", _CAST._replace(dtype="int16", graph="none"))
methods(TENSOR, "char", _CAST._replace(dtype="int8", graph="none"))
methods(TENSOR, "byte", _CAST._replace(dtype="uint8", graph="none"))
methods(TENSOR, "bool", _CAST._replace(dtype="bool", graph="none"))
methods(
    TENSOR, "type", _CAST._replace(signature=names("dtype non_blocking **kwargs"), dtype="argument", device="argument")
)
methods(TENSOR, "type_as", _CAST._replace(signature=names("other"), dtype="argument", device="argument"))
methods(
    TENSOR,
    "to",
    _CAST._replace(
        signature=names("device dtype non_blocking copy * memory_format"), dtype="argument", device="argument"
    ),
)
_MOVE = _CAST._replace(signature=names("device non_blocking memory_format"))
methods(TENSOR, "cuda", _MOVE._replace(device="cuda"))
methods(TENSOR, "xpu", _MOVE._replace(device="argument"))
methods(TENSOR, "cpu", _CAST._replace(device="cpu"))
methods(TENSOR, "pin_memory", TensorFunction(names("device"), activation="keeps", shape="same", device="cpu"))
methods(TENSOR, "share_memory_", TensorFunction((), result="self", activation="keeps", shape="same", aliases=True))
methods(
    TENSOR, "to_dense", TensorFunction(names("dtype * masked_grad"), activation="keeps", shape="same", aliases=True)
)
methods(TENSOR, "to_sparse", TensorFunction(names("sparse_dim"), shape="same"))
methods(TENSOR, "coalesce", TensorFunction((), shape="same"))

_CUT = TensorFunction((), graph="cuts", activation="keeps", shape="same", aliases=True)
methods(TENSOR, "detach", _CUT)
functions(FACTS, "torch", "detach", _CUT._replace(signature=names("input")))
methods(TENSOR, "detach_", _CUT._replace(result="self"))
methods(TENSOR, "item", TensorFunction((), result="python", graph="cuts", device="cpu", shape="scalar"))
methods(TENSOR, "tolist", TensorFunction((), result="python", graph="cuts", device="cpu"))
methods(
    TENSOR,
    "numpy",
    TensorFunction(names("* force"), result="numpy", graph="cuts", device="cpu", aliases=True, shape="same"),
)
methods(
    TENSOR,
    "__float__ __int__ __bool__ __index__ __len__",
    TensorFunction((), result="python", graph="cuts", device="cpu"),
)
methods(TENSOR, "__format__", TensorFunction(names("format_spec"), result="python", graph="cuts", device="cpu"))
methods(TENSOR, "__array__", TensorFunction(names("dtype"), result="numpy", graph="cuts", device="cpu", aliases=True))

_FILL = TensorFunction(("input",), graph="none", shape="same", device="like")
in_place(TENSOR, "zero", _FILL)
in_place(TENSOR, "fill", _FILL._replace(signature=names("input value")))
in_place(TENSOR, "fill_diagonal", _FILL._replace(signature=names("input fill_value wrap")))
in_place(TENSOR, "normal", _FILL._replace(signature=names("input mean std * generator"), inputs=("input",)))
in_place(TENSOR, "uniform random", _FILL._replace(signature=names("input from to * generator")))
in_place(TENSOR, "bernoulli", _FILL._replace(signature=names("input p * generator")))
in_place(TENSOR, "exponential", _FILL._replace(signature=names("input lambd * generator")))
in_place(TENSOR, "log_normal", _FILL._replace(signature=names("input mean std * generator"), inputs=("input",)))
in_place(TENSOR, "cauchy", _FILL._replace(signature=names("input median sigma * generator")))
in_place(TENSOR, "geometric", _FILL._replace(signature=names("input p * generator")))
in_place(TENSOR, "copy", TensorFunction(names("input src non_blocking"), shape="same", device="like"))
in_place(TENSOR, "resize", _FILL._replace(signature=names("input *sizes memory_format"), shape=""))
in_place(TENSOR, "set", _FILL._replace(signature=names("input source storage_offset size stride"), shape=""))

TENSOR.update(
    {
        "backward": Action(names("gradient retain_graph create_graph inputs"), effect="backward", returns="none"),
        "requires_grad_": Action(names("requires_grad"), effect="sets_requires_grad", returns="self"),
        "retain_grad": Action((), effect="retains_gradient", returns="none"),
        "register_hook": Action(names("hook"), effect="hooks"),
        "register_post_accumulate_grad_hook": Action(names("hook"), effect="hooks"),
        "record_stream": Action(names("stream"), returns="none"),
        "as_subclass": Action(names("cls"), returns="tensor"),
        "apply_": Action(names("callable"), effect="changes_in_place", returns="self"),
        "data": Property("tensor", graph="cuts", activation="keeps", shape="same", aliases=True, effect="assigns_data"),
        "grad": Property("tensor", effect="assigns_gradient", shape="same", aliases=True),
        "requires_grad": Property("python", effect="sets_requires_grad"),
        "is_leaf": Property("python"),
        "grad_fn": Property("unknown"),
        "shape": Property("size"),
        "dtype": Property("dtype"),
        "device": Property("device"),
        "layout": Property("unknown"),
        "ndim": Property("python"),
        "itemsize": Property("python"),
        "nbytes": Property("python"),
        "is_cuda": Property("python"),
        "is_cpu": Property("python"),
        "is_sparse": Property("python"),
        "is_meta": Property("python"),
        "T": Property("tensor", graph="keeps", activation="keeps", shape="t", aliases=True),
        "mT": Property("tensor", graph="keeps", activation="keeps", shape="mT", aliases=True),
        "H": Property("tensor", graph="keeps", activation="keeps", shape="t", aliases=True),
        "mH": Property("tensor", graph="keeps", activation="keeps", shape="mT", aliases=True),
        "real": Property("tensor", graph="keeps", shape="same", aliases=True),
        "imag": Property("tensor", graph="keeps", shape="same", aliases=True),
    }
)
