"""Suppression comments: what they cover, and what is said about the comments themselves."""

from __future__ import annotations

import io
import tokenize
from dataclasses import dataclass

import pytest

from server.rules.rule import Category, Severity, Status
from server.session.known_rules import known
from server.session.report import Diagnostic
from server.session.suppression import Comment, Header, Suppressed, suppress
from server.text.edit import apply
from server.text.lines import split_lines
from server.text.span import span


@dataclass(frozen=True)
class Named:
    name: str
    category: Category
    severity: Severity = Severity.ERROR
    summary: str = ""
    status: Status = Status.ON


KNOWN = known(
    [
        Named("missing-zero-grad", Category.TRAINING_LOOP),
        Named("wrong-order", Category.TRAINING_LOOP),
        Named("optimizer-before-model", Category.OPTIMIZER),
    ]
)


def comments_and_headers(text: str) -> tuple[list[Comment], list[Header]]:
    """Both from Python's own tokenizer: good enough for texts that parse."""
    comments: list[Comment] = []
    headers: list[Header] = []
    first = None
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            alone = not token.line[: token.start[1]].strip()
            comments.append(Comment(token.start[0] - 1, token.start[1], token.string, alone))
        elif token.type == tokenize.NEWLINE:
            assert first is not None
            headers.append(Header(first, token.start[0] - 1))
            first = None
        elif token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER) and first is None:
            first = token.start[0] - 1
    return comments, headers


def at(line: int, rule: str = "missing-zero-grad", column: int = 0) -> Diagnostic:
    category = KNOWN.by_name[rule].category
    return Diagnostic(rule, category, Severity.ERROR, "it is wrong", span(line, column, line, column + 1))


def run(text: str, *diagnostics: Diagnostic, off: tuple[str, ...] = (), complete: bool = True) -> Suppressed:
    comments, headers = comments_and_headers(text)
    return suppress(
        diagnostics,
        split_lines(text),
        comments,
        headers,
        KNOWN,
        is_on=lambda name: name not in off,
        complete=complete,
    )


def fixed(text: str, result: Suppressed) -> str:
    edits = [edit for about in result.about_comments if about.fix for edit in about.fix.edits]
    return "".join(apply(split_lines(text), edits))


def said(result: Suppressed) -> list[tuple[str, int]]:
    return [(about.diagnostic.rule, about.diagnostic.span.start.line) for about in result.about_comments]


@pytest.mark.parametrize(
    "text",
    [
        "step()  # torchwise: ignore[missing-zero-grad]\n",
        "step()  # torchwise: ignore[wrong-order, missing-zero-grad]\n",
        "step()  # torchwise: ignore[training-loop]\n",
        "step()  # torchwise: ignore\n",
        "step()  #torchwise:ignore\n",
        "step()  # torchwise: ignore[missing-zero-grad] because it is cleared elsewhere\n",
        "step()  # noqa: F401  # torchwise: ignore[missing-zero-grad]  # fmt: skip\n",
        "step()  # type: ignore # torchwise: ignore\n",
    ],
)
def test_a_comment_at_the_end_of_the_line_covers_it(text: str) -> None:
    result = run(text, at(0), off=("wrong-order",))
    assert result.kept == ()
    assert result.about_comments == ()


def test_another_name_does_not_cover() -> None:
    result = run("step()  # torchwise: ignore[wrong-order]\n", at(0))
    assert result.kept == (at(0),)
    assert said(result) == [("unused-suppression", 0)]


def test_any_line_of_the_header_will_do_and_the_body_is_not_covered() -> None:
    text = "for x in [\n    1,  # torchwise: ignore\n    2,\n]:\n    step()\n"
    result = run(text, at(0), at(2, column=4), at(4, column=4))
    assert result.kept == (at(4, column=4),)


def test_a_comment_in_the_body_does_not_cover_the_header() -> None:
    text = "for x in y:\n    step()  # torchwise: ignore\n"
    assert run(text, at(0), at(1)).kept == (at(0),)


def test_alone_on_a_line_it_covers_the_next_statement_only() -> None:
    text = "a()\n# torchwise: ignore[missing-zero-grad]\n\nstep(\n    1\n)\nb()\n"
    result = run(text, at(0), at(3), at(4), at(6))
    assert result.kept == (at(0), at(6))
    assert result.about_comments == ()


def test_alone_before_a_loop_it_does_not_cover_the_body() -> None:
    text = "# torchwise: ignore\nfor x in y:\n    step()\n"
    assert run(text, at(1), at(2)).kept == (at(2),)


def test_alone_inside_brackets_it_covers_the_statement_it_stands_in() -> None:
    text = "step(\n    # torchwise: ignore\n    1,\n)\nafter()\n"
    assert run(text, at(0), at(4)).kept == (at(4),)


def test_a_trailing_comment_does_not_reach_the_next_statement() -> None:
    result = run("a()  # torchwise: ignore\nstep()\n", at(1))
    assert result.kept == (at(1),)
    assert said(result) == [("unused-suppression", 0)]


def test_stacked_comments_all_count() -> None:
    text = "# torchwise: ignore[missing-zero-grad]\n# torchwise: ignore[optimizer]\nstep()\n"
    result = run(text, at(2), at(2, "optimizer-before-model"), at(2, "wrong-order"))
    assert result.kept == (at(2, "wrong-order"),)
    assert result.about_comments == ()


@pytest.mark.parametrize("top", ["", "#!/usr/bin/env python\n", "# Copyright\n", "\n"])
def test_ignore_file_in_the_first_comment_block_covers_everything(top: str) -> None:
    text = f"{top}# torchwise: ignore-file\n\nstep()\nstep()\n"
    below = top.count("\n") + 2
    result = run(text, at(below), at(below + 1))
    assert result.kept == ()
    assert result.about_comments == ()


