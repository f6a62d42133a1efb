"""Moving things to a device, by the name that the program has for it."""

from __future__ import annotations

import re

from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..text.edit import Edit
from ..text.span import Span
from .insert import after

_MOVED = re.compile(r"\.to\(\s*(?:device\s*=\s*)?([A-Za-z_][\w.]*|\"[\w:]+\"|'[\w:]+')[^()]*\)\s*\Z")
_MADE = re.compile(r"\bdevice\s*=\s*([A-Za-z_][\w.]*|\"[\w:]+\"|'[\w:]+')")
_CUDA = re.compile(r"\.cuda\(\)\s*\Z")


def name_of_device(program: Program, origin: Site | None) -> str:
    """How the program writes the device that the tensor made at `origin` is on; empty where it cannot be told."""
    if origin is None or origin.module != program.path:
        return ""
    text = _text(program, program.source.span(origin))
    if _CUDA.search(text):
        return '"cuda"'
    found = _MOVED.search(text) or _MADE.search(text)
    return found[1] if found else ""


def move_where_it_is_made(program: Program, made: Site, name: str, device: str) -> Edit | None:
    """Add `.to(device)` to the expression that makes a thing; or a statement below, where the device is known only later.

    None where the thing is not made by a statement of its own, or the device is not bound in the same block.
    """
    block = program.source.block(made)
    at = next((index for index, statement in enumerate(block) if statement.site == made.whole), None)
    if at is None:
        return None
    bound = _bound(block, device.partition(".")[0])
    if bound is None or bound < at:
        end = program.source.span(made).end
        return Edit(Span(end, end), f".to({device})")
    if not name or not block[bound].alone:
        return None
    return after(program, block[bound], f"{name}.to({device})")


def _bound(block: tuple[StatementText, ...], device: str) -> int | None:
    """The last statement of the block that binds the name of the device; None when none does."""
    places = [index for index, statement in enumerate(block) if device in statement.writes]
    return places[-1] if places else None


def _text(program: Program, span: Span) -> str:
    lines = list(program.source.lines[span.start.line : span.end.line + 1])
    if not lines:
        return ""
    lines[-1] = lines[-1][: span.end.column]
    lines[0] = lines[0][span.start.column :]
    return "".join(lines)
