"""Which device an expression names."""

from __future__ import annotations

import re

from ..program.device import CPU, DEFAULT_CPU, META, UNKNOWN_DEVICE, Device, DeviceKind
from ..program.device_events import DeviceNamed
from ..program.record import replace
from ..program.values import Choice, Constant, DeviceValue, External, Tensor, Value
from .frames import Arguments
from .machine import Machine
from .reach import first_argument_text

_DEVICE = re.compile("device|cuda|gpu|rank", re.IGNORECASE)
A_DEVICE = "a device"
"""Why it is not known what `torch.device(...)` names."""
ACCELERATORS = frozenset({"cuda", "mps", "xpu", "hpu", "mtia", "xla", "npu"})


def device_from(machine: Machine, value: Value | None, node: int) -> Device | None:
    """The device that a value names when given as one; None when it names none (a dtype, say)."""
    device = _named_by(machine, value, node)
    if device is not None and type(value) is Constant:
        _note_named(machine, device, node)
    return device


def _note_named(machine: Machine, device: Device, node: int) -> None:
    if device.kind is DeviceKind.ACCELERATOR and not machine.quiet:
        machine.record(DeviceNamed(*machine.place(node), device))


def _named_by(machine: Machine, value: Value | None, node: int) -> Device | None:
    match value:
        case None:
            return None
        case DeviceValue():
            return value.device
        case Constant(kind="str", value=str() as text):
            return named_device(text)
        case Constant(kind="int", value=int() as index):
            return Device(DeviceKind.ACCELERATOR, "cuda", index, text=str(index))
        case Constant():
            return None
        case Choice():
            return _one_of(machine, value, node)
        case _:
            return Device(DeviceKind.SYMBOL, origin=machine.site(node))


def _one_of(machine: Machine, value: Choice, node: int) -> Device:
    devices = [_named_by(machine, option, node) for option in value.options]
    known = [device for device in devices if device is not None]
    accelerated = any(device.kind is DeviceKind.ACCELERATOR or device.names_accelerator for device in known)
    origins = {device.origin for device in known if device.origin is not None}
    origin = origins.pop() if len(origins) == 1 else machine.site(node)
    return Device(DeviceKind.SYMBOL, origin=origin, names_accelerator=accelerated)


def named_device(text: str) -> Device | None:
    """The device that a text names ("cuda:1"); None when it names none."""
    type_, _, index = text.partition(":")
    number = int(index) if index.isdigit() else None
    if type_ == "cpu":
        return CPU
    if type_ == "meta":
        return META
    if type_ in ACCELERATORS:
        return Device(DeviceKind.ACCELERATOR, type_, number, text=text)
    return None


def default_device(machine: Machine) -> Device:
    """Where new tensors and modules go when no device is given."""
    return DEFAULT_CPU if machine.live().default_device else UNKNOWN_DEVICE


def moved_to(machine: Machine, method: str, arguments: Arguments, node: int) -> Device | None:
    """The device that `.to(...)`, `.cuda()`, `.cpu()` ... moves to; None when it only converts the dtype."""
    if method == "cpu":
        return CPU
    if method in ACCELERATORS:
        index = _named_by(machine, arguments.get(0, "device"), node)
        device = Device(DeviceKind.ACCELERATOR, method, None if index is None else index.index, text=method)
        _note_named(machine, device, node)
        return device
    if method in ("type", "type_as"):
        return _of_type(arguments)
    if method not in ("to", "to_empty"):
        return None
    value = arguments.keywords["device"][0] if "device" in arguments.keywords else None
    if value is None and arguments.positional:
        value = arguments.positional[0][0]
    if value is None:
        return UNKNOWN_DEVICE if arguments.open else None
    if isinstance(value, External) and value.name.startswith("torch."):
        return None
    if isinstance(value, Tensor):
        return value.device
    return _chosen(machine, device_from(machine, value, node), named="device" in arguments.keywords)


def _of_type(arguments: Arguments) -> Device | None:
    """The device of a type, which is part of it (`torch.cuda.FloatTensor`); None for a plain dtype."""
    value = arguments.positional[0][0] if arguments.positional else None
    if isinstance(value, Tensor):
        return value.device
    return None if isinstance(value, External) and "cuda" not in value.name else UNKNOWN_DEVICE


def _chosen(machine: Machine, device: Device | None, *, named: bool) -> Device | None:
    """A device that something unknown stands for: whoever runs the program chooses it, and may choose an accelerator.

    What is called neither a device nor by the name of one might as well be a dtype, or another tensor.
    """
    if device is None or device.kind is not DeviceKind.SYMBOL or device.names_accelerator:
        return device
    written = first_argument_text(machine)
    if not named and not _DEVICE.search(written):
        return device
    return replace(device, names_accelerator=True, assumed=True, text=written)
