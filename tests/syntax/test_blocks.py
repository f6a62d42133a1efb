"""The tree of blocks, for text that parses and for text that does not."""

from __future__ import annotations

import textwrap

import pytest

from server.syntax import ir
from server.syntax.read import read
from server.syntax.reading import Reading
from server.syntax.tree import Block
from server.text.lines import split_lines


def reading(text: str) -> Reading:
    return read(split_lines(textwrap.dedent(text).lstrip("\n")))


def outline(block: Block) -> str:
    """A block in one line: the kinds of its statements, their suites in brackets behind a sign for which it is."""
    parts: list[str] = []
    for statement in block:
        part = "".join(f"@{outline((decorator,))} " for decorator in statement.decorators)
        part += _word(statement.node)
        for sign, suite in (
            ("", statement.body),
            ("!", statement.handlers),
            ("else", statement.orelse),
            ("end", statement.final),
        ):
            if suite:
                part += f" {sign}[{outline(suite)}]"
        parts.append(part)
    return ", ".join(parts)


def _word(node: ir.Node) -> str:
    if isinstance(node, ir.Evaluate) and isinstance(node.value, ir.Name):
        return node.value.id
    return "HOLE" if isinstance(node, ir.Hole) and node.header else type(node).__name__


WELL_FORMED = [
    ("a; b; c\n", "a, b, c"),
    ("if x: a; b\nelse: c\n", "If [a, b] else[c]"),
    ("if x:\n  a\nelif y:\n  b\nelif z: c\nelse:\n  d\ne\n", "If [a] else[If [b] else[If [c] else[d]]], e"),
    ("while x:\n  a\nelse:\n  b\n", "While [a] else[b]"),
    (
        "async def f():\n  async for x in y: a\n  else: b\n  async with x: c\n",
        "FunctionDef [For [a] else[b], With [c]]",
    ),
    (
        "try:\n  a\nexcept A: b\nexcept:\n  c\nelse: d\nfinally:\n  e\n",
        "Try [a] ![Except [b], Except [c]] else[d] end[e]",
    ),
    ("try: a\nexcept* A as e: b\n", "Try [a] ![Except [b]]"),
    ("match x:\n  case 1: a\n  case y if z:\n    b\nc\n", "Match ![Case [a], Case [b]], c"),
    ("@d\n@e(1)\nclass A:\n  @f\n  def g(): a\n", "@Decorator @Decorator ClassDef [@Decorator FunctionDef [a]]"),
    (
        "match = case = type = 1\nmatch[case]: type\ncase(match)\nprint(match, case)\n",
        "Assign, Annotate, Evaluate, Evaluate",
    ),
    ("match(x)\nmatch (x):\n  case(y): a\ntype X = int\n", "Evaluate, Match ![Case [a]], TypeAliasStatement"),
    ("case [x]: int\nmatch x:\n  case [x]: int\n", "Annotate, Match ![Case [int]]"),
    ("if x:\n  # c\n\n  a\n # d\n  b\n# e\nc\n", "If [a, b], c"),
    ("for x in (\n1,\n2): a\n", "For [a]"),
    ("if x: a;\nb;\n", "If [a], b"),
    ("if x:\n\ta\n        b\n", "If [a, b]"),
    ("\fif x:\n  a\n  \f  b\n", "If [a, b]"),
]


@pytest.mark.parametrize(("text", "expected"), WELL_FORMED)
def test_well_formed(text: str, expected: str) -> None:
    found = reading(text)
    assert outline(found.body) == expected
    assert found.notes == ()


