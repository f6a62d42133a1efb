"""Tensors that a program trains by hand: `w -= rate * w.grad`, and what is written in its place by mistake."""

from __future__ import annotations

from ..program.facts import Model
from ..program.leaf_events import LeafUpdated
from ..program.record import replace
from ..program.values import Tensor, Value
from ..semantics.spelling import text_of
from ..syntax import ir
from ..syntax.scan import walk
from .machine import Machine
from .saved import saved_and_changed
from .truth import value_at


def rebound(machine: Machine, target: ir.Expr, source: ir.Expr, value: Value) -> Value:
    """The value for a target; `w = w - rate * w.grad` makes a new tensor of a leaf, which has no gradient of its own."""
    if not isinstance(value, Tensor) or not isinstance(target, ir.Name | ir.Attribute):
        return value
    former = value_at(machine, target)
    if not isinstance(former, Tensor) or not _was_leaf(machine, former):
        return value
    place = text_of(target)
    if not any(
        isinstance(part, ir.Attribute) and part.attr == "grad" and text_of(part.value) == place for part in walk(source)
    ):
        return value
    enabled = machine.live().gradients_enabled
    machine.record(LeafUpdated(*machine.place(0), place, former, True, enabled))
    return replace(value, severed=None)


def _was_leaf(machine: Machine, tensor: Tensor) -> bool:
    """Whether a tensor is a leaf that wants gradients, or comes from this very statement."""
    if tensor.leaf is True:
        return tensor.requires_grad is True or (tensor.origin is not None and tensor.origin.whole == machine.site())
    return tensor.origin is not None and tensor.origin.whole == machine.site()


def changed_in_place(machine: Machine, target: ir.Expr, old: Tensor, value: Value) -> Value:
    """The value for a target of `w -= ...`: while no gradients are recorded, it is the tensor that it was."""
    if isinstance(target, ir.Name | ir.Attribute):
        note_changed(machine, old, text_of(target), 0)
    if machine.live().gradients_enabled is False and old.requires_grad is not False:
        return replace(old, activation=None)
    return saved_and_changed(machine, old, value, 0) if isinstance(value, Tensor) else value


def note_changed(machine: Machine, tensor: Tensor, name: str, node: int) -> None:
    """Note that a leaf that wants gradients is changed in place."""
    owners = [machine.live().heap.get(use.model) for use in tensor.graph]
    frozen = any(not isinstance(owner, Model) or owner.frozen is not False for owner in owners)
    if tensor.leaf is True and tensor.requires_grad is True and not frozen:
        enabled = machine.live().gradients_enabled
        machine.record(LeafUpdated(*machine.place(node), name, tensor, False, enabled))
