"""Parameters that are frozen while they have gradients, and that their optimizer goes on changing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .events import Backward, Event, OptimizerBuilt, Step, ZeroGrad
from .flags import Frozen
from .program import Program
from .record import record


@record
class StillMoved:
    """`step` changes what is `frozen`: on the gradients that `backward` left, or on the zeros in their place since `clear`."""

    frozen: Frozen
    backward: Backward
    step: Step
    clear: ZeroGrad | None


def still_moved(program: Program) -> Iterator[StillMoved]:
    """Each freezing that the next step of an optimizer does not heed, as it was first found."""
    if not any(each.holders for each in program.events(Frozen)):
        return
    drifting = {built.object for built in program.events(OptimizerBuilt) if built.drifts}
    passes: dict[int, Backward] = {}
    waiting: dict[int, tuple[Frozen, Backward, ZeroGrad | None]] = {}
    for event in program.ordered(Backward, Frozen, ZeroGrad, Step):
        if isinstance(event, Backward):
            passes.update((model, event) for model, _ in event.models)
        elif isinstance(event, Frozen):
            left = next((passes[model] for model in event.within if model in passes), None)
            if event.frozen is not True:
                # What it was frozen before has no gradients, and what is frozen no longer may move.
                waiting.clear()
                passes.clear()
            elif left is not None and _was_trained(program, event):
                waiting.update((holder, (event, left, None)) for holder in event.holders if holder not in waiting)
        elif isinstance(event, ZeroGrad):
            found = waiting.pop(event.object, None)
            if event.to_none is not False:
                passes.clear()
            elif found is not None and event.object in drifting:
                waiting[event.object] = (found[0], found[1], found[2] or event)
        elif event.object in waiting:
            frozen, backward, clear = waiting.pop(event.object)
            yield StillMoved(frozen, backward, event, clear)


def _was_trained(program: Program, event: Frozen) -> bool:
    """Whether what is frozen has been trained: an iteration says when it is, if it is in doubt."""
    if event.model.many or event.model.escaped or event.lightning is not None:
        return False
    return event.model.frozen is False or (event.model.frozen is None and _begins_later(program, event))


def _begins_later(program: Program, event: Event) -> bool:
    """Whether a place is got to from some iteration of a loop on: `if epoch == 5:`."""
    for site in (*event.trail, event.site):
        around = list(program.outwards(site))
        for index, statement in enumerate(around):
            test = re.match(r"if (\w+) (?:==|>=?) (?!0\b)\w+:", statement.text)
            if test is not None and any(
                loop.text.startswith("for ") and test[1] in loop.writes for loop in around[index + 1 :]
            ):
                return True
    return False
