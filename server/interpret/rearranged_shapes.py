"""The shapes of what rearranges, cuts or repeats a tensor (torch 2.13)."""

from __future__ import annotations

from collections.abc import Callable

from ..program.shape import Dim, Shape, closed, count, divided, multiplied
from ..program.values import Value
from .machine import Machine
from .sizes import Asked, dim_of, listed_sizes, shape_of


def _view(asked: Asked) -> Shape | None:
    wanted = asked.sizes("shape") if "shape" in asked.bound else asked.sizes("size")
    if wanted is None:
        return None
    given = asked.first
    lifted = 1 in wanted and (given is None or given.open or len(given.sizes) < len(wanted))
    open_at = [at for at, size in enumerate(wanted) if size == -1]
    if not open_at:
        return Shape(wanted, lifted=lifted)
    if len(open_at) > 1:
        return None
    others = wanted[: open_at[0]] + wanted[open_at[0] + 1 :]
    left = divided(count(given), multiplied(others))
    return Shape((*wanted[: open_at[0]], left, *wanted[open_at[0] + 1 :]), lifted=lifted)


def flattened(shape: Shape | None, first: int | None, last: int | None) -> Shape | None:
    """The shape with the dimensions from the first to the last made one."""
    if first is None or last is None:
        return None
    if shape is None or shape.open:
        # The first ones stay, all others become one.
        return Shape((None,) * (first + 1)) if last == -1 and first >= 0 else None
    rank = len(shape.sizes)
    if not rank:
        return Shape((1,))
    begin, end = first % rank, last % rank
    return Shape((*shape.sizes[:begin], multiplied(shape.sizes[begin : end + 1]), *shape.sizes[end + 1 :]))


def _flatten(asked: Asked) -> Shape | None:
    return flattened(asked.first, asked.number("start_dim", 0), asked.number("end_dim", -1))


def unflattened(machine: Machine, shape: Shape | None, dim: int | None, given: Value | None) -> Shape | None:
    """The shape with one dimension made several."""
    sizes, parts = closed(shape), None if given is None else listed_sizes(machine, [given])
    if sizes is None or parts is None or dim is None or not -len(sizes) <= dim < len(sizes):
        return None
    at = dim % len(sizes)
    if -1 in parts:
        rest = multiplied(tuple(part for part in parts if part != -1))
        parts = tuple(divided(sizes[at], rest) if part == -1 else part for part in parts)
    return Shape(sizes[:at] + parts + sizes[at + 1 :])


def _unflatten(asked: Asked) -> Shape | None:
    return unflattened(asked.machine, asked.first, asked.number("dim"), asked.value("sizes"))


def _swapped(shape: Shape | None, one: int | None, other: int | None) -> Shape | None:
    if shape is None or one is None or other is None:
        return None
    rank = len(shape.sizes)
    if shape.open and (one >= 0 or other >= 0):
        return None
    if not -rank <= one < rank or not -rank <= other < rank:
        return None
    sizes = list(shape.sizes)
    sizes[one], sizes[other] = sizes[other], sizes[one]
    return Shape(tuple(sizes), shape.open, shape.lifted)


def _transpose(asked: Asked) -> Shape | None:
    names = ("axis0", "axis1") if "axis0" in asked.bound else ("dim0", "dim1")
    return _swapped(asked.first, asked.number(names[0]), asked.number(names[1]))


def turned(shape: Shape | None) -> Shape | None:
    """The shape of `.t()` and `.T`."""
    sizes = closed(shape)
    if sizes is None:
        return None
    return shape if len(sizes) < 2 else Shape(sizes[::-1], lifted=shape is not None and shape.lifted)


def _t(asked: Asked) -> Shape | None:
    return turned(asked.first)


def last_swapped(shape: Shape | None) -> Shape | None:
    """The shape of `.mT`."""
    return _swapped(shape, -1, -2)


def _mt(asked: Asked) -> Shape | None:
    return last_swapped(asked.first)


def _permute(asked: Asked) -> Shape | None:
    order = asked.sizes("dims")
    if order is None or asked.first is None:
        return None
    sizes = asked.first.sizes
    if asked.first.open:
        missing = len(order) - len(sizes)
        sizes = (None,) * max(missing, 0) + sizes
    rank = len(sizes)
    axes = [axis % rank for axis in order if isinstance(axis, int)] if rank else []
    if len(axes) != len(order) or sorted(axes) != list(range(rank)):
        return None
    return Shape(tuple(sizes[axis] for axis in axes))


