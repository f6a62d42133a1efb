"""The text of a file as repairs see it: statements with their spans and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..program.site import Site
from ..program.source import StatementText
from ..semantics.scopes import names_bound
from ..syntax import ir
from ..syntax.reading import Reading
from ..syntax.scan import walk
from ..syntax.spans import span_of, statement_span, whole_span
from ..syntax.tree import Block, Statement
from ..text.span import Span


@dataclass(slots=True)
class FileSource:
    """Answers questions about the statements of one reading. See `server.program.source.Source`."""

    path: str
    reading: Reading

    @property
    def lines(self) -> Sequence[str]:
        """The physical lines with their line ends."""
        return self.reading.lines

    def span(self, site: Site) -> Span:
        """Where a node of this file stands now."""
        if site.node == 0:
            return statement_span(self.reading, site.statement)
        return span_of(self.reading, site.statement, site.node)

    def statement(self, site: Site) -> StatementText | None:
        """The statement that a site lies in."""
        if site.module != self.path or not self.reading.has(site.statement):
            return None
        return self._text(self.reading.statement(site.statement))

    def block(self, site: Site) -> tuple[StatementText, ...]:
        """The statements of the block that the statement of a site belongs to, in order."""
        if site.module != self.path:
            return ()
        found = self._block_of(site.statement)
        return tuple(self._text(statement) for statement in found)

    def body(self, site: Site) -> tuple[StatementText, ...]:
        """The statements of the main suite of a compound statement."""
        if site.module != self.path or not self.reading.has(site.statement):
            return ()
        return tuple(self._text(statement) for statement in self.reading.statement(site.statement).body)

    def _block_of(self, key: int) -> Block:
        stack: list[Block] = [self.reading.body]
        while stack:
            block = stack.pop()
            for statement in block:
                if statement.key == key:
                    return block
                stack.extend((statement.body, statement.orelse, statement.handlers, statement.final))
        return ()

    def _text(self, statement: Statement) -> StatementText:
        span = whole_span(self.reading, statement.key)
        header = statement_span(self.reading, statement.key)
        names = _Names()
        names.visit(statement)
        first = self.reading.lines[span.start.line]
        indent = first[: len(first) - len(first.lstrip())]
        unit = self.reading.units[self.reading.logical_line_of(statement.key)]
        last = self.reading.lines[span.end.line] if span.end.line < len(self.reading.lines) else ""
        return StatementText(
            Site(self.path, statement.key),
            span,
            header,
            indent,
            frozenset(names.reads),
            frozenset(names.writes),
            frozenset(names.mutates),
            alone=len(unit) == 1 or unit[0] is statement,
            simple=not (statement.body or statement.orelse or statement.handlers or statement.final),
            comments=self._comments_above(span.start.line),
            trailing_comment="#" in last[span.end.column :],
            jumps=names.jumps,
            text=self._cut(span),
        )

    def _comments_above(self, line: int) -> int:
        count = 0
        while line - count > 0 and self.reading.lines[line - count - 1].lstrip().startswith("#"):
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


class _Names:
    """The names that a statement with its suites reads, binds and may change the objects of."""

    def __init__(self) -> None:
        self.reads: set[str] = set()
        self.writes: set[str] = set()
        self.mutates: set[str] = set()
        self.jumps = False

    def visit(self, statement: Statement) -> None:
        for inner in _with_suites(statement):
            node = inner.node
            self.writes.update(names_bound(node))
            if isinstance(node, ir.Return | ir.Raise) or (isinstance(node, ir.Jump) and node.kind != "pass"):
                self.jumps = True
            if isinstance(node, ir.Hole):
                self.reads.update(node.names)
                self.writes.update(node.names)
                self.mutates.update(node.names)
            for part in walk(node):
                self._part(part)
            if isinstance(node, ir.Assign):
                for target in node.targets:
                    self._target(target)
            elif isinstance(node, ir.Augment):
                self._target(node.target)

    def _target(self, target: ir.Expr) -> None:
        if isinstance(target, ir.Attribute | ir.Subscript):
            place = dotted(target.value)
            if place:
                self.mutates.add(place)
            if isinstance(target, ir.Attribute) and place:
                self.writes.add(f"{place}.{target.attr}")

    def _part(self, part: ir.Node) -> None:
        if isinstance(part, ir.Name):
            self.reads.add(part.id)
        elif isinstance(part, ir.Attribute):
            place = dotted(part)
            if place:
                self.reads.add(place)
        elif isinstance(part, ir.Call):
            if isinstance(part.func, ir.Attribute):
                place = dotted(part.func.value)
                if place:
                    self.mutates.add(place)
            for argument in part.arguments:
                place = dotted(argument.value)
                if place:
                    self.mutates.add(place)


def dotted(expr: ir.Expr) -> str:
    """A name or a chain of attributes as text; empty for anything else."""
    if isinstance(expr, ir.Name):
        return expr.id
    if isinstance(expr, ir.Attribute):
        inner = dotted(expr.value)
        return f"{inner}.{expr.attr}" if inner else ""
    return ""


def _with_suites(statement: Statement) -> Iterator[Statement]:
    stack = [statement]
    while stack:
        current = stack.pop()
        yield current
        for suite in (current.decorators, current.body, current.orelse, current.handlers, current.final):
            stack.extend(suite)
