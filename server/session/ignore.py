"""Where to write the comment that ignores a finding."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ..rules.rule import Category
from ..syntax.continuation import BRACKET, Continuation, follow
from ..text.edit import Edit
from ..text.span import Position, Span
from .comment_places import comments_and_headers
from .report import Diagnostic
from .suppression import Comment, Header

_NAMES = re.compile(r"#\s*torchwise\s*:\s*ignore\s*\[(?P<names>[^\]#]*)\]")


class IgnoreComments:
    """Writes ignore comments into one text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._comments, self._headers = comments_and_headers(lines)

    def edit(self, diagnostic: Diagnostic) -> Edit | None:
        """The edit that ignores the finding's rule at its place, in the comment that is there already if there is one.

        None for what is said about comments and settings: those are there to be put right.
        """
        line = diagnostic.span.start.line
        index = bisect_left(self._headers, line, key=lambda header: header.last)
        if (
            diagnostic.category is Category.TORCHWISE
            or index == len(self._headers)
            or line < self._headers[index].first
        ):
            return None
        header = self._headers[index]
        for comment in self._comments:
            if _covers(comment, header) and (found := _NAMES.search(comment.text)):
                return _added(comment, found, diagnostic.rule)
        at = line if self._takes_comment(header, line) else header.last
        content = self._lines[at].rstrip("\r\n")
        span = Span(Position(at, len(content.rstrip())), Position(at, len(content)))
        return Edit(span, f"  # torchwise: ignore[{diagnostic.rule}]")

    def _takes_comment(self, header: Header, line: int) -> bool:
        """Whether a comment may stand at the end of this line: not after a backslash, not inside a string."""
        state = Continuation()
        for number in range(header.first, line + 1):
            follow(self._lines[number], state)
        return not state.joined and all(frame == BRACKET for frame in state.frames)


def _covers(comment: Comment, header: Header) -> bool:
    return header.first <= comment.line <= header.last or (comment.alone and comment.line == header.first - 1)


def _added(comment: Comment, found: re.Match[str], rule: str) -> Edit:
    names = found["names"].rstrip(", \t")
    start = comment.column + found.start("names")
    span = Span(Position(comment.line, start + len(names)), Position(comment.line, start + len(found["names"])))
    return Edit(span, f", {rule}" if names.strip() else rule)
