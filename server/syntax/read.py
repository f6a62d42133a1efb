"""Reading a file, afresh or from what an earlier version left.

An edit scans the logical lines that it touches, until the boundaries agree with the old ones again, and builds
the statements around them; all other statements stay the objects they were. The commonest edit, one line whose
indentation and kind stay, replaces one statement and the blocks that it is in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ..text.lines import equal_at_end, equal_at_start
from . import ir
from .blocks import Unit, build
from .line import INVALID, LineIR, read_line, read_together
from .lines import LogicalLine, cut_line, logical_lines
from .reading import Reading
from .replace import replaced

_SMALLEST_PORTION, _LARGEST_PORTION = 1500, 4000
"""Characters: a thousand take about a millisecond."""


def read(lines: Sequence[str], old: Reading | None = None, pause: Callable[[], None] = lambda: None) -> Reading:
    """Read a file given as physical lines with their line ends; `old` is a reading of an earlier version of it.

    `pause` is called between lines and may raise to give up; nothing else is raised.
    """
    own = list(lines)
    if old is None:
        stretch = _scan(own, 0, _never, pause, _read_ahead)
        built = build(stretch.logical, stretch.contents, None, 0)
        return Reading(
            own, stretch.starts, stretch.logical, stretch.contents, built.units, built.body, built.notes,
            _distant(stretch.logical, 0), built.next_key,
        )  # fmt: skip
    return _reread(own, old, pause)


@dataclass(slots=True)
class _Stretch:
    """Logical lines in a row; `end` is the old number of the first logical line after them that stays."""

    starts: list[int] = field(default_factory=list[int])
    logical: list[LogicalLine] = field(default_factory=list[LogicalLine])
    contents: list[LineIR] = field(default_factory=list[LineIR])


Split = Callable[[Sequence[str], int], Iterator[tuple[int, LogicalLine]]]


def _read_ahead(lines: Sequence[str], first: int) -> Iterator[tuple[int, LogicalLine]]:
    """The logical lines from `first` on, read together in portions of a few milliseconds."""
    portion: list[tuple[int, LogicalLine]] = []
    size, largest = 0, _SMALLEST_PORTION
    for item in logical_lines(lines, first):
        portion.append(item)
        size += len(item[1].text)
        if size >= largest:
            read_together([line.text for _, line in portion if line.closed])
            yield from portion
            portion.clear()
            size, largest = 0, min(largest * 2, _LARGEST_PORTION)
    read_together([line.text for _, line in portion if line.closed])
    yield from portion


def _scan(
    lines: list[str],
    at: int,
    stop: Callable[[int], bool],
    pause: Callable[[], None],
    split: Split = logical_lines,
) -> _Stretch:
    """The logical lines from physical line `at` up to one whose beginning `stop` accepts."""
    stretch = _Stretch()
    starts, logical, contents = stretch.starts, stretch.logical, stretch.contents
    while True:
        for start, line in split(lines, at):
            if stop(start):
                return stretch
            pause()
            content = read_line(line.text, line.closed)
            if line.height > 1 and (hole := content.hole) is not None and hole.why == INVALID:
                cut = cut_line(lines, start, line.height)
                if cut is not None:
                    starts.append(start)
                    logical.append(cut)
                    contents.append(read_line(cut.text, False))
                    at = start + cut.height
                    break
            starts.append(start)
            logical.append(line)
            contents.append(content)
        else:
            return stretch


def _never(_: int) -> bool:
    return False


def _distant(logical: Sequence[LogicalLine], first: int) -> list[int]:
    return [at for at, line in enumerate(logical, first) if line.reach > line.height]


def _reread(lines: list[str], old: Reading, pause: Callable[[], None]) -> Reading:
    above = equal_at_start(lines, old.lines)
    if above == len(lines) == len(old.lines):
        return old
    below = equal_at_end(lines, old.lines, above)
    shift = len(lines) - len(old.lines)
    first = _first_touched(old, above)
    resume = len(lines) - below
    old_starts = old.starts
    after = len(old_starts)

    def agrees(start: int) -> bool:
        nonlocal after
        if start < resume:
            return False
        after = bisect_left(old_starts, start - shift)
        if after < len(old_starts) and old_starts[after] == start - shift:
            return True
        after = len(old_starts)
        return False

    begin = min(above, old_starts[first]) if first < len(old_starts) else above
    fresh = _scan(lines, begin, agrees, pause)
    starts = old_starts
    if shift or len(fresh.starts) != after - first or fresh.starts != old_starts[first:after]:
        tail = [start + shift for start in old_starts[after:]] if shift else old_starts[after:]
        starts = old_starts[:first] + fresh.starts + tail
    return _rebuilt(lines, old, starts, fresh, first, after)


def _first_touched(old: Reading, above: int) -> int:
    """The first logical line that a change below the first `above` physical lines can alter."""
    starts, logical = old.starts, old.logical
    first = bisect_left(starts, above)
    if first and starts[first - 1] + logical[first - 1].height > above:
        first -= 1
    for at in old.distant:
        if at >= first:
            break
        if starts[at] + logical[at].reach > above:
            return at
    return first


def _rebuilt(lines: list[str], old: Reading, starts: list[int], fresh: _Stretch, first: int, after: int) -> Reading:
    """The reading in which the old logical lines from `first` to `after` gave way to fresh ones."""
    new, gone = fresh.logical, old.logical
    low, high, end = 0, len(new), after
    while low < high and first < end and new[low] == gone[first]:
        low += 1
        first += 1
    while low < high and first < end and new[high - 1] == gone[end - 1]:
        high -= 1
        end -= 1
    if low == high and first == end:
        return Reading(
            lines, starts, old.logical, old.contents, old.units, old.body, old.remarks, old.distant, old.next_key,
            old.lines_of_keys,
        )  # fmt: skip
    logical = old.logical[:first] + new[low:high] + old.logical[end:]
    contents = old.contents[:first] + fresh.contents[low:high] + old.contents[end:]
    distant = old.distant
    if distant or any(line.reach > line.height for line in new[low:high]):
        distant = _distant(logical, 0)
    if high - low == 1 == end - first:
        reading = replaced(old, lines, starts, logical, contents, distant, first)
        if reading is not None:
            return reading
    return _spliced(old, lines, starts, logical, contents, distant, first, end)


def _spliced(
    old: Reading,
    lines: list[str],
    starts: list[int],
    logical: list[LogicalLine],
    contents: list[LineIR],
    distant: list[int],
    first: int,
    end: int,
) -> Reading:
    """Build the outermost statements again that logical lines `first` to `end` (in old numbers) belong or belonged to."""
    shift = len(logical) - len(old.logical)
    begin = first - 1
    while begin > 0 and not _begins_statement(logical, contents, begin):
        begin -= 1
    begin = max(begin, 0)
    stay = end
    while stay < len(old.logical) and not (
        _begins_statement(old.logical, old.contents, stay) and _begins_statement(logical, contents, stay + shift)
    ):
        stay += 1

    def former(at: int) -> Unit:
        at += begin
        if at < first:
            return old.units[at]
        return old.units[at - shift] if at >= end + shift else ()

    built = build(logical[begin : stay + shift], contents[begin : stay + shift], former, old.next_key)
    body = old.body[: _place_in_body(old, begin)] + built.body + old.body[_place_in_body(old, stay) :]
    remarks = [(at, message) for at, message in old.remarks if at < begin]
    remarks += [(at + begin, message) for at, message in built.notes]
    remarks += [(at + shift, message) for at, message in old.remarks if at >= stay]
    units = old.units[:begin] + built.units + old.units[stay:]
    return Reading(lines, starts, logical, contents, units, body, remarks, distant, built.next_key)


def _begins_statement(logical: Sequence[LogicalLine], contents: Sequence[LineIR], at: int) -> bool:
    """Whether an outermost statement begins here whatever the lines above it are."""
    above = contents[at - 1].header if at else None
    return logical[at].indent == 0 and not contents[at].clause and not isinstance(above, ir.Decorator)


def _place_in_body(reading: Reading, at: int) -> int:
    """The place in the outermost block of the statement that begins with logical line `at`."""
    if at == len(reading.units):
        return len(reading.body)
    if at == 0:
        return 0
    first = reading.units[at][0]
    if isinstance(first.node, ir.Decorator):
        return next(
            place
            for place, statement in enumerate(reading.body)
            if statement.decorators and statement.decorators[0] is first
        )
    return reading.body.index(first)
