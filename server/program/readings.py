"""What a program reads off tensors: choices, comparisons and numbers, through which no gradients flow."""

from __future__ import annotations

from .events import Event
from .record import record
from .values import Use


@record
class Judged(Event):
    """While gradients are recorded, a class is chosen by outputs of models (`argmax`, `>`), or things are compared.

    `uses` are the uses of models that what is judged was computed by, as far as it still has a graph. It `compares`
    where two tensors, or what may be tensors, are tested for being equal.
    """

    uses: frozenset[Use]
    compares: bool
