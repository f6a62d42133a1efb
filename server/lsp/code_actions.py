"""Quick fixes for findings, and the action that ignores one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from ..rules.rule import Safety
from ..session.document import Document, PartAt
from ..session.ignore import IgnoreComments
from ..session.report import Diagnostic
from ..session.workspace import Findings
from ..text.edit import Edit
from .convert import place_of, range_of, uri_of
from .diagnostics import diagnostic_of, span_in

if TYPE_CHECKING:
    from .server import Server

WAIT_SECONDS = 0.1
"""How long a request waits for findings and fixes that are not known yet; then it goes without them."""

KIND = types.CodeActionKind.QuickFix


async def code_actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The actions for the findings in a range. Nothing is offered for a text that has been edited since."""
    found = server.session.find(params.text_document.uri)
    if found is None or not _wanted(params.context.only):
        return []
    document, part = found
    revision = document.revision
    encoding = server.client.encoding
    start = place_of(part.lines, params.range.start.line, params.range.start.character, encoding)
    end = place_of(part.lines, params.range.end.line, params.range.end.character, encoding)
    deadline = time.monotonic() + WAIT_SECONDS
    findings = await _findings(server, document, deadline)
    at = findings and findings.snapshot.part(part.uri)
    if findings is None or at is None:
        return []
    here = span_in(at, start, end)
    touching = [diagnostic for diagnostic in findings.diagnostics if diagnostic.span.touches(here)]
    await _fixes(server, document, touching, deadline)
    findings = server.session.findings(document)
    if findings is None or document.revision != revision:
        return []
    return list(_Actions(server, findings, at, params.context.diagnostics).of(touching))


def _wanted(only: Sequence[types.CodeActionKind | str] | None) -> bool:
    if only is None:
        return True
    kind = str(KIND.value)
    asked = [str(getattr(one, "value", one)) for one in only]
    return any(not one or kind == one or kind.startswith(f"{one}.") for one in asked)


async def _findings(server: Server, document: Document, deadline: float) -> Findings | None:
    while (findings := server.session.findings(document)) is None:
        if not await _news(server, deadline):
            return None
    return findings


async def _fixes(server: Server, document: Document, diagnostics: list[Diagnostic], deadline: float) -> None:
    asked: Findings | None = None
    while findings := server.session.findings(document):
        missing = [diagnostic for diagnostic in diagnostics if diagnostic not in findings.fixes]
        if not missing:
            return
        if asked is None or asked.report is not findings.report:
            server.session.want_fixes(findings, missing)
            asked = findings
        if not await _news(server, deadline):
            return


async def _news(server: Server, deadline: float) -> bool:
    """Wait until something new is known; false when the time is over."""
    try:
        await asyncio.wait_for(server.news.wait(), max(0.0, deadline - time.monotonic()))
    except asyncio.TimeoutError:
        return False
    return True


class _Actions:
    def __init__(self, server: Server, findings: Findings, part: PartAt, shown: Iterable[types.Diagnostic]) -> None:
        self._server = server
        self._findings = findings
        self._part = part
        self._shown = {(diagnostic.code, str(diagnostic.range)): diagnostic for diagnostic in shown}
        self._lines = findings.snapshot.lines

    def of(self, diagnostics: Sequence[Diagnostic]) -> Iterator[types.CodeAction]:
        """First the fixes, then the comments that ignore: a finding is there to be repaired."""
        published = [self._published(diagnostic) for diagnostic in diagnostics]
        for diagnostic, shown in zip(diagnostics, published):
            for index, fix in enumerate(self._findings.fixes.get(diagnostic, ())):
                edit = self._workspace_edit(fix.edits)
                if edit is not None:
                    yield types.CodeAction(
                        title=fix.title,
                        kind=KIND,
                        diagnostics=[shown],
                        is_preferred=index == 0,
                        edit=edit,
                        data={"rule": diagnostic.rule, "safe": fix.safety is Safety.SAFE},
                    )
        comments = IgnoreComments(self._lines) if diagnostics else None
        done: set[Edit] = set()
        for diagnostic, shown in zip(diagnostics, published):
            edit = comments and comments.edit(diagnostic)
            if edit and edit not in done:
                done.add(edit)
                yield types.CodeAction(
                    title=f"Ignore `{diagnostic.rule}` on this line",
                    kind=KIND,
                    diagnostics=[shown],
                    edit=self._workspace_edit((edit,)),
                )

    def _published(self, diagnostic: Diagnostic) -> types.Diagnostic:
        """The diagnostic as the client knows it; the very object it sent, where it did."""
        plain = diagnostic_of(self._server, self._findings, self._part, diagnostic)
        made = self._server.protocol.structured(plain, types.Diagnostic)
        return self._shown.get((made.code, str(made.range)), made)

    def _workspace_edit(self, edits: Iterable[Edit]) -> types.WorkspaceEdit | None:
        """The edits by file; None where one is in a file that cannot be read."""
        by_file: dict[str, tuple[int | None, list[types.TextEdit]]] = {}
        for edit in edits:
            uri, version, text = self._place(edit)
            if text is None:
                return None
            by_file.setdefault(uri, (version, []))[1].append(text)
        if not self._server.client.document_changes:
            return types.WorkspaceEdit(changes={uri: list(texts) for uri, (_, texts) in by_file.items()})
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, version), list(texts))
                for uri, (version, texts) in by_file.items()
            ]
        )

    def _place(self, edit: Edit) -> tuple[str, int | None, types.TextEdit | None]:
        if edit.path in ("", self._findings.snapshot.path):
            part = self._findings.snapshot.part_at(edit.span.start.line)
            return part.uri, part.version, self._text_edit(self._lines, edit, part.first)
        open_part = self._server.session.part_at(edit.path)
        lines = open_part.lines if open_part else self._server.session.lines_of(edit.path)
        uri, version = (open_part.uri, open_part.version) if open_part else (uri_of(edit.path), None)
        return uri, version, self._text_edit(lines, edit, 0) if lines else None

    def _text_edit(self, lines: Sequence[str], edit: Edit, first: int) -> types.TextEdit:
        where: Any = range_of(lines, edit.span, self._server.client.encoding)
        return types.TextEdit(
            types.Range(
                types.Position(where["start"]["line"] - first, where["start"]["character"]),
                types.Position(where["end"]["line"] - first, where["end"]["character"]),
            ),
            edit.text,
        )
