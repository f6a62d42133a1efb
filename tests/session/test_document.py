"""An open document after edits is the document that a fresh split of the same text would give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.session.document import Document, Part, clamped, opened, replace
from server.text.lines import split_lines
from server.text.span import span

# Every character that some notion of "line" splits at, and two that take two UTF-16 units or none at all.
TEXT = st.text(alphabet="ab \n\r\f\v\x1c\x85\u2028\u2029é😀", max_size=30)
PLACE = st.tuples(st.integers(0, 12), st.integers(0, 8))


def naive(text: str, start: tuple[int, int], end: tuple[int, int], new: str) -> str:
    """The edit done on the whole string, from offsets of line starts."""
    lines = split_lines(text)
    offsets = [sum(len(line) for line in lines[:index]) for index in range(len(lines) + 1)]

    def offset(place: tuple[int, int]) -> int:
        line, column = clamped(lines, *place)
        return offsets[line] + column

    first, last = sorted((offset(start), offset(end)))
    return text[:first] + new + text[last:]


@given(TEXT, st.lists(st.tuples(PLACE, PLACE, TEXT), max_size=8))
def test_lines_after_any_edits_equal_a_fresh_split(
    text: str, edits: list[tuple[tuple[int, int], tuple[int, int], str]]
) -> None:
    lines = split_lines(text)
    for start, end, new in edits:
        text = naive(text, start, end, new)
        replace(lines, span(*start, *end), new)
        assert lines == split_lines(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "place"),
    [
        ("", 0, 0, (0, 0)),
        ("", 4, 7, (0, 0)),
        ("ab\r\ncd", 0, 9, (0, 2)),
        ("ab\r\ncd", 1, 9, (1, 2)),
        ("ab\r\ncd", 5, 0, (1, 2)),
        ("ab\n", 1, 5, (1, 0)),
        ("ab\n", 2, 0, (1, 0)),
        ("a\fb\n", 0, 3, (0, 3)),
    ],
)
def test_a_place_that_does_not_exist_is_moved_to_the_nearest(
    text: str, line: int, column: int, place: tuple[int, int]
) -> None:
    assert clamped(split_lines(text), line, column) == place


def test_a_carriage_return_and_a_newline_that_meet_become_one_line_end() -> None:
    lines = split_lines("a\rb\nc")
    replace(lines, span(1, 0, 1, 1), "")
    assert lines == ["a\r\n", "c"]


def test_an_edit_behind_a_form_feed_stays_on_its_line() -> None:
    document = opened("file:///a.py", "/a.py", 1, "x = 1\n\f\ny = 2\n")
    document.replace(document.parts[0], span(2, 0, 2, 1), "z")
    assert document.snapshot().lines == ("x = 1\n", "\f\n", "z = 2\n")


def test_a_snapshot_is_kept_until_the_next_change_and_is_not_changed_by_it() -> None:
    document = opened("file:///a.py", "/a.py", 1, "a\n")
    before = document.snapshot()
    assert document.snapshot() is before
    document.replace(document.parts[0], span(0, 0, 0, 1), "b")
    assert before.lines == ("a\n",)
    assert document.snapshot().lines == ("b\n",)
    assert document.snapshot().revision > before.revision


def test_the_whole_text_can_be_replaced() -> None:
    document = opened("file:///a.py", "/a.py", 1, "a\n")
    document.reset(document.parts[0], "b\rc")
    assert document.snapshot().lines == ("b\r", "c")


def test_lines_of_several_parts_lead_back_to_their_part() -> None:
    parts = [Part("cell:1", 3, ["a\n", "b"]), Part("cell:2", 1, []), Part("cell:3", 7, ["c"])]
    snapshot = Document("book", "/book.ipynb", parts).snapshot()
    assert snapshot.lines == ("a\n", "b\n", "c\n")
    assert [snapshot.part_at(line).uri for line in range(4)] == ["cell:1", "cell:1", "cell:3", "cell:3"]
    third = snapshot.part("cell:3")
    assert third is not None
    assert (third.first, third.count, third.version) == (2, 1, 7)
