"""Functions and methods that make tensors (torch 2.13.0)."""

from __future__ import annotations

from .facts import Dtype, Fact, KnownClass, TensorFunction, names
from .tables import both, functions, methods

FACTS: dict[str, Fact] = {}
TENSOR: dict[str, Fact] = {}

_OPTIONS = "* dtype layout device pin_memory requires_grad"
_NEW = "dtype layout device pin_memory requires_grad"
_MADE = TensorFunction((), graph="none", device="factory", dtype="factory", shape="factory")


def _factory(words: str, signature: str, shape: str = "factory", dtype: Dtype = "factory") -> None:
    functions(FACTS, "torch", words, _MADE._replace(signature=names(signature), shape=shape, dtype=dtype))


_factory("zeros ones", f"*size {_NEW}")
_factory("empty", f"*size memory_format {_NEW}")
_factory("rand randn", f"*size generator {_NEW}")
_factory("full", f"size fill_value {_OPTIONS}")
_factory("empty_strided", f"size stride {_OPTIONS}")
_factory("arange range", f"start end step {_OPTIONS}", "arange")
_factory("linspace", f"start end steps {_OPTIONS}", "linspace")
_factory("logspace", f"start end steps base {_OPTIONS}", "linspace")
_factory("eye", f"n m {_OPTIONS}", "eye")
_factory("randint", "low high size * generator dtype layout device pin_memory requires_grad", "randint", "int64")
_factory("randperm", "n * generator dtype layout device pin_memory requires_grad", "randperm", "int64")
_factory("tril_indices triu_indices", f"row col offset {_OPTIONS}", "", "int64")
_factory("hann_window bartlett_window blackman_window", f"window_length periodic {_OPTIONS}", "")
_factory("hamming_window", f"window_length periodic alpha beta {_OPTIONS}", "")
_factory("scalar_tensor", f"s {_OPTIONS}", "scalar")
functions(
    FACTS,
    "torch",
    "tensor",
    _MADE._replace(signature=names("data * dtype device requires_grad pin_memory"), shape="data"),
)
_TAKEN = _MADE._replace(inputs=("data",), aliases=True, shape="data")
functions(
    FACTS, "torch", "as_tensor", _TAKEN._replace(signature=names("data dtype device"), graph="keeps", device="like")
)
functions(
    FACTS,
    "torch",
    "asarray",
    _TAKEN._replace(
        signature=names("obj * dtype device copy requires_grad"), inputs=("obj",), graph="keeps", device="like"
    ),
)
functions(FACTS, "torch", "from_numpy", _TAKEN._replace(signature=names("ndarray"), inputs=("ndarray",), device="cpu"))
functions(
    FACTS,
    "torch",
    "frombuffer",
    _TAKEN._replace(signature=names("buffer * dtype count offset requires_grad"), device="cpu"),
)
functions(FACTS, "torch", "from_dlpack", _TAKEN._replace(signature=names("ext_tensor * device copy"), device="unknown"))
functions(
    FACTS,
    "torch",
    "sparse_coo_tensor",
    _MADE._replace(
        signature=names("indices values size * dtype device requires_grad check_invariants is_coalesced"),
        shape="",
        inputs=("values",),
        graph="keeps",
    ),
)

_LIKE = TensorFunction((), inputs=("input",), graph="none", device="like", dtype="like", shape="same")
_LIKE_OPTIONS = "memory_format dtype layout device pin_memory requires_grad"
functions(
    FACTS, "torch", "zeros_like ones_like empty_like", _LIKE._replace(signature=names(f"input * {_LIKE_OPTIONS}"))
)
functions(FACTS, "torch", "rand_like randn_like", _LIKE._replace(signature=names(f"input * generator {_LIKE_OPTIONS}")))
functions(FACTS, "torch", "full_like", _LIKE._replace(signature=names(f"input fill_value * {_LIKE_OPTIONS}")))
functions(
    FACTS, "torch", "randint_like", _LIKE._replace(signature=names(f"input low high * generator {_LIKE_OPTIONS}"))
)
_NEW_LIKE = _LIKE._replace(shape="factory", inputs=())
methods(
    TENSOR,
    "new_zeros new_ones new_empty",
    _NEW_LIKE._replace(signature=names("*size dtype device requires_grad layout pin_memory")),
)
methods(
    TENSOR,
    "new_full",
    _NEW_LIKE._replace(signature=names("size fill_value * dtype device requires_grad layout pin_memory")),
)
methods(
    TENSOR, "new_tensor", _NEW_LIKE._replace(signature=names("data * dtype device requires_grad layout pin_memory"))
)
methods(TENSOR, "new", _NEW_LIKE._replace(signature=names("*args device")))
FACTS["torch.Tensor"] = KnownClass("tensor", names("*args device"))
FACTS["torch.nn.Parameter"] = KnownClass("parameter", names("data requires_grad"), holds=("data",))
FACTS["torch.nn.UninitializedParameter"] = KnownClass("parameter", names("requires_grad device dtype"))
FACTS["torch.nn.Buffer"] = KnownClass("tensor", names("data * persistent"), holds=("data",), since=(2, 5))
FACTS["torch.autograd.Variable"] = KnownClass("tensor", names("data requires_grad"), holds=("data",))

_DRAW = TensorFunction(names("input * generator"), graph="zero", dtype="like", shape="same")
both(FACTS, TENSOR, "bernoulli", _DRAW._replace(signature=names("input p * generator")))
both(
    FACTS,
    TENSOR,
    "multinomial",
    _DRAW._replace(signature=names("input num_samples replacement * generator"), dtype="int64", graph="none", shape=""),
)
functions(FACTS, "torch", "poisson", _DRAW._replace(signature=names("input generator")))
functions(
    FACTS,
    "torch",
    "normal",
    TensorFunction(
        names("mean std size * generator dtype layout device pin_memory requires_grad"),
        device="like",
        dtype="factory",
        graph="zero",
        shape="normal",
    ),
)
