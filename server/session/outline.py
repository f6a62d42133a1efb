"""The outline of a training program: what the engine understood, in the order of execution.

It is read by people: by users who want to know what their program does, and by whoever asks why a finding is there
or is missing. Each line links to its place. Later iterations of loops add nothing but what the first did not show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..program.device import Device, DeviceKind
from ..program.events import (
    Backward,
    DeviceMove,
    Event,
    LossCalled,
    ModelCalled,
    ModeSet,
    OptimizerBuilt,
    Step,
    ZeroGrad,
)
from ..program.facts import Model, Optimizer
from ..program.program import Program
from ..program.site import Site
from ..program.states import Gradients, Mode, States
from ..program.values import Class, Tensor


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line: the physical line it speaks of (from 0), how deep in loops and calls it is, and what happens."""

    line: int
    depth: int
    text: str
    loop: bool


def outline(program: Program) -> tuple[OutlineLine, ...]:
    """What a program does, as far as it is understood; empty for a file without training code."""
    return tuple(_lines(program))


def as_text(lines: tuple[OutlineLine, ...]) -> str:
    """The outline as plain text with line numbers in front."""
    if not lines:
        return "Nothing in this file builds, runs or trains a model.\n"
    width = len(str(max(line.line for line in lines) + 1))
    return "".join(f"{line.line + 1:>{width}}  {'    ' * line.depth}{line.text}\n" for line in lines)


def _lines(program: Program) -> Iterator[OutlineLine]:
    seen: set[tuple[Site, str]] = set()
    loops: list[Site] = []
    for event in program.all_events:
        text = _text(event)
        if not text or (event.at, text) in seen:
            continue
        seen.add((event.at, text))
        loop = event.loop if event.loop is not None and event.loop.module == program.path else None
        if loop is None:
            loops = []
        elif loop in loops:
            del loops[loops.index(loop) + 1 :]
        else:
            loops = [*_around(program, loop, loops), loop]
            key = (loop, "loop")
            if key not in seen:
                seen.add(key)
                yield OutlineLine(_line(program, loop), len(loops) - 1, _header(program, loop), loop=True)
        again = "again: " if event.repeats and (event.at, text) not in seen else ""
        yield OutlineLine(_line(program, event.at), len(loops), again + text, loop=False)


def _around(program: Program, loop: Site, loops: list[Site]) -> list[Site]:
    """The loops known to be open that lie around another one in the text."""
    inner = program.source.statement(loop)
    kept: list[Site] = []
    for outer in loops:
        statement = program.source.statement(outer)
        if inner is not None and statement is not None and statement.span.contains(inner.span):
            kept.append(outer)
    return kept


def _line(program: Program, site: Site) -> int:
    return program.source.span(site).start.line


def _header(program: Program, loop: Site) -> str:
    statement = program.source.statement(loop)
    return "in a loop" if statement is None else statement.text.partition("\n")[0].rstrip()


def _text(event: Event) -> str:
    match event:
        case OptimizerBuilt():
            return f"{_class_of(event.optimizer)} is built over {_sources(event.optimizer)}"
        case DeviceMove():
            return f"`{event.name or 'a model'}` goes to {_device(event.device)}"
        case ModeSet():
            mode = {True: "train", False: "eval", None: "an unknown"}[event.training]
            return f"`{event.name}` is put into {mode} mode"
        case ModelCalled() if event.name and not event.name.startswith("self."):
            return f"`{event.name}`{_model(event.model)} runs in {_mode(event.model.mode)} mode"
        case LossCalled():
            return f"{event.function.rpartition('.')[2]} of {_input(event)}"
        case ZeroGrad():
            return f"the gradients of `{event.name}` are cleared"
        case Backward():
            models = ", ".join(_name(model) for _, model in event.models) or "something that is not known"
            return f"backward pass from `{event.name or 'a loss'}` through {models}"
        case Step():
            return f"`{event.name}` steps; its gradients are {_gradients(event.optimizer.gradients)}"
        case _:
            return ""


def _class_of(optimizer: Optimizer) -> str:
    return "an optimizer" if optimizer.class_ is None else optimizer.class_.rpartition(".")[2]


def _sources(optimizer: Optimizer) -> str:
    names = ", ".join(f"`{source.place}`" for source in optimizer.sources if source.place)
    if not names:
        return "parameters that are not known" if not optimizer.complete else "its parameters"
    return f"the parameters of {names}" + ("" if optimizer.complete else " and others")


def _device(device: Device) -> str:
    match device.kind:
        case DeviceKind.UNKNOWN:
            return "an unknown device"
        case DeviceKind.SYMBOL:
            return "an accelerator, if there is one" if device.names_accelerator else "the device it is given"
        case _:
            return device.text or device.type or device.kind.value


def _name(model: Model) -> str:
    if isinstance(model.class_, Class):
        return model.class_.name
    return "a model" if model.class_ is None else model.class_.name.rpartition(".")[2]


def _model(model: Model) -> str:
    return "" if model.class_ is None else f" ({_name(model)})"


def _mode(mode: States) -> str:
    words = [word for bit, word in ((Mode.TRAIN, "train"), (Mode.EVAL, "eval")) if mode.possible & bit]
    return " or ".join(words)


_TELLING = ("softmax", "log_softmax", "sigmoid", "log_sigmoid", "relu", "tanh")
"""Activations that matter to a loss."""


def _input(event: LossCalled) -> str:
    value = event.input
    if isinstance(value, Tensor) and value.activation is not None and value.activation.name in _TELLING:
        return f"the result of a {value.activation.name}"
    return "the output" if isinstance(value, Tensor) else "something that is not known"


_GRADIENTS = {
    Gradients.NEW: "empty",
    Gradients.FIRST: "fresh",
    Gradients.CLEAR: "empty",
    Gradients.FRESH: "fresh",
    Gradients.USED: "used up",
    Gradients.MIXED: "mixed with those of earlier steps",
}


def _gradients(gradients: States) -> str:
    words = dict.fromkeys(word for bit, word in _GRADIENTS.items() if gradients.possible & bit)
    return " or ".join(words) if len(words) < 3 else "not known"
