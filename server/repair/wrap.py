"""Putting a statement into a block of its own: under the header of a `with`, or a function under a decorator."""

from __future__ import annotations

from ..program.program import Program
from ..program.source import StatementText
from ..text.edit import Edit
from ..text.span import Position, Span
from . import insert


def under(program: Program, statement: StatementText, header: str) -> Edit | None:
    """Put a statement under a header such as `with torch.no_grad():`, with the comments above it.

    None where it shares a line, or has text over several lines in it that would change if it were indented.
    """
    if not statement.alone or '"""' in statement.text or "'''" in statement.text or "\\\n" in statement.text:
        return None
    first, last = statement.span.start.line - statement.comments, statement.span.end.line
    lines = program.source.lines[first : last + 1]
    inward = step(program)
    body = "".join(f"{inward}{line}" if line.strip() else line for line in lines)
    return Edit(
        Span(Position(first, 0), _end(program, last)), f"{statement.indent}{header}{insert.line_end(program)}{body}"
    )


def decorated(program: Program, function: StatementText, decorator: str) -> Edit:
    """Decorate a function, below the decorators that it has."""
    place = Position(function.header.start.line, 0)
    return Edit(Span(place, place), f"{function.indent}@{decorator}{insert.line_end(program)}")


def _end(program: Program, last: int) -> Position:
    lines = program.source.lines
    if last + 1 < len(lines):
        return Position(last + 1, 0)
    return Position(last, len(lines[last]))


def step(program: Program) -> str:
    """One level of indentation as the file has it."""
    for line in program.source.lines:
        blank = line[: len(line) - len(line.lstrip())]
        if blank and line.strip():
            return "\t" if blank[0] == "\t" else blank
    return "    "
