"""Checks real repositories and compares the findings with those that people have reviewed.

`dev.py corpus FOLDER [PART ...]`: FOLDER holds one folder `owner__name` for each repository; with PARTs only paths that
contain one of them are checked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts.environment import ROOT
from server.program.events import Step
from server.rules.rule import Severity, Status
from server.semantics.uses import uses_in
from server.session.analysis import Analysis, AnalysisCancelled
from server.session.report import Diagnostic
from server.session.schedule import STACK_BYTES
from server.session.source import FileSource
from server.text.decode import decode
from server.text.lines import split_lines

REVIEWED = ROOT / "tests" / "corpus" / "reviewed.jsonl"
LIBRARIES = ("torch", "lightning")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, named so that an edit elsewhere in its file leaves the name as it is."""

    repository: str
    path: str
    rule: str
    fingerprint: str
    severity: str
    line: int
    message: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is recognised by."""
        return (self.repository, self.path, self.rule, self.fingerprint)


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: its findings, problems of the analysis, and the training steps that it shows.

    `steps` says of each place, here or in a file that is called, whether the step was understood. `named` is how many
    the text of this file seems to have.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    failures: tuple[str, ...] = ()
    steps: tuple[tuple[str, bool], ...] = ()
    named: int = 0
    lines: int = 0
    seconds: float = 0.0


def main(arguments: list[str]) -> int:
    """Check, compare, print; 1 when a finding is new or gone."""
    parser = argparse.ArgumentParser(prog="dev.py corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a file is given up")
    parser.add_argument("--slow", type=float, default=1.0, help="list files that take more seconds than this")
    options = parser.parse_args(arguments)
    files = [(options.folder, path, options.limit) for path in _files(options.folder, options.parts)]
    checked: list[Checked] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for number, one in enumerate(pool.map(_check_deep, files, chunksize=4), 1):
            if one is not None:
                checked.append(one)
            if not number % 100:
                print(f"{number} of {len(files)} files", file=sys.stderr, flush=True)
    status = _show(checked, options.folder)
    for one in sorted(checked, key=lambda one: -one.seconds):
        if one.seconds > options.slow:
            print(f"slow: {one.seconds:5.1f} s, {one.lines} lines: {one.path}")
    return status


def _files(folder: Path, parts: list[str]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        if not parts or any(part in str(path) for part in parts):
            yield path


def _check_deep(task: tuple[Path, Path, float]) -> Checked | None:
    results: list[Checked | None] = []
    before = threading.stack_size(STACK_BYTES)
    try:
        thread = threading.Thread(target=lambda: results.append(check_file(*task)))
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    return results[0] if results else Checked(str(task[1]), failures=(f"{task[1]}: the check itself failed",))


def check_file(folder: Path, path: Path, limit: float) -> Checked | None:
    """Check one file; None where it has nothing to do with PyTorch."""
    text = decode(path.read_bytes()).text
    if not any(library in text for library in LIBRARIES):
        return None
    lines = split_lines(text)
    analysis = Analysis(str(path))
    repository, _, inner = str(path.relative_to(folder)).partition("/")
    start = time.process_time()
    try:
        report = analysis.run(lines, lambda: time.process_time() - start > limit)
    except AnalysisCancelled:
        return Checked(str(path), failures=(f"{path}: took more than {limit:.0f} s",), lines=len(lines))
    seconds = time.process_time() - start
    shown = (diagnostic for diagnostic in report.diagnostics if diagnostic.status is Status.ON)
    findings = tuple(_finding(repository, inner, lines, diagnostic) for diagnostic in shown)
    failures = tuple(
        f"{path}: {problem.message}"
        for problem in report.problems
        if "failed" in problem.message or "crash" in problem.message
    )
    steps, named = _coverage(analysis)
    return Checked(str(path), findings, failures, steps, named, len(lines), seconds)


def _finding(repository: str, path: str, lines: list[str], diagnostic: Diagnostic) -> Finding:
    line = diagnostic.span.start.line
    statement = lines[line].strip() if line < len(lines) else ""
    fingerprint = hashlib.sha256(statement.encode("utf-8", "replace")).hexdigest()[:12]
    return Finding(
        repository, path, diagnostic.rule, fingerprint, diagnostic.severity.word, line + 1, diagnostic.message
    )


def _coverage(analysis: Analysis) -> tuple[tuple[tuple[str, bool], ...], int]:
    """The places where optimizers step and whether optimizer, parameters and model are known there.

    A step may be in a file that is called from here. Also how many names of this file are stepped and cleared, seen
    by the engine or not.
    """
    if analysis.program is None or analysis.reading is None:
        return (), 0
    latest = {event.site: event for event in analysis.program.events(Step)}
    source = FileSource(analysis.path, analysis.reading)
    steps: dict[str, bool] = {}
    for site, event in latest.items():
        optimizer = event.optimizer
        span = source.span(site) if site.module == analysis.path else analysis.finder.span(site)
        known = optimizer.class_ is not None and optimizer.complete and bool(event.models) and not optimizer.by_use
        place = f"{site.module}:{span.start.line + 1}"
        steps[place] = steps.get(place, False) or known
    named = sum(1 for uses in uses_in(analysis.reading.body).values() if "step" in uses and "zero_grad" in uses)
    return tuple(steps.items()), named


def _show(checked: list[Checked], folder: Path) -> int:
    findings = [finding for one in checked for finding in one.findings]
    failures = [failure for one in checked for failure in one.failures]
    reviewed = {
        tuple(entry[name] for name in ("repository", "path", "rule", "fingerprint")): entry for entry in _reviewed()
    }
    shown = {finding.key: finding for finding in findings if finding.severity in _SHOWN}
    for key, finding in shown.items():
        if key not in reviewed:
            print(
                f"new   {finding.repository}/{finding.path}:{finding.line}: {finding.severity} {finding.rule}: {finding.message}"
            )
    files = {str(Path(one.path).relative_to(folder)) for one in checked}
    # A false alarm that is gone stays in the list: it should not come back.
    gone = [
        key
        for key, entry in reviewed.items()
        if f"{key[0]}/{key[1]}" in files and key not in shown and entry["verdict"] != "false"
    ]
    for key in gone:
        print(f"gone  {'/'.join(key[:2])}: {key[2]} ({reviewed[key]['verdict']})")
    print(f"\n{'rule':36} {'error':>7} {'warning':>8} {'information':>12} {'hint':>6}")
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    for rule in sorted({finding.rule for finding in findings}):
        row = [counts[rule, severity] for severity in ("error", "warning", "information", "hint")]
        print(f"{rule:36} {row[0]:>7} {row[1]:>8} {row[2]:>12} {row[3]:>6}")
    verdicts = Counter(reviewed[key]["verdict"] for key in shown if key in reviewed)
    judged = sum(verdicts.values())
    if judged:
        print(f"\nprecision: {100 * verdicts['true'] / judged:.1f} % of {judged} reviewed findings are true")
    understood, steps = _understood(checked)
    seconds = sum(one.seconds for one in checked)
    print(f"\n{len(checked)} files, {sum(one.lines for one in checked)} lines, {seconds:.0f} s")
    print(f"engine coverage: {understood} of {steps} training steps ({100 * understood / max(steps, 1):.1f} %)")
    for failure in failures:
        print(f"failed: {failure}")
    return int(bool(gone or failures or any(key not in reviewed for key in shown)))


def _understood(checked: list[Checked]) -> tuple[int, int]:
    """The training steps that are understood from some file, and all of them."""
    known: dict[str, bool] = {}
    for one in checked:
        for place, understood in one.steps:
            known[place] = known.get(place, False) or understood
    seen = Counter(place.rpartition(":")[0] for place in known)
    return sum(known.values()), len(known) + sum(max(0, one.named - seen[one.path]) for one in checked)


_SHOWN = tuple(severity.word for severity in Severity if severity >= Severity.WARNING)


def _reviewed() -> Iterable[dict[str, str]]:
    return [json.loads(line) for line in REVIEWED.read_text(encoding="utf-8").splitlines() if line]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
