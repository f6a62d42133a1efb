"""From text to findings: the one door that the editor side and the terminal both use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .report import Diagnostic, Report, VerifiedFix

Cancelled = Callable[[], bool]
"""Asked between slices of work of at most 5 ms; true means that the result is no longer wanted."""


class AnalysisCancelled(Exception):
    """The caller no longer wants the result."""


class Analysis:
    """The analysis of one file over time: it keeps what an edit does not touch.

    Not thread-safe: one analysis at a time, in the thread that `server.session.schedule` makes.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    def run(self, lines: Sequence[str], cancelled: Cancelled = lambda: False) -> Report:
        """Analyse the text given as lines with their line ends. Raises `AnalysisCancelled`, nothing else."""
        raise NotImplementedError

    def fixes(self, diagnostic: Diagnostic, cancelled: Cancelled = lambda: False) -> tuple[VerifiedFix, ...]:
        """The verified fixes of a diagnostic of the last `run`, the preferred one first."""
        raise NotImplementedError
