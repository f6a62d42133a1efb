"""What happens to the sizes of tensors that cannot work, or does not do what it looks like."""

from __future__ import annotations

from .events import Event
from .facts import Model
from .record import record
from .shape import Shape
from .site import Site


@record
class Misfit(Event):
    """A layer of the library gets an input that it certainly rejects: it raises.

    In the dimension `axis` it has the size `found`, and the layer takes `wanted`; where `ranks` is not empty, it has
    another number of dimensions than these. The layer is run where `called` says, perhaps by a container.
    """

    layer: Model
    class_: str
    name: str
    shape: Shape
    axis: int
    found: int
    wanted: int
    ranks: tuple[int, ...]
    called: Site
    made_at: Site | None
    """Where its input comes from."""
