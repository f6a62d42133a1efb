"""Layers and parameters that a model gets after an optimizer was built over it, which then lacks them."""

from __future__ import annotations

from collections.abc import Iterable

from ..program.facts import Cut, CutKind, Model, Optimizer, Source
from ..program.record import replace
from ..program.values import Constant, External, Reference, Tensor, Value
from .gradients import involved, optimizers
from .machine import Machine
from .models import has_parameters
from .reach import parts_of

_OF_MEMBERS = (CutKind.REPLACED, CutKind.ADDED)


def note_replaced(machine: Machine, owner: Value, place: str, former: Value | None, value: Value, node: int) -> None:
    """A member of a model is about to be set, to a layer or parameter that optimizers over the model do not hold.

    Lightning's optimizers are left out, as its hooks have rules of their own.
    """
    facts = machine.model(owner)
    if not isinstance(facts, Model) or not isinstance(owner, Reference) or not place:
        return
    if machine.frame.lightning is not None or former == value:
        return
    parts = _parts(machine, value)
    if parts is None:
        return
    kind = _kind(facts, place, former, value)
    old = former.object if isinstance(former, Reference) else owner.object
    new = value.object if isinstance(value, Reference) else None
    at, site = machine.place(node)[:2]
    for object_, optimizer in optimizers(machine):
        held = involved(machine, optimizer.models)
        # What a later iteration sets in the same way is what the optimizer lacks already.
        again = new is not None and any(cut.place == place and cut.new == new for cut in optimizer.cuts)
        if again:
            continue
        cuts = tuple(cut for cut in optimizer.cuts if cut.kind not in _OF_MEMBERS or cut.place != place)
        back = new is not None and any(cut.place == place and cut.old == new for cut in optimizer.cuts)
        if not back and owner.object in held and not parts & held and not _is_inside_new(machine, owner.object, cuts):
            sure = facts.sure and optimizer.sure and optimizer.complete
            cuts = (*cuts, Cut(kind, at, site, place, old, new, sure))
        if cuts != optimizer.cuts:
            machine.update(object_, replace(optimizer, cuts=cuts))


def _parts(machine: Machine, value: Value) -> frozenset[int] | None:
    """The models whose parameters come with a value; None where it certainly brings none, or nothing is known."""
    if isinstance(value, Tensor):
        return value.models if value.parameter and value.requires_grad is not False else None
    facts = machine.facts(value)
    if not isinstance(value, Reference) or not isinstance(facts, Model) or facts.frozen or facts.by_use:
        return None
    return parts_of(machine, value.object) if has_parameters(machine, value.object) else None


def _kind(owner: Model, place: str, former: Value | None, value: Value) -> CutKind:
    """Whether a member is new, or stands in place of another one."""
    if isinstance(value, Tensor):
        own = isinstance(owner.class_, External) and place.rpartition(".")[2] in ("weight", "bias")
        return CutKind.SWAPPED if own or isinstance(former, Tensor) else CutKind.ADDED
    if former is None:
        return CutKind.REPLACED if owner.open_ended or isinstance(owner.class_, External) else CutKind.ADDED
    return CutKind.ADDED if isinstance(former, Constant) else CutKind.REPLACED


def _is_inside_new(machine: Machine, owner: int, cuts: Iterable[Cut]) -> bool:
    """Whether the optimizer lacks the whole of what the member belongs to."""
    return any(cut.kind in _OF_MEMBERS and cut.new is not None and owner in parts_of(machine, cut.new) for cut in cuts)


def still_cut(machine: Machine, object_: int, optimizer: Optimizer) -> Optimizer:
    """An optimizer as it steps: what is frozen, no longer in the model or held by another optimizer is not lacking."""
    if not any(cut.kind in _OF_MEMBERS for cut in optimizer.cuts):
        return optimizer
    held = involved(machine, optimizer.models)
    elsewhere = [other for number, other in optimizers(machine) if number != object_]
    theirs = involved(machine, frozenset[int]().union(*(other.models for other in elsewhere)))
    open_ = any(not other.complete and not other.sources for other in elsewhere)
    heap = machine.live().heap

    def lacks(cut: Cut) -> bool:
        if cut.kind not in _OF_MEMBERS or cut.new is None:
            return True
        new = heap.get(cut.new)
        return isinstance(new, Model) and not new.frozen and cut.new in held and cut.new not in theirs and not open_

    return replace(optimizer, cuts=tuple(cut for cut in optimizer.cuts if lacks(cut)))


def with_added(machine: Machine, cuts: tuple[Cut, ...], added: list[Source], *, known: bool) -> tuple[Cut, ...]:
    """What an optimizer still lacks after it got further parameters; nothing for certain where these are not `known`."""
    again = involved(machine, frozenset(source.model for source in added))
    kept = (CutKind.MOVED, CutKind.SWAPPED, *_OF_MEMBERS)
    return tuple(
        cut
        for cut in cuts
        if cut.kind not in kept or (known and (cut.old if cut.new is None else cut.new) not in again)
    )
