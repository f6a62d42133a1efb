"""The shape of a part of a tensor: what an index makes of it (torch 2.13)."""

from __future__ import annotations

from ..program.shape import Dim, Shape, Size
from ..program.values import NONE, Constant, Slice, Tensor, TupleValue, Value
from .sizes import whole


def indexed(shape: Shape, index: Value) -> Shape | None:
    """The shape of `tensor[index]`; None where that is not known."""
    parts = index.elements if isinstance(index, TupleValue) else (index,)
    if shape.open:
        return _from_the_end(shape, parts)
    taken = sum(1 for part in parts if part != NONE and not _is_ellipsis(part))
    room = len(shape.sizes) - taken
    if room < 0:
        return None
    full = (Slice(),) * room
    spread = [at for at, part in enumerate(parts) if _is_ellipsis(part)]
    if len(spread) > 1:
        return None
    at = spread[0] if spread else len(parts)
    sizes = _taken((*parts[:at], *full, *parts[at + 1 :]), shape.sizes)
    return None if sizes is None else Shape(sizes, lifted=NONE in parts)


def _from_the_end(shape: Shape, parts: tuple[Value, ...]) -> Shape | None:
    """Behind an ellipsis the last dimensions are meant."""
    rest = parts[1:]
    if not _is_ellipsis(parts[0]) or NONE in rest or len(rest) > len(shape.sizes):
        return None
    cut = len(shape.sizes) - len(rest)
    sizes = _taken(rest, shape.sizes[cut:])
    return None if sizes is None else Shape(shape.sizes[:cut] + sizes, open=True)


def _is_ellipsis(part: Value) -> bool:
    return isinstance(part, Constant) and part.kind == "ellipsis"


def _taken(parts: tuple[Value, ...], sizes: tuple[Dim, ...]) -> tuple[Dim, ...] | None:
    result: list[Dim] = []
    left = iter(sizes)
    tensors = 0
    for part in parts:
        if part == NONE:
            result.append(1)
            continue
        size = next(left)
        if isinstance(part, Slice):
            result.append(_cut(size, part))
        elif isinstance(part, Tensor):
            inner = part.shape
            tensors += 1
            if inner is None or inner.open or part.dtype not in ("int64", "int32") or tensors > 1:
                return None
            result.extend(inner.sizes)
        elif (whole(part) is None and not isinstance(part, Size)) or tensors:
            return None
    return tuple(result)


def _cut(size: Dim, part: Slice) -> Dim:
    if part == Slice():
        return size
    bounds = (part.lower, part.upper, part.step)
    if not isinstance(size, int) or not all(bound in (None, NONE) or whole(bound) is not None for bound in bounds):
        return None
    step = whole(part.step)
    if step is not None and step <= 0:
        return None
    return len(range(*slice(whole(part.lower), whole(part.upper), step).indices(size)))
