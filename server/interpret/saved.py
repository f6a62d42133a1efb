"""Results that the backward pass of their operation needs as they are, and what happens to them."""

from __future__ import annotations

from ..program.facts import Model
from ..program.record import replace
from ..program.values import TRUE, External, Saved, Tensor, Value
from ..pytorch.activations import SAVES_RESULT
from ..pytorch.facts import TensorFunction
from .machine import Machine


def passed_on(tensors: list[Tensor]) -> Saved | None:
    """What is computed from a tensor that was changed is computed from it, whatever is done next."""
    for tensor in tensors:
        if tensor.saved is not None and tensor.saved.changed is not None:
            return tensor.saved
    return None


def saved_result(
    machine: Machine,
    row: TensorFunction,
    name: str,
    tensors: list[Tensor],
    inplace: tuple[Value, int] | None,
    node: int,
) -> Saved | None:
    """What holds of the result of a function of the tables."""
    saves = row.saves == "result" and row.shape == "same" and "hard" not in row.signature
    return _result(machine, name if saves else "", tensors, None if inplace is None else inplace[0], node)


def saved_by_layer(machine: Machine, layer: Model, tensors: list[Tensor], node: int) -> Saved | None:
    """What holds of the output of a layer of the library."""
    class_ = layer.class_.name if isinstance(layer.class_, External) else ""
    return _result(machine, class_ if class_ in SAVES_RESULT else "", tensors, layer.argument("inplace"), node)


def _result(machine: Machine, by: str, tensors: list[Tensor], inplace: Value | None, node: int) -> Saved | None:
    found = passed_on(tensors)
    if found is not None or not tensors or not (by or inplace == TRUE):
        return found
    first = tensors[0]
    if machine.live().gradients_enabled is not True:
        return None
    if inplace == TRUE and first.saved is not None:
        return replace(first.saved, changed=machine.site(node))
    return Saved(by.rpartition(".")[2], machine.site(node)) if by and _has_gradients(machine, first) else None


def saved_and_changed(machine: Machine, before: Tensor, after: Tensor, node: int) -> Tensor:
    """A tensor after it was changed in place."""
    saved = before.saved
    if saved is None or machine.live().gradients_enabled is not True:
        return after
    return replace(after, saved=saved if saved.changed is not None else replace(saved, changed=machine.site(node)))


def _has_gradients(machine: Machine, tensor: Tensor) -> bool:
    """Whether gradients certainly go through a tensor: one model of its graph at least is known to be trained."""
    if tensor.requires_grad is not True:
        return False
    heap = machine.live().heap
    return not tensor.graph or any(_is_trained(heap.get(use.model)) for use in tensor.graph)


def _is_trained(facts: object) -> bool:
    if not isinstance(facts, Model) or facts.many or facts.by_use:
        return False
    return facts.frozen is False and facts.has_parameters is not False
