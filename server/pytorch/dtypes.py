"""The dtypes of torch by the names that programs use for them (torch 2.13.0)."""

from __future__ import annotations

from .facts import Fact, TensorFunction, names

DTYPES: dict[str, str] = {
    **{f"torch.{name}": name for name in names("float16 bfloat16 float32 float64 complex64 complex128")},
    **{f"torch.{name}": name for name in names("int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool")},
    **{f"torch.{name}": name for name in names("complex32 float8_e4m3fn float8_e5m2")},
    "torch.half": "float16",
    "torch.float": "float32",
    "torch.double": "float64",
    "torch.cfloat": "complex64",
    "torch.cdouble": "complex128",
    "torch.short": "int16",
    "torch.int": "int32",
    "torch.long": "int64",
}
"""The plain name of each dtype."""

FLOATING = frozenset(names("float16 bfloat16 float32 float64 float8_e4m3fn float8_e5m2"))
INTEGERS = frozenset(names("int8 int16 int32 int64 uint8 bool"))

_MADE = TensorFunction(names("*args"), graph="none", device="cpu", shape="data")

FACTS: dict[str, Fact] = {
    "torch.FloatTensor": _MADE._replace(dtype="float32"),
    "torch.DoubleTensor": _MADE._replace(dtype="float64"),
    "torch.HalfTensor": _MADE._replace(dtype="float16"),
    "torch.BFloat16Tensor": _MADE._replace(dtype="bfloat16"),
    "torch.LongTensor": _MADE._replace(dtype="int64"),
    "torch.IntTensor": _MADE._replace(dtype="int32"),
    "torch.ShortTensor": _MADE._replace(dtype="int16"),
    "torch.CharTensor": _MADE._replace(dtype="int8"),
    "torch.ByteTensor": _MADE._replace(dtype="uint8"),
    "torch.BoolTensor": _MADE._replace(dtype="bool"),
    "torch.cuda.FloatTensor": _MADE._replace(dtype="float32", device="cuda"),
    "torch.cuda.DoubleTensor": _MADE._replace(dtype="float64", device="cuda"),
    "torch.cuda.HalfTensor": _MADE._replace(dtype="float16", device="cuda"),
    "torch.cuda.LongTensor": _MADE._replace(dtype="int64", device="cuda"),
    "torch.cuda.IntTensor": _MADE._replace(dtype="int32", device="cuda"),
    "torch.cuda.ByteTensor": _MADE._replace(dtype="uint8", device="cuda"),
    "torch.cuda.BoolTensor": _MADE._replace(dtype="bool", device="cuda"),
}
