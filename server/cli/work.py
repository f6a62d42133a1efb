"""Checking one file, in whatever process and thread it happens."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from ..semantics.asking import Elsewhere
from ..session.analysis import AnalysisCancelled, Cancelled
from ..session.answers import run_with_answers
from ..session.files import Source, may_matter, read_source, reason_of
from ..session.filtered import FilteredAnalysis
from ..session.garbage import look_seldom
from ..session.imports import ImportFinder
from ..session.known_rules import known_rules
from ..session.report import Diagnostic
from ..session.schedule import STACK_BYTES
from ..session.settings import Layer, Settings
from ..text.span import Position
from .outcome import CheckedFile, FoundHere, Trouble, TroubleKind

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Task:
    """One file to check, under the settings in `layers`. `source` is given where it is not on the disk."""

    path: str
    layers: tuple[Layer, ...]
    with_fixes: bool
    with_unknowns: bool = False
    source: Source | None = None


def check_file(task: Task, cancelled: Cancelled) -> CheckedFile:
    """What is found in one file. Raises `AnalysisCancelled`, nothing else: a crash is a trouble of that file."""
    try:
        source = task.source or read_source(task.path)
    except (OSError, ValueError) as error:
        return _failed(task, TroubleKind.PATH, reason_of(error))
    notes = (Trouble(TroubleKind.READING, task.path, 0, source.note),) if source.note else ()
    if not may_matter(source.lines):
        return CheckedFile(task.path, (), (), notes)
    try:
        return _analysed(task, source.lines, notes, cancelled)
    except AnalysisCancelled:
        raise
    except Exception as error:  # noqa: BLE001 (the other files go on; the exit code tells)
        last = traceback.extract_tb(error.__traceback__)[-1:]
        place = "".join(f" at {frame.filename}:{frame.lineno}" for frame in last)
        return _failed(task, TroubleKind.CRASH, f"torchwise crashed here: {type(error).__name__}: {error}{place}")


def _analysed(task: Task, lines: tuple[str, ...], notes: tuple[Trouble, ...], cancelled: Cancelled) -> CheckedFile:
    settings = Settings(known_rules(), task.layers)
    analysis = FilteredAnalysis(task.path, settings, _finder(os.path.dirname(task.path)), _elsewhere().known)
    report = run_with_answers(analysis, lines, _elsewhere(), cancelled)
    troubles = [*notes, *(Trouble(TroubleKind.READING, task.path, each.line, each.message) for each in report.problems)]
    found: list[FoundHere] = []
    for diagnostic in sorted(report.diagnostics, key=_order):
        fixes = analysis.fixes(diagnostic, cancelled) if task.with_fixes else ()
        found.append(FoundHere(diagnostic, fixes))
    unknowns = analysis.unknowns() if task.with_unknowns else ()
    return CheckedFile(task.path, lines if found else (), tuple(found), tuple(troubles), unknowns)


@lru_cache(maxsize=64)
def _finder(folder: str) -> ImportFinder:
    """One for all files of a folder, so that what several of them import is read once."""
    return ImportFinder(os.path.join(folder, "__init__.py"))


@lru_cache(maxsize=1)
def _elsewhere() -> Elsewhere:
    """One for all files, so that a name is asked about once."""
    prefix = os.environ.get("VIRTUAL_ENV") or os.environ.get("CONDA_PREFIX")
    return Elsewhere([os.getcwd()], interpreter=os.path.join(prefix, "bin", "python") if prefix else None)


def _order(diagnostic: Diagnostic) -> tuple[Position, str, Position, str]:
    return (diagnostic.span.start, diagnostic.rule, diagnostic.span.end, diagnostic.message)


def _failed(task: Task, kind: TroubleKind, message: str) -> CheckedFile:
    return CheckedFile(task.path, (), (), (Trouble(kind, task.path, 0, message),))


@dataclass(slots=True)
class _Box(Generic[Result]):
    results: list[Result] = field(default_factory=list["Result"])
    errors: list[BaseException] = field(default_factory=list[BaseException])


def deep(function: Callable[[Cancelled], Result]) -> Result:
    """Call `function` in a thread with a stack that deeply nested code does not exhaust.

    On Ctrl+C the function is told through its argument that it is cancelled, then `KeyboardInterrupt` goes on.
    """
    box: _Box[Result] = _Box()
    stop = threading.Event()

    def body() -> None:
        look_seldom()
        try:
            box.results.append(function(stop.is_set))
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that waits)
            box.errors.append(error)

    thread = threading.Thread(target=body, name="analysis", daemon=True)
    before = threading.stack_size(STACK_BYTES)
    try:
        thread.start()
    finally:
        threading.stack_size(before)
    try:
        while thread.is_alive():
            thread.join(0.1)  # a join without end cannot be interrupted on Windows
    except KeyboardInterrupt:
        stop.set()
        thread.join(1.0)
        raise
    for error in box.errors:
        raise error
    return box.results[0]
