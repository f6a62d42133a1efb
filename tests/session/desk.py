"""A desk at which a schedule with fake analyses lays down what it finds."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from server.session.document import Document, Snapshot, opened
from server.session.report import Diagnostic, VerifiedFix
from server.session.schedule import Result, Schedule
from tests.session.fake_analysis import WAIT_SECONDS, FakeAnalysis, Gate

LONG = 1000.0


class Desk:
    """A schedule with fake analyses; what it posts is taken from a queue, as an editor's loop would."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.kind = FakeAnalysis
        self.made: list[str] = []
        self.threads: set[int] = set()
        self._posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self._results: queue.Queue[Result] = queue.Queue()
        self._fixes: queue.Queue[tuple[Snapshot, Diagnostic, tuple[VerifiedFix, ...]]] = queue.Queue()
        self._schedules: list[Schedule] = []

    def start(self, *, settle: float = LONG, idle: float = LONG) -> Schedule:
        schedule = Schedule(self._make, self._posted.put, self, settle_seconds=settle, idle_seconds=idle)
        self._schedules.append(schedule)
        return schedule

    def _make(self, path: str) -> FakeAnalysis:
        self.made.append(path)
        self.threads.add(threading.get_ident())
        return self.kind(path, self.gate)

    def analysed(self, result: Result) -> None:
        self._results.put(result)

    def verified(self, snapshot: Snapshot, diagnostic: Diagnostic, fixes: tuple[VerifiedFix, ...]) -> None:
        self._fixes.put((snapshot, diagnostic, fixes))

    def result(self) -> Result:
        while self._results.empty():
            self._posted.get(timeout=WAIT_SECONDS)()
        return self._results.get()

    def fixed(self) -> int:
        while self._fixes.empty():
            self._posted.get(timeout=WAIT_SECONDS)()
        return self._fixes.get()[1].span.start.line

    def quiet(self) -> bool:
        """Whether nothing more has been posted."""
        return self._posted.empty() and self._results.empty() and self._fixes.empty()

    def stop(self) -> None:
        for schedule in self._schedules:
            schedule.stop(WAIT_SECONDS)


def document(name: str, text: str = "x\n") -> Document:
    return opened(f"file:///{name}.py", f"/{name}.py", 1, text)


def typed(document: Document, text: str) -> Snapshot:
    document.reset(document.parts[0], text)
    return document.snapshot()


def lines_of(result: Result) -> list[int]:
    return [diagnostic.span.start.line for diagnostic in result.diagnostics]
