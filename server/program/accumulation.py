"""Gradients that are summed over several batches before each step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .evaluations import around, inside
from .events import Backward, LossCalled, Step, ZeroGrad
from .program import Program
from .record import record
from .source import StatementText
from .values import Constant

_EVERY = re.compile(r"%\s*([A-Za-z_][\w.]*|\d+)\s*\)?\s*==|%\s*(2)\s*:")
_BY_HAND = re.compile(r"\.grad\b.*([*/]|\.(div|mul)_)")
_MEAN = (None, Constant("str", "mean"))


@record
class Summed:
    """`step` happens once in so many iterations as `every` says, and `backward`, from the mean `loss`, in each of them."""

    step: Step
    every: str
    backward: Backward
    loss: LossCalled


def summed_means(program: Program) -> Iterator[Summed]:
    """Each step on the sum of mean losses that nothing divides."""
    for step in program.unique(Step):
        guard = _guard(program, step) if step.repeats and _clears(program, step) else None
        if guard is None or not all(inside(program, guard[0], each) for each in _clears(program, step)):
            continue
        statement, every = guard
        if _BY_HAND.search(statement.text):
            continue  # The gradients themselves are divided.
        passes = [
            each
            for each in program.unique(Backward)
            if (each.loop, each.trail) == (step.loop, step.trail) and not inside(program, statement, each)
        ]
        held = {model for model, _ in step.models}
        for each in passes:
            mine = held & {model for model, _ in each.models} if held else len(passes) == 1
            loss = _mean(program, each)
            if mine and loss is not None and not _divided(program, each):
                yield Summed(step, every, each, loss)


def _guard(program: Program, step: Step) -> tuple[StatementText, str] | None:
    """The `if` around a step that lets it happen once in several iterations, and what says how many these are."""
    for statement in around(program, step.site):
        if statement.text.startswith(("for ", "while ", "async for ")):
            return None
        found = _EVERY.search(program.source.lines[statement.header.start.line])
        if statement.text.startswith("if ") and found is not None:
            return None if found[1] == "1" else (statement, found[1] or "2")
    return None


def _clears(program: Program, step: Step) -> list[ZeroGrad]:
    """Where the optimizer is cleared in the loop that it is stepped in."""
    return [each for each in program.unique(ZeroGrad) if each.object == step.object and each.loop == step.loop]


def _mean(program: Program, backward: Backward) -> LossCalled | None:
    """The loss that a pass starts at, if it is the mean over a batch as it was computed."""
    origin = None if backward.loss is None else backward.loss.origin
    calls = [call for call in program.unique(LossCalled) if call.site == origin]
    plain = all(call.option(name) in _MEAN for call in calls for name in ("reduction", "reduce", "size_average"))
    return calls[-1] if calls and plain else None


def _divided(program: Program, backward: Backward) -> bool:
    """Whether the line of the pass itself computes with the loss."""
    statement = program.source.statement(backward.at)
    return statement is None or re.search(r"[*/]", statement.text) is not None
