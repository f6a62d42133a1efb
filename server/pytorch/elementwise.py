"""Tensor functions that work element by element (torch 2.13.0)."""

from __future__ import annotations

from .facts import Fact, TensorFunction, names
from .tables import both, functions, in_place, methods

FACTS: dict[str, Fact] = {}
TENSOR: dict[str, Fact] = {}

_INPUT = names("input")
_OTHER = names("input other")

_NEEDS_INPUT = (
    "asin arcsin acos arccos atan arctan asinh arcsinh acosh arccosh atanh arctanh cos cosh sin sinh sinc erf erfc erfinv"
    " log2 log10 log1p digamma lgamma i0"
)
_NEEDS_RESULT = "exp2 expm1 sqrt rsqrt reciprocal tan"
_STEPS = "ceil floor trunc fix sign"
_FLOATING = TensorFunction(_INPUT, shape="same", dtype="floating")

both(FACTS, TENSOR, _NEEDS_INPUT, _FLOATING._replace(saves="input"))
in_place(TENSOR, _NEEDS_INPUT, _FLOATING._replace(saves="input"))
both(FACTS, TENSOR, _NEEDS_RESULT, _FLOATING._replace(saves="result"))
in_place(TENSOR, _NEEDS_RESULT, _FLOATING._replace(saves="result"))

_EXP = _FLOATING._replace(saves="result", activation="exp")
both(FACTS, TENSOR, "exp", _EXP)
in_place(TENSOR, "exp", _EXP)
_LOG = _FLOATING._replace(saves="input", activation="logarithm")
both(FACTS, TENSOR, "log", _LOG)
in_place(TENSOR, "log", _LOG)

_ROW = TensorFunction(_INPUT, shape="same")
both(FACTS, TENSOR, "abs absolute square", _ROW._replace(saves="input"))
in_place(TENSOR, "abs absolute square", _ROW._replace(saves="input"))
both(FACTS, TENSOR, "sgn", _ROW._replace(saves="both"))
in_place(TENSOR, "sgn", _ROW._replace(saves="both"))
both(FACTS, TENSOR, "neg negative", _ROW._replace(activation="affine"))
in_place(TENSOR, "neg negative", _ROW._replace(activation="affine"))
both(FACTS, TENSOR, "frac deg2rad rad2deg", _ROW)
both(FACTS, TENSOR, "conj_physical", _ROW._replace(aliases=True))
in_place(TENSOR, "frac deg2rad rad2deg conj_physical", _ROW)
both(FACTS, TENSOR, "positive conj resolve_conj resolve_neg", _ROW._replace(activation="keeps", aliases=True))
both(FACTS, TENSOR, "angle", _ROW._replace(saves="input", dtype="real"))
both(FACTS, TENSOR, _STEPS, _ROW._replace(graph="zero"))
in_place(TENSOR, _STEPS, _ROW._replace(graph="zero"))
_ROUND = TensorFunction(names("input * decimals"), graph="zero", shape="same")
both(FACTS, TENSOR, "round", _ROUND)
in_place(TENSOR, "round", _ROUND)
both(FACTS, TENSOR, "bitwise_not", _ROW._replace(graph="none"))
in_place(TENSOR, "bitwise_not", _ROW._replace(graph="none"))

_ACTIVATED = TensorFunction(_INPUT, shape="same", dtype="floating", saves="result")
both(FACTS, TENSOR, "sigmoid", _ACTIVATED._replace(activation="sigmoid"))
in_place(TENSOR, "sigmoid", _ACTIVATED._replace(activation="sigmoid"))
both(FACTS, TENSOR, "tanh", _ACTIVATED._replace(activation="tanh"))
in_place(TENSOR, "tanh", _ACTIVATED._replace(activation="tanh"))
both(FACTS, TENSOR, "relu", _ACTIVATED._replace(activation="relu", dtype="inputs"))
in_place(TENSOR, "relu", _ACTIVATED._replace(activation="relu", dtype="inputs"))
functions(FACTS, "torch", "relu_", _ACTIVATED._replace(activation="relu", in_place=True, aliases=True, result="self"))
functions(FACTS, "torch.special", "expit", _ACTIVATED._replace(activation="sigmoid"))
functions(
    FACTS,
    "torch",
    "selu",
    TensorFunction(_INPUT, shape="same", activation="other", saves="input"),
)
functions(FACTS, "torch", "celu", TensorFunction(names("input alpha"), shape="same", activation="other", saves="input"))
both(FACTS, TENSOR, "prelu", TensorFunction(names("input weight"), shape="same", activation="other", saves="input"))
both(FACTS, TENSOR, "hardshrink", TensorFunction(names("input lambd"), shape="same", activation="other", saves="input"))
_SOFTMAX = TensorFunction(names("input dim dtype"), shape="same", dtype="floating", saves="result")
both(FACTS, TENSOR, "softmax", _SOFTMAX._replace(activation="softmax"))
both(FACTS, TENSOR, "log_softmax", _SOFTMAX._replace(activation="log_softmax"))
_SPECIAL = names("input dim * dtype")
functions(FACTS, "torch.special", "softmax", _SOFTMAX._replace(signature=_SPECIAL, activation="softmax"))
functions(FACTS, "torch.special", "log_softmax", _SOFTMAX._replace(signature=_SPECIAL, activation="log_softmax"))