BROKEN = [
    ("a\n    b\n    c\nd\n", "a, b, c, d", ["1: this line is indented deeper than its block"]),
    ("if x:\n    a\n  b\nc\n", "If [a, b], c", ["2: the indentation of this line matches no block above it"]),
    ("if x:\n        a\n  b\nc\n", "If [a], b, c", ["2: the indentation of this line matches no block above it"]),
    ("for x in y:\na\n", "For, a", ["0: an indented block is expected below this line"]),
    ("else:\n  a\nb\n", "HOLE [a], b", ["0: `else` without an `if`, loop or `try` above it"]),
    ("else: a; b\n", "HOLE [a, b]", ["0: `else` without an `if`, loop or `try` above it"]),
    ("if x: a\nb\nelif y:\n  c\n", "If [a], b, HOLE [c]", ["2: `elif` without an `if` above it"]),
    ("except A:\n  a\n", "HOLE [a]", ["0: `except` without a `try` above it"]),
    ("finally:\n  a\n", "HOLE [a]", ["0: `finally` without a `try` above it"]),
    ("case 1:\n  a\n", "HOLE [a]", ["0: `case` outside `match`"]),
    ("try:\n  a\nb\n", "Try [a], b", ["0: this `try` has neither `except` nor `finally`"]),
    ("if x: a\nelse: b\nelse: c\n", "If [a] else[b], HOLE [c]", ["2: `else` without an `if`, loop or `try` above it"]),
    ("@a\nb\n", "Hole, b", ["0: a decorator must stand above a function or class"]),
    ("@a\n", "Hole", ["0: a decorator must stand above a function or class"]),
    ("match x:\n  a\n  case 1: b\n", "Match [a] ![Case [b]]", ["1: only `case` can stand directly inside `match`"]),
]
INVALID = "this line cannot be read as Python, so nothing is known about what it does"
UNCLOSED = "a bracket or string that begins in this line is never closed"
HALF_TYPED = [
    ("if x\n  a\nb\n", "HOLE [a], b", [f"0: {INVALID}"]),
    ("for x in:\n  a\nb\n", "HOLE [a], b", [f"0: {INVALID}"]),
    ("a =\nb\n", "Hole, b", [f"0: {INVALID}"]),
    ("a.\nb\n", "Hole, b", [f"0: {INVALID}"]),
    ("@a\ndef f(x y):\n  b\nc\n", "@Decorator HOLE [b], c", [f"1: {INVALID}"]),
    ("@a\ndef f(\n  b\nc()\n", "@Decorator HOLE, Evaluate", [f"1: {UNCLOSED}"]),
    ("def f(self\n    return a\nb\n", "HOLE [Return], b", [f"0: {UNCLOSED}"]),
    ("class A(\n    def f(self): a\nb\n", "HOLE [FunctionDef [a]], b", [f"0: {UNCLOSED}"]),
    ("a(b\nc = d(e)\nf\n", "Hole, Assign, f", [f"0: {UNCLOSED}"]),
    ("a(b\nc = d(e))\nf\n", "Hole, Hole, f", [f"0: {UNCLOSED}", f"1: {INVALID}"]),
    ("a = 1 + \\\nb = 2\nc\n", "Hole, Assign, c", [f"0: {UNCLOSED}"]),
    ("def f():\n    '''a\n    b = 1\n    '''c'''\nd\n", "FunctionDef [Hole, Assign, Evaluate], d", []),
    ("a = 'b\nc\n", "Hole, c", [f"0: {INVALID}"]),
    ("a = f'{b\nc.d\n", "Hole, Evaluate", [f"0: {UNCLOSED}"]),
    ("a)\nb\n", "Hole, b", [f"0: {INVALID}"]),
    ("print a\nb\n", "Hole, b", [f"0: {INVALID}"]),
    ("x = 0777\nb\n", "Hole, b", [f"0: {INVALID}"]),
    ("a\0b\nc\n", "Hole, c", [f"0: {INVALID}"]),
    ("a = '\udc80'\nc\n", "Hole, c", [f"0: {INVALID}"]),
]


@pytest.mark.parametrize(("text", "expected", "notes"), BROKEN + HALF_TYPED)
def test_broken(text: str, expected: str, notes: list[str]) -> None:
    found = reading(text)
    assert outline(found.body) == expected
    if notes:
        assert [f"{note.line}: {note.message}" for note in found.notes] == notes


def test_a_hole_names_every_identifier_in_it() -> None:
    (hole,) = reading("loss = model(x, self.y, key=f'{z}'\n").holes
    assert isinstance(hole.node, ir.Hole)
    assert hole.node.names == ("loss", "model", "x", "self", "y", "key", "f", "z")


def test_a_half_typed_call_is_not_a_missing_one() -> None:
    found = reading("for x in y:\n    optimizer.zero_grad(\n    loss.backward()\n    optimizer.step()\n")
    assert outline(found.body) == "For [Hole, Evaluate, Evaluate]"
    assert found.holes[0].node.n == 0


def test_keys_are_unique_and_lead_back() -> None:
    found = reading("@a\nclass B:\n  def c(self): d; e\n  if f: g\n  else: h\ni; j\n")
    keys = [statement.key for unit in found.units for statement in unit]
    assert len(set(keys)) == len(keys) == 10
    for line, unit in enumerate(found.units):
        for ordinal, statement in enumerate(unit):
            assert found.place(statement.key) == (line, ordinal)
            assert found.statement(statement.key) is statement
            assert found.line_of(statement.key) == found.starts[line]
    with pytest.raises(KeyError):
        found.statement(99)


def test_logical_lines_are_found_by_physical_ones() -> None:
    found = reading("a = (\n1)\n\n# b\nc\n")
    assert [found.logical_line_at(line) for line in range(6)] == [0, 0, None, None, 1, None]


def test_hundreds_of_nested_blocks_cost_no_recursion() -> None:
    text = "".join(" " * depth + "if x:\n" for depth in range(2000)) + " " * 2000 + "a\nb\n"
    found = reading(text)
    block, depth = found.body, 0
    while block[0].body:
        block, depth = block[0].body, depth + 1
    assert depth == 2000
    assert found.notes == ()


def test_a_long_chain_of_elif_costs_no_recursion() -> None:
    found = reading("if x: a\n" + "elif y: b\n" * 5000 + "else: c\n")
    statement, depth = found.body[0], 0
    while statement.orelse:
        statement, depth = statement.orelse[0], depth + 1
    assert depth == 5001
