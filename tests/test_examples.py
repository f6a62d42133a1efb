"""Every rule against its own page: Bad is found as marked, the fix gives Fixed, Good stays silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.rules.page import page
from server.rules.registry import rule_named, rule_names
from tests.support.analyse import check, findings, repair, unmarked
from tests.support.marks import take
from tests.support.programs import split

LONGEST_BAD = 40
LONGEST_TITLE = 60
SILENT = ("information", "hint")
GOOD = [(name, number) for name in rule_names() for number in range(len(page(name).good))]

pytestmark = pytest.mark.usefixtures("nothing_crashes")


@pytest.mark.parametrize("name", rule_names())
def test_bad_is_found_as_marked(name: str, tmp_path: Path):
    check(split(page(name).bad), name, tmp_path)


@pytest.mark.parametrize("name", rule_names())
def test_bad_shows_the_rule_and_is_short(name: str):
    text, marks = take(page(name).bad)
    assert [mark for mark in marks if mark.rule in ("", name)], "the rule itself finds nothing in its bad example"
    assert len(text.splitlines()) <= LONGEST_BAD


@pytest.mark.parametrize("name", rule_names())
def test_bad_is_read_completely(name: str, tmp_path: Path):
    program = unmarked(split(page(name).bad))
    problems = [findings(program, file, name, tmp_path)[1] for file in program.files]
    assert problems == [[] for _ in program.files]


@pytest.mark.parametrize("name", rule_names())
def test_fixed_is_clean(name: str, tmp_path: Path):
    fixed = split(page(name).fixed)
    assert unmarked(fixed) == fixed, "nothing may be marked in the fixed example"
    check(fixed, name, tmp_path)


@pytest.mark.parametrize("name", rule_names())
def test_the_first_fix_of_bad_gives_fixed(name: str, tmp_path: Path):
    rule = rule_named(name)
    assert rule is not None
    if not rule.fixes:
        return
    repaired, applied = repair(unmarked(split(page(name).bad)), name, tmp_path)
    assert applied, "the rule has fixes, and none is offered for its bad example"
    assert repaired.files == split(page(name).fixed).files
    assert [fix.title for fix in applied if unconventional_title(fix.title)] == []


@pytest.mark.parametrize(("name", "number"), GOOD)
def test_good_is_silent(name: str, number: int, tmp_path: Path):
    good = split(page(name).good[number])
    loud = [mark for text in good.files.values() for mark in take(text)[1] if mark.severity not in SILENT]
    assert not loud, "a good example may mark hints and information only, and must say which"
    check(good, name, tmp_path)


@pytest.mark.parametrize("title", ["move the optimizer", "Move the optimizer.", "Move " + "x" * 60, ""])
def test_an_unconventional_title_would_be_seen(title: str):
    assert unconventional_title(title)


def unconventional_title(title: str) -> bool:
    """Whether the title of a fix is not a short imperative sentence without a full stop."""
    return not title[:1].isupper() or title.endswith(".") or len(title) > LONGEST_TITLE
