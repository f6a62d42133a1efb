"""Moving whole statements within their block, together with what depends on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..text.edit import Edit
from ..text.span import Position, Span
from .insert import line_end

MOST_STATEMENTS = 12


def below(program: Program, moved: Site, target: Site, name: str, *, unused: bool = False) -> tuple[Edit, ...] | None:
    """Move a statement of a block below a later one, with the statements between that need what it makes.

    The order of uses of `name` is the bug, so it does not count. None where any other order would change: a
    statement that goes reads what a statement that stays writes (or the reverse), or both may change an object;
    where control may leave in between; where a statement shares its line; and over more than `MOST_STATEMENTS`.
    With `unused`, None as well where what goes along uses `name` too. Of the object `self`, only the uses by the two
    statements themselves do not count, as its attributes are something else each.
    """
    between = _between(program.source.block(moved.whole), moved.whole, target.whole)
    if not 1 < len(between) <= MOST_STATEMENTS or any(statement.jumps for statement in between):
        return None
    if name == "self":
        between = (_without(between[0], name), *between[1:-1], _without(between[-1], name))
    going = _going(between, name)
    if between[-1] in going or not all(_has_lines_alone(program, statement) for statement in (*going, between[-1])):
        return None
    if unused and any(_uses(statement, name) for statement in going[1:]):
        return None
    for index, statement in enumerate(between):
        later = [other for other in between[index:] if other not in going]
        if statement in going and any(_clash(statement, other, name) for other in later):
            return None
    return _edits(program, going, between[-1])


def in_one_block(program: Program, one: Site, other: Site) -> tuple[Site, Site] | None:
    """The statements of one block in which two places of a function stand: themselves, or the `if` and `with` around.

    None where they have no block in common, or where a loop or the like is between.
    """
    own, theirs = _around(program, one), _around(program, other)
    for statement in own:
        block = {each.site for each in program.source.block(statement)}
        for candidate in theirs:
            if candidate in block:
                return statement, candidate
    return None


def _around(program: Program, site: Site) -> list[Site]:
    """A statement, and those around it as long as all of them run their parts at most once."""
    found = [site.whole]
    for parent in program.outwards(site):
        if not re.match(r"(?:if|with)\b", parent.text):
            break
        found.append(parent.site)
    return found


def left_alone(program: Program, places: tuple[Site, Site], place: str) -> bool:
    """Whether nothing between two statements of a block changes the model that a place is a part of."""
    between = _between(program.source.block(places[0]), *places)[1:-1]
    root = place.partition(".")[0]
    changed = {each for statement in between for each in statement.writes | statement.mutates}
    return not any(overlaps(each, root) for each in changed)


def overlaps(place: str, other: str) -> bool:
    """Whether two chains of attributes may touch the same thing: `self.model` and `self.model.head` do."""
    return place == other or place.startswith(f"{other}.") or other.startswith(f"{place}.")


def _between(block: tuple[StatementText, ...], first: Site, last: Site) -> tuple[StatementText, ...]:
    sites = [statement.site for statement in block]
    if first not in sites or last not in sites:
        return ()
    between = block[sites.index(first) : sites.index(last) + 1]
    return between if all(one.span.end.line < other.span.start.line for one, other in pairwise(between)) else ()


def _uses(statement: StatementText, name: str) -> bool:
    if name == "self":
        return name in statement.mutates
    return _meet((name,), statement.reads | statement.mutates | statement.writes, "")


def _without(statement: StatementText, name: str) -> StatementText:
    names = replace(statement.names(), mutates=statement.mutates - {name})
    return replace(statement, names=lambda: names)


def _going(between: tuple[StatementText, ...], name: str) -> list[StatementText]:
    """The first statement, and every later one that needs what those that go have made."""
    going = [between[0]]
    made = set(between[0].writes)
    for statement in between[1:]:
        if _meet(statement.reads | statement.mutates, made, name):
            going.append(statement)
            made |= statement.writes
    return going


def _clash(going: StatementText, staying: StatementText, name: str) -> bool:
    """Whether it would make a difference that a statement runs after one that it ran before so far."""
    mine = going.reads | going.mutates
    return (
        _meet(mine | going.writes, staying.writes, name)
        or _meet(going.writes, staying.reads, name)
        or _meet(mine, staying.mutates, name)
        or _meet(going.mutates, staying.reads, name)
    )


def _meet(places: Iterable[str], others: Iterable[str], name: str) -> bool:
    rest = [other for other in others if name == "self" or not overlaps(other, name)]
    return any(overlaps(place, other) for place in places for other in rest)


def _has_lines_alone(program: Program, statement: StatementText) -> bool:
    lines = program.source.lines
    (first, column), (last, end) = statement.span
    behind = lines[last][end:].strip().removeprefix(";").strip()
    # A comment on the first line of a file is one about the file: a licence, a coding, a path.
    return (
        not lines[first][:column].strip()
        and (not behind or behind.startswith("#"))
        and (not statement.comments or statement.comments < first)
    )


def _edits(program: Program, going: list[StatementText], target: StatementText) -> tuple[Edit, ...]:
    lines = program.source.lines
    edits: list[Edit] = []
    text = ""
    above = -1
    for statement in going:
        first, last = statement.span.start.line - statement.comments, statement.span.end.line + 1
        text += "".join(lines[first:last])
        above = first - 1 if not edits or edits[-1].span.end.line < first else above
        if last < len(lines) and not lines[last].strip() and _opens(lines, above, statement.indent):
            last += 1
        edits.append(Edit(Span(Position(first, 0), Position(last, 0)), ""))
    below_target = target.span.end.line + 1
    if lines[below_target - 1].endswith(("\n", "\r")):
        place = Position(below_target, 0)
    else:
        place = Position(below_target - 1, len(lines[below_target - 1]))
        text = line_end(program) + text.rstrip("\r\n")
    return (*edits, Edit(Span(place, place), text))


def _opens(lines: Sequence[str], above: int, indent: str) -> bool:
    """Whether what follows a line begins a paragraph or a block, so that a blank line below it would be one too many."""
    if above < 0 or not lines[above].strip():
        return True
    return len(lines[above]) - len(lines[above].lstrip()) < len(indent)
