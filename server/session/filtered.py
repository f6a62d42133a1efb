"""An analysis whose report has been through the suppression comments and the settings of its file."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from ..rules.registry import all_rules
from ..rules.rule import Safety
from .analysis import Analysis, Cancelled, Source, unknown
from .comment_places import MENTION, comments_and_headers
from .imports import ImportFinder
from .report import Diagnostic, RelatedPlace, Report, VerifiedFix
from .settings import Settings
from .source import FileSource
from .suppression import Suppressed, suppress


class FilteredAnalysis(Analysis):
    """What the editor and the terminal show of one file: the same findings in the same words."""

    def __init__(
        self, path: str, settings: Settings, finder: ImportFinder | None = None, elsewhere: Source = unknown
    ) -> None:
        # What is switched off is not looked for: rules that are off by default may cost more than others.
        rules = [rule for rule in all_rules() if settings.severity_of(rule.name, path) is not None]
        super().__init__(path, finder, elsewhere, rules)
        self._settings = settings
        self._originals: dict[Diagnostic, Diagnostic] = {}
        self._about_comments: dict[Diagnostic, tuple[VerifiedFix, ...]] = {}

    def run(self, lines: Sequence[str], cancelled: Cancelled = lambda: False, *, patient: bool = True) -> Report:
        """Analyse the text, and leave what its comments and settings leave."""
        report = super().run(lines, cancelled, patient=patient)
        suppressed = self._suppressed(report, lines)
        self._originals, self._about_comments = {}, {}
        for diagnostic in suppressed.kept:
            for shown in self._settings.filter((diagnostic,), self.path):
                self._originals[shown] = diagnostic
        for about in suppressed.about_comments:
            for shown in self._settings.filter((about.diagnostic,), self.path):
                self._about_comments[shown] = (about.fix,) if about.fix else ()
        shown = sorted((*self._originals, *self._about_comments), key=lambda diagnostic: diagnostic.order)
        return replace(report, diagnostics=tuple(shown))

    def fixes(self, diagnostic: Diagnostic, cancelled: Cancelled = lambda: False) -> tuple[VerifiedFix, ...]:
        """The fixes of a diagnostic of the last `run` that the settings offer."""
        if diagnostic in self._about_comments:
            return self._about_comments[diagnostic]
        found = self._originals.get(diagnostic)
        if found is None:
            return ()
        fixes = super().fixes(found, cancelled)
        if self._settings.unsafe_fixes == "offer":
            return fixes
        return tuple(fix for fix in fixes if fix.safety is Safety.SAFE)

    def unknowns(self) -> tuple[RelatedPlace, ...]:
        """What was not known in the last `run`, where in this file, and why; in the order of the text."""
        if self.program is None or self.reading is None:
            return ()
        source = FileSource(self.path, self.reading)
        places: list[RelatedPlace] = []
        for site, why in self.program.unknowns.items():
            if site.module == self.path:
                with contextlib.suppress(KeyError):  # what lies in no statement has no place to show
                    places.append(RelatedPlace("", source.span(site), why))
        places.sort(key=lambda place: (place.span, place.message))
        # A call and what is called begin at one place, and often have one reason.
        return tuple({(place.span.start, place.message): place for place in reversed(places)}.values())[::-1]

    def _suppressed(self, report: Report, lines: Sequence[str]) -> Suppressed:
        if not any(MENTION in line for line in lines):
            return Suppressed(report.diagnostics, ())
        logical = None if self.reading is None else list(zip(self.reading.starts, self.reading.logical))
        comments, headers = comments_and_headers(lines, logical)
        return suppress(
            report.diagnostics,
            lines,
            comments,
            headers,
            self._settings.known,
            is_on=lambda rule: self._settings.severity_of(rule, self.path) is not None,
            complete=not report.problems,
        )
