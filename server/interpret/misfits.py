"""What certainly does not fit: inputs of layers, tuples in the place of tensors, shapes that mix up their rows."""

from __future__ import annotations

from ..program.dtype_events import WrongIndex, WrongPrecision
from ..program.events import Event, SoftmaxTaken
from ..program.facts import Model
from ..program.record import replace
from ..program.shape import Shape, Size, closed, cuts_examples, spreads, swapped
from ..program.shape_events import Compared, Misfit, SequenceFirst, TupleTaken, Viewed
from ..program.site import Site
from ..program.values import FALSE, UNKNOWN, Constant, External, Slice, Tensor, TupleValue, Value
from ..pytorch.facts import LayerClass
from .layer_shapes import wanted_size
from .machine import Machine
from .reach import callee_text
from .sizes import shape_of


def note_misfit(machine: Machine, layer: Model, row: LayerClass, first: Value | None, at: int, node: int) -> None:
    """A layer of the library gets its first argument, written at a node: note whether it certainly rejects that."""
    if isinstance(first, TupleValue):
        note_tuple(machine, first, _text(machine, layer, contained=at == node), at, node)
    if not isinstance(first, Tensor) or first.shape is None or not (row.size_in or row.ranks):
        return
    shape = first.shape
    ranks = row.ranks if shape.rank is not None and row.ranks and shape.rank not in row.ranks else ()
    misfit = None if ranks else wanted_size(layer, row, shape)
    if misfit is None and not ranks:
        return
    axis, found, wanted = misfit or (row.axis, 0, 0)
    name = layer.class_.name if isinstance(layer.class_, External) else ""
    place = machine.place(node)
    # What a container runs is not called anywhere: it is wrong where it is built.
    contained = at == node
    text = "" if contained else callee_text(machine).removesuffix(".forward")
    event = Misfit(
        *place, layer, name, text, Shape(shape.sizes, shape.open), axis, found, wanted, ranks, place[1], first.origin
    )
    if contained:
        event = replace(event, site=layer.site, at=layer.site if layer.site.module == machine.root else place[0])
    machine.record_inside(event)


def _text(machine: Machine, layer: Model, *, contained: bool) -> str:
    """How a layer that is called is written; one that a container runs has only the name of its class."""
    if not contained:
        return callee_text(machine).removesuffix(".forward")
    return layer.class_.name.replace("torch.nn.", "nn.") if isinstance(layer.class_, External) else ""


RECURRENT, SEQUENCE_FIRST = "recurrent", "recurrent, sequence first"
"""What the output of a recurrent layer went through; the second where it was built without `batch_first`."""


ATTENTION = "attention"
"""What the output of attention went through."""


def recurrent_output(value: Value) -> Tensor | None:
    """The output of a recurrent layer, or of attention, if the value is one, and nothing was done to it."""
    if not isinstance(value, Tensor) or value.activation is None or value.activation.site != value.origin:
        return None
    return value if value.activation.name in (RECURRENT, SEQUENCE_FIRST, ATTENTION) else None


def note_tuple(machine: Machine, value: Value | None, by: str, at: int, node: int) -> None:
    """Something wants a tensor and gets a value: note whether it is the tuple of a recurrent layer, or of attention."""
    if not isinstance(value, TupleValue) or len(value.elements) != 2:
        return
    output = recurrent_output(value.elements[0])
    activation = None if output is None else output.activation
    if activation is None or activation.layer is None:
        return
    written = None if at == node else machine.site(at)
    attends = activation.name == ATTENTION
    machine.record_inside(TupleTaken(*machine.place(node), by, written, activation.layer, activation.site, attends))


def note_part(machine: Machine, container: Tensor, index: Value, node: int) -> None:
    """Note that the last entry of the second dimension is taken from what a layer gives that has the sequence first."""
    output = recurrent_output(container)
    activation = None if output is None else output.activation
    if activation is None or activation.name != SEQUENCE_FIRST or activation.layer is None:
        return
    if isinstance(index, TupleValue) and index.elements[:2] == (Slice(), Constant("int", -1)):
        machine.record_inside(SequenceFirst(*machine.place(node), activation.layer, None, activation.site))


