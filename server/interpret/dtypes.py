"""The dtype of a tensor, as far as the text of the program says it (torch 2.13)."""

from __future__ import annotations

from ..program.facts import Collection
from ..program.values import NONE, Constant, DeviceValue, External, Tensor, TupleValue, Unknown, Value
from ..pytorch.dtypes import DTYPES, FLOATING, INTEGERS
from ..pytorch.facts import TensorFunction
from .frames import Arguments
from .machine import Machine

_FLOATS = frozenset({"zeros", "ones", "empty", "rand", "randn", "eye", "linspace", "logspace", "normal"})
"""Factories that give the default dtype, whatever they get."""
_OF_DATA = frozenset({"tensor", "as_tensor", "scalar_tensor", "full", "arange", "from_numpy", "asarray"})
"""Factories that take the dtype of the numbers they get."""
_DATA = ("data", "s", "fill_value", "start", "end", "step")
_GIVE_FLOATS = frozenset(
    "copysign ldexp deg2rad rad2deg mvlgamma corrcoef cov trapezoid trapz cumulative_trapezoid sigmoid tanh tanhshrink "
    "softsign local_response_norm pairwise_distance cosine_similarity".split()
)
"""What gives the dtype of its inputs, save that integers become floating numbers."""
_WRITTEN = {
    f"torch.{name}Tensor": dtype
    for name, dtype in (("Float", "float32"), ("Double", "float64"), ("Long", "int64"), ("Int", "int32"))
}
"""Types of tensors as `tensor.type(...)` takes them."""


def dtype_of_result(
    machine: Machine,
    row: TensorFunction,
    name: str,
    inputs: list[Value],
    bound: dict[str, tuple[Value, int]],
    arguments: Arguments,
) -> str:
    """The dtype of what a function or method of the tables gives; empty where that is not known."""
    if arguments.open:
        return ""
    given = bound.get("dtype")
    if given is not None and given[0] != NONE and row.dtype != "argument":
        return named_dtype(given[0])
    first = inputs[0].dtype if inputs and isinstance(inputs[0], Tensor) else ""
    match row.dtype:
        case "inputs" | "like":
            alike = all(
                isinstance(value, Constant) or (isinstance(value, Tensor) and value.dtype == first) for value in inputs
            )
            mixed = first not in FLOATING and any(isinstance(value, Constant) for value in inputs)
            if first in INTEGERS:
                if (last := name.rpartition(".")[2]) in _GIVE_FLOATS:
                    return default_dtype(machine)
                seen = [named_dtype(value) for value, _ in arguments.positional] if last == "view" else []
                first = next((dtype for dtype in seen if dtype), first)
            return first if row.dtype == "like" or (alike and not mixed) else ""
        case "floating":
            return first if first in FLOATING else default_dtype(machine) if first else ""
        case "argument":
            return _converted(name.rpartition(".")[2], first, arguments)
        case "factory":
            return _made(machine, name.rpartition(".")[2], bound)
        case "unknown" | "complex" | "real":
            return ""
        case dtype:
            return dtype


def named_dtype(value: Value) -> str:
    """The dtype that a value names; empty for none."""
    if not isinstance(value, External):
        return ""
    return DTYPES.get(value.name) or _WRITTEN.get(value.name, "")


def _converted(method: str, before: str, arguments: Arguments) -> str:
    """What `.to(...)`, `.type(...)` and `.type_as(...)` make of a tensor."""
    values = [value for key, (value, _) in arguments.keywords.items() if key in ("dtype", "device", "other")]
    values += [value for value, _ in arguments.positional]
    for value in values:
        if isinstance(value, Tensor):
            return value.dtype
        if named_dtype(value):
            return named_dtype(value)
    places = all(isinstance(value, DeviceValue | Constant) for value in values)
    return before if places and method not in ("type", "type_as") else ""


def default_dtype(machine: Machine) -> str:
    """The dtype of floating numbers for which none is named; empty where the program may have chosen another one."""
    return "float32" if machine.live().conversion.usual_dtype else ""


def _made(machine: Machine, name: str, bound: dict[str, tuple[Value, int]]) -> str:
    if name in _FLOATS:
        return default_dtype(machine)
    if name not in _OF_DATA:
        return ""
    for parameter in ("data", "ndarray", "obj"):
        if parameter in bound and isinstance(bound[parameter][0], Unknown | Tensor):
            return _taken_from(bound[parameter][0])
    kinds: set[str] = set()
    for parameter in _DATA:
        if parameter in bound:
            kinds |= kinds_of(machine, bound[parameter][0])
    if kinds == {"bool"}:
        return "bool"
    if kinds and kinds <= {"int", "bool"}:
        return "int64"
    return default_dtype(machine) if kinds and kinds <= {"int", "bool", "float"} else ""


def _taken_from(data: Value) -> str:
    return data.array if isinstance(data, Unknown) else data.dtype if isinstance(data, Tensor) else ""


def kinds_of(machine: Machine, value: Value) -> set[str]:
    """The kinds of the numbers in a value; something else where they are not all known."""
    match value:
        case Constant():
            return {value.kind}
        case TupleValue():
            return set[str]().union(*(kinds_of(machine, element) for element in value.elements))
        case _:
            facts = machine.facts(value)
            if isinstance(facts, Collection) and facts.exact and facts.elements:
                return set[str]().union(*(kinds_of(machine, element) for element in facts.elements))
            return {"unknown"}
