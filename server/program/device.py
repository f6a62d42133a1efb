"""Devices as far as the text of a program tells them apart."""

from __future__ import annotations

from enum import Enum

from .record import record, replace
from .site import Site


class DeviceKind(Enum):
    """What sort of device a place stands for."""

    CPU = "cpu"
    ACCELERATOR = "accelerator"
    SYMBOL = "symbol"
    META = "meta"
    UNKNOWN = "unknown"


@record
class Device:
    """A device: the CPU, an accelerator, a symbol for what an expression gave, meta, or unknown.

    `type` is "cuda", "mps", "xpu" ... for an accelerator; `index` its number where written. A symbol is
    named by the `origin` where its expression was evaluated, and `names_accelerator` when that expression
    mentions one (`"cuda" if torch.cuda.is_available() else "cpu"`). `default` marks the CPU that an object
    is on because nothing ever moved it; then `origin` is where a forward pass made it. `text` is how the user writes
    it. `assumed` when it is what such a thing is usually on, as the batches of a loader are on the CPU.
    """

    kind: DeviceKind
    type: str = ""
    index: int | None = None
    origin: Site | None = None
    names_accelerator: bool = False
    default: bool = False
    text: str = ""
    assumed: bool = False

    @property
    def certain(self) -> bool:
        """Whether anything is known of it."""
        return self.kind is not DeviceKind.UNKNOWN

    @property
    def accelerated(self) -> bool:
        """Whether it is an accelerator, or one wherever the machine has one."""
        return self.kind is DeviceKind.ACCELERATOR or (self.kind is DeviceKind.SYMBOL and self.names_accelerator)


CPU = Device(DeviceKind.CPU, text="cpu")
DEFAULT_CPU = Device(DeviceKind.CPU, default=True, text="cpu")
ASSUMED_CPU = Device(DeviceKind.CPU, default=True, text="cpu", assumed=True)
META = Device(DeviceKind.META, text="meta")
UNKNOWN_DEVICE = Device(DeviceKind.UNKNOWN)


def differ(one: Device, other: Device) -> bool:
    """Whether two devices are certainly different on a machine that has the accelerator they name.

    Only these are: the CPU against an accelerator; the CPU that an object never left against a symbol whose
    expression names an accelerator; two accelerators of different type, or with different indices written.
    """
    mine, theirs = one.kind, other.kind
    if mine is DeviceKind.ACCELERATOR and theirs is DeviceKind.ACCELERATOR:
        if one.type and other.type and one.type != other.type:
            return True
        return one.index is not None and other.index is not None and one.index != other.index
    if theirs is DeviceKind.CPU:
        one, other, theirs = other, one, mine
    elif mine is not DeviceKind.CPU:
        return False
    if theirs is DeviceKind.ACCELERATOR:
        return True
    return theirs is DeviceKind.SYMBOL and one.default and other.names_accelerator


def join_devices(one: Device, other: Device) -> Device:
    """The device of an object that came by one of two ways."""
    if one == other:
        return one
    if one.default and other.default and one.origin != other.origin:
        one, other = replace(one, origin=one.origin or other.origin), replace(other, origin=one.origin or other.origin)
        if one == other:
            return one
    if replace(one, assumed=True) == replace(other, assumed=True):
        return replace(one, assumed=True)
    if one.accelerated and other.accelerated:
        return _one_accelerator(one, other)
    if (one.accelerated and other.default) or (one.default and other.accelerated):
        # Moved where there is an accelerator (`if torch.cuda.is_available(): model.cuda()`), and never before.
        moved = one if one.accelerated else other
        return replace(moved, kind=DeviceKind.SYMBOL, names_accelerator=True, assumed=True)
    if one.kind is DeviceKind.CPU and other.kind is DeviceKind.CPU:
        if one.default and other.default:
            return ASSUMED_CPU
        return CPU
    return UNKNOWN_DEVICE


def _one_accelerator(one: Device, other: Device) -> Device:
    both = one.kind is other.kind is DeviceKind.ACCELERATOR
    if both and one.type and other.type and one.type != other.type:
        return UNKNOWN_DEVICE
    kind = DeviceKind.ACCELERATOR if both else DeviceKind.SYMBOL
    return Device(kind, one.type or other.type, names_accelerator=not both, text=one.text, assumed=not both)
