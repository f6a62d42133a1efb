"""What a check came to, as plain data that every output format can write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ..rules.rule import Severity
from ..session.report import Diagnostic, RelatedPlace, VerifiedFix


@dataclass(frozen=True, slots=True)
class FoundHere:
    """A diagnostic with the fixes that are offered for it; none where they were not asked for."""

    diagnostic: Diagnostic
    fixes: tuple[VerifiedFix, ...] = ()


class TroubleKind(Enum):
    """What kept the check from being complete."""

    PATH = "path"
    SETTINGS = "settings"
    READING = "reading"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something other than a finding that the user must know; `line` is 0-based."""

    kind: TroubleKind
    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What was found in the file at absolute path `path`; `lines` are left out where nothing was.

    `unknowns` says what was not known and why, where that was asked for.
    """

    path: str
    lines: tuple[str, ...]
    found: tuple[FoundHere, ...]
    troubles: tuple[Trouble, ...] = ()
    unknowns: tuple[RelatedPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one `torchwise check`: files in the order of their shown paths, and all troubles.

    `explained` when it was asked for what is unknown; only then files have such entries.
    """

    folder: str
    files: tuple[CheckedFile, ...]
    troubles: tuple[Trouble, ...]
    checked: int
    exit_code: int
    explained: bool = False

    def shown(self, path: str) -> str:
        """How `path` is written: relative to the working directory, with forward slashes."""
        return shown_path(path, self.folder)

    def findings(self) -> Iterator[tuple[CheckedFile, FoundHere]]:
        """All findings, sorted by path, place and rule."""
        for file in self.files:
            for found in file.found:
                yield file, found

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(found.diagnostic.severity is severity for _, found in self.findings())


def shown_path(path: str, folder: str) -> str:
    """`path` relative to `folder`, with forward slashes; as it is where there is no relative path."""
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # two drives of one Windows machine
        relative = path
    return relative.replace(os.sep, "/")
