"""Lazy layers: `nn.LazyLinear` and its kin have no weights before their first forward pass (torch 2.13)."""

from __future__ import annotations

from collections.abc import Iterable

from ..program.facts import Model
from ..program.lazy_events import LazyTouched
from ..program.values import External, Tensor, Value
from .machine import Machine
from .reach import parts_of, wholes_of

_NEEDS_VALUES = frozenset(
    "numel nelement norm pow sum mean std var abs square min max dim flatten view reshape clone detach requires_grad_"
    " normal_ uniform_ fill_ zero_ mul_ add_".split()
)
"""Methods of parameters that raise where there are no values; `data`, `to` and `size` do not."""


def touched(machine: Machine, tensor: Value, by: str, node: int) -> None:
    """A method of a parameter is called, an attribute of it read, or a function needs its values."""
    if isinstance(tensor, Tensor) and tensor.parameter and tensor.complete and tensor.graph and not machine.quiet:
        # What a loop over the parameters gives stands for all of them: what it requires was left unknown.
        whole = tensor.requires_grad is None
        note_touched(machine, tensor.models, by, node, whole=whole)


def method_called(machine: Machine, tensor: Tensor, name: str, node: int) -> None:
    """A method of a parameter is called."""
    method = name.rpartition(".")[2]
    if method in _NEEDS_VALUES:
        touched(machine, tensor, method, node)


def note_touched(machine: Machine, models: Iterable[int], by: str, node: int, *, whole: bool = True) -> None:
    """Something needs the values of the parameters of these models: those of their parts as well, or only their own."""
    heap = machine.live().heap
    parts = [part for model in models for part in (parts_of(machine, model) if whole else (model,))]
    lazy = [part for part in parts if _is_lazy(heap.get(part))]
    if not lazy or machine.quiet:
        return
    layers = tuple(wholes_of(machine, part) for part in lazy)
    concerned = [heap.get(each) for wholes in layers for each in wholes]
    sure = not any(not isinstance(facts, Model) or facts.escaped or facts.many for facts in concerned)
    machine.record(LazyTouched(*machine.place(node), by, layers, sure))


def _is_lazy(facts: object) -> bool:
    if not isinstance(facts, Model) or not isinstance(facts.class_, External):
        return False
    return facts.class_.name.startswith("torch.nn.Lazy")
