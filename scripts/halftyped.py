"""Cut every logical line of the examples at every token, and see what becomes of the findings elsewhere.

    python3 scripts/dev.py halftyped [--rule NAME] [--every N] [--show N]

While a line is half typed, findings that neither lie in it nor name an object of it must stay, at least 95 % of
them, and in at most 1 % of the cuts may a finding appear that the whole text does not have. What counts is what an editor
shows until the user pauses (`server/session/settle.py`); the analysis of the half-typed text itself must have 85 % of them. The texts are examples/ and the Bad and Good programs of the rules' pages.
"""

from __future__ import annotations

import argparse
import logging
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.halftyped_cuts import Cut, cuts, objects_of_message
from server.rules.page import page
from server.rules.registry import rule_names
from server.session.analysis import Analysis
from server.session.report import Diagnostic, Report
from server.session.schedule import STACK_BYTES
from server.session.settle import Screen, Text, hold_back
from server.text.lines import split_lines

ROOT = Path(__file__).resolve().parent.parent
LEAST_STAYING = 0.95
LEAST_FOUND = 0.85
MOST_APPEARING = 0.01

Read = Callable[[Sequence[str]], Report]
"""Analyses one text after the other of the same file."""


@dataclass(frozen=True, slots=True)
class Example:
    """A program to cut: what it is called, the path it is analysed as, and its text."""

    title: str
    path: str
    text: str


@dataclass(slots=True)
class Tally:
    """What became of the findings.

    `elsewhere` counts pairs of a cut and a finding that ought to stay, `found` those that are found in the cut text.
    """

    examples: int = 0
    cuts: int = 0
    elsewhere: int = 0
    stayed: int = 0
    found: int = 0
    appeared: int = 0
    failed: int = 0
    cuts_of: Counter[str] = field(default_factory=Counter[str])
    elsewhere_of: Counter[str] = field(default_factory=Counter[str])
    lost_of: Counter[str] = field(default_factory=Counter[str])
    appeared_of: Counter[str] = field(default_factory=Counter[str])
    lost_by_rule: Counter[str] = field(default_factory=Counter[str])
    appeared_by_rule: Counter[str] = field(default_factory=Counter[str])
    stories: list[str] = field(default_factory=list[str])

    @property
    def staying(self) -> float:
        """The share of findings elsewhere that stay."""
        return self.stayed / self.elsewhere if self.elsewhere else 1.0

    @property
    def finding(self) -> float:
        """The share of findings elsewhere that the analysis of the cut text has as well."""
        return self.found / self.elsewhere if self.elsewhere else 1.0

    @property
    def appearing(self) -> float:
        """The share of cuts in which a finding appears."""
        return self.appeared / self.cuts if self.cuts else 0.0

    @property
    def good(self) -> bool:
        """Whether the promises are kept and there was something to see."""
        enough = self.elsewhere > 0 and self.failed == 0 and self.finding >= LEAST_FOUND
        return enough and self.staying >= LEAST_STAYING and self.appearing <= MOST_APPEARING


def examples(rule: str = "") -> Iterator[Example]:
    """All programs, or those of one rule's page."""
    for name in rule_names():
        if rule in ("", name):
            found = page(name)
            for number, text in enumerate((found.bad, *found.good)):
                title = f"{name}, {'bad' if number == 0 else f'good {number}'}"
                yield Example(title, str(ROOT / "examples" / f"page_of_{name.replace('-', '_')}.py"), text)
    if not rule:
        for path in sorted((ROOT / "examples").rglob("*.py")):
            yield Example(path.relative_to(ROOT).as_posix(), str(path), path.read_text(encoding="utf-8"))


def judge(programs: Iterable[Example], reader: Callable[[str], Read], every: int = 1) -> Tally:
    """Cut the programs and count. `reader` starts the analysis of a path; only each `every`-th cut is made."""
    tally = Tally()
    for example in programs:
        tally.examples += 1
        read = reader(example.path)
        try:
            whole = read(split_lines(example.text)).diagnostics
            chosen = list(cuts(example.text))[::every]
        except Exception as error:  # noqa: BLE001 -- one program that cannot be read must not hide the others
            tally.failed += 1
            tally.stories.append(f"{example.title}: {error!r}")
            continue
        for cut in chosen:
            _compare(tally, example, whole, cut, read)
    return tally


