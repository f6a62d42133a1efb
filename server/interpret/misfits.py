"""Layers that get what does not fit them."""

from __future__ import annotations

from ..program.facts import Model
from ..program.record import replace
from ..program.shape import Shape
from ..program.shape_events import Misfit
from ..program.values import External, Tensor, Value
from ..pytorch.facts import LayerClass
from .layer_shapes import wanted_size
from .machine import Machine
from .reach import callee_text


def note_misfit(machine: Machine, layer: Model, row: LayerClass, first: Value | None, at: int, node: int) -> None:
    """A layer of the library gets its first argument, written at a node: note whether it certainly rejects that."""
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
