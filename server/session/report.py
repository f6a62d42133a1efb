"""What an analysis hands to the editor and the terminal: plain data in lines and columns."""

from __future__ import annotations

from dataclasses import dataclass

from ..rules.rule import Category, Safety, Severity, Status
from ..text.edit import Edit
from ..text.span import Span


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """A further place of a diagnostic; an empty path means the analysed file itself."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding at a place of a text. `order` sorts: by place, then rule.

    Where its `status` is another than ON, it is shown only if settings turn its rule on.
    """

    rule: str
    category: Category
    severity: Severity
    message: str
    span: Span
    related: tuple[RelatedPlace, ...] = ()
    settle: bool = False
    status: Status = Status.ON

    @property
    def order(self) -> tuple[Span, str, str]:
        """The key that diagnostics are sorted by everywhere."""
        return (self.span, self.rule, self.message)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept the analysis from reading a place: a hole, a limit, a crashed rule. `line` is 0-based."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class VerifiedFix:
    """A fix that was applied to a copy of the text and analysed again before being offered."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is to be said of one version of one text."""

    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[Problem, ...]
    files: frozenset[str] = frozenset()
    """The other files that were read, or looked for in vain."""
    absent: frozenset[str] = frozenset()
    """Those of them that were looked for in vain."""
    asked: frozenset[str] = frozenset()
    """The names of installed packages that other sources were asked about."""
    unread: bool = False
    """Whether other files have to be read yet: a patient run will know more."""
