"""What an annotation promises of an argument: `model: nn.Module`, `optimizer: torch.optim.Optimizer`, `net: Net`."""

from __future__ import annotations

from ..program.facts import Facts, Instance, unknown_model, unknown_optimizer
from ..program.record import replace
from ..program.values import Class, External, Tensor, Value
from ..syntax import ir
from .classes import has_unknown_base, is_a
from .machine import Machine


def promised(machine: Machine, annotation: ir.Expr, node: int) -> Value | None:
    """The object that an annotation names, of which nothing but its class is known; None when it names no kind.

    What an annotation promises counts as known: it is not a guess from the way the object is used.
    """
    value = _named(machine, annotation)
    if value is None:
        return None
    if is_a(machine, value, "tensor"):
        return Tensor(complete=False)
    facts = _facts(machine, value, node)
    return None if facts is None else machine.allocate(facts, node, "promised")


def _facts(machine: Machine, value: Value, node: int) -> Facts | None:
    site = machine.site(node)
    if is_a(machine, value, "module"):
        class_ = value if isinstance(value, Class) else None
        return replace(unknown_model(site, by_use=False), class_=class_)
    if is_a(machine, value, "optimizer"):
        return replace(unknown_optimizer(site), by_use=False)
    if isinstance(value, Class):
        return Instance(site, value, open_ended=has_unknown_base(machine, value))
    return None


def _named(machine: Machine, annotation: ir.Expr) -> Value | None:
    """The class that an annotation names, `Optional[...]` and quotes aside."""
    match annotation:
        case ir.Name() | ir.Attribute():
            machine.quiet += 1
            value = machine.evaluate(annotation)
            machine.quiet -= 1
            return value if isinstance(value, External | Class) else None
        case ir.Subscript(value=ir.Name(id="Optional") | ir.Attribute(attr="Optional")):
            return _named(machine, annotation.index)
        case ir.Binary(op="|", right=ir.Constant(kind="NoneType")):
            return _named(machine, annotation.left)
        case _:
            return None
