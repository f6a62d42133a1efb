"""The abstract state of a program at one point, and how two of them join.

A state maps variables (`frames`), attributes (`slots`) and objects (`heap`). It is changed in place along a
straight line and copied where paths part: copying a dict of a few hundred entries costs a microsecond, which
no persistent map in Python comes near.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from ..program.facts import Facts
from ..program.values import Reference, Value
from .join import join_facts, join_values

T = TypeVar("T")
Slot = tuple[int, str]
Fresh = Callable[[int, int], int]
"""Names the object that stands for one of two objects, each made on its own path."""


@dataclass(slots=True)
class State:
    """What is known at one point. `gradients_enabled` is None when it depends on the path.

    `default_device` is false once the default device may have been changed; `certain` is false in code that
    may not run to its end (an `except` handler, say).
    """

    frames: dict[int, dict[str, Value]] = field(default_factory=dict[int, "dict[str, Value]"])
    slots: dict[Slot, Value] = field(default_factory=dict["Slot", "Value"])
    heap: dict[int, Facts] = field(default_factory=dict[int, "Facts"])
    gradients_enabled: bool | None = True
    default_device: bool = True

    def copy(self) -> State:
        """A state that can go its own way."""
        return State(
            {frame: variables.copy() for frame, variables in self.frames.items()},
            self.slots.copy(),
            self.heap.copy(),
            self.gradients_enabled,
            self.default_device,
        )


def join(one: State | None, other: State | None, fresh: Fresh, *, both_happen: bool = False) -> State | None:
    """The state after two paths meet; None is a path that does not get there. May reuse `one`."""
    if one is None or one is other:
        return other
    if other is None:
        return one
    pairs = _Pairs(one, other, fresh, both_happen)
    frames: dict[int, dict[str, Value]] = {}
    for frame, variables in one.frames.items():
        others = other.frames.get(frame)
        frames[frame] = variables if others is None else pairs.mapping(variables, others)
    for frame, variables in other.frames.items():
        if frame not in frames:
            frames[frame] = variables
    slots = pairs.mapping(one.slots, other.slots)
    heap = pairs.heap(slots)
    return State(
        frames,
        slots,
        heap,
        one.gradients_enabled if one.gradients_enabled == other.gradients_enabled else None,
        one.default_device and other.default_device,
    )


class _Pairs:
    """One join at work: objects made on only one path each, found at the same place, become one object."""

    def __init__(self, one: State, other: State, fresh: Fresh, both_happen: bool) -> None:
        self.one, self.other, self.fresh, self.both_happen = one, other, fresh, both_happen
        self.merged: dict[tuple[int, int], int] = {}
        self.todo: list[tuple[int, int, int]] = []

    def mapping(self, one: dict[T, Value], other: dict[T, Value]) -> dict[T, Value]:
        result = one
        for key, value in other.items():
            mine = one.get(key)
            if mine is value:
                continue
            joined = value if mine is None else self.value(mine, value)
            if joined is not mine:
                if result is one:
                    result = one.copy()
                result[key] = joined
        return result

    def value(self, one: Value, other: Value) -> Value:
        if one == other:
            return one
        if type(one) is Reference and type(other) is Reference:
            merged = self.object(one.object, other.object)
            if merged is not None:
                return Reference(merged)
        return join_values(one, other, self.value)

    def object(self, one: int, other: int) -> int | None:
        pair = (one, other)
        known = self.merged.get(pair)
        if known is not None:
            return known
        if one in self.other.heap or other in self.one.heap:
            return None
        mine, theirs = self.one.heap.get(one), self.other.heap.get(other)
        if mine is None or theirs is None or type(mine) is not type(theirs):
            return None
        merged = self.merged[pair] = self.fresh(one, other)
        self.todo.append((one, other, merged))
        return merged

    def heap(self, slots: dict[Slot, Value]) -> dict[int, Facts]:
        result = self.one.heap
        copied = False
        for object_, facts in self.other.heap.items():
            mine = self.one.heap.get(object_)
            if mine is facts:
                continue
            if not copied:
                result, copied = result.copy(), True
            result[object_] = facts if mine is None else join_facts(mine, facts, self.value, self.both_happen)
        while self.todo:
            one, other, merged = self.todo.pop()
            if not copied:
                result, copied = result.copy(), True
            result[merged] = join_facts(self.one.heap[one], self.other.heap[other], self.value, self.both_happen)
            self._slots_of(one, other, merged, slots)
        return result

    def _slots_of(self, one: int, other: int, merged: int, slots: dict[Slot, Value]) -> None:
        mine = {name: value for (object_, name), value in self.one.slots.items() if object_ == one}
        theirs = {name: value for (object_, name), value in self.other.slots.items() if object_ == other}
        for name, value in self.mapping(mine, theirs).items():
            slots[merged, name] = value
