"""Where the batches of a loader are: on the CPU, unless its dataset puts them somewhere else."""

from __future__ import annotations

from ..program.batch_norm_events import BatchesTaken
from ..program.device import ASSUMED_CPU, CPU, DEFAULT_CPU, UNKNOWN_DEVICE, Device, DeviceKind, join_devices
from ..program.facts import Collection, Foreign, Instance
from ..program.values import NONE, Class, Constant, External, Tensor, TupleValue, Unknown, Value, device_of
from ..pytorch import lookup
from ..semantics.uses import uses_in
from ..syntax.tree import Block
from .classes import lineage
from .loaded import number_of_examples, rows_of
from .machine import Machine
from .placement import LOADERS, PLACED
from .reach import BATCH, objects_reached
from .use import uses_in_class

_MOVES = frozenset({"to", "cuda", "pin_memory"})
_COLLATED = "a batch that a function of its own makes"
_DEEPEST = 4
"""Datasets around datasets that are followed."""


def loader_device(machine: Machine, loader: Foreign) -> Device:
    """Where the tensors of a `DataLoader` are (torch 2.13: `default_collate` leaves them where the dataset has them)."""
    dataset = loader.argument("dataset")
    if not machine.live().default_device or dataset is None or loader.argument(PLACED) is not None:
        return UNKNOWN_DEVICE
    device = _dataset_device(machine, dataset, 0)
    return device if loader.argument("collate_fn") in (None, NONE) else _less_sure(device)


def batch_of(machine: Machine, loader: Foreign) -> Value:
    """What a loader gives: of a dataset made of tensors, as many tensors."""
    if not machine.quiet:
        dataset = machine.facts(loader.argument("dataset") or NONE)
        class_ = dataset.class_ if isinstance(dataset, Foreign) else ""
        machine.record(BatchesTaken(*machine.place(0), loader, class_, number_of_examples(machine, loader)))
    device = loader_device(machine, loader)
    if loader.class_ != "torch.utils.data.DataLoader" or loader.argument("collate_fn") not in (None, NONE):
        return Unknown(_COLLATED, device=device)
    return rows_of(machine, loader, device) or Unknown(BATCH, device=device)


def is_loader(facts: Foreign) -> bool:
    """Whether an object is a loader that does nothing but collate batches."""
    return facts.class_ in LOADERS


def _dataset_device(machine: Machine, dataset: Value, depth: int) -> Device:
    facts = machine.facts(dataset)
    match facts:
        case Foreign() if facts.class_ == "torch.utils.data.TensorDataset":
            return _common(tuple(value for name, value in facts.arguments if name.startswith("tensors")))
        case Foreign() if facts.class_.startswith("torchvision.datasets."):
            own = any(not _plain(machine, facts.argument(name)) for name in ("transform", "target_transform", "loader"))
            return ASSUMED_CPU if own else DEFAULT_CPU
        case Foreign() if (inner := facts.argument("dataset")) is not None and depth < _DEEPEST:
            return _dataset_device(machine, inner, depth + 1)
        case Instance():
            return _of_own_class(machine, dataset, facts)
        case None if isinstance(dataset, Unknown) and dataset.device.certain:
            return _less_sure(dataset.device)
        case Collection():
            return _less_sure(_common(facts.elements)) if facts.elements else ASSUMED_CPU
        case _:
            return ASSUMED_CPU


def _plain(machine: Machine, transform: Value | None, depth: int = 0) -> bool:
    """Whether a transform is none, or made of torchvision's own, which leave things where they are."""
    if transform is None or isinstance(transform, Constant | TupleValue):
        return True
    facts = machine.facts(transform)
    if isinstance(facts, Foreign) and facts.class_.startswith("torchvision.") and depth < _DEEPEST:
        return all(_plain(machine, value, depth + 1) for _, value in facts.arguments)
    return isinstance(facts, Collection) and all(_plain(machine, value, depth + 1) for value in facts.elements)


def _of_own_class(machine: Machine, dataset: Value, facts: Instance) -> Device:
    """A dataset of a visible class: on the CPU if it neither moves anything nor holds what was moved."""
    for class_ in lineage(machine, facts.class_):
        if isinstance(class_, Class) and _moves_something(machine, class_):
            return UNKNOWN_DEVICE
        if isinstance(class_, External) and lookup.kind_of_class(class_.name) not in (
            "dataset",
            "iterable_dataset",
            None,
        ):
            return UNKNOWN_DEVICE
    state = machine.live()
    held = objects_reached(machine, [dataset])
    members = (value for object_ in held for value in state.members_of(object_).values())
    if any(isinstance(value, Tensor) and value.device.kind is not DeviceKind.CPU for value in members):
        return UNKNOWN_DEVICE
    return ASSUMED_CPU


def _moves_something(machine: Machine, class_: Class) -> bool:
    return bool(uses_in_class(machine, class_) & _MOVES)


def _common(values: tuple[Value, ...]) -> Device:
    devices = {device_of(value) for value in values if isinstance(value, Tensor | Unknown)}
    if not devices:
        return UNKNOWN_DEVICE
    result = devices.pop()
    for device in devices:
        result = join_devices(result, device)
    return result


def _less_sure(device: Device) -> Device:
    """A device as far as it can be told while code that cannot be followed has the tensors."""
    return ASSUMED_CPU if device in (CPU, DEFAULT_CPU, ASSUMED_CPU) else UNKNOWN_DEVICE


def moved_within(suite: Block, names: frozenset[str]) -> bool:
    """Whether a loop moves one of its variables, parts of one batch: then the others were not there before either."""
    uses = uses_in(suite)
    return any(not _MOVES.isdisjoint(uses.get(name, ())) for name in names)


def assumed_on_cpu(value: Value) -> Value:
    """An element of something unknown of which a part is moved: as far as can be told, it comes from the CPU."""
    match value:
        case Unknown() if not value.device.certain and value.why not in (BATCH, _COLLATED):
            return Unknown(value.why, value.reaches, value.called, ASSUMED_CPU)
        case TupleValue():
            return TupleValue(tuple(assumed_on_cpu(element) for element in value.elements))
        case _:
            return value
