"""Parsing logical lines with libcst.

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
_AROUND = {
    **dict.fromkeys(("if", "while", "for", "with", "def", "class", "async"), ("", "")),
    **dict.fromkeys(("elif", "else"), ("if 0: pass\n", "")),
    **dict.fromkeys(("except", "finally"), ("try: pass\n", "")),
    "try": ("", "\nfinally: pass"),
    "@": ("", "\ndef _(): pass"),
    "match": ("", "\n case _: pass"),
    "case": ("match 0:\n    ", ""),
}
"""What makes a statement of a line with this first word: text before it and behind its suite."""


class Parsed(NamedTuple):
    """A line as libcst sees it: its header, if it has one, and the small statements on it.

    `root` is the statement that was parsed; the text of the line follows `before` in its code.
    """

    header: cst.CSTNode | None
    small: Sequence[cst.BaseSmallStatement]
    clause: str
    root: cst.CSTNode
    before: str


class UnexpectedTree(Exception):
    """libcst parsed something else than the statement that the line was taken for."""


def lower_line(text: str, order: Order, as_case: bool = True) -> LineIR:
    """Parse and lower a line; `order` receives the origin of every node. Raises whatever libcst raises."""
    return lower(parse(text, as_case), order)


def lower_lines(texts: Sequence[str]) -> list[LineIR]:
    """Parse and lower lines together, a fifth faster than one by one. Raises if any of them cannot be read.

    None of them may begin with a word that is a keyword only sometimes (`may_be_read_together`).
    """
    wrapped = [_wrapped(text, _first_word(text)) for text in texts]
    roots = cst.parse_module("\n".join([source for source, _ in wrapped]) + "\n").body
    if len(roots) != len(texts):
        raise UnexpectedTree
    return [
        lower(_unwrapped(text, _first_word(text), before, root), [])
        for text, (_, before), root in zip(texts, wrapped, roots, strict=True)
    ]


def may_be_read_together(text: str) -> bool:
    """Whether the first word of a line tells what kind of statement it is."""
    return not text.startswith(("match", "case"))


def lower(parsed: Parsed, order: Order) -> LineIR:
    """Lower a parsed line; `order` receives the origin of every node."""
    if parsed.header is None:
        return LineIR(None, simple(parsed.small, order))
    lowered = header(parsed.header, order)
    small = simple(parsed.small, order)
    if isinstance(parsed.header, cst.Decorator):
        return LineIR(lowered, small)
    return LineIR(lowered, small, not small, parsed.clause)


def parse(text: str, as_case: bool = True) -> Parsed:
    """Parse a line. Raises whatever libcst raises, and UnexpectedTree."""
    word = _first_word(text)
    if word == "match" or word == "case":
        # `match` has no suite on its line, and a line without a colon is no `case`.
        if text[-1] == ":" if word == "match" else as_case and ":" in text:
            source, before = _wrapped(text, word)
            try:
                return _unwrapped(text, word, before, cst.parse_statement(source))
            except (cst.ParserSyntaxError, UnexpectedTree):
                pass
        word = ""
    source, before = _wrapped(text, word)
    return _unwrapped(text, word, before, cst.parse_statement(source))


def _first_word(text: str) -> str:
    """The keyword that a line begins with, if only a header begins with it."""
    found = _WORD.match(text)
    return found[0] if found is not None and found[0] in _AROUND else ""


def _wrapped(text: str, word: str) -> tuple[str, str]:
    """The statement to parse instead of the line, and the part of it that stands before the line."""
    if not word:
        return text, ""
    before, after = _AROUND[word]
    suite = " pass" if text[-1] == ":" and word not in ("@", "match") else ""
    return f"{before}{text}{suite}{after}", before


def _unwrapped(text: str, word: str, before: str, root: cst.CSTNode) -> Parsed:
    """The part of a parsed statement that is the line."""
    if not word:
        if not isinstance(root, cst.SimpleStatementLine):
            raise UnexpectedTree
        return Parsed(None, root.body, "", root, before)
    if word == "@":
        if not isinstance(root, cst.FunctionDef) or len(root.decorators) != 1:
            raise UnexpectedTree
        return Parsed(root.decorators[0], (), "", root, before)
    clause = word if before else ""
    node = _clause_of(root, clause) if clause else root
    if isinstance(node, cst.Match) or text[-1] == ":":
        return Parsed(node, (), clause, root, before)
    suite = getattr(node, "body", None)
    if not isinstance(suite, cst.SimpleStatementSuite):
        raise UnexpectedTree
    return Parsed(node, suite.body, clause, root, before)


def _clause_of(root: cst.CSTNode, clause: str) -> cst.CSTNode:
    part: cst.CSTNode | None = None
    if isinstance(root, cst.If):
        part = root.orelse if isinstance(root.orelse, cst.If if clause == "elif" else cst.Else) else None
    elif isinstance(root, (cst.Try, cst.TryStar)):
        part = root.finalbody if clause == "finally" else root.handlers[0]
    elif isinstance(root, cst.Match):
        part = root.cases[0]
    if part is None:
        raise UnexpectedTree
    return part
