"""Statements of a file as repairs see them, kept from edit to edit: most of them stay where and what they were."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..program.source import StatementText
from ..syntax.reading import Reading
from ..syntax.tree import Statement
from ..text.lines import equal_at_end, equal_at_start
from .names import unchanging


@dataclass(slots=True)
class KeptTexts:
    """The statements that were asked for, by key, as they stand in `reading`."""

    reading: Reading | None = None
    texts: dict[int, tuple[Statement, StatementText]] = field(
        default_factory=dict["int", "tuple[Statement, StatementText]"]
    )
    _fixed: frozenset[str] | None = None

    def follow(self, reading: Reading) -> None:
        """Go on to the next reading: what lies in lines that changed or moved, or right below them, is forgotten."""
        old, self.reading = self.reading, reading
        if old is reading:
            return
        self._fixed = None
        if old is None or not self.texts:
            self.texts.clear()
            return
        above = equal_at_start(reading.lines, old.lines)
        below = len(old.lines) - equal_at_end(reading.lines, old.lines, above)
        stays = len(old.lines) == len(reading.lines)
        for key, (statement, text) in list(self.texts.items()):
            first, last = text.span.start.line - text.comments, text.span.end.line
            touched = last >= above and not (stays and first > below)
            if touched or not reading.has(key) or reading.statement(key) is not statement:
                del self.texts[key]

    def fixed(self) -> frozenset[str]:
        """The names of the file that only ever stand for what cannot change."""
        if self._fixed is None:
            self._fixed = frozenset() if self.reading is None else unchanging(self.reading.body)
        return self._fixed
