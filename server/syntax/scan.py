"""Walking over the nodes of a statement's own line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from . import ir

_FIELDS: dict[type, tuple[str, ...]] = {}


def children(node: ir.Node) -> list[ir.Node]:
    """The nodes directly inside a node, in the order of the text."""
    kind = type(node)
    fields = _FIELDS.get(kind)
    if fields is None:
        fields = _FIELDS[kind] = tuple(name for name in cast("tuple[str, ...]", kind.__slots__) if name != "n")
    found: list[ir.Node] = []
    for name in fields:
        value = getattr(node, name)
        if isinstance(value, tuple):
            _collect(cast("tuple[object, ...]", value), found)
        elif hasattr(value, "n"):
            found.append(value)
    return found


def _collect(values: tuple[object, ...], found: list[ir.Node]) -> None:
    """Nodes in a tuple of nodes, or in a tuple of pairs of them."""
    for value in values:
        if isinstance(value, tuple):
            _collect(cast("tuple[object, ...]", value), found)
        elif hasattr(value, "n"):
            found.append(cast("ir.Node", value))


def walk(node: ir.Node) -> Iterator[ir.Node]:
    """A node and everything inside it, parents first."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(children(current)))
