"""Tensors that a forward pass makes on the CPU because nothing names a device: they meet the model, wherever that is."""

from __future__ import annotations

from ..program.device import DEFAULT_CPU, Device, DeviceKind
from ..program.facts import Model, Unresolved
from ..program.made_inside import MadeOnCpu
from ..program.record import replace
from ..program.shape import SCALAR
from ..program.site import Site
from ..program.values import External, Reference, Tensor, TupleValue, Value
from .machine import Machine
from .use import uses_of_place

_FACTORIES = frozenset(
    "zeros ones empty full arange linspace rand randn randint randperm eye normal tril_indices".split()
)
_OF_DATA = frozenset({"tensor", "as_tensor"})
_STEPS = frozenset({"forward", "training_step", "validation_step", "test_step", "predict_step"})
_OF_TENSORS = frozenset(
    "size dim view reshape permute transpose flatten unsqueeze squeeze contiguous float mean new_zeros new_ones".split()
)
"""Methods that tell a tensor from a number."""


def made_here(machine: Machine, name: str, device: Device, first: Value | None, node: int) -> Device:
    """The device of a new tensor for which none is named: it remembers if a forward pass makes it."""
    last = name.rpartition(".")[2]
    several = last in _FACTORIES or (last in _OF_DATA and isinstance(first, Reference | TupleValue))
    if device != DEFAULT_CPU or not several or not _in_forward(machine):
        return device
    return replace(device, origin=machine.site(node))


def _in_forward(machine: Machine) -> bool:
    """Whether a forward pass, or a step of Lightning, is running."""
    running = [machine.tables.functions.get(number) for number in machine.active]
    return any(found is not None and found.name in _STEPS and found.owner is not None for found in running)


def note_given(machine: Machine, facts: Model, values: list[Value], node: int) -> None:
    """A layer gets values: its weights are where the model is."""
    if machine.quiet or not isinstance(facts.class_, External) or not facts.has_parameters or facts.by_use:
        return
    for value in values:
        for part in value.elements if isinstance(value, TupleValue) else (value,):
            _note(machine, part, facts.device, node)


def note_met(machine: Machine, operands: list[Value], node: int) -> None:
    """An operation on several tensors, which have to be on one device."""
    if machine.quiet or not any(_made(operand) for operand in operands):
        return
    others = [device for operand in operands if (device := _of_model(machine, operand)) is not None]
    for operand in operands if others else ():
        _note(machine, operand, others[0], node)


def _note(machine: Machine, value: Value, own: Device, node: int) -> None:
    made = _made(value)
    if made is not None and (own.kind is not DeviceKind.CPU or own.default):
        machine.record(MadeOnCpu(*machine.place(node), made, own))


def _made(value: Value) -> Site | None:
    """Where a forward pass made a tensor on the CPU by default; None for anything else, and for a single number."""
    if not isinstance(value, Tensor) or value.device.kind is not DeviceKind.CPU or value.shape == SCALAR:
        return None
    return value.device.origin


def _of_model(machine: Machine, value: Value) -> Device | None:
    """The device of a parameter, of what layers have computed, or of an argument of the forward pass; None for others."""
    if isinstance(value, Tensor):
        if value.device.kind is DeviceKind.CPU and not value.device.default:
            return None
        away = value.device.kind in (DeviceKind.SYMBOL, DeviceKind.ACCELERATOR)
        heap = machine.live().heap
        computed = any(isinstance(heap.get(use.model), Model) for use in value.graph)
        return value.device if value.parameter or computed or away else None
    facts = machine.facts(value)
    if isinstance(facts, Unresolved) and uses_of_place(machine, facts.place) & _OF_TENSORS:
        return facts.device
    return None
