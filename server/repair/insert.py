"""Inserting whole statements beside others, with their indentation and line ends."""

from __future__ import annotations

from ..program.program import Program
from ..program.source import StatementText
from ..text.edit import Edit
from ..text.span import Position, Span


def before(program: Program, statement: StatementText, text: str) -> Edit:
    """Insert a statement on a line of its own above another one and the comments that belong to it."""
    line = statement.span.start.line - statement.comments
    place = Position(line, 0)
    return Edit(Span(place, place), f"{statement.indent}{text}{line_end(program)}")


def after(program: Program, statement: StatementText, text: str) -> Edit:
    """Insert a statement on a line of its own below another one."""
    lines = program.source.lines
    line = statement.span.end.line
    if line + 1 >= len(lines) and not lines[line].endswith(("\n", "\r")):
        place = Position(line, len(lines[line]))
        return Edit(Span(place, place), f"{line_end(program)}{statement.indent}{text}")
    place = Position(line + 1, 0)
    return Edit(Span(place, place), f"{statement.indent}{text}{line_end(program)}")


def line_end(program: Program) -> str:
    """The line end that the file uses."""
    for line in program.source.lines:
        for end in ("\r\n", "\n", "\r"):
            if line.endswith(end):
                return end
    return "\n"
