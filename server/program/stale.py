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
    called: dict[tuple[int, Site | None], tuple[int, ModelCalled]] = {}
    stepped: dict[int, tuple[int, Step]] = {}
    freed: dict[Site | None, int] = {}
    for at, event in enumerate(program.all_events):
        if isinstance(event, ModelCalled):
            called[event.object, event.site] = (at, event)
        elif isinstance(event, Step):
            # Where there are no gradients, nothing is changed.
            if event.optimizer.gradients.certainty(Gradients.NEW | Gradients.CLEAR) is Certainty.NEVER:
                stepped.update((model, (at, event)) for model in _changed(event))
        elif isinstance(event, Backward) and event.loss is not None:
            uses = event.loss.graph if event.loss.origin is not None else ()
            before = sorted((called[key][0], key) for use in uses if (key := (use.model, use.called)) in called)
            for _, key in before:
                found = _stale(called[key], stepped.get(key[0]), event, freed.get(key[1], -1))
                if found is not None and _one_after_the_other(program, found):
                    yield found
                    break
            if event.retained is not True:
                freed.update((use.called, at) for use in event.loss.graph)


def _stale(
    called: tuple[int, ModelCalled], stepped: tuple[int, Step] | None, backward: Backward, freed: int
) -> Stale | None:
    """The pass needs the weights of the call, if they were changed since; what was freed raises for another reason."""
    if stepped is None or stepped[0] < called[0] or freed > called[0] or not _passes_on(called[1]):
        return None
    return Stale(called[1], stepped[1], backward)


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
