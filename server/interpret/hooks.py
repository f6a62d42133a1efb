"""Hooks of modules: where they are registered, and calls of `forward` that pass them by (torch 2.13)."""

from __future__ import annotations

from ..program.facts import Model
from ..program.module_events import ForwardCalled, Hooked
from ..program.values import Reference, Value
from .machine import Machine
from .reach import callee_text

_ON_CALL = frozenset(
    {
        "register_forward_hook",
        "register_forward_pre_hook",
        "register_full_backward_hook",
        "register_full_backward_pre_hook",
        "register_backward_hook",
    }
)
_ANEW = frozenset({"weight_norm", "spectral_norm"})
"""Functions of `torch.nn.utils` that register a hook which computes the weight before each call."""


def note_hook(machine: Machine, module: Value, by: str, node: int) -> None:
    """A method or function of that name gives a module a hook that runs when the module is called."""
    if isinstance(module, Reference) and (by in _ON_CALL or by in _ANEW or by.endswith("structured")):
        machine.record(Hooked(*machine.place(node), module.object, by, by not in _ON_CALL))


def note_forward(machine: Machine, module: Reference, facts: Model, node: int) -> None:
    """`module.forward(...)` is called; a module that calls its own goes on with a call that ran the hooks."""
    name = callee_text(machine).removesuffix(".forward")
    if machine.frame.receiver != module and name != "self":
        machine.record(ForwardCalled(*machine.place(node), module.object, facts, name))
