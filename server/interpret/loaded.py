"""What a loader gives, where its dataset is made of tensors that are known: a batch of their rows."""

from __future__ import annotations

from ..program.device import Device
from ..program.facts import Collection, Foreign
from ..program.record import replace
from ..program.shape import Dim, Shape
from ..program.values import NONE, Constant, Reference, Tensor, TupleValue, Value
from .frames import Arguments
from .machine import Machine
from .reach import elements_of
from .rearranged_shapes import removed
from .sizes import named_size

_DEEPEST = 4
"""Datasets around datasets that are followed."""
_SUBSET = "torch.utils.data.Subset"
_OTHERWISE = ("collate_fn", "sampler", "batch_sampler")
"""Options with which a batch may be something else, or may have one size only."""


def rows_of(machine: Machine, loader: Foreign, device: Device) -> Value | None:
    """One batch of a `DataLoader` over a `TensorDataset`: a list of tensors; None for any other (torch 2.13)."""
    dataset, size = loader.argument("dataset"), loader.argument("batch_size")
    rows = None if dataset is None else _rows(machine, dataset, 0)
    if rows is None or size == NONE or any(loader.argument(name) not in (None, NONE) for name in _OTHERWISE):
        return None
    examples: Dim = 1 if size is None or size == Constant("int", 1) else named_size(machine, 0, 0, examples=True)
    batch = tuple(
        Tensor(
            requires_grad=False,
            device=device,
            leaf=True,
            shape=None if row.shape is None else Shape((examples, *row.shape.sizes)),
            dtype=row.dtype,
            origin=machine.site(),
        )
        for row in rows
    )
    return machine.allocate(Collection(machine.site(), "list", batch), 0, "batch")


def _rows(machine: Machine, dataset: Value, depth: int) -> list[Tensor] | None:
    """One example of a dataset of tensors that want no gradients."""
    facts = machine.facts(dataset)
    if not isinstance(facts, Foreign) or depth > _DEEPEST:
        return None
    if facts.class_ == _SUBSET and (inner := facts.argument("dataset")) is not None:
        return _rows(machine, inner, depth + 1)
    if facts.class_ != "torch.utils.data.TensorDataset":
        return None
    held = [value for name, value in facts.arguments if name.startswith("tensors[")]
    tensors = [value for value in held if isinstance(value, Tensor) and value.requires_grad is False]
    if not held or len(tensors) < len(held):
        return None
    return [replace(tensor, shape=removed(tensor.shape, 0)) for tensor in tensors]


def split(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """`random_split(dataset, lengths)`: subsets of it."""
    dataset, lengths = arguments.get(0, "dataset"), arguments.get(1, "lengths")
    parts = None if lengths is None else elements_of(machine, lengths)
    if not isinstance(dataset, Reference) or parts is None or arguments.open:
        return None
    made = [
        machine.allocate(Foreign(machine.site(node), _SUBSET, (("dataset", dataset),)), node, ("part", at))
        for at in range(len(parts))
    ]
    return TupleValue(tuple(made))
