"""The language of the marks, by examples."""

from __future__ import annotations

import pytest

from tests.support.marks import BadMark, Found, Mark, difference, put, take

SEVERITIES = {"missing-zero-grad": "error", "missing-eval-mode": "warning"}
TEXT = "for x in y:\n    optimizer.step()\n"
STEP = Found("missing-zero-grad", "error", "`optimizer` steps", (1, 4), (1, 20))


def test_carets_stand_under_the_range():
    text, marks = take("for x in y:\n    optimizer.step()\n  # ^^^^^^^^^^^^^^^^ `optimizer` steps\n")
    assert text == TEXT
    assert marks == [Mark(1, 4, 20, "", "", "`optimizer` steps")]


def test_the_comment_may_begin_anywhere_before_the_carets():
    indented = take("    step()\n  # ^^^^^^ m\n")
    assert take("    step()\n#   ^^^^^^ m\n") == take("    step()\n   #^^^^^^ m\n") == indented


def test_a_mark_may_name_severity_and_rule():
    assert take("x = 1\n# ^^^ hint: [missing-eval-mode] say more\n")[1] == [
        Mark(0, 2, 5, "hint", "missing-eval-mode", "say more")
    ]


def test_a_long_message_goes_on_below():
    text, marks = take("x = 1\n# ^^^ one\n#     two\n# three\n")
    assert marks == [Mark(0, 2, 5, "", "", "one two")]
    assert text == "x = 1\n# three\n"


def test_several_marks_may_stand_under_one_line():
    assert [mark.message for mark in take("xxxx = 1\n# ^^ one\n#      ^ no\n# ^ two\n")[1]] == ["one", "no", "two"]


def test_an_ordinary_comment_is_no_mark():
    text = "x = 1\n# one\n# two ^\n#   three\n"
    assert take(text) == (text, [])


@pytest.mark.parametrize("text", ["# ^^^ no line above\n", "x = 1\n# ^^^\n", "x = 1\n# ^^^ error: \n"])
def test_a_mark_without_line_or_message_is_an_error(text: str):
    with pytest.raises(BadMark):
        take(text)


def test_putting_is_the_opposite_of_taking():
    marked = TEXT + "  # ^^^^^^^^^^^^^^^^ hint: [missing-eval-mode] `optimizer` steps\n"
    assert put(*take(marked)) == marked


def compare(marked: str, *found: Found) -> str:
    """The difference between what is marked and what was found by missing-zero-grad."""
    text, marks = take(marked)
    return difference(text, marks, found, "missing-zero-grad", SEVERITIES)


def test_what_is_found_as_marked_makes_no_difference():
    assert compare(TEXT + "  # ^^^^^^^^^^^^^^^^ `optimizer` steps\n", STEP) == ""
    assert compare(TEXT + "  # ^^^^^^^^^^^^^^^^ error: [missing-zero-grad] `optimizer` steps\n", STEP) == ""
    assert compare(TEXT + "  # ^^^^^^^^^^^^^^^^ `opti ...\n", STEP) == ""


def test_a_range_from_the_first_columns_is_marked_from_the_third():
    assert compare("model.eval()\n# ^^^^^^^^^^ m\n", STEP._replace(start=(0, 0), end=(0, 12), message="m")) == ""
    assert compare("m.eval()\n# ^ m\n", STEP._replace(start=(0, 0), end=(0, 1), message="m")) == ""


def test_a_range_over_several_lines_is_marked_under_the_first():
    assert compare("f(a,\n# ^^ m\n  b)\n", STEP._replace(start=(0, 0), end=(1, 4), message="m")) == ""


@pytest.mark.parametrize(
    "found",
    [
        (),
        (STEP, STEP),
        (STEP._replace(message="`optimizer` stops"),),
        (STEP._replace(severity="warning"),),
        (STEP._replace(rule="missing-eval-mode", severity="warning"),),
        (STEP._replace(start=(1, 5)),),
        (STEP._replace(end=(1, 19)),),
        (STEP._replace(start=(0, 4)),),
    ],
)
def test_every_other_finding_makes_a_difference(found: tuple[Found, ...]):
    assert compare(TEXT + "  # ^^^^^^^^^^^^^^^^ `optimizer` steps\n", *found) != ""


def test_the_difference_shows_both_under_the_source():
    assert compare(TEXT + "  # ^^^^^^^^^^^^^^^^ `optimizer` stops\n", STEP).splitlines()[3:] == [
        " for x in y:",
        "     optimizer.step()",
        "-  # ^^^^^^^^^^^^^^^^ `optimizer` stops",
        "+  # ^^^^^^^^^^^^^^^^ `optimizer` steps",
    ]
