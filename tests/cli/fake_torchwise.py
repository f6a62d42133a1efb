"""The command line with an analysis and rules of its own, so that what is found can be read off the checked text.

A word `bug_missing_zero_grad` is a finding of `missing-zero-grad`. `crash_here` raises, `die_here` ends the
process, `wait_here` waits to be cancelled, `hole_here` cannot be read, `what_is_this` is unknown. As a program it takes the words of a
command line; the module patches on import, so that worker processes do the same.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

if __name__ in ("__main__", "__mp_main__"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from server.program.program import Program
from server.program.site import Site
from server.rules import registry
from server.rules.rule import Safety
from server.session import analysis
from server.session.analysis import AnalysisCancelled, Cancelled
from server.session.report import Diagnostic, Problem, RelatedPlace, Report, VerifiedFix
from server.session.source import FileSource
from server.syntax.read import read
from server.text.edit import Edit
from server.text.span import Position, Span
from tests.cli.fake_rules import BY_NAME, RULES

_BUG = re.compile(r"bug_(\w+)(\(\))?")


def run(
    self: analysis.Analysis, lines: Sequence[str], cancelled: Cancelled = lambda: False, *, patient: bool = True
) -> Report:
    """Find the words above; there are no other files to be `patient` with."""
    del patient
    text = "".join(lines)
    if "crash_here" in text:
        raise RuntimeError("the fake was told to crash")
    if "die_here" in text:
        os._exit(9)
    if "wait_here" in text:
        Path(self.path).with_suffix(".waiting").touch()
        while not cancelled():
            time.sleep(0.01)
        raise AnalysisCancelled
    problems = tuple(
        Problem(number, "this line could not be read") for number, line in enumerate(lines) if "hole_here" in line
    )
    self.reading = read(lines)
    whys = {
        Site(self.path, statement.key): "`what_is_this` is not found"
        for statement in self.reading.body
        if "what_is_this" in lines[self.reading.line_of(statement.key)]
    }
    self.program = Program(self.path, (), FileSource(self.path, self.reading), whys)
    return Report(tuple(_found(lines)), problems)


def _found(lines: Sequence[str]) -> Iterator[Diagnostic]:
    story = tuple(_story(lines))
    for number, line in enumerate(lines):
        for match in _BUG.finditer(line):
            rule = BY_NAME[match[1].replace("_", "-")]
            span = Span(Position(number, match.start()), Position(number, match.end()))
            message = f"`{match[1]}` is wrong here"
            yield Diagnostic(rule.name, rule.category, rule.severity, message, span, story)


def _story(lines: Sequence[str]) -> Iterator[RelatedPlace]:
    for number, line in enumerate(lines):
        if "made_here" in line:
            column = line.index("made_here")
            yield RelatedPlace("", Span(Position(number, column), Position(number, column + 9)), "made here")
        if found := re.search(r"from_file\('(.*?)'\)", line):
            yield RelatedPlace(found[1], Span(Position(1, 2), Position(1, 5)), "defined there")


def fixes(
    _self: analysis.Analysis, diagnostic: Diagnostic, _cancelled: Cancelled = lambda: False
) -> tuple[VerifiedFix, ...]:
    if diagnostic.rule == "missing-zero-grad":
        return (VerifiedFix("Clear the gradients", Safety.SAFE, (Edit(diagnostic.span, "optimizer.zero_grad()"),)),)
    if diagnostic.rule == "odd-loss":
        line = Span(Position(diagnostic.span.start.line, 0), Position(diagnostic.span.start.line + 1, 0))
        return (VerifiedFix("Drop the line", Safety.UNSAFE, (Edit(line, ""),)),)
    return ()


def patch(set_attribute: Callable[[object, str, object], None] = setattr) -> None:
    """Put the fakes in place, with pytest's `monkeypatch.setattr` where they must go away again."""
    set_attribute(registry, "all_rules", lambda: RULES)
    set_attribute(analysis.Analysis, "run", run)
    set_attribute(analysis.Analysis, "fixes", fixes)


if __name__ in ("__main__", "__mp_main__"):
    patch()
    # What a shell starts in the background ignores Ctrl-C, and hands that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)

if __name__ == "__main__":
    from server.cli.command_line import run as run_command_line

    sys.exit(run_command_line(sys.argv[1:]))
