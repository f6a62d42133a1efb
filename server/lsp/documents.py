"""What the client says about open documents."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from lsprotocol import types

from ..text.span import Span
from .convert import clean, path_of, place_of
from .diagnostics import clear

if TYPE_CHECKING:
    from .server import Server

logger = logging.getLogger(__name__)

_SUFFIXES = (".py", ".pyi", ".pyw")


def did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Analyse a document from now on."""
    document = params.text_document
    path = path_of(document.uri)
    if document.language_id.startswith("python") or path.endswith(_SUFFIXES):
        server.session.open(document.uri, path, document.version, clean(document.text))


def did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Apply the edits, in their order: each refers to the text after the one before."""
    found = server.session.find(params.text_document.uri)
    if found is None:
        logger.info("a change of %s, which is not open", params.text_document.uri)
        return
    document, part = found
    encoding = server.client.encoding
    for change in params.content_changes:
        text = clean(change.text)
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = change.range.start, change.range.end
            span = Span(
                place_of(part.lines, start.line, start.character, encoding),
                place_of(part.lines, end.line, end.character, encoding),
            )
            document.replace(part, span, text)
        else:
            document.reset(part, text)
    part.version = params.text_document.version
    server.session.edited(document)


def did_save(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Show what was held back, and look at the documents that may import this one."""
    uri = params.text_document.uri
    if server.session.find(uri) is None:
        server.session.file_changed(path_of(uri))
    else:
        server.session.saved(uri)


def did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a document and take its findings off the screen."""
    for uri in server.session.close(params.text_document.uri):
        clear(server, uri)
