"""Objects of visible classes."""

from __future__ import annotations

from ..program.device import DEFAULT_CPU, UNKNOWN_DEVICE
from ..program.facts import Instance, Model
from ..program.record import replace
from ..program.values import NONE, Class, External, Function, Reference, Value
from ..pytorch import lookup
from ..pytorch.facts import LayerClass
from .classes import definition_of, find_member, has_base_elsewhere, has_unknown_base, is_a, lineage
from .frames import Arguments
from .functions import call_function
from .initialisation import initializer, starts_bare
from .machine import Machine
from .module_containers import children_of, name_children


def instantiate(machine: Machine, class_: Class, arguments: Arguments, node: int) -> Value:
    """A new object of a visible class: its `__init__` runs in place."""
    machine.journal.instantiated.add(class_.id)
    reference = allocate_instance(machine, class_, node)
    own = own_initializer(machine, reference, class_)
    if isinstance(own, Function):
        call_function(machine, own, arguments, node, receiver=reference)
    return reference


def own_initializer(machine: Machine, receiver: Reference, class_: Class) -> Value | None:
    """What runs as `__init__` of a new object, if it is visible."""
    if machine.model(receiver) is not None:
        return initializer(machine, class_)
    return find_member(machine, class_, "__init__")


def allocate_instance(machine: Machine, class_: Class, node: int) -> Reference:
    """The object itself, before `__init__`."""
    site = machine.site(node)
    unknown_base = has_unknown_base(machine, class_)
    if is_a(machine, class_, "module"):
        known = machine.live().default_device and not has_base_elsewhere(machine, class_)
        device = DEFAULT_CPU if known else UNKNOWN_DEVICE
        inherited = _inherited(machine, class_)
        facts = Model(
            site,
            class_,
            device=device,
            open_ended=unknown_base or _has_base_by_name(machine, class_),
            initialised=not starts_bare(machine, class_),
            has_parameters=inherited.has_parameters if inherited is not None else None,
            depends_on_mode=inherited.mode_dependent if inherited is not None else None,
        )
        return machine.allocate(facts, node, class_.id)
    open_ended = unknown_base or _is_library_object(machine, class_) or definition_of(machine, class_).decorated
    return machine.allocate(Instance(site, class_, open_ended), node, class_.id)


def _has_base_by_name(machine: Machine, class_: Class) -> bool:
    """Whether a base is of a package whose classes are not looked into, so that it may register anything."""
    return any(isinstance(base, External) and lookup.is_known_by_name(base.name) for base in lineage(machine, class_))


def _inherited(machine: Machine, class_: Class) -> LayerClass | None:
    """The library's layer that a class extends: what it registers, the class has as well."""
    for base in lineage(machine, class_):
        row = lookup.fact(base.name) if isinstance(base, External) else None
        if isinstance(row, LayerClass):
            return row
    return None


def _is_library_object(machine: Machine, class_: Class) -> bool:
    """Whether some library base may bring attributes of its own."""
    return any(isinstance(base, External) and base.name != "builtins.object" for base in lineage(machine, class_))


def initialise(machine: Machine, receiver: Reference, facts: Model, arguments: Arguments) -> Value:
    """`super().__init__(...)` has reached the library's base class; a container is filled there."""
    row = _inherited(machine, facts.class_) if isinstance(facts.class_, Class) else None
    if row is not None and row.container:
        children, exact = children_of(machine, arguments)
        facts = replace(facts, children=children, open_ended=facts.open_ended or not exact)
        name_children(machine, receiver, arguments)
    machine.update(receiver.object, replace(facts, initialised=True))
    return NONE
