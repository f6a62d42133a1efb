"""Noting what a program reads off tensors."""

from __future__ import annotations

from ..program.facts import Model
from ..program.readings import Judged, TakenAsArray
from ..program.site import Site
from ..program.values import Constant, Tensor, Use, Value
from .machine import Machine
from .reach import parts_of

_CHOICES = frozenset({"argmax", "argmin", "max", "topk", "round", "gt", "ge", "lt", "le", "greater", "greater_equal", "less", "less_equal"})  # fmt: skip
EQUAL = frozenset({"eq", "ne", "not_equal", "equal"})
JUDGES = _CHOICES | EQUAL
"""The functions and methods that choose, or compare."""
_ORDERS = frozenset({"<", "<=", ">", ">="})


_EXTREMES = frozenset({"max", "min", "median", "nanmedian"})
_ORDERED = frozenset({"topk", "sort", "mode", "kthvalue", "cummax", "cummin"})


def gives_indices(name: str, dim: Value | None) -> bool:
    """Whether a function gives a pair of values and indices: `max` does so only along a dimension (torch 2.13)."""
    return name in _ORDERED or (name in _EXTREMES and isinstance(dim, Constant) and dim.kind == "int")


def chosen(machine: Machine, values: Tensor, node: int) -> Tensor:
    """The indices that belong to the values of such a pair."""
    return Tensor(requires_grad=False, device=values.device, leaf=True, dtype="int64", origin=machine.site(node))


def note_judged(machine: Machine, name: str, values: list[Value], node: int) -> None:
    """Note what a function of `JUDGES`, or an operator, reads off these values."""
    if machine.quiet or machine.live().gradients_enabled is False:
        return
    uses = frozenset[Use]().union(*(value.graph for value in values if isinstance(value, Tensor)))
    compares = name in EQUAL or name in ("==", "!=")
    if compares:
        compares = not any(isinstance(value, Constant) for value in values)
    if compares or (uses and (name in _CHOICES or name in _ORDERS)):
        machine.record(Judged(*machine.place(node), uses, compares))


def note_array(machine: Machine, function: str, tensor: Tensor, place: Site | None, node: int) -> None:
    """Note that a tensor that wants gradients, or is not on the CPU, is made a NumPy array."""
    if place is None or machine.quiet:
        return
    if tensor.requires_grad is not True:
        # Whether it wants gradients where that is not known is another matter.
        away = function.rpartition(".")[2] == "numpy" and tensor.device.accelerated and not tensor.device.assumed
        if away and tensor.requires_grad is False:
            machine.record(TakenAsArray(*machine.place(node), function, tensor, place, True, away=True))
        return
    trained = [_trained(machine, use.model) for use in tensor.graph]
    plain = not tensor.graph and tensor.leaf is True
    if plain or any(found is not False for found in trained):
        certain = plain or any(found is True for found in trained)
        machine.record(TakenAsArray(*machine.place(node), function, tensor, place, certain))


def _trained(machine: Machine, model: int) -> bool | None:
    """Whether all (or, if None, some) parts of a model that have parameters are certainly trained."""
    heap = machine.live().heap
    parts = [facts for part in parts_of(machine, model) if isinstance(facts := heap.get(part), Model)]
    if any(not facts.sure for facts in parts):
        return False
    holding = [facts.frozen is False for facts in parts if facts.has_parameters]
    return True if holding and all(holding) else None if any(holding) else False
