"""Moving a statement out of its method into another one."""

from __future__ import annotations

import re

from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..text.edit import Edit
from ..text.span import Position, Span
from .delete import whole
from .insert import after


def into(program: Program, moved: Site, last: Site, known: frozenset[str]) -> tuple[Edit, ...] | None:
    """Move a statement that stands directly in a method behind the statement `last` of another one.

    None where it needs what only its own method has: a parameter, a local variable, or an attribute of `self`
    that is not among the `known` ones. A method that would be left empty goes as well.
    """
    source = program.source
    own, target = source.statement(moved), source.statement(last)
    method = source.function(moved)
    if (
        own is None
        or target is None
        or method is None
        or not own.simple
        or not own.alone
        or own.indent != target.indent
    ):
        return None
    body = source.body(method.site)
    if own not in body or target not in source.body(_site_of(program, last)) or own.comments or own.trailing_comment:
        return None
    if not _understood(method, body, own, known):
        return None
    gone = whole(program, moved) if len(body) > 1 else _without(program, method)
    return None if gone is None else (after(program, target, own.text), gone)


def _site_of(program: Program, site: Site) -> Site:
    function = program.source.function(site)
    return site if function is None else function.site


def _understood(
    method: StatementText, body: tuple[StatementText, ...], own: StatementText, known: frozenset[str]
) -> bool:
    """Whether all that a statement reads means the same in another method."""
    local = set(re.findall(r"\w+", method.text[: len(method.text) - len(method.text.lstrip())] + _signature(method)))
    for other in body:
        if other != own:
            local |= other.writes
    for place in own.reads | own.mutates:
        root, _, attribute = place.partition(".")
        if root == "self" and (attribute.partition(".")[0] not in known or place in local):
            return False
        if root != "self" and root in local:
            return False
    return True


def _signature(method: StatementText) -> str:
    """The parameters of a method, as text."""
    match = re.search(r"def\s+\w+\s*\((.*?)\)\s*(?:->[^:]*)?:", method.text, re.DOTALL)
    return match[1].partition("self")[2] if match else ""


def _without(program: Program, method: StatementText) -> Edit | None:
    """Remove a whole method with the blank lines above it."""
    lines = program.source.lines
    if not method.alone or method.comments:
        return None
    first, last = method.span.start.line, method.span.end.line + 1
    while first > 0 and not lines[first - 1].strip():
        first -= 1
    return Edit(Span(Position(first, 0), Position(last, 0)), "")
