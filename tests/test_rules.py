"""Literate cases of the rules beyond their pages: `tests/rules/<name>.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.analyse import check, repair, unmarked
from tests.support.literate import Case, cases
from tests.support.programs import split


@pytest.mark.usefixtures("nothing_crashes")
@pytest.mark.parametrize("case", cases(Path(__file__).parent / "rules"))
def test_exactly_what_is_marked_is_found(case: Case, tmp_path: Path):
    program = split(case.code)
    check(program, case.file, tmp_path)
    for which, fixed in enumerate((case.fixed, case.other)):
        if fixed:
            repaired, applied = repair(unmarked(program), case.file, tmp_path, which)
            assert applied, "no fix is offered"
            assert repaired.files == split(fixed).files