def note_batch_first(machine: Machine, layer: Model, shape: Shape | None, node: int) -> None:
    """Note that a recurrent layer without `batch_first` gets a batch whose first dimension counts the examples."""
    if shape is None or shape.rank != 3 or layer.argument("batch_first") not in (None, FALSE):
        return
    first = shape.sizes[0]
    if isinstance(first, Size) and first.examples:
        machine.record_inside(SequenceFirst(*machine.place(node), layer.site, shape, machine.site(node)))


def note_compared(machine: Machine, operator: str, pair: list[Value], places: tuple[int, int], node: int) -> None:
    """Note that each of two tensors that are compared is repeated along a dimension of the other.

    Where they have no size in common, each of the ones was meant to be compared with each of the others.
    """
    left, right = shape_of(pair[0]), shape_of(pair[1])
    if left is None or right is None or left.lifted or right.lifted or not spreads(left, right):
        return
    if not {size for size in left.sizes if size != 1}.intersection(right.sizes):
        return
    sites = (machine.site(places[0]), machine.site(places[1]))
    machine.record(Compared(*machine.place(node), operator, left, right, *sites))


def note_difference(machine: Machine, left: Tensor, right: Tensor, places: tuple[int, int], node: int) -> None:
    """Note that an output and data of as many examples are subtracted all from all: one is a column, the other a row."""
    one, other = left.shape, right.shape
    if one is None or other is None or one.rank is None or other.rank is None or bool(left.graph) == bool(right.graph):
        return
    column, row = (one, other) if one.rank > other.rank else (other, one)
    if column.rank == 2 and row.rank == 1 and column.sizes == (row.sizes[0], 1):
        note_compared(machine, "-", [left, right], places, node)


def note_softmax(machine: Machine, name: str, value: Value | None, dim: Value | None, node: int) -> None:
    """Note a softmax, and whether the dimension that it goes over counts the examples: of scores, one row for each."""
    shape = shape_of(value)
    sizes = closed(shape)
    rows = sizes is not None and len(sizes) == 2 and isinstance(sizes[1], int) and sizes[1] > 1
    first = sizes[0] if rows and sizes is not None else None
    counts = isinstance(first, Size) and first.examples
    if rows and not counts and isinstance(value, Tensor):
        # What a model gives to what is no model has a row for each example, however many there are.
        function = machine.frame.function
        outside = function is None or function.owner is None or machine.model(machine.frame.receiver or UNKNOWN) is None
        calls = {use.called for use in value.graph} | (
            {value.severed.site} if value.severed is not None else set[Site]()
        )
        counts = outside and value.origin is not None and value.origin in calls
    over = counts and dim == Constant("int", 0)
    machine.record(SoftmaxTaken(*machine.place(node), name, dim, shape, over))


def note_view(
    machine: Machine, before: Shape | None, after: Shape | None, method: str, *, rest: bool, node: int
) -> None:
    """Note that a view makes other rows of a tensor; `rest` when its first size is what is left over."""
    old, new = closed(before), closed(after)
    if old is None or new is None or before is None or after is None:
        return
    order = swapped(old, new)
    if order or (rest and cuts_examples(old, new)):
        machine.record_inside(Viewed(*machine.place(node), before, after, order, method))


UNFIT = (Misfit, TupleTaken, SequenceFirst, Viewed, Compared, WrongPrecision, WrongIndex)
"""What is noted because a layer, or what it gives, does not fit an input."""


def forget_unsure(machine: Machine, noted: list[list[Event]], start: int) -> None:
    """Several objects were called in place of one, and noted these events, from `start` on: keep what no one takes.

    Which of them gets an input is not known: the layers of a list get one another's outputs. Where none takes it, the
    first one speaks for all.
    """
    for kind in UNFIT:
        found = [[event for event in events if isinstance(event, kind)] for events in noted]
        if any(found):
            kept = found[0] if all(found) else []
            machine.events[start:] = [
                event for event in machine.events[start:] if not isinstance(event, kind) or event in kept
            ]
