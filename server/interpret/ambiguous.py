"""Constructors of tensors that give something else than they seem to."""

from __future__ import annotations

from ..program.ambiguous import AmbiguousTensor, Looks
from ..program.facts import Foreign
from ..program.values import TRUE, Constant, Reference, Tensor, Value
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
    if isinstance(written, ir.Call):
        note_given(machine, value, written.n)


def note_given(machine: Machine, value: Value, at: int) -> None:
    """`torch.maximum(x, torch.Tensor(2))`: the same, where what is written at a place is used for the numbers in it."""
    facts = machine.facts(value) if type(value) is Reference else None
    if isinstance(facts, Foreign) and facts.class_ == "torch.Tensor" and len(facts.arguments) == 1:
        size = facts.arguments[0][1]
        number = size.value if isinstance(size, Constant) and size.kind == "int" else None
        if isinstance(number, int) and facts.site == machine.site(at):
            machine.record(AmbiguousTensor(*machine.place(at), Looks.SIZE, None, number))
