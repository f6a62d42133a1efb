"""Text that would end the process or take minutes is kept away from the parser."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from server.syntax.limits import too_much
from server.syntax.line import read_line
from server.syntax.read import read
from server.syntax.reading import Reading
from server.syntax.scan import walk
from server.syntax.spans import span_of
from server.text.lines import split_lines

DEPTHS = (40, 72, 150, 1_300, 10_000)
NESTED: dict[str, Callable[[int], str]] = {
    "parentheses": lambda depth: "x = " + "(" * depth + "1" + ")" * depth,
    "lists": lambda depth: "x = " + "[" * depth + "1" + "]" * depth,
    "sets": lambda depth: "x = " + "{" * depth + "1" + "}" * depth,
    "open": lambda depth: "x = " + "(" * depth,
    "calls": lambda depth: "f(" * depth + ")" * depth,
    "subscripts": lambda depth: "a[" * depth + "0" + "]" * depth,
    "methods": lambda depth: "x" + ".a()" * depth,
    "attributes": lambda depth: "x" + ".a" * depth,
    "not": lambda depth: "not " * depth + "x",
    "minus": lambda depth: "-" * depth + "x",
    "plus": lambda depth: "a+" * depth + "a",
    "power": lambda depth: "a**" * depth + "a",
    "and": lambda depth: "a and " * depth + "a",
    "less": lambda depth: "a < " * depth + "a",
    "lambda": lambda depth: "x = " + "lambda: " * depth + "1",
    "conditional": lambda depth: "x = " + "1 if a else " * depth + "1",
    "comprehensions": lambda depth: "x = " + "[i for i in " * depth + "y" + "]" * depth,
    "for": lambda depth: "x = [i " + "for i in y " * depth + "]",
    "f-strings": lambda depth: 'f"{' * depth + "1" + '}"' * depth,
    "specifications": lambda depth: 'f"' + "{x:" * depth + "}" * depth + '"',
    "strings": lambda depth: "x = " + '"a" ' * depth,
    "quotes": lambda depth: '"' * depth,
    "both quotes": lambda depth: "\"'" * depth,
    "walrus": lambda depth: "(a := " * depth + "1" + ")" * depth,
    "patterns": lambda depth: "match x:\n  case " + "[" * depth + "]" * depth + ": pass",
    "alternatives": lambda depth: "match x:\n  case " + "1 | " * depth + "2: pass",
    "decorator": lambda depth: "@" + "a." * depth + "b\ndef f(): pass",
    "import": lambda depth: "import " + "a." * depth + "b",
    "targets": lambda depth: "a = " * depth + "1",
    "arguments": lambda depth: "f(" + "a, " * depth + ")",
    "statements": lambda depth: "a; " * depth,
    "blanks": lambda depth: " " * depth + "x = 1" + " " * depth,
    "digits": lambda depth: "x = " + "9" * depth,
    "open lines": lambda depth: "x = (\n" * min(depth, 3_000),
    "open strings": lambda depth: "x = ''' (\ny = \"\"\" [\n" * min(depth, 3_000) + "z",
    "continuations": lambda depth: "x = \\\n" * min(depth, 20_000),
    "decorators": lambda depth: "@a\n" * min(depth, 3_000) + "def f(): pass",
    "lines": lambda depth: "x = f(1)\n" * min(depth, 20_000),
}


def look_everywhere(text: str) -> Reading:
    """Read a text, walk over the first nodes of every line and find their spans."""
    reading = read(split_lines(text))
    for unit in reading.units[:20]:
        for statement in unit[:3]:
            for node in list(walk(statement.node))[:20]:
                span_of(reading, statement.key, node.n)
    return reading


@pytest.mark.parametrize("kind", NESTED)
def test_hostile_text_is_read(kind: str) -> None:
    for depth in DEPTHS:
        look_everywhere(NESTED[kind](depth))


@pytest.mark.parametrize("kind", ["parentheses", "open", "f-strings", "methods"])
def test_a_hundred_thousand_levels_are_read(kind: str) -> None:
    assert len(look_everywhere(NESTED[kind](100_000)).holes) == 1


def test_hostile_text_is_read_in_a_thread_with_a_large_stack() -> None:
    done: list[str] = []

    def look() -> None:
        for kind, text in NESTED.items():
            look_everywhere(text(1_300))
            done.append(kind)

    former = threading.stack_size(64 * 1024 * 1024)
    try:
        thread = threading.Thread(target=look)
        thread.start()
    finally:
        threading.stack_size(former)
    thread.join()
    assert done == list(NESTED)


BEYOND = [
    ("x = " + "(" * 51 + "1" + ")" * 51, "50 deep"),
    ("x = " + "f([{" * 20 + "1" + "}])" * 20, "50 deep"),
    ("f'" + "{a:" * 51 + "}" * 51 + "'", "50 deep"),
    ("a" + ".b" * 201, "200"),
    ("f(" + "a" + ".b" * 201 + ")", "200"),
    ("a" + ".b" * 150 + "(a" + ".b" * 150 + ")", "200"),
    ("not " * 201 + "a", "200"),
    ("'a' " * 201, "200"),
    ("x = [" + "1, " * 2000 + "]", "4000 tokens"),
    ("case " + "[" * 7 + "]" * 7 + ":", "6 deep"),
]


@pytest.mark.parametrize(("text", "word"), BEYOND)
def test_beyond_a_limit_is_a_hole_that_says_so(text: str, word: str) -> None:
    hole = read_line(text).hole
    assert hole is not None
    assert word in hole.why
    assert hole.why == too_much(text)


WITHIN = [
    "x = " + "(" * 50 + "1" + ")" * 50,
    "a" + ".b" * 200,
    "f(" + ", ".join(["a" + ".b" * 19] * 50) + ")",
    "x = [" + "1, " * 1990 + "]",
    "x = '" + "(" * 200 + "a.b." * 200 + "not " * 200 + "'",
    "x = f'" + "(" * 200 + "a.b." * 200 + "{a}'",
    "x = '''" + "it's a. " * 300 + "'''",
    "f(" + "'a',  # (((\n" * 100 + ")",
    "case " + "[" * 6 + "]" * 6 + ":",
]


@pytest.mark.parametrize("text", WITHIN)
def test_within_the_limits_a_line_is_read(text: str) -> None:
    assert read_line(text).hole is None
