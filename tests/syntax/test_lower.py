"""The IR of single lines."""

from __future__ import annotations

import ast
import keyword
import warnings

import libcst as cst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.syntax import ir
from server.syntax.line import read_line, read_together
from server.syntax.parse import UnexpectedTree, lower_line, lower_lines, may_be_read_together
from server.syntax.scan import walk

from .whole_file import plain


def statement(text: str) -> ir.Simple:
    (node,) = read_line(text).simple
    return node


def expression(text: str) -> ir.Expr:
    node = statement(f"return {text}")
    assert isinstance(node, ir.Return), node
    assert node.value is not None
    return node.value


EXPRESSIONS = [
    ("a.b", ("Attribute", 1, ("Name", 2, "a"), "b")),
    ("a[b]", ("Subscript", 1, ("Name", 2, "a"), ("Name", 3, "b"))),
    ("a[b,]", ("Subscript", 1, ("Name", 2, "a"), ("Sequence", 3, "tuple", (("Name", 4, "b"),)))),
    ("a[b:, ::c]",
     ("Subscript", 1, ("Name", 2, "a"),
      ("Sequence", 3, "tuple", (("Slice", 4, ("Name", 5, "b"), None, None), ("Slice", 6, None, None, ("Name", 7, "c")))))),
    ("a[*b]", ("Subscript", 1, ("Name", 2, "a"), ("Sequence", 3, "tuple", (("Starred", 4, ("Name", 5, "b")),)))),
    ("f(a, *b, c=d, **e)",
     ("Call", 1, ("Name", 2, "f"),
      (("Argument", 3, "", "", ("Name", 4, "a")), ("Argument", 5, "", "*", ("Name", 6, "b")),
       ("Argument", 7, "c", "", ("Name", 8, "d")), ("Argument", 9, "", "**", ("Name", 10, "e"))))),
    ("(a, *b)", ("Sequence", 1, "tuple", (("Name", 2, "a"), ("Starred", 3, ("Name", 4, "b"))))),
    ("[a]", ("Sequence", 1, "list", (("Name", 2, "a"),))),
    ("{a}", ("Sequence", 1, "set", (("Name", 2, "a"),))),
    ("{a: b, **c}", ("Dict", 1, ((("Name", 2, "a"), ("Name", 3, "b")), (None, ("Name", 4, "c"))))),
    ("a @ -b", ("Binary", 1, "@", ("Name", 2, "a"), ("Unary", 3, "-", ("Name", 4, "b")))),
    ("a and b and c", ("Boolean", 1, "and", ("Boolean", 2, "and", ("Name", 3, "a"), ("Name", 4, "b")), ("Name", 5, "c"))),
    ("a < b is not c", ("Compare", 1, ("Name", 2, "a"), (("<", ("Name", 3, "b")), ("is not", ("Name", 4, "c"))))),
    ("a if b else c", ("Conditional", 1, ("Name", 2, "b"), ("Name", 3, "a"), ("Name", 4, "c"))),
    ("(a := b)", ("Walrus", 1, ("Name", 2, "a"), ("Name", 3, "b"))),
    ("lambda a, /, b=c, *d, e, **f: a",
     ("Lambda", 1,
      (("Parameter", 2, "a", "", None, None, False), ("Parameter", 3, "b", "", None, ("Name", 4, "c"), False),
       ("Parameter", 5, "d", "*", None, None, False), ("Parameter", 6, "e", "", None, None, True),
       ("Parameter", 7, "f", "**", None, None, False)), ("Name", 8, "a"))),
    ("[a for b in c if d for e in f]",
     ("Comprehension", 1, "list", None, ("Name", 2, "a"),
      (("Generator", 3, ("Name", 4, "b"), ("Name", 5, "c"), (("Name", 6, "d"),)),
       ("Generator", 7, ("Name", 8, "e"), ("Name", 9, "f"), ())))),
    ("{a: b for c in d}",
     ("Comprehension", 1, "dict", ("Name", 2, "a"), ("Name", 3, "b"),
      (("Generator", 4, ("Name", 5, "c"), ("Name", 6, "d"), ()),))),
    ("await a", ("Await", 1, ("Name", 2, "a"))),
    ("(yield)", ("Yield", 1, None, False)),
    ("(yield from a)", ("Yield", 1, ("Name", 2, "a"), True)),
    ("f'a{b!r:>{c}}{d=}'", ("FormattedString", 1, (("Name", 2, "b"), ("Name", 3, "c"), ("Name", 4, "d")))),
    ("'a' f'{b}' 'c' rf'{d}'", ("FormattedString", 1, (("Name", 2, "b"), ("Name", 3, "d")))),
    ("...", ("Constant", 1, "ellipsis", None)),
    ("None", ("Constant", 1, "NoneType", None)),
    ("True", ("Constant", 1, "bool", True)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS)
def test_expressions(text: str, expected: object) -> None:
    assert plain(expression(text)) == expected


STATEMENTS = [
    ("a = b, c = d",
     ("Assign", 0, (("Name", 1, "a"), ("Sequence", 2, "tuple", (("Name", 3, "b"), ("Name", 4, "c")))), ("Name", 5, "d"))),
    ("a: b", ("Annotate", 0, ("Name", 1, "a"), ("Name", 2, "b"), None)),
    ("a: b = c", ("Annotate", 0, ("Name", 1, "a"), ("Name", 2, "b"), ("Name", 3, "c"))),
    ("a **= b", ("Augment", 0, ("Name", 1, "a"), "**", ("Name", 2, "b"))),
    ("return", ("Return", 0, None)),
    ("raise a from b", ("Raise", 0, ("Name", 1, "a"), ("Name", 2, "b"))),
    ("assert a, b", ("Assert", 0, ("Name", 1, "a"), ("Name", 2, "b"))),
    ("del a, b.c", ("Delete", 0, (("Name", 1, "a"), ("Attribute", 2, ("Name", 3, "b"), "c")))),
    ("del (a, b)", ("Delete", 0, (("Sequence", 1, "tuple", (("Name", 2, "a"), ("Name", 3, "b"))),))),
    ("continue", ("Jump", 0, "continue")),
    ("nonlocal a, b", ("Declare", 0, "nonlocal", ("a", "b"))),
    ("import a.b, c as d", ("Import", 0, (("ImportedName", 1, "a.b", ""), ("ImportedName", 2, "c", "d")))),
    ("from ..a.b import (c, d as e,)",
     ("ImportFrom", 0, "a.b", 2, (("ImportedName", 1, "c", ""), ("ImportedName", 2, "d", "e")))),
    ("from . import *", ("ImportFrom", 0, "", 1, ())),
    ("type a[b] = c", ("TypeAliasStatement", 0, ("Name", 1, "a"), ("Name", 2, "c"))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STATEMENTS)
def test_statements(text: str, expected: object) -> None:
    assert plain(statement(text)) == expected


HEADERS = [
    ("if a:", ("If", 0, ("Name", 1, "a"))),
    ("elif a:", ("If", 0, ("Name", 1, "a"))),
    ("while a:", ("While", 0, ("Name", 1, "a"))),
    ("async for a in b:", ("For", 0, ("Name", 1, "a"), ("Name", 2, "b"), True)),
    ("with (a as b, c):",
     ("With", 0, (("WithItem", 1, ("Name", 2, "a"), ("Name", 3, "b")), ("WithItem", 4, ("Name", 5, "c"), None)), False)),
    ("try:", ("Try", 0)),
    ("except a as b:", ("Except", 0, ("Name", 1, "a"), "b", False)),
    ("except* a:", ("Except", 0, ("Name", 1, "a"), "", True)),
    ("except:", ("Except", 0, None, "", False)),
    ("else:", ("Clause", 0, "else")),
    ("finally:", ("Clause", 0, "finally")),
    ("match a, b:", ("Match", 0, ("Sequence", 1, "tuple", (("Name", 2, "a"), ("Name", 3, "b"))))),
    ("case A(b=c) | {'d': d, **e} if f:",
     ("Case", 0, (("Name", 1, "c"), ("Name", 2, "d"), ("Name", 3, "e")),
      (("Name", 4, "A"), ("Constant", 5, "str", "d")), ("Name", 6, "f"), False)),
    ("case [1, *a] as b:", ("Case", 0, (("Name", 1, "a"), ("Name", 2, "b")), (("Constant", 3, "int", 1),), None, False)),
    ("case (1 | _):", ("Case", 0, (), (("Constant", 1, "int", 1),), None, True)),
    ("case a:", ("Case", 0, (("Name", 1, "a"),), (), None, True)),
    ("case a if b:", ("Case", 0, (("Name", 1, "a"),), (), ("Name", 2, "b"), False)),
    ("case None | a.b:",
     ("Case", 0, (), (("Attribute", 1, ("Name", 2, "a"), "b"),), None, False)),
    ("def f[T](a: b = c) -> d:",
     ("FunctionDef", 0, "f", (("Parameter", 1, "a", "", ("Name", 2, "b"), ("Name", 3, "c"), False),), ("Name", 4, "d"), False)),
    ("class A(b, c=d):",
     ("ClassDef", 0, "A", (("Argument", 1, "", "", ("Name", 2, "b")), ("Argument", 3, "c", "", ("Name", 4, "d"))))),
    ("@a.b(1)", ("Decorator", 0,
     ("Call", 1, ("Attribute", 2, ("Name", 3, "a"), "b"), (("Argument", 4, "", "", ("Constant", 5, "int", 1)),)))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HEADERS)
def test_headers(text: str, expected: object) -> None:
    line = read_line(text)
    assert plain(line.header) == expected
    assert line.simple == ()
    assert line.opens is (text[-1] == ":")


def test_all_statements_of_a_line_share_one_numbering() -> None:
    line = read_line("if a: b = c; d(e)")
    assert line.header is not None
    numbers = [node.n for part in (line.header, *line.simple) for node in walk(part)]
    assert numbers == list(range(10))
    assert not line.opens


@pytest.mark.parametrize("text", [text for text, _ in EXPRESSIONS + STATEMENTS + HEADERS])
def test_walking_visits_the_numbers_in_order(text: str) -> None:
    line = read_line(text)
    nodes = [node for part in (line.header, *line.simple) if part is not None for node in walk(part)]
    assert [node.n for node in nodes] == list(range(len(nodes)))


LITERALS = ["1_000", "0xFF", "0b1", "0o17", "00", "1.5e-3", "1_0.0_1", ".5", "5.", "3j", "1.5J", "1e400"]


@pytest.mark.parametrize("text", LITERALS)
def test_numbers(text: str) -> None:
    node = expression(text)
    assert isinstance(node, ir.Constant)
    expected = ast.literal_eval(text)
    assert node.value == expected
    assert node.kind == type(node.value).__name__ == type(expected).__name__


@given(
    st.sampled_from(["", "r", "b", "Rb", "bR", "u", "R", "B"]),
    st.sampled_from(["'", '"', "'''", '"""']),
    st.text(st.sampled_from("abrB\\'\"\nx0178nNuU{}éDASH "), max_size=12),
)
def test_strings_have_the_value_that_python_gives_them(prefix: str, quotes: str, content: str) -> None:
    text = f"{prefix}{quotes}{content}{quotes}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            expected = ast.literal_eval(text)
        except (SyntaxError, ValueError):
            return
    line = read_line(text)
    assert line.hole is None
    node = expression(text)
    assert isinstance(node, ir.Constant)
    assert node.value == expected
    assert node.kind == type(expected).__name__


def test_a_text_that_stands_by_itself_means_the_same_whatever_it_says() -> None:
    assert plain(statement("'one'")) == plain(statement("'another'")) == ("Evaluate", 0, ("Constant", 1, "str", ""))


@pytest.mark.parametrize("text", ["'bar'", '"B"', "'rb'", "r'b'", "R'b'", "u'b'", "'''b'''", "b'b'", "rb'b'", "Br'b'"])
def test_a_string_that_begins_with_b_is_no_bytes(text: str) -> None:
    node = expression(text)
    assert isinstance(node, ir.Constant)
    expected = ast.literal_eval(text)
    assert (node.value, node.kind) == (expected, type(expected).__name__)


def test_implicit_concatenation_is_one_constant() -> None:
    assert plain(expression("'a' \"b\" r'\\c'")) == ("Constant", 1, "str", "ab\\c")
    assert plain(expression("b'a' b'\\xff'")) == ("Constant", 1, "bytes", b"a\xff")


def test_lines_read_together_are_as_read_alone() -> None:
    texts = [text for text, _ in EXPRESSIONS + STATEMENTS + HEADERS if may_be_read_together(text)]
    texts += ["if a: b; c", "try: a", "finally: a", "class A: pass", "@a", "(a,\n  b)", "'''a\nb'''", "x = 1;"]
    together = lower_lines(texts)
    for text, line in zip(texts, together, strict=True):
        assert plain(line) == plain(lower_line(text, []))


def test_a_line_that_cannot_be_read_does_not_spoil_those_around_it() -> None:
    texts = [f"spoiled_{number} = {number}" for number in range(20)]
    texts[13] = "spoiled = = 13"
    read_together(texts)
    for number, text in enumerate(texts):
        assert (read_line(text).hole is None) == (number != 13)


@pytest.mark.parametrize("text", ["x = 1\ny = 2", "x = 1 + \\", "", "  x"])
def test_what_is_not_one_line_is_not_read_together(text: str) -> None:
    with pytest.raises((UnexpectedTree, cst.ParserSyntaxError)):
        lower_lines(["a", text, "b"])


def test_the_ir_of_a_text_is_made_once() -> None:
    assert read_line("x_made_once = 1") is read_line("x_made_once = 1")


@pytest.mark.parametrize("word", [word for word in keyword.kwlist if word not in {"True", "False", "None"}])
def test_a_keyword_is_no_name_of_a_hole(word: str) -> None:
    hole = read_line(f"{word} = = a").hole
    assert hole is not None
    assert hole.names == ("a",)
