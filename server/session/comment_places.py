"""Where the comments of a text stand, and which lines its statements' headers take."""

from __future__ import annotations

from collections.abc import Sequence

from ..syntax.continuation import Continuation, follow
from ..syntax.lines import logical_lines
from .suppression import Comment, Header


def comments_and_headers(lines: Sequence[str]) -> tuple[list[Comment], list[Header]]:
    """All comments in order, and the headers of all statements, a definition's decorators being part of its own.

    Works on any text, whether it can be parsed or not.
    """
    comments: list[Comment] = []
    headers: list[Header] = []
    decorated: int | None = None
    done = 0
    for first, logical in logical_lines(lines):
        comments.extend(_comments(lines, done, first))
        done = first + logical.height
        comments.extend(_comments(lines, first, done))
        start = first if decorated is None else decorated
        if logical.text.startswith("@"):
            decorated = start
        else:
            headers.append(Header(start, done - 1))
            decorated = None
    if decorated is not None:
        headers.append(Header(decorated, done - 1))
    comments.extend(_comments(lines, done, len(lines)))
    return comments, headers


def _comments(lines: Sequence[str], first: int, end: int) -> list[Comment]:
    """The comments of physical lines that begin outside any bracket and string."""
    found: list[Comment] = []
    state = Continuation()
    for number in range(first, end):
        line = lines[number]
        column = follow(line, state)
        if line[column : column + 1] == "#":
            text = line[column:].rstrip("\r\n")
            found.append(Comment(number, column, text, alone=not line[:column].strip(" \t\f\ufeff")))
    return found
