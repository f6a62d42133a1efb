"""Tensor functions that reduce, compare, count or order (torch 2.13.0)."""

from __future__ import annotations

from .facts import Fact, TensorFunction, names
from .tables import both, functions, in_place, methods

FACTS: dict[str, Fact] = {}
TENSOR: dict[str, Fact] = {}

_DIM = names("input dim keepdim")
_ROW = TensorFunction(_DIM, shape="reduce")

_SUM = TensorFunction(names("input dim keepdim * dtype"), shape="reduce")
both(FACTS, TENSOR, "sum", _SUM._replace(activation="summed"))
both(FACTS, TENSOR, "nansum", _SUM._replace(saves="input"))
both(
    FACTS, TENSOR, "mean nanmean", TensorFunction(names("input dim keepdim * dtype"), shape="reduce", dtype="floating")
)
both(FACTS, TENSOR, "prod", TensorFunction(names("input dim keepdim * dtype"), shape="reduce", saves="both"))
both(FACTS, TENSOR, "amax amin", _ROW._replace(saves="both"))
both(FACTS, TENSOR, "logsumexp", _ROW._replace(dtype="floating", saves="both"))
_SPREAD = TensorFunction(names("input dim * correction keepdim"), shape="reduce", dtype="floating", saves="both")
both(FACTS, TENSOR, "std", _SPREAD)
both(FACTS, TENSOR, "var", _SPREAD._replace(saves="input"))
functions(FACTS, "torch", "std_mean", _SPREAD._replace(result="tensors"))
functions(FACTS, "torch", "var_mean", _SPREAD._replace(result="tensors", saves="input"))
_NORM = TensorFunction(names("input p dim keepdim * dtype"), shape="reduce", dtype="floating", saves="both")
functions(FACTS, "torch", "norm", _NORM)
methods(TENSOR, "norm", _NORM._replace(signature=names("p dim keepdim dtype"), inputs=("input",)))
functions(FACTS, "torch.linalg", "vector_norm", _NORM._replace(signature=names("x ord dim keepdim * dtype")))
functions(FACTS, "torch.linalg", "norm", _NORM._replace(signature=names("input ord dim keepdim * dtype")))
functions(FACTS, "torch.linalg", "matrix_norm", _NORM._replace(signature=names("A ord dim keepdim * dtype")))
both(FACTS, TENSOR, "dist", TensorFunction(names("input other p"), shape="scalar", saves="both"))
both(
    FACTS, TENSOR, "quantile nanquantile", TensorFunction(names("input q dim keepdim * interpolation"), shape="reduce")
)
both(FACTS, TENSOR, "trace", TensorFunction(names("input"), shape="scalar"))

# With `dim` these give a pair (values, indices), without it one tensor; with another tensor, max and min are
# elementwise. The shape function decides.
_EXTREME = TensorFunction(_DIM, shape="extreme", saves="both")
both(FACTS, TENSOR, "max min median nanmedian", _EXTREME)
both(FACTS, TENSOR, "mode", _EXTREME._replace(result="tensors", shape="pair", saves=""))
both(FACTS, TENSOR, "kthvalue", TensorFunction(names("input k dim keepdim"), result="tensors", shape="pair"))
both(FACTS, TENSOR, "topk", TensorFunction(names("input k dim largest sorted"), result="tensors", shape="topk"))
both(FACTS, TENSOR, "sort", TensorFunction(names("input dim descending * stable"), result="tensors", shape="sort"))
both(
    FACTS, TENSOR, "aminmax", TensorFunction(names("input * dim keepdim"), result="tensors", shape="pair", saves="both")
)
both(FACTS, TENSOR, "cummax cummin", TensorFunction(names("input dim"), result="tensors", shape="sort", saves="input"))
both(FACTS, TENSOR, "msort", TensorFunction(names("input"), shape="same"))

_RUNNING = TensorFunction(names("input dim * dtype"), shape="same")
both(FACTS, TENSOR, "cumsum", _RUNNING)
in_place(TENSOR, "cumsum cumprod", _RUNNING)
both(FACTS, TENSOR, "cumprod", _RUNNING._replace(saves="both"))
both(FACTS, TENSOR, "logcumsumexp", TensorFunction(names("input dim"), shape="same", saves="both"))
both(FACTS, TENSOR, "diff", TensorFunction(names("input n dim prepend append"), shape="diff"))
functions(FACTS, "torch", "trapezoid trapz cumulative_trapezoid", TensorFunction(names("y x * dim")))

