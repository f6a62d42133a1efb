"""Constructors of tensors that give something else than they seem to."""

from __future__ import annotations

from ..program.ambiguous import AmbiguousTensor, Looks
from ..program.facts import Foreign
from ..program.values import TRUE, Constant, Tensor, Value
from ..pytorch.dtypes import INTEGERS
from ..syntax import ir
from .machine import Machine


def note_constructed(machine: Machine, bound: dict[str, tuple[Value, int]], dtype: str, node: int) -> None:
    """`torch.tensor(data, requires_grad=True)`."""
    wanted, data = bound.get("requires_grad"), bound.get("data")
    if wanted is None or wanted[0] != TRUE or data is None or machine.quiet:
        return
    value, at = data
    if isinstance(value, Tensor) and value.requires_grad and value.graph:
        machine.record(AmbiguousTensor(*machine.place(node), Looks.COPIED, machine.site(at), 0))
    elif dtype in INTEGERS:
        machine.record(AmbiguousTensor(*machine.place(node), Looks.INTEGER, machine.site(at), 0))


def note_operand(machine: Machine, written: ir.Expr, value: Value) -> None:
    """`x * torch.Tensor(2)`: the numbers are used as soon as there is memory for them."""
    if not isinstance(written, ir.Call):
        return
    facts = machine.facts(value)
    if isinstance(facts, Foreign) and facts.class_ == "torch.Tensor" and len(facts.arguments) == 1:
        size = facts.arguments[0][1]
        if isinstance(size, Constant) and isinstance(size.value, int) and size.kind == "int":
            machine.record(AmbiguousTensor(*machine.place(written.n), Looks.SIZE, None, size.value))
