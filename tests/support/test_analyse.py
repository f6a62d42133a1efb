"""The check of examples, with an analysis that finds what it is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from server.rules.rule import Category, Safety, Severity
from server.session.report import Diagnostic, Problem, Report, VerifiedFix
from server.text.edit import Edit
from server.text.span import span
from tests.support import analyse
from tests.support.analyse import check, repair
from tests.support.programs import Program, split

STEP = "optimizer.step()\n"
MARKED = STEP + "# ^^^^^^^^^^^^^^ it steps\n"
RULE = "unused-suppression"


class StepFinder:
    """Finds every line that is `optimizer.step()`, and offers to put a line before it."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def run(self, lines: Sequence[str]) -> Report:
        assert self.path.read_text().splitlines(keepends=True) == list(lines)
        clear = "optimizer.zero_grad()\n"
        found = [
            Diagnostic(RULE, Category.TORCHWISE, Severity.INFORMATION, "it steps", span(number, 0, number, 16))
            for number, line in enumerate(lines)
            if line == STEP and (number == 0 or lines[number - 1] != clear)
        ]
        return Report(tuple(found), (Problem(0, "a hole"),))

    def fixes(self, diagnostic: Diagnostic) -> tuple[VerifiedFix, ...]:
        edit = Edit(span(diagnostic.span.start.line, 0, diagnostic.span.start.line, 0), "optimizer.zero_grad()\n")
        return (VerifiedFix("Clear", Safety.SAFE, (edit,)), VerifiedFix("Something else", Safety.SAFE, ()))


@pytest.fixture(autouse=True)
def _finder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyse, "Analysis", StepFinder)


def test_what_is_marked_and_found_passes(tmp_path: Path):
    check(split(MARKED), RULE, tmp_path)


def test_a_missed_alarm_fails_under_the_source(tmp_path: Path):
    with pytest.raises(AssertionError, match=r"main.py: other findings.*\n.*\n.*\n.*\n other\(\)\n-# \^\^\^ it steps"):
        check(split("other()\n# ^^^ it steps\n"), RULE, tmp_path)


def test_a_false_alarm_fails_and_tells_the_problems(tmp_path: Path):
    with pytest.raises(AssertionError, match=r"(?s)\+# \^{14} it steps.*problem in line 1: a hole"):
        check(split(STEP), RULE, tmp_path)


def test_a_finding_of_another_severity_fails(tmp_path: Path):
    with pytest.raises(AssertionError):
        check(split(MARKED.replace("it steps", "error: it steps")), RULE, tmp_path)


def test_every_file_is_a_root(tmp_path: Path):
    with pytest.raises(AssertionError, match=r"loop\.py: other findings"):
        check(split(f"# file: loop.py\n{STEP}# file: main.py\nimport loop\n"), RULE, tmp_path)


def test_the_first_fix_is_applied_for_every_finding(tmp_path: Path):
    repaired, applied = repair(split(STEP + "x = 1\n" + STEP), RULE, tmp_path)
    clear = "optimizer.zero_grad()\n"
    assert repaired == Program({"main.py": f"{clear}{STEP}x = 1\n{clear}{STEP}"}, "main.py")
    assert [fix.title for fix in applied] == ["Clear", "Clear"]


def test_a_fix_may_edit_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fixes(finder: StepFinder, diagnostic: Diagnostic) -> tuple[VerifiedFix, ...]:
        other = str(finder.path.parent / "models.py")
        return (VerifiedFix("Both", Safety.SAFE, (Edit(span(0, 0, 0, 1), "b", other), Edit(diagnostic.span, ""))),)

    monkeypatch.setattr(StepFinder, "fixes", fixes)
    repaired, _ = repair(split(f"# file: models.py\na = 1\n# file: main.py\n{STEP}"), RULE, tmp_path)
    assert repaired.files == {"models.py": "b = 1\n", "main.py": "\n"}
