"""Moving and converting modules, and what that does to the optimizers that hold their parameters."""

from __future__ import annotations

from ..program.device import UNKNOWN_DEVICE, Device, DeviceKind, differ
from ..program.events import DeviceMove
from ..program.facts import BUILT_STATE, Cut, CutKind, Loss, Model, Optimizer
from ..program.record import replace
from ..program.states import Certainty
from ..program.values import Constant, External, Reference, Value
from ..pytorch import lookup
from ..pytorch.dtypes import DTYPES
from ..pytorch.facts import OptimizerClass
from .devices import moved_to
from .frames import Arguments
from .gradients import optimizers
from .machine import Machine
from .reach import parts_of, root_of

_CASTS = {"half": "float16", "float": "float32", "double": "float64", "bfloat16": "bfloat16"}
_OF_STATE = (CutKind.STATE_MOVED, CutKind.STATE_CONVERTED, CutKind.STATE_UNFIT)


def convert(machine: Machine, subject: Value, name: str, method: str, arguments: Arguments, node: int) -> None:
    """`.to(...)`, `.cuda()`, `.half()`, `.to_empty(...)` and the like, of a module or a loss."""
    facts = machine.facts(subject)
    if not isinstance(subject, Reference) or not isinstance(facts, Model | Loss):
        return
    device = moved_to(machine, method, arguments, node)
    if method == "to_empty":
        device = device or UNKNOWN_DEVICE
    if isinstance(facts, Loss):
        if device is not None:
            machine.update(subject.object, replace(facts, device=device))
        return
    dtype = _dtype_of(method, arguments)
    parts = parts_of(machine, subject.object)
    inside = [inner for part in parts if isinstance(inner := machine.live().heap.get(part), Model)]
    before = replace(
        facts,
        dtype=facts.dtype if len({inner.dtype for inner in inside}) == 1 else None,
        # A part may have been moved before it was put into this one.
        device=UNKNOWN_DEVICE if any(_was_moved(inner) for inner in inside) and not _was_moved(facts) else facts.device,
    )
    holders = tuple(
        (object_, _told(machine, object_, optimizer, subject.object, before, name, method, device, dtype, node))
        for object_, optimizer in optimizers(machine)
        if machine.live().conversion.swaps is False
        and any(_is_part(machine, subject.object, parts, source.model) for source in optimizer.sources)
    )
    place = machine.place(node)
    machine.record(DeviceMove(*place, subject.object, before, name, method, device or facts.device, holders, dtype))
    for part in parts:
        inner = machine.live().heap.get(part)
        if isinstance(inner, Model):
            kept = inner.dtype if dtype == "" else dtype
            machine.update(part, replace(inner, device=device or inner.device, dtype=kept))
        if device is not None:
            _move_losses(machine, part, device)


def _was_moved(model: Model) -> bool:
    return model.device.certain and model.device.kind is not DeviceKind.CPU


def _move_losses(machine: Machine, part: int, device: Device) -> None:
    """The losses that a module holds are modules as well, and their weights go with them."""
    for member in list(machine.live().members_of(part).values()):
        held = machine.facts(member)
        if isinstance(member, Reference) and isinstance(held, Loss):
            machine.update(member.object, replace(held, device=device))


def state_in_place(machine: Machine, object_: int) -> None:
    """The program takes care of the state of an optimizer: it is where it has to be."""
    optimizer = machine.live().heap.get(object_)
    if isinstance(optimizer, Optimizer) and any(cut.kind in _OF_STATE for cut in optimizer.cuts):
        cuts = tuple(cut for cut in optimizer.cuts if cut.kind not in _OF_STATE)
        machine.update(object_, replace(optimizer, cuts=cuts))


def _is_part(machine: Machine, moved: int, parts: frozenset[int], held: int) -> bool:
    root = root_of(machine, held)
    return root in parts or held in parts or moved in parts_of(machine, root)


def _dtype_of(method: str, arguments: Arguments) -> str | None:
    """The dtype that a conversion names; empty where it names none, None where that is not known."""
    if method in _CASTS:
        return _CASTS[method]
    if method not in ("to", "type"):
        return ""
    if arguments.open or "other" in arguments.keywords:
        return None
    values = [value for value, _ in arguments.positional]
    if "dtype" in arguments.keywords:
        values.append(arguments.keywords["dtype"][0])
    named = [DTYPES[value.name] for value in values if isinstance(value, External) and value.name in DTYPES]
    if named:
        return named[-1]
    second = "dtype" in arguments.keywords or len(values) > 1 or method == "type"
    return None if second and not (values and isinstance(values[-1], Constant)) else ""


def _told(
    machine: Machine,
    object_: int,
    optimizer: Optimizer,
    model: int,
    before: Model,
    name: str,
    method: str,
    device: Device | None,
    dtype: str | None,
    node: int,
) -> Optimizer:
    """An optimizer over a model that is converted: it may be cut off from the parameters, or its state from them."""
    kind = _consequence(machine, optimizer, before, method, device, dtype)
    cuts = tuple(cut for cut in optimizer.cuts if cut.kind not in _OF_STATE or cut.old != model)
    # What follows a move of the state's parameters most often takes them back.
    back = cuts != optimizer.cuts and kind in _OF_STATE
    lost = any(cut.kind is CutKind.MOVED and cut.old == model for cut in cuts)
    if kind is not None and not back and not lost:
        at, site = machine.place(node)[:2]
        unsure = before.by_use or before.escaped or optimizer.by_use or optimizer.escaped or optimizer.many
        sure = not unsure and (device is None or device.type != "xla")
        cuts = (*cuts, Cut(kind, at, site, name, model, None, sure))
    if cuts != optimizer.cuts:
        optimizer = replace(optimizer, cuts=cuts)
        machine.update(object_, optimizer)
    return optimizer


def _consequence(
    machine: Machine, optimizer: Optimizer, before: Model, method: str, device: Device | None, dtype: str | None
) -> CutKind | None:
    """What a conversion does to an optimizer, as far as it is certain (torch 2.13)."""
    conversion = machine.live().conversion
    if conversion.replaces or _changes_kind(before.device, device, method):
        return CutKind.MOVED
    row = lookup.fact(optimizer.class_ or "")
    if not isinstance(row, OptimizerClass) or optimizer.stepped.certainty(BUILT_STATE) is not Certainty.MUST:
        return None
    if device is not None and row.keeps_state and differ(before.device, device):
        return CutKind.STATE_MOVED
    if not dtype or not _is_other(machine, before.dtype, dtype):
        return None
    if not row.mixes_dtypes:
        return CutKind.STATE_UNFIT
    return CutKind.STATE_CONVERTED if row.builds_state_at_once else None


def _changes_kind(before: Device, device: Device | None, method: str) -> bool:
    """Whether parameters cannot be moved in place: to the meta device and back, and to XLA."""
    if device is None or not before.certain or not device.certain:
        return False
    if DeviceKind.META in (before.kind, device.kind):
        return before.kind is not device.kind and (device.kind is DeviceKind.META or method == "to_empty")
    return device.type == "xla" and before.type != "xla"


def _is_other(machine: Machine, before: str | None, dtype: str) -> bool:
    if before == "":
        return dtype != "float32" and machine.live().conversion.usual_dtype
    return before is not None and before != dtype
