"""Context managers of the library: what entering one changes."""

from __future__ import annotations

from ..program.facts import Foreign
from ..program.values import DeviceValue, Unknown, Value
from ..pytorch import lookup
from ..pytorch.facts import Context
from .devices import A_DEVICE
from .frames import Arguments
from .machine import Machine
from .models import flag


def entered_by_hand(machine: Machine, owner: Foreign, receiver: Value, name: str, arguments: Arguments) -> None:
    """A context manager is entered or left without a `with`: by its own methods, or by those of a stack of them."""
    if name == "__enter__":
        enter_context(machine, receiver)
    elif name == "enter_context" and owner.class_.startswith("contextlib."):
        for value in arguments.values():
            enter_context(machine, value)
    elif name == "__exit__" or (name in ("close", "pop_all") and owner.class_.startswith("contextlib.")):
        machine.live().gradients_enabled = None


def enter_context(machine: Machine, value: Value) -> None:
    """The effect of entering a library's context manager."""
    facts = machine.facts(value)
    state = machine.live()
    if isinstance(value, DeviceValue) or (isinstance(value, Unknown) and value.why == A_DEVICE):
        state.default_device = False
    if not isinstance(facts, Foreign):
        return
    owner, _, own_name = facts.class_.rpartition(".")
    row = lookup.fact(facts.class_) or lookup.method(owner, own_name)
    if not isinstance(row, Context):
        return
    match row.effect:
        case "no_grad" | "inference_mode":
            state.gradients_enabled = False
        case "enable_grad":
            state.gradients_enabled = True
        case "set_grad":
            state.gradients_enabled = flag(facts.argument(row.argument or "mode"), default=True)
        case "default_device" | "init_empty":
            state.default_device = False
        case _:
            pass
