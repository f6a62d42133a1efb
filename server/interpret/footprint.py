"""What a stretch of execution may have read: its record holds in every state that differs elsewhere only.

A footprint is larger than what was read. By name: the variables that the statements, and the functions that they
ran, mention. By object: whatever can be reached from those variables, whatever was made or written, and every
optimizer if all of them were looked at.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from typing import TypeVar, cast

from ..program.device import Device
from ..program.facts import Facts, Model, Optimizer, Unresolved
from ..program.shape import Shape, Size
from ..program.site import Site
from ..program.states import States
from ..program.values import Constant, NotDefined, Reference, Value
from ..semantics.line_facts import line_facts
from ..semantics.scopes import names_bound
from ..syntax import ir
from ..syntax.scan import walk
from ..syntax.tree import Block
from .state import State, unlike

Key = TypeVar("Key", bound=Hashable)
MODULES = (Model, Unresolved)
"""Facts of what is a model, or may be one."""


@dataclass(slots=True)
class Difference:
    """Where two states differ: in variables of these names, and in these objects or their attributes."""

    names: set[str]
    objects: set[int]


def difference(one: State, other: State) -> Difference | None:
    """Where two states differ; None where they differ in something that everything may read."""
    if one.settings() != other.settings():
        return None
    names: set[str] = set()
    for frame in _unlike(one.frames, other.frames):
        names.update(_unequal(one.frames.get(frame, _EMPTY), other.frames.get(frame, _EMPTY)))
    objects = set(_unequal(one.heap, other.heap))
    for object_ in _unlike(one.members, other.members):
        if next(_unequal(one.members_of(object_), other.members_of(object_)), None) is not None:
            objects.add(object_)
    return Difference(names, objects)


_EMPTY: Mapping[str, Value] = {}


def _unlike(one: Mapping[int, object], other: Mapping[int, object]) -> list[int]:
    """The keys that do not lead to the very same object in both."""
    if one is other:
        return []
    return [*unlike(one, other), *(other.keys() - one.keys())]


def _unequal(one: Mapping[Key, object], other: Mapping[Key, object]) -> Iterator[Key]:
    if one is other:
        return
    for key in unlike(one, other):
        if one[key] != other.get(key):
            yield key
    if len(one) != len(other) or one.keys() != other.keys():
        yield from other.keys() - one.keys()


def names_of(block: Block) -> set[str]:
    """The names that statements mention, those they bind included."""
    found: set[str] = set()
    stack = list(block)
    while stack:
        statement = stack.pop()
        node = statement.node
        found |= line_facts(node).names
        found.update(names_bound(node))
        if isinstance(node, ir.Hole | ir.Declare):
            found.update(node.names)
        for suite in (statement.decorators, statement.body, statement.orelse, statement.handlers, statement.final):
            if suite:
                stack += suite
    return found


def names_in_expression(expr: ir.Expr) -> set[str]:
    """The names that an expression mentions."""
    return {node.id for node in walk(expr) if isinstance(node, ir.Name)}


def reachable(state: State, names: set[str], others: Iterable[object], targets: set[int]) -> set[int] | None:
    """Every number that can be got at from the variables of these names, in whatever frame, and from other values.

    Among them are numbers that only look like those of objects. None as soon as one of the targets is found.
    """
    todo: list[object] = list(others)
    for variables in state.frames.values():
        todo += [value for name, value in variables.items() if name in names]
    found: set[int] = set()
    while todo:
        value = todo.pop()
        if type(value) in _HOLD_NOTHING:
            continue
        if isinstance(value, int):
            if value not in found:
                if value in targets:
                    return None
                found.add(value)
                todo.append(state.heap.get(value))
                todo += state.members_of(value).values()
        elif isinstance(value, tuple | frozenset):
            todo += cast("Iterable[object]", value)
        elif not isinstance(value, Enum):
            todo += [getattr(value, field) for field in _fields(type(value))]
    return found


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_HOLD_NOTHING = frozenset({Site, States, Constant, Device, Shape, Size, str, NotDefined, bool, type(None), float})
"""Kinds of values that lead to no object."""


@dataclass(slots=True)
class Delta:
    """What running something changed of a state, from `before` to `after`."""

    before: State
    after: State
    frames: dict[int, dict[str, Value] | None]
    """New values by frame and name; None is a frame that is gone."""
    unbound: dict[int, list[str]]
    members: dict[int, dict[str, Value]]
    removed: dict[int, list[str]]
    heap: dict[int, Facts]
    gone: list[int]

    def objects(self) -> set[int]:
        """The objects that were changed."""
        return {*self.members, *self.heap, *self.gone}

    def names(self) -> set[str]:
        """The variables that were changed."""
        written = {name for own in self.frames.values() if own for name in own}
        return written.union(*self.unbound.values())

    def applied(self, state: State) -> State:
        """A state with the same changes. What it has in common with `before` it will share with `after`."""
        result = state.copy()
        before, after = self.before, self.after
        for frame, variables in self.frames.items():
            if variables is None:
                result.close_frame(frame)
            elif state.frames.get(frame) is before.frames.get(frame):
                result.share_frame(frame, after.frames[frame])
            else:
                own = result.variables(frame)
                own.update(variables)
                for name in self.unbound.get(frame, ()):
                    own.pop(name, None)
        for object_, members in self.members.items():
            if state.members.get(object_) is before.members.get(object_):
                result.share_members(object_, after.members[object_])
                continue
            for name, value in members.items():
                result.set_member(object_, name, value)
            for name in self.removed.get(object_, ()):
                result.remove_member(object_, name)
        if self.heap or self.gone:
            heap = result.own_heap()
            heap.update(self.heap)
            for object_ in self.gone:
                heap.pop(object_, None)
        result.take_settings(after)
        return result


def delta(before: State, after: State) -> Delta:
    """What changed between two states."""
    frames: dict[int, dict[str, Value] | None] = {}
    unbound: dict[int, list[str]] = {}
    for frame in _unlike(before.frames, after.frames):
        old, new = before.frames.get(frame, _EMPTY), after.frames.get(frame)
        if new is None:
            frames[frame] = None
            continue
        frames[frame] = {name: new[name] for name in unlike(new, old)}
        unbound[frame] = [name for name in old if name not in new]
    members: dict[int, dict[str, Value]] = {}
    removed: dict[int, list[str]] = {}
    for object_ in _unlike(before.members, after.members):
        old, new = before.members_of(object_), after.members_of(object_)
        members[object_] = {name: new[name] for name in unlike(new, old)}
        removed[object_] = [name for name in old if name not in new]
    heap = {object_: after.heap[object_] for object_ in unlike(after.heap, before.heap)}
    gone = list(before.heap.keys() - after.heap.keys())
    return Delta(before, after, frames, unbound, members, removed, heap, gone)


def holds_optimizer(state: State, objects: Iterable[int]) -> bool:
    """Whether one of these objects is an optimizer."""
    return any(isinstance(state.heap.get(object_), Optimizer) for object_ in objects)


def holds_module(state: State, objects: Iterable[int]) -> bool:
    """Whether one of these objects is a model, or may be, or has one as an attribute."""
    heap = state.heap
    return any(
        type(heap.get(object_)) in MODULES
        or any(
            type(member) is Reference and type(heap.get(member.object)) in MODULES
            for member in state.members_of(object_).values()
        )
        for object_ in objects
    )


def names_one_of(state: State, names: set[str], objects: set[int]) -> bool:
    """Whether a variable of one of these names, in whatever frame, holds one of these objects."""
    return any(
        type(held := variables.get(name)) is Reference and held.object in objects
        for variables in state.frames.values()
        for name in names
    )
