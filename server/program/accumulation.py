"""Gradients that are summed over several batches before each step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .events import Backward, LossCalled, Step, ZeroGrad
from .program import Program
from .record import record
from .site import Site
from .source import StatementText
from .surroundings import around, inside

_EVERY = re.compile(r"%\s*([A-Za-z_][\w.]*|\d+)\s*\)?\s*==|%\s*(2)\s*:")
_BY_HAND = re.compile(r"\.grad\b.*([*/]|\.(div|mul)_)")


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
        clears = _clears(program, step) if step.repeats else []
        guard = _guard(program, step) if clears else None
        if guard is None or not all(inside(program, guard[0], each) for each in clears):
            continue
        statement, every = guard
        if _BY_HAND.search(statement.text):
            continue  # The gradients themselves are divided.
        passes = [
            each
            for each in program.unique(Backward)
            if each.iteration == step.iteration and not inside(program, statement, each)
        ]
        held = step.held
        for each in passes:
            mine = held & each.reached if held else len(passes) == 1
            loss = _mean(program, each)
            if mine and loss is not None and not _divided(program, each):
                yield Summed(step, every, each, loss)


def _guard(program: Program, step: Step) -> tuple[StatementText, str] | None:
    """The `if` around a step that lets it happen once in several iterations, and what says how many these are."""
    return program.kept(_guards).get(step.site)


def _guards(program: Program) -> dict[Site, tuple[StatementText, str] | None]:
    return {step.site: _guard_at(program, step.site) for step in program.unique(Step) if step.repeats}


def _guard_at(program: Program, site: Site) -> tuple[StatementText, str] | None:
    for statement in around(program, site):
        if statement.is_loop:
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
    return calls[-1] if calls and all(call.is_mean for call in calls) else None


def _divided(program: Program, backward: Backward) -> bool:
    """Whether the line of the pass itself computes with the loss."""
    statement = program.source.statement(backward.at)
    return statement is None or re.search(r"[*/]", statement.text) is not None


@record
class Remainder:
    """`step` happens whenever `guard` says so, once in several batches of a loop: the last ones are left over.

    Their gradients, from `backward`, are cleared before the next step if they are `dropped`. `last` is written where the
    last batch is meant.
    """

    step: Step
    guard: StatementText
    last: str
    backward: Backward
    dropped: bool


_HEADER = re.compile(
    r"for \(?(?P<counter>\w+), .+ in (?:[\w.]+\()?enumerate\((?:tqdm\()?(?P<batches>[\w.]+)\)?(?P<start>, (?:start=)?1)?\)"
)
_TEST = re.compile(r"if \(?(?P<counter>\w+)(?:\s*\+\s*1)?\)?\s*%\s*(?:[A-Za-z_][\w.]*|\d+)\s*==[^:]*:")
_ENDS = re.compile(r"\b(?:or|and|if)\b")


def remainders(program: Program) -> Iterator[Remainder]:
    """Each step that gradients of the last batches of an epoch do not get to."""
    for step in program.unique(Step):
        guard = _guard(program, step) if step.repeats and step.at.module == program.path else None
        loop = None if guard is None else program.source.parent(guard[0].site)
        if guard is None or loop is None or _elsewhere(program, step) or not _again(program, step, loop):
            continue
        header = _HEADER.match(program.source.lines[loop.header.start.line].strip())
        test = _TEST.fullmatch(program.source.lines[guard[0].header.start.line].strip())
        if header is None or test is None or _ENDS.search(test[0][3:]) or header["counter"] != test["counter"]:
            continue
        clears = [each for each in program.unique(ZeroGrad) if each.object == step.object]
        passes = _own_passes(program, step)
        inner = [each for each in clears if each.loop == step.loop and not inside(program, guard[0], each)]
        if len(passes) == 1 and not inner and not inside(program, guard[0], passes[0]):
            dropped = any(each.repeats and each.loop != step.loop for each in clears)
            last = f"{test['counter']}{'' if header['start'] else ' + 1'} == len({header['batches']})"
            yield Remainder(step, guard[0], last, passes[0], dropped)


def _own_passes(program: Program, step: Step) -> list[Backward]:
    """The backward passes of the loop of a step through what it trains."""
    held = step.held
    passes = [each for each in program.unique(Backward) if each.iteration == step.iteration]
    return [each for each in passes if not held or held & each.reached]


def _elsewhere(program: Program, step: Step) -> bool:
    """Whether the optimizer, or what may be it, is stepped in another place as well: for what is left over."""
    return any(other.site != step.site for other in program.unique(Step) if other.object == step.object)


def _again(program: Program, step: Step, loop: StatementText) -> bool:
    """Whether a loop of the file is run through several times: there is one around it, here or in a caller."""
    return any(each.is_loop for site in (loop.site, *step.trail) for each in around(program, site))


_TAKES_TURNS = re.compile(r"(?:el)?if (?:\(?(?P<counter>[\w.]+)(?: [+-] \d+)?\)?) % (?P<modulus>[\w.]+) == [\w. +-]+:")


def in_turn(program: Program, step: Step) -> bool:
    """Whether a step and each clear of its optimizer wait for a remainder of the same counter: then one comes as often as the other."""
    mine = _turns(program, step.site)
    return bool(mine) and all(mine & _turns(program, site) for site in step.optimizer.cleared_at)


def _turns(program: Program, site: Site) -> set[tuple[str, str]]:
    """The counters, each with its modulus, whose remainders decide whether a statement is run."""
    tests = [_TAKES_TURNS.match(each.text) for each in program.outwards(site)]
    return {(test["counter"], test["modulus"]) for test in tests if test is not None}
