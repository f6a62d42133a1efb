"""Situations: ordinary programs with one bug each, and look-alikes; `tests/situations/README.md` describes them.

`python3 -m tests.support.situations FILE ...` runs programs with the installed torch and says how they end.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.support.marks import Found, Mark, take
from tests.support.programs import Program, split, write

FOLDER = Path(__file__).resolve().parent.parent / "situations"
SPELLINGS = ("script", "functions", "class")
LOOK_ALIKE = "look-alike"
ANY_MESSAGE = "..."

_NAME = re.compile(rf"(?:[a-z0-9]+-)+(?:{'|'.join(SPELLINGS)})|{LOOK_ALIKE}(?:-[a-z0-9]+)+")
_RULES = re.compile(r"# rule: ([a-z0-9-]+(?:, [a-z0-9-]+)*)")
_KNOWN = re.compile(r"# (missed|false) alarm: (.+)")


class BadSituation(Exception):
    """A file has not the form of a situation."""


class Situation(NamedTuple):
    """One file. `spelling` is that of a bug or "look-alike"; `known` says why it is expected to fail, if it is."""

    class_: str
    name: str
    spelling: str
    rules: tuple[str, ...]
    known: str
    code: str

    @property
    def is_bug(self) -> bool:
        """Whether something must be found in it."""
        return self.spelling != LOOK_ALIKE

    def program(self) -> tuple[Program, dict[str, list[Mark]]]:
        """Its files without marks, and the marks of each."""
        marked = split(self.code)
        plain = {name: take(text) for name, text in marked.files.items()}
        program = Program({name: text for name, (text, _) in plain.items()}, marked.root)
        return program, {name: marks for name, (_, marks) in plain.items()}


def situations() -> list[Situation]:
    """All situations, by class and name. Raises `BadSituation`."""
    return [read(path) for path in sorted(FOLDER.glob("*/*.py"))]


def read(path: Path) -> Situation:
    """One file. Raises `BadSituation`, which says what is wrong with it."""
    text = path.read_text(encoding="utf-8")
    name, lines = path.stem, text.splitlines(keepends=True)
    if not _NAME.fullmatch(name):
        raise BadSituation(f"{path.name}: must be called VARIANT-SPELLING or {LOOK_ALIKE}-NAME")
    rules = _RULES.fullmatch(lines[0].strip()) if lines else None
    if rules is None:
        raise BadSituation(f"{path.name}: must begin with `# rule: NAME`")
    header = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = next((number for number, line in enumerate(lines[:header]) if line.startswith("# file: ")), header)
    known = [found for line in lines[:header] if (found := _KNOWN.fullmatch(line.strip()))]
    spelling = LOOK_ALIKE if name.startswith(LOOK_ALIKE) else name.rpartition("-")[2]
    found = Situation(
        class_=path.parent.name,
        name=name,
        spelling=spelling,
        rules=tuple(rules[1].split(", ")),
        known=f"{known[0][1]} alarm: {known[0][2]}" if known else "",
        code="".join(lines[header:]).lstrip("\n"),
    )
    own = [mark for marks in found.program()[1].values() for mark in marks if mark.rule in ("", found.rules[0])]
    if bool(own) != found.is_bug:
        raise BadSituation(f"{path.name}: a bug is marked, a look-alike is not")
    return found


def unlike(wanted: list[Mark], there: list[Found], rules: tuple[str, ...]) -> list[str]:
    """In words, how findings differ from marks; hints and information of other rules do not count."""
    rest = [each for each in there if each.rule in rules or each.severity in ("error", "warning")]
    complaints: list[str] = []
    for mark in wanted:
        met = next((each for each in rest if _meets(mark, each, rules[0])), None)
        if met is None:
            complaints.append(f"line {mark.line + 1}: not found: [{mark.rule or rules[0]}] {mark.message}")
        else:
            rest.remove(met)
    return [*complaints, *(f"line {each.start[0] + 1}: {each.severity}: [{each.rule}] {each.message}" for each in rest)]


def _meets(mark: Mark, found: Found, rule: str) -> bool:
    end = found.end[1] if found.end[0] == mark.line else mark.end
    said = found.message == mark.message or mark.message == ANY_MESSAGE
    beginning = mark.message.removesuffix(" ...")
    return (
        found.start[0] == mark.line
        and found.rule == (mark.rule or rule)
        and mark.severity in ("", found.severity)
        and max(found.start[1], 2) < mark.end
        and mark.start < max(end, 3)
        and (said or (beginning != mark.message and found.message.startswith(beginning)))
    )


def main(paths: list[str]) -> None:
    """Run the programs, and print the last lines that each one wrote."""
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            root = write(read(Path(path)).program()[0], Path(folder))
            ended = subprocess.run([sys.executable, root.name], cwd=folder, capture_output=True, text=True)
        said = (ended.stdout + ended.stderr).strip().splitlines()[-3:]
        print(f"{path}: {'ends' if ended.returncode == 0 else 'fails'}", *(f"    {line}" for line in said), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
