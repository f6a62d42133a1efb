r"""Where logical lines begin and end, and what their text is."""

from __future__ import annotations

import pytest

from server.syntax.lines import LogicalLine, columns, logical_lines
from server.text.lines import split_lines


def split(text: str) -> list[tuple[int, LogicalLine]]:
    return list(logical_lines(split_lines(text)))


def texts(text: str) -> list[str]:
    return [line.text for _, line in split(text)]


ONE_LOGICAL_LINE = [
    "x = (1,\n     2)",
    "x = [\n1\n]",
    "x = {\n  1: (2,\n  [3]),\n}",
    "x = 1 + \\\n    2",
    "x = '''a\n\n# no comment\nb'''",
    'x = """a\\"""\n"""',
    "x = 'a\\\nb'",
    "x = f'''{\na\n}'''",
    "x = f'''\n{a!r:>{width}}\n{{ '''",
    'x = f"{y["a"]}"',
    'x = f"{f"{f"{1}"}"}"',
    "x = f'{(\na)}'",
    'x = rb"\\\\" "("',
    "x = fR'{a}\\''",
    "x = foo('(', \"[\", # )\n  '''}''')",
    "if\"'\" + '{': pass",
    "x = t'{a:{b}}'",
    "x = f'{a!r}' '''\n'''",
    "x = f'{x:\\'}'",
    "x = f'\\N{DASH}'",
    "x = b'''\r\n(\r\n'''",
    "with (open(a) as b,\n      open(c) as d): pass",
    "x = (\n# def\n1)",
    "x = (a\n@ b)",
    "x = [a\nfor a in b\nif a\nelse c]",
    "setup(\nname='x',\nversion=1,\n)",
]


@pytest.mark.parametrize("text", ONE_LOGICAL_LINE)
def test_one_logical_line(text: str) -> None:
    lines = split(f"{text}\ny = 1\n")
    assert [line.text for _, line in lines] == [text.replace("\r\n", "\n"), "y = 1"]
    assert lines[0][1].height == lines[1][0] == len(split_lines(text))
    assert all(line.closed and line.reach == line.height for _, line in lines)


def test_blank_lines_and_comments_give_no_logical_line() -> None:
    assert split("\n   \n\t\n# a\n   # b\n\f\n") == []


def test_the_text_has_neither_indentation_nor_comment_nor_line_end() -> None:
    assert texts("  x = 1  # a\n\ty = '#'  \r\n  z = (1, # b\n  2) # c") == ["x = 1", "y = '#'", "z = (1, # b\n  2)"]


def test_indentation_is_counted_in_columns() -> None:
    assert [line.indent for _, line in split("a\n  b\n\tc\n    \td\n \t e\n  \ff\n\f  g\n")] == [0, 2, 8, 8, 9, 0, 2]
    assert columns("") == 0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_give_the_same_logical_lines(end: str) -> None:
    text = "if x:\n    y = (1,\n  2)\n\n    '''a\nb'''\nz\n"
    assert split(text.replace("\n", end)) == split(text)


def test_a_byte_order_mark_is_a_blank_of_no_width() -> None:
    assert split("\ufeffx = (\n1)\ny\n") == split("x = (\n1)\ny\n")
    assert split("\ufeff# a\n\ufeff\n") == []


def test_a_line_may_begin_with_a_continuation() -> None:
    assert texts("x\n\\\ny = 1\nz") == ["x", "\\\ny = 1", "z"]


@pytest.mark.parametrize("opener", ["foo(", "x = [1,", "x = {", "foo(a, bar(b", "x = f'{", "x = f'''{a + "])
@pytest.mark.parametrize("below", ["return 1", "def f(): pass", "    with a: pass", "import os", "raise"])
def test_an_open_bracket_ends_where_no_expression_goes_on(opener: str, below: str) -> None:
    lines = split(f"{opener}\n{below}\nx)]}}\n")
    assert lines[0][1].text == opener.rstrip()
    assert not lines[0][1].closed
    assert lines[1][1].text == below.strip()


@pytest.mark.parametrize(
    "below", ["x = 1", "loss.backward()", "@dec", "for x in y:", "print(x)", "x: int = 1", "a[0] = 1", "x += 1"]
)
def test_what_is_open_at_the_end_of_the_file_ends_before_what_looks_like_a_statement(below: str) -> None:
    for opener in ("    foo(a,", "    x = '''a", '    x = """', "    x = [", "    y = (1 + \\"):
        lines = split(f"if a:\n{opener}\n\n        deeper(1)\n    {below}\nlast\n")
        assert [line.text for _, line in lines][2] == below
        assert not lines[1][1].closed


def test_an_open_bracket_with_nothing_below_is_the_last_line() -> None:
    ((start, line),) = split("foo(a,\n    b\n")
    assert (start, line.text, line.closed, line.height) == (0, "foo(a,\n    b", False, 2)


def test_keyword_arguments_at_the_margin_are_not_taken_for_statements() -> None:
    text = "foo(\n" + "".join(f"name{number}={number},\n" for number in range(60)) + ")\n"
    assert len(split(text)) == 1


def test_many_statements_below_an_open_bracket_are_not_part_of_it() -> None:
    lines = split("foo(\n" + "x = 1\n" * 500 + ")\n")
    assert lines[0][1].text == "foo("
    assert lines[0][1].reach < 50


@pytest.mark.parametrize(
    "opener", ["x = '''", 'x = """', "x = '", "x = f'", "x = f'''", "x = f'{", "x = f'{a:", "x = ("]
)
def test_a_file_may_end_in_a_backslash(opener: str) -> None:
    for text in (f"{opener}\\", f"y\n{opener}a\\", f"{opener}\\\n", f"{opener}\n\\"):
        assert "".join(split_lines(text)[line] for line, _ in split(text)[:1])


def test_a_string_that_does_not_end_on_its_line_ends_there() -> None:
    assert texts("x = 'a\ny = f\"{b\" + 'c\nz = f'{d:\ne\n") == ["x = 'a", 'y = f"{b" + \'c', "z = f'{d:", "e"]
