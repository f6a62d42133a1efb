"""What stands around a place: loops, other compound statements, the class of a method."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .events import Event
from .program import Program
from .site import Site
from .source import StatementText

_CLASS = re.compile(r"(?:@.*\n\s*)*class\s+(\w+)")


def around(program: Program, site: Site) -> Iterator[StatementText]:
    """The compound statements around a site in its function, the innermost first; the function is not among them."""
    for statement in program.outwards(site):
        if statement.text.startswith(("def ", "async def ", "@", "class ")):
            return
        yield statement


def around_calls(program: Program, event: Event) -> Iterator[StatementText]:
    """The compound statements of the file around an event, and around the visible calls that lead to it."""
    for site in (event.site, *event.trail):
        if site.module == program.path:
            yield from program.outwards(site)


def inside(program: Program, statement: StatementText, event: Event) -> bool:
    """Whether an event happens while a statement of the file runs."""
    return holds(program, statement, (*event.trail, event.site))


def holds(program: Program, statement: StatementText, sites: tuple[Site, ...]) -> bool:
    """Whether one of several places lies in a statement of the file."""
    return any(site.module == program.path and statement.span.contains(program.source.span(site)) for site in sites)


def nest(program: Program, site: Site) -> tuple[Site, ...]:
    """The statement that a place is in, and all statements around it, the innermost first."""
    return (site.whole, *(each.site for each in program.outwards(site)))


def above(program: Program, site: Site) -> list[StatementText]:
    """The statements that stand above that of a site in its block, in order."""
    block = program.source.block(site)
    sites = [statement.site for statement in block]
    return list(block[: sites.index(site.whole)]) if site.whole in sites else []


def below(program: Program, site: Site) -> list[StatementText]:
    """The statements that stand below that of a site in its block, in order."""
    block = program.source.block(site)
    sites = [statement.site for statement in block]
    return list(block[sites.index(site.whole) + 1 :]) if site.whole in sites else []


def iteration_of(program: Program, event: Event) -> StatementText | None:
    """The innermost loop around an event, in its own function or in those that call it; None outside of loops."""
    for site in (event.site, *reversed(event.trail)):
        for statement in around(program, site):
            if statement.is_loop:
                return statement
    return None


def loops_around(program: Program, event: Event) -> Iterator[Site]:
    """The loops that an event happens in, innermost first: those around the calls that lead to it as well.

    It ends at a call that stands in another file.
    """
    if event.loop is not None:
        yield event.loop
        if event.loop.module != program.path:
            return
        yield from _loops_above(program, event.loop)
    for call in reversed(event.trail):
        if call.module != program.path:
            return
        yield from _loops_above(program, call)


def _loops_above(program: Program, site: Site) -> Iterator[Site]:
    """The loops of its function in whose main suite a statement stands."""
    below = site.whole
    for statement in around(program, site):
        if statement.is_loop and any(each.site == below for each in program.source.body(statement.site)):
            yield statement.site
        below = statement.site


def class_around(program: Program, site: Site) -> StatementText | None:
    """The class whose method a place is in."""
    function = program.source.function(site)
    statement = None if function is None else program.source.parent(function.site)
    return statement if statement is not None and class_name(statement) else None


def class_name(statement: StatementText) -> str:
    """The name of a class; empty for any other statement."""
    found = _CLASS.match(statement.text)
    return "" if found is None else found[1]
