"""The tree of a whole file as libcst parses it at once: what reading line by line must equal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
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
        (plain(one.node), *map(plain_block, (one.decorators, one.body, one.handlers, one.orelse, one.final)))
        for one in block
    ]


@dataclasses.dataclass
class WholeFile:
    """The blocks of a file, and by the key of a statement what each node of its line was made from."""

    body: Block = ()
    origins: dict[int, list[Any]] = dataclasses.field(default_factory=dict)


def whole_file(module: cst.Module) -> WholeFile:
    """Lower all statements of a parsed file."""
    whole = WholeFile()
    whole.body = _block(module.body, whole)
    return whole


def _new(whole: WholeFile, node: Any, order: list[Any]) -> Statement:
    key = len(whole.origins)
    whole.origins[key] = order
    return Statement(key, node)


def _small(whole: WholeFile, node: Any, order: list[Any]) -> Block:
    return tuple(_new(whole, small, order) for small in simple(node.body, order))


def _block(nodes: Any, whole: WholeFile) -> Block:
    result: list[Statement] = []
    for node in nodes:
        if isinstance(node, cst.SimpleStatementLine):
            result += _small(whole, node, [])
        else:
            result.append(_compound(whole, node))
    return tuple(result)


def _suite(whole: WholeFile, node: cst.BaseSuite, order: list[Any]) -> Block:
    if isinstance(node, cst.SimpleStatementSuite):
        return _small(whole, node, order)
    return _block(node.body, whole)


def _compound(whole: WholeFile, node: Any) -> Statement:
    order: list[Any] = []
    statement = _new(whole, header(node, order), order)
    if isinstance(node, cst.Match):
        statement.handlers = tuple(_compound(whole, case) for case in node.cases)
        return statement
    statement.body = _suite(whole, node.body, order)
    if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
        statement.decorators = tuple(_decorator(whole, item) for item in node.decorators)
    if isinstance(node, (cst.Try, cst.TryStar)):
        statement.handlers = tuple(_compound(whole, handler) for handler in node.handlers)
        if node.finalbody is not None:
            statement.final = _clause(whole, node.finalbody)
    orelse = getattr(node, "orelse", None)
    if isinstance(orelse, cst.If):
        statement.orelse = (_compound(whole, orelse),)
    elif orelse is not None:
        statement.orelse = _clause(whole, orelse)
    return statement


def _decorator(whole: WholeFile, node: cst.Decorator) -> Statement:
    order: list[Any] = []
    return _new(whole, header(node, order), order)


def _clause(whole: WholeFile, node: cst.Else | cst.Finally) -> Block:
    order: list[Any] = []
    clause = header(node, order)
    assert isinstance(clause, ir.Clause)
    return _suite(whole, node.body, order)


def statements(block: Block) -> Iterator[Statement]:
    """All statements of a block and inside them, in the same order for equal trees."""
    for statement in block:
        yield statement
        for inner in (statement.decorators, statement.body, statement.handlers, statement.orelse, statement.final):
            yield from statements(inner)
