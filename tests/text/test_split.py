r"""Lines end at `\r\n`, `\n` and `\r`, and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.text.lines import split_lines

TEXTS = st.text(st.sampled_from("ab \r\n\f\v\x1c\x85\u2028é😀"), max_size=30)


@given(TEXTS)
def test_the_lines_together_are_the_text(text: str) -> None:
    assert "".join(split_lines(text)) == text


@given(TEXTS)
def test_every_line_but_the_last_has_its_end_and_none_inside(text: str) -> None:
    lines = split_lines(text)
    for number, line in enumerate(lines):
        content = line.removesuffix("\r\n") if line.endswith("\r\n") else line.removesuffix("\n").removesuffix("\r")
        assert "\r" not in content
        assert "\n" not in content
        assert content != line or number == len(lines) - 1
        assert line


def test_other_separators_do_not_end_a_line() -> None:
    assert split_lines("a\fb\x0bc\x1cd\x85e\u2028f\r\ng\rh\n\ni") == [
        "a\fb\x0bc\x1cd\x85e\u2028f\r\n",
        "g\r",
        "h\n",
        "\n",
        "i",
    ]


def test_a_final_line_end_opens_no_line() -> None:
    assert split_lines("a\n") == ["a\n"]
    assert split_lines("") == []
