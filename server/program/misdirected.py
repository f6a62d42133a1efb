"""Clears that were meant for another optimizer: one is cleared twice, and the other one never."""

from __future__ import annotations

from typing import NamedTuple

from .events import Step, ZeroGrad
from .program import Program
from .states import Certainty, Gradients, States


class Misdirected(NamedTuple):
    """A clear of one optimizer, and the step of the one that it was meant for."""

    clear: ZeroGrad
    step: Step


def stale(gradients: States) -> Certainty:
    """How surely a step uses gradients that an earlier one used up.

    The very first step is no exception to speak of: where nothing ever clears, each later one is stale.
    """
    found = gradients.certainty(Gradients.MIXED)
    cleared = gradients.possible & (Gradients.CLEAR | Gradients.FRESH | Gradients.USED | Gradients.NEW)
    return Certainty.MUST if found is not Certainty.NEVER and not cleared else found


def misdirected(program: Program) -> tuple[Misdirected, ...]:
    """The clears of an optimizer that is cleared at two places for one step, before another one steps that never is."""
    return program.kept(_all)


def _all(program: Program) -> tuple[Misdirected, ...]:
    clears = list(program.unique(ZeroGrad))
    if len({clear.site for clear in clears}) < 2:
        return ()
    steps = list(program.unique(Step))
    found: dict[object, Misdirected] = {}
    for step in steps:
        optimizer = step.optimizer
        if optimizer.cleared_at or optimizer.escaped or optimizer.many or not step.repeats:
            continue
        if stale(optimizer.gradients) >= Certainty.SOMETIMES:
            clear = _meant_for(program, step, clears, steps)
            if clear is not None:
                found.setdefault(clear.site, Misdirected(clear, step))
    return tuple(found.values())


def _meant_for(program: Program, step: Step, clears: list[ZeroGrad], steps: list[Step]) -> ZeroGrad | None:
    """The last clear before a step, of another optimizer that has one too many."""
    beside = [
        clear for clear in clears if clear.iteration == step.iteration and clear.object != step.object and clear.name
    ]
    before = [clear for clear in beside if program.before(clear, step) and clear.at.module == program.path]
    if not before:
        return None
    last = before[-1]
    own = {clear.site for clear in beside if clear.object == last.object}
    stepped = {each.site for each in steps if each.object == last.object}
    return last if len(own) > 1 and len(own) > len(stepped) else None
