"""Sizes among the arguments of calls: numbers that are literal, numbers that have a name, and windows that slide."""

from __future__ import annotations

from dataclasses import dataclass

from ..program.shape import Dim, Shape, Size
from ..program.values import NONE, Constant, Tensor, TupleValue, Unknown, Value
from .frames import Arguments
from .machine import Machine
from .reach import elements_of


def whole(value: Value | None) -> int | None:
    """The number that a value is, if it is a literal one."""
    if isinstance(value, Constant) and value.kind == "int" and isinstance(value.value, int):
        return value.value
    return None


def dim_of(value: Value) -> Dim:
    """The size that a value is."""
    return value if isinstance(value, Size) else whole(value)


def value_of(size: Dim) -> Value:
    """What a program reads where it asks for a size."""
    if size is None:
        return Unknown("a size")
    return size if isinstance(size, Size) else Constant("int", size)


def shape_of(value: Value | None) -> Shape | None:
    """The shape of a value, if it is a tensor of which that is known."""
    return value.shape if isinstance(value, Tensor) else None


def listed_sizes(machine: Machine, values: list[Value]) -> tuple[Dim, ...] | None:
    """The sizes in arguments, given one by one or as a list; None where it is not known how many they are."""
    if len(values) == 1 and not isinstance(values[0], Constant | Size):
        elements = elements_of(machine, values[0])
        if elements is None:
            return None
        values = list(elements)
    return tuple([dim_of(value) for value in values])


def named_size(machine: Machine, node: int, index: int, *, examples: bool = False) -> Size:
    """A size of which nothing is known but that it is one: the same each time the program gets there."""
    number = machine.tables.number(("size", machine.site(node), machine.frame.id, index))
    return Size((-number if examples else number,))


def literal(machine: Machine, value: Value) -> Value:
    """A value as far as it is made of literals and sizes; unknown else. It holds no object."""
    if isinstance(value, Constant | Size):
        return value
    elements = elements_of(machine, value)
    if elements is None or not all(isinstance(element, Constant | Size) for element in elements):
        return Unknown("not literal")
    return TupleValue(elements)


def numbers(value: Value | None, count: int, default: int | None = None) -> tuple[int | None, ...]:
    """One number for each of the last `count` dimensions, from an option that gives one for all or one for each."""
    if value is None or value == NONE:
        return (default,) * count
    if isinstance(value, TupleValue):
        found = tuple(whole(element) for element in value.elements)
        return found if len(found) == count else found * count if len(found) == 1 else (None,) * count
    return (whole(value),) * count


def window(
    size: Dim,
    kernel: int | None,
    stride: int | None,
    padding: int | None,
    dilation: int | None,
    *,
    round_up: bool = False,
) -> Dim:
    """How often a window fits: the formula of convolution and pooling (torch 2.13)."""
    if not isinstance(size, int) or kernel is None or not stride or padding is None or dilation is None:
        same = stride == 1 and kernel is not None and padding is not None and dilation is not None
        return size if same and 2 * (padding or 0) == (dilation or 0) * ((kernel or 0) - 1) else None
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        return None
    count = room // stride + 1
    if round_up and room % stride and count * stride < size + padding:
        count += 1
    return count


@dataclass(slots=True)
class Asked:
    """One call whose result's shape is asked for: its tensors, the receiver first, and its arguments."""

    machine: Machine
    name: str
    inputs: list[Value]
    bound: dict[str, tuple[Value, int]]
    arguments: Arguments
    node: int

    @property
    def first(self) -> Shape | None:
        """The shape of the first tensor."""
        return shape_of(self.inputs[0]) if self.inputs else None

    def value(self, name: str) -> Value | None:
        """One argument."""
        found = self.bound.get(name)
        return None if found is None else found[0]

    def number(self, name: str, default: int | None = None) -> int | None:
        """One argument that is a number; None where it is not literal."""
        found = self.bound.get(name)
        return default if found is None else whole(found[0])

    def flag(self, *names: str) -> bool | None:
        """Whether an option is set; None where that is not literal."""
        given = [self.bound[name][0] for name in names if name in self.bound]
        if not given:
            return False
        return given[0].value is True if isinstance(given[0], Constant) else None

    def sizes(self, name: str) -> tuple[Dim, ...] | None:
        """The sizes that an argument lists, or else all positional arguments."""
        given = self.value(name)
        return listed_sizes(
            self.machine, [value for value, _ in self.arguments.positional] if given is None else [given]
        )


def size_of(tensor: Value | None, dim: Value | None) -> Value:
    """`tensor.size(dim)`, or all sizes."""
    shape = shape_of(tensor)
    if shape is None:
        return Unknown("a size")
    if dim is None:
        return Unknown("sizes") if shape.open else TupleValue(tuple(map(value_of, shape.sizes)))
    axis = whole(dim)
    return Unknown("a size") if axis is None else value_of(shape.at(axis))


def length(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """`len(tensor)`; None for anything else."""
    del machine, node
    shape = shape_of(arguments.positional[0][0]) if arguments.positional else None
    return None if shape is None or shape.open or not shape.sizes else value_of(shape.sizes[0])
