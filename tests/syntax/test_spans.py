"""Where statements and nodes stand in the file."""

from __future__ import annotations

import pytest

from server.syntax.read import read
from server.syntax.reading import Reading
from server.syntax.scan import walk
from server.syntax.spans import span_of, statement_span, whole_span
from server.text.lines import split_lines
from server.text.span import Span, span


def stretch(reading: Reading, place: Span) -> str:
    """The text that a span covers."""
    (first, start), (last, end) = place
    if first == last:
        return reading.lines[first][start:end]
    return reading.lines[first][start:] + "".join(reading.lines[first + 1 : last]) + reading.lines[last][:end]


def of_nodes(text: str, line: int = 0, ordinal: int = 0) -> list[str]:
    """The texts of all nodes of one statement."""
    reading = read(split_lines(text))
    statement = reading.units[line][ordinal]
    return [stretch(reading, span_of(reading, statement.key, node.n)) for node in walk(statement.node)]


NODES = [
    (
        "x = f(a, *b, c = d)  # e\n",
        ["x = f(a, *b, c = d)", "x", "f(a, *b, c = d)", "f", "a", "a", "*b", "b", "c = d", "d"],
    ),
    ("\tx[a:b, c]\n", ["x[a:b, c]", "x[a:b, c]", "x", "a:b, c", "a:b", "a", "b", "c"]),
    ("é = '😀' + ü\n", ["é = '😀' + ü", "é", "'😀' + ü", "'😀'", "ü"]),
    ("  x = (a +\n  b\n+ c)\n", ["x = (a +\n  b\n+ c)", "x", "a +\n  b\n+ c", "a +\n  b", "a", "b", "c"]),
    ("x = (a,\r\n\tb)\r\n", ["x = (a,\r\n\tb)", "x", "a,\r\n\tb", "a", "b"]),
    ("x = a + \\\n  b\n", ["x = a + \\\n  b", "x", "a + \\\n  b", "a", "b"]),
    ("if (a):  # b\n  c\n", ["if (a):", "a"]),
    ("if a: b\n", ["if a:", "a"]),
    ("async def f(a: b = c, *d) -> e: pass\n", ["async def f(a: b = c, *d) -> e:", "a", "b", "c", "*d", "e"]),
    ("with a as b, c: d\n", ["with a as b, c:", "a as b", "a", "b", "c", "c"]),
    ("@a(b)\ndef c(): d\n", ["@a(b)", "a(b)", "a", "b", "b"]),
    ("from a import (b,\n c as d)\n", ["from a import (b,\n c as d)", "b", "c as d"]),
    ("[a for b in c if d]\n", ["[a for b in c if d]", "[a for b in c if d]", "a", "for b in c if d", "b", "c", "d"]),
    ("x = f'{a!r:>{b}}' 'c'\n", ["x = f'{a!r:>{b}}' 'c'", "x", "f'{a!r:>{b}}' 'c'", "a", "b"]),
    ("x = lambda a, b=c: d\n", ["x = lambda a, b=c: d", "x", "lambda a, b=c: d", "a", "b", "c", "d"]),
    ("\fx = y\n", ["x = y", "x", "y"]),
    ("x = (\ra)\r", ["x = (\ra)", "x", "a"]),
    ("a; b = c;\n", ["a", "a"]),
    ("x = a.\n", ["x = a."]),
    ("\ufeffx = y\n", ["x = y", "x", "y"]),
]


@pytest.mark.parametrize(("text", "expected"), NODES)
def test_nodes(text: str, expected: list[str]) -> None:
    assert of_nodes(text) == expected


def test_clauses() -> None:
    text = "if a: b\nelif (c): d\nelse: e\ntry: f\nexcept (g) as h: i\nfinally: j; k(l)\nmatch m:\n  case n.o if p: q\n"
    reading = read(split_lines(text))
    found = [
        [stretch(reading, span_of(reading, statement.key, node.n)) for node in walk(statement.node)]
        for unit in reading.units
        for statement in unit
    ]
    assert found == [
        ["if a:", "a"], ["b", "b"], ["elif (c):", "c"], ["d", "d"], ["e", "e"], ["try:"], ["f", "f"],
        ["except (g) as h:", "g"], ["i", "i"], ["j", "j"], ["k(l)", "k(l)", "k", "l", "l"], ["match m:", "m"],
        ["case n.o if p:", "n.o", "n", "p"], ["q", "q"],
    ]  # fmt: skip


def test_a_line_that_begins_with_case_outside_match() -> None:
    assert of_nodes("case [x]: int = y\n") == ["case [x]: int = y", "case [x]", "case", "x", "int", "y"]


def test_the_second_statement_of_a_line() -> None:
    assert of_nodes("a; b = c;\n", 0, 1) == ["b = c", "b", "c"]
    assert of_nodes("if a: b; c(d)\n", 0, 2) == ["c(d)", "c(d)", "c", "d", "d"]


def test_whole_spans_include_decorators_and_suites() -> None:
    text = "@a\n@b\ndef f():\n  if c:\n    d\n  else:\n    e(\n    )  # f\n\ng\nclass H: i; j\n"
    reading = read(split_lines(text))
    function, last, klass = reading.body
    assert whole_span(reading, function.key) == span(0, 0, 7, 5)
    assert statement_span(reading, function.key) == span(2, 0, 2, 8)
    assert whole_span(reading, last.key) == span(9, 0, 9, 1)
    assert whole_span(reading, klass.key) == span(10, 0, 10, 13)
    assert statement_span(reading, klass.key) == span(10, 0, 10, 8)


def test_unknown_places() -> None:
    reading = read(["x = (y)\n"])
    assert span_of(reading, reading.body[0].key, 99) == span(0, 0, 0, 7)
    with pytest.raises(KeyError):
        span_of(reading, 99)
