"""The statements of a file as a tree of blocks.

A `Statement` stands for one place in one file. Its `key` is a number that no other statement of the file
ever had: it survives edits elsewhere, so that whatever was learnt about an untouched statement stays true.
Where the statement stands now is not its business; `Reading.line_of` knows.
"""

from __future__ import annotations

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
