"""What the engine knows at a place of a program, in words: for the tests of the engine and for the curious."""

from __future__ import annotations

from collections.abc import Sequence

from ..interpret.machine import Machine
from ..interpret.models import depends_on_mode, has_parameters
from ..interpret.run import run_program
from ..interpret.statements import EXECUTE
from ..interpret.tables import Tables
from ..program.device import Device, DeviceKind
from ..program.facts import EMPTY, FULL, Collection, Facts, Foreign, Instance, Loss, Model, Optimizer, Parameters
from ..program.shape import Size, written
from ..program.states import Gradients, Mode, States
from ..program.values import Class, Constant, DeviceValue, External, Function, Reference, Tensor, TupleValue, Value
from ..syntax import ir
from ..syntax.read import read
from ..syntax.tree import Statement
from .imports import ImportFinder

FACTS = (
    "mode",
    "device",
    "gradients",
    "over",
    "activation",
    "graph",
    "consumed",
    "parameters",
    "depends_on_mode",
    "kind",
    "sizes",
)
NEVER = "not reached"


def reveal(path: str, lines: Sequence[str], line: int, expression: str, indent: str) -> str:
    """What is known of `expression` right below a line (from 0), at an indentation, when it is last executed.

    The expression is Python, or Python followed by one of `FACTS` as if it were an attribute: `model.mode`.
    """
    subject, _, fact = expression.rpartition(".")
    if fact not in FACTS:
        subject, fact = expression, "kind"
    probe = f"{indent}{subject}\n"
    reading = read([*lines[: line + 1], probe, *lines[line + 1 :]])
    keys = {statement.key for unit in reading.units for statement in unit if reading.line_of(statement.key) == line + 1}
    said: list[str] = []

    def observe(machine: Machine, statement: Statement) -> None:
        if statement.key in keys and statement.node and isinstance(statement.node, ir.Evaluate):
            value = machine.evaluate(statement.node.value)
            if machine.now() is not None:
                said.append(_said(machine, value, fact))
            return
        EXECUTE[ir.Evaluate](machine, statement)

    executors = {**EXECUTE, ir.Evaluate: observe}
    run_program(path, reading.body, Tables(), ImportFinder(path).find, executors=executors)
    return said[-1] if said else NEVER


def _said(machine: Machine, value: Value, fact: str) -> str:
    facts = machine.facts(value)
    match fact, facts, value:
        case "mode", Model(), _:
            return _states(facts.mode, {Mode.TRAIN: "train", Mode.EVAL: "eval"})
        case "device", Model() | Loss(), _:
            return _device(facts.device)
        case "device", _, Tensor():
            return _device(value.device)
        case "gradients", Optimizer(), _:
            return _states(
                facts.gradients,
                {
                    Gradients.NEW: "new",
                    Gradients.FIRST: "first",
                    Gradients.CLEAR: "clear",
                    Gradients.FRESH: "fresh",
                    Gradients.USED: "used",
                    Gradients.MIXED: "mixed",
                },
            )
        case "over", Optimizer() | Parameters(), _:
            names = ", ".join(source.place for source in facts.sources) or "nothing"
            return names if facts.complete else f"{names} and others"
        case "consumed", Parameters(), _:
            return _states(facts.consumed, {FULL: "no", EMPTY: "yes"})
        case "activation", _, Tensor():
            return "none" if value.activation is None else value.activation.name
        case "sizes", _, Tensor():
            return "unknown" if value.shape is None else written(value.shape)[0]
        case "graph", _, Tensor():
            names = sorted(_class(machine.model(Reference(model))) for model in value.models)
            return ", ".join(names) or "none"
        case "parameters", Model(), Reference():
            return _answer(has_parameters(machine, value.object))
        case "depends_on_mode", Model(), Reference():
            return _answer(depends_on_mode(machine, value.object))
        case "kind", _, _:
            return _kind(value, facts)
        case _:
            return "unknown"


def _states(states: States, words: dict[int, str]) -> str:
    return " or ".join(word for bit, word in words.items() if states.possible & bit)


def _device(device: Device) -> str:
    match device.kind:
        case DeviceKind.SYMBOL:
            return "accelerator or cpu" if device.names_accelerator and not device.assumed else "symbol"
        case DeviceKind.ACCELERATOR:
            return device.type if device.index is None else f"{device.type}:{device.index}"
        case _:
            return device.kind.value


def _answer(known: bool | None) -> str:
    return "unknown" if known is None else "yes" if known else "no"


def _class(model: Model | None) -> str:
    if model is None or model.class_ is None:
        return "a model"
    return model.class_.name if isinstance(model.class_, Class) else model.class_.name.rpartition(".")[2]


def _kind(value: Value, facts: Facts | None) -> str:
    match facts:
        case Model():
            return f"model {_class(facts)}"
        case Optimizer():
            return f"optimizer {facts.class_.rpartition('.')[2]}" if facts.class_ else "optimizer"
        case Parameters():
            return "parameters"
        case Loss():
            return f"loss {facts.class_.rpartition('.')[2]}"
        case Collection():
            return f"{facts.kind} of {len(facts.elements)}" if facts.exact else facts.kind
        case Instance():
            return f"instance of {facts.class_.name}"
        case Foreign():
            return facts.class_
        case _:
            return _plain(value)


def _plain(value: Value) -> str:
    match value:
        case Constant():
            return repr(value.value)
        case External() | Class() | Function():
            return value.name
        case Tensor():
            return "tensor"
        case Size():
            return "a size"
        case TupleValue():
            return f"tuple of {len(value.elements)}"
        case DeviceValue():
            return _device(value.device)
        case _:
            return "unknown"
