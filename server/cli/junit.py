"""A JUnit report: a suite a file, a failed test case a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from .outcome import CheckedFile, FoundHere, Outcome, Trouble, TroubleKind

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(outcome: Outcome) -> Iterator[str]:
    """The report as XML, in ASCII so that no encoding can spoil it.

    A run that finds nothing has one passed test case, since some readers want one.
    """
    for piece in _pieces(outcome):
        yield piece.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _pieces(outcome: Outcome) -> Iterator[str]:
    troubles = [trouble for trouble in outcome.troubles if trouble.kind in (TroubleKind.PATH, TroubleKind.CRASH)]
    files = [file for file in outcome.files if file.found]
    failures = sum(len(file.found) for file in files)
    tests = failures + len(troubles)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    counts = f'tests="{max(tests, 1)}" failures="{failures}" errors="{len(troubles)}"'
    yield f'<testsuites name="torchwise" {counts}>\n'
    for file in files:
        count = len(file.found)
        name = _attribute(outcome.shown(file.path))
        yield f'  <testsuite name={name} tests="{count}" failures="{count}" errors="0">\n'
        for found in file.found:
            yield from _case(outcome, file, found)
        yield "  </testsuite>\n"
    if troubles:
        count = len(troubles)
        yield f'  <testsuite name="torchwise" tests="{count}" failures="0" errors="{count}">\n'
        for trouble in troubles:
            yield from _error(outcome, trouble)
        yield "  </testsuite>\n"
    if not tests:
        yield '  <testsuite name="torchwise" tests="1" failures="0" errors="0">\n'
        yield f'    <testcase name="{outcome.checked} files" classname="torchwise"/>\n'
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _case(outcome: Outcome, file: CheckedFile, found: FoundHere) -> Iterator[str]:
    diagnostic = found.diagnostic
    line, column = diagnostic.span.start
    path = outcome.shown(file.path)
    place = f'file={_attribute(path)} line="{line + 1}" column="{column + 1}"'
    yield f"    <testcase name={_attribute(diagnostic.rule)} classname={_attribute(path)} {place}>\n"
    text = f"line {line + 1}, column {column + 1}: {diagnostic.message}"
    yield f'      <failure type="{diagnostic.severity.word}" message={_attribute(diagnostic.message)}>{_text(text)}'
    yield "</failure>\n    </testcase>\n"


def _error(outcome: Outcome, trouble: Trouble) -> Iterator[str]:
    path = _attribute(outcome.shown(trouble.path))
    yield f'    <testcase name={path} classname="torchwise">\n'
    yield f'      <error type="{trouble.kind.value}" message={_attribute(trouble.message)}/>\n'
    yield "    </testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
