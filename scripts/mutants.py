"""Checks real scripts with one bug put in: which are found, and what the offered fixes make of them.

`dev.py mutants BUILT LISTS [OPERATOR ...]`: BUILT holds the mutants in `dev/` and what they were made from in `dev_orig/`,
LISTS holds `manifest_dev.jsonl`, a mutant a line, and `accepted.json`, which rules may report which kind of bug.

A mutant is found when a rule that may report it does so at most three lines from an expected place, where the original
has no such finding. Mutants of `tests/mutants/undecidable.jsonl` and doubtful ones are left out. Of each fix that is
offered for such a finding it is told whether the result parses, whether the finding is gone, whether a finding is
new that the original does not have either, how many lines it changes, and whether the program is the original again: `same` with the same syntax tree, `alike`
with the same statements in each block in whatever order. `equal` is what becomes of the mutant when such fixes are taken
until no finding is left: whether that is the original in meaning, as far as `scripts/equal.py` can show it.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple, TypedDict

from scripts.environment import ROOT
from scripts.equal import equal
from server.rules.rule import Severity
from server.session.analysis import Analysis
from server.session.report import Diagnostic, VerifiedFix
from server.session.schedule import STACK_BYTES
from server.text.decode import decode
from server.text.edit import apply
from server.text.lines import split_lines

UNDECIDABLE = ROOT / "tests" / "mutants" / "undecidable.jsonl"
NEAR = 3
"""Lines between an expected place and a finding that still meets it."""
MOST_FIXES = 4
"""Fixes that are taken one after the other, at most."""


class Mutant(TypedDict):
    """One line of the manifest, as far as it is used."""

    id: str
    op: str
    bug_class: str
    repo: str
    path: str
    line: int
    orig: str
    expected: list[list[int]]
    doubt: bool


class Shown(NamedTuple):
    """A finding as it is compared: its line, counted from 0, and its rule."""

    line: int
    rule: str


class Fixed(NamedTuple):
    """What became of a mutant by one fix; `lines` is how many lines changed."""

    rule: str
    title: str
    parses: bool
    gone: bool
    new: tuple[str, ...]
    lines: int
    same: bool
    alike: bool
    equal: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """One mutant: whether it is found, and its fixes, the preferred one first for each finding."""

    mutant: Mutant
    found: bool
    fixes: tuple[Fixed, ...] = ()
    offered: bool = False


@dataclass(slots=True)
class Row:
    """The figures of one operator. The last six count fixes, the preferred one of each mutant alone."""

    mutants: int = 0
    found: int = 0
    offered: int = 0
    same: int = 0
    alike: int = 0
    equal: int = 0
    bad: list[str] = field(default_factory=list[str])


def main(arguments: list[str]) -> int:
    """Check and print; 1 when a fix does harm: the result does not parse, the finding stays, or another comes."""
    parser = argparse.ArgumentParser(prog="dev.py mutants", description=__doc__)
    parser.add_argument("built", type=Path)
    parser.add_argument("lists", type=Path)
    parser.add_argument("operators", nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--missed", action="store_true", help="list the mutants that are not found")
    options = parser.parse_args(arguments)
    accepted = {
        kind: tuple(rules["ours"])
        for kind, rules in json.loads((options.lists / "accepted.json").read_text(encoding="utf-8")).items()
    }
    mutants = [each for each in _decidable(options.lists) if not options.operators or each["op"] in options.operators]
    tasks = [(options.built, each, accepted[each["bug_class"]]) for each in mutants]
    with ProcessPoolExecutor(options.jobs) as pool:
        checked = list(pool.map(_check_deep, tasks, chunksize=4))
    return _show(checked, missed=options.missed)


def _decidable(lists: Path) -> Iterator[Mutant]:
    names = ("operator", "repository", "path", "line")
    rows = [json.loads(line) for line in UNDECIDABLE.read_text(encoding="utf-8").splitlines()]
    left_out = {tuple(row[name] for name in names) for row in rows}
    for line in (lists / "manifest_dev.jsonl").read_text(encoding="utf-8").splitlines():
        mutant: Mutant = json.loads(line)
        if not mutant["doubt"] and (mutant["op"], mutant["repo"], mutant["path"], mutant["line"]) not in left_out:
            yield mutant


def _check_deep(task: tuple[Path, Mutant, tuple[str, ...]]) -> Checked:
    results: list[Checked] = []
    before = threading.stack_size(STACK_BYTES)
    try:
        thread = threading.Thread(target=lambda: results.append(check(*task)))
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    return results[0] if results else Checked(task[1], found=False)


def check(built: Path, mutant: Mutant, rules: tuple[str, ...]) -> Checked:
    """Analyse one mutant and its original, and try the fixes."""
    path = built / "dev" / f"{mutant['id']}.py"
    original = _text(built / "dev_orig" / f"{mutant['orig']}.py")
    text = _text(path)
    analysis = Analysis(str(path))
    diagnostics = analysis.run(split_lines(text)).diagnostics
    new = new_findings(
        original, text, _shown(path, original), [_as_shown(each) for each in diagnostics if _counts(each)]
    )
    hits = [each for each in diagnostics if _counts(each) and _as_shown(each) in new and each.rule in rules]
    hits = [each for each in hits if _expected(mutant, each.span.start.line + 1)]
    fixes = [_try(path, text, original, each, fix) for each in hits for fix in analysis.fixes(each)]
    return Checked(mutant, bool(hits), tuple(fixes), bool(fixes))


def _expected(mutant: Mutant, line: int) -> bool:
    return any(first - NEAR <= line <= last + NEAR for first, last in mutant["expected"])


def _try(path: Path, text: str, original: str, diagnostic: Diagnostic, fix: VerifiedFix) -> Fixed:
    fixed = "".join(apply(split_lines(text), list(fix.edits)))
    after = _shown(path, fixed)
    before = _shown(path, text)
    beyond = new_findings(original, fixed, _shown(path, original), after)
    new = [each for each in new_findings(text, fixed, before, after) if each in beyond]
    gone = len([each for each in after if each.rule == diagnostic.rule]) < len(
        [each for each in before if each.rule == diagnostic.rule]
    )
    return Fixed(
        diagnostic.rule,
        fix.title,
        parses=tree_of(fixed) is not None or tree_of(text) is None,
        gone=gone,
        new=tuple(f"{each.line + 1}: {each.rule}" for each in new),
        lines=changed_lines(text, fixed),
        same=tree_of(fixed) == tree_of(original),
        alike=tree_of(fixed, ordered=False) == tree_of(original, ordered=False),
        equal=equal(fixed, original) or equal(_repaired(path, fixed, original, diagnostic.rule), original),
    )


def _repaired(path: Path, text: str, original: str, rule: str) -> str:
    """The text after the first fix of each further finding of the rule that the original does not have."""
    for _ in range(MOST_FIXES):
        analysis = Analysis(str(path))
        found = [each for each in analysis.run(split_lines(text)).diagnostics if _counts(each)]
        new = new_findings(original, text, _shown(path, original), [_as_shown(each) for each in found])
        fixes = [analysis.fixes(each) for each in found if each.rule == rule and _as_shown(each) in new]
        if not fixes or not fixes[0]:
            break
        text = "".join(apply(split_lines(text), list(fixes[0][0].edits)))
    return text


def new_findings(before: str, after: str, had: Sequence[Shown], has: Sequence[Shown]) -> list[Shown]:
    """What of `has` was not there before: findings in lines that did not change are the same ones."""
    old, new = before.splitlines(), after.splitlines()
    same, behind = 0, 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    while behind < min(len(old), len(new)) - same and old[-1 - behind] == new[-1 - behind]:
        behind += 1

    def key(lines: list[str], shown: Shown) -> tuple[int, str]:
        if shown.line < same:
            return shown.line, shown.rule
        if shown.line >= len(lines) - behind:
            return shown.line - len(lines), shown.rule
        return same, f"{shown.rule}: {lines[shown.line].strip()}"

    left = Counter(key(old, each) for each in had)
    result: list[Shown] = []
    for each in has:
        if left[key(new, each)] > 0:
            left[key(new, each)] -= 1
        else:
            result.append(each)
    return result


def changed_lines(before: str, after: str) -> int:
    """How many lines two texts do not have in common, a line in another place counted once."""
    old, new = before.splitlines(), after.splitlines()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks)
    return max(len(old), len(new)) - common


def tree_of(text: str, *, ordered: bool = True) -> str | None:
    """The syntax tree of a text without places, its blocks sorted unless `ordered`; None where it does not parse."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    if not ordered:
        for node in sorted(ast.walk(tree), key=lambda node: -getattr(node, "lineno", 0)):
            for name in ("body", "orelse", "finalbody"):
                block: list[ast.AST] | None = getattr(node, name, None)
                if isinstance(block, list):
                    block.sort(key=ast.dump)
    return ast.dump(tree)


