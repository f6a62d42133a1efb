"""How names are used in a text: which methods are called on them, read off line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..syntax import ir
from ..syntax.tree import Block
from .line_facts import REMEMBERED_LINES, line_facts
from .spelling import text_of

Uses = Mapping[str, frozenset[str]]
"""The methods called on each name or chain of attributes; "()" is a call of itself."""

BACKWARD = "backward of anything"
"""Stands among the names for whatever a backward pass starts from."""
_OF_SCALERS = frozenset({"scale", "unscale_", "update"})
_TELLING_ATTRIBUTES = frozenset({"param_groups", "parameters", "named_parameters"})
"""Attributes that tell as much without being called; `parameters` should be called, and someone will say so."""


@dataclass(frozen=True, slots=True)
class _OnLine:
    """The uses on one line. `scaled` pairs what may be a scaler with the optimizer that it may step."""

    uses: tuple[tuple[str, frozenset[str]], ...]
    scaled: tuple[tuple[str, str], ...]


def uses_in(block: Block) -> Uses:
    """The uses of every name and chain of attributes in a block."""
    found: dict[str, set[str]] = {}
    scaled: list[tuple[str, str]] = []
    stack = list(block)
    while stack:
        statement = stack.pop()
        line = _on_line(statement.node)
        for place, names in line.uses:
            found.setdefault(place, set()).update(names)
        scaled += line.scaled
        for suite in (statement.body, statement.orelse, statement.handlers, statement.final):
            if suite:
                stack += suite
    for scaler, optimizer in scaled:
        if found.get(scaler, set[str]()) & _OF_SCALERS:
            found.setdefault(optimizer, set()).update(("step", "zero_grad"))
    return {place: frozenset(names) for place, names in found.items()}


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
