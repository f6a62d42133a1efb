"""Example programs of one or several files.

A program is one text. A line `# file: models.py` begins a file of that name; a program without such lines is
the file `main.py`. The root, which is analysed and run, is `main.py`, or the last file where there is none.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_FILE = re.compile(r"^# file: (\S+)[ \t]*\n", re.MULTILINE)


class Program(NamedTuple):
    """The files of a program by name, and which of them is the root."""

    files: dict[str, str]
    root: str


def split(text: str) -> Program:
    """The files of a program. What stands before the first file line must be blank."""
    first, *rest = _FILE.split(text)
    if not rest:
        return Program({"main.py": text}, "main.py")
    if first.strip():
        raise ValueError(f"text before the first `# file:` line: {first.strip().splitlines()[0]}")
    files = {name: body.strip("\n") + "\n" for name, body in zip(rest[::2], rest[1::2], strict=True)}
    return Program(files, "main.py" if "main.py" in files else rest[-2])


def write(program: Program, folder: Path) -> Path:
    """Write the files into a folder; the path of the root."""
    for name, text in program.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / program.root
