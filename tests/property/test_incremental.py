"""What is known after any edits is what a fresh start would know."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from server.session.analysis import Analysis
from server.session.report import Report
from server.text.lines import split_lines

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted((ROOT / "examples").rglob("*.py"))
EDITS = 8


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_edits_lead_to_the_same_findings_as_a_fresh_start(path: Path, seed: int):
    chance = random.Random(seed)
    lines = split_lines(path.read_text(encoding="utf-8"))
    analysis = Analysis(str(path))
    analysis.run(lines)
    former = [list(lines)]
    for _ in range(EDITS):
        if chance.random() < 0.3:
            lines = list(chance.choice(former))
        _edit(lines, chance)
        former.append(list(lines))
        after_edits = analysis.run(list(lines))
        fresh = Analysis(str(path)).run(list(lines))
        assert _said(after_edits) == _said(fresh), "".join(lines)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_half_typed_lines_lead_to_the_same_findings_as_a_fresh_start(path: Path, seed: int):
    chance = random.Random(seed)
    whole = split_lines(path.read_text(encoding="utf-8"))
    analysis = Analysis(str(path))
    lines = list(whole)
    for _ in range(EDITS):
        at = chance.randrange(len(whole))
        if lines[at] != whole[at] and chance.random() < 0.5:
            lines[at] = whole[at]
        else:
            lines[at] = whole[at][: chance.randrange(len(whole[at]))] + chance.choice(["", "(", '"']) + "\n"
        after_edits = analysis.run(list(lines))
        fresh = Analysis(str(path)).run(list(lines))
        assert _said(after_edits) == _said(fresh), "".join(lines)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_an_edit_undone_leaves_the_findings_as_they_were(path: Path):
    lines = split_lines(path.read_text(encoding="utf-8"))
    analysis = Analysis(str(path))
    before = _said(analysis.run(lines))
    for at in range(0, len(lines), 3):
        changed = [*lines[:at], "\n", "x = 1\n", *lines[at:]]
        analysis.run(changed)
        assert _said(analysis.run(lines)) == before


def _said(report: Report) -> tuple[object, ...]:
    """What the user sees of a report."""
    return (report.diagnostics, report.problems)


def _edit(lines: list[str], chance: random.Random) -> None:
    """Delete a line, repeat one elsewhere, or change a letter of a name: what typing does to a program."""
    at = chance.randrange(len(lines))
    kind = chance.random()
    if kind < 0.2 and len(lines) > 3:
        del lines[at]
    elif kind < 0.4:
        lines.insert(at, lines[chance.randrange(len(lines))])
    else:
        names = list(re.finditer(r"[A-Za-z_]{2,}", lines[at]))
        if names:
            place = chance.choice(names).start() + 1
            lines[at] = f"{lines[at][:place]}x{lines[at][place:]}"


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_header_typed_token_by_token_leads_to_the_same_findings_as_a_fresh_start(path: Path):
    lines = split_lines(path.read_text(encoding="utf-8"))
    analysis = Analysis(str(path))
    analysis.run(lines)
    for at in [at for at, line in enumerate(lines) if re.match(r" *(class|def|from|import)\b", line)]:
        for end in re.finditer(r"\w+|\S", lines[at]):
            half = [*lines[:at], lines[at][: end.end()] + "\n", *lines[at + 1 :]]
            assert _said(analysis.run(half)) == _said(Analysis(str(path)).run(half)), lines[at][: end.end()]
