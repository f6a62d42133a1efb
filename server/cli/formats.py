"""The output formats by name, and writing them."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..session.files import read_source
from ..session.known_rules import KnownRules
from .outcome import Outcome


@dataclass(frozen=True, slots=True)
class Format:
    """What a format has room for.

    `with_fixes`: whether fixes are worked out if nobody says; `tells_troubles`: whether troubles are in the
    output; `explains`: whether it can say what is unknown.
    """

    with_fixes: bool = False
    tells_troubles: bool = False
    explains: bool = False


FORMATS = {
    "full": Format(with_fixes=True, explains=True),
    "concise": Format(explains=True),
    "json": Format(with_fixes=True, tells_troubles=True, explains=True),
    "sarif": Format(with_fixes=True, tells_troubles=True),
    "github": Format(),
    "gitlab": Format(),
    "junit": Format(),
}


def write(name: str, outcome: Outcome, known: KnownRules, *, changes: bool) -> None:
    """Write the outcome to standard output; `changes`: show what the fixes would change, where people read."""
    match name:
        case "full":
            from .full import Look, full
            from .style import style_for

            width = max(shutil.get_terminal_size((120, 24)).columns, 60)
            _print(full(outcome, Look(style_for(sys.stdout, os.environ), width, changes), _lines))
        case "concise":
            from .concise import concise

            _print(concise(outcome))
        case "json":
            from .json_output import json_output

            _print(json_output(outcome))
        case "sarif":
            from .sarif import sarif

            _print(sarif(outcome, known))
        case "github":
            from .github import github

            encode_output("utf-8")
            _print(github(outcome))
        case "gitlab":
            from .gitlab import gitlab

            _print(gitlab(outcome))
        case "junit":
            from .junit import junit

            _print(junit(outcome))
        case _:
            raise ValueError(f"no output format {name}")


def _lines(path: str) -> Sequence[str]:
    return read_source(path).lines


def encode_output(encoding: str | None = None) -> None:
    """Make sure that no character of a message can fail to be written."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def discard_output() -> None:
    """Give up standard output, whose reader (`| head`) has seen enough: what is still to be flushed goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(pieces: Iterable[str]) -> None:
    for piece in pieces:
        sys.stdout.write(piece)
    sys.stdout.flush()
