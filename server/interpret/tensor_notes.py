"""What is noted when a function of tensors is called: what it is told of the mode, and arguments that rules care for."""

from __future__ import annotations

from ..program.events import ModeGiven
from ..program.values import Tensor, Value
from ..pytorch.facts import TensorFunction
from .ambiguous import note_given
from .frames import Arguments
from .lazy import method_called
from .machine import Machine
from .misfits import note_compared, note_softmax, note_tuple
from .reach import operand_site
from .readings import EQUAL, JUDGES, note_judged
from .wanted_dtypes import BY_INDEX, note_index


def note_arguments(
    machine: Machine,
    row: TensorFunction,
    name: str,
    arguments: Arguments,
    bound: dict[str, tuple[Value, int]],
    inputs: list[Value],
    node: int,
    receiver: Value | None,
) -> None:
    """Note what a function of the tables is called on, and what with."""
    if row.training and not arguments.open:
        _note_mode(machine, row, name, bound, node)
    if row.activation in ("softmax", "log_softmax") and "dim" in row.signature and not arguments.open:
        note_softmax(machine, name, receiver or bound.get("input", (None, 0))[0], bound.get("dim", (None, 0))[0], node)
    first, method = inputs[0] if inputs else None, name.rpartition(".")[2]
    if isinstance(first, Tensor) and first.parameter:
        method_called(machine, first, name, node)
    if method in JUDGES:
        note_judged(machine, method, inputs, node)
        if method in EQUAL and len(inputs) == 2 and "other" in bound:
            _note_comparison(machine, row, method, arguments, bound, inputs, node)
    elif method in BY_INDEX and (index := bound.get(BY_INDEX[method])) is not None:
        note_index(machine, method, index[0], index[1], node)
    if row.shape == "broadcast":
        for parameter, (value, at) in bound.items():
            if parameter != "out":
                note_given(machine, value, at)
    if row.inputs[:1] == ("input",) and "input" in bound:
        note_tuple(machine, bound["input"][0], method, bound["input"][1], node)


def _note_comparison(
    machine: Machine,
    row: TensorFunction,
    method: str,
    arguments: Arguments,
    bound: dict[str, tuple[Value, int]],
    inputs: list[Value],
    node: int,
) -> None:
    left = operand_site(machine, arguments, {"input": bound["input"]} if "input" in bound else {}, row)
    places = (0 if left is None else left.node, bound["other"][1])
    note_compared(machine, method, inputs, places, node)


def _note_mode(
    machine: Machine, row: TensorFunction, name: str, bound: dict[str, tuple[Value, int]], node: int
) -> None:
    """Note what a function that stands for a layer is told of the mode."""
    given, at = bound.get(row.training, (None, None))
    share = bound.get("p", (None, 0))[0]
    receiver = machine.frame.receiver
    # What a method does that `forward` never calls is not what the model computes in its mode.
    called = [machine.tables.functions.get(number) for number in machine.active]
    computes = any(definition is not None and definition.name == "forward" for definition in called)
    in_module = computes and receiver is not None and machine.model(receiver) is not None
    place = None if at is None else machine.site(at)
    machine.record(ModeGiven(*machine.place(node), name, row.training, given, place, share, in_module))
