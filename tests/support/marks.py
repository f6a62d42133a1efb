"""Marks: what is expected to be found in a program, written under the place where it is expected.

    optimizer.step()
#   ^^^^^^^^^^^^^^^^ `optimizer` steps but its gradients are never cleared

The carets stand under the range. A range that begins in column 0 or 1 is marked from column 2 on, where the
carets can stand behind `# `; a range over several lines is marked to the end of its first line, under that line.

Before the message may stand a severity and the name of a rule, where they differ from what goes without
saying: `# ^^^^ warning: [missing-eval-mode] ...`. A long message goes on in comments under the mark that are
indented by three spaces or more behind the `#`. A message that ends in ` ...` gives only its beginning.

This module needs the standard library only: `dev.py demo` reads the marks of the shipped examples with it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import NamedTuple

SEVERITIES = ("error", "warning", "information", "hint")

_MARK = re.compile(r" *# *(\^+)(?: (.*))?$")
_REST = re.compile(r" *#   +(\S.*)$")
_SAID = re.compile(rf"(?:({'|'.join(SEVERITIES)}):(?: |$))?(?:\[([a-z0-9-]+)\](?: |$))?(.*)")


class BadMark(Exception):
    """A comment with carets is not a mark."""


class Mark(NamedTuple):
    """One expectation. `line` counts from 0 in the text without marks; `severity` and `rule` may be empty."""

    line: int
    start: int
    end: int
    severity: str
    rule: str
    message: str


class Found(NamedTuple):
    """One finding, in the form in which it is compared: lines and columns from 0, in code points."""

    rule: str
    severity: str
    message: str
    start: tuple[int, int]
    end: tuple[int, int]


def take(text: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks. Raises `BadMark`."""
    plain: list[str] = []
    marks: list[Mark] = []
    column = -1  # of the `#` of the mark in the line above, if there is one
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        if mark := _MARK.match(bare):
            said = _SAID.fullmatch(mark[2] or "")
            if not plain or said is None or not said[3]:
                raise BadMark(f"a mark needs a line above it and a message: {bare.strip()}")
            marks.append(Mark(len(plain) - 1, mark.start(1), mark.end(1), said[1] or "", said[2] or "", said[3]))
            column = bare.index("#")
        elif (rest := _REST.match(bare)) and bare.index("#") == column:
            marks[-1] = marks[-1]._replace(message=f"{marks[-1].message} {rest[1]}")
        else:
            plain.append(line)
            column = -1
    return "".join(plain), marks


def put(text: str, marks: Iterable[Mark]) -> str:
    """The text with marks under its lines: the opposite of `take`."""
    below: dict[int, list[Mark]] = {}
    for mark in sorted(marks):
        below.setdefault(mark.line, []).append(mark)
    lines: list[str] = []
    for number, line in enumerate(text.splitlines()):
        lines.append(line)
        for mark in below.get(number, ()):
            carets = " " * (mark.start - 2) + "# " + "^" * (mark.end - mark.start)
            severity = f"{mark.severity}: " if mark.severity else ""
            rule = f"[{mark.rule}] " if mark.rule else ""
            lines.append(f"{carets} {severity}{rule}{mark.message}")
    return "\n".join(lines) + "\n"


def mark_of(found: Found, text: str, default_rule: str, severities: dict[str, str]) -> Mark:
    """The mark that a finding asks for, saying no more than it has to."""
    (line, start), (end_line, end) = found.start, found.end
    if end_line != line:
        end = len(text.splitlines()[line].rstrip())
    start = max(start, 2)
    return Mark(
        line=line,
        start=start,
        end=max(end, start + 1),
        severity="" if severities.get(found.rule) == found.severity else found.severity,
        rule="" if found.rule == default_rule else found.rule,
        message=found.message,
    )


def difference(
    text: str, expected: Iterable[Mark], found: Iterable[Found], default_rule: str, severities: dict[str, str]
) -> str:
    """What was expected (-) and what was found (+), under the source; empty where they agree.

    `severities` gives the declared severity of each rule.
    """
    wanted = [_shortest(mark, default_rule, severities) for mark in expected]
    there = [mark_of(each, text, default_rule, severities) for each in found]
    there = [next((mark for mark in wanted if _begins(mark, each)), each) for each in there]
    before, after = put(text, wanted).splitlines(), put(text, there).splitlines()
    return "\n".join(list(difflib.unified_diff(before, after, "expected", "found", lineterm="", n=4)))


def _shortest(mark: Mark, default_rule: str, severities: dict[str, str]) -> Mark:
    """The same expectation without what goes without saying."""
    rule = mark.rule or default_rule
    return mark._replace(
        severity="" if severities.get(rule) == mark.severity else mark.severity,
        rule="" if rule == default_rule else rule,
    )


def _begins(expected: Mark, found: Mark) -> bool:
    """Whether `expected` gives only the beginning of the message, and `found` begins like it."""
    beginning = expected.message.removesuffix(" ...")
    return (
        beginning != expected.message
        and found.message.startswith(beginning)
        and found == expected._replace(message=found.message)
    )
