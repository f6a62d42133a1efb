"""An analysis for tests that finds words and can be stopped in the middle of its work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from server.rules.rule import Category, Safety, Severity
from server.session.analysis import Analysis, AnalysisCancelled
from server.session.report import Diagnostic, Report, VerifiedFix
from server.syntax.read import read
from server.text.edit import Edit
from server.text.span import span

WAIT_SECONDS = 10.0


HALF_TYPED = "hal\n"
"""A line without whose end nothing is found in any other."""


def found(word: str, line: int, column: int = 0) -> Diagnostic:
    """What the fake reports: `bad` at once, `missing` after settling."""
    place = span(line, column, line, column + len(word))
    rule, settle = {"bad": ("bad-word", False), "missing": ("missing-word", True)}[word]
    return Diagnostic(rule, Category.OPTIMIZER, Severity.WARNING, f"{word} is here", place, settle=settle)


class FakeAnalysis(Analysis):
    """Reports each line that has a known word; `gates` hold it up until they are opened."""

    def __init__(self, path: str, gate: Gate) -> None:
        super().__init__(path)
        self.gate = gate

    def run(
        self, lines: Sequence[str], cancelled: Callable[[], bool] = lambda: False, *, patient: bool = True
    ) -> Report:
        self.gate.pass_through(f"run {''.join(lines).strip()}", cancelled)
        self.reading = read(lines, self.reading)
        if "crash\n" in lines:
            raise ValueError("a bug")
        return Report(
            tuple(
                found(word, number, line.index(word))
                for number, line in enumerate(lines)
                for word in ("bad", "missing")
                if word in line and HALF_TYPED not in lines
            ),
            (),
            files=frozenset(line.split()[1] for line in lines if line.startswith(("reads ", "misses "))),
            absent=frozenset(line.split()[1] for line in lines if line.startswith("misses ")),
            asked=frozenset(line.split()[1] for line in lines if line.startswith("asks ")),
            unread="much to read\n" in lines and not patient,
        )

    def fixes(self, diagnostic: Diagnostic, cancelled: Callable[[], bool] = lambda: False) -> tuple[VerifiedFix, ...]:
        self.gate.pass_through(f"fixes {diagnostic.span.start.line}", cancelled)
        return (VerifiedFix("Remove it", Safety.SAFE, (Edit(diagnostic.span, ""),)),)


class Gate:
    """Where the fake stops: `close` names the work to hold up, `reached` waits for it, `open` lets it on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._closed: set[str] = set()
        self._waiting: set[str] = set()
        self.passed: list[str] = []

    def close(self, work: str) -> None:
        with self._changed:
            self._closed.add(work)

    def open(self, work: str) -> None:
        with self._changed:
            self._closed.discard(work)
            self._changed.notify_all()

    def reached(self, work: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: work in self._waiting, WAIT_SECONDS), work

    def pass_through(self, work: str, cancelled: Callable[[], bool]) -> None:
        with self._changed:
            self._waiting.add(work)
            self._changed.notify_all()
            try:
                while work in self._closed:
                    if cancelled():
                        raise AnalysisCancelled
                    self._changed.wait(0.005)
            finally:
                self._waiting.discard(work)
            self.passed.append(work)
