"""The comments of a file: only lines with a `#` are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .continuation import Continuation, follow

if TYPE_CHECKING:
    from .reading import Reading


class Comment(NamedTuple):
    """A comment on a physical line; `text` begins with `#`, `alone` tells that there is nothing else on the line."""

    line: int
    column: int
    text: str
    alone: bool


def comments(reading: Reading) -> tuple[Comment, ...]:
    """All comments of a file, in order."""
    found: list[Comment] = []
    done = 0
    for start, line in zip(reading.starts, reading.logical, strict=True):
        found.extend(_between(reading.lines, done, start))
        done = start + line.height
        found.extend(_between(reading.lines, start, done))
    found.extend(_between(reading.lines, done, len(reading.lines)))
    return tuple(found)


def comment_on(reading: Reading, line: int) -> Comment | None:
    """The comment on a physical line, if there is one."""
    if "#" not in reading.lines[line]:
        return None
    at = reading.logical_line_at(line)
    for comment in _between(reading.lines, line if at is None else reading.starts[at], line + 1):
        if comment.line == line:
            return comment
    return None


def _between(lines: Sequence[str], first: int, end: int) -> Iterator[Comment]:
    """The comments on the lines from `first` to `end`; nothing is open where they begin."""
    last = max((number for number in range(first, end) if "#" in lines[number]), default=-1)
    state = Continuation()
    for number in range(first, last + 1):
        line = lines[number]
        column = follow(line, state)
        if line[column : column + 1] == "#":
            yield Comment(number, column, line[column:].rstrip("\r\n"), not line[:column].strip(" \t\f\ufeff"))
