"""Parameters of a model that give way to others all at once, while optimizers keep the old ones (torch 2.13)."""

from __future__ import annotations

from ..program.facts import Cut, CutKind
from ..program.record import replace
from ..program.values import Constant, Reference, Value
from .gradients import involved, optimizers
from .machine import Machine
from .reach import argument_text, parts_of


def note_swapped(machine: Machine, owner: Value, place: str, node: int) -> None:
    """The parameters of a model, written as a place, are others from here on: optimizers over it lack them."""
    facts = machine.model(owner)
    if facts is None or not isinstance(owner, Reference) or not place or facts.frozen:
        return
    parts = parts_of(machine, owner.object)
    at, site = machine.place(node)[:2]
    for object_, optimizer in optimizers(machine):
        if not parts & involved(machine, optimizer.models):
            continue
        cuts = tuple(cut for cut in optimizer.cuts if cut.kind is not CutKind.SWAPPED or cut.place != place)
        cut = Cut(CutKind.SWAPPED, at, site, place, owner.object, None, facts.sure and optimizer.sure)
        machine.update(object_, replace(optimizer, cuts=(*cuts, cut)))


def other_parameters(machine: Machine, name: str, owner: Value, bound: dict[str, tuple[Value, int]], node: int) -> None:
    """A function gives a module other parameters: `weight_norm` parts in the place of one, `fully_shard` all of them."""
    if name not in ("weight_norm", "fully_shard") or "module" not in bound:
        return
    given = bound.get("name", (None, 0))[0]
    one = given.value if isinstance(given, Constant) else "weight"
    place = argument_text(machine, bound["module"][1])
    note_swapped(machine, owner, f"{place}.{one if name == 'weight_norm' else 'parameters()'}" if place else "", node)
