"""Where gradients are switched off: the `with`, or the decorator, around a place."""

from __future__ import annotations

import re

from .program import Program
from .site import Site
from .source import StatementText

_NAME = re.compile(r"(?:@|\bwith\b|,|\()\s*[\w.]*\b(no_grad|inference_mode|set_grad_enabled)\b")
ALONE = re.compile(r"with\s+[\w.]+\([\w.]*\)\s*:\s*(#.*)?")
"""The header of a `with` of one thing."""


def around(program: Program, places: tuple[Site, ...]) -> tuple[StatementText, str] | None:
    """The `with`, or the decorated function, that switches gradients off around one of several places, and its name."""
    for statement in (each for place in places for each in program.outwards(place)):
        if statement.text.startswith(("@", "with ", "async with ")):
            found = _NAME.search(head(program, statement))
            if found is not None:
                return statement, found[1]
    return None


def head(program: Program, statement: StatementText) -> str:
    """The header of a compound statement, with the decorators above it."""
    return "".join(program.source.lines[statement.span.start.line : statement.header.end.line + 1]).strip()
