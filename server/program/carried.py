"""Values that a model gave in one iteration and gets in the next one, with the graph they had."""

from __future__ import annotations

from collections.abc import Iterator

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


def carried_over(program: Program) -> Iterator[Carried]:
    """Each input of a call whose graph a backward pass has freed, where the next pass goes through it."""
    freed: dict[_Place, Backward] = {}
    inner: dict[Site, set[_Place]] = {}
    waiting: dict[_Place, tuple[ModelCalled, Value, Site, Backward]] = {}
    kept: dict[_Place, Backward] = {}
    changed: dict[_Place, Step] = {}
    recurrent: set[_Place] = set()
    for event in program.ordered(ModelCalled, Backward, Step):
        if isinstance(event, ModelCalled):
            key = (event.object, event.site)
            if _is_recurrent(event):
                recurrent.add(key)
            for site in event.trail:
                inner.setdefault(site, set()).add(key)
            former = freed.pop(key, None)
            for _, value, place in event.inputs if former is not None else ():
                if former is not None and _comes_from(value, key) and _in_one_iteration(program, event, former):
                    waiting.setdefault(key, (event, value, place, former))
        elif isinstance(event, Backward) and event.loss is not None:
            called = {use.called: use.model for use in event.loss.graph if use.called is not None}
            for key, (call, value, place, former) in list(waiting.items()):
                if any(site in called for site in (call.site, *call.trail)):
                    yield Carried(call, value, place, former, event, changed.get(key))
                    del waiting[key]
            if event.retained is False:
                for site, model in called.items():
                    gone = {(model, site), *inner.get(site, ())}
                    freed.update(dict.fromkeys(gone, event))
                    for key in gone & changed.keys():
                        del changed[key]
            elif event.retained:
                for site, model in called.items():
                    if (model, site) in recurrent or inner.get(site, set[_Place]()) & recurrent:
                        kept[model, site] = event
        elif isinstance(event, Step) and kept and event.optimizer.complete and not event.optimizer.many:
            for key in [key for key in kept if any(model == key[0] for model, _ in event.models)]:
                freed[key], changed[key] = kept.pop(key), event


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
