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


@record
class Compared(Event):
    """Two tensors are compared, `operator` says how, and each is repeated along a dimension of the other.

    They are written `left_at` and `right_at`. The operator "-" counts where one of them is computed by a model, and the
    other one is not.
    """

    operator: str
    left: Shape
    right: Shape
    left_at: Site
    right_at: Site


@record
class TupleTaken(Event):
    """The tuple that a recurrent layer gives, or one that `attends`, built at `layer`, is used as if it were a tensor: it raises.

    `by` is what gets it: the text of a layer or function, or a method; empty where it is indexed. It is written
    `tuple_at`, unless a container hands it on. The layer is called at `made_at`.
    """

    by: str
    tuple_at: Site | None
    layer: Site
    made_at: Site
    attends: bool = False


@record
class SequenceFirst(Event):
    """A recurrent layer, built at `layer` without `batch_first`, is used as if the batch came first.

    It gets a batch of that shape, or the last entry of its second dimension is taken (then `shape` is None).
    """

    layer: Site
    shape: Shape | None
    called: Site


@record
class Viewed(Event):
    """A tensor of the shape `before` is given the shape `after`, and its numbers end up in other rows.

    Where `order` is not empty, the dimensions seem to be swapped: `permute(*order)` would do that.
    """

    before: Shape
    after: Shape
    order: tuple[int, ...]
    method: str
