"""One line a finding, in the form that editors and other tools know from compilers."""

from __future__ import annotations

from collections.abc import Iterator

from .outcome import Outcome
from .plain import safe


def concise(outcome: Outcome) -> Iterator[str]:
    """`path:line:column: severity: message [rule]`, and the title of the first fix where fixes are asked for."""
    for file, found in outcome.findings():
        diagnostic = found.diagnostic
        line, column = diagnostic.span.start
        text = f"{outcome.shown(file.path)}:{line + 1}:{column + 1}: {diagnostic.severity.word}: {diagnostic.message}"
        fix = f" (fix: {found.fixes[0].title})" if found.fixes else ""
        yield safe(f"{text} [{diagnostic.rule}]{fix}") + "\n"
    yield from unknowns(outcome)


def unknowns(outcome: Outcome) -> Iterator[str]:
    """`path:line:column: unknown: reason`, where it was asked for."""
    for file in outcome.files:
        for place in file.unknowns:
            line, column = place.span.start
            yield safe(f"{outcome.shown(file.path)}:{line + 1}:{column + 1}: unknown: {place.message}") + "\n"
