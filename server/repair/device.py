"""Moving things to the device that the program itself names."""

from __future__ import annotations

import re

from ..program.device import Device, DeviceKind
from ..program.events import DeviceMove, TensorMoved
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..text.edit import Edit
from . import expression, insert, wrap

_CONDITION = re.compile(r"if\s*\(?\s*([\w.]+(?:\(\))?)\s*\)?\s*:")
_CHOSEN = re.compile(r"\.to\((\w+|(self|args|cfg|config|opt|hparams)\.\w+)\)")
"""A device of its own, not that of some tensor or model."""
_HOW = re.compile(r"\.to\([\w.]+\)|\.to\((\"|')[\w:]+\1\)|\.(cuda|mps|xpu)\(\)")


def how_moved(program: Program, device: Device) -> str:
    """How the program moves things to a device, as written: `.to(device)`; empty where it does not."""
    for event in program.events(TensorMoved):
        if event.device == device and _HOW.fullmatch(event.how):
            return event.how
    for move in program.events(DeviceMove):
        statement = program.source.statement(move.at) if move.device == device else None
        found = _HOW.search(statement.text) if statement is not None and statement.simple else None
        if found is not None:
            return found[0]
    return ""


def how_chosen(program: Program) -> str:
    """How things are moved to a device that the program chooses; empty where it chooses none."""
    for kind in (TensorMoved, DeviceMove):
        for move in program.events(kind):
            if _is_chosen(move.device) and _CHOSEN.fullmatch(how := how_moved(program, move.device)):
                return how
    return ""


def _is_chosen(device: Device) -> bool:
    return device.kind is DeviceKind.SYMBOL and device.names_accelerator


def moved_if(program: Program, device: Device) -> tuple[str, str]:
    """The condition under which the program moves things to an accelerator, and how; both empty where it does not."""
    if device.kind is not DeviceKind.SYMBOL or not device.assumed:
        return "", ""
    for kind in (DeviceMove, TensorMoved):
        for move in program.events(kind):
            around = program.source.parent(move.at) if move.at.module == program.path else None
            if move.device.type != device.type or not move.device.accelerated or around is None:
                continue
            statement, found = program.source.statement(move.at), _CONDITION.match(around.text)
            how = _HOW.search(statement.text) if statement is not None and statement.simple else None
            if found is not None and how is not None:
                return found[1], how[0]
    return "", ""


def named_before(program: Program, place: Site, condition: str) -> bool:
    """Whether what a condition reads is bound above a place."""
    return bound_before(program, place, f".to({condition.removesuffix('()')})")


def under_condition(program: Program, statement: StatementText, condition: str, text: str) -> str:
    """The text of a statement under a condition, to be put beside another one."""
    return (
        f"if {condition}:{insert.line_end(program)}{statement.indent}{wrap.step(program)}{text}" if condition else text
    )


def device_name(how: str) -> str:
    """The variable that `.to(device)` reads, up to its first dot; empty for a text such as `.to("cuda")`."""
    found = re.fullmatch(r"\.to\(([A-Za-z_]\w*)[\w.]*\)", how)
    return found[1] if found else ""


def bound_before(program: Program, place: Site, how: str) -> bool:
    """Whether the device can be named at a place: it has no name, or one that is bound above or by a `def` around."""
    name = device_name(how)
    if not name or name == "torch":
        return True
    start = program.source.span(place).start
    writers = program.source.writers(place, name)
    if writers:
        return any(writer.span.start < start for writer in writers)
    function = program.source.function(place)
    if function is None:
        return False
    header = expression.text_of(program, function.header)
    return re.search(rf"[(,*]\s*{name}\b", header) is not None or bool(program.source.writers(function.site, name))


def with_the_rest(program: Program, built: Site, models: frozenset[int]) -> Edit | None:
    """Move what a statement builds to the device that the models it becomes a part of were moved to before, not after."""
    statement = program.source.statement(built)
    moves = [move for move in program.unique(DeviceMove) if move.object in models and move.at.module == program.path]
    if statement is None or not moves or not re.fullmatch(r"[\w.\[\]]+ = [\w.]+\(.*\)", statement.text, re.DOTALL):
        return None
    how = how_moved(program, moves[-1].device)
    above = all(program.source.span(move.at).start < statement.span.start for move in moves)
    if not above or not how or _HOW.search(statement.text) or not bound_before(program, built, how):
        return None
    if _conditions(program, moves[-1].at) - _conditions(program, built):
        return None
    return expression.behind(program, statement.site, how)


def _conditions(program: Program, site: Site) -> set[Site]:
    """The `if`, `try` and the like around a place: it may be left out."""
    return {each.site for each in program.outwards(site) if not re.match(r"@|(async )?def |class |with ", each.text)}


def beside_device(program: Program, place: Site, how: str, text: str) -> Edit | None:
    """Insert a statement below the one definition of the device, if that stands in the block of a place, after it."""
    writers = program.source.writers(place, device_name(how))
    block = {statement.site for statement in program.source.block(place)}
    if len(writers) != 1 or writers[0].site not in block or not writers[0].alone:
        return None
    return insert.after(program, writers[0], text)
