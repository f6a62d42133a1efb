"""The names that a statement reads, binds and may change the objects of, for repairs that move it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..program.source import Names
from ..semantics.line_facts import REMEMBERED_LINES
from ..semantics.scopes import scope_of
from ..syntax import ir
from ..syntax.scan import children, names_bound, names_read, walk
from ..syntax.tree import Block, Statement

_CONVERTS = frozenset({"torch.device", "int", "float", "str", "bool", "len", "range", "torch.cuda.is_available"})
"""Calls that give something which cannot change."""


@lru_cache(maxsize=REMEMBERED_LINES)
def names_of(statement: Statement) -> Names:
    """The names of a statement. Statements are kept from edit to edit, so that only those around the edit are read."""
    node = statement.node
    own = _on_line(node)
    suites = (statement.decorators, statement.body, statement.orelse, statement.handlers, statement.final)
    parts = [names_of(inner) for suite in suites for inner in suite]
    if isinstance(node, ir.FunctionDef):
        parts = [*map(names_of, statement.decorators), _later(statement, node)]
    if not parts:
        return own
    return _together([own, *parts])


def _together(parts: list[Names]) -> Names:
    return Names(
        frozenset[str]().union(*(part.reads for part in parts)),
        frozenset[str]().union(*(part.writes for part in parts)),
        frozenset[str]().union(*(part.mutates for part in parts)),
        any(part.jumps for part in parts),
    )


def _later(statement: Statement, node: ir.FunctionDef) -> Names:
    """What a function defined here may do to the names around it when it is called."""
    inner = _together([names_of(each) for each in statement.body])
    scope = scope_of(statement.body, node.parameters)

    def outside(places: frozenset[str]) -> frozenset[str]:
        return frozenset([place for place in places if not scope.binds(place.partition(".")[0])])

    written = inner.writes & (scope.declared_global | scope.declared_nonlocal)
    return Names(outside(inner.reads), written, outside(inner.mutates), False)


@lru_cache(maxsize=REMEMBERED_LINES)
def _on_line(node: ir.Simple | ir.Header) -> Names:
    """The names of a statement's own line."""
    reads, writes, mutates = set[str](), set(names_bound(node)), set[str]()
    if isinstance(node, ir.Hole):
        reads.update(node.names)
        mutates.update(node.names)
    targets = _targets(node)
    skipped = {target.n for target in targets}.union(*map(_links, targets))
    free = frozenset(names_read(node))
    for part in walk(node):
        if isinstance(part, ir.Name | ir.Attribute) and part.n not in skipped:
            skipped |= _links(part)
            if root_of(part) in free:
                reads.add(dotted(part))
        elif isinstance(part, ir.Call):
            mutates.update(_handed(part))
    for target in targets:
        if isinstance(target, ir.Attribute) and (place := dotted(target)):
            writes.add(place)
        elif isinstance(target, ir.Attribute | ir.Subscript) and (place := dotted(target.value)):
            mutates.add(place)
            reads.add(place)
    jumps = isinstance(node, ir.Return | ir.Raise) or (isinstance(node, ir.Jump) and node.kind != "pass")
    return Names(frozenset(reads), frozenset(writes), frozenset(mutates), jumps)


def _handed(call: ir.Call) -> Iterator[str]:
    """What a call is given, its receiver among it: objects that it may change."""
    handed = [argument.value for argument in call.arguments]
    if isinstance(call.func, ir.Attribute):
        handed.append(call.func.value)
    return (place for value in handed if (place := dotted(value)))


def unchanging(body: Block) -> frozenset[str]:
    """The names of a file that only ever stand for what cannot change: numbers, texts, devices, modules, functions."""
    fixed, loose = set[str](), set[str]()
    for statement in body:
        theirs = _bindings(statement)
        fixed |= theirs[0]
        loose |= theirs[1]
    return frozenset(fixed - loose)


@lru_cache(maxsize=REMEMBERED_LINES)
def _bindings(statement: Statement) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a statement with its suites binds to what cannot change, and those that it binds to anything else."""
    node = statement.node
    is_fixed, bound = _bound(node)
    fixed, loose = (set(bound), set[str]()) if is_fixed else (set[str](), set(bound))
    if isinstance(node, ir.FunctionDef):
        loose.update(parameter.name for parameter in node.parameters)
    for suite in (statement.body, statement.orelse, statement.handlers, statement.final):
        for inner in suite:
            theirs = _bindings(inner)
            fixed |= theirs[0]
            loose |= theirs[1]
    return frozenset(fixed), frozenset(loose)


@lru_cache(maxsize=REMEMBERED_LINES)
def _bound(node: ir.Simple | ir.Header) -> tuple[bool, tuple[str, ...]]:
    """The names that a line binds, and whether to what cannot change. Lines are kept as they are from edit to edit."""
    return _binds_fixed(node), tuple(names_bound(node))


def _binds_fixed(node: ir.Simple | ir.Header) -> bool:
    match node:
        case ir.Import() | ir.FunctionDef() | ir.ClassDef():
            return True
        case ir.ImportFrom():
            return node.module.partition(".")[0] in ("torch", "torchvision")
        case ir.Assign():
            return all(isinstance(target, ir.Name) for target in node.targets) and _cannot_change(node.value)
        case _:
            return False


def _cannot_change(value: ir.Expr) -> bool:
    match value:
        case ir.Constant() | ir.FormattedString() | ir.Unary(op="not"):
            return True
        case ir.Call():
            return dotted(value.func) in _CONVERTS
        case ir.Unary() | ir.Binary() | ir.Boolean() | ir.Compare():
            return all(_unchanging_part(part) for part in children(value))
        case ir.Conditional():
            return _cannot_change(value.body) and _cannot_change(value.orelse)
        case _:
            return False


def _unchanging_part(part: ir.Node) -> bool:
    return isinstance(part, ir.Constant | ir.Call | ir.Unary | ir.Binary) and _cannot_change(part)


def dotted(expr: ir.Expr) -> str:
    """A name or a chain of attributes as text; empty for anything else."""
    if isinstance(expr, ir.Name):
        return expr.id
    if isinstance(expr, ir.Attribute):
        inner = dotted(expr.value)
        return f"{inner}.{expr.attr}" if inner else ""
    return ""


def root_of(chain: ir.Expr) -> str:
    """The name at the beginning of a chain of attributes; empty where it begins with something else."""
    return dotted(chain).partition(".")[0]


def _links(chain: ir.Expr) -> set[int]:
    """The nodes inside a chain of attributes, which are no reads of their own."""
    links: set[int] = set()
    while isinstance(chain, ir.Attribute):
        chain = chain.value
        if isinstance(chain, ir.Name | ir.Attribute):
            links.add(chain.n)
    return links


def _targets(node: ir.Simple | ir.Header) -> tuple[ir.Expr, ...]:
    match node:
        case ir.Assign():
            return tuple(part for target in node.targets for part in _parts(target))
        case ir.Annotate() | ir.For():
            return tuple(_parts(node.target))
        case ir.Augment() if not isinstance(node.target, ir.Name):
            return (node.target,)
        case ir.With():
            return tuple(part for item in node.items if item.target is not None for part in _parts(item.target))
        case _:
            return ()


def _parts(target: ir.Expr) -> Iterator[ir.Expr]:
    if isinstance(target, ir.Sequence):
        for element in target.elements:
            yield from _parts(element)
    elif isinstance(target, ir.Starred):
        yield from _parts(target.value)
    else:
        yield target
