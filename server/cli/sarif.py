"""A SARIF 2.1.0 log, as code scanning services read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ..rules.rule import Severity
from ..session.known_rules import KnownRules, RuleFacts
from ..session.report import VerifiedFix
from ..session.version import version
from ..text.span import Span
from .fingerprints import fingerprints
from .links import web_link
from .outcome import CheckedFile, FoundHere, Outcome, Trouble, TroubleKind
from .pages import page_summary, page_text

Json = dict[str, object]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "SRCROOT"
# SARIF has no level below "note"; the property `severity` of each result keeps the difference.
_LEVEL = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}


def sarif(outcome: Outcome, known: KnownRules) -> Iterator[str]:
    """The log as text."""
    yield json.dumps(as_log(outcome, known), indent=2) + "\n"


def as_log(outcome: Outcome, known: KnownRules) -> Json:
    """The log as an object."""
    found = sorted({found.diagnostic.rule for _, found in outcome.findings()})
    rules = [known.by_name[name] for name in found if name in known.by_name]
    index = {rule.name: position for position, rule in enumerate(rules)}
    run: Json = {
        "tool": {"driver": {"name": "torchwise", "version": version(), "rules": [_rule(rule) for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"uri": Path(outcome.folder).as_uri().rstrip("/") + "/"}},
        "invocations": [_invocation(outcome)],
        "results": [_result(outcome, *entry, index) for entry in fingerprints(outcome)],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: RuleFacts) -> Json:
    page = page_text(rule)
    descriptor: Json = {
        "id": rule.name,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": page_summary(rule)},
        "fullDescription": {"text": rule.summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": [rule.category.value], "severity": rule.severity.word},
    }
    address = web_link(rule.name)
    return descriptor | {"helpUri": address} if address else descriptor


def _invocation(outcome: Outcome) -> Json:
    settings = [trouble for trouble in outcome.troubles if trouble.kind is TroubleKind.SETTINGS]
    others = [trouble for trouble in outcome.troubles if trouble.kind is not TroubleKind.SETTINGS]
    crashed = any(trouble.kind is TroubleKind.CRASH for trouble in others)
    return {
        "executionSuccessful": not crashed and outcome.exit_code in (0, 1),
        "exitCode": outcome.exit_code,
        "toolConfigurationNotifications": [_notification(outcome, trouble) for trouble in settings],
        "toolExecutionNotifications": [_notification(outcome, trouble) for trouble in others],
    }


def _notification(outcome: Outcome, trouble: Trouble) -> Json:
    is_error = trouble.kind in (TroubleKind.PATH, TroubleKind.CRASH)
    region = {"startLine": trouble.line + 1}
    return {
        "level": "error" if is_error else "warning",
        "message": {"text": trouble.message},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(outcome, trouble.path), "region": region}}],
    }


def _result(outcome: Outcome, file: CheckedFile, found: FoundHere, fingerprint: str, index: dict[str, int]) -> Json:
    diagnostic = found.diagnostic
    result: Json = {
        "ruleId": diagnostic.rule,
        "level": _LEVEL[diagnostic.severity],
        "message": {"text": diagnostic.message},
        "locations": [{"physicalLocation": _place(outcome, file.path, diagnostic.span)}],
        "partialFingerprints": {"torchwiseFinding/v1": fingerprint},
        "properties": {"severity": diagnostic.severity.word, "category": diagnostic.category.value},
    }
    if diagnostic.rule in index:
        result["ruleIndex"] = index[diagnostic.rule]
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": related.message},
                "physicalLocation": _place(outcome, related.path or file.path, related.span),
            }
            for number, related in enumerate(diagnostic.related, 1)
        ]
    if found.fixes:
        result["fixes"] = [_fix(outcome, file, fix) for fix in found.fixes]
    return result


def _fix(outcome: Outcome, file: CheckedFile, fix: VerifiedFix) -> Json:
    by_path: dict[str, list[Json]] = {}
    for edit in fix.edits:
        replacement: Json = {"deletedRegion": _region(edit.span)}
        if edit.text:
            replacement["insertedContent"] = {"text": edit.text}
        by_path.setdefault(edit.path or file.path, []).append(replacement)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": _artifact(outcome, path), "replacements": replacements}
            for path, replacements in by_path.items()
        ],
        "properties": {"safety": fix.safety.value},
    }


def _place(outcome: Outcome, path: str, span: Span) -> Json:
    return {"artifactLocation": _artifact(outcome, path), "region": _region(span)}


def _artifact(outcome: Outcome, path: str) -> Json:
    shown = outcome.shown(path)
    if shown.startswith("../") or Path(shown).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": _quoted(shown), "uriBaseId": _ROOT}


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogateescape"))


def _region(span: Span) -> Json:
    return {
        "startLine": span.start.line + 1,
        "startColumn": span.start.column + 1,
        "endLine": span.end.line + 1,
        "endColumn": span.end.column + 1,
    }
