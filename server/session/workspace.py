"""The open documents, the folders they lie in, and what is shown of each.

Everything here belongs to one thread, the one that talks to the editor: the schedule posts into it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote

from .analysis import Analysis
from .document import Document, Part, Snapshot, opened
from .files import read_source
from .outline import as_text, outline
from .report import Diagnostic, Report, VerifiedFix
from .schedule import IDLE_SECONDS, SETTLE_SECONDS, Reason, Result, Schedule
from .settings import Settings
from .settings_files import OWN_FILE, PROJECT_FILE

NO_OUTLINE = "This file is not analysed.\n"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is open in the editor."""

    uri: str
    path: str


@dataclass(slots=True)
class Findings:
    """What is shown of the current revision of a document, and the fixes that are known so far."""

    snapshot: Snapshot
    report: Report
    diagnostics: tuple[Diagnostic, ...]
    fixes: dict[Diagnostic, tuple[VerifiedFix, ...]] = field(
        default_factory=dict[Diagnostic, "tuple[VerifiedFix, ...]"]
    )


class View(Protocol):
    """Where findings are shown."""

    def show(self, findings: Findings) -> None:
        """Show these findings instead of any others of the document."""
        ...

    def learn(self, findings: Findings) -> None:
        """More fixes of these findings are known."""
        ...


