"""Which names a function, class body or module binds: Python's scoping rules on the statement tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..syntax import ir
from ..syntax.tree import Block, Statement
from .line_facts import REMEMBERED_LINES


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a scope binds itself, and those it declares to belong to an outer one.

    `bound_at` gives the key of the first statement that binds a name (parameters have none).
    """

    bound_at: dict[str, int]
    parameters: frozenset[str]
    declared_global: frozenset[str]
    declared_nonlocal: frozenset[str]
    imports_star: bool

    def differs_from(self, other: Scope) -> set[str]:
        """The names that are variables of only one of two scopes, or are bound elsewhere in the other."""
        moved = self.bound_at.items() ^ other.bound_at.items()
        return {name for name, _ in moved} | (self.parameters ^ other.parameters)

    def binds(self, name: str) -> bool:
        """Whether the name is a variable of this scope."""
        return name in self.parameters or name in self.bound_at


def scope_of(block: Block, parameters: tuple[ir.Parameter, ...] = ()) -> Scope:
    """The scope whose statements are `block`; nested functions and classes count by their name only."""
    bound: dict[str, int] = {}
    outer: dict[str, set[str]] = {"global": set(), "nonlocal": set()}
    star = False
    for statement in statements_of(block):
        node = statement.node
        if isinstance(node, ir.Declare):
            outer[node.kind].update(node.names)
            continue
        if isinstance(node, ir.ImportFrom) and not node.names:
            star = True
        for name in names_bound(node):
            bound.setdefault(name, statement.key)
    for name in outer["global"] | outer["nonlocal"]:
        bound.pop(name, None)
    return Scope(
        bound,
        frozenset(parameter.name for parameter in parameters),
        frozenset(outer["global"]),
        frozenset(outer["nonlocal"]),
        star,
    )


def statements_of(block: Block) -> Iterator[Statement]:
    """Every statement of a scope in textual order, not looking into nested functions and classes."""
    stack = list(reversed(block))
    while stack:
        statement = stack.pop()
        yield statement
        node = statement.node
        if isinstance(node.guess if isinstance(node, ir.Hole) else node, ir.FunctionDef | ir.ClassDef):
            continue
        for suite in (statement.final, statement.orelse, statement.handlers, statement.body):
            if suite:
                stack += reversed(suite)


@lru_cache(maxsize=REMEMBERED_LINES)
def names_bound(node: ir.Simple | ir.Header) -> tuple[str, ...]:
    """The names that the statement's own line binds."""
    return tuple(_names_bound(node))


def _names_bound(node: ir.Simple | ir.Header) -> Iterator[str]:
    match node:
        case ir.Assign():
            for target in node.targets:
                yield from names_in_target(target)
        case ir.Annotate():
            if node.value is not None:
                yield from names_in_target(node.target)
        case ir.Augment() | ir.For():
            yield from names_in_target(node.target)
        case ir.With():
            for item in node.items:
                if item.target is not None:
                    yield from names_in_target(item.target)
        case ir.Import():
            for name in node.names:
                yield name.alias or name.name.partition(".")[0]
        case ir.ImportFrom():
            for name in node.names:
                yield name.alias or name.name
        case ir.FunctionDef() | ir.ClassDef():
            yield node.name
        case ir.Except():
            if node.name:
                yield node.name
        case ir.Case():
            for name in node.binds:
                yield name.id
        case ir.TypeAliasStatement():
            yield node.name.id
        case ir.Hole() if node.guess is not None:
            yield from _names_bound(node.guess)
        case _:
            pass


def names_in_target(target: ir.Expr) -> Iterator[str]:
    """The plain names in an assignment target."""
    match target:
        case ir.Name():
            yield target.id
        case ir.Sequence():
            for element in target.elements:
                yield from names_in_target(element)
        case ir.Starred():
            yield from names_in_target(target.value)
        case _:
            pass
