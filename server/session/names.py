"""The names that a statement reads, binds and may change the objects of, for repairs that move it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..semantics.line_facts import REMEMBERED_LINES
from ..semantics.scopes import scope_of
from ..syntax import ir
from ..syntax.scan import children, names_bound, names_read, walk
from ..syntax.tree import Block, Statement

_CONVERTS = frozenset({"torch.device", "int", "float", "str", "bool", "len", "range", "torch.cuda.is_available"})
"""Calls that give something which cannot change."""


class Names:
    """The names of one statement with its suites; attributes count as the longest chain that is written."""

    def __init__(self, *statements: Statement) -> None:
        self.reads: set[str] = set()
        self.writes: set[str] = set()
        self.mutates: set[str] = set()
        self.jumps = False
        todo = list(statements)
        while todo:
            statement = todo.pop()
            self._visit(statement.node)
            suites = (statement.decorators, statement.body, statement.orelse, statement.handlers, statement.final)
            if isinstance(statement.node, ir.FunctionDef):
                self._later(statement, statement.node)
                suites = (statement.decorators,)
            for suite in suites:
                todo.extend(suite)

    def _visit(self, node: ir.Simple | ir.Header) -> None:
        self.writes.update(names_bound(node))
        self.jumps |= isinstance(node, ir.Return | ir.Raise) or (isinstance(node, ir.Jump) and node.kind != "pass")
        if isinstance(node, ir.Hole):
            self.reads.update(node.names)
            self.mutates.update(node.names)
        targets = _targets(node)
        skipped = {target.n for target in targets}.union(*map(_links, targets))
        free = frozenset(names_read(node))
        for part in walk(node):
            if isinstance(part, ir.Name | ir.Attribute) and part.n not in skipped:
                skipped |= _links(part)
                if root_of(part) in free:
                    self.reads.add(dotted(part))
            elif isinstance(part, ir.Call):
                self._call(part)
        for target in targets:
            self._target(target)

    def _call(self, call: ir.Call) -> None:
        handed = [argument.value for argument in call.arguments]
        if isinstance(call.func, ir.Attribute):
            handed.append(call.func.value)
        self.mutates.update(place for value in handed if (place := dotted(value)))

    def _target(self, target: ir.Expr) -> None:
        if isinstance(target, ir.Attribute) and (place := dotted(target)):
            self.writes.add(place)
        elif isinstance(target, ir.Attribute | ir.Subscript) and (place := dotted(target.value)):
            self.mutates.add(place)
            self.reads.add(place)

    def _later(self, statement: Statement, node: ir.FunctionDef) -> None:
        """What a function defined here may do to the names around it when it is called."""
        inner = Names(*statement.body)
        scope = scope_of(statement.body, node.parameters)
        self.reads |= {place for place in inner.reads if not scope.binds(place.partition(".")[0])}
        self.mutates |= {place for place in inner.mutates if not scope.binds(place.partition(".")[0])}
        self.writes |= inner.writes & (scope.declared_global | scope.declared_nonlocal)


def unchanging(body: Block) -> frozenset[str]:
    """The names of a file that only ever stand for what cannot change: numbers, texts, devices, modules, functions."""
    fixed: set[str] = set()
    loose: set[str] = set()
    todo = list(body)
    while todo:
        statement = todo.pop()
        node = statement.node
        is_fixed, bound = _bound(node)
        if bound:
            (fixed if is_fixed else loose).update(bound)
        if isinstance(node, ir.FunctionDef):
            loose.update(parameter.name for parameter in node.parameters)
        for suite in (statement.body, statement.orelse, statement.handlers, statement.final):
            todo.extend(suite)
    return frozenset(fixed - loose)


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