class Workspace:
    """What is open in the editor.

    `analyse` makes the analysis of one document, in the analysis thread; `settings` is asked there too. `post`
    brings a call from that thread into the one that this object belongs to. `prepare` is called once in that thread
    before anything else.
    """

    def __init__(
        self,
        analyse: Callable[[str, Settings], Analysis],
        settings: Callable[[str], Settings],
        post: Callable[[Callable[[], None]], None],
        view: View,
        *,
        prepare: Callable[[], None] = lambda: None,
        settle_seconds: float = SETTLE_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._analyse = analyse
        self._settings_for = settings
        self._post = post
        self._view = view
        self._folders: dict[str, Folder] = {}
        self._documents: dict[str, Document] = {}
        self._parts: dict[str, Document] = {}
        self._findings: dict[str, Findings] = {}
        self._settings: dict[str, Settings] = {}
        self._answered: set[str] = set()
        self._schedule = Schedule(
            self._make, post, self, prepare=prepare, settle_seconds=settle_seconds, idle_seconds=idle_seconds
        )

    @property
    def documents(self) -> Iterable[Document]:
        """All open documents, in the order in which they were opened."""
        return self._documents.values()

    @property
    def folders(self) -> Iterable[Folder]:
        """All open folders."""
        return self._folders.values()

    def add_folder(self, folder: Folder) -> None:
        """A folder was opened."""
        self._folders[_key(folder.uri)] = folder

    def remove_folder(self, uri: str) -> None:
        """A folder was closed; documents in it may stay open."""
        self._folders.pop(_key(uri), None)

    def folder_of(self, path: str) -> Folder | None:
        """The innermost open folder that a file lies in."""
        around = [folder for folder in self._folders.values() if _is_in(path, folder.path)]
        return max(around, key=lambda folder: len(folder.path), default=None)

    def open(self, uri: str, path: str, version: int | None, text: str) -> None:
        """A document was opened; if it was open already, it begins anew."""
        self.close(uri)
        document = opened(uri, path, version, text)
        self._documents[_key(uri)] = document
        for part in document.parts:
            self._parts[_key(part.uri)] = document
        self._schedule.submit(document.snapshot(), Reason.OPEN)

    def find(self, uri: str) -> tuple[Document, Part] | None:
        """The open document that has a part with this address, and the part."""
        document = self._parts.get(_key(uri))
        if document is None:
            return None
        part = next((part for part in document.parts if _key(part.uri) == _key(uri)), None)
        return None if part is None else (document, part)

    def edited(self, document: Document) -> None:
        """A document was changed through its parts."""
        if not self._waits_for_save(document):
            self._schedule.submit(document.snapshot(), Reason.EDIT)

    def saved(self, uri: str) -> None:
        """A document was saved: show what was held back, and look at the others, which may import it."""
        document = self._parts.get(_key(uri))
        if document is None:
            return
        if self._waits_for_save(document):
            self._schedule.submit(document.snapshot(), Reason.EDIT)
        self._schedule.saved(document.uri)
        self.file_changed(document.path)

    def close(self, uri: str) -> list[str]:
        """A document was closed; the addresses of the parts that it had."""
        document = self._documents.pop(_key(uri), None)
        if document is None:
            return []
        for part in document.parts:
            self._parts.pop(_key(part.uri), None)
        self._findings.pop(document.uri, None)
        self._settings.pop(document.path, None)
        self._schedule.close(document.uri)
        return [part.uri for part in document.parts]

    def file_changed(self, path: str) -> None:
        """A file changed on the disk: analyse again what may depend on it."""
        if os.path.basename(path) in (OWN_FILE, PROJECT_FILE):
            self.settings_changed()
            return
        for document in self._documents.values():
            if document.path != path and self._may_depend(document, path):
                findings = self.findings(document)
                # That a file is not there is kept with everything that came of it.
                is_new = findings is None or _is_among(path, findings.report.absent)
                self._schedule.submit(document.snapshot(), Reason.ELSEWHERE, renew=is_new)

    def answered(self, name: str) -> None:
        """Something became known of a name of an installed package: analyse again what asked about it."""
        self._answered.add(name)
        for document in self._documents.values():
            findings = self.findings(document)
            if findings is None or name in findings.report.asked:
                self._schedule.submit(document.snapshot(), Reason.ELSEWHERE)

    def outline(self, document: Document, told: Callable[[str], None]) -> None:
        """Call `told` with the outline of a document's newest text, once that is analysed."""

        def look(analysis: Analysis | None) -> None:
            program = None if analysis is None else analysis.program
            text = NO_OUTLINE if program is None else as_text(outline(program))
            self._post(lambda: told(text))

        self._schedule.look(document.uri, look)

    def settings_changed(self) -> None:
        """Some settings changed: analyse everything under the new ones."""
        for document in self._documents.values():
            self._schedule.submit(document.snapshot(), Reason.ELSEWHERE, renew=True)

    def findings(self, document: Document) -> Findings | None:
        """What is shown of a document, unless it has been edited since."""
        findings = self._findings.get(document.uri)
        return findings if findings is not None and findings.snapshot.revision == document.revision else None

    def want_fixes(self, findings: Findings, diagnostics: Iterable[Diagnostic]) -> None:
        """Have the fixes of these diagnostics verified soon, where they are not known."""
        self._schedule.ask(findings.snapshot, [one for one in diagnostics if one not in findings.fixes])

    def part_at(self, path: str) -> Part | None:
        """The open file with this path."""
        return next((document.parts[0] for document in self._documents.values() if document.path == path), None)

    def lines_of(self, path: str) -> Sequence[str]:
        """The lines of a file: as it is open, or else as it lies on the disk; none if it cannot be read."""
        if part := self.part_at(path):
            return part.lines
        try:
            return read_source(path).lines
        except (OSError, ValueError):
            return ()

    def stop(self, seconds: float) -> bool:
        """End the analysis thread, waiting at most that long; whether it has ended."""
        return self._schedule.stop(seconds)

    def analysed(self, result: Result) -> None:
        """Called by the schedule."""
        snapshot = result.snapshot
        document = self._documents.get(_key(snapshot.uri))
        if document is None or document.revision != snapshot.revision:
            return
        before = self._findings.get(document.uri)
        findings = Findings(snapshot, result.report, result.diagnostics)
        if before is not None and before.report is result.report:
            findings.fixes = before.fixes
        self._findings[document.uri] = findings
        if self._answered & (result.report.asked - (before.report.asked if before is not None else frozenset())):
            # An answer may have come while this was analysed.
            self._schedule.submit(document.snapshot(), Reason.ELSEWHERE)
        elif result.report.unread:
            self._schedule.submit(document.snapshot(), Reason.ELSEWHERE)
        self._view.show(findings)

    def verified(self, snapshot: Snapshot, diagnostic: Diagnostic, fixes: tuple[VerifiedFix, ...]) -> None:
        """Called by the schedule."""
        findings = self._findings.get(snapshot.uri)
        if findings is not None and findings.snapshot.revision == snapshot.revision:
            findings.fixes[diagnostic] = fixes
            self._view.learn(findings)

    def _may_depend(self, document: Document, path: str) -> bool:
        """Whether a document may import a file; what is not analysed as it is now may."""
        findings = self.findings(document)
        if findings is None:
            return True
        return _is_among(path, findings.report.files)

    def _waits_for_save(self, document: Document) -> bool:
        settings = self._settings.get(document.path)
        return settings is not None and settings.run == "on-save"

    def _make(self, path: str) -> Analysis | None:
        settings = self._settings_for(path)
        self._post(lambda: self._settings.__setitem__(path, settings))
        return None if settings.excluded(path) else self._analyse(path, settings)


def _key(uri: str) -> str:
    """Editors do not always escape the same characters of one address in the same way."""
    return unquote(uri)


def _is_among(path: str, files: Iterable[str]) -> bool:
    wanted = os.path.normcase(path)
    return any(os.path.normcase(file) == wanted for file in files)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