_INDEX = TensorFunction(_DIM, graph="none", dtype="int64", shape="reduce")
both(FACTS, TENSOR, "argmax argmin", _INDEX)
both(FACTS, TENSOR, "argsort", _INDEX._replace(signature=names("input dim descending * stable"), shape="same"))
both(FACTS, TENSOR, "count_nonzero", _INDEX._replace(signature=names("input dim")))
both(FACTS, TENSOR, "all any", _INDEX._replace(dtype="bool"))
both(FACTS, TENSOR, "nonzero", _INDEX._replace(signature=names("input * as_tuple"), shape="nonzero"))
both(FACTS, TENSOR, "argwhere", _INDEX._replace(signature=names("input"), shape="nonzero"))
functions(
    FACTS, "torch", "bucketize", _INDEX._replace(signature=names("input boundaries * out_int32 right"), shape="same")
)
functions(
    FACTS,
    "torch",
    "searchsorted",
    _INDEX._replace(
        signature=names("sorted_sequence input * out_int32 right side sorter"),
        inputs=names("sorted_sequence input"),
        shape="",
    ),
)
both(FACTS, TENSOR, "bincount", _INDEX._replace(signature=names("input weights minlength"), shape=""))
both(FACTS, TENSOR, "histc", TensorFunction(names("input bins min max"), graph="none", inputs=("input",)))
_UNIQUE = TensorFunction(names("input sorted return_inverse return_counts dim"), graph="zero")
both(FACTS, TENSOR, "unique", _UNIQUE)
both(FACTS, TENSOR, "unique_consecutive", _UNIQUE._replace(signature=names("input return_inverse return_counts dim")))

_COMPARISON = TensorFunction(names("input other"), graph="none", dtype="bool", shape="broadcast")
_COMPARISONS = "eq ne not_equal lt less le less_equal gt greater ge greater_equal logical_and logical_or logical_xor"
both(FACTS, TENSOR, _COMPARISONS, _COMPARISON)
in_place(TENSOR, _COMPARISONS, _COMPARISON)
_TEST = TensorFunction(names("input"), graph="none", dtype="bool", shape="same")
both(FACTS, TENSOR, "isnan isinf isfinite isposinf isneginf isreal signbit logical_not", _TEST)
in_place(TENSOR, "logical_not", _TEST)
both(FACTS, TENSOR, "isclose", _COMPARISON._replace(signature=names("input other rtol atol equal_nan")))
functions(
    FACTS,
    "torch",
    "isin",
    _TEST._replace(signature=names("elements test_elements * assume_unique invert")),
)
_VERDICT = TensorFunction(names("input other"), result="python", graph="none", dtype="bool")
both(FACTS, TENSOR, "equal is_same_size", _VERDICT)
both(FACTS, TENSOR, "allclose", _VERDICT._replace(signature=names("input other rtol atol equal_nan")))
both(
    FACTS,
    TENSOR,
    "is_complex is_floating_point is_signed is_nonzero is_conj is_inference",
    _VERDICT._replace(signature=names("input")),
)
functions(
    FACTS, "torch", "is_tensor is_storage", TensorFunction(names("obj"), inputs=("obj",), result="python", graph="none")
)
both(FACTS, TENSOR, "numel", TensorFunction(names("input"), result="python", graph="none", dtype="int64"))
_NUMBER = TensorFunction((), result="python", graph="none", dtype="int64")
methods(TENSOR, "nelement dim ndimension element_size data_ptr storage_offset get_device sparse_dim dense_dim", _NUMBER)
methods(TENSOR, "size", TensorFunction(names("dim"), result="size", graph="none"))
methods(TENSOR, "stride", TensorFunction(names("dim"), result="size", graph="none"))
methods(TENSOR, "is_contiguous", TensorFunction(names("memory_format"), result="python", graph="none"))
methods(TENSOR, "is_pinned is_shared", TensorFunction((), result="python", graph="none"))
