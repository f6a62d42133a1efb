"""Taking whole statements away."""

from __future__ import annotations

from ..program.program import Program
from ..program.site import Site
from ..text.edit import Edit
from ..text.span import Position, Span


def whole(program: Program, site: Site) -> Edit | None:
    """Remove the statement of a site with its lines; not where it is all there is in its block, or shares a line."""
    block = program.source.block(site)
    statement = next((each for each in block if each.site == site.whole), None)
    if statement is None or len(block) < 2 or not statement.alone or statement.comments:
        return None
    end = statement.span.end.line + 1
    return Edit(Span(Position(statement.span.start.line, 0), Position(end, 0)), "")