def test_ignore_file_with_names_covers_only_these() -> None:
    text = "# torchwise: ignore-file[optimizer]\nstep()\n"
    assert run(text, at(1), at(1, "optimizer-before-model")).kept == (at(1),)


@pytest.mark.parametrize(
    "text",
    [
        "step()\n# torchwise: ignore-file\n",
        "step()  # torchwise: ignore-file\n",
        "# Copyright\n\n# torchwise: ignore-file\nstep()\n",
    ],
)
def test_ignore_file_elsewhere_does_nothing_and_says_so(text: str) -> None:
    line = text.splitlines().index("step()") if "step()\n" in text else 0
    result = run(text, at(line))
    assert result.kept == (at(line),)
    assert [about.diagnostic.rule for about in result.about_comments] == ["unused-suppression"]
    assert "first comment block" in result.about_comments[0].diagnostic.message
    assert "torchwise" not in fixed(text, result)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a()  # torchwise: ignore\nb()\n", "a()\nb()\n"),
        ("a()\n    # torchwise: ignore[missing-zero-grad]\nb()\n", "a()\nb()\n"),
        ("a()  # noqa  # torchwise: ignore\n", "a()  # noqa\n"),
        ("a()  # torchwise: ignore  # noqa\n", "a()  # noqa\n"),
        ("# why\n# torchwise: ignore\nb()\n", "# why\nb()\n"),
        ("# why # torchwise: ignore\nb()\n", "# why\nb()\n"),
        ("a()\r\n# torchwise: ignore\r\nb()\r\n", "a()\r\nb()\r\n"),
        ("a()\n# torchwise: ignore", "a()\n"),
        ("a()  # torchwise: ignore[] \n", "a()\n"),
    ],
)
def test_an_unused_comment_is_removed_whole(before: str, after: str) -> None:
    result = run(before)
    assert [about.diagnostic.severity for about in result.about_comments] == [Severity.INFORMATION]
    assert fixed(before, result) == after


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("optimizer, missing-zero-grad", "missing-zero-grad"),
        ("missing-zero-grad, optimizer", "missing-zero-grad"),
        ("optimizer, wrong-order, missing-zero-grad", "missing-zero-grad"),
        ("optimizer, missing-zero-grad, wrong-order", "missing-zero-grad"),
        ("missing-zero-grad, optimizer, wrong-order", "missing-zero-grad"),
        ("missing-zero-grad,optimizer,training-loop", "missing-zero-grad,training-loop"),
    ],
)
def test_unused_names_are_removed_and_used_ones_stay(names: str, left: str) -> None:
    text = f"step()  # torchwise: ignore[{names}]\n"
    result = run(text, at(0))
    assert result.kept == ()
    assert len(result.about_comments) == 1
    assert fixed(text, result) == f"step()  # torchwise: ignore[{left}]\n"


def test_a_rule_that_is_off_is_not_called_unused() -> None:
    text = "step()  # torchwise: ignore[optimizer-before-model]\nstep()  # torchwise: ignore[optimizer]\n"
    assert said(run(text)) == [("unused-suppression", 0), ("unused-suppression", 1)]
    assert said(run(text, off=("optimizer-before-model",))) == []


def test_nothing_is_called_unused_in_a_text_that_was_not_read_completely() -> None:
    text = "step()  # torchwise: ignore\nstep()  # torchwise: ignore[mising-zero-grad]\n"
    assert said(run(text, complete=False)) == [("unknown-rule-name", 1)]


def test_a_misspelt_name_covers_nothing_and_is_corrected() -> None:
    text = "step()  # torchwise: ignore[mising-zero-grad]\n"
    result = run(text, at(0))
    assert result.kept == (at(0),)
    (about,) = result.about_comments
    assert about.diagnostic.rule == "unknown-rule-name"
    assert about.diagnostic.severity == Severity.WARNING
    assert about.diagnostic.span == span(0, 28, 0, 44)
    assert fixed(text, result) == "step()  # torchwise: ignore[missing-zero-grad]\n"


def test_a_name_like_no_other_has_no_fix() -> None:
    (about,) = run("step()  # torchwise: ignore[E501]\n").about_comments
    assert about.diagnostic.rule == "unknown-rule-name"
    assert about.fix is None


def test_a_bare_comment_does_not_cover_what_is_said_about_comments() -> None:
    text = "# torchwise: ignore-file\nstep()  # torchwise: ignore[mising-zero-grad]\n"
    assert ("unknown-rule-name", 1) in said(run(text, at(1)))


@pytest.mark.parametrize("name", ["unused-suppression", "torchwise"])
def test_a_name_covers_what_is_said_about_comments(name: str) -> None:
    assert said(run(f"step()  # torchwise: ignore[missing-zero-grad, {name}]\n")) == []
    assert said(run(f"# torchwise: ignore[missing-zero-grad, {name}]\nstep()\n")) == []
    assert said(run(f"# torchwise: ignore-file[{name}]\nstep()  # torchwise: ignore\n")) == []


@pytest.mark.parametrize("text", ["# torchwise: ignroe\nstep()\n", "step()  # torchwise: ignore[missing-zero-grad\n"])
def test_a_misspelt_comment_covers_nothing_and_says_so(text: str) -> None:
    result = run(text, at(text.count("\n") - 1))
    assert len(result.kept) == 1
    assert [about.diagnostic.rule for about in result.about_comments] == ["unused-suppression"]


def test_prose_about_torchwise_is_no_suppression() -> None:
    assert run("step()  # torchwise: a fine tool\n# see torchwise\n").about_comments == ()


def test_the_order_of_findings_does_not_matter() -> None:
    text = "a()\nb()\n"
    assert run(text, at(1), at(0)) == run(text, at(0), at(1))
