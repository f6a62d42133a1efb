"""Annotations for GitHub Actions (workflow commands)."""

from __future__ import annotations

from collections.abc import Iterator

from ..rules.rule import Severity
from .outcome import Outcome, TroubleKind

_COMMAND = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
    Severity.HINT: "notice",
}


def github(outcome: Outcome) -> Iterator[str]:
    """One workflow command a finding, and one for each path that could not be read."""
    for file, found in outcome.findings():
        diagnostic = found.diagnostic
        start, end = diagnostic.span
        place = {
            "title": f"torchwise ({diagnostic.rule})",
            "file": outcome.shown(file.path),
            "line": start.line + 1,
            "endLine": end.line + 1,
        }
        if start.line == end.line:  # GitHub refuses columns of a range over several lines
            place |= {"col": start.column + 1, "endColumn": max(end.column, start.column + 1)}
        yield _command(_COMMAND[diagnostic.severity], place, diagnostic.message)
    for trouble in outcome.troubles:
        if trouble.kind in (TroubleKind.PATH, TroubleKind.CRASH):
            place = {"title": "torchwise", "file": outcome.shown(trouble.path), "line": trouble.line + 1}
            yield _command("error", place, trouble.message)


def _command(name: str, place: dict[str, str | int], message: str) -> str:
    properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in place.items())
    return f"::{name} {properties}::{_escaped(message)}\n"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
