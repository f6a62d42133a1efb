"""From logical lines to the tree of blocks.

Nothing here fails: a line indented strangely stays in the nearest block, a clause without its statement becomes
a hole that keeps its suite, and each leaves a note. Depth of nesting costs no recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from . import ir
from .line import LineIR, as_hole, read_as_statement
from .lines import LogicalLine
from .tree import Block, Statement

Unit = tuple[Statement, ...]
"""The statements that begin on one logical line: a header and what follows it there, or small statements."""


Former = Callable[[int], Unit]
"""The unit that an untouched logical line had in an earlier reading; empty for a changed line."""


@dataclass(slots=True)
class Built:
    """The tree of a stretch of logical lines; the notes carry the place of the logical line in the stretch."""

    body: Block
    units: list[Unit]
    notes: list[tuple[int, str]]
    next_key: int


@dataclass(slots=True)
class _Draft:
    """A compound statement whose suites are still being read."""

    at: int
    node: ir.Simple | ir.Header
    inline: Unit
    decorators: Block = ()
    body: Block = ()
    orelse: Block = ()
    final: Block = ()
    handlers: tuple[_Draft, ...] = ()
    further: _Draft | None = None
    """The `elif` that follows; it becomes `orelse`."""
    taken: str = ""
    """The last of `else` and `finally` that was seen: nothing that must come earlier may follow."""


@dataclass(slots=True)
class _Suite:
    """An open block: its column, the column of its header, and where it goes when it ends.

    `pending` is its last statement while clauses may still follow, `tail` the part of it that they belong to.
    """

    indent: int
    opener: int
    owner: _Draft | None
    slot: str
    statements: list[Statement]
    pending: _Draft | None = None
    tail: _Draft | None = None
    decorators: tuple[tuple[int, Statement], ...] = ()
    stray: tuple[int, int] = (-1, -1)


_DEEPER = "this line is indented deeper than its block"
_BETWEEN = "the indentation of this line matches no block above it"
_EMPTY = "an indented block is expected below this line"
_NO_HANDLER = "this `try` has neither `except` nor `finally`"
_OUTSIDE_CASE = "only `case` can stand directly inside `match`"
_LONE_DECORATOR = "a decorator must stand above a function or class"
_LONE_CLAUSE = {
    "elif": "`elif` without an `if` above it",
    "else": "`else` without an `if`, loop or `try` above it",
    "except": "`except` without a `try` above it",
    "finally": "`finally` without a `try` above it",
    "case": "`case` outside `match`",
}
_NOTHING: Unit = ()


@dataclass(slots=True)
class _Building:
    lines: Sequence[LogicalLine]
    read: Sequence[LineIR]
    former: Former | None
    next_key: int
    units: list[Unit]
    notes: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    suites: list[_Suite] = field(default_factory=lambda: [_Suite(0, -1, None, "", [])])
    expected: tuple[_Draft, str] | None = None


def build(lines: Sequence[LogicalLine], read: Sequence[LineIR], former: Former | None, next_key: int) -> Built:
    """The tree of logical lines that begin at the outermost level.

    Statements that `former` gives are used again where neither they nor anything inside them changed.
    """
    state = _Building(lines, read, former, next_key, [_NOTHING] * len(lines))
    suite = state.suites[0]
    units = state.units
    for at, line in enumerate(lines):
        if state.expected is not None or line.indent != suite.indent:
            suite = _suite_for(state, at, line.indent)
        content = read[at]
        if content.header is not None or suite.decorators:
            _compound(state, suite, at, content)
            continue
        if suite.pending is not None:
            _settle(state, suite)
        unit = units[at] = _small(state, at, content.simple, 0)
        suite.statements.extend(unit)
        if suite.slot == "cases":
            state.notes.append((at, _OUTSIDE_CASE))
    if state.expected is not None:
        _expect_nothing(state, len(lines))
    while len(state.suites) > 1:
        _leave(state)
    root = state.suites[0]
    _settle(state, root)
    _drop_decorators(state, root)
    return Built(tuple(root.statements), units, state.notes, state.next_key)


def _small(state: _Building, at: int, nodes: Sequence[ir.Simple], offset: int) -> Unit:
    if state.former is not None:
        former = state.former(at)[offset:]
        if len(former) == len(nodes) and all(
            old.node is node and not old.decorators for old, node in zip(former, nodes, strict=True)
        ):
            return former
    key = state.next_key
    state.next_key = key + len(nodes)
    if len(nodes) == 1:
        return (Statement(key, nodes[0]),)
    return tuple([Statement(key + place, node) for place, node in enumerate(nodes)])


def _suite_for(state: _Building, at: int, indent: int) -> _Suite:
    """Open or close suites until the innermost one is where a line indented by `indent` belongs."""
    suites = state.suites
    above = state.lines[at - 1].indent if at else -1
    if state.expected is not None:
        if indent > above:
            draft, slot = state.expected
            state.expected = None
            suites.append(_Suite(indent, above, draft, slot, []))
            return suites[-1]
        _expect_nothing(state, at)
    suite = suites[-1]
    if indent > above >= 0 and indent > suite.indent and (draft := _hole_above(state, suite, at)) is not None:
        suites.append(_Suite(indent, above, draft, "body", []))
        return suites[-1]
    message = _DEEPER
    while indent < suite.indent and len(suites) > 1:
        message = _BETWEEN
        if suite.opener < indent and suite.indent - indent <= indent - suite.opener:
            break
        _leave(state)
        suite = suites[-1]
    if indent != suite.indent:
        if suite.stray != (at - 1, indent):
            state.notes.append((at, message))
        suite.stray = (at, indent)
    return suite


def _hole_above(state: _Building, suite: _Suite, at: int) -> _Draft | None:
    """The line above as a header, if it could not be read: perhaps only its colon is missing."""
    above = at - 1
    draft = suite.pending
    if draft is not None:
        node = draft.node
        if draft.at != above or draft.inline or not isinstance(node, ir.Hole):
            return None
    elif suite.statements and state.units[above] == (suite.statements[-1],):
        node = suite.statements[-1].node
        if not isinstance(node, ir.Hole):
            return None
        suite.statements.pop()
        draft = _Draft(above, node, ())
    else:
        return None
    header = as_hole(state.lines[above].text, node.why).header
    assert header is not None
    draft.node = header
    suite.pending = suite.tail = draft
    return draft


def _compound(state: _Building, suite: _Suite, at: int, content: LineIR) -> None:
    text = state.lines[at].text
    if content.clause == "case":
        if suite.slot == "cases" and suite.owner is not None and content.header is not None:
            draft = _Draft(at, content.header, _small(state, at, content.simple, 1))
            suite.owner.handlers += (draft,)
            _open(state, draft, "body", draft.inline, content.opens)
            return
        statement = read_as_statement(text)
        content = statement if statement.hole is None else _lone_clause(text, content)
    elif content.clause:
        if _continues(state, suite, at, content):
            return
        content = _lone_clause(text, content)
    _settle(state, suite)
    node = content.header
    if node is None:
        hole = content.hole
        if hole is None:
            _drop_decorators(state, suite)
            unit = state.units[at] = _small(state, at, content.simple, 0)
            suite.statements.extend(unit)
            return
        node = hole
    if isinstance(node, ir.Decorator):
        decorator = _statement(state, _Draft(at, node, ()))
        state.units[at] = (decorator,)
        suite.decorators += ((at, decorator),)
        return
    if not isinstance(node, (ir.FunctionDef, ir.ClassDef, ir.Hole)):
        _drop_decorators(state, suite)
    if suite.slot == "cases":
        state.notes.append((at, _OUTSIDE_CASE))
    inline = () if content.header is None else _small(state, at, content.simple, 1)
    draft = _Draft(at, node, inline, tuple([decorator for _, decorator in suite.decorators]))
    suite.decorators = ()
    suite.pending = suite.tail = draft
    _open(state, draft, "cases" if isinstance(node, ir.Match) else "body", inline, content.opens)


def _lone_clause(text: str, content: LineIR) -> LineIR:
    return as_hole(text, _LONE_CLAUSE[content.clause], content.simple)


def _continues(state: _Building, suite: _Suite, at: int, content: LineIR) -> bool:
    """Attach a clause to the statement above it; false if there is none that it could belong to."""
    tail = suite.tail
    if suite.pending is None or tail is None or suite.decorators or content.header is None:
        return False
    node, taken = tail.node, tail.taken
    if isinstance(node, ir.Hole) and node.guess is not None:
        node = node.guess
    match content.clause:
        case "elif" if isinstance(node, ir.If) and not taken:
            draft = _Draft(at, content.header, _small(state, at, content.simple, 1))
            tail.taken = "elif"
            tail.further = suite.tail = draft
            _open(state, draft, "body", draft.inline, content.opens)
            return True
        case "except" if isinstance(node, ir.Try) and not taken:
            draft = _Draft(at, content.header, _small(state, at, content.simple, 1))
            tail.handlers += (draft,)
            _open(state, draft, "body", draft.inline, content.opens)
            return True
        case "else" if isinstance(node, (ir.If, ir.For, ir.While, ir.Try)) and not taken:
            slot = "orelse"
        case "finally" if isinstance(node, ir.Try) and taken != "finally":
            slot = "final"
        case _:
            return False
    tail.taken = content.clause
    inline = state.units[at] = _small(state, at, content.simple, 0)
    _open(state, tail, slot, inline, content.opens)
    return True


def _open(state: _Building, draft: _Draft, slot: str, inline: Unit, opens: bool) -> None:
    if opens:
        state.expected = (draft, slot)
    else:
        _put(draft, slot, inline)


def _put(draft: _Draft, slot: str, block: Block) -> None:
    if slot == "orelse":
        draft.orelse = block
    elif slot == "final":
        draft.final = block
    else:
        draft.body = block


def _expect_nothing(state: _Building, at: int) -> None:
    """The suite that the line above announced does not come."""
    if state.read[at - 1].hole is None:
        state.notes.append((at - 1, _EMPTY))
    state.expected = None


def _leave(state: _Building) -> None:
    suite = state.suites.pop()
    _settle(state, suite)
    _drop_decorators(state, suite)
    assert suite.owner is not None
    _put(suite.owner, suite.slot, tuple(suite.statements))


def _settle(state: _Building, suite: _Suite) -> None:
    """No further clause comes for the last statement of a suite: build it."""
    draft = suite.pending
    if draft is None:
        return
    suite.pending = suite.tail = None
    if isinstance(draft.node, ir.Try) and not draft.handlers and draft.taken != "finally":
        state.notes.append((draft.at, _NO_HANDLER))
    chain = [draft]
    while (further := chain[-1].further) is not None:
        chain.append(further)
    statement = None
    for part in reversed(chain):
        if statement is not None:
            part.orelse = (statement,)
        statement = _statement(state, part)
        state.units[part.at] = (statement, *part.inline)
    assert statement is not None
    suite.statements.append(statement)


def _statement(state: _Building, draft: _Draft) -> Statement:
    handlers: Block = ()
    if draft.handlers:
        handlers = tuple([_statement(state, handler) for handler in draft.handlers])
        for handler, statement in zip(draft.handlers, handlers):
            state.units[handler.at] = (statement, *handler.inline)
    former = () if state.former is None else state.former(draft.at)
    if former and former[0].node is draft.node:
        old = former[0]
        if (
            old.body == draft.body
            and old.orelse == draft.orelse
            and old.handlers == handlers
            and old.final == draft.final
            and old.decorators == draft.decorators
        ):
            return old
        key = old.key
    else:
        key = state.next_key
        state.next_key = key + 1
    return Statement(key, draft.node, draft.body, draft.orelse, handlers, draft.final, draft.decorators)


def _drop_decorators(state: _Building, suite: _Suite) -> None:
    for at, decorator in suite.decorators:
        assert isinstance(decorator.node, ir.Decorator)
        hole = as_hole(state.lines[at].text, _LONE_DECORATOR, opens=False).hole
        assert hole is not None
        statement = _statement(state, _Draft(at, hole, ()))
        state.units[at] = (statement,)
        suite.statements.append(statement)
    suite.decorators = ()
