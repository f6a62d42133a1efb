r"""Splitting physical lines into logical lines.

A logical line is a statement, or the header of one, with its continuation lines: brackets, strings and
backslashes are followed as Python's tokenizer does. Every logical line starts in a clean state, so a
scan may begin at any of them and comes to the same boundaries.

A bracket or triple quote that is not closed would swallow the rest of the file. So the line is cut
short where it certainly cannot be valid: at a keyword that no expression contains, at the end of the file,
or when many lines that look like statements came without the bracket closing. The cut
is made before the first line that is not indented deeper than the open line and looks like a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .continuation import BRACKET, FIELD, Continuation, follow, is_balanced

_PATIENCE = 80
_ARGUMENT_END = re.compile(r",\s*(?:#.*)?\Z")
"""How an argument on a line of its own ends: keyword arguments at the left margin look like assignments."""


class LogicalLine(NamedTuple):
    r"""A statement or header as text; where it stands is the business of whoever holds it.

    `indent` is in columns (tab stops of 8). `text` begins at the first character that is not blank and ends
    before a trailing comment; its line ends are `\n`. `height` is the number of physical lines. `closed` is
    false if the line was cut short. `reach` is the number of physical lines, from its first, that decided where
    it ends: an edit below those cannot change it.
    """

    indent: int
    text: str
    height: int
    closed: bool
    reach: int


_PLAIN_LINE = re.compile(r"([ \t\f\ufeff]*)(?![ \t\f\ufeff])([^'\"#()\[\]{}\\\r\n]*)(?:#[^\r\n]*)?[\r\n]*\Z")
_CERTAIN = (
    "def|class|return|import|while|with|raise|pass|try|finally|except|elif|del|global|nonlocal|assert|break|continue"
)
_CERTAIN_START = re.compile(rf"[ \t\f]*(?:{_CERTAIN})\b")
_START = re.compile(
    rf"[ \t\f]*(?:(?:{_CERTAIN}|if|else|for|from|async|await|yield)\b|@"
    r"|[^\W\d]\w*[ \t]*(?:(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)|[.(\[:]))"
)
_HEADER = re.compile(r"[ \t\f]*(?:async[ \t]+)?(?:for|while|if|with|def|class|match)\b")
_BLANKS = " \t\f\r\n\ufeff"


def logical_lines(lines: Sequence[str], first: int = 0) -> Iterator[tuple[int, LogicalLine]]:
    """The logical lines from physical line `first` on, each with the number of its first physical line.

    `first` must not lie inside a logical line. Blank lines and lines with only a comment give none.
    """
    count = len(lines)
    plain = _PLAIN_LINE.match
    at = first
    while at < count:
        line = lines[at]
        found = plain(line) or is_balanced(line)
        if found is not None:
            blank, text = found.groups()
            if text:
                text = text.rstrip(" \t\f")
                indent = len(blank)
                if indent and blank.count(" ") != indent:
                    indent = columns(blank)
                yield at, LogicalLine(indent, text, 1, True, 1)
            at += 1
        else:
            logical = _long_line(lines, at)
            if logical.text:
                yield at, logical
            at += logical.height


def columns(blank: str) -> int:
    """The column that the indentation `blank` leads to: tab stops every 8, a form feed begins again at 0."""
    column = 0
    for character in blank:
        if character == " ":
            column += 1
        elif character == "\t":
            column = column // 8 * 8 + 8
        elif character == "\f":
            column = 0
    return column


def indentation(line: str) -> str:
    """The blanks at the beginning of a physical line; a byte order mark is one of no width."""
    return line[: len(line) - len(line.lstrip(" \t\f\ufeff"))]


def cut_line(lines: Sequence[str], start: int, height: int) -> LogicalLine | None:
    """The logical line at `start`, of `height` physical lines, cut before a line that looks like a statement.

    Only for a line that cannot be read as it stands. None if no line in it looks like a statement.
    """
    indent = columns(indentation(lines[start]))
    # What follows an open header is its suite rather than the rest of its bracket, unless it ends like an argument.
    opens = _HEADER.match(lines[start]) is not None
    for at in range(start + 1, start + height):
        line = lines[at]
        if _starts_statement(line, indent) or (opens and _START.match(line) and not _ARGUMENT_END.search(line)):
            return LogicalLine(indent, _text(lines, start, at, len(lines[at - 1])), at - start, False, height)
    return None


def _long_line(lines: Sequence[str], start: int) -> LogicalLine:
    """A logical line that `is_balanced` does not know: nearly always one of several physical lines."""
    indent = columns(indentation(lines[start]))
    state = Continuation()
    frames = state.frames
    count = len(lines)
    end = follow(lines[start], state)
    suspect = -1
    patience = _PATIENCE
    at = start + 1
    while frames or state.joined:
        if at == count:
            return _open_at_end(lines, start, indent, end, bool(frames))
        line = lines[at]
        top = frames[-1] if frames else ""
        if not top or top == BRACKET or top == FIELD:
            certain = bool(top) and _CERTAIN_START.match(line) is not None
            if not line[: indent + 1].isspace() and _starts_statement(line, indent):
                suspect = at if suspect < 0 else suspect
                patience -= 1 if _ARGUMENT_END.search(line) else 10
            if certain or patience < 0:
                suite = cut_line(lines, start, at - start) if _HEADER.match(lines[start]) else None
                if suite is not None:
                    return suite._replace(reach=at + 1 - start)
                cut = suspect if suspect >= 0 else at
                text = _text(lines, start, cut, len(lines[cut - 1]))
                return LogicalLine(indent, text, cut - start, False, at + 1 - start)
            at += 1
            if top == BRACKET and is_balanced(line) is not None:
                state.joined = False
                continue
        else:
            at += 1
            if len(top) == 3 and top not in line:
                continue
        end = follow(line, state)
    return LogicalLine(indent, _text(lines, start, at, end), at - start, True, at - start)


def _open_at_end(lines: Sequence[str], start: int, indent: int, end: int, unclosed: bool) -> LogicalLine:
    """A logical line that the file ends in."""
    height = len(lines) - start
    if unclosed and (cut := cut_line(lines, start, height)) is not None:
        return cut._replace(reach=height + 1)
    end = len(lines[-1]) if unclosed else end
    return LogicalLine(indent, _text(lines, start, len(lines), end), height, not unclosed, height + 1)


def _starts_statement(line: str, indent: int) -> bool:
    return _START.match(line) is not None and columns(indentation(line)) <= indent


def _text(lines: Sequence[str], start: int, end: int, last: int) -> str:
    """The lines from `start` to `end` without indentation, the last one only up to column `last`."""
    if end - start == 1:
        text = lines[start][:last]
    else:
        text = "".join(lines[start : end - 1]) + lines[end - 1][:last]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip(_BLANKS)