def _squeeze(asked: Asked) -> Shape | None:
    given = asked.first
    if given is None:
        return None
    if "dim" not in asked.bound:
        if given.open or not all(isinstance(size, int) for size in given.sizes):
            return None
        return Shape(tuple(size for size in given.sizes if size != 1))
    dim = asked.number("dim")
    rank = len(given.sizes)
    if dim is None or not -rank <= dim < max(rank, 1) or (given.open and dim >= 0):
        return None
    if not rank:
        return given
    size = given.sizes[dim]
    if not isinstance(size, int):
        return None
    return Shape(_without(given.sizes, dim), given.open) if size == 1 else given


def _without(sizes: tuple[Dim, ...], axis: int) -> tuple[Dim, ...]:
    at = axis % len(sizes)
    return sizes[:at] + sizes[at + 1 :]


def _unsqueeze(asked: Asked) -> Shape | None:
    given, dim = asked.first, asked.number("dim")
    if given is None or dim is None:
        return None
    rank = len(given.sizes) + 1
    if not -rank <= dim < rank or (given.open and (dim >= 0 or dim == -rank)):
        return None
    at = dim % rank
    return Shape((*given.sizes[:at], 1, *given.sizes[at:]), given.open, lifted=True)


def _expand(asked: Asked) -> Shape | None:
    wanted, given = asked.sizes("size"), asked.first
    if wanted is None:
        return None
    before = len(wanted)
    return Shape(
        tuple(
            (None if given is None else given.at(at - before)) if size == -1 else size for at, size in enumerate(wanted)
        )
    )


def _narrow(asked: Asked) -> Shape | None:
    length = asked.value("length")
    return None if length is None else replaced(asked.first, asked.number("dim"), dim_of(length))


def replaced(shape: Shape | None, dim: int | None, size: Dim) -> Shape | None:
    """The shape with another size in one dimension."""
    if shape is None or dim is None or (shape.open and dim >= 0) or not -len(shape.sizes) <= dim < len(shape.sizes):
        return None
    at = dim % len(shape.sizes)
    return Shape((*shape.sizes[:at], size, *shape.sizes[at + 1 :]), shape.open)


def removed(shape: Shape | None, dim: int | None) -> Shape | None:
    """The shape without one dimension."""
    if shape is None or dim is None or (shape.open and dim >= 0) or not -len(shape.sizes) <= dim < len(shape.sizes):
        return None
    return Shape(_without(shape.sizes, dim), shape.open)


def _select(asked: Asked) -> Shape | None:
    return removed(asked.first, asked.number("dim"))


def _unbind(asked: Asked) -> Shape | None:
    return removed(asked.first, asked.number("dim", 0))


def _repeat(asked: Asked) -> Shape | None:
    times, given = asked.sizes("repeats"), closed(asked.first)
    if times is None or given is None or len(times) < len(given):
        return None
    sizes = (1,) * (len(times) - len(given)) + given
    return Shape(tuple(multiplied((size, number)) for size, number in zip(sizes, times, strict=True)))


def _pad(asked: Asked) -> Shape | None:
    given = asked.value("pad")
    sides = None if given is None else listed_sizes(asked.machine, [given])
    if asked.first is None or sides is None or len(sides) % 2:
        return None
    return padded(asked.first, sides)


def padded(shape: Shape, sides: tuple[Dim, ...]) -> Shape | None:
    """The shape with so much added before and behind, the last dimension first."""
    if len(sides) // 2 > len(shape.sizes):
        return None
    sizes = list(shape.sizes)
    for at in range(len(sides) // 2):
        known = [part for part in (sides[2 * at], sides[2 * at + 1], sizes[-1 - at]) if isinstance(part, int)]
        sizes[-1 - at] = sum(known) if len(known) == 3 else None
    return Shape(tuple(sizes), shape.open)


def _index_select(asked: Asked) -> Shape | None:
    index = closed(shape_of(asked.inputs[1])) if len(asked.inputs) > 1 else None
    return replaced(asked.first, asked.number("dim"), index[0] if index else None)


REARRANGED: dict[str, Callable[[Asked], Shape | None]] = {
    "view": _view,
    "flatten": _flatten,
    "unflatten": _unflatten,
    "transpose": _transpose,
    "t": _t,
    "mT": _mt,
    "permute": _permute,
    "squeeze": _squeeze,
    "unsqueeze": _unsqueeze,
    "expand": _expand,
    "narrow": _narrow,
    "select": _select,
    "unbind": _unbind,
    "repeat": _repeat,
    "pad": _pad,
    "index_select": _index_select,
}
"""By the word in a row of the tables."""
