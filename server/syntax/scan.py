"""Walking over IR nodes: their children, the names they bind and the names they read. Nothing here recurses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from . import ir

Kind = TypeVar("Kind")

_NONE: tuple[ir.Node, ...] = ()
_NO_NAMES: frozenset[str] = frozenset()


def children(node: ir.Node) -> tuple[ir.Node, ...]:
    """The nodes directly inside a node, in the order of their numbers."""
    find = _CHILDREN.get(type(node))
    return _NONE if find is None else find(node)


def walk(node: ir.Node) -> Iterator[ir.Node]:
    """The node and everything inside it, in the order of their numbers."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        find = _CHILDREN.get(type(node))
        if find is not None:
            stack.extend(reversed(find(node)))


def bound_names(target: ir.Expr) -> Iterator[ir.Name]:
    """The names that an assignment to `target` binds; an attribute or subscript binds none."""
    stack: list[ir.Expr] = [target]
    while stack:
        target = stack.pop()
        if isinstance(target, ir.Name):
            yield target
        elif isinstance(target, ir.Sequence):
            stack.extend(reversed(target.elements))
        elif isinstance(target, ir.Starred):
            stack.append(target.value)


def names_bound(node: ir.Node) -> tuple[str, ...]:
    """The names that a statement, header or expression binds or deletes in its scope, each once, as first written.

    Those of `:=` anywhere inside are among them; parameters and the targets of comprehensions are not. An import
    binds its alias or the first part of its name; `import *` gives "*". A hole may bind every name in it.
    """
    names: dict[str, None] = {}
    for inner, _ in _outside_own_scopes(node):
        if isinstance(inner, ir.Walrus):
            names[inner.target.id] = None
        else:
            for name in _bound_here(inner):
                names[name] = None
    return tuple(names)


def names_read(node: ir.Node) -> tuple[str, ...]:
    """The names that evaluating a node, or running what is defined in it, may read, each once, as first written.

    Parameters of a lambda and targets of a comprehension are not read from outside and do not count. A hole may read
    every name in it.
    """
    bound = {id(target) for inner, _ in _outside_own_scopes(node) for target in _targets(inner)}
    names: dict[str, None] = {}
    for inner, local in _outside_own_scopes(node):
        if isinstance(inner, ir.Name):
            if id(inner) not in bound and inner.id not in local:
                names[inner.id] = None
        elif isinstance(inner, ir.Hole):
            names.update(dict.fromkeys(inner.names))
        elif isinstance(inner, ir.Augment) and isinstance(inner.target, ir.Name):
            names[inner.target.id] = None
    return tuple(names)


def _outside_own_scopes(node: ir.Node) -> Iterator[tuple[ir.Node, frozenset[str]]]:
    """Every node inside, with the names that a lambda or comprehension around it keeps to itself."""
    stack: list[tuple[ir.Node, frozenset[str]]] = [(node, _NO_NAMES)]
    while stack:
        node, local = stack.pop()
        yield node, local
        inner = children(node)
        if isinstance(node, ir.Comprehension):
            own = {name.id for generator in node.generators for name in bound_names(generator.target)}
            local = local | own
        elif isinstance(node, ir.Lambda):
            outside = [part for parameter in node.parameters for part in children(parameter)]
            stack.append((node.body, local | {parameter.name for parameter in node.parameters}))
            inner = tuple(outside)
        stack.extend([(child, local) for child in reversed(inner)])


def _targets(node: ir.Node) -> Iterator[ir.Name]:
    """The names that stand directly in a node to be bound or deleted."""
    if isinstance(node, (ir.Assign, ir.Delete)):
        for target in node.targets:
            yield from bound_names(target)
    elif isinstance(node, (ir.Annotate, ir.Augment, ir.For, ir.Generator)):
        yield from bound_names(node.target)
    elif isinstance(node, ir.WithItem):
        if node.target is not None:
            yield from bound_names(node.target)
    elif isinstance(node, ir.Walrus):
        yield node.target
    elif isinstance(node, ir.TypeAliasStatement):
        yield node.name
    elif isinstance(node, ir.Case):
        yield from node.binds


