"""What layers do that norm by the statistics of the batch while they train."""

from __future__ import annotations

from .events import Event
from .facts import Model
from .record import record


@record
class StatisticsMoved(Event):
    """A frozen model with batch norm computes in train mode, with gradients recorded: its running statistics change.

    It is a batch norm itself, or a model that is not looked into and is known to have some.
    """

    object: int
    model: Model
