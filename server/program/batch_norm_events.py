"""What layers do that norm by the statistics of the batch while they train."""

from __future__ import annotations

from .events import Event
from .facts import Foreign, Model
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
