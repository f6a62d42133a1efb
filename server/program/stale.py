"""Backward passes through models that were stepped since they were called."""

from __future__ import annotations

from collections.abc import Iterator

from .events import Backward, ModelCalled, Step
from .program import Program
from .record import record
from .site import Site
from .states import Certainty, Gradients
from .values import Tensor


@record
class Stale:
    """`backward` goes through `call`, and through what the model got there; `step` has changed the model in between."""

    call: ModelCalled
    step: Step
    backward: Backward


def stale_passes(program: Program) -> Iterator[Stale]:
    """Each backward pass that needs weights as they were before a step, with the first call that they were used in."""
    places: dict[object, set[Site]] = {}
    for each in program.events(Backward):
        places.setdefault((each.loop, each.trail), set()).add(each.site)
    several = {place for place, sites in places.items() if len(sites) > 1}
    if not several:
        return
    called: dict[tuple[int, Site | None], tuple[int, ModelCalled]] = {}
    stepped: dict[int, tuple[int, Step]] = {}
    freed: dict[Site | None, int] = {}
    for at, event in enumerate(program.ordered(Backward, ModelCalled, Step)):
        if isinstance(event, Backward):
            if event.loss is None:
                continue
            if event.loss.origin is not None and (event.loop, event.trail) in several:
                yield from _found(program, event, called, stepped, freed)
            if event.retained is not True:
                freed.update((use.called, at) for use in event.loss.graph)
        elif (event.loop, event.trail) not in several:
            continue
        elif isinstance(event, ModelCalled):
            called[event.object, event.site] = (at, event)
        # Where there are no gradients, nothing is changed.
        elif event.optimizer.gradients.certainty(Gradients.NEW | Gradients.CLEAR) is Certainty.NEVER:
            stepped.update((model, (at, event)) for model in _changed(event))


def _found(
    program: Program,
    backward: Backward,
    called: dict[tuple[int, Site | None], tuple[int, ModelCalled]],
    stepped: dict[int, tuple[int, Step]],
    freed: dict[Site | None, int],
) -> Iterator[Stale]:
    """The first call that a pass goes through whose weights have been changed since."""
    uses = backward.loss.graph if backward.loss is not None else ()
    before = sorted((called[key][0], key) for use in uses if (key := (use.model, use.called)) in called)
    for at, key in before:
        call, step = called[key][1], stepped.get(key[0])
        # What a pass in between has freed raises for another reason.
        if step is None or step[0] < at or freed.get(key[1], -1) > at or not _passes_on(call):
            continue
        found = Stale(call, step[1], backward)
        if _one_after_the_other(program, found):
            yield found
            return


def _changed(step: Step) -> set[int]:
    """The models that have gradients by which the optimizer changes them: of several, those that a pass went through."""
    held = {model for model, _ in step.models} if not step.idle else set[int]()
    return held if len(held) == 1 else held & {use.model for use in step.optimizer.fed_by}


def _passes_on(call: ModelCalled) -> bool:
    """Whether gradients go through the model to what it was given, which takes its weights."""
    values = [value for _, value, _ in call.inputs]
    wanted = any(isinstance(value, Tensor) and value.requires_grad and value.origin is not None for value in values)
    return wanted and call.model.frozen is False and call.model.has_parameters is not False and not call.model.many


def _one_after_the_other(program: Program, found: Stale) -> bool:
    """Whether all of it happens in one iteration, and nobody gets from the step's block to the pass around the step."""
    places = {(each.loop, each.trail, each.repeats) for each in (found.call, found.step, found.backward)}
    if len(places) != 1:
        return False
    around = {found.backward.site.whole, *(each.site for each in program.outwards(found.backward.site))}
    return any(each.site in around for each in program.source.block(found.step.site))
