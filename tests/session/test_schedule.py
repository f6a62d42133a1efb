"""What the schedule runs, in which order, and what it throws away."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

import pytest

from server.session.report import Report
from server.session.schedule import Reason
from tests.session.desk import Desk, document, lines_of, typed
from tests.session.fake_analysis import WAIT_SECONDS, FakeAnalysis, found


def test_an_opened_document_is_analysed_in_another_thread_and_everything_is_shown(desk: Desk) -> None:
    schedule = desk.start()
    snapshot = document("a", "bad\nmissing\n").snapshot()
    schedule.submit(snapshot, Reason.OPEN)
    result = desk.result()
    assert result.snapshot is snapshot
    assert result.diagnostics == (found("bad", 0), found("missing", 1))
    assert threading.get_ident() not in desk.threads


def test_only_the_newest_text_is_analysed(desk: Desk) -> None:
    schedule = desk.start()
    desk.gate.close("run other")
    schedule.submit(document("b", "other\n").snapshot(), Reason.EDIT)
    desk.gate.reached("run other")
    a = document("a")
    for text in ("one\n", "two\n", "three\n"):
        schedule.submit(typed(a, text), Reason.EDIT)
    desk.gate.open("run other")
    assert desk.result().snapshot.path == "/b.py"
    assert desk.result().snapshot.lines == ("three\n",)
    assert desk.gate.passed == ["run other", "run three"]
    assert desk.quiet()


def test_an_edit_cancels_the_analysis_of_the_text_before_it(desk: Desk) -> None:
    schedule = desk.start()
    a = document("a")
    desk.gate.close("run old")
    schedule.submit(typed(a, "old\n"), Reason.EDIT)
    desk.gate.reached("run old")
    schedule.submit(typed(a, "new\n"), Reason.EDIT)
    assert desk.result().snapshot.lines == ("new\n",)
    assert desk.gate.passed == ["run new"]
    assert desk.quiet()


def test_an_edit_goes_before_a_document_that_was_only_opened_which_is_analysed_afterwards(desk: Desk) -> None:
    schedule = desk.start()
    desk.gate.close("run opened")
    schedule.submit(document("b", "opened\n").snapshot(), Reason.OPEN)
    desk.gate.reached("run opened")
    schedule.submit(typed(document("a"), "edited\n"), Reason.EDIT)
    assert desk.result().snapshot.lines == ("edited\n",)
    desk.gate.open("run opened")
    assert desk.result().snapshot.lines == ("opened\n",)


def test_a_change_elsewhere_does_not_throw_away_the_analysis_that_runs(desk: Desk) -> None:
    schedule = desk.start()
    a = document("a")
    desk.gate.close("run text")
    schedule.submit(typed(a, "text\n"), Reason.EDIT)
    desk.gate.reached("run text")
    schedule.submit(a.snapshot(), Reason.ELSEWHERE)
    desk.gate.open("run text")
    assert desk.result().snapshot is a.snapshot()
    assert desk.result().snapshot is a.snapshot()
    assert desk.gate.passed == ["run text", "run text"]
    assert desk.made == ["/a.py"]


def test_a_closed_document_gives_no_result(desk: Desk) -> None:
    schedule = desk.start()
    desk.gate.close("run old")
    a = document("a", "old\n")
    schedule.submit(a.snapshot(), Reason.OPEN)
    desk.gate.reached("run old")
    schedule.close(a.uri)
    again = document("a", "again\n")
    schedule.submit(again.snapshot(), Reason.OPEN)
    assert desk.result().snapshot is again.snapshot()
    assert desk.made == ["/a.py", "/a.py"]
    assert desk.quiet()


def test_an_analysis_is_kept_between_edits_and_made_anew_when_asked(desk: Desk) -> None:
    schedule = desk.start()
    a = document("a")
    schedule.submit(a.snapshot(), Reason.OPEN)
    desk.result()
    schedule.submit(typed(a, "y\n"), Reason.EDIT)
    desk.result()
    assert desk.made == ["/a.py"]
    schedule.submit(a.snapshot(), Reason.ELSEWHERE, renew=True)
    desk.result()
    assert desk.made == ["/a.py", "/a.py"]


def test_a_crash_is_logged_and_costs_one_text(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    schedule = desk.start()
    a = document("a", "crash\nbad\n")
    with caplog.at_level(logging.ERROR):
        schedule.submit(a.snapshot(), Reason.OPEN)
        result = desk.result()
    assert result.diagnostics == ()
    assert [problem.line for problem in result.report.problems] == [0]
    assert "a bug" in caplog.text
    schedule.submit(typed(a, "bad\n"), Reason.EDIT)
    assert lines_of(desk.result()) == [0]


def test_fixes_are_verified_when_idle_and_those_asked_for_first(desk: Desk) -> None:
    schedule = desk.start(idle=0.0)
    a = document("a", "bad\nbad\nbad\n")
    desk.gate.close("fixes 0")
    schedule.submit(a.snapshot(), Reason.OPEN)
    result = desk.result()
    desk.gate.reached("fixes 0")
    schedule.ask(result.snapshot, [found("bad", 2)])
    desk.gate.open("fixes 0")
    assert [desk.fixed(), desk.fixed(), desk.fixed()] == [0, 2, 1]
    assert desk.quiet()


def test_an_edit_of_another_document_interrupts_idle_work_which_is_taken_up_again(desk: Desk) -> None:
    schedule = desk.start(idle=0.0)
    desk.gate.close("fixes 0")
    schedule.submit(document("a", "bad\n").snapshot(), Reason.OPEN)
    desk.result()
    desk.gate.reached("fixes 0")
    schedule.submit(document("b", "other\n").snapshot(), Reason.EDIT)
    assert desk.result().snapshot.path == "/b.py"
    desk.gate.open("fixes 0")
    assert desk.fixed() == 0


def test_fixes_of_a_superseded_text_are_not_verified(desk: Desk) -> None:
    schedule = desk.start(idle=0.0)
    a = document("a", "bad\n")
    desk.gate.close("fixes 0")
    schedule.submit(a.snapshot(), Reason.OPEN)
    old = desk.result()
    desk.gate.reached("fixes 0")
    schedule.submit(typed(a, "x\n"), Reason.EDIT)
    assert desk.result().snapshot.lines == ("x\n",)
    schedule.ask(old.snapshot, old.diagnostics)
    desk.gate.open("fixes 0")
    schedule.submit(typed(a, "y\n"), Reason.EDIT)
    desk.result()
    assert desk.gate.passed == ["run bad", "run x", "run y"]
    assert desk.quiet()


def test_stopping_does_not_wait_for_an_analysis_that_does_not_listen(desk: Desk) -> None:
    started, release = threading.Event(), threading.Event()

    class Deaf(FakeAnalysis):
        def run(
            self, lines: Sequence[str], cancelled: Callable[[], bool] = lambda: False, *, patient: bool = True
        ) -> Report:
            started.set()
            release.wait(WAIT_SECONDS)
            return super().run(lines, cancelled, patient=patient)

    desk.kind = Deaf
    schedule = desk.start()
    schedule.submit(document("a").snapshot(), Reason.OPEN)
    assert started.wait(WAIT_SECONDS)
    assert not schedule.stop(0.01)
    release.set()
    assert schedule.stop(WAIT_SECONDS)
    assert desk.quiet()


def test_stopping_ends_an_analysis_that_listens(desk: Desk) -> None:
    schedule = desk.start()
    desk.gate.close("run x")
    schedule.submit(document("a").snapshot(), Reason.OPEN)
    desk.gate.reached("run x")
    assert schedule.stop(WAIT_SECONDS)
    assert desk.quiet()


DEEP = """
import queue
import libcst
from server.session.analysis import Analysis
from server.session.document import opened
from server.session.report import Report
from server.session.schedule import Reason, Schedule

class Deep(Analysis):
    def run(self, lines, cancelled, patient):
        libcst.parse_expression("(" * 3000 + "1" + ")" * 3000)
        return Report((), ())

class Desk:
    def analysed(self, result):
        print("survived")

posted = queue.Queue()
schedule = Schedule(Deep, posted.put, Desk())
schedule.submit(opened("file:///a.py", "/a.py", 1, "").snapshot(), Reason.OPEN)
posted.get(timeout=50)()
"""


def test_the_thread_has_room_for_a_parser_that_recurses_in_native_code() -> None:
    process = subprocess.run([sys.executable, "-c", DEEP], capture_output=True, text=True, timeout=60)
    assert (process.returncode, process.stdout) == (0, "survived\n"), process.stderr
    assert threading.stack_size() == 0
