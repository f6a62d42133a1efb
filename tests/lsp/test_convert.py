"""Positions in the units of editors, and addresses of files."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.lsp.convert import Encoding, clean, column, path_of, place_of, range_of, units, uri_of
from server.text.span import Position, span

LINE = st.text(alphabet="ab\t\fé\u2028字😀\U0010ffff", max_size=12)
CODECS: dict[Encoding, tuple[str, int]] = {
    "utf-8": ("utf-8", 1),
    "utf-16": ("utf-16-le", 2),
    "utf-32": ("utf-32-le", 4),
}
ENCODINGS = st.sampled_from(sorted(CODECS))


@given(LINE, st.integers(0, 12), ENCODINGS)
def test_a_column_is_as_many_units_as_the_encoded_text_before_it(line: str, at: int, encoding: Encoding) -> None:
    at = min(at, len(line))
    codec, size = CODECS[encoding]
    assert units(line, at, encoding) == len(line[:at].encode(codec)) // size
    assert column(line, units(line, at, encoding), encoding) == at


@given(LINE, st.integers(0, 60), ENCODINGS)
def test_any_number_of_units_is_a_place_in_the_line_or_beyond_its_end(line: str, at: int, encoding: Encoding) -> None:
    found = column(line, at, encoding)
    assert units(line, min(found, len(line)), encoding) <= at
    assert found >= len(line) or units(line, found + 1, encoding) > at


def test_a_place_inside_a_character_is_before_it() -> None:
    assert column("😀", 1, "utf-16") == 0
    assert column("é", 1, "utf-8") == 0


def test_a_place_below_the_text_stays_there() -> None:
    assert place_of(["a\n"], 1, 5, "utf-16") == Position(1, 5)
    assert range_of(["😀\n"], span(0, 1, 1, 0), "utf-16") == {
        "start": {"line": 0, "character": 2},
        "end": {"line": 1, "character": 0},
    }


def test_a_lone_half_of_a_pair_is_replaced_by_one_unit() -> None:
    assert clean("a\ud83db\ude00") == "a\ufffdb\ufffd"
    assert clean("a😀") == "a😀"


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/a%20b/c%23d.py", "/home/a b/c#d.py"),
        ("file://localhost/home/a.py", "/home/a.py"),
        ("file:///home/%C3%A9.py", "/home/é.py"),
        ("file://server/share/a.py", "//server/share/a.py"),
        ("file:///c%3A/a/b.py", "C:/a/b.py"),
        ("file:///C:/a/b.py", "C:/a/b.py"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("vscode-notebook-cell://host:1/a/b.ipynb#W1", "vscode-notebook-cell://host:1/a/b.ipynb#W1"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths have other separators there")
def test_the_path_of_an_address(uri: str, path: str) -> None:
    assert path_of(uri) == path
    assert path_of(uri_of(path)) == path


def test_the_address_of_a_path_is_escaped() -> None:
    assert uri_of("/home/a b/c#d?é.py") == "file:///home/a%20b/c%23d%3F%C3%A9.py"
    assert uri_of("untitled:Untitled-1") == "untitled:Untitled-1"
