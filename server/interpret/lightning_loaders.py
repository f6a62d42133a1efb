"""What a Trainer takes for data loaders: a list is a list of them, whatever its elements are (lightning 2.6.6)."""

from __future__ import annotations

from ..program.facts import Collection
from ..program.lightning_events import TensorsForLoaders
from ..program.record import replace
from ..program.values import Reference, Tensor, TupleValue, Value
from .machine import Machine
from .reach import elements_of


def batch_from(machine: Machine, loaders: Value, argument: str, node: int) -> Reference | None:
    """What `training_step` gets where a list of tensors was given for loaders; None for anything else.

    Each tensor is iterated over as a loader of its own, so that a batch is a list with a row of each.
    """
    elements = elements_of(machine, loaders)
    if not elements:
        return None
    rows = [_row(machine, element) for element in elements]
    known = [row for row in rows if row is not None]
    if len(known) < len(rows):
        return None
    batch = machine.allocate(Collection(machine.site(node), "list", tuple(known)), node, "batch")
    nested = not all(isinstance(element, Tensor) for element in elements)
    machine.record(TensorsForLoaders(*machine.place(node), argument, len(elements), nested, batch.object))
    return batch


def _row(machine: Machine, element: Value) -> Value | None:
    if isinstance(element, Tensor):
        return replace(element, shape=None, leaf=None, parameter=False)
    inner = elements_of(machine, element)
    rows = [_row(machine, part) for part in inner or ()]
    known = tuple(row for row in rows if row is not None)
    return TupleValue(known) if known and len(known) == len(rows) else None
