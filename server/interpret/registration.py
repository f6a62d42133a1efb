"""What a module holds without registering it: layers and parameters inside plain lists, tuples, sets and dicts."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..program.facts import Collection, Model
from ..program.module_events import UnregisteredRead
from ..program.values import NOTHING, Choice, Class, External, Function, Reference, Tensor, Unknown, Value
from .classes import find_member, lineage
from .machine import Machine
from .models import depends_on_mode, has_parameters
from .reach import elements_of, parts_of, reached

_DEEPEST = 3
_OWN_LISTS = (
    "parameters", "named_parameters", "modules", "named_modules", "children", "named_children", "_apply", "__setattr__",
)  # fmt: skip
"""Members by which a class can show PyTorch what is in its lists."""
_KINDS = ("torch.nn.ParameterList", "torch.nn.ParameterDict")


@dataclass(slots=True)
class _Held:
    """What a collection holds: models, parameters, and how deep below it they are."""

    models: list[int] = field(default_factory=list[int])
    parameters: list[Tensor] = field(default_factory=list[Tensor])
    depth: int = 0


def note_collection_read(machine: Machine, owner: Reference, name: str, value: Value, node: int) -> None:
    """A method of a module reads an attribute of it: perhaps a collection of what ought to be registered."""
    facts = machine.model(owner)
    function = machine.frame.function
    if facts is None or facts.open_ended or not isinstance(facts.class_, Class) or machine.frame.receiver != owner:
        return
    held = _Held()
    _gather(machine, value, held, 0)
    if not (held.models or held.parameters) or function is None or _under_construction(machine, facts.class_):
        return
    if any(find_member(machine, facts.class_, member) is not None for member in _OWN_LISTS):
        return
    registered = _registered(machine, owner.object)
    models = [model for model in held.models if model not in registered]
    parameters = [] if _has_lists(machine, registered) else held.parameters
    origins = {member.origin for member in _members(machine, owner.object) if isinstance(member, Tensor)}
    parameters = [tensor for tensor in parameters if tensor.origin not in origins]
    if not models and not parameters:
        return
    collection = value.object if isinstance(value, Reference) else None
    kind = _kind(machine, value)
    parts = NOTHING.union(*(parts_of(machine, model) for model in models))
    trainable = bool(parameters) or any(has_parameters(machine, model) for model in models)
    minds = any(depends_on_mode(machine, model) for model in models)
    heap = machine.live().heap
    known = tuple(member for model in models if isinstance(member := heap.get(model), Model))
    machine.record(
        UnregisteredRead(
            *machine.place(node), owner.object, facts, name, function.name, kind, collection, known, parts, bool(parameters), trainable,
            minds, held.depth > 1,
        )
    )  # fmt: skip


def _kind(machine: Machine, value: Value) -> str:
    facts = machine.facts(value)
    return facts.kind if isinstance(facts, Collection) else "tuple"


def _gather(machine: Machine, value: Value, held: _Held, depth: int) -> None:
    """Collect the models and parameters in a collection and the collections in it."""
    facts = machine.facts(value)
    if depth and isinstance(facts, Model) and isinstance(value, Reference):
        held.models.append(value.object)
        held.depth = max(held.depth, depth)
    elif depth and isinstance(value, Tensor):
        if value.parameter and value.requires_grad is not False:
            held.parameters.append(value)
            held.depth = max(held.depth, depth)
    elif depth < _DEEPEST:
        inner = facts.elements if isinstance(facts, Collection) else elements_of(machine, value)
        for element in inner or ():
            _gather(machine, element, held, depth + 1)


def _under_construction(machine: Machine, class_: Class) -> bool:
    """Whether the constructor is not through: what is in lists may still be registered."""
    for current in lineage(machine, class_):
        if isinstance(current, Class):
            member = find_member(machine, current, "__init__")
            if isinstance(member, Function):
                site = machine.function(member.id).site
                if machine.tables.number(("function", site)) in machine.active:
                    return True
    return False


def _members(machine: Machine, owner: int) -> list[Value]:
    return list(machine.live().members_of(owner).values())


def _registered(machine: Machine, owner: int) -> frozenset[int]:
    """What is registered in a module, or may be: on some path, or by code that cannot be seen."""
    found = parts_of(machine, owner)
    for value in _members(machine, owner):
        if isinstance(value, Unknown):
            found |= value.reaches
        elif isinstance(value, Choice):
            for option in value.options:
                if isinstance(option, Reference) and machine.model(option) is not None:
                    found |= parts_of(machine, option.object)
                elif isinstance(option, Unknown):
                    found |= reached(machine, option)
    return found


def _has_lists(machine: Machine, registered: frozenset[int]) -> bool:
    """Whether there are containers for parameters, whose contents are not followed."""
    heap = machine.live().heap
    classes = [facts.class_ for part in registered if isinstance(facts := heap.get(part), Model)]
    return any(isinstance(class_, External) and class_.name in _KINDS for class_ in classes)
