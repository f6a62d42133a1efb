"""Putting the rest of a block under a header of its own, such as a `with`."""

from __future__ import annotations

from ..program.program import Program
from ..program.site import Site
from ..text.edit import Edit
from ..text.span import Position, Span

_STEP = "    "


def rest_under(program: Program, site: Site, header: str) -> tuple[Edit, ...] | None:
    """Put a header in place of a statement, and all that follows it in its block under it.

    None where it has no line of its own, where nothing follows, or where a line might belong to a text of several lines.
    """
    block = program.source.block(site)
    sites = [statement.site for statement in block]
    if site.whole not in sites or sites[-1] == site.whole:
        return None
    own, following = block[sites.index(site.whole)], block[sites.index(site.whole) + 1 :]
    first, last = following[0].span.start.line - following[0].comments, following[-1].span.end.line
    lines = program.source.lines[first : last + 1]
    quotes = any('"""' in line or "'''" in line or line.rstrip().endswith("\\") for line in lines)
    if not own.alone or not all(each.alone or not each.simple for each in following) or quotes:
        return None
    edits = [Edit(own.span, header)]
    for number, line in enumerate(lines, first):
        if line.strip():
            place = Position(number, 0)
            edits.append(Edit(Span(place, place), _STEP))
    return tuple(edits)
