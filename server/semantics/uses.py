"""How names are used in a text: which methods are called on them, read off line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..syntax import ir
from ..syntax.tree import Block, Statement
from .line_facts import REMEMBERED_LINES, line_facts
from .spelling import text_of

Uses = Mapping[str, frozenset[str]]
"""The methods called on each name or chain of attributes; "()" is a call of itself."""

BACKWARD = "backward of anything"
"""Stands among the names for whatever a backward pass starts from."""
_NONE: frozenset[str] = frozenset()
_OF_SCALERS = frozenset({"scale", "unscale_", "update"})
_TELLING_ATTRIBUTES = frozenset({"param_groups", "parameters", "named_parameters"})
"""Attributes that tell as much without being called; `parameters` should be called, and someone will say so."""


@dataclass(frozen=True, slots=True)
class _OnLine:
    """The uses on one line, or in a statement with its suites. `scaled` pairs what may be a scaler with the optimizer that it may step."""

    uses: tuple[tuple[str, frozenset[str]], ...]
    scaled: tuple[tuple[str, str], ...]


def uses_in(block: Block) -> Uses:
    """The uses of every name and chain of attributes in a block."""
    found: dict[str, frozenset[str]] = {}
    scaled: list[tuple[str, str]] = []
    _add(found, scaled, block)
    for scaler, optimizer in scaled:
        if found.get(scaler, _NONE) & _OF_SCALERS:
            found[optimizer] = found.get(optimizer, _NONE) | {"step", "zero_grad"}
    return found


def called_in(statement: Statement, owner: str) -> frozenset[str]:
    """The methods that a statement with its suites calls on a name; without one, the functions it calls by their names."""
    uses = _in_statement(statement).uses
    if owner:
        return next((names for place, names in uses if place == owner), _NONE)
    return frozenset([place for place, names in uses if "()" in names])


def _add(found: dict[str, frozenset[str]], scaled: list[tuple[str, str]], block: Block) -> None:
    for statement in block:
        line = _in_statement(statement) if statement.body or statement.handlers else _on_line(statement.node)
        for place, names in line.uses:
            known = found.get(place)
            found[place] = names if known is None else known | names
        scaled += line.scaled


@lru_cache(maxsize=REMEMBERED_LINES)
def _in_statement(statement: Statement) -> _OnLine:
    line = _on_line(statement.node)
    found, scaled = dict(line.uses), list(line.scaled)
    for suite in (statement.body, statement.orelse, statement.handlers, statement.final):
        _add(found, scaled, suite)
    return _OnLine(tuple(found.items()), tuple(scaled))


@lru_cache(maxsize=REMEMBERED_LINES)
def _on_line(node: ir.Simple | ir.Header) -> _OnLine:
    facts = line_facts(node)
    found: dict[str, set[str]] = {}
    scaled: list[tuple[str, str]] = []
    dropped = node.value if isinstance(node, ir.Evaluate) else None
    for call in facts.calls:
        _note_call(found, scaled, call, call is dropped)
    for attribute in facts.attributes:
        if attribute.attr in _TELLING_ATTRIBUTES:
            found.setdefault(text_of(attribute.value), set()).add(attribute.attr)
    return _OnLine(tuple([(place, frozenset(names)) for place, names in found.items()]), tuple(scaled))


def _note_call(found: dict[str, set[str]], scaled: list[tuple[str, str]], call: ir.Call, dropped: bool) -> None:
    func = call.func
    if isinstance(func, ir.Attribute):
        name = func.attr
        if name == "backward":
            found.setdefault(BACKWARD, set()).add(name)
            for operand in _operands(func.value):
                found.setdefault(text_of(operand), set()).add(name)
        if name == "step" and (not dropped or call.arguments):
            for argument in call.arguments[:1]:
                # `scaler.step(optimizer)` steps what it is given.
                place = text_of(argument.value)
                if place and dropped:
                    scaled.append((text_of(func.value), place))
            return
        place = text_of(func.value)
        if place:
            found.setdefault(place, set()).add(name)
            found.setdefault(f"{place}.{name}", set()).add("()")
    elif isinstance(func, ir.Name):
        found.setdefault(func.id, set()).add("()")


def _operands(expr: ir.Expr) -> tuple[ir.Expr, ...]:
    """What an expression is computed from whose gradients flow back: `loss` in `scaler.scale(loss)` and `loss / 4`."""
    match expr:
        case ir.Call():
            return tuple(argument.value for argument in expr.arguments[:1] if isinstance(argument.value, ir.Name))
        case ir.Binary():
            return tuple(side for side in (expr.left, expr.right) if isinstance(side, ir.Name))
        case _:
            return ()
