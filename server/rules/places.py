"""Where findings are shown, if what they speak of may happen in another file or be the fault of a caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..program.program import Program
    from ..program.site import Site


def here(program: Program, place: Site, otherwise: Site) -> Site:
    """A place, if it is in the file under analysis; else another one, which is."""
    return place if place.module == program.path else otherwise


def blamed(program: Program, at: Site, trail: tuple[Site, ...], *, always: bool) -> Site:
    """What is to blame for something wrong at a place: the place, or the call that leads to it where others do no harm."""
    return at if always or not trail else here(program, trail[-1], at)
