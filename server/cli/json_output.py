"""The whole result as one JSON object, schema 1. Lines and columns count from 1, columns in code points."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..rules.rule import Safety
from ..session.report import VerifiedFix
from ..session.version import version
from ..text.span import Span
from .links import link
from .outcome import CheckedFile, FoundHere, Outcome

Json = dict[str, object]


def json_output(outcome: Outcome) -> Iterator[str]:
    """The object as text."""
    yield json.dumps(as_object(outcome), indent=2) + "\n"


def as_object(outcome: Outcome) -> Json:
    """The object that is written."""
    written: Json = {
        "schema": 1,
        "version": version(),
        "findings": [_finding(outcome, file, found) for file, found in outcome.findings()],
        "problems": [
            {"path": outcome.shown(trouble.path), "line": trouble.line + 1, "message": trouble.message}
            for trouble in outcome.troubles
        ],
    }
    if outcome.explained:
        written["unknowns"] = [
            {"path": outcome.shown(file.path), "range": span_object(place.span), "message": place.message}
            for file in outcome.files
            for place in file.unknowns
        ]
    return written


def _finding(outcome: Outcome, file: CheckedFile, found: FoundHere) -> Json:
    diagnostic = found.diagnostic
    return {
        "rule": diagnostic.rule,
        "category": diagnostic.category.value,
        "severity": diagnostic.severity.word,
        "message": diagnostic.message,
        "path": outcome.shown(file.path),
        "cell": None,
        "range": span_object(diagnostic.span),
        "related": [
            {
                "message": related.message,
                "path": outcome.shown(related.path or file.path),
                "range": span_object(related.span),
            }
            for related in diagnostic.related
        ],
        "fixes": [_fix(outcome, file, fix) for fix in found.fixes],
        "url": link(diagnostic.rule),
    }


def _fix(outcome: Outcome, file: CheckedFile, fix: VerifiedFix) -> Json:
    return {
        "title": fix.title,
        "safe": fix.safety is Safety.SAFE,
        "edits": [
            {"path": outcome.shown(edit.path or file.path), "range": span_object(edit.span), "text": edit.text}
            for edit in fix.edits
        ],
    }


def span_object(span: Span) -> Json:
    """A range whose end is the place after its last character."""
    return {
        "start": {"line": span.start.line + 1, "column": span.start.column + 1},
        "end": {"line": span.end.line + 1, "column": span.end.column + 1},
    }
