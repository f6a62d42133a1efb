"""The abstract state of a program at one point, and how two of them join.

A state maps variables (`frames`), attributes of objects (`members`) and objects (`heap`). It is changed in place along a
straight line and copied where paths part; copies share their dicts until one of them writes. Copying a dict of a
few hundred entries costs a microsecond, which no persistent map in Python comes near.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import compress
from operator import is_not
from typing import NamedTuple, TypeVar

from ..program.facts import Facts, Model
from ..program.values import Reference, Value
from .join import join_facts, join_values

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)
Fresh = Callable[[int, int], int]
"""Names the object that stands for one of two objects, each made on its own path."""


class Conversion(NamedTuple):
    """What is set for conversions of modules: each is None where it depends on the path.

    `replaces` makes new parameters, `swaps` (which wins) keeps them. `usual_dtype` is false once the default dtype
    may be another one.
    """

    replaces: bool | None = False
    swaps: bool | None = False
    usual_dtype: bool = True

    def join(self, other: Conversion) -> Conversion:
        """What is set where two paths meet."""
        if self == other:
            return self
        return Conversion(
            self.replaces if self.replaces == other.replaces else None,
            self.swaps if self.swaps == other.swaps else None,
            self.usual_dtype and other.usual_dtype,
        )


KEEPS_PARAMETERS = Conversion()
_MEMBERS, _HEAP, _FRAMES = -1, -2, -3
"""Beside the numbers of frames and objects, what a state may own for itself."""
_NONE: Mapping[str, Value] = {}


class State:
    """What is known at one point.

    `frames`, `members` and `heap` are for reading; change them through the methods. A copy shares them with the
    original until one of the two writes. `gradients_enabled` is None when it depends on the path;
    `default_device` is false once the default device may have been changed. `uncertain_names` are those that a
    `del` or a line that cannot be read may have bound or unbound. `conversion` is how modules are converted.
    `device_asked` in a branch that a test about devices leads to.
    """

    __slots__ = (
        "_owned",
        "conversion",
        "default_device",
        "device_asked",
        "frames",
        "gradients_enabled",
        "heap",
        "members",
        "uncertain_names",
    )

    def __init__(
        self,
        frames: dict[int, dict[str, Value]] | None = None,
        members: dict[int, dict[str, Value]] | None = None,
        heap: dict[int, Facts] | None = None,
        gradients_enabled: bool | None = True,
        default_device: bool = True,
        uncertain_names: frozenset[str] = frozenset(),
        conversion: Conversion = KEEPS_PARAMETERS,
        device_asked: bool = False,
    ) -> None:
        self.frames: dict[int, dict[str, Value]] = {} if frames is None else frames
        self.members: dict[int, dict[str, Value]] = {} if members is None else members
        self.heap: dict[int, Facts] = {} if heap is None else heap
        self.gradients_enabled = gradients_enabled
        self.default_device = default_device
        self.uncertain_names = uncertain_names
        self.conversion = conversion
        self.device_asked = device_asked
        self._owned: set[int] = set()

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, State)
            and self.settings() == other.settings()
            and (self.frames is other.frames or self.frames == other.frames)
            and (self.heap is other.heap or self.heap == other.heap)
            and (self.members is other.members or self.members == other.members)
        )

    __hash__ = None  # type: ignore[assignment]

    def settings(self) -> tuple[Hashable, ...]:
        """What holds for the whole program."""
        return (
            self.gradients_enabled,
            self.default_device,
            self.uncertain_names,
            self.conversion,
            self.device_asked,
        )

    def take_settings(self, other: State) -> None:
        """Let what holds for the whole program be as in another state."""
        self.gradients_enabled = other.gradients_enabled
        self.default_device = other.default_device
        self.uncertain_names = other.uncertain_names
        self.conversion = other.conversion
        self.device_asked = other.device_asked

    def copy(self) -> State:
        """A state that can go its own way."""
        self._owned = set()
        return State(
            self.frames,
            self.members,
            self.heap,
            self.gradients_enabled,
            self.default_device,
            self.uncertain_names,
            self.conversion,
            self.device_asked,
        )

    def sharing(self, other: State | None) -> State:
        """The same state made of the parts of another one where they are equal, so that comparing them is quick."""
        if other is None:
            return self
        frames = {frame: _sharing(own, other.frames.get(frame)) for frame, own in self.frames.items()}
        members = {object_: _sharing(own, other.members.get(object_)) for object_, own in self.members.items()}
        result = State(
            _sharing(frames, other.frames), _sharing(members, other.members), _sharing(self.heap, other.heap)
        )
        result.take_settings(self)
        return result

    # ------------------------------------------------------------------ variables

    def open_frame(self, frame: int) -> None:
        """Begin a frame without variables."""
        self._own_frames()[frame] = {}
        self._owned.add(frame)

    def close_frame(self, frame: int) -> dict[str, Value]:
        """Forget a frame; its last variables."""
        return self._own_frames().pop(frame, {})

    def bind(self, frame: int, name: str, value: Value) -> None:
        """Give a variable a value."""
        self.variables(frame)[name] = value

    def variables(self, frame: int) -> dict[str, Value]:
        """The variables of a frame, to be changed."""
        if frame in self._owned:
            return self.frames[frame]
        frames = self._own_frames()
        variables = frames[frame] = dict(frames.get(frame, ()))
        self._owned.add(frame)
        return variables

    def share_frame(self, frame: int, variables: dict[str, Value]) -> None:
        """Give a frame the variables of another state."""
        self._own_frames()[frame] = variables
        self._owned.discard(frame)

    def _own_frames(self) -> dict[int, dict[str, Value]]:
        if _FRAMES not in self._owned:
            self.frames = self.frames.copy()
            self._owned.add(_FRAMES)
        return self.frames

    # ------------------------------------------------------------------ objects

    def member(self, object_: int, name: str) -> Value | None:
        """The attribute of an object, as far as it was set."""
        members = self.members.get(object_)
        return None if members is None else members.get(name)

    def members_of(self, object_: int) -> Mapping[str, Value]:
        """All attributes that were set on an object; for reading."""
        return self.members.get(object_, _NONE)

    def set_member(self, object_: int, name: str, value: Value) -> None:
        """Set an attribute of an object."""
        self._own_members(object_)[name] = value

    def remove_member(self, object_: int, name: str) -> None:
        """Forget an attribute of an object."""
        if name in self.members_of(object_):
            del self._own_members(object_)[name]

    def share_members(self, object_: int, members: dict[str, Value]) -> None:
        """Give an object the attributes it has in another state."""
        self._own_all_members()[object_] = members
        self._owned.discard(object_)

    def _own_all_members(self) -> dict[int, dict[str, Value]]:
        if _MEMBERS not in self._owned:
            self.members = self.members.copy()
            self._owned.add(_MEMBERS)
        return self.members

    def _own_members(self, object_: int) -> dict[str, Value]:
        if object_ in self._owned:
            return self.members[object_]
        self._own_all_members()
        members = self.members[object_] = dict(self.members.get(object_, ()))
        self._owned.add(object_)
        return members

    def set_facts(self, object_: int, facts: Facts) -> None:
        """Replace what is known of an object."""
        self.own_heap()[object_] = facts

    def own_heap(self) -> dict[int, Facts]:
        """The objects, to be changed."""
        if _HEAP not in self._owned:
            self.heap = self.heap.copy()
            self._owned.add(_HEAP)
        return self.heap


def unlike(one: Mapping[Key, object], other: Mapping[Key, object]) -> Iterator[Key]:
    """The keys of `one` that do not lead to the very same object in `other`; written so that no loop is Python's."""
    return compress(one, map(is_not, one.values(), map(other.get, one)))


