"""Classes and factories of installed packages that are not in the tables, as far as other sources know them."""

from __future__ import annotations

from ..program.device import UNKNOWN_DEVICE
from ..program.facts import BUILT_STATE, FRESH_STATE, Model, Optimizer, unknown_optimizer
from ..program.record import replace
from ..program.states import Mode, any_of, only
from ..program.values import NONE, DeviceValue, External, Reference, Value
from ..pytorch import lookup
from ..pytorch.facts import OptimizerClass
from ..semantics.known import Known
from .asked import asked
from .devices import default_device
from .frames import Arguments
from .havoc import havoc
from .machine import Machine
from .optimizers import build_optimizer
from .reach import objects_reached


def build_from_elsewhere(machine: Machine, name: str, arguments: Arguments, node: int) -> Value | None:
    """What a call of a class or factory gives, where that is known to be a model or an optimizer."""
    known = asked(machine, name)
    if known is None:
        known = Known(name, is_class=True) if lookup.kind_of_class(name) in ("model", "module") else None
    if known is None:
        return None
    kind = lookup.kind_of_class(known.name) or ""
    if lookup.is_kind(kind, "module"):
        return _model(machine, name, known, arguments, node)
    if lookup.is_kind(kind, "optimizer"):
        return _optimizer(machine, name, known, arguments, node)
    return None


def _model(machine: Machine, name: str, known: Known, arguments: Arguments, node: int) -> Value | None:
    given = [*arguments.values(), *arguments.starred]
    models = sorted(
        object_ for object_ in objects_reached(machine, given) if isinstance(machine.live().heap.get(object_), Model)
    )
    if models and not known.is_class:
        # It may return the model that it was given.
        return None
    havoc(machine, given)
    told = arguments.open or "device" in arguments.keywords or any(isinstance(value, DeviceValue) for value in given)
    facts = Model(
        machine.site(node),
        External(name),
        has_parameters=True if lookup.kind_of_class(name) == "model" else None,
        device=default_device(machine) if known.is_class and not told else UNKNOWN_DEVICE,
        mode=only(Mode.TRAIN) if known.is_class else any_of(Mode.ANY),
        children=tuple(models),
        open_ended=True,
        frozen=False if known.is_class else None,
    )
    return machine.allocate(facts, node, name)


def _optimizer(machine: Machine, name: str, known: Known, arguments: Arguments, node: int) -> Value | None:
    given = [*arguments.values(), *arguments.starred]
    if any(isinstance(machine.live().heap.get(object_), Optimizer) for object_ in objects_reached(machine, given)):
        # A wrapper around that optimizer, or just the same one.
        return None
    if not known.is_class:
        havoc(machine, given)
        return machine.allocate(unknown_optimizer(machine.site(node)), node, name)
    if not arguments.positional and "params" not in arguments.keywords:
        return None
    parameters = arguments.get(0, "params")
    havoc(machine, [value for value in given if value not in (parameters, NONE)])
    built = build_optimizer(machine, name, OptimizerClass(("params",)), arguments, node)
    return _not_certain(machine, built)


def _not_certain(machine: Machine, built: Reference) -> Reference:
    """An optimizer whose methods are not seen may build its state at once, and its step may do more than others'."""
    facts = machine.facts(built)
    if isinstance(facts, Optimizer):
        machine.update(built.object, replace(facts, stepped=any_of(FRESH_STATE | BUILT_STATE), by_use=True))
    return built
