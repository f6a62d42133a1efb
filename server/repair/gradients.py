"""Where a part of the gradient cycle belongs: the step behind what treats the gradients, the backward pass before it."""

from __future__ import annotations

import re

from ..program.events import Backward, Step
from ..program.program import Program
from ..program.site import Site
from ..program.slips import Clipped
from ..program.source import StatementText
from ..program.surroundings import nest

_CLEAR = re.compile(r"[\w.]+\.zero_grad\([^()]*\)")


def ready(program: Program, backward: Backward, optimizer: int) -> StatementText | None:
    """The statement of its block behind which the gradients are as an optimizer wants them: clipped, where they are."""
    return ready_behind(program, backward.at, optimizer)


def ready_behind(program: Program, at: Site, optimizer: int) -> StatementText | None:
    """The same for a backward pass at a place, or for a call that leads to one."""
    block = program.source.block(at)
    clips, passes = _clips(program, optimizer), _statements(program, [each.at for each in program.events(Backward)])
    found = None
    for statement in block:
        if statement.site == at.whole:
            found = statement
        elif found is not None and statement.site in passes:
            break
        elif found is not None and statement.site in clips:
            found = statement
    return found


def wanted(program: Program, step: Step) -> StatementText | None:
    """The statement of its block before which an optimizer's gradients must be there: what clips them, else the step."""
    clips, found = _clips(program, step.object), None
    for statement in program.source.block(step.at):
        if statement.site == step.at.whole:
            return statement if found is None else found
        if found is None and statement.site in clips:
            found = statement
    return None


def cleared_above_loop(program: Program, step: Step) -> StatementText | None:
    """The only clear of what steps, where it stands above the loop in the same block and nothing in between uses gradients."""
    if len(step.optimizer.cleared_at) != 1 or step.loop is None or step.loop.module != program.path:
        return None
    found = None
    used = {each.at.whole for kind in (Backward, Step) for each in program.events(kind)}
    for statement in program.source.block(step.loop):
        if statement.site == step.optimizer.cleared_at[0].whole:
            found = statement if _CLEAR.fullmatch(statement.text) and not statement.trailing_comment else None
        elif statement.site == step.loop.whole:
            return found
        elif not statement.simple or statement.site in used:
            found = None
    return None


def _clips(program: Program, optimizer: int) -> set[Site]:
    events = [event for event in program.events(Clipped) if any(number == optimizer for number, _ in event.optimizers)]
    return _statements(program, [event.at for event in events])


def _statements(program: Program, sites: list[Site]) -> set[Site]:
    """The statements that places are in, with all around them."""
    return {each for site in sites for each in nest(program, site)}