_TWO = TensorFunction(_OTHER, shape="broadcast")
_SUM = TensorFunction(names("input other * alpha"), shape="broadcast", activation="affine")
both(FACTS, TENSOR, "add sub subtract", _SUM)
in_place(TENSOR, "add sub subtract", _SUM)
functions(FACTS, "torch", "rsub", _SUM)
_PRODUCT = _TWO._replace(activation="affine", saves="input")
both(FACTS, TENSOR, "mul multiply", _PRODUCT)
in_place(TENSOR, "mul multiply", _PRODUCT)
_DIVISION = TensorFunction(
    names("input other * rounding_mode"), shape="broadcast", dtype="floating", activation="affine", saves="input"
)
both(FACTS, TENSOR, "div divide", _DIVISION)
in_place(TENSOR, "div divide", _DIVISION)
_TRUE = _TWO._replace(dtype="floating", saves="input")
both(FACTS, TENSOR, "true_divide atan2 arctan2 logaddexp logaddexp2 xlogy", _TRUE)
both(FACTS, TENSOR, "hypot", _TRUE._replace(saves="both"))
in_place(TENSOR, "true_divide atan2 arctan2 hypot xlogy", _TRUE)
functions(FACTS, "torch.special", "xlogy xlog1py", _TRUE)
both(FACTS, TENSOR, "maximum minimum fmax fmin fmod remainder", _TWO._replace(saves="input"))
both(FACTS, TENSOR, "copysign ldexp", _TWO._replace(saves="both"))
in_place(TENSOR, "fmod remainder copysign ldexp", _TWO._replace(saves="input"))
both(FACTS, TENSOR, "floor_divide", _TWO._replace(graph="zero"))
in_place(TENSOR, "floor_divide", _TWO._replace(graph="zero"))
_BITS = "bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift gcd lcm"
both(FACTS, TENSOR, _BITS, _TWO._replace(graph="none"))
in_place(TENSOR, _BITS, _TWO._replace(graph="none"))
_POWER = TensorFunction(names("input exponent"), shape="broadcast", saves="both")
both(FACTS, TENSOR, "pow", _POWER)
in_place(TENSOR, "pow", _POWER)
both(FACTS, TENSOR, "float_power", _POWER._replace(dtype="float64", saves="result"))

_CLAMP = TensorFunction(names("input min max"), shape="broadcast", activation="bounded", saves="input")
both(FACTS, TENSOR, "clamp clip", _CLAMP)
in_place(TENSOR, "clamp clip", _CLAMP)
both(FACTS, TENSOR, "clamp_min", _CLAMP._replace(signature=names("input min")))
both(FACTS, TENSOR, "clamp_max", _CLAMP._replace(signature=names("input max")))
in_place(TENSOR, "clamp_min", _CLAMP._replace(signature=names("input min")))
in_place(TENSOR, "clamp_max", _CLAMP._replace(signature=names("input max")))
_LOGIT = TensorFunction(names("input eps"), shape="same", dtype="floating", saves="input")
both(FACTS, TENSOR, "logit", _LOGIT)
in_place(TENSOR, "logit", _LOGIT)
_REPLACED = TensorFunction(names("input nan posinf neginf"), shape="same", activation="keeps", saves="input")
both(FACTS, TENSOR, "nan_to_num", _REPLACED)
in_place(TENSOR, "nan_to_num", _REPLACED)
_LERP = TensorFunction(names("input end weight"), shape="broadcast")
both(FACTS, TENSOR, "lerp", _LERP)
in_place(TENSOR, "lerp", _LERP)
_FUSED = TensorFunction(
    names("input tensor1 tensor2 * value"), inputs=names("input tensor1 tensor2"), shape="broadcast", saves="input"
)
both(FACTS, TENSOR, "addcmul addcdiv", _FUSED)
in_place(TENSOR, "addcmul addcdiv", _FUSED)
both(FACTS, TENSOR, "mvlgamma", TensorFunction(names("input p"), shape="same", saves="input"))
functions(
    FACTS, "torch", "complex", TensorFunction(names("real imag"), shape="broadcast", dtype="complex", saves="input")
)
functions(FACTS, "torch", "polar", TensorFunction(names("abs angle"), shape="broadcast", dtype="complex"))

_MASKED = TensorFunction(names("input mask value"), shape="broadcast", inputs=names("input mask"), activation="keeps")
both(FACTS, TENSOR, "masked_fill", _MASKED)
in_place(TENSOR, "masked_fill", _MASKED)
_SCATTERED = TensorFunction(names("input mask source"), shape="same")
both(FACTS, TENSOR, "masked_scatter", _SCATTERED)
in_place(TENSOR, "masked_scatter", _SCATTERED)
functions(FACTS, "torch", "where", TensorFunction(names("condition input other"), shape="where"))
methods(TENSOR, "where", TensorFunction(names("condition other"), shape="where"))

_DROPOUT = TensorFunction(names("input p train"), shape="same", activation="keeps", training="train", aliases=True)
functions(FACTS, "torch", "dropout alpha_dropout feature_dropout feature_alpha_dropout", _DROPOUT)
