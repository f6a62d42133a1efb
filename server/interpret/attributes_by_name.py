"""Built-ins that ask objects for attributes by name, or for their classes: `getattr`, `hasattr`, `isinstance`."""

from __future__ import annotations

from ..program.facts import Instance, Model, Optimizer
from ..program.values import (
    FALSE,
    TRUE,
    Class,
    Constant,
    External,
    Method,
    Reference,
    Tensor,
    TupleValue,
    Unknown,
    Value,
)
from ..pytorch import lookup
from ..pytorch.facts import Action
from .attributes import bound_member
from .classes import find_member, has_base_elsewhere, has_unknown_base, library_method
from .frames import Arguments
from .machine import Machine
from .missing import ANY_NAME


def getattr_result(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """An attribute by its name, where both are known."""
    values = [value for value, _ in arguments.positional]
    if len(values) == 2 and isinstance(values[0], External) and not isinstance(values[1], Constant):
        # Some member of a package: what any of them gives may be known (`torchvision.models`).
        return External(f"{values[0].name}.__dict__")
    if len(values) < 2 or not isinstance(values[1], Constant) or not isinstance(values[1].value, str):
        return None
    owner, name = values[0], values[1].value
    if isinstance(owner, External):
        return External(f"{owner.name}.{name}")
    if isinstance(owner, Reference):
        found = machine.live().member(owner.object, name)
        if found is not None:
            return found
        facts = machine.facts(owner)
        if isinstance(facts, Model | Instance) and isinstance(facts.class_, Class):
            member = find_member(machine, facts.class_, name)
            if member is not None:
                return bound_member(machine, owner, member, name, node)
        kind = "module" if isinstance(facts, Model) else "optimizer" if isinstance(facts, Optimizer) else ""
        if kind and isinstance(lookup.method(kind, name), Action):
            return Method(owner, name)
    return None


def isinstance_result(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """Whether a value is of a class, where that can be told."""
    del node
    values = [value for value, _ in arguments.positional]
    if len(values) == 2 and isinstance(values[1], External | Class):
        facts = machine.model(values[0])
        if facts is not None and facts.class_ == values[1]:
            return Constant("bool", True)
        own = "torch.Tensor" if isinstance(values[0], Tensor) else "builtins.tuple"
        if isinstance(values[0], Tensor | TupleValue) and values[1] in (_A_TENSOR, *_SEQUENCES):
            return Constant("bool", values[1] == External(own))
    return Unknown("a test")


_A_TENSOR, _SEQUENCES = External("torch.Tensor"), (External("builtins.tuple"), External("builtins.list"))


def hasattr_result(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """Whether a module has an attribute: it has none that nothing visible has set on any way, if all of it is visible."""
    del node
    owner, name = ([value for value, _ in arguments.positional] + [None, None])[:2]
    facts = machine.model(owner) if owner is not None else None
    if facts is None or not isinstance(owner, Reference) or not isinstance(name, Constant):
        return None
    class_ = facts.class_
    if not isinstance(name.value, str) or not isinstance(class_, Class) or not facts.sure:
        return None
    if find_member(machine, class_, name.value) is not None or library_method(machine, class_, name.value) is not None:
        return TRUE
    hidden = has_unknown_base(machine, class_) or has_base_elsewhere(machine, class_) or facts.open_ended
    hidden = hidden or ANY_NAME in machine.live().uncertain_names
    asked = any(find_member(machine, class_, each) is not None for each in ("__getattr__", "__setattr__"))
    known = hidden or asked or machine.live().member(owner.object, name.value) is not None
    return None if known else FALSE
