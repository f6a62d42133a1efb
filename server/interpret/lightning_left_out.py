"""What `configure_optimizers` leaves out: parts of a LightningModule that none of its optimizers holds."""

from __future__ import annotations

from collections.abc import Iterator

from ..program.facts import Model, Optimizer, Unresolved
from ..program.lightning_events import LeftOut
from ..program.states import Mode
from ..program.values import Class, External, Reference, Tensor, Unknown, Value
from ..pytorch import lookup
from ..pytorch.facts import ModelFactory
from .machine import Machine
from .models import has_parameters
from .reach import parts_of, root_of
from .use import uses_in_class

DEEPEST = 3
"""How far below the module parts are told apart."""


def left_out(machine: Machine, module: Reference, optimizers: tuple[Optimizer, ...]) -> tuple[LeftOut, ...]:
    """The trainable parts without an optimizer, the largest that are left out as a whole."""
    held: set[int] = set()
    for optimizer in optimizers:
        for source in optimizer.sources:
            held |= {source.model, root_of(machine, source.model)} | parts_of(machine, source.model)
    return tuple(_among(machine, module.object, "self", (), frozenset(held), 0))


def unseen_parts(machine: Machine, module: Reference) -> frozenset[str]:
    """The attributes that the methods of a module call and of which nothing is known."""
    facts = machine.facts(module)
    if not isinstance(facts, Model) or not isinstance(facts.class_, Class):
        return frozenset()
    members = machine.live().members_of(module.object).items()
    unknown = [
        name for name, value in members if isinstance(value, Unknown) or isinstance(machine.facts(value), Unresolved)
    ]
    return frozenset(name for name in unknown if "()" in uses_in_class(machine, facts.class_, f"self.{name}"))


def _among(
    machine: Machine, owner: int, place: str, owners: tuple[int, ...], held: frozenset[int], depth: int
) -> Iterator[LeftOut]:
    if owner in held or depth == DEEPEST:
        return
    owners = (*owners, owner)
    for name, value in list(machine.live().members_of(owner).items()):
        if isinstance(value, Tensor) and value.parameter and value.requires_grad is not False:
            yield LeftOut(f"{place}.{name}", name, None, frozenset(), owners)
        elif isinstance(value, Reference) and isinstance(machine.facts(value), Model):
            parts = parts_of(machine, value.object)
            if parts & held:
                yield from _among(machine, value.object, f"{place}.{name}", owners, held, depth + 1)
            elif _to_be_trained(machine, value, parts):
                yield LeftOut(f"{place}.{name}", name, value.object, parts, owners)


def _to_be_trained(machine: Machine, value: Value, parts: frozenset[int]) -> bool:
    """Whether a part has parameters, none of them frozen, and does not look as if it was trained before."""
    facts = machine.facts(value)
    if not isinstance(facts, Model) or not isinstance(value, Reference):
        return False
    models = [facts for part in parts if isinstance(facts := machine.live().heap.get(part), Model)]
    known = all(model.frozen is False and not model.by_use and not _trained_before(model) for model in models)
    return known and has_parameters(machine, value.object) is True


def _trained_before(model: Model) -> bool:
    if not model.mode.possible & Mode.TRAIN:
        return True
    return isinstance(model.class_, External) and isinstance(lookup.fact(model.class_.name), ModelFactory)
