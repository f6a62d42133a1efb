"""Parsing one logical line with libcst.

libcst parses whole statements only, so a header is given the least that makes it one: a suite, an `if` before an
`else`, a function below a decorator. `match`, `case` and `type` are keywords only where the whole line
parses as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import libcst as cst

from .line import LineIR
from .lower import Order
from .lower_statement import header, simple

_WORD = re.compile(r"[^\W\d]\w*|@")
_WHOLE = frozenset(("if", "while", "for", "with", "def", "class", "async"))
_BEFORE = {"elif": "if 0: pass\n", "else": "if 0: pass\n", "except": "try: pass\n", "finally": "try: pass\n"}
_FIRST_WORDS = _WHOLE | _BEFORE.keys() | {"try", "match", "case", "@"}


class Parsed(NamedTuple):
    """A line as libcst sees it: its header, if it has one, and the small statements on it.

    `source` is what was parsed; the line itself begins at offset `start` in it.
    """

    header: cst.CSTNode | None
    small: Sequence[cst.BaseSmallStatement]
    clause: str
    root: cst.BaseStatement
    before: str


def lower_line(text: str, order: Order, as_case: bool = True) -> LineIR:
    """Parse and lower a line; `order` receives the origin of every node. Raises whatever libcst raises."""
    return lower(parse(text, as_case), order)


def lower(parsed: Parsed, order: Order) -> LineIR:
    """Lower a parsed line; `order` receives the origin of every node."""
    if parsed.header is None:
        return LineIR(None, simple(parsed.small, order))
    lowered = header(parsed.header, order)
    clause = parsed.clause
    return LineIR(
        lowered, simple(parsed.small, order), clause != "@" and not parsed.small, "" if clause == "@" else clause
    )


def parse(text: str, as_case: bool = True) -> Parsed:
    """Parse a line. Raises whatever libcst raises, and AssertionError."""
    found = _WORD.match(text)
    word = found[0] if found else ""
    if word in _FIRST_WORDS:
        if word in _WHOLE:
            return _header(text, "", "", "")
        if word in _BEFORE:
            return _header(text, word, _BEFORE[word], "")
        if word == "try":
            return _header(text, "", "", "\nfinally: pass")
        if word == "@":
            root = cst.parse_statement(f"{text}\ndef _(): pass")
            assert isinstance(root, cst.FunctionDef) and len(root.decorators) == 1
            return Parsed(root.decorators[0], (), "@", root, "")
        parsed = _soft(text, word, as_case)
        if parsed is not None:
            return parsed
    root = cst.parse_statement(text)
    assert isinstance(root, cst.SimpleStatementLine)
    return Parsed(None, root.body, "", root, "")


def _header(text: str, clause: str, before: str, after: str) -> Parsed:
    open_suite = text[-1] == ":"
    root = cst.parse_statement(f"{before}{text}{' pass' if open_suite else ''}{after}")
    assert isinstance(root, cst.BaseCompoundStatement)
    node = _clause_of(root, clause) if clause else root
    return _with_suite(node, open_suite, clause, root, before)


def _with_suite(
    node: cst.CSTNode | None, open_suite: bool, clause: str, root: cst.BaseCompoundStatement, before: str
) -> Parsed:
    assert isinstance(
        node,
        (cst.BaseCompoundStatement, cst.Else, cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally, cst.MatchCase),
    )
    if open_suite:
        return Parsed(node, (), clause, root, before)
    suite = node.body
    assert isinstance(suite, cst.SimpleStatementSuite)
    return Parsed(node, suite.body, clause, root, before)


def _clause_of(root: cst.BaseCompoundStatement, clause: str) -> cst.CSTNode | None:
    if clause in ("elif", "else"):
        assert isinstance(root, cst.If) and isinstance(root.orelse, cst.If if clause == "elif" else cst.Else)
        return root.orelse
    assert isinstance(root, (cst.Try, cst.TryStar))
    return root.finalbody if clause == "finally" else root.handlers[0]


def _soft(text: str, word: str, as_case: bool) -> Parsed | None:
    """A line beginning with `match` or `case`, if that is a keyword there."""
    open_suite = text[-1] == ":"
    if word == "match":
        source, before = f"{text}\n case _: pass", ""
    else:
        source, before = f"match 0:\n    {text}{' pass' if open_suite else ''}", "match 0:\n    "
    if (word == "match" and not open_suite) or (word == "case" and (not as_case or ":" not in text)):
        return None
    try:
        root = cst.parse_statement(source)
    except cst.ParserSyntaxError:
        return None
    if not isinstance(root, cst.Match):
        return None
    if word == "match":
        return Parsed(root, (), "", root, before)
    return _with_suite(root.cases[0], open_suite, "case", root, before)
