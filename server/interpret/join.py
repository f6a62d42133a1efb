"""How two values, or the facts of two objects, join where paths meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..program.device import join_devices
from ..program.facts import (
    ANY_OPTIMIZER,
    Collection,
    Facts,
    Foreign,
    Instance,
    Loss,
    Model,
    Optimizer,
    Parameters,
    Unresolved,
)
from ..program.record import replace
from ..program.shape import Size, joined
from ..program.values import (
    NOTHING,
    UNBOUND,
    Choice,
    Constant,
    Tensor,
    TupleValue,
    Unknown,
    Value,
    device_of,
)

JoinValue = Callable[[Value, Value], Value]
T = TypeVar("T")
MOST_OPTIONS = 4
_Arguments = tuple[tuple[str, Value], ...]


def join_values(one: Value, other: Value, join: JoinValue) -> Value:
    """One of two values that are not equal; references to objects have been tried before."""
    if one is UNBOUND:
        return other
    if other is UNBOUND:
        return one
    match one, other:
        case Tensor(), Tensor():
            return join_tensors(one, other)
        case TupleValue(), TupleValue() if len(one.elements) == len(other.elements):
            return TupleValue(tuple(join(a, b) for a, b in zip(one.elements, other.elements, strict=True)))
        case Unknown(), Unknown():
            alike = one.device == other.device and one.severed == other.severed and one.array == other.array
            if other.reaches <= one.reaches and alike:
                return one
            kept = _same(one.severed, other.severed)
            return Unknown(one.why, one.reaches | other.reaches, False, join_devices(one.device, other.device), kept)
        case Unknown(), _:
            return _absorb(one, other)
        case _, Unknown():
            return _absorb(other, one)
        case Constant(), Constant():
            return _choice(one, other) if _worth_keeping(one) and _worth_keeping(other) else Unknown("a changing value")
        case (Size(), Constant() | Size()) | (Constant(), Size()):
            return Unknown("a changing value")
        case _:
            return _choice(one, other)


def join_tensors(one: Tensor, other: Tensor) -> Tensor:
    """A tensor that came about in one of two ways."""
    return Tensor(
        graph=one.graph | other.graph,
        complete=one.complete and other.complete,
        requires_grad=_same(one.requires_grad, other.requires_grad),
        device=join_devices(one.device, other.device),
        activation=_same(one.activation, other.activation),
        accumulated=one.accumulated | other.accumulated,
        spent=one.spent and other.spent,
        leaf=_same(one.leaf, other.leaf),
        parameter=one.parameter and other.parameter,
        shape=joined(one.shape, other.shape),
        dtype=one.dtype if one.dtype == other.dtype else "",
        origin=_same(one.origin, other.origin),
        severed=_same(one.severed, other.severed),
        saved=_same(one.saved, other.saved),
    )


def join_facts(
    one: Facts, other: Facts, join: JoinValue, both_happen: bool = False, first_happens: bool = False
) -> Facts:
    """The facts of an object that came by one of two ways; kinds that do not fit give an unresolved object."""
    if one is other or one == other:
        return one
    match one, other:
        case Model(), Model():
            return _join_models(one, other, both_happen, first_happens)
        case Optimizer(), Optimizer():
            return _join_optimizers(one, other, both_happen, first_happens)
        case Parameters(), Parameters():
            return replace(
                one,
                sources=_union(one.sources, other.sources),
                generator=one.generator or other.generator,
                consumed=one.consumed.join(other.consumed, both_happen=both_happen, first_happens=first_happens),
                consumed_at=_union(one.consumed_at, other.consumed_at),
                # Those of one model or of another are not those of both.
                filtered=one.filtered or other.filtered or one.sources != other.sources,
                complete=one.complete and other.complete,
                many=one.many or other.many,
            )
        case Collection(), Collection() if one.kind == other.kind:
            return _join_collections(one, other, join)
        case Loss(), Loss() if one.class_ == other.class_:
            arguments = _either(one.arguments, other.arguments)
            return replace(one, arguments=arguments, device=join_devices(one.device, other.device))
        case Instance(), Instance() if one.class_ == other.class_:
            return replace(
                one,
                open_ended=one.open_ended or other.open_ended,
                many=one.many or other.many,
                escaped=one.escaped or other.escaped,
            )
        case Foreign(), Foreign() if one.class_ == other.class_:
            return replace(one, arguments=_either(one.arguments, other.arguments))
        case Unresolved(), Unresolved() if one.site == other.site and one.place == other.place:
            return replace(
                one,
                device=join_devices(one.device, other.device),
                many=one.many or other.many,
                frozen=one.frozen and other.frozen,
            )
        case _:
            return Unresolved(one.site, "it is of different kinds on different paths", "")


def _either(one: _Arguments, other: _Arguments) -> _Arguments:
    """The arguments of an object that is made in one of two ways: given is what either gives, known what both do."""
    if one == other:
        return one
    first, second = dict(one), dict(other)
    return tuple(
        (name, first[name] if first.get(name) == second.get(name) else Unknown("one of several arguments"))
        for name in first | second
    )


def _join_models(one: Model, other: Model, both_happen: bool, first_happens: bool) -> Model:
    return Model(
        one.site,
        one.class_ if one.class_ == other.class_ else None,
        device=join_devices(one.device, other.device),
        mode=one.mode.join(other.mode, both_happen=both_happen, first_happens=first_happens),
        mode_set_at=_union(one.mode_set_at, other.mode_set_at),
        structure=max(one.structure, other.structure),
        children=one.children if one.children == other.children else (),
        open_ended=one.open_ended or other.open_ended or one.children != other.children or one.class_ != other.class_,
        wraps=_same(one.wraps, other.wraps),
        # Parts that came in on one path only are not known any more, and may want gradients.
        frozen=_same(one.frozen, other.frozen) if one.children == other.children else None,
        has_parameters=_same(one.has_parameters, other.has_parameters),
        depends_on_mode=_same(one.depends_on_mode, other.depends_on_mode),
        by_use=one.by_use or other.by_use,
        many=one.many or other.many,
        escaped=one.escaped or other.escaped,
        initialised=one.initialised or other.initialised,
        dtype=_same(one.dtype, other.dtype),
        arguments=_either(one.arguments, other.arguments),
    )


def _join_optimizers(one: Optimizer, other: Optimizer, both_happen: bool, first_happens: bool) -> Optimizer:
    return Optimizer(
        one.site,
        _same(one.class_, other.class_) or (ANY_OPTIMIZER if one.class_ and other.class_ else None),
        sources=_union(one.sources, other.sources),
        complete=one.complete and other.complete,
        gradients=one.gradients.join(other.gradients, both_happen=both_happen, first_happens=first_happens),
        cleared_at=_union(one.cleared_at, other.cleared_at),
        used_at=_union(one.used_at, other.used_at),
        stepped=one.stepped.join(other.stepped, both_happen=both_happen, first_happens=first_happens),
        cuts=_union(one.cuts, other.cuts) if both_happen else one.cuts if one.cuts == other.cuts else (),
        by_use=one.by_use or other.by_use,
        many=one.many or other.many,
        escaped=one.escaped or other.escaped,
        fed=one.fed or other.fed,
        fed_by=one.fed_by | other.fed_by,
        passes=_union(one.passes, other.passes),
        handed=one.handed or other.handed,
    )


def _join_collections(one: Collection, other: Collection, join: JoinValue) -> Collection:
    if len(one.elements) == len(other.elements) and one.keys == other.keys:
        elements = tuple(join(a, b) for a, b in zip(one.elements, other.elements, strict=True))
        return replace(one, elements=elements, exact=one.exact and other.exact, many=one.many or other.many)
    merged = list(one.elements[:MOST_OPTIONS])
    merged.extend(value for value in other.elements[:MOST_OPTIONS] if value not in merged)
    return Collection(one.site, one.kind, tuple(merged[: 2 * MOST_OPTIONS]), exact=False, many=one.many or other.many)


def _choice(one: Value, other: Value) -> Value:
    options: list[Value] = []
    for value in (one, other):
        for option in value.options if isinstance(value, Choice) else (value,):
            if option not in options:
                options.append(option)
    if len(options) > MOST_OPTIONS:
        return Unknown("one of many values", _reached(one) | _reached(other))
    return Choice(tuple(options))


def _absorb(unknown: Unknown, other: Value) -> Value:
    """Something or the unknown is unknown, but what it can reach is remembered."""
    if unknown.severed is not None and isinstance(other, Constant) and other.kind in ("int", "float"):
        return unknown
    reached, device = _reached(other), device_of(other)
    if reached <= unknown.reaches and device == unknown.device and unknown.severed is None:
        return unknown
    return Unknown(unknown.why, unknown.reaches | reached, device=join_devices(unknown.device, device))


def _reached(value: Value) -> frozenset[int]:
    match value:
        case Tensor():
            return value.models
        case Unknown():
            return value.reaches
        case Choice():
            return NOTHING.union(*map(_reached, value.options))
        case _:
            return NOTHING


def _worth_keeping(constant: Constant) -> bool:
    """Whether alternatives of this literal are worth telling apart: texts, truths and None are, counters are not."""
    return constant.kind in ("str", "bool", "NoneType")


def _same(one: T | None, other: T | None) -> T | None:
    return one if one == other else None


def _union(one: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    if one == other:
        return one
    return one + tuple(item for item in other if item not in one)
