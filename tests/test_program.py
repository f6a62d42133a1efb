"""What the engine understands, case by case: `tests/program/<topic>.md`.

A line `# reveal: model.mode = eval` states what is known after the line above it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.text.lines import split_lines
from tests.support.literate import Case, cases
from tests.support.programs import Program, split, write

_REVEAL = re.compile(r"(?P<indent> *)# reveal: (?P<expression>.+?) = (?P<value>.+)")


@pytest.mark.parametrize("case", cases(Path(__file__).parent / "program"))
def test_the_engine_knows_what_is_revealed(case: Case, tmp_path: Path):
    from server.session.reveal import reveal

    program = split(case.code)
    plain: list[str] = []
    wanted: list[tuple[int, str, str]] = []
    indents: list[str] = []
    for line in split_lines(program.files[program.root]):
        if said := _REVEAL.match(line.rstrip()):
            wanted.append((len(plain) - 1, said["expression"], said["value"]))
            indents.append(said["indent"])
        else:
            plain.append(line)
    assert wanted, "the case reveals nothing"
    path = write(Program({**program.files, program.root: "".join(plain)}, program.root), tmp_path)
    known = [
        (line, expression, reveal(str(path), plain, line, expression, indent))
        for (line, expression, _), indent in zip(wanted, indents)
    ]
    assert _shown(plain, known) == _shown(plain, wanted)


def _shown(plain: list[str], said: list[tuple[int, str, str]]) -> list[str]:
    """The program with what is said under its lines, so that a failure is read in its place."""
    lines: list[str] = []
    for number, line in enumerate(plain):
        lines.append(line.rstrip())
        lines += [f"# reveal: {expression} = {value}" for at, expression, value in said if at == number]
    return lines
