"""When analysis runs: one thread, the newest text of each document, and idle work behind that.

The thread that talks to the editor never waits for an analysis: it hands over snapshots, and what comes of
them is posted back to it.
"""

from __future__ import annotations

import functools
import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from .analysis import Analysis, AnalysisCancelled
from .document import Snapshot
from .report import Diagnostic, Problem, Report, VerifiedFix
from .settle import Screen, Text, hold_back

logger = logging.getLogger(__name__)

SETTLE_SECONDS = 1.5
"""How long what it waits for must be quiet until a new finding of a settle rule appears."""

IDLE_SECONDS = 0.3
"""How long after the last edit fixes are verified that nobody has asked for yet."""

STACK_BYTES = 64 * 1024 * 1024
"""The parser recurses in native code, which dies rather than raises when the stack ends."""


class Reason(IntEnum):
    """Why a document is analysed; a smaller number goes first."""

    EDIT = 0
    OPEN = 1
    ELSEWHERE = 2


@dataclass(frozen=True, slots=True)
class Result:
    """What is to be shown of one revision of a document; the report may have more, which waits for a pause."""

    snapshot: Snapshot
    report: Report
    diagnostics: tuple[Diagnostic, ...]


class Listener(Protocol):
    """Gets what the thread finds out, in the thread that `post` leads to."""

    def analysed(self, result: Result) -> None:
        """A revision was analysed, or findings that were held of it may be shown now."""
        ...

    def verified(self, snapshot: Snapshot, diagnostic: Diagnostic, fixes: tuple[VerifiedFix, ...]) -> None:
        """The fixes of a diagnostic of this revision are known."""
        ...


Look = Callable[["Analysis | None"], None]
"""Looks at the analysis of a document, in the analysis thread; there is none of a document that is closed."""

_SILENCE = Report((), ())


@dataclass(slots=True)
class _Entry:
    """What the schedule knows of one open document."""

    pending: Snapshot | None = None
    reason: Reason = Reason.OPEN
    renew: bool = False
    analysis: Analysis | None = None
    done: Snapshot | None = None
    report: Report = _SILENCE
    screen: Screen = field(default_factory=Screen)
    all_at_once: bool = True
    touched: float = 0.0
    asked: deque[Diagnostic] = field(default_factory=deque[Diagnostic])
    idle: deque[Diagnostic] = field(default_factory=deque[Diagnostic])
    looks: deque[Look] = field(default_factory=deque["Look"])


@dataclass(slots=True)
class _Running:
    """The work that the thread is at, and whether its result is still wanted."""

    uri: str
    revision: int
    rank: int
    verifies: Diagnostic | None = None
    cancelled: bool = False

    def is_cancelled(self) -> bool:
        return self.cancelled


_FIX_RANK, _IDLE_RANK = Reason.EDIT, len(Reason)


def _nothing() -> None:
    """Do nothing: a step that was done while it was chosen."""


