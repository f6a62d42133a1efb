"""Hover: what the rule of a finding, or a rule named in an ignore comment, is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from ..session.document import Part
from ..session.workspace import Findings
from ..text.span import Position, Span
from .convert import place_of, range_of
from .diagnostics import span_in
from .pages import hover_markdown

if TYPE_CHECKING:
    from .server import Server

_NAMES = re.compile(r"#\s*torchwise\s*:\s*ignore(?:-file)?\s*\[([^\]#]*)")
_NAME = re.compile(r"[\w-]+")


def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """The first part of the page of what is under the cursor."""
    found = server.session.find(params.text_document.uri)
    if found is None:
        return None
    document, part = found
    encoding = server.client.encoding
    place = place_of(part.lines, params.position.line, params.position.character, encoding)
    name, span = _named(part.lines, place)
    names = [name] if name else []
    findings = server.session.findings(document)
    if not names and findings is not None:
        names, span = _found(findings, part, place)
    texts = [text for rule in names if (text := hover_markdown(rule))]
    if not texts:
        return None
    kind = types.MarkupKind.Markdown if server.client.markdown else types.MarkupKind.PlainText
    where = range_of(part.lines, span, encoding)
    return types.Hover(
        types.MarkupContent(kind, "\n---\n\n".join(texts)),
        types.Range(types.Position(**where["start"]), types.Position(**where["end"])),
    )


def _named(lines: Sequence[str], place: Position) -> tuple[str, Span]:
    """The rule named in an ignore comment at this place, or an empty name."""
    line = lines[place.line] if place.line < len(lines) else ""
    for comment in _NAMES.finditer(line):
        for name in _NAME.finditer(line, comment.start(1), comment.end(1)):
            if name.start() <= place.column <= name.end():
                return name[0], Span(Position(place.line, name.start()), Position(place.line, name.end()))
    return "", Span(place, place)


def _found(findings: Findings, part: Part, place: Position) -> tuple[list[str], Span]:
    """The rules of the findings at this place, and the span of the first of them."""
    at = findings.snapshot.part(part.uri)
    if at is None:
        return [], Span(place, place)
    here = span_in(at, place, place)
    touching = [diagnostic for diagnostic in findings.diagnostics if diagnostic.span.touches(here)]
    if not touching:
        return [], here
    (first, first_column), (last, last_column) = touching[0].span
    span = Span(Position(first - at.first, first_column), Position(last - at.first, last_column))
    return list(dict.fromkeys(diagnostic.rule for diagnostic in touching)), span
