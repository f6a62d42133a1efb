"""Findings for people: the message, the source it is about, the places that belong to it, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..rules.rule import Safety, Severity
from ..session.report import VerifiedFix
from ..text.edit import OverlappingEdits, apply
from .concise import unknowns
from .excerpt import Mark, excerpt, gutter_text
from .outcome import CheckedFile, FoundHere, Outcome
from .plain import safe, shown_line
from .style import Style

ReadLines = Callable[[str], Sequence[str]]
"""The lines of another file; raises `OSError` or `ValueError`."""

_PRIMARY_COLOUR = {
    Severity.ERROR: ("bold", "red"),
    Severity.WARNING: ("bold", "yellow"),
    Severity.INFORMATION: ("bold", "blue"),
    Severity.HINT: ("bold", "cyan"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How findings are shown: in which colours and how wide, and with the changes that fixes would make."""

    style: Style
    width: int
    changes: bool


def full(outcome: Outcome, look: Look, read: ReadLines) -> Iterator[str]:
    """All findings, then one line that sums them up."""
    for file, found in outcome.findings():
        yield from _finding(outcome, file, found, look, read)
        yield "\n"
    if outcome.explained:
        yield look.style.paint("What is not known, so that nothing can be said about it:", "bold") + "\n"
        yield from unknowns(outcome)
        yield "\n"
    yield summary(outcome, look.style)


def summary(outcome: Outcome, style: Style) -> str:
    """What was found, in one line."""
    counts = [(severity, outcome.count(severity)) for severity in sorted(Severity, reverse=True)]
    words = [style.severity(_plural(count, severity.word), severity) for severity, count in counts if count]
    files = _plural(outcome.checked, "file")
    if not words:
        return style.paint(f"Nothing found in {files}.", "bold", "green") + "\n"
    listed = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
    fixable = sum(bool(found.fixes) for _, found in outcome.findings())
    fixes = f" {fixable} can be fixed." if fixable else ""
    return f"Found {listed} in {files}.{fixes}\n"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _finding(outcome: Outcome, file: CheckedFile, found: FoundHere, look: Look, read: ReadLines) -> Iterator[str]:
    style, diagnostic = look.style, found.diagnostic
    colours = _PRIMARY_COLOUR[diagnostic.severity]
    name = style.severity(f"{diagnostic.severity.word}[{diagnostic.rule}]", diagnostic.severity)
    yield f"{name}{style.paint(f': {safe(diagnostic.message)}', 'bold')}\n"

    by_path: dict[str, list[Mark]] = {file.path: [Mark(diagnostic.span, "^", "", colours, before=2, after=1)]}
    for related in diagnostic.related:
        mark = Mark(related.span, "-", related.message, ("bold", "blue"))
        by_path.setdefault(related.path or file.path, []).append(mark)
    # An excerpt shows one line below a mark, which may have one digit more.
    last = max(mark.span.end.line for marks in by_path.values() for mark in marks) + 2
    gutter = len(str(last))

    for path, marks in by_path.items():
        start = marks[0].span.start
        arrow = "-->" if path == file.path else ":::"
        if path != file.path:
            yield gutter_text("", gutter, style) + "\n"
        place = f"{safe(outcome.shown(path))}:{start.line + 1}:{start.column + 1}"
        yield f"{' ' * gutter}{style.paint(arrow, 'bold', 'blue')} {place}\n"
        lines = file.lines if path == file.path else _lines_of(path, read)
        if lines:
            yield gutter_text("", gutter, style) + "\n"
            yield from excerpt(lines, marks, gutter, style, look.width - gutter - 10)
            continue
        for mark in marks:
            yield f"{' ' * gutter} {style.paint('=', 'bold', 'blue')} {safe(mark.label)}\n"
    yield gutter_text("", gutter, style) + "\n"

    for index, fix in enumerate(found.fixes):
        yield _note(
            gutter, style, "fix", f"{fix.title}{'' if fix.safety is Safety.SAFE else ' (look before applying)'}"
        )
        if look.changes and index == 0:
            yield from _changes(file, fix, gutter, look)
    yield _note(gutter, style, "why", f"torchwise explain {diagnostic.rule}")


def _lines_of(path: str, read: ReadLines) -> Sequence[str]:
    try:
        return read(path)
    except (OSError, ValueError):
        return ()


def _note(gutter: int, style: Style, word: str, text: str) -> str:
    return f"{' ' * gutter} {style.paint('=', 'bold', 'blue')} {style.paint(word, 'bold')}: {safe(text)}\n"


def _changes(file: CheckedFile, fix: VerifiedFix, gutter: int, look: Look) -> Iterator[str]:
    here = [edit for edit in fix.edits if not edit.path or edit.path == file.path]
    try:
        after = apply(file.lines, here)
    except OverlappingEdits:
        return
    matcher = difflib.SequenceMatcher(None, file.lines, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(1):
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                for number in range(old_start, old_end):
                    yield _changed(file.lines[number], number, " ", gutter, look, "dim")
                continue
            for number in range(old_start, old_end):
                yield _changed(file.lines[number], number, "-", gutter, look, "red")
            for number in range(new_start, new_end):
                yield _changed(after[number], number, "+", gutter, look, "green")


def _changed(line: str, number: int, sign: str, gutter: int, look: Look, colour: str) -> str:
    text = f"{number + 1:>{gutter}} {sign} {shown_line(line)}".rstrip()
    text = text if len(text) <= look.width else f"{text[: look.width - 3]}..."
    return f"{look.style.paint(text, colour)}\n"
