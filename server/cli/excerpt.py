"""Source lines with what is marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..text.span import Span
from .plain import safe, shown_line, shown_width
from .style import Style

_LONGEST_MARK = 4
_LEAD = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to underline with `sign`, in `colours`, and what to say about it."""

    span: Span
    sign: str
    label: str
    colours: tuple[str, ...]
    before: int = 0
    after: int = 0


def excerpt(lines: Sequence[str], marks: Sequence[Mark], gutter: int, style: Style, limit: int) -> Iterator[str]:
    """The marked lines with their numbers, and `...` for what is left out between them.

    `gutter` is the width of the numbers, `limit` the columns there are for the text of a line.
    """
    previous = None
    for number in sorted(_wanted(lines, marks)):
        if previous is not None and number > previous + 1:
            yield style.paint("...", "bold", "blue") + "\n"
        previous = number
        line = lines[number]
        here = [mark for mark in marks if number in _marked_lines(mark)]
        left = _left(line, here, number, limit)
        text = shown_line(line[left : left + limit])
        text = f"{'...' if left else ''}{text}{'...' if len(line.rstrip()) > left + limit else ''}"
        yield f"{gutter_text(str(number + 1), gutter, style)}{' ' + text if text.strip() else ''}\n"
        for mark in sorted(here, key=lambda mark: mark.span, reverse=True):
            indent, length = _underline(line, mark, number, left)
            signs = style.paint(mark.sign * length, *mark.colours)
            label = mark.label if number == _marked_lines(mark)[-1] else ""
            label = f" {style.paint(safe(label), *mark.colours)}" if label else ""
            yield f"{gutter_text('', gutter, style)} {' ' * (indent + (3 if left else 0))}{signs}{label}\n"


def gutter_text(number: str, width: int, style: Style) -> str:
    """The margin of a line: its number, if it has one, and a bar."""
    return style.paint(f"{number:>{width}} |", "bold", "blue")


def _marked_lines(mark: Mark) -> range:
    first, last = mark.span.start.line, mark.span.end.line
    if mark.span.end.column == 0 and last > first:
        last -= 1
    return range(first, last + 1) if last - first < _LONGEST_MARK else range(first, first + 1)


def _wanted(lines: Sequence[str], marks: Iterable[Mark]) -> set[int]:
    wanted: set[int] = set()
    for mark in marks:
        marked = _marked_lines(mark)
        first, last = marked[0] - mark.before, marked[-1] + mark.after
        while first < marked[0] and (first < 0 or not lines[first : first + 1] or not lines[first].strip()):
            first += 1
        while last > marked[-1] and (last >= len(lines) or not lines[last].strip()):
            last -= 1
        wanted.update(range(first, last + 1))
    filled = {number + 1 for number in wanted if number + 2 in wanted}
    return {number for number in wanted | filled if 0 <= number < len(lines)}


def _left(line: str, marks: Sequence[Mark], number: int, limit: int) -> int:
    if len(line) <= limit or not marks:
        return 0
    starts = [mark.span.start.column for mark in marks if mark.span.start.line == number]
    start = min(starts, default=0)
    return start - _LEAD if start > limit - _LEAD else 0


def _underline(line: str, mark: Mark, number: int, left: int) -> tuple[int, int]:
    content = line.rstrip()
    blank = len(content) - len(content.lstrip())
    start = mark.span.start.column if number == mark.span.start.line else blank
    end = mark.span.end.column if number == mark.span.end.line else len(content)
    visible = line[left:]
    indent = shown_width(visible, start - left)
    return indent, max(shown_width(visible, max(end, start) - left) - indent, 1)
