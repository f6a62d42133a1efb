"""Columns convert to the units of editors and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.text.offsets import column_of_utf8, column_of_utf16, utf8_column, utf16_column

LINES = st.text(st.sampled_from("aé€😀\t"), max_size=12)


@given(LINES, st.integers(0, 15), st.sampled_from(["", "\n", "\r\n"]))
def test_there_and_back(line: str, column: int, end: str) -> None:
    expected = min(column, len(line))
    assert column_of_utf16(line + end, utf16_column(line + end, column)) == expected
    assert column_of_utf8(line + end, utf8_column(line + end, column)) == expected


@given(LINES, st.integers(0, 12))
def test_units_are_those_of_the_encodings(line: str, column: int) -> None:
    before = line[:column]
    assert utf16_column(line, column) == len(before.encode("utf-16-le")) // 2
    assert utf8_column(line, column) == len(before.encode("utf-8"))


def test_a_place_inside_a_character_is_its_beginning() -> None:
    assert [column_of_utf16("a😀b", units) for units in range(6)] == [0, 1, 1, 2, 3, 3]
    assert [column_of_utf8("é€", units) for units in range(7)] == [0, 0, 1, 1, 1, 2, 2]


def test_a_place_beyond_the_line_is_its_end() -> None:
    assert column_of_utf16("ab\r\n", 9) == 2
    assert utf16_column("ab\n", 9) == 2
    assert utf8_column("é\n", 9) == 2
    assert utf16_column("ab", -1) == 0
    assert column_of_utf16("é", -1) == 0


def test_a_lone_surrogate_counts_as_editors_count_it() -> None:
    assert utf16_column("\ud83d!", 2) == 2
    assert utf8_column("\ud83d!", 2) == 4
    assert column_of_utf8("\ud83d!", 3) == 1
