"""A bug in a rule or a fix costs that rule or that fix, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.program.program import Program
from server.rules.page import page
from server.rules.registry import all_rules
from server.rules.rule import Category, Finding, Fix, Rule, Severity, rule
from server.session import analysis
from server.session.analysis import Analysis
from server.text.lines import split_lines
from tests.support.marks import take

NAME = "missing-zero-grad"


@rule(Category.TRAINING_LOOP, Severity.ERROR, "it always crashes")
def crashes_at_once(program: Program) -> Iterator[Finding[int]]:
    """Raise, as a bug would."""
    raise RuntimeError(f"{len(program.all_events)} events")
    yield


def lines() -> list[str]:
    return split_lines(take(page(NAME).bad)[0])


def test_a_rule_that_crashes_costs_that_rule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    before = Analysis(str(tmp_path / "main.py")).run(lines())
    rules: tuple[Rule[object], ...] = (crashes_at_once, *all_rules())
    monkeypatch.setattr(analysis, "all_rules", lambda: rules)
    after = Analysis(str(tmp_path / "main.py")).run(lines())
    assert after.diagnostics == before.diagnostics != ()
    assert ["crashes-at-once" in problem.message for problem in after.problems] == [True]


def test_a_fix_that_crashes_costs_that_fix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def crash(program: Program, subject: object) -> Fix | None:
        raise RuntimeError(f"no fix for {subject} among {len(program.all_events)} events")

    own = next(each for each in all_rules() if each.name == NAME)
    analysed = Analysis(str(tmp_path / "main.py"))
    found = next(each for each in analysed.run(lines()).diagnostics if each.rule == NAME)
    before = analysed.fixes(found)
    monkeypatch.setattr(own, "fixes", [crash, *own.fixes])
    assert analysed.fixes(found) == before != ()
