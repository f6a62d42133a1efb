"""Dimensions of one taken away from a tensor where it is used."""

from __future__ import annotations

from ..program.program import Program
from ..program.shape import Shape, extra_one
from ..program.site import Site
from ..rules.rule import Fix
from . import expression


def drop_extra(program: Program, one: tuple[Shape, Site], other: tuple[Shape, Site]) -> Fix | None:
    """Take from one of two tensors the dimension of one that it has more than the other."""
    for (shape, site), (wanted, _) in ((one, other), (other, one)):
        axis = extra_one(shape, wanted)
        edit = None if axis is None else expression.applied(program, site, f".squeeze({axis})")
        if edit is not None:
            return Fix(f"Take the dimension of one away: .squeeze({axis})", (edit,))
    return None
