"""A GitLab code quality report."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..rules.rule import Severity
from .fingerprints import fingerprints
from .outcome import Outcome

_SEVERITY = {
    Severity.ERROR: "critical",
    Severity.WARNING: "major",
    Severity.INFORMATION: "minor",
    Severity.HINT: "info",
}


def gitlab(outcome: Outcome) -> Iterator[str]:
    """The report as one JSON list."""
    entries: list[dict[str, object]] = []
    for file, found, fingerprint in fingerprints(outcome):
        diagnostic = found.diagnostic
        start, end = diagnostic.span
        entries.append(
            {
                "description": f"{diagnostic.message} [{diagnostic.rule}]",
                "check_name": diagnostic.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITY[diagnostic.severity],
                "location": {
                    "path": outcome.shown(file.path),
                    "positions": {
                        "begin": {"line": start.line + 1, "column": start.column + 1},
                        "end": {"line": end.line + 1, "column": end.column + 1},
                    },
                },
            }
        )
    yield json.dumps(entries, indent=2) + "\n"
