"""Finding the way from a statement outwards."""

from __future__ import annotations

import pytest

from server.syntax.enclosing import block_of, definition_at, enclosing, suites_of
from server.syntax.read import read
from server.syntax.reading import Reading
from server.syntax.tree import Block, Statement
from server.text.lines import split_lines

TEXT = """\
a; b
@c
@d
class E:
  @f
  def g(self):
    if h: i; j
    elif k:
      l
    else: m
    try: n
    except O: p
    except Q:
      r
    else:
      s
    finally:
      t; u
  match v:
    case w: x
    case y:
      z
"""


def test_every_statement_finds_its_block_and_what_is_around_it() -> None:
    reading = read(split_lines(TEXT))
    stack: list[tuple[Block, tuple[Statement, ...]]] = [(reading.body, ())]
    seen = 0
    while stack:
        block, around = stack.pop()
        for statement in block:
            seen += 1
            assert block_of(reading, statement.key) is block
            assert enclosing(reading, statement.key) == around
            for slot, suite in suites_of(statement):
                stack.append((suite, around if slot == "decorators" else (*around, statement)))
    assert seen == sum(len(unit) for unit in reading.units) == 27


def test_unknown_keys() -> None:
    reading = read(["x\n"])
    with pytest.raises(KeyError):
        block_of(reading, 7)
    with pytest.raises(KeyError):
        enclosing(reading, 7)


DEFINITIONS = """\
import a

@a.b
def one(
    x,
):
    if x:
        def inner(): ...
    else:
        y
    # about y

for z in range(3):
    z
else:
    class Two(a.C):
        d = 1

        def e(self): ...
z
"""


def definitions(reading: Reading) -> list[int | None]:
    return [definition_at(reading, line) for line in range(len(reading.lines))]


def test_the_outermost_definition_of_each_line() -> None:
    reading = read(split_lines(DEFINITIONS))
    numbers = [numbered for numbered in dict.fromkeys(definitions(reading)) if numbered is not None]
    names = [getattr(reading.statement(number).node, "name", "") for number in numbers]
    assert names == ["one", "Two"]
    one, two = numbers
    assert definitions(reading) == [None] * 2 + [one] * 10 + [None] * 3 + [two] * 4 + [None]


def test_definitions_keep_their_keys_when_lines_elsewhere_change() -> None:
    reading = read(split_lines(DEFINITIONS))
    longer = "new = (\n    0\n)\n" + DEFINITIONS
    after = read(
        split_lines(longer.replace("        y\n", "        y\n        y(\n")), read(split_lines(longer), reading)
    )
    expected = definitions(reading)
    assert definitions(after) == [None] * 3 + expected[:10] + expected[9:]


def test_a_definition_whose_header_is_half_typed_is_one() -> None:
    whole = read(split_lines(DEFINITIONS))
    half = read(split_lines(DEFINITIONS.replace("class Two(a.C):", "class Two(a.")), whole)
    assert definition_at(half, 15) is not None
    assert definition_at(half, 18) == definition_at(half, 15)


def test_no_line_of_an_empty_text_lies_in_a_definition() -> None:
    assert definition_at(read([]), 0) is None
    assert definition_at(read(["# only a comment\n"]), 0) is None
