"""Taking an operation away from what it is applied to, or from the list of what is applied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..program.program import Program
from ..program.site import Site
from ..text.edit import Edit
from ..text.span import Position, Span
from .expression import text_of, tight


def operand(program: Program, whole: Site, inner: Site) -> Edit | None:
    """Leave of an expression only the operand inside it: `f(x, 1)` becomes `x`."""
    span, kept = program.source.span(whole), program.source.span(inner)
    if not span.start <= kept.start <= kept.end <= span.end or span == kept:
        return None
    text = text_of(program, kept)
    statement = program.source.statement(whole)
    if statement is not None and statement.alone and statement.text == f"{text} = {text_of(program, span)}":
        # `x = x` would be left; where it is all there is in its block, the repaired text would not parse.
        return Edit(Span(Position(span.start.line, 0), Position(span.end.line + 1, 0)), "")
    return Edit(span, text if "\n" not in text and _stands_alone(program, span) else tight(text))


def element(program: Program, site: Site) -> Edit | None:
    """Remove an element from a call's arguments or a list, with its comma, and with its line where it has one."""
    lines, span = program.source.lines, program.source.span(site)
    if span.start.line != span.end.line or not _in_call_or_list(lines[: span.start.line + 1], span.start):
        return None
    line = lines[span.start.line]
    before, after = line[: span.start.column], line[span.end.column :]
    comma = re.match(r"\s*,[ \t]*", after)
    if not before.strip() and re.fullmatch(r"\s*,?\s*", after):
        return Edit(Span(Position(span.start.line, 0), Position(span.start.line + 1, 0)), "")
    if before.rstrip().endswith(","):
        return Edit(Span(Position(span.start.line, len(before.rstrip()) - 1), span.end), "")
    if comma:
        return Edit(Span(span.start, Position(span.end.line, span.end.column + comma.end())), "")
    return None


def _stands_alone(program: Program, span: Span) -> bool:
    """Whether an expression of any kind can stand at a span without parentheses around it."""
    before = program.source.lines[span.start.line][: span.start.column].rstrip()
    after = program.source.lines[span.end.line][span.end.column :].lstrip()
    begins = before.endswith(("=", "(", "[", ",", "return")) and not before.endswith(("==", "<=", ">=", "!="))
    return begins and (not after or after.startswith((")", "]", ",", "#", "\n", "\r")))


def _in_call_or_list(lines: Sequence[str], place: Position) -> bool:
    """Whether the innermost bracket open at a place is that of a call or a list; strings may deceive it, rarely."""
    text = "".join([*lines[:-1], lines[-1][: place.column]])
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        if text[index] in ")]}":
            depth += 1
        elif text[index] in "([{":
            if not depth:
                return text[index] == "[" or bool(re.search(r"[\w\])]$", text[:index]))
            depth -= 1
    return False
