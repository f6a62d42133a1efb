"""Which findings are shown while the user types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from server.session.report import Diagnostic
from server.session.settle import Screen, Text, hold_back
from server.syntax.read import read
from server.text.lines import split_lines
from tests.session.fake_analysis import found


def shown(before: list[str], after: list[str]) -> tuple[list[int], list[int]]:
    """The lines with `missing` after an edit that are shown and held, if all of those before it were shown."""
    screen = hold_back(Screen(Text(before), of(before)), Text(after), of(after), 0.0)
    return [one.span.start.line for one in screen.visible], [one.diagnostic.span.start.line for one in screen.held]


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
    assert hold_back(Screen(), Text(["bad"]), [bad], 0.0) == Screen(Text(["bad"]), (bad,))


def lingering(before: list[str], after: list[str], *lines: int) -> list[int]:
    """The lines of what stays, if `lines` had findings before the edit and nothing has one after it."""
    shown = Screen(Text(before), tuple(found("bad", line) for line in lines))
    return [one.diagnostic.span.start.line for one in hold_back(shown, Text(after), (), 0.0).lingering]


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


TWO = """\
def train(model):
    one(model)

def check(model):
    two(model)
"""


class Typing:
    """A text that is typed at given moments, and what is seen of it when it waits a pause of one."""

    def __init__(self, text: str) -> None:
        self.screen = Screen(Text(split_lines(text), read(split_lines(text))), self.find(split_lines(text)))

    def at(self, moment: float, text: str) -> list[int]:
        """The lines with findings when the text has become this one at a moment."""
        text_now = Text(split_lines(text), read(split_lines(text), self.screen.text.reading))
        self.screen = hold_back(self.screen, text_now, self.find(text_now.lines), moment)
        return self.then(moment)

    def then(self, moment: float) -> list[int]:
        """The lines with findings at a moment in which nothing is typed."""
        self.screen = self.screen.settled(moment - 1.0)
        return [one.span.start.line for one in self.screen.diagnostics]

    def find(self, lines: Sequence[str]) -> tuple[Diagnostic, ...]:
        return of(list(lines))


class TypingCalls(Typing):
    """Here what is missing is found only where something calls."""

    def find(self, lines: Sequence[str]) -> tuple[Diagnostic, ...]:
        return of(list(lines)) if any("call" in line for line in lines) else ()


def test_what_waits_is_shown_while_another_function_is_typed() -> None:
    typing = Typing(TWO)
    text = TWO.replace("one", "missing")
    assert typing.at(0.0, text) == []
    for moment in (0.5, 0.9):
        text = text.replace("two", "two_")
        assert typing.at(moment, text) == []
    assert typing.then(1.1) == [1]


def test_it_is_the_same_when_lines_come_and_go_around_it() -> None:
    typing = Typing(TWO)
    text = TWO.replace("one", "missing")
    assert typing.at(0.0, text) == []
    assert typing.at(0.4, "import a\nimport b\n" + text) == []
    assert typing.at(0.6, "import b\n" + text) == []
    assert typing.at(0.8, "import b\n" + text + "    new\n") == []
    assert typing.at(1.1, "import b\n" + text + "    new\n    newer\n") == [2]


def test_an_edit_of_its_function_starts_the_pause_anew() -> None:
    typing = Typing(TWO)
    text = TWO.replace("one", "missing")
    typing.at(0.0, text)
    for moment, further in ((0.6, "    more\n"), (1.2, "    # said\n"), (1.8, "\n")):
        text = text.replace("\n\ndef check", f"\n{further}\ndef check")
        assert typing.at(moment, text) == []
    assert typing.at(2.7, text.replace("two", "two_")) == []
    assert typing.then(2.9) == [1]


def test_an_edit_that_makes_something_missing_elsewhere_is_waited_for_as_well() -> None:
    typing = TypingCalls(TWO.replace("two", "missing"))
    text = TWO.replace("two", "missing").replace("one", "call")
    assert typing.at(0.0, text) == []
    for moment in (0.6, 1.2, 1.8):
        text = text.replace("call", "call_")
        assert typing.at(moment, text) == []
    assert typing.at(2.4, text + "    more\n") == []
    assert typing.at(3.0, text + "    more\nelsewhere\n") == []
    assert typing.then(3.3) == []
    assert typing.then(3.5) == [4]


def test_the_methods_of_a_class_and_the_functions_in_a_function_are_one_definition() -> None:
    for around in ("class Loop:", "def loop():"):
        typing = Typing(f"{around}\n  def a(self):\n    one\n  def b(self):\n    two\nthree\n")
        text = f"{around}\n  def a(self):\n    missing\n  def b(self):\n    two\nthree\n"
        assert typing.at(0.0, text) == []
        assert typing.at(0.9, text.replace("two", "two_")) == []
        assert typing.at(1.8, text.replace("two", "two_").replace("three", "three_")) == []
        assert typing.then(2.0) == [2]


def test_all_that_lies_outside_of_definitions_is_one() -> None:
    typing = Typing("one\n" + TWO + "three\n")
    text = "missing\n" + TWO + "three\n"
    assert typing.at(0.0, text) == []
    assert typing.at(0.9, text.replace("three", "three_")) == []
    assert typing.at(1.8, text.replace("three", "three_").replace("two", "two_")) == []
    assert typing.then(2.0) == [0]


def test_a_paste_in_another_function_shows_nothing_new_and_hides_nothing_that_waits() -> None:
    typing = Typing(TWO)
    text = TWO.replace("one", "missing")
    assert typing.at(0.0, text) == []
    assert typing.at(0.5, text + "    a\n    missing\n    b\n") == []
    assert typing.then(1.1) == [1]
    assert typing.then(1.6) == [1, 6]


def test_an_undo_of_what_made_it_appear_forgets_it() -> None:
    typing = Typing(TWO)
    text = TWO.replace("one", "missing")
    assert typing.at(0.0, text) == []
    assert typing.at(0.5, TWO) == []
    assert typing.at(0.9, text) == []
    assert typing.then(1.5) == []
    assert typing.then(2.0) == [1]


def test_what_is_gone_and_stays_goes_while_another_function_is_typed() -> None:
    whole = TWO.replace("two", "bad") + "three\n"
    typing = Typing(whole)
    typing.screen = replace(typing.screen, visible=(found("bad", 4),))
    half = whole.replace("one(model)", "one(")
    assert typing.at(0.0, half) == [4]
    half = half.replace("one(", "one(m")
    assert typing.at(0.8, half) == [4]
    assert typing.at(1.4, half.replace("three", "three_")) == [4]
    assert typing.then(1.7) == [4]
    assert typing.then(1.9) == []


def test_what_is_gone_and_stays_does_so_when_the_same_text_is_looked_at_again() -> None:
    typing = Typing(TWO)
    typing.screen = replace(typing.screen, visible=(found("bad", 4),))
    assert typing.at(0.0, TWO.replace("one(model)", "one(")) == [4]
    assert typing.at(0.5, TWO.replace("one(model)", "one(")) == [4]
    assert typing.then(1.1) == []


def test_what_is_no_longer_found_in_an_unchanged_text_goes_at_once() -> None:
    typing = Typing(TWO)
    typing.screen = replace(typing.screen, visible=(found("bad", 4),))
    assert typing.at(0.0, TWO) == []


BELOW = "\n\ndef below(model):\n    three(model)\n"


def test_what_waits_is_shown_while_the_next_function_is_written_right_below() -> None:
    typing = Typing(TWO)
    above, below = TWO.replace("one", "missing").split("\n\n")
    assert typing.at(0.0, f"{above}\n\n{below}") == []
    shown = [typing.at(end / 10, f"{above}\n{BELOW[:end]}\n{below}") for end in range(1, len(BELOW) + 1)]
    assert shown[:10] == [[]] * 10
    assert shown[-20:] == [[1]] * 20


def test_a_function_is_waited_for_whose_header_made_something_missing_elsewhere() -> None:
    typing = TypingCalls(TWO.replace("two", "missing"))
    text, called = TWO.replace("two", "missing"), BELOW.replace("below", "called")
    for end in range(1, len(called) + 1):
        assert typing.at(end / 10, text + called[:end]) == []
    now = len(called) / 10
    assert typing.at(now + 0.5, text.replace("one", "one_") + called) == []
    assert typing.then(now + 1.1) == [4]
