"""Analysing the programs of pages and literate cases, and applying their fixes."""

from __future__ import annotations

from pathlib import Path

from server.rules.registry import all_rules, rule_named
from server.rules.rule import Status
from server.session.analysis import Analysis
from server.session.meta import META_RULES
from server.session.report import Diagnostic, Problem, VerifiedFix
from server.text.edit import Edit, apply
from server.text.lines import split_lines
from tests.support.marks import Found, Mark, difference, take
from tests.support.programs import Program, write

MOST_FIXES = 8


def severities() -> dict[str, str]:
    """The declared severity of every rule, as a word."""
    return {rule.name: rule.severity.word for rule in (*all_rules(), *META_RULES)}


def check(program: Program, rule: str, folder: Path) -> None:
    """Fail unless exactly what is marked is found in every file, each analysed as a root, by any rule that is on."""
    plain = {name: take(text) for name, text in program.files.items()}
    unmarked = Program({name: text for name, (text, _) in plain.items()}, program.root)
    for name, (text, marks) in plain.items():
        found, problems = findings(unmarked, name, rule, folder)
        report(name, text, marks, found, problems, rule)


def report(
    name: str, text: str, marks: list[Mark], found: list[Diagnostic], problems: list[Problem], rule: str
) -> None:
    """Fail with the difference between marks and findings under the source."""
    __tracebackhide__ = True
    unlike = difference(text, marks, [_plain(each) for each in found], rule, severities())
    if unlike:
        notes = "".join(f"\nproblem in line {problem.line + 1}: {problem.message}" for problem in problems)
        raise AssertionError(f"{name}: other findings than marked\n{unlike}{notes}")


def findings(program: Program, name: str, rule: str, folder: Path) -> tuple[list[Diagnostic], list[Problem]]:
    """What one file of a program shows as a root: by `rule`, and by every rule that is on by default."""
    write(program, folder)
    declared = rule_named(rule)
    off = declared is not None and declared.status is not Status.ON
    result = Analysis(str(folder / name)).run(split_lines(program.files[name]))
    shown = [each for each in result.diagnostics if each.status is Status.ON or (off and each.rule == rule)]
    return shown, list(result.problems)


def repair(program: Program, rule: str, folder: Path, which: int = 0) -> tuple[Program, list[VerifiedFix]]:
    """The program after the first fix offered for each finding of the rule in its root (or another), and the fixes."""
    applied: list[VerifiedFix] = []
    while len(applied) < MOST_FIXES:
        path = write(program, folder)
        analysis = Analysis(str(path))
        diagnostics = analysis.run(split_lines(program.files[program.root])).diagnostics
        offered = [fix for each in diagnostics if each.rule == rule for fix in analysis.fixes(each)[which : which + 1]]
        if not offered:
            break
        applied.append(offered[0])
        program = _apply(program, offered[0].edits, folder)
    return program, applied


def unmarked(program: Program) -> Program:
    """The program without its marks."""
    return Program({name: take(text)[0] for name, text in program.files.items()}, program.root)


def _apply(program: Program, edits: tuple[Edit, ...], folder: Path) -> Program:
    files = dict(program.files)
    for name, text in program.files.items():
        path = (folder / name).resolve()
        own = [edit for edit in edits if (folder / (edit.path or program.root)).resolve() == path]
        files[name] = "".join(apply(split_lines(text), own))
    return Program(files, program.root)


def _plain(diagnostic: Diagnostic) -> Found:
    start, end = diagnostic.span
    return Found(diagnostic.rule, diagnostic.severity.word, diagnostic.message, tuple(start), tuple(end))
