"""Correct but unusual training programs stay silent, and run: `tests/idioms/<topic>.md`."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from server.rules.rule import Severity
from tests.support.analyse import findings
from tests.support.literate import Case, cases
from tests.support.programs import split

IDIOMS = cases(Path(__file__).parent / "idioms")
_IMPORTED = re.compile(r"^ *(?:import|from) +(\w+)", re.MULTILINE)


@pytest.mark.usefixtures("nothing_crashes")
@pytest.mark.parametrize("case", IDIOMS)
def test_no_alarm(case: Case, tmp_path: Path):
    """Hints and information may be given in what is right."""
    program = split(case.code)
    shown = [
        f"{name}:{each.span.start.line + 1}: {each.severity.word}: {each.rule}: {each.message}"
        for name in program.files
        for each in findings(program, name, "", tmp_path)[0]
        if each.severity >= Severity.WARNING
    ]
    assert not shown, "\n".join([*shown, program.files[program.root]])


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
