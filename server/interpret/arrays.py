"""NumPy arrays, as far as their dtype is known: it is that of the tensors that are made of them."""

from __future__ import annotations

from ..program.record import replace
from ..program.values import NONE, Constant, External, Method, Tensor, Unknown, Value
from ..pytorch import lookup
from ..pytorch.dtypes import FLOATING
from ..pytorch.facts import TensorFunction
from .dtypes import kinds_of
from .frames import Arguments
from .machine import Machine

_SAME = frozenset("reshape copy flatten ravel transpose squeeze swapaxes repeat clip".split())
"""Methods that give an array of the same dtype."""
_WRITTEN = {"builtins.float": "float64", "numpy.double": "float64", "numpy.single": "float32", "builtins.int": "int64"}
_KNOWN = FLOATING | {"int64", "int32", "uint8"}


def array_dtype(
    machine: Machine,
    row: TensorFunction,
    first: Value | None,
    bound: dict[str, tuple[Value, int]],
    arguments: Arguments,
) -> str:
    """The dtype of an array that a function gives (numpy 2); empty where that is not known."""
    if arguments.open:
        return ""
    given = bound.get("dtype")
    if given is not None and given[0] != NONE:
        return _named(given[0])
    if row.dtype == "factory":
        kinds = kinds_of(machine, first) if first is not None else set[str]()
        if kinds and kinds <= {"int", "float"}:
            return "float64" if "float" in kinds else "int64"
        return first.dtype if isinstance(first, Tensor) else first.array if isinstance(first, Unknown) else ""
    if row.graph == "cuts":
        return first.dtype if isinstance(first, Tensor) else ""
    # Without a size, functions that draw numbers give one plain number.
    sized = "size" in bound or "size" not in row.signature
    return row.dtype if row.dtype in FLOATING and (arguments.positional or arguments.keywords) and sized else ""


def _named(value: Value) -> str:
    if isinstance(value, Constant):
        return value.value if isinstance(value.value, str) and value.value in _KNOWN else ""
    if not isinstance(value, External):
        return ""
    last = value.name.removeprefix("numpy.")
    return _WRITTEN.get(value.name, last if value.name.startswith("numpy.") and last in _KNOWN else "")


def attribute_of_array(array: Unknown, name: str) -> Value | None:
    """An attribute that gives an array again; None for any other."""
    if name == "T":
        return array
    return Method(array, name) if name == "astype" or name in _SAME else None


def method_of_array(array: Unknown, name: str, arguments: Arguments) -> Value | None:
    """What such a method gives."""
    if name in _SAME:
        return array
    if name != "astype" or arguments.open:
        return None
    row = lookup.method("array", name)
    given = arguments.bound(row.signature).get("dtype") if isinstance(row, TensorFunction) else None
    return replace(array, array="" if given is None else _named(given[0]))


def computed_array(op: str, left: Value, right: Value) -> str:
    """The dtype of what an operation makes of arrays and literal numbers; empty where that is not known."""
    arrays = {value.array for value in (left, right) if isinstance(value, Unknown)}
    dtype = arrays.pop() if len(arrays) == 1 else ""
    numbers = all(isinstance(value, Unknown | Constant) for value in (left, right))
    return dtype if dtype in FLOATING and numbers and op in ("+", "-", "*", "/", "**") else ""
