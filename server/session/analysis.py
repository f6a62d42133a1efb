"""From text to findings: the one door that the editor side and the terminal both use."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence

from ..interpret.machine import Stopped
from ..interpret.run import Run, run_program
from ..interpret.tables import Tables
from ..program.program import Program
from ..program.site import Site
from ..rules.registry import all_rules
from ..rules.rule import Finding, Rule, Severity, Status
from ..semantics.known import Known
from ..syntax.read import read
from ..syntax.reading import Reading
from ..text.edit import OverlappingEdits, apply
from ..text.span import Span
from .imports import ImportFinder
from .kept_texts import KeptTexts
from .report import Diagnostic, Problem, RelatedPlace, Report, VerifiedFix
from .source import FileSource

log = logging.getLogger(__name__)
Cancelled = Callable[[], bool]
"""Asked between slices of work of at most 5 ms; true means that the result is no longer wanted."""


Source = Callable[[str], "Known | None"]
"""Says at once what is known of a name of an installed package; it may know more later."""


def unknown(_: str) -> None:
    """Nothing is known."""


RUNS_PER_TABLES = 1_000
"""After so many edits what is kept of former versions is thrown away, so that memory stays flat."""


class AnalysisCancelled(Exception):
    """The caller no longer wants the result."""


class Analysis:
    """The analysis of one file over time: it keeps what an edit does not touch.

    Not thread-safe: one analysis at a time, in the thread that `server.session.schedule` makes.
    """

    def __init__(
        self,
        path: str,
        finder: ImportFinder | None = None,
        elsewhere: Source = unknown,
        rules: Sequence[Rule[object]] | None = None,
    ) -> None:
        self.path = path
        self.rules = all_rules() if rules is None else rules
        self.elsewhere = elsewhere
        self.asked: set[str] = set()
        self.finder = finder if finder is not None else ImportFinder(path)
        self.tables = Tables()
        self.reading: Reading | None = None
        self.program: Program | None = None
        self.run_result: Run | None = None
        self.texts = KeptTexts()
        self.found: dict[Diagnostic, tuple[Rule[object], Finding[object]]] = {}

    def run(self, lines: Sequence[str], cancelled: Cancelled = lambda: False, *, patient: bool = True) -> Report:
        """Analyse the text given as lines with their line ends. Raises `AnalysisCancelled`, nothing else.

        Unless it is `patient`, a run leaves other files unread that would take long, and reports that.
        """
        if self.tables.run >= RUNS_PER_TABLES:
            self.tables = Tables()

        def pause() -> None:
            if cancelled():
                raise AnalysisCancelled

        reading = read(lines, self.reading, pause)
        problems = [Problem(note.line, note.message) for note in reading.notes]
        self.finder.begin(patient=patient, pause=pause)
        try:
            result = run_program(self.path, reading.body, self.tables, self.finder.find, self._ask, cancelled)
        except AnalysisCancelled:
            raise
        except Stopped:
            raise AnalysisCancelled from None
        except Exception:
            # Whatever went wrong, the editor must go on: this text gets no findings, and the log says why.
            log.exception("the analysis of %s failed", self.path)
            self.tables = Tables()
            self.reading, self.program, self.found = reading, None, {}
            failed = Problem(0, "the analysis of this file failed: see the log")
            return Report((), (*problems, failed), frozenset(self.finder.seen), self.finder.absent)
        self.reading = reading
        self.run_result = result
        source = FileSource(self.path, reading, self.texts)
        self.program = Program(self.path, result.events, source, result.unknowns, self.program)
        diagnostics, crashes = self._check(source)
        return Report(
            tuple(diagnostics),
            tuple(problems + crashes),
            frozenset(self.finder.seen),
            self.finder.absent,
            frozenset(self.asked),
            bool(self.finder.waiting),
        )

    def _ask(self, name: str) -> Known | None:
        self.asked.add(name)
        return self.elsewhere(name)

    def _check(self, source: FileSource) -> tuple[list[Diagnostic], list[Problem]]:
        """Let every rule read the program; a crash of one costs that rule only."""
        assert self.program is not None
        self.found = {}
        problems: list[Problem] = []
        for rule in self.rules:
            try:
                findings = self.program.kept(rule.findings)
            except Exception:
                log.exception("rule %s crashed on %s", rule.name, self.path)
                problems.append(Problem(0, f"the rule {rule.name} crashed and was left out"))
                continue
            for diagnostic, finding in self._worst(rule, findings, source):
                self.found[diagnostic] = (rule, finding)
        return sorted(self.found, key=lambda diagnostic: diagnostic.order), problems

    def _worst(
        self, rule: Rule[object], findings: list[Finding[object]], source: FileSource
    ) -> list[tuple[Diagnostic, Finding[object]]]:
        """One diagnostic a place, the most severe: a place is visited in several iterations and calls."""
        kept: dict[Span, tuple[Diagnostic, Finding[object]]] = {}
        for finding in findings:
            if finding.site.module == self.path and source.half_typed(finding.site):
                continue
            diagnostic = self._diagnostic(rule, finding, source)
            known = kept.get(diagnostic.span)
            if known is None or known[0].severity < diagnostic.severity:
                kept[diagnostic.span] = (diagnostic, finding)
        return list(kept.values())

    def _diagnostic(self, rule: Rule[object], finding: Finding[object], source: FileSource) -> Diagnostic:
        severity = rule.severity if finding.severity is None else Severity(min(finding.severity, rule.severity))
        related = tuple(
            RelatedPlace(
                "" if place.site.module == self.path else place.site.module,
                self._span(place.site, source),
                place.message,
            )
            for place in finding.related
        )
        span = self._span(finding.site, source)
        status = finding.status if rule.status is Status.ON else rule.status
        return Diagnostic(rule.name, rule.category, severity, finding.message, span, related, rule.settle, status)

    def _span(self, site: Site, source: FileSource) -> Span:
        if site.module == self.path:
            return source.span(site)
        return self.finder.span(site)

    def fixes(self, diagnostic: Diagnostic, cancelled: Cancelled = lambda: False) -> tuple[VerifiedFix, ...]:
        """The verified fixes of a diagnostic of the last `run`, the preferred one first."""
        known = self.found.get(diagnostic)
        if known is None or self.program is None or self.reading is None:
            return ()
        rule, finding = known
        result: list[VerifiedFix] = []
        for repair in rule.fixes:
            if cancelled():
                raise AnalysisCancelled
            try:
                fix = repair(self.program, finding.subject)
            except Exception:
                log.exception("a fix of rule %s crashed on %s", rule.name, self.path)
                continue
            if fix is not None and self._verified(diagnostic, fix.edits, cancelled):
                result.append(VerifiedFix(fix.title, fix.safety, fix.edits))
        return tuple(result)

    def _verified(self, diagnostic: Diagnostic, edits: tuple[object, ...], cancelled: Cancelled) -> bool:
        """Whether the text after the edits reads as well as before, without this finding and without new ones."""
        from ..text.edit import Edit

        assert self.reading is not None
        own = [edit for edit in edits if isinstance(edit, Edit) and not edit.path]
        try:
            lines = apply(self.reading.lines, own)
        except OverlappingEdits:
            return False
        trial = Analysis(self.path, self.finder, self.elsewhere, self.rules)
        report = trial.run(lines, cancelled)
        if len(report.problems) > len(self.reading.notes):
            return False
        before = Counter((found.rule, found.message) for found in self.found)
        own_kind = (diagnostic.rule, diagnostic.message)
        if sum((found.rule, found.message) == own_kind for found in report.diagnostics) >= before[own_kind]:
            return False
        for found in report.diagnostics:
            new = (found.rule, found.message) not in before
            if new and found.severity >= Severity.WARNING and found.status is Status.ON:
                return False
        return True
