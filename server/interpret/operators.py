"""Arithmetic: numbers that are literal, and tensors."""

from __future__ import annotations

from functools import reduce

from ..program.device import CPU, UNKNOWN_DEVICE, Device, join_devices
from ..program.facts import Collection
from ..program.shape import Shape, Size, broadcast, divided, multiplied
from ..program.values import (
    NOTHING,
    Choice,
    Constant,
    Reference,
    Severed,
    Tensor,
    TupleValue,
    Unknown,
    Use,
    Value,
    device_of,
)
from ..pytorch.dtypes import FLOATING
from .arrays import computed_array
from .machine import Machine
from .made_inside import note_met
from .parameters import concatenated
from .reach import one_of, reached, uses_of
from .replicated import times
from .saved import passed_on
from .severing import WITHOUT_GRADIENTS, inherited, is_plain
from .shapes import product
from .sizes import dim_of, shape_of, value_of


def binary(machine: Machine, op: str, left: Value, right: Value, node: int) -> Value:
    """`left op right`; of operands that depend on the path, each is computed with."""
    if isinstance(left, Choice):
        return one_of(machine, [binary(machine, op, option, right, node) for option in left.options])
    if isinstance(right, Choice):
        return one_of(machine, [binary(machine, op, left, option, node) for option in right.options])
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _constants(op, left, right)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        shape = product(shape_of(left), shape_of(right)) if op == "@" else spread(left, right)
        return combined(machine, [left, right], node, shape)
    if op == "*" and isinstance(left, Size | Constant) and isinstance(right, Size | Constant):
        return value_of(multiplied((dim_of(left), dim_of(right))))
    if op == "//" and isinstance(left, Size | Constant) and isinstance(right, Size | Constant):
        return value_of(divided(dim_of(left), dim_of(right)))
    if op == "*" and (isinstance(left, Reference) or isinstance(right, Reference)):
        copies = times(machine, left, right, node)
        if copies is not None:
            return copies
    if op == "+" and isinstance(left, TupleValue) and isinstance(right, TupleValue):
        return TupleValue(left.elements + right.elements)
    if op in ("+", "|") and isinstance(left, Reference) and isinstance(right, Reference):
        one, other = machine.facts(left), machine.facts(right)
        kinds = {facts.kind if isinstance(facts, Collection) else "" for facts in (one, other)}
        if isinstance(one, Collection) and isinstance(other, Collection) and kinds == {"list" if op == "+" else "set"}:
            elements, exact = one.elements + other.elements, one.exact and other.exact
            return machine.allocate(Collection(machine.site(node), one.kind, elements, exact), node)
        both = concatenated(machine, left, right, node)
        if both is not None:
            return both
    if array := computed_array(op, left, right):
        return Unknown("a computed array", severed=inherited((left, right)), array=array)
    if is_plain(left) and is_plain(right):
        return Unknown("a computed number", severed=inherited((left, right)))
    reach = reached(machine, left) | reached(machine, right)
    devices = {device_of(left), device_of(right)} - {UNKNOWN_DEVICE}
    return Unknown("a computed value", reach, device=devices.pop() if len(devices) == 1 else UNKNOWN_DEVICE)


def _constants(op: str, left: Constant, right: Constant) -> Value:
    one, other = left.value, right.value
    if isinstance(one, str) and isinstance(other, str) and op == "+":
        return Constant("str", one + other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        result: int | float
        match op:
            case "+":
                result = one + other
            case "-":
                result = one - other
            case "*":
                result = one * other
            case "//" if other:
                result = one // other
            case "/" if other:
                result = one / other
            case "%" if other:
                result = one % other
            case "**" if abs(one) < 1000 and 0 <= other < 16:
                result = one**other
            case _:
                return Unknown("a computed number")
        return Constant(type(result).__name__, result)
    return Unknown("a computed value")


def combined(machine: Machine, operands: list[Value], node: int, shape: Shape | None = None) -> Tensor:
    """The tensor that an elementwise operation makes of tensors and other values."""
    tensors = [operand for operand in operands if isinstance(operand, Tensor)]
    note_met(machine, operands, node)
    uses = frozenset(use for tensor in tensors for use in tensor.graph)
    others: list[Value] = [operand for operand in operands if not isinstance(operand, Tensor) and not is_plain(operand)]
    reach = NOTHING.union(*(reached(machine, other) for other in others))
    known = all(tensor.complete for tensor in tensors) and not reach
    uses |= uses_of(machine, reach)
    requires = wants_gradients(tensors, others)
    severed = None if uses else inherited(operands)
    if machine.live().gradients_enabled is False:
        if requires and severed is None:
            severed = Severed(WITHOUT_GRADIENTS, machine.site(node))
        requires, uses = False, frozenset[Use]()
    return Tensor(
        graph=uses,
        complete=known and not others,
        requires_grad=requires,
        device=common_device(tensors, bool(others)),
        accumulated=frozenset(site for tensor in tensors for site in tensor.accumulated),
        spent=spent(tensors, uses),
        leaf=False if requires else True if requires is False else None,
        shape=shape,
        dtype=_common_dtype(operands),
        origin=machine.site(node),
        severed=severed,
        saved=passed_on(tensors) if requires else None,
    )


def wants_gradients(tensors: list[Tensor], others: list[Value]) -> bool | None:
    """Whether what is computed from these has a graph; what an unknown value can reach says nothing about that."""
    if any(tensor.requires_grad or (tensor.graph and tensor.complete) for tensor in tensors):
        return True
    unsure = others or any(tensor.graph or tensor.requires_grad is None for tensor in tensors)
    return None if unsure else False


def _common_dtype(operands: list[Value]) -> str:
    """The floating dtype of all operands, which literal numbers leave as it is; empty where it is not known."""
    found = {operand.dtype if isinstance(operand, Tensor) else "" for operand in operands if not _is_number(operand)}
    dtype = found.pop() if len(found) == 1 else ""
    return dtype if dtype in FLOATING else ""


def _is_number(value: Value) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, int | float)


def spread(left: Value, right: Value) -> Shape | None:
    """The shape of an operation element by element on two values, one of which is a tensor."""
    if isinstance(right, Constant | Size):
        return shape_of(left)
    if isinstance(left, Constant | Size):
        return shape_of(right)
    one, other = shape_of(left), shape_of(right)
    return None if one is None and other is None else broadcast(one, other)


def spent(tensors: list[Tensor], graph: frozenset[Use]) -> bool:
    """Whether a backward pass has gone through all that a result with this graph is computed from."""
    carrying = [tensor for tensor in tensors if tensor.graph]
    known = frozenset(use for tensor in carrying for use in tensor.graph)
    return bool(carrying) and graph <= known and all(tensor.spent for tensor in carrying)


def common_device(tensors: list[Tensor], others: bool) -> Device:
    """The device of a result: that of its tensors when they agree; scalars on the CPU go along with any."""
    if not tensors:
        return UNKNOWN_DEVICE
    device = reduce(join_devices, (tensor.device for tensor in tensors))
    return device if not (others and device == CPU) else UNKNOWN_DEVICE
