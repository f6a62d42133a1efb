"""The workspace: settings of documents, folders, and what is analysed when."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator

import pytest

from server.session.known_rules import known
from server.session.settings import Layer, Settings
from server.session.workspace import Findings, Folder, Workspace
from tests.session.fake_analysis import WAIT_SECONDS, FakeAnalysis, Gate

KNOWN = known([])


class Screen:
    """What a workspace shows; its calls are run where the test asks for the next thing shown."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.layer = Layer()
        self.asked: list[str] = []
        self._posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self._shown: list[Findings] = []
        self.workspace = Workspace(
            lambda path, _: FakeAnalysis(path, self.gate),
            self._settings,
            self._posted.put,
            self,
            settle_seconds=1000.0,
            idle_seconds=1000.0,
        )

    def _settings(self, path: str) -> Settings:
        self.asked.append(path)
        return Settings(KNOWN, (self.layer,))

    def show(self, findings: Findings) -> None:
        self._shown.append(findings)

    def learn(self, findings: Findings) -> None:
        pass

    def next(self) -> tuple[str, int]:
        """The path of the next document shown, and how many findings it has."""
        while not self._shown:
            self._posted.get(timeout=WAIT_SECONDS)()
        findings = self._shown.pop(0)
        return findings.snapshot.path, len(findings.diagnostics)

    def open(self, name: str, text: str) -> str:
        uri = f"file:///{name}.py"
        self.workspace.open(uri, f"/{name}.py", 1, text)
        return uri

    def type(self, uri: str, text: str) -> None:
        found = self.workspace.find(uri)
        assert found is not None
        document, part = found
        document.reset(part, text)
        self.workspace.edited(document)


@pytest.fixture
def screen() -> Iterator[Screen]:
    screen = Screen()
    yield screen
    screen.workspace.stop(WAIT_SECONDS)


def test_what_is_shown_is_current_until_the_next_edit(screen: Screen) -> None:
    uri = screen.open("a", "bad\n")
    assert screen.next() == ("/a.py", 1)
    found = screen.workspace.find(uri)
    assert found is not None
    assert screen.workspace.findings(found[0]) is not None
    screen.type(uri, "bad\nbad\n")
    assert screen.workspace.findings(found[0]) is None
    assert screen.next() == ("/a.py", 2)


def test_a_document_that_is_excluded_shows_nothing(screen: Screen) -> None:
    screen.layer = Layer(root="/", exclude=("a.py",))
    screen.open("a", "bad\n")
    assert screen.next() == ("/a.py", 0)
    screen.open("b", "bad\n")
    assert screen.next() == ("/b.py", 1)


def test_analysis_on_save_waits_for_saving(screen: Screen) -> None:
    screen.layer = Layer(run="on-save")
    uri = screen.open("a", "bad\n")
    assert screen.next() == ("/a.py", 1)
    screen.type(uri, "bad\nbad\n")
    screen.type(uri, "bad\nbad\nmissing\n")
    screen.workspace.saved(uri)
    assert screen.next() == ("/a.py", 3)
    assert screen.gate.passed == ["run bad", "run bad\nbad\nmissing"]


def test_a_changed_file_has_those_analysed_again_that_read_it_but_not_itself(screen: Screen) -> None:
    screen.open("a", "bad\nreads /a.py\n")
    screen.open("b", "bad\nbad\nreads /a.py\n")
    screen.open("c", "bad\nreads /b.py\n")
    assert {screen.next(), screen.next(), screen.next()} == {("/a.py", 1), ("/b.py", 2), ("/c.py", 1)}
    screen.workspace.file_changed("/a.py")
    screen.workspace.file_changed("/d.py")
    assert screen.next() == ("/b.py", 2)
    screen.workspace.file_changed("/b.py")
    assert screen.next() == ("/c.py", 1)
    assert len(screen.gate.passed) == 5
    assert sorted(screen.asked) == ["/a.py", "/b.py", "/c.py"]


def test_a_file_that_was_not_there_has_what_is_known_thrown_away(screen: Screen) -> None:
    screen.open("a", "bad\nmisses /new.py\n")
    assert screen.next() == ("/a.py", 1)
    screen.workspace.file_changed("/new.py")
    assert screen.next() == ("/a.py", 1)
    assert screen.asked == ["/a.py", "/a.py"]


def test_files_left_unread_are_read_after_the_first_findings_are_shown(screen: Screen) -> None:
    screen.open("a", "bad\nmuch to read\n")
    assert screen.next() == ("/a.py", 1)
    assert screen.next() == ("/a.py", 1)
    screen.type("file:///a.py", "bad\nbad\n")
    assert screen.next() == ("/a.py", 2)
    assert len(screen.gate.passed) == 3


def test_an_answer_has_those_analysed_again_that_asked(screen: Screen) -> None:
    screen.open("a", "bad\nasks zoo.Net\n")
    screen.open("b", "bad\nbad\nasks zoo.make\n")
    assert {screen.next(), screen.next()} == {("/a.py", 1), ("/b.py", 2)}
    screen.workspace.answered("zoo.Net")
    assert screen.next() == ("/a.py", 1)
    screen.workspace.answered("zoo.make")
    assert screen.next() == ("/b.py", 2)
    assert len(screen.gate.passed) == 4


def test_an_answer_that_comes_while_a_file_is_analysed_is_not_lost(screen: Screen) -> None:
    screen.open("a", "bad\n")
    assert screen.next() == ("/a.py", 1)
    screen.workspace.answered("zoo.Net")
    screen.type("file:///a.py", "bad\nbad\nasks zoo.Net\n")
    assert screen.next() == ("/a.py", 2)
    assert screen.next() == ("/a.py", 2)
    assert len(screen.gate.passed) == 3


def test_a_changed_settings_file_has_everything_analysed_under_new_settings(screen: Screen) -> None:
    screen.open("a", "bad\n")
    assert screen.next() == ("/a.py", 1)
    screen.layer = Layer(root="/", exclude=("a.py",))
    screen.workspace.file_changed("/project/pyproject.toml")
    assert screen.next() == ("/a.py", 0)
    assert screen.asked == ["/a.py", "/a.py"]


def test_a_file_lies_in_the_innermost_folder(screen: Screen) -> None:
    workspace = screen.workspace
    outer, inner = Folder("file:///p", "/p"), Folder("file:///p/sub", "/p/sub")
    workspace.add_folder(outer)
    workspace.add_folder(inner)
    assert workspace.folder_of("/p/sub/a.py") == inner
    assert workspace.folder_of("/p/sub2/a.py") == outer
    assert workspace.folder_of("/q/a.py") is None
    workspace.remove_folder("file:///p%2Fsub")
    assert workspace.folder_of("/p/sub/a.py") == outer


def test_lines_of_a_file_are_those_of_the_editor_or_of_the_disk(screen: Screen, tmp_path) -> None:
    file = tmp_path / "m.py"
    file.write_bytes(b"on disk\r\nx\fy\n")
    assert list(screen.workspace.lines_of(str(file))) == ["on disk\r\n", "x\fy\n"]
    screen.workspace.open(file.as_uri(), str(file), 1, "in the editor\n")
    assert list(screen.workspace.lines_of(str(file))) == ["in the editor\n"]
    assert list(screen.workspace.lines_of(str(tmp_path / "none.py"))) == []
