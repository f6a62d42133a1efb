"""Applying edits equals replacing the same stretches of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.text.edit import Edit, OverlappingEdits, apply
from server.text.lines import split_lines
from server.text.span import Position, Span, span

TEXTS = st.text(st.sampled_from("ab \r\n"), max_size=40)


def position(text: str, offset: int) -> Position:
    """The place of an offset, counted on the lines of the text."""
    line = 0
    for content in split_lines(text):
        if offset < len(content):
            return Position(line, offset)
        offset -= len(content)
        line += 1
    return Position(line, 0)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), TEXTS), max_size=5))
def test_edits_equal_replacements_of_the_text(text: str, changes: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    pieces: list[str] = []
    done = 0
    for first, second, new in sorted(changes, key=lambda change: min(change[:2])):
        start, end = min(first, second, len(text)), min(max(first, second), len(text))
        if start < done or (start == done and edits and end == start):
            continue
        edits.append(Edit(Span(position(text, start), position(text, end)), new))
        pieces += [text[done:start], new]
        done = end
    expected = "".join(pieces) + text[done:]
    assert apply(split_lines(text), reversed(edits)) == split_lines(expected)


def test_insertions_at_one_place_keep_their_order() -> None:
    place = span(0, 1, 0, 1)
    assert apply(["ab\n"], [Edit(place, "1"), Edit(place, "2")]) == ["a12b\n"]


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(OverlappingEdits, match="line 1"):
        apply(["abcd\n"], [Edit(span(0, 0, 0, 2), ""), Edit(span(0, 1, 0, 3), "")])


def test_an_edit_can_join_two_halves_of_a_line_end() -> None:
    assert apply(["a\r", "b\n"], [Edit(span(1, 0, 1, 1), "")]) == ["a\r\n"]


def test_edits_at_the_end_of_the_file() -> None:
    assert apply(["a\n"], [Edit(span(1, 0, 1, 0), "b\n")]) == ["a\n", "b\n"]
    assert apply(["a"], [Edit(span(0, 1, 0, 1), "\n")]) == ["a\n"]
    assert apply([], [Edit(span(0, 0, 0, 0), "a")]) == ["a"]
