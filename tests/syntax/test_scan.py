"""Names that a line reads and binds."""

from __future__ import annotations

import pytest

from server.syntax import ir
from server.syntax.line import LineIR, read_line
from server.syntax.scan import bound_names, children, names_bound, names_read, walk


def node(text: str) -> ir.Node:
    line: LineIR = read_line(text)
    return line.header if line.header is not None else line.simple[0]


NAMES = [
    ("a = b = c", "c", "a b"),
    ("a.b[c] = d", "a c d", ""),
    ("(a, [*b]), c.d = e", "c e", "a b"),
    ("a += b", "a b", "a"),
    ("a: b = c", "b c", "a"),
    ("a: b", "b", "a"),
    ("del a, b.c", "b", "a"),
    ("a(b := c, d=b)", "a c b", "b"),
    ("[a for a in b if c]", "b c", ""),
    ("[a for b in c for d in b if (e := d)] + b", "a c b", "e"),
    ("{a: b for a, b in c}", "c", ""),
    ("lambda a, b=c, *d: a + e + d", "c e", ""),
    ("[lambda: a for a in b]", "b", ""),
    ("f'{a:{b}}'", "a b", ""),
    ("import a.b.c, d as e", "", "a e"),
    ("from a import b, c as d", "", "b d"),
    ("from a import *", "", "*"),
    ("for a, b.c in d:", "b d", "a"),
    ("with a as b, c as (d, e):", "a c", "b d e"),
    ("except a as b:", "a", "b"),
    ("def a(b: c = d, *e) -> f:", "c d f", "a"),
    ("class a(b, c=d):", "b d", "a"),
    ("@a(b)", "a b", ""),
    ("case a(b=c) | d.e if f:", "a d f", "c"),
    ("type a = b", "b", "a"),
    ("a = b c", "a b c", "a b c"),
    ("return a", "a", ""),
    ("global a", "", ""),
]


@pytest.mark.parametrize(("text", "read", "bound"), NAMES)
def test_names(text: str, read: str, bound: str) -> None:
    assert set(names_read(node(text))) == set(read.split())
    assert set(names_bound(node(text))) == set(bound.split())


def test_names_come_once_as_first_written() -> None:
    assert names_read(node("c(a, b, a, c)")) == ("c", "a", "b")
    assert names_bound(node("b, a, b = c")) == ("b", "a")


def test_bound_names_are_the_nodes_of_the_target() -> None:
    assign = node("a, (b, *c), d.e, f[g] = h")
    assert isinstance(assign, ir.Assign)
    assert [name.id for name in bound_names(assign.targets[0])] == ["a", "b", "c"]


def test_walking_a_long_chain_does_not_recurse() -> None:
    deep: ir.Expr = ir.Name(0, "x")
    for n in range(20_000):
        deep = ir.Attribute(n, deep, "y")
    assert sum(1 for _ in walk(deep)) == 20_001
    assert names_read(deep) == ("x",)
    assert children(ir.Name(0, "x")) == ()
