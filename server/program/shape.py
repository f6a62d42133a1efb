"""Shapes of tensors: sizes that are literal, sizes that have only a name, and what is not known.

The name of a size has an identity: two dimensions with the same name are of the same length, whatever that is. So
`x.view(x.size(0), -1)` keeps its first dimension, and products of names can be divided again.
"""

from __future__ import annotations

from typing import TypeAlias

from .record import record


@record
class Size:
    """A size that is not literal: the product of `factor` and all that the `names` stand for, which are sorted.

    A name below zero stands for the number of examples in a batch.
    """

    names: tuple[int, ...]
    factor: int = 1

    @property
    def examples(self) -> bool:
        """Whether it certainly counts the examples of a batch."""
        return self.factor == 1 and len(self.names) == 1 and self.names[0] < 0


Dim: TypeAlias = int | Size | None
"""One size; None where nothing is known of it."""


@record
class Shape:
    """The sizes of a tensor from the first to the last; where it is `open`, there may be more in front of them.

    `lifted` when a dimension of one was put in by hand (`unsqueeze`, `[:, None]`), as is done to compare all with all.
    """

    sizes: tuple[Dim, ...] = ()
    open: bool = False
    lifted: bool = False

    @property
    def rank(self) -> int | None:
        """The number of dimensions, if it is known."""
        return None if self.open else len(self.sizes)

    def at(self, axis: int) -> Dim:
        """The size of a dimension, counted from the end where `axis` is negative."""
        if axis < 0:
            return self.sizes[axis] if -axis <= len(self.sizes) else None
        return self.sizes[axis] if not self.open and axis < len(self.sizes) else None


SCALAR = Shape()
ANY = Shape(open=True)
"""Nothing is known of it."""


def closed(shape: Shape | None) -> tuple[Dim, ...] | None:
    """The sizes of a shape whose number of dimensions is known."""
    return None if shape is None or shape.open else shape.sizes


def of_rank(shape: Shape | None, rank: int) -> tuple[Dim, ...] | None:
    """The sizes of a shape that has so many dimensions; None where it has certainly not."""
    if shape is None:
        return (None,) * rank
    if not shape.open:
        return shape.sizes if len(shape.sizes) == rank else None
    missing = rank - len(shape.sizes)
    return None if missing < 0 else (None,) * missing + shape.sizes


def multiplied(sizes: tuple[Dim, ...]) -> Dim:
    """The product of sizes; None where one of them is not known."""
    if 0 in sizes:
        return 0
    factor = 1
    names: tuple[int, ...] = ()
    for size in sizes:
        if size is None:
            return None
        if isinstance(size, Size):
            factor, names = factor * size.factor, names + size.names
        else:
            factor *= size
    return Size(tuple(sorted(names)), factor) if names else factor


