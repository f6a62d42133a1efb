"""Which variables an iteration of a loop gives a value before it reads them: what they held before is of no matter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..syntax import ir
from ..syntax.scan import walk
from ..syntax.tree import Block, Statement
from .line_facts import REMEMBERED_LINES, line_facts
from .scopes import names_bound, names_in_target, statements_of


def dead_at_head(loop: Statement) -> frozenset[str]:
    """The variables of a `for` or `while` loop that each iteration binds before anything in it reads them."""
    written: set[str] = set()
    live: set[str] = set()
    node = loop.node
    if isinstance(node, ir.For):
        written.update(names_in_target(node.target))
    elif isinstance(node, ir.While):
        live.update(_names(node))
    if _follow(loop.body, written, live):
        return frozenset()
    return frozenset(written - live)


def _follow(block: Block, written: set[str], live: set[str]) -> bool:
    """Add what a block surely binds and what it may read first; true when a line in it cannot be read."""
    for statement in block:
        node = statement.node
        if isinstance(node, ir.Hole):
            return True
        if isinstance(node, ir.With):
            live.update(_names(node) - written)
            written.update(names_bound(node))
            if _follow(statement.body, written, live):
                return True
            continue
        for inner in _inside(statement):
            if isinstance(inner.node, ir.Hole):
                return True
            live.update(_names(inner.node) - written)
        if not (statement.body or statement.orelse or statement.handlers or statement.final):
            if isinstance(node, ir.Augment):
                live.update(set(names_in_target(node.target)) - written)
            written.update(names_bound(node))
        if isinstance(node, ir.Jump) and node.kind == "continue":
            break
    return False


def _inside(statement: Statement) -> Iterator[Statement]:
    stack = [statement]
    while stack:
        current = stack.pop()
        yield current
        for suite in (current.decorators, current.body, current.orelse, current.handlers, current.final):
            stack.extend(suite)


@lru_cache(maxsize=REMEMBERED_LINES)
def _names(node: ir.Simple | ir.Header) -> frozenset[str]:
    """The names read in a statement's own line; those it only binds are not among them."""
    targets: set[int] = set()
    if isinstance(node, ir.Assign):
        for target in node.targets:
            targets.update(part.n for part in walk(target) if isinstance(part, ir.Name) and _bare(target, part))
    elif isinstance(node, ir.For):
        targets.update(part.n for part in walk(node.target) if isinstance(part, ir.Name))
    elif isinstance(node, ir.With):
        for item in node.items:
            if item.target is not None:
                targets.update(part.n for part in walk(item.target) if isinstance(part, ir.Name))
    if not targets:
        return line_facts(node).names
    return frozenset(part.id for part in walk(node) if isinstance(part, ir.Name) and part.n not in targets)


def _bare(target: ir.Expr, name: ir.Name) -> bool:
    """Whether a name in a target is bound by it, and not read for an attribute or an item."""
    if target is name:
        return True
    if isinstance(target, ir.Sequence):
        return any(_bare(element, name) for element in target.elements)
    return isinstance(target, ir.Starred) and _bare(target.value, name)


def read_by_functions(block: Block) -> frozenset[str]:
    """The names that functions, classes and lambdas inside a scope mention: they may be read at any call."""
    found: set[str] = set()
    for statement in statements_of(block):
        if isinstance(statement.node, ir.FunctionDef | ir.ClassDef):
            for inner in _inside(statement):
                found |= line_facts(inner.node).names
        else:
            found |= line_facts(statement.node).in_lambdas
    return frozenset(found)
