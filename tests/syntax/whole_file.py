"""The tree of a whole file as libcst parses it at once: what reading line by line must equal."""

from __future__ import annotations

import dataclasses
from typing import Any

import libcst as cst

from server.syntax import ir
from server.syntax.lower_statement import header, simple
from server.syntax.tree import Block, Statement


def plain(value: Any) -> Any:
    """An IR node as nested tuples, which compare by value (a node itself compares by identity)."""
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if dataclasses.is_dataclass(value):
        fields = (getattr(value, field.name) for field in dataclasses.fields(value))
        return (type(value).__name__, *(plain(field) for field in fields))
    if isinstance(value, (float, complex)):
        return repr(value)
    return value


def plain_block(block: Block) -> list[Any]:
    """A block as nested lists, without the keys."""
    return [
        (plain(statement.node), plain_block(statement.decorators), plain_block(statement.body))
        + (plain_block(statement.handlers), plain_block(statement.orelse), plain_block(statement.final))
        for statement in block
    ]


def whole_file(source: str) -> list[Any]:
    """The blocks of a file, in the form of `plain_block`. Raises ParserSyntaxError."""
    return plain_block(_block(cst.parse_module(source).body, []))


def _block(nodes: Any, order: list[Any]) -> Block:
    result: list[Statement] = []
    for node in nodes:
        if isinstance(node, cst.SimpleStatementLine):
            result += [Statement(0, small) for small in simple(node.body, [])]
        else:
            result.append(_compound(node))
    return tuple(result)


def _suite(node: cst.BaseSuite, order: list[Any]) -> Block:
    if isinstance(node, cst.SimpleStatementSuite):
        return tuple(Statement(0, small) for small in simple(node.body, order))
    return _block(node.body, order)


def _compound(node: Any) -> Statement:
    order: list[Any] = []
    statement = Statement(0, header(node, order))
    if isinstance(node, cst.Match):
        statement.handlers = tuple(_compound(case) for case in node.cases)
        return statement
    statement.body = _suite(node.body, order)
    if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
        statement.decorators = tuple(Statement(0, header(item, [])) for item in node.decorators)
    if isinstance(node, (cst.Try, cst.TryStar)):
        statement.handlers = tuple(_compound(handler) for handler in node.handlers)
        if node.finalbody is not None:
            statement.final = _clause(node.finalbody)
    orelse = getattr(node, "orelse", None)
    if isinstance(orelse, cst.If):
        statement.orelse = (_compound(orelse),)
    elif orelse is not None:
        statement.orelse = _clause(orelse)
    return statement


def _clause(node: cst.Else | cst.Finally) -> Block:
    order: list[Any] = []
    clause = header(node, order)
    assert isinstance(clause, ir.Clause)
    return _suite(node.body, order)
