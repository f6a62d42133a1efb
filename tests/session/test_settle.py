"""Which findings are shown while the user types."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.session.report import Diagnostic
from server.session.settle import Shown, hold_back
from tests.session.fake_analysis import found


def shown(before: list[str], after: list[str]) -> tuple[list[int], list[int]]:
    """The lines with `missing` after an edit that are shown and held, if all of those before it were shown."""
    visible, held, _ = hold_back(Shown(before, of(before)), after, of(after))
    return [one.span.start.line for one in visible], [one.span.start.line for one in held]


def of(lines: list[str]) -> tuple[Diagnostic, ...]:
    return tuple(found("missing", number) for number, line in enumerate(lines) if "missing" in line)


def test_a_finding_moves_with_its_line() -> None:
    assert shown(["a", "missing", "b"], ["a", "new", "new", "missing", "b"]) == ([3], [])
    assert shown(["a", "missing", "b"], ["missing", "b"]) == ([0], [])


def test_a_finding_stays_while_its_line_is_edited() -> None:
    assert shown(["a", "missing", "b"], ["a", "missing x", "b"]) == ([1], [])


def test_a_second_finding_in_the_lines_that_changed_waits() -> None:
    assert shown(["a", "missing", "b"], ["a", "missing x", "missing y", "b"]) == ([1], [2])


def test_a_finding_in_another_place_waits() -> None:
    assert shown(["a", "missing", "b", "c"], ["a", "missing", "b", "missing"]) == ([1], [3])


def test_others_are_shown_at_once() -> None:
    bad = found("bad", 0)
    assert hold_back(Shown((), ()), ["bad"], [bad]) == ((bad,), (), ())


def lingering(before: list[str], after: list[str], *lines: int) -> list[int]:
    """The lines of what stays, if `lines` had findings before the edit and nothing has one after it."""
    parted = hold_back(Shown(before, tuple(found("bad", line) for line in lines)), after, ())
    return [one.span.start.line for one in parted.lingering]


def test_what_is_found_elsewhere_stays_while_a_line_is_typed() -> None:
    assert lingering(["layer = Linear(4, 8)", "bad"], ["layer = Linear(4, ", "bad"], 1) == [1]
    assert lingering(["bad", "layer = Linear(4", "bad"], ["bad", "layer = Linear(4,", "bad"], 0, 2) == [0, 2]


def test_it_stays_where_its_line_moves_to() -> None:
    assert lingering(["bad", "layer = Linear(4,", "    8)", "bad"], ["bad", "layer = Linear(4", "bad"], 0, 3) == [0, 2]


def test_what_is_found_in_the_line_itself_goes_at_once() -> None:
    assert lingering(["bad()", "next"], ["bad", "next"], 0) == []


def test_all_goes_at_once_when_more_than_a_few_characters_come_at_once() -> None:
    assert lingering(["model = Net()", "bad"], ["model = Net().to(device)", "bad"], 1) == []
    assert lingering(["a", "bad"], ["a", "clear()", "bad"], 1) == []
    assert lingering(["a", "b", "bad"], ["c", "d", "bad"], 2) == []


LINES = st.lists(st.sampled_from(["a", "b", "missing", "x missing"]), max_size=600)


@given(LINES, LINES)
def test_never_more_are_shown_than_were_and_none_is_lost(before: list[str], after: list[str]) -> None:
    visible, held = shown(before, after)
    assert sorted(visible + held) == [one.span.start.line for one in of(after)]
    assert len(visible) <= len(of(before))


@given(LINES, st.integers(0, 600), st.lists(st.just("new"), max_size=3))
def test_inserting_lines_hides_nothing(before: list[str], at: int, new: list[str]) -> None:
    assert shown(before, [*before[:at], *new, *before[at:]])[1] == []
