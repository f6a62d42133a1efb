"""Two models that are trained against each other: what one makes goes through the other, and each has its own step."""

from __future__ import annotations

from collections.abc import Iterator

from .events import Backward, Event, ModelCalled, Step, ZeroGrad
from .program import Program
from .record import record
from .site import Site
from .values import NOTHING, Tensor


@record
class Undetached:
    """`maker`'s output goes with its graph into the call of another model at `place`, whose loss goes back in `first`.

    Then that other model is stepped (`between`), and `second` goes back through the maker as well. If `raises`, it
    goes through the same graph, which is freed; else `step` is the maker's, on the gradients of both.
    """

    call: ModelCalled
    place: Site
    maker: int
    first: Backward
    between: Step
    second: Backward
    step: Step | None

    @property
    def raises(self) -> bool:
        """Whether the second pass cannot get through."""
        return self.step is None


def undetached_outputs(program: Program) -> Iterator[Undetached]:
    """Each output that goes undetached into the other model, where that does harm."""
    past: list[Event] = []
    waiting: list[tuple[Undetached, int]] = []
    for event in _where_passes_meet(program):
        if isinstance(event, Backward):
            for found, at in list(_pairs(past, event)):
                if found.first.retained is False and _same_graph(found, past):
                    yield found
                    waiting.clear()
                else:
                    waiting.append((found, at))
        elif isinstance(event, Step):
            held = {model for model, _ in event.models}
            for found, at in waiting:
                cleared = any(isinstance(each, ZeroGrad) and each.object == event.object for each in past[at:])
                if found.maker in held and not cleared:
                    call, place, first, second = found.call, found.place, found.first, found.second
                    yield Undetached(call, place, found.maker, first, found.between, second, event)
            waiting = [each for each in waiting if each[0].maker not in held]
        past.append(event)


def _where_passes_meet(program: Program) -> list[Event]:
    """The events of the loops in which there are several backward passes."""
    passes: dict[tuple[Site | None, tuple[Site, ...]], set[Site]] = {}
    for each in program.events(Backward):
        passes.setdefault((each.loop, each.trail), set()).add(each.site)
    several = {place for place, sites in passes.items() if len(sites) > 1}
    if not several:
        return []
    trails = {trail for _, trail in several}
    events = program.ordered(ModelCalled, Backward, Step, ZeroGrad)
    return [event for event in events if (event.loop, event.trail) in several or _clears_within(event, trails)]


def _clears_within(event: Event, trails: set[tuple[Site, ...]]) -> bool:
    """Whether a function that is called from there clears gradients."""
    return isinstance(event, ZeroGrad) and any(event.trail[:depth] in trails for depth in range(len(event.trail)))


def _pairs(past: list[Event], second: Backward) -> Iterator[tuple[Undetached, int]]:
    """The earlier pass of the same iteration through both models, and the position of that pass."""
    if second.loss is None or second.loss.origin is None:
        return
    between: list[Step] = []
    for at in range(len(past) - 1, -1, -1):
        each = past[at]
        if isinstance(each, Step):
            between.append(each)
        if not isinstance(each, Backward):
            continue
        if each.site == second.site:
            return
        if (each.loop, each.trail, each.repeats) != (second.loop, second.trail, second.repeats) or each.loss is None:
            continue
        for step in between:
            found = _fed(past[:at], each, step, second)
            if found is not None:
                yield found, at
                return


def _fed(past: list[Event], first: Backward, step: Step, second: Backward) -> Undetached | None:
    """The call of the model that is stepped first, on what a model gave that both losses go through."""
    if first.loss is None or second.loss is None or first.loss.origin is None:
        return None
    judges = {model for model, _ in step.models}
    makers = (first.loss.models & second.loss.models) - judges
    calls = {use.called for use in first.loss.graph if use.model in judges}
    later = {use.called for use in second.loss.graph if use.model in judges}
    for each in reversed(past):
        if isinstance(each, ModelCalled) and each.object in judges and each.site in calls - later:
            for _, value, place in each.inputs:
                made = value.models & makers if isinstance(value, Tensor) and value.origin is not None else NOTHING
                if made and isinstance(value, Tensor) and value.requires_grad:
                    return Undetached(each, place, min(made), first, step, second, None)
    return None


def _same_graph(found: Undetached, past: list[Event]) -> bool:
    """Whether the second loss judges the very tensor that the first one did."""
    given = [value for _, value, place in found.call.inputs if place == found.place]
    judged = {use.called for use in found.second.loss.graph} if found.second.loss is not None else set[Site | None]()
    made = [
        use.called for value in given if isinstance(value, Tensor) for use in value.graph if use.model == found.maker
    ]
    for each in reversed(past):
        if each is found.first:
            return any(
                isinstance(call, ModelCalled)
                and call.site in judged
                and any(value in given for _, value, _ in call.inputs)
                for call in past[past.index(each) :]
            )
        if isinstance(each, ModelCalled) and each.site in made:
            return False
    return False
