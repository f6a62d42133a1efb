"""Methods of tensors on things that are not known: what they give is on a device that is known all the same."""

from __future__ import annotations

from ..program.device import UNKNOWN_DEVICE, Device
from ..program.events import TensorMoved
from ..program.facts import Model, Unresolved
from ..program.record import replace
from ..program.values import Constant, Reference, Tensor, Unknown, Value, device_of
from ..pytorch import lookup
from ..pytorch.dtypes import INTEGERS
from ..pytorch.facts import TensorFunction
from .devices import ACCELERATORS, moved_to
from .dtypes import named_dtype
from .frames import Arguments
from .havoc import unseen_call
from .machine import Machine
from .reach import first_argument_text, reached, receiver_text
from .severing import KINDS, OF_ANYTHING, inherited, operand_of, severed_at
from .tensors import call_tensor_function

_MOVES = frozenset({"to", "cpu"}) | ACCELERATORS
INTEGER_CASTS = frozenset({"long", "int", "short", "char", "byte", "bool"})
"""Methods that no module has."""


_ACTIVATIONS = frozenset({"softmax", "log_softmax", "sigmoid"})
"""Methods that objects other than tensors hardly have: such a layer of a module is given a tensor."""


def _only_dimension(machine: Machine, receiver: Value, arguments: Arguments) -> bool:
    """Whether what is called so is certainly no layer: it gets no more than a number."""
    given = [*(value for value, _ in arguments.positional), *(value for value, _ in arguments.keywords.values())]
    return machine.facts(receiver) is None and not arguments.open and all(isinstance(v, Constant) for v in given)


def is_tensor_method(value: Unknown, name: str) -> bool:
    """Whether an attribute of something unknown is worth being taken for a method of a tensor."""
    return (
        name in _MOVES
        or name in INTEGER_CASTS
        or name in _ACTIVATIONS
        or name in OF_ANYTHING
        or (
            (value.device.certain or value.severed is not None)
            and isinstance(lookup.method("tensor", name), TensorFunction)
        )
    )


def call_on_unknown(machine: Machine, receiver: Value, name: str, arguments: Arguments, node: int, why: str) -> Value:
    """The result of a method of something unknown: whatever it is, it is where a tensor would be."""
    row = lookup.method("tensor", name)
    if name in _ACTIVATIONS and isinstance(row, TensorFunction) and _only_dimension(machine, receiver, arguments):
        return call_tensor_function(machine, row, name, arguments, node, receiver)
    device = _device_after(machine, receiver, name, arguments, node)
    if isinstance(receiver, Unknown) and name in OF_ANYTHING and (receiver.severed or receiver.reaches):
        lost = severed_at(machine, name, [receiver], node, operand_of(machine))
        if name in KINDS:
            return Unknown("what left PyTorch", severed=lost)
        return Tensor(requires_grad=False, device=device, leaf=True, origin=machine.site(node), severed=lost)
    note_move(machine, name, arguments, node)
    dtype = _integers(name, arguments)
    if dtype and not (isinstance(receiver, Reference) and isinstance(machine.facts(receiver), Model)):
        # Only tensors can be converted to integers; and those have no gradients.
        return Tensor(requires_grad=False, device=device, leaf=True, dtype=dtype, origin=machine.site(node))
    of_tensors = machine.facts(receiver) is None and lookup.method("tensor", name) is not None
    result = unseen_call(machine, receiver, arguments, node, why, computes_only=of_tensors)
    facts = machine.facts(receiver)
    if isinstance(facts, Unresolved) and isinstance(receiver, Reference) and name in _MOVES:
        # A module is moved as it is; of a tensor, only the result is there.
        machine.update(receiver.object, replace(facts, device=device))
    if not isinstance(result, Unknown):
        return result
    if isinstance(receiver, Unknown) and receiver.severed is not None and lookup.method("tensor", name) is not None:
        result = replace(result, severed=inherited((receiver, *arguments.values())))
    if name in _MOVES:
        # Whatever names the device has no part in what is moved there.
        result = replace(result, reaches=reached(machine, receiver))
    return replace(result, device=device) if device.certain else result


def _integers(name: str, arguments: Arguments) -> str:
    """The dtype of integers that a method converts to; empty for any other method."""
    if name in ("to", "type"):
        values = [*arguments.positional, *([arguments.keywords["dtype"]] if "dtype" in arguments.keywords else [])]
        found = next((dtype for value, _ in values if (dtype := named_dtype(value))), "")
        return found if found in INTEGERS else ""
    row = lookup.method("tensor", name)
    known = isinstance(row, TensorFunction) and row.dtype in INTEGERS and name in INTEGER_CASTS
    return str(row.dtype) if known and isinstance(row, TensorFunction) else ""


def note_move(machine: Machine, name: str, arguments: Arguments, node: int) -> None:
    """Record that a tensor, or what may be one, is moved."""
    device = moved_to(machine, name, arguments, node) if name in _MOVES else None
    if device is None or not device.certain:
        return
    written = receiver_text(machine)
    target = first_argument_text(machine) or (f'"{device.text}"' if device.text else "")
    how = f".{name}({target})" if name == "to" and target else f".{name}()" if name != "to" else ""
    machine.record(TensorMoved(*machine.place(node), written, device, how))


def _device_after(machine: Machine, receiver: Value, name: str, arguments: Arguments, node: int) -> Device:
    if name in _MOVES:
        return moved_to(machine, name, arguments, node) or device_of(receiver)
    row = lookup.method("tensor", name)
    if isinstance(row, TensorFunction) and row.result not in ("python", "numpy", "size", "none"):
        return device_of(receiver)
    return UNKNOWN_DEVICE
