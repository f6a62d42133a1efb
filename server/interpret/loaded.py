"""What a loader gives, where its dataset is made of tensors that are known: a batch of their rows."""

from __future__ import annotations

from ..program.device import Device
from ..program.facts import Collection, Foreign
from ..program.shape import Dim, Shape, closed
from ..program.values import NONE, Constant, Reference, Tensor, TupleValue, Value
from .frames import Arguments
from .machine import Machine
from .reach import elements_of
from .sizes import named_size, shape_of

_DEEPEST = 4
"""Datasets around datasets that are followed."""
_SUBSET = "torch.utils.data.Subset"
_OTHERWISE = ("collate_fn", "sampler", "batch_sampler")
"""Options with which a batch may be something else, or may have one size only."""


def rows_of(machine: Machine, loader: Foreign, device: Device) -> Value | None:
    """One batch of a `DataLoader` over a `TensorDataset`: a list of tensors; None for any other (torch 2.13)."""
    dataset, size = loader.argument("dataset"), loader.argument("batch_size")
    if size == NONE or any(loader.argument(name) not in (None, NONE) for name in _OTHERWISE):
        return None
    held = () if dataset is None else _tensors(machine, dataset, 0)
    if not held:
        return None
    examples: Dim = 1 if size is None or size == Constant("int", 1) else named_size(machine, 0, 0, examples=True)
    origin = machine.site()
    batch: list[Tensor] = []
    for tensor in held:
        if not isinstance(tensor, Tensor) or tensor.requires_grad is not False:
            return None
        rows = closed(tensor.shape)
        batch.append(
            Tensor(
                requires_grad=False,
                device=device,
                leaf=True,
                shape=Shape((examples, *rows[1:])) if rows else None,
                dtype=tensor.dtype,
                origin=origin,
            )
        )
    return machine.allocate(Collection(origin, "list", tuple(batch)), 0, "batch")


def number_of_examples(machine: Machine, loader: Foreign) -> int | None:
    """How many examples the dataset of a loader has, if it is made of tensors of which that is known."""
    dataset = loader.argument("dataset")
    facts = None if dataset is None else machine.facts(dataset)
    if dataset is None or not isinstance(facts, Foreign) or facts.class_ == _SUBSET:
        return None
    sizes = {size for tensor in _tensors(machine, dataset, 0) for size in (closed(shape_of(tensor)) or (None,))[:1]}
    length = sizes.pop() if len(sizes) == 1 else None
    return length if isinstance(length, int) else None


def _tensors(machine: Machine, dataset: Value, depth: int) -> tuple[Value, ...]:
    """What a dataset of tensors, or a part of one, is made of."""
    facts = machine.facts(dataset)
    if not isinstance(facts, Foreign) or depth > _DEEPEST:
        return ()
    if facts.class_ == _SUBSET and (inner := facts.argument("dataset")) is not None:
        return _tensors(machine, inner, depth + 1)
    if facts.class_ != "torch.utils.data.TensorDataset":
        return ()
    return tuple([value for name, value in facts.arguments if name.startswith("tensors[")])


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