def _bound_here(node: ir.Node) -> Iterator[str]:
    if isinstance(node, ir.Generator):
        return
    for target in _targets(node):
        yield target.id
    if isinstance(node, (ir.FunctionDef, ir.ClassDef)):
        yield node.name
    elif isinstance(node, ir.Except):
        if node.name:
            yield node.name
    elif isinstance(node, ir.Import):
        for imported in node.names:
            yield imported.alias or imported.name.partition(".")[0]
    elif isinstance(node, ir.ImportFrom):
        for imported in node.names:
            yield imported.alias or imported.name
        if not node.names:
            yield "*"
    elif isinstance(node, ir.Hole):
        yield from node.names


def _some(*nodes: ir.Node | None) -> tuple[ir.Node, ...]:
    return tuple([node for node in nodes if node is not None])


def _pairs(node: ir.Dict) -> tuple[ir.Node, ...]:
    return tuple([part for pair in node.items for part in pair if part is not None])


_CHILDREN: dict[type, Callable[..., tuple[ir.Node, ...]]] = {}


def _inside(kind: type[Kind], find: Callable[[Kind], tuple[ir.Node, ...]]) -> None:
    _CHILDREN[kind] = find


_inside(ir.Attribute, lambda node: (node.value,))
_inside(ir.Subscript, lambda node: (node.value, node.index))
_inside(ir.Slice, lambda node: _some(node.lower, node.upper, node.step))
_inside(ir.Argument, lambda node: (node.value,))
_inside(ir.Call, lambda node: (node.func, *node.arguments))
_inside(ir.FormattedString, lambda node: node.values)
_inside(ir.Sequence, lambda node: node.elements)
_inside(ir.Starred, lambda node: (node.value,))
_inside(ir.Dict, _pairs)
_inside(ir.Binary, lambda node: (node.left, node.right))
_inside(ir.Unary, lambda node: (node.operand,))
_inside(ir.Boolean, lambda node: (node.left, node.right))
_inside(ir.Compare, lambda node: (node.left, *[right for _, right in node.comparisons]))
_inside(ir.Conditional, lambda node: (node.test, node.body, node.orelse))
_inside(ir.Walrus, lambda node: (node.target, node.value))
_inside(ir.Parameter, lambda node: _some(node.annotation, node.default))
_inside(ir.Lambda, lambda node: (*node.parameters, node.body))
_inside(ir.Generator, lambda node: (node.target, node.iterable, *node.conditions))
_inside(ir.Comprehension, lambda node: (*_some(node.key), node.element, *node.generators))
_inside(ir.Await, lambda node: (node.value,))
_inside(ir.Yield, lambda node: _some(node.value))
_inside(ir.Assign, lambda node: (*node.targets, node.value))
_inside(ir.Annotate, lambda node: _some(node.target, node.annotation, node.value))
_inside(ir.Augment, lambda node: (node.target, node.value))
_inside(ir.Evaluate, lambda node: (node.value,))
_inside(ir.Return, lambda node: _some(node.value))
_inside(ir.Raise, lambda node: _some(node.exception, node.cause))
_inside(ir.Assert, lambda node: _some(node.test, node.message))
_inside(ir.Delete, lambda node: node.targets)
_inside(ir.Import, lambda node: node.names)
_inside(ir.ImportFrom, lambda node: node.names)
_inside(ir.TypeAliasStatement, lambda node: (node.name, node.value))
_inside(ir.If, lambda node: (node.test,))
_inside(ir.While, lambda node: (node.test,))
_inside(ir.For, lambda node: (node.target, node.iterable))
_inside(ir.WithItem, lambda node: _some(node.context, node.target))
_inside(ir.With, lambda node: node.items)
_inside(ir.Except, lambda node: _some(node.kind))
_inside(ir.Match, lambda node: (node.subject,))
_inside(ir.Case, lambda node: (*node.binds, *node.reads, *_some(node.guard)))
_inside(ir.FunctionDef, lambda node: (*node.parameters, *_some(node.returns)))
_inside(ir.ClassDef, lambda node: node.arguments)
_inside(ir.Decorator, lambda node: (node.value,))
