"""What can be read off the text of one line, whatever its names stand for: computed once for each text.

The IR of a line is shared by every place with that text, and by every version of a file in which it stands, so
that an edit computes these facts for the lines it touches alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..syntax import ir
from ..syntax.scan import children

REMEMBERED_LINES = 50_000


@dataclass(frozen=True, slots=True)
class LineFacts:
    """The names that a line mentions, those inside its lambdas, its calls and its attributes."""

    names: frozenset[str]
    in_lambdas: frozenset[str]
    calls: tuple[ir.Call, ...]
    attributes: tuple[ir.Attribute, ...]


_NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=REMEMBERED_LINES)
def line_facts(node: ir.Simple | ir.Header) -> LineFacts:
    """The facts of a statement's own line."""
    names: set[str] = set()
    calls: list[ir.Call] = []
    attributes: list[ir.Attribute] = []
    lambdas: list[ir.Lambda] = []
    stack: list[ir.Node] = [node]
    while stack:
        inner = stack.pop()
        if isinstance(inner, ir.Name):
            names.add(inner.id)
            continue
        if isinstance(inner, ir.Call):
            calls.append(inner)
        elif isinstance(inner, ir.Attribute):
            attributes.append(inner)
        elif isinstance(inner, ir.Lambda):
            lambdas.append(inner)
        stack += children(inner)
    inside = frozenset[str]().union(*(_names_in(part) for part in lambdas)) if lambdas else _NOTHING
    return LineFacts(frozenset(names), inside, tuple(calls), tuple(attributes))


def _names_in(node: ir.Node) -> set[str]:
    names: set[str] = set()
    stack = [node]
    while stack:
        inner = stack.pop()
        if isinstance(inner, ir.Name):
            names.add(inner.id)
        stack += children(inner)
    return names
