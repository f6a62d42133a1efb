"""Comments that silence findings, and what is to be said about the comments themselves.

`# torchwise: ignore[name, name]` at the end of any line of a statement's header covers the findings that start
in that header; alone on a line it covers the next statement's. Without names it covers every finding. In the
first comment block, `# torchwise: ignore-file` or `ignore-file[name]` covers the whole file. A name is a rule or
a category.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..rules.rule import Category, Safety
from ..text.edit import Edit
from ..text.span import Position, Span
from .known_rules import CATEGORIES, KnownRules, nearest_word
from .meta import UNKNOWN_RULE_NAME, UNUSED_SUPPRESSION, MetaRule
from .report import Diagnostic, VerifiedFix

_DIRECTIVE = re.compile(r"#\s*torchwise\s*:\s*(?P<word>[A-Za-z_-]+)(?:\s*\[(?P<names>[^\]#]*)(?P<close>\]?))?[^#]*")
_NAME = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_WORDS = ("ignore", "ignore-file")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: the text from `#` to the end of its line, and whether it is `alone` on that line."""

    line: int
    column: int
    text: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Header:
    """The lines of one statement without its body, with its decorators: `first` up to and including `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AboutComment:
    """A meta diagnostic on a suppression comment, and its fix where there is one."""

    diagnostic: Diagnostic
    fix: VerifiedFix | None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What is left of the diagnostics, and what is to be said about the comments. Both in order."""

    kept: tuple[Diagnostic, ...]
    about_comments: tuple[AboutComment, ...]


def suppress(
    diagnostics: Iterable[Diagnostic],
    lines: Sequence[str],
    comments: Iterable[Comment],
    headers: Sequence[Header],
    known: KnownRules,
    *,
    is_on: Callable[[str], bool] = lambda _: True,
    complete: bool = True,
) -> Suppressed:
    """Apply the suppression comments of a text to its diagnostics.

    The diagnostics are those before settings and before anything is held back, so that a comment stays of
    use while its rule is off. `is_on` says whether a rule is on: a name that is off is never unused.
    `complete` is false where part of the text could not be read, or answers are still awaited: no comment
    is called unused then. `headers` are in the order of the text.
    """
    given = sorted(comments, key=lambda comment: (comment.line, comment.column))
    directives = [_placed(directive, given, headers) for comment in given for directive in _read(comment)]
    kept = tuple(sorted(_kept(diagnostics, directives), key=lambda diagnostic: diagnostic.order))
    about = list(_unknown_names(directives, known))
    if complete:
        about.extend(_unused(directives, lines, known, is_on))
    left = (entry for entry in about if not _covered(entry.diagnostic, directives, named=True))
    return Suppressed(kept, tuple(sorted(left, key=lambda entry: entry.diagnostic.order)))


@dataclass(frozen=True, slots=True)
class _NamePlace:
    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Directive:
    """One suppression; columns are those of its line. `names` is None where it covers every rule."""

    comment: Comment
    start: int
    end: int
    word: str
    names: tuple[_NamePlace, ...] | None
    closed: bool
    covers: tuple[int, int] | None = None
    used: set[str] = field(default_factory=set[str])
    used_at_all: bool = False

    @property
    def line(self) -> int:
        return self.comment.line

    def span(self, start: int, end: int) -> Span:
        return Span(Position(self.line, start), Position(self.line, end))


def _read(comment: Comment) -> Iterator[_Directive]:
    for match in _DIRECTIVE.finditer(comment.text):
        word = match["word"].lower()
        if word not in _WORDS and not nearest_word(word, _WORDS):
            continue
        start = comment.column + match.start()
        end = comment.column + match.start() + len(match.group().rstrip())
        names = None
        if match["names"] is not None:
            offset = comment.column + match.start("names")
            names = tuple(
                _NamePlace(found.group(), offset + found.start(), offset + found.end())
                for found in _NAME.finditer(match["names"])
            )
        yield _Directive(comment, start, end, word, names, closed=names is None or bool(match["close"]))


def _placed(directive: _Directive, comments: Sequence[Comment], headers: Sequence[Header]) -> _Directive:
    if not directive.closed:
        return directive
    if directive.word == "ignore":
        directive.covers = _next_or_same_header(directive.comment, headers)
    elif directive.word == "ignore-file" and directive.comment in _first_block(comments, headers):
        directive.covers = (0, sys.maxsize)
    return directive


def _next_or_same_header(comment: Comment, headers: Sequence[Header]) -> tuple[int, int] | None:
    index = bisect_left(headers, comment.line, key=lambda header: header.last)
    if index == len(headers):
        return None
    header = headers[index]
    if header.first <= comment.line or comment.alone:
        return (header.first, header.last)
    return None


def _first_block(comments: Sequence[Comment], headers: Sequence[Header]) -> list[Comment]:
    block: list[Comment] = []
    first_statement = headers[0].first if headers else None
    for comment in comments:
        if not comment.alone or (first_statement is not None and comment.line >= first_statement):
            break
        if block and comment.line != block[-1].line + 1:
            break
        block.append(comment)
    return block


def _kept(diagnostics: Iterable[Diagnostic], directives: Sequence[_Directive]) -> Iterator[Diagnostic]:
    for diagnostic in diagnostics:
        if not _covered(diagnostic, directives, named=diagnostic.category is Category.TORCHWISE):
            yield diagnostic


