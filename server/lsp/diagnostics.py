"""Publishing findings as diagnostics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from ..session.document import PartAt
from ..session.report import Diagnostic, RelatedPlace
from ..session.workspace import Findings
from ..text.span import Position, Span
from .convert import SEVERITY, Json, range_of, uri_of
from .pages import page_uri

if TYPE_CHECKING:
    from .server import Server

SOURCE = "torchwise"


def publish(server: Server, findings: Findings) -> None:
    """Show the findings of one revision, and nothing else, at every part of its document."""
    for part in findings.snapshot.parts:
        _send(server, part.uri, part.version, as_published(server, findings, part))


def clear(server: Server, uri: str) -> None:
    """Show nothing at a part that is closed."""
    _send(server, uri, None, [])


def as_published(server: Server, findings: Findings, part: PartAt) -> list[Json]:
    """The findings in one part, in the order that they have everywhere."""
    return [
        diagnostic_of(server, findings, part, diagnostic)
        for diagnostic in sorted(findings.diagnostics, key=lambda diagnostic: diagnostic.order)
        if findings.snapshot.part_at(diagnostic.span.start.line) is part
    ]


def diagnostic_of(server: Server, findings: Findings, part: PartAt, diagnostic: Diagnostic) -> Json:
    """One finding as the protocol has it."""
    client = server.client
    lines = findings.snapshot.lines
    published: Json = {
        "range": _range(lines, diagnostic.span, part, server),
        "severity": SEVERITY[diagnostic.severity],
        "code": diagnostic.rule,
        "source": SOURCE,
        "message": diagnostic.message,
        "data": {"rule": diagnostic.rule, "version": part.version},
    }
    if client.code_description and (page := page_uri(diagnostic.rule)):
        published["codeDescription"] = {"href": page}
    if client.related_information and diagnostic.related:
        published["relatedInformation"] = [_related(server, findings, place) for place in diagnostic.related]
    return published


def _related(server: Server, findings: Findings, place: RelatedPlace) -> Json:
    if place.path in ("", findings.snapshot.path):
        part = findings.snapshot.part_at(place.span.start.line)
        where = {"uri": part.uri, "range": _range(findings.snapshot.lines, place.span, part, server)}
    else:
        lines = server.session.lines_of(place.path)
        where = {"uri": uri_of(place.path), "range": range_of(lines, place.span, server.client.encoding)}
    return {"location": where, "message": place.message}


def _range(lines: Sequence[str], span: Span, part: PartAt, server: Server) -> Json:
    """A span of the whole text as a range of the part that it starts in."""
    whole = range_of(lines, span, server.client.encoding)
    if part.first:
        whole["start"]["line"] -= part.first
        whole["end"]["line"] -= part.first
    return whole


def span_in(part: PartAt, start: Position, end: Position) -> Span:
    """A span of a part as one of the whole text."""
    return Span(Position(start.line + part.first, start.column), Position(end.line + part.first, end.column))


def _send(server: Server, uri: str, version: int | None, diagnostics: list[Json]) -> None:
    params: Json = {"uri": uri, "diagnostics": diagnostics}
    if version is not None:
        params["version"] = version
    server.protocol.send({"jsonrpc": "2.0", "method": types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, "params": params})