def _compare(tally: Tally, example: Example, whole: Sequence[Diagnostic], cut: Cut, read: Read) -> None:
    kind = cut.line.kind
    tally.cuts += 1
    tally.cuts_of[kind] += 1
    try:
        found_now = read(cut.lines).diagnostics
    except Exception as error:  # noqa: BLE001 -- the analysis must read any text: what it raises is counted
        tally.failed += 1
        tally.stories.append(_story(example, cut, "fails", repr(error)))
        return
    now = hold_back(Screen(Text(split_lines(example.text)), tuple(whole)), Text(cut.lines), found_now, 0.0).diagnostics
    before = {(found.rule, _moved(found, cut)) for found in whole}
    after = {(found.rule, found.span.start) for found in now}
    still_found = {(found.rule, found.span.start) for found in found_now}
    for found in whole:
        if _elsewhere(found, cut):
            tally.elsewhere += 1
            tally.elsewhere_of[kind] += 1
            tally.stayed += (found.rule, _moved(found, cut)) in after
            if (found.rule, _moved(found, cut)) in still_found:
                tally.found += 1
            else:
                tally.lost_of[kind] += 1
                tally.lost_by_rule[found.rule] += 1
                tally.stories.append(_story(example, cut, "loses", _shown(found)))
    strangers = [found for found in now if (found.rule, found.span.start) not in before]
    if strangers:
        tally.appeared += 1
        tally.appeared_of[kind] += 1
        tally.appeared_by_rule.update({found.rule for found in strangers})
        tally.stories.extend(_story(example, cut, "gains", _shown(found)) for found in strangers)


def _elsewhere(found: Diagnostic, cut: Cut) -> bool:
    lies_in = found.span.start.line <= cut.line.last and found.span.end.line >= cut.line.first
    return not lies_in and not objects_of_message(found.message) & cut.line.objects


def _moved(found: Diagnostic, cut: Cut) -> tuple[int, int]:
    line, column = found.span.start
    return (line - cut.removed if line > cut.line.last else line), column


def _shown(found: Diagnostic) -> str:
    return f"{found.rule} at line {found.span.start.line + 1}: {found.message}"


def _story(example: Example, cut: Cut, what: str, finding: str) -> str:
    return f"{example.title}, line {cut.line.first + 1} as {cut.shown.strip()!r} {what} {finding}"


def show(tally: Tally, stories: int) -> None:
    """Print the shares, where they come from, and some of the cases."""
    print(f"{tally.examples} programs, {tally.cuts} cuts, {tally.failed} failures")
    print(f"stay:   {tally.staying:7.2%} of {tally.elsewhere} findings elsewhere (at least {LEAST_STAYING:.0%})")
    print(f"found:  {tally.finding:7.2%} of them are found in the half-typed text itself (at least {LEAST_FOUND:.0%})")
    print(f"appear: {tally.appearing:7.2%} of {tally.cuts} cuts (at most {MOST_APPEARING:.0%})")
    print(f"\n{'line':12} {'cuts':>7} {'elsewhere':>10} {'lost':>7} {'gained':>7}")
    for kind, count in tally.cuts_of.most_common():
        row = (count, tally.elsewhere_of[kind], tally.lost_of[kind], tally.appeared_of[kind])
        print(f"{kind:12} {row[0]:7} {row[1]:10} {row[2]:7} {row[3]:7}")
    for title, counter in (("lost", tally.lost_by_rule), ("gained", tally.appeared_by_rule)):
        if counter:
            print(f"\n{title} most: " + ", ".join(f"{rule} {count}" for rule, count in counter.most_common(10)))
    if stories and tally.stories:
        step = max(1, len(tally.stories) // stories)
        print()
        print("\n".join(tally.stories[::step][:stories]))


def main() -> int:
    """Judge and print; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rule", default="", help="only the programs on this rule's page")
    parser.add_argument("--every", type=int, default=1, help="make only every so manieth cut")
    parser.add_argument("--show", type=int, default=20, help="how many cases to print")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    tallies: list[Tally] = []

    def work() -> None:
        tallies.append(judge(examples(arguments.rule), lambda path: Analysis(path).run, arguments.every))

    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if not tallies:
        return 2
    show(tallies[0], arguments.show)
    return 0 if tallies[0].good else 1


if __name__ == "__main__":
    sys.exit(main())
