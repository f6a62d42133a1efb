"""Ordinary programs: the rule speaks where it is marked, and look-alikes stay silent (`tests/situations/`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.rules.registry import rule_names
from tests.support.analyse import findings
from tests.support.marks import Found
from tests.support.situations import BadSituation, Situation, read, situations, unlike


def parameter(situation: Situation) -> object:
    """A situation under its name; one with a known alarm must fail."""
    marks = [pytest.mark.xfail(reason=situation.known, raises=AssertionError, strict=True)] if situation.known else []
    return pytest.param(situation, id=f"{situation.class_}/{situation.name}", marks=marks)


WITH_RULE = [each for each in situations() if not set(each.rules).isdisjoint(rule_names())]


@pytest.mark.usefixtures("nothing_crashes")
@pytest.mark.parametrize("situation", [parameter(each) for each in WITH_RULE])
def test_what_is_marked_is_found_and_nothing_else(situation: Situation, tmp_path: Path):
    program, marks = situation.program()
    complaints: list[str] = []
    for name in program.files:
        shown = [each for rule in situation.rules for each in findings(program, name, rule, tmp_path)[0]]
        there = [
            Found(each.rule, each.severity.word, each.message, tuple(each.span.start), tuple(each.span.end))
            for each in dict.fromkeys(shown)
        ]
        complaints += [f"{name}: {each}" for each in unlike(marks[name], there, situation.rules)]
    assert not complaints, "\n".join([situation.name, *complaints, *_numbered(program.files[program.root])])


BUG = "# rule: missing-zero-grad\n# Why.\n\nimport torch\n\nstep()\n# ^^^^ warning: it ...\n"


def situation(folder: Path, text: str = BUG, name: str = "never-cleared-script") -> Situation:
    path = folder / "zero-grad-missing" / f"{name}.py"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_the_header_is_taken_out(tmp_path: Path):
    found = situation(tmp_path)
    assert (found.class_, found.spelling, found.rules) == ("zero-grad-missing", "script", ("missing-zero-grad",))
    assert found.program()[0].files == {"main.py": "import torch\n\nstep()\n"}


def test_a_program_may_have_several_files(tmp_path: Path):
    text = "# rule: a\n# missed alarm: hard\n# file: models.py\nx = 1\n# file: main.py\nstep()\n# ^^^^ ...\n"
    found = situation(tmp_path, text)
    assert (set(found.program()[0].files), found.known) == ({"models.py", "main.py"}, "missed alarm: hard")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (BUG, "never-cleared"),
        (BUG, "script"),
        (BUG, "look-alike-cleared"),
        (BUG.replace("# rule", "# rules"), "never-cleared-script"),
        ("# rule: a\nimport torch\n", "never-cleared-script"),
        ("", "never-cleared-script"),
    ],
)
def test_a_file_of_another_form_is_an_error(text: str, name: str, tmp_path: Path):
    with pytest.raises(BadSituation):
        situation(tmp_path, text, name)


FOUND = Found("missing-zero-grad", "warning", "it steps", (2, 0), (2, 6))


@pytest.mark.parametrize(
    ("there", "agrees"),
    [
        ([FOUND], True),
        ([FOUND, FOUND._replace(rule="other", severity="hint")], True),
        ([], False),
        ([FOUND, FOUND], False),
        ([FOUND, FOUND._replace(rule="other")], False),
        ([FOUND._replace(rule="other")], False),
        ([FOUND._replace(severity="error")], False),
        ([FOUND._replace(start=(1, 0), end=(1, 6))], False),
        ([FOUND._replace(start=(2, 7), end=(2, 9))], False),
        ([FOUND._replace(message="that steps")], False),
    ],
)
def test_findings_are_compared_by_line_rule_and_beginning(there: list[Found], agrees: bool, tmp_path: Path):
    marks = situation(tmp_path).program()[1]["main.py"]
    assert (unlike(marks, there, ("missing-zero-grad",)) == []) is agrees


def _numbered(text: str) -> list[str]:
    return [f"{number:3} {line}" for number, line in enumerate(text.splitlines(), 1)]
