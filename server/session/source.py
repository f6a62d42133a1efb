"""The text of a file as repairs see it: statements with their spans and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..program.site import Site
from ..program.source import StatementText
from ..syntax import ir
from ..syntax.enclosing import block_of, enclosing
from ..syntax.reading import Reading
from ..syntax.scan import names_bound, names_read
from ..syntax.spans import span_of, statement_span, whole_span
from ..syntax.tree import Statement, all_statements
from ..text.span import Span
from .kept_texts import KeptTexts
from .names import names_of


@dataclass(slots=True)
class FileSource:
    """Answers questions about the statements of one reading. See `server.program.source.Source`."""

    path: str
    reading: Reading
    kept: KeptTexts = field(default_factory=KeptTexts)

    def __post_init__(self) -> None:
        self.kept.follow(self.reading)

    @property
    def lines(self) -> Sequence[str]:
        """The physical lines with their line ends."""
        return self.reading.lines

    def span(self, site: Site) -> Span:
        """Where a node of this file stands now."""
        if site.node == 0:
            return statement_span(self.reading, site.statement)
        return span_of(self.reading, site.statement, site.node)

    def half_typed(self, site: Site) -> bool:
        """Whether a site lies in a line that cannot be read as it stands: nothing is to be said about it."""
        return isinstance(self.reading.statement(site.statement).node, ir.Hole)

    def statement(self, site: Site) -> StatementText | None:
        """The statement that a site lies in."""
        if not self._holds(site):
            return None
        return self._text(self.reading.statement(site.statement))

    def block(self, site: Site) -> tuple[StatementText, ...]:
        """The statements of the block that the statement of a site belongs to, in order."""
        if not self._holds(site):
            return ()
        return tuple(self._text(statement) for statement in block_of(self.reading, site.statement))

    def body(self, site: Site) -> tuple[StatementText, ...]:
        """The statements of the main suite of a compound statement."""
        if not self._holds(site):
            return ()
        return tuple(self._text(statement) for statement in self.reading.statement(site.statement).body)

    def readers(self, site: Site, name: str) -> tuple[StatementText, ...]:
        """The statements whose own line reads a variable of the function (or module) around a site."""
        return tuple(self._text(each) for each in self._inside(site) if name in names_read(each.node))

    def writers(self, site: Site, name: str) -> tuple[StatementText, ...]:
        """The statements whose own line binds a variable of the function (or module) around a site."""
        return tuple(self._text(each) for each in self._inside(site) if name in names_bound(each.node))

    def _inside(self, site: Site) -> Iterator[Statement]:
        if self._holds(site):
            function = self._function(site.statement)
            yield from all_statements(self.reading.body if function is None else function.body)

    def function(self, site: Site) -> StatementText | None:
        """The definition of the innermost function around a site; None outside of functions."""
        if not self._holds(site):
            return None
        found = self._function(site.statement)
        return None if found is None else self._text(found)

    def outwards(self, site: Site) -> Iterator[StatementText]:
        """The compound statements around a site, functions and classes among them, the innermost first."""
        around = self._around(site.statement) if self._holds(site) else ()
        return map(self._text, reversed(around))

    def parent(self, site: Site) -> StatementText | None:
        """The compound statement in one of whose suites the statement of a site stands; None at the top of the file."""
        return next(self.outwards(site), None)

    def _function(self, key: int) -> Statement | None:
        around = reversed(self._around(key))
        return next((statement for statement in around if isinstance(statement.node, ir.FunctionDef)), None)

    def _around(self, key: int) -> tuple[Statement, ...]:
        """The compound statements that a statement stands in, the outermost first; clauses are part of theirs."""
        around = enclosing(self.reading, key)
        return tuple(each for each in around if not isinstance(each.node, ir.Except | ir.Case))

    def _holds(self, site: Site) -> bool:
        """Whether a site lies in a statement of this file."""
        return site.module == self.path and self.reading.has(site.statement)

    def _text(self, statement: Statement) -> StatementText:
        known = self.kept.texts.get(statement.key)
        if known is None:
            known = self.kept.texts[statement.key] = (statement, self._made(statement))
        return known[1]

    def _made(self, statement: Statement) -> StatementText:
        span = whole_span(self.reading, statement.key)
        header = statement_span(self.reading, statement.key)
        simple = not (statement.body or statement.orelse or statement.handlers or statement.final)
        first = self.reading.lines[span.start.line]
        indent = first[: len(first) - len(first.lstrip())]
        unit = self.reading.units[self.reading.logical_line_of(statement.key)]
        last = self.reading.lines[span.end.line] if span.end.line < len(self.reading.lines) else ""
        return StatementText(
            Site(self.path, statement.key),
            span,
            header,
            indent,
            alone=len(unit) == 1 or (unit[0] is statement and not simple),
            simple=simple,
            comments=self._comments_above(span.start.line),
            trailing_comment="#" in last[span.end.column :],
            text=self._cut(span),
            names=partial(names_of, statement),
            fixed=self.kept.fixed,
        )

    def _comments_above(self, line: int) -> int:
        count = 0
        while line - count > 0 and _is_comment(self.reading.lines[line - count - 1].lstrip()):
            count += 1
        return count

    def _cut(self, span: Span) -> str:
        lines = self.reading.lines[span.start.line : span.end.line + 1]
        if not lines:
            return ""
        cut = list(lines)
        cut[-1] = cut[-1][: span.end.column]
        cut[0] = cut[0][span.start.column :]
        return "".join(cut)


def _is_comment(line: str) -> bool:
    """Whether a line is a comment on what follows; the mark of a notebook's cell is not."""
    return line.startswith("#") and not line.startswith(("# %%", "#%%", "# In[", "# <codecell>"))
