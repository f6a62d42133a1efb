"""What layers do that norm by the statistics of the batch while they train."""

from __future__ import annotations

import re

from .events import Backward, Event
from .facts import Foreign, Model
from .flags import Frozen
from .program import Program
from .record import record
from .shape import Dim


@record
class StatisticsMoved(Event):
    """A frozen model with batch norm computes in train mode, with gradients recorded: its running statistics change.

    It is a batch norm itself, or a model that is not looked into and is known to have some.
    """

    object: int
    model: Model


@record
class OneValueNormed(Event):
    """A batch norm in train mode gets one value for each channel, if there is one example in the batch.

    `examples` is the number of examples, as far as it is known. `gradients` says whether gradients are recorded.
    """

    object: int
    model: Model
    examples: Dim
    gradients: bool | None


@record
class BatchesTaken(Event):
    """A loop runs through a loader; `length` is the number of examples that its dataset has, if that is known.

    `dataset` is the class of the dataset, if it is one of a library.
    """

    loader: Foreign
    dataset: str
    length: int | None


def moved_in_training(program: Program) -> dict[int, StatisticsMoved]:
    """The models whose statistics change before a backward pass, by their objects; without those that are thawed."""
    before: dict[int, StatisticsMoved] = {}
    moved: dict[int, StatisticsMoved] = {}
    for event in program.ordered(StatisticsMoved, Backward):
        if isinstance(event, StatisticsMoved):
            before[event.object] = event
        else:
            moved.update(before)
    thawed = [event.parts for event in program.events(Frozen) if event.frozen is not True]
    own = {part: event for part, event in moved.items() if not _is_copy(program, event)}
    return {part: event for part, event in own.items() if not any(part in parts for parts in thawed)}


def _is_copy(program: Program, norm: StatisticsMoved) -> bool:
    """Whether the model is a copy of another one, which it then is to follow."""
    made = program.source.statement(norm.model.site)
    return made is not None and re.search(r"\b(?:deep)?copy\(", made.text) is not None
