"""What the schedule shows at once, after a pause, and on saving."""

from __future__ import annotations

import pytest

from server.session.schedule import Reason
from tests.session.desk import LONG, Desk, document, lines_of, typed

TWO = "def f():\n  one\ndef g():\n  two\n"


class Clock:
    """Tells the schedule what time it is."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("server.session.schedule.time", clock)
    return clock


def test_a_new_finding_of_a_settle_rule_waits_for_a_pause(desk: Desk, clock: Clock) -> None:
    schedule = desk.start(settle=0.03)
    a = document("a")
    schedule.submit(typed(a, "bad\nmissing\n"), Reason.EDIT)
    first = desk.result()
    clock.now = 1.0
    second = desk.result()
    assert lines_of(first) == [0]
    assert lines_of(second) == [0, 1]
    assert first.snapshot is second.snapshot


def test_a_new_finding_of_a_settle_rule_is_shown_on_save(desk: Desk) -> None:
    schedule = desk.start()
    a = document("a")
    schedule.submit(typed(a, "missing\n"), Reason.EDIT)
    assert lines_of(desk.result()) == []
    schedule.saved(a.uri)
    assert lines_of(desk.result()) == [0]


def test_saving_while_the_text_is_analysed_shows_everything_at_once(desk: Desk) -> None:
    schedule = desk.start()
    a = document("a")
    desk.gate.close("run missing")
    schedule.submit(typed(a, "missing\n"), Reason.EDIT)
    desk.gate.reached("run missing")
    schedule.saved(a.uri)
    desk.gate.open("run missing")
    assert lines_of(desk.result()) == [0]
    assert desk.quiet()


def test_a_shown_finding_of_a_settle_rule_stays_while_lines_move_and_its_own_line_changes(desk: Desk) -> None:
    schedule = desk.start()
    a = document("a", "missing\n")
    schedule.submit(a.snapshot(), Reason.OPEN)
    assert lines_of(desk.result()) == [0]
    for text, line in (("x\nmissing\n", 1), ("x\n  missing y\n", 1), ("missing y\n", 0)):
        schedule.submit(typed(a, text), Reason.EDIT)
        assert lines_of(desk.result()) == [line]


def test_a_finding_of_a_settle_rule_goes_at_once(desk: Desk) -> None:
    schedule = desk.start()
    a = document("a", "missing\n")
    schedule.submit(a.snapshot(), Reason.OPEN)
    assert lines_of(desk.result()) == [0]
    schedule.submit(typed(a, "x\n"), Reason.EDIT)
    assert lines_of(desk.result()) == []


def test_what_is_gone_elsewhere_while_a_line_is_typed_goes_after_a_pause(desk: Desk, clock: Clock) -> None:
    schedule = desk.start(settle=0.03)
    a = document("a", "half\nbad\n")
    schedule.submit(a.snapshot(), Reason.OPEN)
    assert lines_of(desk.result()) == [1]
    schedule.submit(typed(a, "hal\nbad\n"), Reason.EDIT)
    first = desk.result()
    clock.now = 1.0
    second = desk.result()
    assert lines_of(first) == [1]
    assert lines_of(second) == []
    assert first.snapshot is second.snapshot


def test_what_is_gone_elsewhere_stays_no_longer_than_the_line_is_half_typed(desk: Desk) -> None:
    schedule = desk.start()
    a = document("a", "half\nbad\n")
    schedule.submit(a.snapshot(), Reason.OPEN)
    assert lines_of(desk.result()) == [1]
    for text in ("hal\nbad\n", "half\nbad\n"):
        schedule.submit(typed(a, text), Reason.EDIT)
        assert lines_of(desk.result()) == [1]
    assert desk.quiet()
    schedule.submit(typed(a, "hal\nbad\n"), Reason.EDIT)
    assert lines_of(desk.result()) == [1]
    schedule.saved(a.uri)
    assert lines_of(desk.result()) == []


def test_a_new_finding_is_shown_while_another_function_is_typed(desk: Desk, clock: Clock) -> None:
    schedule = desk.start()
    a = document("a", TWO)
    schedule.submit(a.snapshot(), Reason.OPEN)
    assert lines_of(desk.result()) == []
    text = TWO.replace("one", "missing")
    for now, shown in ((1.0, []), (LONG - 1, []), (LONG + 2, [1])):
        clock.now = now
        schedule.submit(typed(a, text), Reason.EDIT)
        assert lines_of(desk.result()) == shown
        text = text.replace("two", "two_")


def test_what_waits_in_several_functions_comes_one_after_the_other(desk: Desk, clock: Clock) -> None:
    schedule = desk.start(settle=1.0, idle=0.0)
    a = document("a", TWO)
    schedule.submit(a.snapshot(), Reason.OPEN)
    assert lines_of(desk.result()) == []
    text = TWO.replace("one", "missing")
    schedule.submit(typed(a, text), Reason.EDIT)
    assert lines_of(desk.result()) == []
    clock.now = 0.5
    schedule.submit(typed(a, text.replace("two", "missing")), Reason.EDIT)
    assert lines_of(desk.result()) == []
    for now, shown in ((1.25, [1]), (1.75, [1, 3])):
        clock.now = now
        schedule.submit(document("b").snapshot(), Reason.OPEN)
        results = {result.snapshot.path: lines_of(result) for result in (desk.result(), desk.result())}
        assert results == {"/a.py": shown, "/b.py": []}
        assert desk.fixed() == shown[-1]
    assert desk.quiet()


def test_saving_shows_what_waits_in_all_functions_at_once(desk: Desk, clock: Clock) -> None:
    schedule = desk.start()
    a = document("a", TWO)
    schedule.submit(a.snapshot(), Reason.OPEN)
    desk.result()
    for now, text in (
        (1.0, TWO.replace("one", "missing")),
        (2.0, TWO.replace("one", "missing").replace("two", "missing")),
    ):
        clock.now = now
        schedule.submit(typed(a, text), Reason.EDIT)
        assert lines_of(desk.result()) == []
    schedule.saved(a.uri)
    assert lines_of(desk.result()) == [1, 3]
    assert desk.quiet()


def test_an_edit_starts_the_pause_anew(desk: Desk, clock: Clock) -> None:
    schedule = desk.start(settle=0.03)
    clock.now = 1.0
    a = document("a")
    schedule.submit(typed(a, "missing\n"), Reason.EDIT)
    assert lines_of(desk.result()) == []
    desk.gate.close("run x")
    schedule.submit(typed(a, "x\n"), Reason.EDIT)
    desk.gate.reached("run x")
    desk.gate.open("run x")
    assert desk.result().snapshot is a.snapshot()
    assert desk.quiet()
