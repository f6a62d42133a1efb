"""Finding the way from a statement outwards."""

from __future__ import annotations

import pytest

from server.syntax.enclosing import block_of, enclosing, suites_of
from server.syntax.read import read
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