class Schedule:
    """Runs analyses in a thread of its own. All methods return at once and may be called from any thread.

    `make` is called in the analysis thread with the path of a document; None means that nothing is to be said
    of it. `post` must bring calls into the thread that the listener lives in, in order. `prepare` is called first in
    the analysis thread, so that the first document need not wait for modules to load.
    """

    def __init__(
        self,
        make: Callable[[str], Analysis | None],
        post: Callable[[Callable[[], None]], None],
        listener: Listener,
        *,
        prepare: Callable[[], None] = _nothing,
        settle_seconds: float = SETTLE_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._prepare = prepare
        self._make = make
        self._post = post
        self._listener = listener
        self._settle = settle_seconds
        self._idle = idle_seconds
        self._changed = threading.Condition()
        self._entries: dict[str, _Entry] = {}
        self._running: _Running | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="analysis", daemon=True)
        _start_with_stack(self._thread)

    def submit(self, snapshot: Snapshot, reason: Reason, *, renew: bool = False) -> None:
        """Have a snapshot analysed instead of any older one. `renew` throws away what was kept of the document."""
        with self._changed:
            entry = self._entries.setdefault(snapshot.uri, _Entry())
            entry.reason = reason if entry.pending is None else min(reason, entry.reason)
            entry.pending = snapshot
            entry.renew |= renew
            if reason is not Reason.ELSEWHERE:
                entry.all_at_once = reason is Reason.OPEN
                entry.touched = time.monotonic()
            self._interrupt(snapshot, reason)
            self._changed.notify()

    def ask(self, snapshot: Snapshot, diagnostics: Iterable[Diagnostic]) -> None:
        """Verify the fixes of these diagnostics before other idle work; nothing if the snapshot is superseded."""
        with self._changed:
            entry = self._entries.get(snapshot.uri)
            if entry is None or not _is_current(entry, snapshot):
                return
            running = self._running
            for diagnostic in diagnostics:
                if running and running.revision == snapshot.revision and running.verifies == diagnostic:
                    running.rank = _FIX_RANK
                elif diagnostic not in entry.asked:
                    entry.asked.append(diagnostic)
                if diagnostic in entry.idle:
                    entry.idle.remove(diagnostic)
            self._changed.notify()

    def look(self, uri: str, look: Look) -> None:
        """Have something look at the analysis of the newest text of a document, as soon as that is done."""
        with self._changed:
            entry = self._entries.get(uri)
            if entry is not None:
                entry.looks.append(look)
                self._changed.notify()
                return
        look(None)

    def saved(self, uri: str) -> None:
        """Show what is held back of a document; if it is still being analysed, hold nothing back of it."""
        with self._changed:
            if entry := self._entries.get(uri):
                entry.all_at_once = True
                self._changed.notify()

    def close(self, uri: str) -> None:
        """Forget a document; no result of it will come any more but those already posted."""
        with self._changed:
            entry = self._entries.pop(uri, None)
            if self._running is not None and self._running.uri == uri:
                self._running.cancelled = True
        for look in entry.looks if entry is not None else ():
            look(None)

    def stop(self, seconds: float) -> bool:
        """End the thread, waiting for it at most that long; whether it has ended."""
        with self._changed:
            self._stopping = True
            self._entries.clear()
            if self._running is not None:
                self._running.cancelled = True
            self._changed.notify()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _interrupt(self, snapshot: Snapshot, reason: Reason) -> None:
        running = self._running
        if running is None:
            return
        superseded = running.uri == snapshot.uri and running.revision != snapshot.revision
        if superseded or running.rank > reason:
            running.cancelled = True

    def _work(self) -> None:
        try:
            self._prepare()
        except Exception:
            logger.exception("the analysis could not be prepared")
        while True:
            with self._changed:
                while (step := self._next()) is None:
                    if self._stopping:
                        return
                    self._changed.wait(self._next_due())
            step()
            with self._changed:
                self._running = None

    def _next(self) -> Callable[[], None] | None:
        now = time.monotonic()
        entries = self._entries
        first = min((uri for uri in entries if entries[uri].pending), key=self._urgency, default=None)
        if first is not None and entries[first].reason is Reason.EDIT:
            return self._analyse(first)
        for entry in entries.values():
            if entry.pending is None and entry.looks:
                return functools.partial(_looked, entry.looks.popleft(), entry.analysis)
        for uri, entry in entries.items():
            if entry.pending is None and entry.screen.waiting_since < self._quiet_since(entry):
                return self._release(uri)
        for uri, entry in entries.items():
            if entry.pending is None and entry.asked:
                return self._verify(uri, entry.asked.popleft(), _FIX_RANK)
        if first is not None:
            return self._analyse(first)
        for uri, entry in entries.items():
            if entry.idle and now >= entry.touched + self._idle:
                return self._verify(uri, entry.idle.popleft(), _IDLE_RANK)
        return None

    def _urgency(self, uri: str) -> tuple[int, float]:
        return (self._entries[uri].reason, -self._entries[uri].touched)

    def _quiet_since(self, entry: _Entry) -> float:
        """What has waited since before this moment waits no longer."""
        return math.inf if entry.all_at_once else time.monotonic() - self._settle

    def _next_due(self) -> float | None:
        moments = [entry.screen.waiting_since + self._settle for entry in self._entries.values()]
        moments += [entry.touched + self._idle for entry in self._entries.values() if entry.idle]
        first = min(moments, default=math.inf)
        return None if first == math.inf else max(0.0, first - time.monotonic())

    def _analyse(self, uri: str) -> Callable[[], None]:
        entry = self._entries[uri]
        snapshot, reason, renew = entry.pending, entry.reason, entry.renew
        assert snapshot is not None
        if entry.done is None or entry.done.revision != snapshot.revision:
            entry.asked.clear()
        entry.pending, entry.renew, entry.done = None, False, None
        entry.idle.clear()
        running = self._running = _Running(uri, snapshot.revision, reason)

        def step() -> None:
            try:
                if renew or entry.analysis is None:
                    entry.analysis = self._make(snapshot.path)
                patient = reason is Reason.ELSEWHERE
                report = (
                    entry.analysis.run(snapshot.lines, running.is_cancelled, patient=patient)
                    if entry.analysis
                    else _SILENCE
                )
            except AnalysisCancelled:
                self._put_back(entry, snapshot, reason)
                return
            except Exception:
                logger.exception("the analysis of %s failed", snapshot.path)
                entry.analysis = None
                report = Report((), (Problem(0, "the analysis failed; see the log"),))
            self._finish(entry, snapshot, report)

        return step

    def _put_back(self, entry: _Entry, snapshot: Snapshot, reason: Reason) -> None:
        """Analyse again what had to make room for something more urgent."""
        with self._changed:
            if entry.pending is None:
                entry.pending, entry.reason = snapshot, reason

    def _finish(self, entry: _Entry, snapshot: Snapshot, report: Report) -> None:
        with self._changed:
            if self._entries.get(snapshot.uri) is not entry:
                return
            if entry.pending is not None and entry.pending.revision != snapshot.revision:
                return
            entry.done, entry.report = snapshot, report
            entry.asked = deque(diagnostic for diagnostic in entry.asked if diagnostic in report.diagnostics)
            text = Text(snapshot.lines, None if entry.analysis is None else entry.analysis.reading)
            screen = hold_back(entry.screen, text, report.diagnostics, entry.touched)
            entry.idle.extend(screen.visible)
            self._show(entry, snapshot, screen)

    def _release(self, uri: str) -> Callable[[], None]:
        entry = self._entries[uri]
        if entry.done is not None:
            self._show(entry, entry.done, entry.screen)
        return _nothing

    def _show(self, entry: _Entry, snapshot: Snapshot, screen: Screen) -> None:
        entry.screen = screen.settled(self._quiet_since(entry))
        entry.idle.extend(entry.screen.visible[len(screen.visible) :])
        result = Result(snapshot, entry.report, entry.screen.diagnostics)
        self._post(lambda: self._listener.analysed(result))

    def _verify(self, uri: str, diagnostic: Diagnostic, rank: int) -> Callable[[], None]:
        entry = self._entries[uri]
        snapshot, analysis = entry.done, entry.analysis
        if snapshot is None or analysis is None:
            return _nothing
        running = self._running = _Running(uri, snapshot.revision, rank, diagnostic)

        def step() -> None:
            fixes: tuple[VerifiedFix, ...] = ()
            try:
                fixes = analysis.fixes(diagnostic, running.is_cancelled)
            except AnalysisCancelled:
                with self._changed:
                    if _is_current(entry, snapshot):
                        entry.idle.appendleft(diagnostic)
                return
            except Exception:
                logger.exception("the fixes of %s in %s failed", diagnostic.rule, snapshot.path)
            self._post(lambda: self._listener.verified(snapshot, diagnostic, fixes))

        return step


def _looked(look: Look, analysis: Analysis | None) -> None:
    try:
        look(analysis)
    except Exception:
        logger.exception("looking at an analysis failed")
        look(None)


def _is_current(entry: _Entry, snapshot: Snapshot) -> bool:
    return entry.done is not None and entry.done.revision == snapshot.revision


def _start_with_stack(thread: threading.Thread) -> None:
    """Start a thread with the large stack, or with a smaller one where the system does not grant it."""
    for size in (STACK_BYTES, STACK_BYTES // 4, 0):
        try:
            before = threading.stack_size(size)
        except ValueError:
            continue
        try:
            thread.start()
            return
        except RuntimeError:
            if not size:
                raise
        finally:
            threading.stack_size(before)
