"""The real server with the real analysis, through a real client with the abilities of real editors."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as t
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from server.rules.page import page
from tests.e2e.raw_client import ROOT

RULE = "missing-zero-grad"
WAIT_SECONDS = 30.0

pytestmark = pytest.mark.slow


@pytest_lsp.fixture(
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "server", "server", "--stdio"], server_env={"PYTHONPATH": str(ROOT)}
    ),
    params=["visual_studio_code", "neovim"],
)
async def editor(
    lsp_client: LanguageClient, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[LanguageClient]:
    lsp_client.feature(t.CLIENT_REGISTER_CAPABILITY)(lambda _: None)
    folder = t.WorkspaceFolder(tmp_path.as_uri(), "project")
    capabilities = client_capabilities(request.param)
    await lsp_client.initialize_session(t.InitializeParams(capabilities=capabilities, workspace_folders=[folder]))
    yield lsp_client
    await lsp_client.shutdown_session()


def open_text(editor: LanguageClient, uri: str, text: str) -> None:
    document = t.TextDocumentItem(uri=uri, language_id="python", version=1, text=text)
    editor.text_document_did_open(t.DidOpenTextDocumentParams(document))


def change(editor: LanguageClient, uri: str, version: int, text: str) -> None:
    identifier = t.VersionedTextDocumentIdentifier(version=version, uri=uri)
    whole = t.TextDocumentContentChangeWholeDocument(text)
    editor.text_document_did_change(t.DidChangeTextDocumentParams(identifier, [whole]))


async def published(editor: LanguageClient, uri: str, count: int) -> list[t.Diagnostic]:
    """The diagnostics of a document once there are that many."""

    async def wait() -> None:
        while uri not in editor.diagnostics or len(editor.diagnostics[uri]) != count:
            await editor.wait_for_notification(t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    await asyncio.wait_for(wait(), WAIT_SECONDS)
    return list(editor.diagnostics[uri])


def changed(text: str, edits: list[t.TextEdit]) -> str:
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        start, end = edit.range.start, edit.range.end
        head, tail = lines[start.line][: start.character], lines[end.line][end.character :]
        lines[start.line : end.line + 1] = [head + edit.new_text + tail]
    return "".join(lines)


def edits_of(action: t.CodeAction, uri: str) -> list[t.TextEdit]:
    assert action.edit is not None
    if action.edit.changes is not None:
        return list(action.edit.changes[uri])
    [document] = action.edit.document_changes or []
    assert isinstance(document, t.TextDocumentEdit)
    assert (document.text_document.uri, document.text_document.version) == (uri, 1)
    return list(document.edits)


async def actions(editor: LanguageClient, uri: str, diagnostic: t.Diagnostic) -> list[t.CodeAction]:
    context = t.CodeActionContext(diagnostics=[diagnostic], only=[t.CodeActionKind.QuickFix])
    params = t.CodeActionParams(t.TextDocumentIdentifier(uri), diagnostic.range, context)
    # A loaded machine may verify the fix later than a request waits for it.
    for _ in range(50):
        found = await editor.text_document_code_action_async(params)
        if found and len(found) == 2:
            return [action for action in found if isinstance(action, t.CodeAction)]
    raise AssertionError(f"the fix was never offered: {found}")


@pytest.mark.asyncio
async def test_a_finding_is_shown_repaired_and_gone(editor: LanguageClient, tmp_path: Path) -> None:
    uri, text = (tmp_path / "train.py").as_uri(), page(RULE).bad
    open_text(editor, uri, text)
    [diagnostic] = await published(editor, uri, 1)
    assert (diagnostic.code, diagnostic.source) == (RULE, "torchwise")
    fix, ignore = await actions(editor, uri, diagnostic)
    assert fix.is_preferred
    assert list(fix.diagnostics or ()) == [diagnostic]
    assert ignore.title == f"Ignore `{RULE}` on this line"
    versions = iter(range(2, 10))
    for action in (fix, ignore):
        change(editor, uri, next(versions), changed(text, edits_of(action, uri)))
        assert await published(editor, uri, 0) == []
        change(editor, uri, next(versions), text)
        editor.text_document_did_save(t.DidSaveTextDocumentParams(t.TextDocumentIdentifier(uri)))
        await published(editor, uri, 1)
    assert editor.messages == []


@pytest.mark.asyncio
async def test_a_hover_over_the_finding_explains_it(editor: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "train.py").as_uri()
    open_text(editor, uri, page(RULE).bad)
    [diagnostic] = await published(editor, uri, 1)
    hover = await editor.text_document_hover_async(t.HoverParams(t.TextDocumentIdentifier(uri), diagnostic.range.start))
    assert hover is not None
    assert isinstance(hover.contents, t.MarkupContent)
    assert page(RULE).summary in hover.contents.value


@pytest.mark.asyncio
async def test_a_settings_file_of_the_project_counts(editor: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "train.py").as_uri()
    settings = tmp_path / "pyproject.toml"
    settings.write_text(f'[tool.torchwise.rules]\n{RULE} = "off"\n', encoding="utf-8")
    open_text(editor, uri, page(RULE).bad)
    assert await published(editor, uri, 0) == []
    settings.write_text(f'[tool.torchwise.rules]\n{RULE} = "hint"\n# later\n', encoding="utf-8")
    change = t.FileEvent(settings.as_uri(), t.FileChangeType.Changed)
    editor.workspace_did_change_watched_files(t.DidChangeWatchedFilesParams([change]))
    [diagnostic] = await published(editor, uri, 1)
    assert diagnostic.severity is t.DiagnosticSeverity.Hint


@pytest.mark.asyncio
async def test_what_is_wrong_in_a_settings_file_is_shown_there(editor: LanguageClient, tmp_path: Path) -> None:
    settings = tmp_path / "torchwise.toml"
    settings.write_text('[rules]\nmissing-zero-gard = "off"\n', encoding="utf-8")
    open_text(editor, (tmp_path / "train.py").as_uri(), "import torch\n")
    [diagnostic] = await published(editor, settings.as_uri(), 1)
    assert diagnostic.code == "invalid-setting"
    assert diagnostic.range == t.Range(t.Position(1, 0), t.Position(1, 17))
    assert "missing-zero-grad" in diagnostic.message
    settings.unlink()
    change = t.FileEvent(settings.as_uri(), t.FileChangeType.Deleted)
    editor.workspace_did_change_watched_files(t.DidChangeWatchedFilesParams([change]))
    await published(editor, settings.as_uri(), 0)


@pytest.mark.asyncio
async def test_the_settings_of_the_editor_count(editor: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "train.py").as_uri()
    open_text(editor, uri, page(RULE).bad)
    await published(editor, uri, 1)
    for value, count in (({"enable": False}, 0), ({"rules": {RULE: "off"}}, 0), ({"exclude": ["*.txt"]}, 1)):
        editor.set_configuration(value, section="torchwise")
        params = t.DidChangeConfigurationParams(settings={"torchwise": value})
        editor.workspace_did_change_configuration(params)
        await published(editor, uri, count)
