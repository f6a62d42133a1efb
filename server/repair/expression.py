"""How expressions are written in the file, and what is put behind them."""

from __future__ import annotations

import re

from ..program.program import Program
from ..program.site import Site
from ..text.edit import Edit
from ..text.span import Span

LONGEST_QUOTED = 24
_TIGHT = re.compile(r"[\w.]+(\([^()]*\))?")
"""An expression that keeps together wherever it is put: a name, or a call of one."""


def text_at(program: Program, site: Site) -> str:
    """An expression of this file as it is written."""
    return text_of(program, program.source.span(site))


def text_of(program: Program, span: Span) -> str:
    """The text that a span covers."""
    (first, start), (last, end) = span
    lines = list(program.source.lines[first : last + 1])
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    return "".join(lines)


def quoted(program: Program, site: Site, otherwise: str) -> str:
    """An expression of this file in backticks, if it is short enough to be read; else other words for it."""
    if site.module != program.path:
        return otherwise
    text = text_at(program, site)
    return f"`{text}`" if len(text) <= LONGEST_QUOTED and "\n" not in text and "`" not in text else otherwise


def tight(text: str) -> str:
    """An expression's text, in parentheses where it would fall apart beside an operator or a dot."""
    return text if _TIGHT.fullmatch(text) else f"({text})"


def balanced(text: str) -> bool:
    """Whether no bracket in a text closes one that is not opened in it."""
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if depth < 0:
            return False
    return depth == 0


def applied(program: Program, site: Site, method: str) -> Edit | None:
    """Apply what is written behind an expression, such as `.detach()`, to an expression of this file."""
    if site.module != program.path:
        return None
    span = program.source.span(site)
    return Edit(span, f"{tight(text_of(program, span))}{method}")


def behind(program: Program, site: Site, text: str) -> Edit:
    """Write something right behind an expression: the parentheses of a call, or what is read off it."""
    end = program.source.span(site).end
    return Edit(Span(end, end), text)


def handed_to(program: Program, site: Site, function: str) -> tuple[Edit, Edit]:
    """Make an expression the argument of a call: `list(...)`."""
    start, end = program.source.span(site)
    return Edit(Span(start, start), f"{function}("), Edit(Span(end, end), ")")
