"""From a libcst tree of one logical line to its IR: small statements and headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from . import ir
from .lower import Order, arguments, bound_name, expression, optional, parameters
from .operators import AUGMENTED


def simple(nodes: Sequence[cst.BaseSmallStatement], order: Order) -> tuple[ir.Simple, ...]:
    """The small statements of one line."""
    return tuple([SMALL[type(node)](node, order) for node in nodes])


def _evaluate(node: cst.Expr, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    value = expression(node.value, order)
    if isinstance(value, ir.Constant) and value.kind == "str":
        # A text that stands by itself, such as a docstring, means the same whatever it says.
        value = ir.Constant(value.n, "str", "")
    return ir.Evaluate(n, value)


def _assign(node: cst.Assign, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    targets = tuple([expression(target.target, order) for target in node.targets])
    return ir.Assign(n, targets, expression(node.value, order))


def _annotate(node: cst.AnnAssign, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    target = expression(node.target, order)
    annotation = expression(node.annotation.annotation, order)
    return ir.Annotate(n, target, annotation, optional(node.value, order))


def _augment(node: cst.AugAssign, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    target = expression(node.target, order)
    return ir.Augment(n, target, AUGMENTED[type(node.operator)], expression(node.value, order))


def _return(node: cst.Return, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    return ir.Return(n, optional(node.value, order))


def _raise(node: cst.Raise, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    exception = optional(node.exc, order)
    return ir.Raise(n, exception, None if node.cause is None else expression(node.cause.item, order))


def _assert(node: cst.Assert, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    test = expression(node.test, order)
    return ir.Assert(n, test, optional(node.msg, order))


def _delete(node: cst.Del, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    target = node.target
    if isinstance(target, cst.Tuple) and not target.lpar:
        return ir.Delete(n, tuple([expression(element.value, order) for element in target.elements]))
    return ir.Delete(n, (expression(target, order),))


def _jump(kind: str) -> Callable[[cst.CSTNode, Order], ir.Simple]:
    def lower(node: cst.CSTNode, order: Order) -> ir.Simple:
        order.append(node)
        return ir.Jump(len(order) - 1, kind)

    return lower


def _declare(kind: str) -> Callable[[cst.Global | cst.Nonlocal, Order], ir.Simple]:
    def lower(node: cst.Global | cst.Nonlocal, order: Order) -> ir.Simple:
        order.append(node)
        return ir.Declare(len(order) - 1, kind, tuple([item.name.value for item in node.names]))

    return lower


def _import(node: cst.Import, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    return ir.Import(n, _imported(node.names, order))


def _import_from(node: cst.ImportFrom, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    module = "" if node.module is None else _dotted(node.module)
    names = () if isinstance(node.names, cst.ImportStar) else _imported(node.names, order)
    return ir.ImportFrom(n, module, len(node.relative), names)


def _imported(nodes: Sequence[cst.ImportAlias], order: Order) -> tuple[ir.ImportedName, ...]:
    names: list[ir.ImportedName] = []
    for node in nodes:
        order.append(node)
        names.append(ir.ImportedName(len(order) - 1, _dotted(node.name), _alias(node.asname)))
    return tuple(names)


def _dotted(node: cst.BaseExpression) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    assert isinstance(node, cst.Name)
    parts.append(node.value)
    return ".".join(reversed(parts))


def _alias(node: cst.AsName | None) -> str:
    if node is None:
        return ""
    assert isinstance(node.name, cst.Name)
    return node.name.value


def _type_alias(node: cst.TypeAlias, order: Order) -> ir.Simple:
    n = len(order)
    order.append(node)
    name = bound_name(node.name, order)
    return ir.TypeAliasStatement(n, name, expression(node.value, order))


SMALL: dict[type[cst.CSTNode], Callable[..., ir.Simple]] = {
    cst.Expr: _evaluate,
    cst.Assign: _assign,
    cst.AnnAssign: _annotate,
    cst.AugAssign: _augment,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Del: _delete,
    cst.Pass: _jump("pass"),
    cst.Break: _jump("break"),
    cst.Continue: _jump("continue"),
    cst.Global: _declare("global"),
    cst.Nonlocal: _declare("nonlocal"),
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.TypeAlias: _type_alias,
}


def header(node: cst.CSTNode, order: Order) -> ir.Header:
    """The header of a compound statement or clause, without its suite."""
    return HEADERS[type(node)](node, order)


def _if(node: cst.If, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    return ir.If(n, expression(node.test, order))


def _while(node: cst.While, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    return ir.While(n, expression(node.test, order))


def _for(node: cst.For, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    target = expression(node.target, order)
    return ir.For(n, target, expression(node.iter, order), node.asynchronous is not None)


def _with(node: cst.With, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    items: list[ir.WithItem] = []
    for item in node.items:
        item_n = len(order)
        order.append(item)
        context = expression(item.item, order)
        items.append(ir.WithItem(item_n, context, None if item.asname is None else expression(item.asname.name, order)))
    return ir.With(n, tuple(items), node.asynchronous is not None)


def _try(node: cst.CSTNode, order: Order) -> ir.Header:
    order.append(node)
    return ir.Try(len(order) - 1)


def _except(node: cst.ExceptHandler | cst.ExceptStarHandler, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    return ir.Except(n, optional(node.type, order), _alias(node.name), isinstance(node, cst.ExceptStarHandler))


def _match(node: cst.Match, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    return ir.Match(n, expression(node.subject, order))


def _function(node: cst.FunctionDef, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    params = parameters(node.params, order)
    returns = None if node.returns is None else expression(node.returns.annotation, order)
    return ir.FunctionDef(n, node.name.value, params, returns, node.asynchronous is not None)


def _class(node: cst.ClassDef, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    return ir.ClassDef(n, node.name.value, arguments((*node.bases, *node.keywords), order))


def _decorator(node: cst.Decorator, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    return ir.Decorator(n, expression(node.decorator, order))


def _clause(kind: str) -> Callable[[cst.CSTNode, Order], ir.Header]:
    def lower(node: cst.CSTNode, order: Order) -> ir.Header:
        order.append(node)
        return ir.Clause(len(order) - 1, kind)

    return lower


def _case(node: cst.MatchCase, order: Order) -> ir.Header:
    n = len(order)
    order.append(node)
    names: list[cst.Name] = []
    values: list[cst.CSTNode] = []
    _collect(node.pattern, names, values)
    binds = tuple([bound_name(name, order) for name in names])
    reads = tuple([expression(value, order) for value in values])
    guard = optional(node.guard, order)
    return ir.Case(n, binds, reads, guard, guard is None and _is_irrefutable(node.pattern))


def _collect(pattern: cst.CSTNode, names: list[cst.Name], values: list[cst.CSTNode]) -> None:
    """The names that a pattern binds and the expressions that it evaluates, each in the order written."""
    if isinstance(pattern, cst.MatchValue):
        values.append(pattern.value)
    elif isinstance(pattern, cst.MatchSequence):
        for element in pattern.patterns:
            if isinstance(element, cst.MatchStar):
                _bind(element.name, names)
            else:
                _collect(element.value, names, values)
    elif isinstance(pattern, cst.MatchMapping):
        for entry in pattern.elements:
            values.append(entry.key)
            _collect(entry.pattern, names, values)
        _bind(pattern.rest, names)
    elif isinstance(pattern, cst.MatchClass):
        values.append(pattern.cls)
        for element in pattern.patterns:
            _collect(element.value, names, values)
        for keyword in pattern.kwds:
            _collect(keyword.pattern, names, values)
    elif isinstance(pattern, cst.MatchAs):
        if pattern.pattern is not None:
            _collect(pattern.pattern, names, values)
        _bind(pattern.name, names)
    elif isinstance(pattern, cst.MatchOr):
        for alternative in pattern.patterns:
            _collect(alternative.pattern, names, values)


def _bind(name: cst.Name | None, names: list[cst.Name]) -> None:
    if name is not None and name.value != "_":
        names.append(name)


def _is_irrefutable(pattern: cst.MatchPattern) -> bool:
    if isinstance(pattern, cst.MatchAs):
        return pattern.pattern is None or _is_irrefutable(pattern.pattern)
    if isinstance(pattern, cst.MatchOr):
        return any(_is_irrefutable(alternative.pattern) for alternative in pattern.patterns)
    return False


HEADERS: dict[type[cst.CSTNode], Callable[..., ir.Header]] = {
    cst.If: _if,
    cst.While: _while,
    cst.For: _for,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.ExceptHandler: _except,
    cst.ExceptStarHandler: _except,
    cst.Match: _match,
    cst.MatchCase: _case,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.Decorator: _decorator,
    cst.Else: _clause("else"),
    cst.Finally: _clause("finally"),
}
