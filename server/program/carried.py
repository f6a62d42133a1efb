"""Values that a model gave in one iteration and gets in the next one, with the graph they had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .events import Backward, ModelCalled, Step
from .program import Program
from .record import record
from .site import Site
from .surroundings import iteration_of
from .values import External, Tensor, TupleValue, Value


@record
class Carried:
    """A call gets what it gave before at `place`; `freed_by` has freed the graph of that, and `again` goes back to it.

    Where that pass kept the graph, `changed_by` has changed weights since that the graph needs.
    """

    call: ModelCalled
    value: Value
    place: Site
    freed_by: Backward
    again: Backward
    changed_by: Step | None = None


_RECURRENT = frozenset(f"torch.nn.{name}" for name in ("RNN", "GRU", "LSTM", "RNNCell", "GRUCell", "LSTMCell"))
"""Layers through whose state no gradient goes without their weights as they were (torch 2.13)."""

_Place = tuple[int, Site]
"""A model and where it is called."""


@dataclass(slots=True)
class _Graphs:
    """The graphs of calls, as the events are gone through in order.

    What a place gave is `freed` by a pass, or `kept` by it and then `changed` by a step; it has come back as an input
    where it is `waiting`. `inner` are the places inside of calls, and those in `recurrent` have layers with a state.
    """

    freed: dict[_Place, Backward] = field(default_factory=lambda: {})
    inner: dict[Site, set[_Place]] = field(default_factory=lambda: {})
    waiting: dict[_Place, tuple[ModelCalled, Value, Site, Backward]] = field(default_factory=lambda: {})
    kept: dict[_Place, Backward] = field(default_factory=lambda: {})
    changed: dict[_Place, Step] = field(default_factory=lambda: {})
    recurrent: set[_Place] = field(default_factory=lambda: set())


def carried_over(program: Program) -> Iterator[Carried]:
    """Each input of a call whose graph a backward pass has freed, where the next pass goes through it."""
    graphs = _Graphs()
    for event in program.ordered(ModelCalled, Backward, Step):
        if isinstance(event, ModelCalled):
            _note_call(program, graphs, event)
        elif isinstance(event, Backward):
            if event.loss is not None:
                called = {use.called: use.model for use in event.loss.graph if use.called is not None}
                yield from _gone_back_to(graphs, event, called)
                _note_pass(graphs, event, called)
        elif graphs.kept and event.optimizer.complete and not event.optimizer.many:
            held = event.held
            for key in [key for key in graphs.kept if key[0] in held]:
                graphs.freed[key], graphs.changed[key] = graphs.kept.pop(key), event


def _note_call(program: Program, graphs: _Graphs, call: ModelCalled) -> None:
    key = (call.object, call.site)
    if _is_recurrent(call):
        graphs.recurrent.add(key)
    for site in call.trail:
        graphs.inner.setdefault(site, set()).add(key)
    former = graphs.freed.pop(key, None)
    for _, value, place in call.inputs if former is not None else ():
        if former is not None and _comes_from(value, key) and _in_one_iteration(program, call, former):
            graphs.waiting.setdefault(key, (call, value, place, former))


def _gone_back_to(graphs: _Graphs, backward: Backward, called: dict[Site, int]) -> Iterator[Carried]:
    """What a pass goes through that came back as an input."""
    for key, (call, value, place, former) in list(graphs.waiting.items()):
        if any(site in called for site in (call.site, *call.trail)):
            yield Carried(call, value, place, former, backward, graphs.changed.get(key))
            del graphs.waiting[key]


def _note_pass(graphs: _Graphs, backward: Backward, called: dict[Site, int]) -> None:
    """What a pass does to the graphs that it goes through."""
    for site, model in called.items():
        inner = graphs.inner.get(site, set[_Place]())
        if backward.retained is False:
            gone = {(model, site), *inner}
            graphs.freed.update(dict.fromkeys(gone, backward))
            for key in gone & graphs.changed.keys():
                del graphs.changed[key]
        elif backward.retained and ((model, site) in graphs.recurrent or inner & graphs.recurrent):
            graphs.kept[model, site] = backward


def _is_recurrent(call: ModelCalled) -> bool:
    """Whether a layer with a state is called, all of whose weights are trained."""
    model = call.model
    return isinstance(model.class_, External) and model.class_.name in _RECURRENT and model.frozen is False


def _in_one_iteration(program: Program, call: ModelCalled, backward: Backward) -> bool:
    """Whether a call and a backward pass happen in iterations of the same loop, with no other loop around one of them."""
    one, other = iteration_of(program, call), iteration_of(program, backward)
    if one is None or other is None or one.site != other.site:
        return False
    return all(event.loop in (None, one.site) for event in (call, backward))


def _comes_from(value: Value, call: _Place) -> bool:
    """Whether a call certainly gave a value, or a part of it, with its graph."""
    if isinstance(value, TupleValue):
        return any(_comes_from(part, call) for part in value.elements)
    if not isinstance(value, Tensor) or value.requires_grad is not True or value.origin is None:
        return False
    return any((use.model, use.called) == call for use in value.graph)
