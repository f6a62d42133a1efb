"""What happens to tensors that are trained by hand: events beside those of `events`."""

from __future__ import annotations

from .events import Event
from .record import record
from .values import Tensor


@record
class LeafUpdated(Event):
    """A statement changes the tensor `name`, or binds that name to something it computes from the tensor's gradient.

    `tensor` is as it was before; `rebinds` where the name stands for a new tensor from then on. `gradients` says whether
    gradients are recorded there (None when that depends on the path).
    """

    name: str
    tensor: Tensor
    rebinds: bool
    gradients: bool | None
