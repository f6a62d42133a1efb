"""Correct but unusual training programs stay silent, and run: `tests/idioms/<topic>.md`."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from tests.support.analyse import check
from tests.support.literate import Case, cases
from tests.support.programs import split

IDIOMS = cases(Path(__file__).parent / "idioms")
NO_RULE = "no-rule"
"""No rule has this name: a mark in an idiom names the rule that gives the hint."""
_ALARM = re.compile(r"^ *# *\^+ (?:error|warning|(?:\[[\w-]+\]))", re.MULTILINE)
_IMPORTED = re.compile(r"^ *(?:import|from) +(\w+)", re.MULTILINE)


@pytest.mark.usefixtures("nothing_crashes")
@pytest.mark.parametrize("case", IDIOMS)
def test_no_alarm(case: Case, tmp_path: Path):
    assert not _ALARM.search(case.code), "only a hint or an information may be marked in what is right"
    check(split(case.code), NO_RULE, tmp_path)


@pytest.mark.parametrize("case", IDIOMS)
def test_it_runs(case: Case):
    pytest.importorskip("torch", exc_type=ImportError)
    from tests.support.runs import Runnable

    files = split(case.code).files
    needed = {name for text in files.values() for name in _IMPORTED.findall(text)} - {Path(name).stem for name in files}
    if missing := sorted(name for name in needed if importlib.util.find_spec(name) is None):
        pytest.skip(f"not installed: {', '.join(missing)}")
    error = Runnable(case.code).run().error
    if error is not None:
        raise error
