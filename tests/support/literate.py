"""Markdown files whose fenced programs are tests.

A heading with ```` ```python ```` blocks under it is a case: the blocks up to the next heading make one program.
Prose between them explains. `<!-- missed alarm: why -->` or `<!-- false alarm: why -->` under the heading says
that the case is known to fail; the suite says when it starts to pass. A block ```` ```python fixed ```` holds the
program after the first fix, a block ```` ```python other fix ```` the one after the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

_PIECE = re.compile(
    r"^(?P<level>#+) +(?P<heading>[^\n]*)$|^```(?P<info>[^\n`]*)\n(?P<code>.*?)^```$|<!-- (?P<known>(?:missed|false) alarm: .*?) -->",
    re.MULTILINE | re.DOTALL,
)
_INFO = ("python", "python fixed", "python other fix")


class Case(NamedTuple):
    """One heading with its program; `known` says why it is expected to fail, `fixed` and `other` are empty without a fix."""

    file: str
    heading: str
    code: str
    fixed: str
    known: str
    other: str = ""


def cases(folder: Path) -> list[object]:
    """Every case of the Markdown files in a folder, as parameters for pytest."""
    return [parameter(case) for file in sorted(folder.glob("*.md")) for case in read(file)]


def parameter(case: Case) -> object:
    """A case under its name; one with a known alarm must fail, and for no other reason than its assertions."""
    marks = [pytest.mark.xfail(reason=case.known, raises=AssertionError, strict=True)] if case.known else []
    return pytest.param(case, id=f"{case.file}: {case.heading}", marks=marks)


def read(file: Path) -> list[Case]:
    """The cases of a file. Raises ValueError for two cases of one name, and for blocks of another language."""
    found = [case for case in _sections(file.stem, file.read_text(encoding="utf-8")) if case.code]
    headings = [case.heading for case in found]
    if twice := {heading for heading in headings if headings.count(heading) > 1}:
        raise ValueError(f"{file.name}: several cases are called {', '.join(sorted(twice))}")
    return found


def _sections(name: str, text: str) -> Iterator[Case]:
    case = Case(name, "", "", "", "")
    for piece in _PIECE.finditer(text):
        if piece["heading"]:
            yield case
            case = Case(name, piece["heading"].partition("<!--")[0].strip(), "", "", _known(piece["heading"]))
        elif piece["known"]:
            case = case._replace(known=" ".join(piece["known"].split()))
        elif piece["info"] not in _INFO:
            raise ValueError(f"{name}: a block must be one of {', '.join(_INFO)}, not `{piece['info']}`")
        elif piece["info"] == "python":
            case = case._replace(code=case.code + piece["code"])
        elif piece["info"] == "python fixed":
            case = case._replace(fixed=case.fixed + piece["code"])
        else:
            case = case._replace(other=case.other + piece["code"])
    yield case


def _known(heading: str) -> str:
    found = re.search(r"<!-- ((?:missed|false) alarm: .*?) -->", heading)
    return found[1] if found else ""
