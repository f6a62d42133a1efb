"""Taking statements out of the block around them, and functions from under a decorator."""

from __future__ import annotations

from ..program.program import Program
from ..program.source import StatementText
from ..text.edit import Edit
from ..text.span import Position, Span


def body(program: Program, statement: StatementText) -> Edit | None:
    """Leave of a compound statement with one suite, such as a `with`, what stands in it.

    None where they share a line, or where text over several lines would change if it were moved.
    """
    inner = program.source.body(statement.site)
    own_line = statement.header.start.line == statement.header.end.line
    if not inner or not statement.alone or not own_line or inner[0].span.start.line == statement.header.start.line:
        return None
    if '"""' in statement.text or "'''" in statement.text or "\\\n" in statement.text:
        return None
    step = len(inner[0].indent) - len(statement.indent)
    first, last = statement.header.start.line, statement.span.end.line
    lines = program.source.lines[first + 1 : last + 1]
    if any(line.strip() and line[: len(inner[0].indent)].strip() for line in lines):
        return None
    text = "".join(line[step:] if line.strip() else line for line in lines)
    end = Position(last, len(program.source.lines[last]))
    if last + 1 < len(program.source.lines):
        end = Position(last + 1, 0)
    return Edit(Span(Position(first, 0), end), text)


def decorator(program: Program, function: StatementText, name: str) -> Edit | None:
    """Remove the decorator of a function that stands on one line and mentions a name."""
    above = range(function.span.start.line, function.header.start.line)
    found = [line for line in above if name in program.source.lines[line]]
    if len(found) != 1 or program.source.lines[found[0]].strip().count("(") != program.source.lines[found[0]].count(
        ")"
    ):
        return None
    return Edit(Span(Position(found[0], 0), Position(found[0] + 1, 0)), "")
