"""Backward passes that go through one and the same call of a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .events import Backward, MemberSet, ModelCalled, Step
from .program import Program
from .record import record
from .site import Site
from .source import StatementText
from .values import Class, External, Tensor, TupleValue, Unknown, Value

_SAVING = frozenset(
    f"torch.nn.{name}"
    for name in (
        "Linear Bilinear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d Embedding LayerNorm"
        " GroupNorm BatchNorm1d BatchNorm2d BatchNorm3d RNN GRU LSTM RNNCell GRUCell LSTMCell Sequential"
    ).split()
)
"""Layers whose backward pass needs tensors that were kept for it, and all of whose outputs share them (torch 2.13)."""


@record
class Shared:
    """What a model gave in a `call` goes into two losses; the pass for the `first` frees the graph that the `second` needs."""

    call: ModelCalled
    first: Backward
    second: Backward


_Place = tuple[int, Site]
"""A model and where it is called."""


@dataclass(slots=True)
class _Open:
    """A call whose graph may still be there, with the calls of the layers that it is made of."""

    call: ModelCalled
    times: int = 1
    inner: list[ModelCalled] = field(default_factory=lambda: [])
    first: Backward | None = None


def through_one_call(program: Program) -> Iterator[Shared]:
    """Each second pass through a call in the statements of one block, where nothing branches or steps in between."""
    if len({each.site for each in program.events(Backward)}) < 2:
        return
    calls: dict[_Place, _Open] = {}
    frames: dict[tuple[Site, ...], _Open] = {}
    gone_through: list[_Place] = []
    for event in program.ordered(ModelCalled, Step, Backward):
        if isinstance(event, ModelCalled):
            _note_call(calls, frames, event)
        elif isinstance(event, Step):
            # Between the steps of two optimizers, what is wrong is that one loss reaches the models of both.
            for key in gone_through:
                if key in calls and calls[key].first is not None:
                    del calls[key]
            gone_through.clear()
        elif event.loss is not None:
            for use in event.loss.graph:
                found = None if use.called is None else calls.get((use.model, use.called))
                if found is None or use.called is None:
                    continue
                first = found.first
                if first is None and event.retained is False and found.times == 1:
                    found.first = event
                    gone_through.append((use.model, use.called))
                    continue
                del calls[use.model, use.called]
                if first is not None and _straight(program, found.call, first, event) and _one_trunk(program, found):
                    yield Shared(found.call, first, event)


def _note_call(calls: dict[_Place, _Open], frames: dict[tuple[Site, ...], _Open], event: ModelCalled) -> None:
    key = (event.object, event.site)
    before = calls.get(key)
    fresh = before is None or before.first is not None
    calls[key] = frames[(*event.trail, event.site)] = _Open(event, 1 if before is None or fresh else before.times + 1)
    if event.trail in frames:
        frames[event.trail].inner.append(event)


def _straight(program: Program, call: ModelCalled, first: Backward, second: Backward) -> bool:
    """Whether the call and both passes follow each other in one block, with nothing but simple statements between."""
    trail = first.trail
    if second.trail != trail or call.trail[: len(trail)] != trail or first.site == second.site:
        return False
    made = (*call.trail, call.site)[len(trail)]
    if not made.module == first.site.module == second.site.module == program.path:
        return False
    block = program.source.block(second.site)
    sites = [statement.site for statement in block]
    if any(site.whole not in sites for site in (made, first.site)):
        return False
    start, middle, end = (sites.index(site.whole) for site in (made, first.site, second.site))
    between = block[start : end + 1]
    return (
        start <= middle < end and all(each.simple for each in between) and _made_there(program, between, first, second)
    )


def _made_there(program: Program, between: tuple[StatementText, ...], *passes: Backward) -> bool:
    """Whether what the passes start at was computed in these statements, or in functions that they call."""
    for each in passes:
        origin = None if each.loss is None else each.loss.origin
        if origin is None:
            return False
        elsewhere = origin.module != program.path or program.source.function(origin) != program.source.function(
            each.site
        )
        if not elsewhere and all(origin.whole != statement.site for statement in between):
            return False
    return True


def _one_trunk(program: Program, found: _Open) -> bool:
    """Whether all that a call gives certainly goes through one layer, which keeps something for its backward pass."""
    model = found.call.model
    if found.call.gradients is not True or model.frozen is not False or not model.sure:
        return False
    if isinstance(model.class_, External):
        return model.class_.name in _SAVING and model.has_parameters is True
    layers = [each for each in found.inner if each.model.has_parameters is not False]
    if not isinstance(model.class_, Class) or model.open_ended or not layers:
        return False
    for member in program.events(MemberSet):
        if member.object == found.call.object and isinstance(member.value, Tensor | Unknown):
            return False
    trunk, *others = layers
    key = (trunk.object, trunk.site)
    through = all(any(_goes_through(value, key) for _, value, _ in each.inputs) for each in others)
    return through and _one_trunk(program, _Open(trunk))


def _goes_through(value: Value, key: _Place) -> bool:
    if isinstance(value, TupleValue):
        return any(_goes_through(part, key) for part in value.elements)
    return isinstance(value, Tensor) and any((use.model, use.called) == key for use in value.graph)
