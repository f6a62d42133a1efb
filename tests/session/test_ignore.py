"""Where the comment that ignores a finding is written."""

from __future__ import annotations

import pytest

from server.rules.rule import Category, Severity
from server.session.ignore import IgnoreComments
from server.session.report import Diagnostic
from server.text.edit import apply
from server.text.lines import split_lines
from server.text.span import span


def ignored(text: str, line: int, rule: str = "some-rule") -> str:
    lines = split_lines(text)
    diagnostic = Diagnostic(rule, Category.OPTIMIZER, Severity.ERROR, "", span(line, 0, line, 1))
    edit = IgnoreComments(lines).edit(diagnostic)
    assert edit is not None
    return "".join(apply(lines, [edit]))


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        ("x = 1\n", 0, "x = 1  # torchwise: ignore[some-rule]\n"),
        ("x = 1", 0, "x = 1  # torchwise: ignore[some-rule]"),
        ("x = 1   \r\ny\r\n", 0, "x = 1  # torchwise: ignore[some-rule]\r\ny\r\n"),
        ("x = 1  # why\n", 0, "x = 1  # why  # torchwise: ignore[some-rule]\n"),
        ("x = 1  # torchwise: ignore[a]\n", 0, "x = 1  # torchwise: ignore[a, some-rule]\n"),
        ("x = 1  # torchwise: ignore[a, ]\n", 0, "x = 1  # torchwise: ignore[a, some-rule]\n"),
        ("x = 1  # torchwise: ignore[]\n", 0, "x = 1  # torchwise: ignore[some-rule]\n"),
        ("# torchwise: ignore[a]\nx = 1\n", 1, "# torchwise: ignore[a, some-rule]\nx = 1\n"),
        ("y = 1  # torchwise: ignore[a]\nx = 1\n", 1, "y = 1  # torchwise: ignore[a]\nx = 1  # torchwise: ignore[some-rule]\n"),
        ("x = f(\n    1,\n)\n", 1, "x = f(\n    1,  # torchwise: ignore[some-rule]\n)\n"),
        ("x = f(  # torchwise: ignore[a]\n    1,\n)\n", 1, "x = f(  # torchwise: ignore[a, some-rule]\n    1,\n)\n"),
        ("x = 1 + \\\n    2\n", 0, "x = 1 + \\\n    2  # torchwise: ignore[some-rule]\n"),
        ('f("""\nx\n""")\n', 0, 'f("""\nx\n""")  # torchwise: ignore[some-rule]\n'),
        ('"# torchwise: ignore[a]"\n', 0, '"# torchwise: ignore[a]"  # torchwise: ignore[some-rule]\n'),
        ("@d(\n    1)\ndef f():\n    pass\n", 0, "@d(  # torchwise: ignore[some-rule]\n    1)\ndef f():\n    pass\n"),
        ("def f():\n    x = 1\n    y = 2\n", 1, "def f():\n    x = 1  # torchwise: ignore[some-rule]\n    y = 2\n"),
    ],
)  # fmt: skip
def test_the_comment_covers_the_statement_and_breaks_nothing(before: str, line: int, after: str) -> None:
    assert ignored(before, line) == after


def test_what_is_said_about_comments_is_not_ignored() -> None:
    diagnostic = Diagnostic("unused-suppression", Category.TORCHWISE, Severity.ERROR, "", span(0, 0, 0, 1))
    assert IgnoreComments(["x = 1\n"]).edit(diagnostic) is None


def test_no_comment_where_there_is_no_statement() -> None:
    diagnostic = Diagnostic("some-rule", Category.OPTIMIZER, Severity.ERROR, "", span(1, 0, 1, 0))
    assert IgnoreComments(["x = 1\n", "\n", "y = 1\n"]).edit(diagnostic) is None