def _covered(diagnostic: Diagnostic, directives: Sequence[_Directive], *, named: bool) -> bool:
    """Whether a directive covers the diagnostic (every one that does is marked as used); `named`: only by name."""
    covered = False
    line = diagnostic.span.start.line
    for directive in directives:
        if directive.covers is None:
            continue
        first, last = directive.covers
        if not (first <= line <= last or (named and directive.line == line)):
            continue
        if directive.names is None:
            directive.used_at_all |= not named
            covered |= not named
            continue
        hits = {diagnostic.rule, diagnostic.category.value} & {place.name for place in directive.names}
        directive.used |= hits
        covered |= bool(hits)
    return covered


def _unknown_names(directives: Sequence[_Directive], known: KnownRules) -> Iterator[AboutComment]:
    for directive in directives:
        if directive.word not in _WORDS:
            continue
        for place in directive.names or ():
            if place.name in known:
                continue
            span = directive.span(place.start, place.end)
            nearest = known.nearest(place.name)
            message = f"there is no rule or category `{place.name}`, so this suppresses nothing"
            if nearest is None:
                yield _about(UNKNOWN_RULE_NAME, span, message, None)
                continue
            fix = VerifiedFix(f"Change to `{nearest}`", Safety.SAFE, (Edit(span, nearest),))
            yield _about(UNKNOWN_RULE_NAME, span, f"{message}; did you mean `{nearest}`?", fix)


def _unused(
    directives: Sequence[_Directive], lines: Sequence[str], known: KnownRules, is_on: Callable[[str], bool]
) -> Iterator[AboutComment]:
    for directive in directives:
        whole = directive.span(directive.start, directive.end)
        if directive.word not in _WORDS or not directive.closed:
            message = "this comment suppresses nothing: write `# torchwise: ignore` or `# torchwise: ignore[rule]`"
            yield _about(UNUSED_SUPPRESSION, whole, message, None)
        elif directive.covers is None and directive.word == "ignore-file":
            message = "`ignore-file` counts only in the first comment block of a file, so it suppresses nothing here"
            yield _about(UNUSED_SUPPRESSION, whole, message, _removal(directive, lines))
        elif directive.names is None:
            if not directive.used_at_all:
                message = "this suppresses nothing: nothing is found here"
                yield _about(UNUSED_SUPPRESSION, whole, message, _removal(directive, lines))
        elif unused := [place for place in directive.names if _is_unused(place.name, directive, known, is_on)]:
            words = " and no ".join(f"`{name}`" for name in dict.fromkeys(place.name for place in unused))
            message = f"this suppresses nothing: no {words} is found here"
            if len(unused) == len(directive.names):
                yield _about(UNUSED_SUPPRESSION, whole, message, _removal(directive, lines))
            else:
                span = directive.span(unused[0].start, unused[-1].end)
                yield _about(UNUSED_SUPPRESSION, span, message, _without(directive, directive.names, unused))
        elif not directive.names:
            message = "this suppresses nothing: it names no rule"
            yield _about(UNUSED_SUPPRESSION, whole, message, _removal(directive, lines))


def _is_unused(name: str, directive: _Directive, known: KnownRules, is_on: Callable[[str], bool]) -> bool:
    if name in directive.used or name not in known:
        return False
    if name in CATEGORIES:
        members = [rule.name for rule in known.by_name.values() if rule.category.value == name]
        return name != Category.TORCHWISE.value and any(is_on(member) for member in members)
    return known.by_name[name].category is not Category.TORCHWISE and is_on(name)


def _removal(directive: _Directive, lines: Sequence[str]) -> VerifiedFix:
    comment, line = directive.comment, directive.line
    text = lines[line]
    content = text.rstrip("\r\n")
    is_all = directive.start == comment.column and directive.end >= len(content.rstrip())
    if comment.alone and is_all:
        if line + 1 < len(lines):
            span = Span(Position(line, 0), Position(line + 1, 0))
        else:
            span = directive.span(0, len(text))
    else:
        before = content[: directive.start].rstrip() if directive.end >= len(content.rstrip()) else None
        after = len(content) - len(content[directive.end :].lstrip())
        span = directive.span(directive.start, after) if before is None else directive.span(len(before), len(content))
    return VerifiedFix("Remove the unused suppression", Safety.SAFE, (Edit(span, ""),))


def _without(directive: _Directive, names: Sequence[_NamePlace], unused: Sequence[_NamePlace]) -> VerifiedFix:
    first_kept = next(index for index, place in enumerate(names) if place not in unused)
    edits: list[Edit] = []
    if first_kept:
        edits.append(Edit(directive.span(names[0].start, names[first_kept].start), ""))
    for before, place in zip(names[first_kept:], names[first_kept + 1 :]):
        if place in unused:
            edits.append(Edit(directive.span(before.end, place.end), ""))
    return VerifiedFix("Remove the unused names", Safety.SAFE, tuple(edits))


def _about(rule: MetaRule, span: Span, message: str, fix: VerifiedFix | None) -> AboutComment:
    settle = rule is UNUSED_SUPPRESSION
    return AboutComment(Diagnostic(rule.name, rule.category, rule.severity, message, span, settle=settle), fix)