def _shown(path: Path, text: str) -> list[Shown]:
    return [_as_shown(each) for each in Analysis(str(path)).run(split_lines(text)).diagnostics if _counts(each)]


def _as_shown(diagnostic: Diagnostic) -> Shown:
    return Shown(diagnostic.span.start.line, diagnostic.rule)


def _counts(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity >= Severity.WARNING


def _text(path: Path) -> str:
    return decode(path.read_bytes()).text


def _show(checked: list[Checked], *, missed: bool) -> int:
    rows: dict[str, Row] = {}
    for one in checked:
        row = rows.setdefault(one.mutant["op"], Row())
        row.mutants += 1
        row.found += one.found
        row.offered += one.offered
        row.same += any(fix.same for fix in one.fixes)
        row.alike += any(fix.alike for fix in one.fixes)
        row.equal += any(fix.equal for fix in one.fixes)
        row.bad += [f"{one.mutant['id']}: {fix.title}: {told}" for fix in one.fixes if (told := _harm(fix))]
    print(f"{'operator':28} {'found':>9} {'fix':>5} {'same':>5} {'alike':>6} {'equal':>6}")
    names = ("found", "mutants", "offered", "same", "alike", "equal")
    figures = {name: [getattr(row, each) for each in names] for name, row in sorted(rows.items())}
    figures["all"] = [sum(each) for each in zip(*figures.values(), strict=True)]
    for name, (found, all_, offered, same, alike, equals) in figures.items():
        print(f"{name:28} {found:>4}/{all_:<4} {offered:>5} {same:>5} {alike:>6} {equals:>6}")
    lines = sorted(fix.lines for one in checked for fix in one.fixes)
    if lines:
        print(f"\n{len(lines)} fixes change {lines[len(lines) // 2]} lines in the middle, {lines[-1]} at most")
    for one in checked:
        if missed and not one.found:
            print(f"missed: {one.mutant['id']}: {one.mutant['repo']} {one.mutant['path']}:{one.mutant['line']}")
    bad = [told for row in rows.values() for told in row.bad]
    print(*bad, sep="\n")
    return int(bool(bad))


def _harm(fix: Fixed) -> str:
    if not fix.parses:
        return "the result does not parse"
    if not fix.gone:
        return "the finding stays"
    return f"new findings: {', '.join(fix.new)}" if fix.new else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