def divided(size: Dim, by: Dim) -> Dim:
    """A size divided by a part of it; None where that is not known, or does not come out even."""
    if size is None or by is None or by == 0:
        return None
    if isinstance(size, int) and isinstance(by, int):
        return size // by if size % by == 0 else None
    factor, names = (size.factor, list(size.names)) if isinstance(size, Size) else (size, [])
    divisor, others = (by.factor, by.names) if isinstance(by, Size) else (by, ())
    for name in others:
        if name not in names:
            return None
        names.remove(name)
    if factor % divisor:
        return None
    return Size(tuple(names), factor // divisor) if names else factor // divisor


def broadcast(one: Shape | None, other: Shape | None) -> Shape | None:
    """The shape of what an operation element by element makes of two tensors; None where nothing is known of it.

    A pair of sizes of which neither can be the other, which raises, gives an unknown size.
    """
    if one is other:
        return one
    if one is None or other is None:
        known = other if one is None else one
        # The last sizes stay what they are unless they are one: the other tensor can have more dimensions in front.
        return None if known is None else Shape(tuple(map(_if_large, known.sizes)), open=True)
    longest = max(len(one.sizes), len(other.sizes))
    sizes = tuple(_pair(one, other, -axis) for axis in range(longest, 0, -1))
    return Shape(sizes, one.open or other.open)


def _if_large(size: Dim) -> Dim:
    return size if isinstance(size, int) and size != 1 else None


def _pair(one: Shape, other: Shape, axis: int) -> Dim:
    mine, theirs = one.at(axis), other.at(axis)
    if -axis > len(one.sizes):
        return _if_large(theirs) if one.open else theirs
    if -axis > len(other.sizes):
        return _if_large(mine) if other.open else mine
    if mine == theirs or theirs == 1:
        return mine
    if mine == 1:
        return theirs
    if mine is None or theirs is None or isinstance(mine, Size) != isinstance(theirs, Size):
        known = theirs if isinstance(theirs, int) else mine
        return known if isinstance(known, int) else None
    return None


def spreads(one: Shape | None, other: Shape | None) -> bool:
    """Whether an operation element by element on two tensors repeats each along a dimension of the other."""
    if one is None or other is None or one.open or other.open:
        return False
    pairs = [(one.at(-axis), other.at(-axis)) for axis in range(1, max(len(one.sizes), len(other.sizes)) + 1)]
    ranks = len(one.sizes), len(other.sizes)
    first = any(_repeated(mine, theirs, axis > ranks[0]) for axis, (mine, theirs) in enumerate(pairs, 1))
    second = any(_repeated(theirs, mine, axis > ranks[1]) for axis, (mine, theirs) in enumerate(pairs, 1))
    return first and second


def _repeated(mine: Dim, theirs: Dim, missing: bool) -> bool:
    return (missing or mine == 1) and (isinstance(theirs, Size) or (isinstance(theirs, int) and theirs > 1))


def joined(one: Shape | None, other: Shape | None) -> Shape | None:
    """The shape of a tensor that came about in one of two ways."""
    if one is other or one == other:
        return one
    if one is None or other is None:
        return None
    if one.open or other.open or len(one.sizes) != len(other.sizes):
        count = min(len(one.sizes), len(other.sizes))
        sizes = tuple(_same(one.at(-axis), other.at(-axis)) for axis in range(count, 0, -1))
        return Shape(sizes, open=True) if any(size is not None for size in sizes) else None
    return Shape(tuple(map(_same, one.sizes, other.sizes)), lifted=one.lifted or other.lifted)


def _same(one: Dim, other: Dim) -> Dim:
    return one if one == other else None


def count(shape: Shape | None) -> Dim:
    """The number of elements."""
    return None if shape is None or shape.open else multiplied(shape.sizes)


def written(*shapes: Shape) -> tuple[str, ...]:
    """Shapes as they are shown: `(N, 1)`; the same letter stands for the same number everywhere among them."""
    letters: dict[tuple[int, ...], str] = {}
    return tuple(_text(shape, letters) for shape in shapes)


_LETTERS = "NMKLPQRSTUVW"


def _text(shape: Shape, letters: dict[tuple[int, ...], str]) -> str:
    words = ["..."] if shape.open else []
    for size in shape.sizes:
        if isinstance(size, Size):
            letter = letters.setdefault(size.names, _LETTERS[min(len(letters), len(_LETTERS) - 1)])
            words.append(letter if size.factor == 1 else f"{size.factor}*{letter}")
        else:
            words.append("?" if size is None else str(size))
    return f"({words[0]},)" if len(words) == 1 and not shape.open else f"({', '.join(words)})"


def swapped(old: tuple[Dim, ...], new: tuple[Dim, ...]) -> tuple[int, ...]:
    """In which order the old dimensions are the new ones, where these are the same sizes in another order; else empty.

    Dimensions of one may be anywhere without any number changing its place.
    """
    large_old, large_new = [size for size in old if size != 1], [size for size in new if size != 1]
    if len(old) != len(new) or len(large_old) < 2 or large_old == large_new or None in old or None in new:
        return ()
    order: list[int] = []
    for size in new:
        at = next((at for at, known in enumerate(old) if known == size and at not in order), None)
        if at is None:
            return ()
        order.append(at)
    return tuple(order)


def cuts_examples(old: tuple[Dim, ...], new: tuple[Dim, ...]) -> bool:
    """Whether rows of the new shape are put together from several examples: the first size is what is left over.

    Whole examples may be grouped on purpose, unless they are flattened at the same time.
    """
    if len(old) < 2 or len(new) < 2:
        return False
    example, row = multiplied(old[1:]), multiplied(new[1:])
    if not isinstance(example, int) or not isinstance(row, int) or example < 2 or row < 2:
        return False
    flattens = len(old) > 2 and len(new) == 2
    return example % row != 0 and (row % example != 0 or flattens)


def extra_one(one: Shape, other: Shape) -> int | None:
    """The dimension of one that a shape has more than another one, and nothing else; None where they differ otherwise."""
    for axis, size in enumerate(one.sizes):
        rest = one.sizes[:axis] + one.sizes[axis + 1 :]
        if size == 1 and may_fit(rest, other.sizes):
            return axis
    return None


def may_fit(one: tuple[Dim, ...], other: tuple[Dim, ...]) -> bool:
    """Whether two shapes may be the same."""
    return len(one) == len(other) and all(map(_may_be_equal, one, other))


def _may_be_equal(one: Dim, other: Dim) -> bool:
    return one == other or not (isinstance(one, int) and isinstance(other, int))
