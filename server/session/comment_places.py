"""Where suppression comments can stand in a text, and which lines its statements' headers take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..syntax.continuation import Continuation, follow
from ..syntax.lines import LogicalLine, logical_lines
from .suppression import Comment, Header

MENTION = "torchwise"


def headers_of(logical: Iterable[tuple[int, LogicalLine]]) -> Iterator[Header]:
    """The headers of all statements, a definition's decorators being part of its own."""
    decorated: int | None = None
    end = 0
    for first, line in logical:
        start = first if decorated is None else decorated
        end = first + line.height
        if line.text.startswith("@"):
            decorated = start
        else:
            yield Header(start, end - 1)
            decorated = None
    if decorated is not None:
        yield Header(decorated, end - 1)


def comments_of(lines: Sequence[str], logical: Iterable[tuple[int, LogicalLine]]) -> Iterator[Comment]:
    """The comments above the first statement, and those further down that lie in a passage with a mention of us.

    A passage is a logical line, or what lies between two of them: nothing is open where one begins.
    """
    done = 0
    for first, line in logical:
        yield from _comments(lines, done, first, everything=done == 0)
        done = first + line.height
        yield from _comments(lines, first, done)
    yield from _comments(lines, done, len(lines), everything=done == 0)


def comments_and_headers(
    lines: Sequence[str], logical: Sequence[tuple[int, LogicalLine]] | None = None
) -> tuple[list[Comment], list[Header]]:
    """Both, of any text, whether it can be parsed or not; `logical` where the logical lines are known already."""
    logical = list(logical_lines(lines)) if logical is None else logical
    return list(comments_of(lines, logical)), list(headers_of(logical))


def _comments(lines: Sequence[str], first: int, end: int, *, everything: bool = False) -> Iterator[Comment]:
    if not everything and not any(MENTION in lines[number] for number in range(first, end)):
        return
    state = Continuation()
    for number in range(first, end):
        line = lines[number]
        column = follow(line, state)
        if line[column : column + 1] == "#":
            alone = not line[:column].strip(" \t\f\ufeff")
            yield Comment(number, column, line[column:].rstrip("\r\n"), alone)
