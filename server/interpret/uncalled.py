"""Statements that only name what ought to be called or entered: a method, a context manager."""

from __future__ import annotations

from ..program.facts import Foreign, Model, Optimizer, Unresolved
from ..program.slips import ContextNotEntered, MethodNotCalled, ResultDropped
from ..program.values import External, Method, Tensor, Unknown, Value, device_of
from ..pytorch import lookup
from ..pytorch.facts import Context
from ..semantics.spelling import text_of
from ..syntax import ir
from .frames import Arguments
from .machine import Machine
from .reach import BATCH
from .truth import value_at
from .use import uses_of_place

_OF_MODELS = frozenset({"train", "eval", "zero_grad"})
_OF_OPTIMIZERS = frozenset({"step", "zero_grad"})
_OF_UNKNOWN = frozenset({"backward", "zero_grad"})
_ENTERED = frozenset({"no_grad", "inference_mode", "enable_grad", "autocast"})


_COPIES = frozenset(
    "to cuda cpu float half bfloat16 double long int bool detach clone view reshape permute transpose squeeze unsqueeze"
    " flatten".split()
)
"""Methods of tensors that change nothing, of which people think that they do."""


def note_bare(machine: Machine, expr: ir.Expr, value: Value) -> None:
    """Look at a statement that is nothing but an expression with this value."""
    if machine.state is None:
        return
    if isinstance(expr, ir.Attribute):
        _named_only(machine, expr, value)
    elif isinstance(expr, ir.Call) and isinstance(expr.func, ir.Attribute) and expr.func.attr in _COPIES:
        _note_dropped(machine, expr, expr.func, value)
    elif isinstance(expr, ir.Call) and (name := _context(machine, value)) is not None:
        machine.record(ContextNotEntered(*machine.place(expr.n), name, text_of(expr), called=True))
        if name.endswith(("no_grad", "inference_mode", "enable_grad")):
            # Nothing is said of gradients where they are not recorded as they were meant to be.
            machine.live().gradients_enabled = None


def _note_dropped(machine: Machine, expr: ir.Call, func: ir.Attribute, value: Value) -> None:
    """`x.to(device)` as a statement: of a tensor, or of what a loader gives, it does nothing."""
    owner = value_at(machine, func.value)
    batch = isinstance(owner, Unknown) and owner.why == BATCH
    if batch or (isinstance(owner, Tensor) and isinstance(value, Tensor)):
        place = machine.place(expr.n)
        machine.record(ResultDropped(*place, text_of(func.value), func.attr, device_of(value)))


def note_uncalled_context(machine: Machine, expr: ir.Expr, value: Value) -> None:
    """`with torch.no_grad:`."""
    name = lookup.canonical(value.name) if isinstance(value, External) else ""
    row = lookup.fact(name) if name else None
    if isinstance(row, Context) and row.effect in _ENTERED:
        machine.record(ContextNotEntered(*machine.place(expr.n), name, text_of(expr), called=False))
        # The block is run as it will be when the parentheses are there.
        if row.effect != "autocast":
            machine.live().gradients_enabled = row.effect == "enable_grad"


def _named_only(machine: Machine, expr: ir.Attribute, value: Value) -> None:
    """A method that is named and not called: it is noted, and run as it will be when it is called."""
    if not isinstance(value, Method):
        owner = value_at(machine, expr.value)
        facts = None if owner is None else machine.facts(owner)
        if owner is None or not isinstance(facts, Unresolved) or not _meant(machine, facts.place, expr.attr):
            return
        _run(machine, expr, Method(owner, expr.attr), known=False)
    elif value.function is None and expr.attr in _meant_of(machine, value):
        facts = machine.facts(value.receiver)
        by_use = isinstance(facts, Model | Optimizer) and facts.by_use
        known = not by_use and (facts is not None or isinstance(value.receiver, Tensor))
        _run(machine, expr, value, known=known)


def _meant_of(machine: Machine, value: Method) -> frozenset[str]:
    """The methods of a receiver that are of no use without being called."""
    match facts := machine.facts(value.receiver):
        case Model():
            return _OF_MODELS
        case Optimizer():
            return _OF_OPTIMIZERS
        case Foreign():
            return frozenset({"step"}) if lookup.kind_of_class(facts.class_) == "scheduler" else frozenset()
        case _:
            return _OF_UNKNOWN if isinstance(value.receiver, Tensor | Unknown) else frozenset()


def _meant(machine: Machine, place: str, method: str) -> bool:
    """Whether a method of something unknown is meant to be called: its other uses are those of a model or optimizer."""
    uses = uses_of_place(machine, place)
    match method:
        case "zero_grad":
            return True
        case "step":
            return "zero_grad" in uses
        case "train" | "eval":
            return "()" in uses
        case _:
            return False


def _run(machine: Machine, expr: ir.Attribute, method: Method, *, known: bool) -> None:
    machine.record(MethodNotCalled(*machine.place(expr.n), text_of(expr.value), expr.attr, known))
    machine.callee, machine.call_written = expr, None
    machine.call(method, Arguments(), expr.n)


def _context(machine: Machine, value: Value) -> str | None:
    facts = machine.facts(value)
    if not isinstance(facts, Foreign):
        return None
    row = lookup.fact(facts.class_)
    return facts.class_ if isinstance(row, Context) and row.effect in _ENTERED and not row.immediate else None
