"""Groups of parameters that an optimizer is given, and what two of them have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..program.events import Twice
from ..program.facts import FULL, Collection, Model, Optimizer, Parameters, Source
from ..program.states import only
from ..program.values import Reference, Tensor, Value
from .machine import Machine
from .models import has_parameters
from .parameters import PARAMS, held_by
from .reach import elements_of, parts_of


def given_twice(machine: Machine, argument: Value) -> Twice | None:
    """The parameters that an optimizer gets more than once: in two groups, or in one list."""
    run: set[int] = set()
    before = _Held()
    for held in _groups(machine, argument):
        own = _Held()
        for source in _sources(machine, held, run):
            parts = _parts(machine, source)
            single = isinstance(source, Tensor)
            if shared := _shared(machine, source, parts & before.met_by(single), apart=True):
                return shared
            if shared := _shared(machine, source, parts & own.met_by(single), apart=False):
                return shared
            own = own.with_parts(parts, single)
        before = before.with_parts(own.whole, False).with_parts(own.some, True)
    return None


class _Held(NamedTuple):
    """The modules all of whose parameters are held, and those of which single ones are."""

    whole: frozenset[int] = frozenset()
    some: frozenset[int] = frozenset()

    def met_by(self, single: bool) -> frozenset[int]:
        """The modules that hold what comes next already: two single parameters of one module are hardly the same."""
        return self.whole if single else self.whole | self.some

    def with_parts(self, parts: frozenset[int], single: bool) -> _Held:
        """These, and more."""
        return self._replace(some=self.some | parts) if single else self._replace(whole=self.whole | parts)


def added_twice(machine: Machine, optimizer: Optimizer, group: Value) -> Twice | None:
    """The parameters of a further group that an optimizer has already, if it has all of its models."""
    if optimizer.cuts or not optimizer.complete or not optimizer.sure:
        return None
    if machine.frame.lightning is not None:
        return None
    theirs = frozenset[int]().union(*(_parts(machine, source) for source in optimizer.sources))
    heap = machine.live().heap
    if any(isinstance(facts := heap.get(part), Model) and facts.structure for part in theirs - optimizer.models):
        return None
    held = machine.facts(group)
    values = held_by(held) if isinstance(held, Collection) and held.kind == "dict" else ()
    for source in _sources(machine, values[0], set()) if len(values) == 1 else ():
        if shared := _shared(machine, source, _parts(machine, source) & theirs, apart=True):
            return shared
    return None


def _groups(machine: Machine, argument: Value) -> list[Value]:
    """What the groups hold; a plain list is one group."""
    groups: list[Value] = []
    for group in elements_of(machine, argument) or ():
        facts = machine.facts(group)
        if not isinstance(facts, Collection) or facts.kind != "dict":
            break
        if facts.keys is not None and PARAMS in facts.keys and not facts.many:
            groups += held_by(facts)
    return groups or [argument]


def _sources(machine: Machine, held: Value, run: set[int]) -> Iterator[Source | Tensor]:
    """Where a group certainly gets all parameters from; `run` are the generators that are used up by then."""
    facts = machine.facts(held)
    if isinstance(held, Tensor):
        if held.parameter and held.complete and held.requires_grad is not None and len(held.graph) == 1:
            yield held
    elif isinstance(facts, Parameters) and isinstance(held, Reference):
        known = facts.complete and not (facts.filtered or facts.many or facts.named)
        if known and facts.consumed == only(FULL) and not (facts.generator and held.object in run):
            run.add(held.object)
            yield from facts.sources
    elif isinstance(facts, Collection) and facts.kind in ("list", "set") and not facts.many:
        for element in facts.elements:
            yield from _sources(machine, element, run)


def _parts(machine: Machine, source: Source | Tensor) -> frozenset[int]:
    if isinstance(source, Tensor):
        return source.models
    facts = machine.live().heap.get(source.model)
    same = isinstance(facts, Model) and facts.structure == source.structure
    return parts_of(machine, source.model) if same else frozenset()


def _shared(machine: Machine, source: Source | Tensor, parts: frozenset[int], *, apart: bool) -> Twice | None:
    """What is known of modules that were met before: nothing if none of them certainly has parameters."""
    place = source.place if isinstance(source, Source) else ""
    heap = machine.live().heap
    known = [facts for part in parts if isinstance(facts := heap.get(part), Model) and not facts.many]
    if not known:
        return None
    by_use = all(facts.by_use for facts in known)
    has = any(has_parameters(machine, part) is True for part in parts)
    sure = has and not any(facts.by_use or facts.escaped for facts in known)
    return Twice(place, apart, sure) if has or by_use else None
