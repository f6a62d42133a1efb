"""What a `training_step` of Lightning does itself, and what the Trainer does for it."""

from __future__ import annotations

from .events import Backward, Event
from .program import Program


def by_hand(program: Program, event: Event) -> bool:
    """Whether a `training_step` does something itself, and nowhere the module is seen to optimize itself."""
    call = event.lightning
    if call is None or call.name != "training_step" or call.by_trainer or call.automatic is not True:
        return False
    return False not in automatic(program, event)


def automatic(program: Program, event: Event) -> set[bool | None]:
    """Whether the Trainer optimizes by itself when something happens: what is known for each of the ways to it."""
    calls = [other.lightning for other in program.events(type(event)) if other.site == event.site]
    return {call.automatic if call is not None else None for call in calls}


def done(program: Program, kind: type[Event], event: Event, *, own: bool) -> bool:
    """Whether the module of an event does something in `training_step` (`own`), or the Trainer does it afterwards."""
    module = event.lightning.module if event.lightning is not None else None
    calls = [other.lightning for other in program.events(kind) if other.lightning is not None]
    return any(call.module == module and call.by_trainer is not own for call in calls)


def pass_of_trainer(program: Program, backward: Backward) -> Backward | None:
    """The backward pass that the Trainer runs on the loss returned."""
    for other in program.events(Backward):
        call = other.lightning
        if call is not None and call.by_trainer and backward.lightning and call.module == backward.lightning.module:
            return other
    return None
