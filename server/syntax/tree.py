"""The statements of a file as a tree of blocks.

A `Statement` stands for one place in one file. Its `key` is a number that no other statement of the file
ever had: it survives edits elsewhere, and of its own line where that stays one statement, so that whatever was
learnt about it stays true as far as its text does.
Where the statement stands now is not its business; `Reading.line_of` knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import ir

Block: TypeAlias = "tuple[Statement, ...]"


@dataclass(slots=True, eq=False)
class Statement:
    """One statement with its suites. Compared by identity; never changed once built.

    `body` is the main suite; `orelse` that of `else` (for `if`, an `elif` is an If statement in it);
    `handlers` are `except` clauses (Except) or the cases of a `match` (Case), each with its body;
    `final` is that of `finally`. A decorated function or class carries its decorators, outermost first:
    each is a Statement whose node is a Decorator. A line `a; b` gives two statements with one `line`.
    """

    key: int
    node: ir.Simple | ir.Header
    body: Block = ()
    orelse: Block = ()
    handlers: Block = ()
    final: Block = ()
    decorators: Block = ()


def all_statements(block: Block) -> Iterator[Statement]:
    """The statements of a block with those of their suites, functions included, in the order of the text."""
    todo = list(reversed(block))
    while todo:
        statement = todo.pop()
        yield statement
        for suite in (statement.final, statement.orelse, statement.handlers, statement.body):
            todo.extend(reversed(suite))
