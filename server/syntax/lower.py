"""From a libcst tree of one logical line to its IR: expressions.

`order` receives what each IR node was made from, in preorder: the number of a node is its place in that
list. Finding spans repeats this very walk, so that the two can never number differently. Where an IR node
has no single libcst node, the sequence of nodes that it covers stands in the list.

A node's children follow in the order of the fields of its IR class. The functions call each other through
a table by type: visitors and matchers cost several times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import libcst as cst

from . import ir
from .literals import bytes_of, text_of
from .operators import OPERATORS

Origin: TypeAlias = "cst.CSTNode | Sequence[cst.CSTNode]"
Order: TypeAlias = "list[Origin]"


def expression(node: cst.CSTNode, order: Order) -> ir.Expr:
    """The IR of an expression. Raises KeyError for what the IR has no word for."""
    return EXPRESSIONS[type(node)](node, order)


def optional(node: cst.CSTNode | None, order: Order) -> ir.Expr | None:
    """The IR of an expression that may be absent."""
    return None if node is None else EXPRESSIONS[type(node)](node, order)


_CONSTANT_NAMES: dict[str, tuple[str, ir.Literal]] = {
    "True": ("bool", True),
    "False": ("bool", False),
    "None": ("NoneType", None),
}


def name(node: cst.Name, order: Order) -> ir.Expr:
    """A name, or one of the constants that libcst takes for names."""
    n = len(order)
    order.append(node)
    value = node.value
    if value in _CONSTANT_NAMES:
        return ir.Constant(n, *_CONSTANT_NAMES[value])
    return ir.Name(n, value)


def bound_name(node: cst.CSTNode, order: Order) -> ir.Name:
    """A name in a place where only a name can stand."""
    assert isinstance(node, cst.Name)
    order.append(node)
    return ir.Name(len(order) - 1, node.value)


def _attribute(node: cst.Attribute, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    value = node.value
    return ir.Attribute(n, EXPRESSIONS[type(value)](value, order), node.attr.value)


def _call(node: cst.Call, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    func = node.func
    lowered = EXPRESSIONS[type(func)](func, order)
    args = node.args
    return ir.Call(n, lowered, arguments(args, order) if args else ())


def arguments(nodes: Sequence[cst.Arg], order: Order) -> tuple[ir.Argument, ...]:
    """The arguments of a call or the bases and keywords of a class."""
    result: list[ir.Argument] = []
    for node in nodes:
        n = len(order)
        order.append(node)
        keyword = node.keyword
        value = node.value
        result.append(
            ir.Argument(n, "" if keyword is None else keyword.value, node.star, EXPRESSIONS[type(value)](value, order))
        )
    return tuple(result)


def _subscript(node: cst.Subscript, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    value = EXPRESSIONS[type(node.value)](node.value, order)
    elements = node.slice
    if len(elements) == 1 and not _makes_tuple(elements[0]):
        return ir.Subscript(n, value, _subscript_element(elements[0], order))
    index = len(order)
    order.append(elements)
    return ir.Subscript(
        n, value, ir.Sequence(index, "tuple", tuple([_subscript_element(element, order) for element in elements]))
    )


def _makes_tuple(node: cst.SubscriptElement) -> bool:
    return isinstance(node.comma, cst.Comma) or (isinstance(node.slice, cst.Index) and node.slice.star is not None)


def _subscript_element(node: cst.SubscriptElement, order: Order) -> ir.Expr:
    part = node.slice
    if isinstance(part, cst.Index):
        if part.star is None:
            return EXPRESSIONS[type(part.value)](part.value, order)
        n = len(order)
        order.append(part)
        return ir.Starred(n, expression(part.value, order))
    assert isinstance(part, cst.Slice)
    n = len(order)
    order.append(part)
    return ir.Slice(n, optional(part.lower, order), optional(part.upper, order), optional(part.step, order))


def _integer(node: cst.Integer, order: Order) -> ir.Expr:
    order.append(node)
    return ir.Constant(len(order) - 1, "int", int(node.value, 0))


def _float(node: cst.Float, order: Order) -> ir.Expr:
    order.append(node)
    return ir.Constant(len(order) - 1, "float", float(node.value))


def _imaginary(node: cst.Imaginary, order: Order) -> ir.Expr:
    order.append(node)
    return ir.Constant(len(order) - 1, "complex", complex(0.0, float(node.value[:-1])))


def _ellipsis(node: cst.Ellipsis, order: Order) -> ir.Expr:
    order.append(node)
    return ir.Constant(len(order) - 1, "ellipsis", None)


def _string(node: cst.SimpleString, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    return _constant(n, [node])


def _concatenation(node: cst.ConcatenatedString, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    parts: list[cst.SimpleString] = []
    others: list[cst.CSTNode] = []
    rest: cst.BaseExpression = node
    while True:
        part = rest.left if isinstance(rest, cst.ConcatenatedString) else rest
        if isinstance(part, cst.SimpleString):
            parts.append(part)
        else:
            others.append(part)
        if not isinstance(rest, cst.ConcatenatedString):
            break
        rest = rest.right
    if not others:
        return _constant(n, parts)
    values: list[ir.Expr] = []
    for part in others:
        assert isinstance(part, (cst.FormattedString, cst.TemplatedString))
        _formatted_parts(part.parts, values, order)
    return ir.FormattedString(n, tuple(values))


def _constant(n: int, parts: Sequence[cst.SimpleString]) -> ir.Constant:
    first = parts[0].value
    if first[0] in "bB" or (first[0] in "rR" and first[1] in "bB"):
        return ir.Constant(n, "bytes", b"".join([bytes_of(part.value) for part in parts]))
    if len(parts) == 1:
        return ir.Constant(n, "str", text_of(first))
    return ir.Constant(n, "str", "".join([text_of(part.value) for part in parts]))


def _formatted(node: cst.FormattedString | cst.TemplatedString, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    values: list[ir.Expr] = []
    _formatted_parts(node.parts, values, order)
    return ir.FormattedString(n, tuple(values))


def _formatted_parts(parts: Sequence[cst.CSTNode], values: list[ir.Expr], order: Order) -> None:
    for part in parts:
        if isinstance(part, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
            values.append(expression(part.expression, order))
            if part.format_spec:
                _formatted_parts(part.format_spec, values, order)


def _sequence(kind: str) -> Callable[[cst.Tuple | cst.List | cst.Set, Order], ir.Expr]:
    def lower(node: cst.Tuple | cst.List | cst.Set, order: Order) -> ir.Expr:
        n = len(order)
        order.append(node)
        return ir.Sequence(n, kind, tuple([_element(element, order) for element in node.elements]))

    return lower


def _element(node: cst.BaseElement, order: Order) -> ir.Expr:
    value = node.value
    if type(node) is cst.Element:
        return EXPRESSIONS[type(value)](value, order)
    n = len(order)
    order.append(node)
    return ir.Starred(n, EXPRESSIONS[type(value)](value, order))


def _dict(node: cst.Dict, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    items: list[tuple[ir.Expr | None, ir.Expr]] = []
    for element in node.elements:
        key = expression(element.key, order) if isinstance(element, cst.DictElement) else None
        items.append((key, expression(element.value, order)))
    return ir.Dict(n, tuple(items))


def _binary(node: cst.BinaryOperation, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    left = expression(node.left, order)
    return ir.Binary(n, OPERATORS[type(node.operator)], left, expression(node.right, order))


def _boolean(node: cst.BooleanOperation, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    left = expression(node.left, order)
    return ir.Boolean(n, OPERATORS[type(node.operator)], left, expression(node.right, order))


def _unary(node: cst.UnaryOperation, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    return ir.Unary(n, OPERATORS[type(node.operator)], expression(node.expression, order))


def _comparison(node: cst.Comparison, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    left = expression(node.left, order)
    parts = [(OPERATORS[type(part.operator)], expression(part.comparator, order)) for part in node.comparisons]
    return ir.Compare(n, left, tuple(parts))


def _conditional(node: cst.IfExp, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    test = expression(node.test, order)
    body = expression(node.body, order)
    return ir.Conditional(n, test, body, expression(node.orelse, order))


def _walrus(node: cst.NamedExpr, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    target = bound_name(node.target, order)
    return ir.Walrus(n, target, expression(node.value, order))


def parameters(node: cst.Parameters, order: Order) -> tuple[ir.Parameter, ...]:
    """The parameters of a function or lambda, in the order they are written."""
    result: list[ir.Parameter] = []
    for param in (*node.posonly_params, *node.params):
        result.append(_parameter(param, "", False, order))
    if isinstance(node.star_arg, cst.Param):
        result.append(_parameter(node.star_arg, "*", False, order))
    for param in node.kwonly_params:
        result.append(_parameter(param, "", True, order))
    if node.star_kwarg is not None:
        result.append(_parameter(node.star_kwarg, "**", False, order))
    return tuple(result)


def _parameter(node: cst.Param, star: str, keyword_only: bool, order: Order) -> ir.Parameter:
    n = len(order)
    order.append(node)
    annotation = None if node.annotation is None else expression(node.annotation.annotation, order)
    return ir.Parameter(n, node.name.value, star, annotation, optional(node.default, order), keyword_only)


def _lambda(node: cst.Lambda, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    params = parameters(node.params, order)
    return ir.Lambda(n, params, expression(node.body, order))


def _comprehension(kind: str) -> Callable[[cst.BaseSimpleComp, Order], ir.Expr]:
    def lower(node: cst.BaseSimpleComp, order: Order) -> ir.Expr:
        n = len(order)
        order.append(node)
        element = expression(node.elt, order)
        return ir.Comprehension(n, kind, None, element, _generators(node.for_in, order))

    return lower


def _dict_comprehension(node: cst.DictComp, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    key = expression(node.key, order)
    element = expression(node.value, order)
    return ir.Comprehension(n, "dict", key, element, _generators(node.for_in, order))


def _generators(node: cst.CompFor | None, order: Order) -> tuple[ir.Generator, ...]:
    result: list[ir.Generator] = []
    while node is not None:
        n = len(order)
        order.append(node)
        target = expression(node.target, order)
        iterable = expression(node.iter, order)
        conditions = tuple([expression(condition.test, order) for condition in node.ifs])
        result.append(ir.Generator(n, target, iterable, conditions))
        node = node.inner_for_in
    return tuple(result)


def _await(node: cst.Await, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    return ir.Await(n, expression(node.expression, order))


def _yield(node: cst.Yield, order: Order) -> ir.Expr:
    n = len(order)
    order.append(node)
    value = node.value
    if isinstance(value, cst.From):
        return ir.Yield(n, expression(value.item, order), True)
    return ir.Yield(n, optional(value, order), False)


EXPRESSIONS: dict[type[cst.CSTNode], Callable[..., ir.Expr]] = {
    cst.Name: name,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.Subscript: _subscript,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.Imaginary: _imaginary,
    cst.Ellipsis: _ellipsis,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _concatenation,
    cst.FormattedString: _formatted,
    cst.TemplatedString: _formatted,
    cst.Tuple: _sequence("tuple"),
    cst.List: _sequence("list"),
    cst.Set: _sequence("set"),
    cst.Dict: _dict,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.UnaryOperation: _unary,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.NamedExpr: _walrus,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension("list"),
    cst.SetComp: _comprehension("set"),
    cst.GeneratorExp: _comprehension("generator"),
    cst.DictComp: _dict_comprehension,
    cst.Await: _await,
    cst.Yield: _yield,
}
