"""The real server with an analysis that finds words: what it says can be seen in the text alone.

`bad` is found at once, `missing` after settling; `far` tells of a place in another file. A line `busy` keeps the
interpreter busy until the text changes, `deaf` until `RELEASE` exists or for ever; `crash` is a bug. `print` pollutes
standard output. Findings on a line with `slow` have fixes that take longer than a request waits.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from server.lsp.server import run
from server.rules.rule import Category, Safety, Severity
from server.session.analysis import Analysis, AnalysisCancelled
from server.session.report import Diagnostic, RelatedPlace, Report, VerifiedFix
from server.session.settings import Settings
from server.syntax.read import read
from server.syntax.reading import Reading
from server.text.edit import Edit
from server.text.span import span

RULES = {"bad": "missing-zero-grad", "missing": "unused-suppression", "far": "unknown-rule-name"}


class FakeAnalysis(Analysis):
    def __init__(self, path: str, settings: Settings) -> None:
        self.path = path
        self.reading: Reading | None = None
        self.settings = settings
        self.lines: Sequence[str] = ()

    def run(
        self, lines: Sequence[str], cancelled: Callable[[], bool] = lambda: False, *, patient: bool = True
    ) -> Report:
        del patient
        self.lines = lines
        self.reading = read(lines, self.reading)
        if "busy\n" in lines:
            while not cancelled():
                sum(range(1000))
            raise AnalysisCancelled
        if "deaf\n" in lines:
            while not os.path.exists(os.environ.get("RELEASE", "/nonexistent")):
                time.sleep(0.01)
        if "crash\n" in lines:
            raise ValueError("a bug in the analysis")
        if "print\n" in lines:
            print("pollution")
            os.write(1, b"pollution\n")
            subprocess.run([sys.executable, "-c", "import sys; print('child', sys.stdin.read())"], check=True)
        return Report(tuple(self._found(lines)), ())

    def _found(self, lines: Sequence[str]) -> Iterator[Diagnostic]:
        for number, line in enumerate(lines):
            for word, rule in RULES.items():
                column = line.find(word)
                if column < 0:
                    continue
                place = span(number, column, number, column + len(word))
                related = (
                    RelatedPlace("", span(0, 0, 0, 1), "it begins here"),
                    RelatedPlace(os.path.join(os.path.dirname(self.path), "model.py"), span(0, 1, 0, 2), "and here"),
                )
                yield Diagnostic(
                    rule,
                    Category.OPTIMIZER,
                    Severity.WARNING,
                    f"`{word}` is here",
                    place,
                    related if word == "far" else (),
                    settle=word == "missing",
                )

    def fixes(self, diagnostic: Diagnostic, cancelled: Callable[[], bool] = lambda: False) -> tuple[VerifiedFix, ...]:
        if "slow" in self.lines[diagnostic.span.start.line]:
            limit = time.monotonic() + 0.4
            while time.monotonic() < limit and not cancelled():
                time.sleep(0.005)
        if cancelled():
            raise AnalysisCancelled
        good = VerifiedFix("Write `good`", Safety.UNSAFE, (Edit(diagnostic.span, "good"),))
        if diagnostic.rule == RULES["far"]:
            model = os.path.join(os.path.dirname(self.path), "model.py")
            both = (Edit(diagnostic.span, "near"), Edit(span(0, 1, 0, 1), "!", model))
            return (VerifiedFix("Change both files", Safety.SAFE, both),)
        return (good, VerifiedFix("Remove it", Safety.SAFE, (Edit(diagnostic.span, ""),)))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tcp", action="store_true")
    parser.add_argument("--settle", type=float, default=1000.0)
    parser.add_argument("--idle", type=float, default=1000.0)
    given = parser.parse_args()
    tcp = ("127.0.0.1", 0) if given.tcp else None
    return run(FakeAnalysis, tcp, settle_seconds=given.settle, idle_seconds=given.idle)


if __name__ == "__main__":
    sys.exit(main())
