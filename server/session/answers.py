"""Analysing a file with all that can be known of installed packages, for whoever can wait for that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .analysis import Analysis, Cancelled
from .report import Report

MOST_ROUNDS = 4
"""An answer may lead to further questions, but hardly more often than this."""


class Waiting(Protocol):
    """Whoever is asked about installed packages, as far as one can wait for the answers."""

    def is_open(self, name: str) -> bool:
        """Whether the answer about a name is still to come."""
        ...

    def wait(self, cancelled: Cancelled) -> None:
        """Wait until no answer is to come any more."""
        ...


def run_with_answers(analysis: Analysis, lines: Sequence[str], source: Waiting, cancelled: Cancelled) -> Report:
    """The report when all questions have been answered, or their time is over. Raises `AnalysisCancelled`."""
    report = analysis.run(lines, cancelled)
    for _ in range(MOST_ROUNDS):
        if not any(source.is_open(name) for name in report.asked):
            break
        source.wait(cancelled)
        report = analysis.run(lines, cancelled)
    return report