def _sharing(own: dict[Key, T], other: dict[Key, T] | None) -> dict[Key, T]:
    if other is None or own is other:
        return own
    result: dict[Key, T] = {}
    same = len(own) == len(other)
    for key, value in own.items():
        theirs = other.get(key)
        equal = theirs is value or (theirs is not None and theirs == value)
        same = same and equal
        result[key] = value if theirs is None or not equal else theirs
    return other if same else result


def join(
    one: State | None, other: State | None, fresh: Fresh, *, both_happen: bool = False, first_happens: bool = False
) -> State | None:
    """The state after two paths meet; None is a path that does not get there. Both stay as they are."""
    if one is None or one is other:
        return other
    if other is None:
        return one
    pairs = _Pairs(one, other, fresh, both_happen, first_happens)
    frames = pairs.mappings(one.frames, other.frames)
    members = pairs.mappings(one.members, other.members)
    heap = pairs.heap()
    if pairs.members:
        members = {**members, **pairs.members}
    return State(
        frames,
        members,
        heap,
        one.gradients_enabled if one.gradients_enabled == other.gradients_enabled else None,
        one.default_device and other.default_device,
        one.uncertain_names | other.uncertain_names,
        one.conversion.join(other.conversion),
        one.device_asked and other.device_asked,
    )


class _Pairs:
    """One join at work: objects made on only one path each, found at the same place, become one object."""

    def __init__(self, one: State, other: State, fresh: Fresh, both_happen: bool, first_happens: bool) -> None:
        self.happens = both_happen, first_happens
        self.one, self.other, self.fresh = one, other, fresh
        self.merged: dict[tuple[int, int], int] = {}
        self.todo: list[tuple[int, int, int]] = []
        self.members: dict[int, dict[str, Value]] = {}

    def mappings(self, one: dict[int, dict[T, Value]], other: dict[int, dict[T, Value]]) -> dict[int, dict[T, Value]]:
        result = one
        for key, theirs in other.items():
            mine = one.get(key)
            if mine is theirs:
                continue
            joined = theirs if mine is None else self.mapping(mine, theirs)
            if joined is not mine:
                if result is one:
                    result = one.copy()
                result[key] = joined
        return result

    def mapping(self, one: dict[T, Value], other: dict[T, Value]) -> dict[T, Value]:
        result = one
        if other is one:
            return result
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
            shared = _unwrapped(self.one, one.object)
            if shared == _unwrapped(self.other, other.object):
                return Reference(shared)
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

    def heap(self) -> dict[int, Facts]:
        result = self.one.heap
        copied = False
        for object_ in unlike(self.other.heap, result) if self.other.heap is not result else ():
            facts, mine = self.other.heap[object_], self.one.heap.get(object_)
            if not copied:
                result, copied = result.copy(), True
            result[object_] = facts if mine is None else join_facts(mine, facts, self.value, *self.happens)
        while self.todo:
            one, other, merged = self.todo.pop()
            if not copied:
                result, copied = result.copy(), True
            result[merged] = join_facts(self.one.heap[one], self.other.heap[other], self.value, *self.happens)
            self._members_of(one, other, merged)
        return result

    def _members_of(self, one: int, other: int, merged: int) -> None:
        mine, theirs = self.one.members.get(one, {}), self.other.members.get(other, {})
        members = self.mapping(mine, theirs)
        if members:
            self.members[merged] = members


def _unwrapped(state: State, model: int) -> int:
    """The model inside wrappers: one that is wrapped on one path only goes on as itself, with the same parameters."""
    facts = state.heap.get(model)
    while isinstance(facts, Model) and facts.wraps is not None:
        model = facts.wraps
        facts = state.heap.get(model)
    return model
