"""The shape of what a layer gives, and whether its input fits it at all (torch 2.13).

An input of which nothing is known is taken for a batch, as such layers are given: the number of its dimensions is then
known after a convolution, and the size of its last one after a linear layer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..program.facts import Model
from ..program.shape import Dim, Shape, divided, multiplied, of_rank
from ..program.values import NONE, Constant, TupleValue, Value
from ..pytorch.facts import LayerClass
from .machine import Machine
from .rearranged_shapes import flattened, padded, replaced, unflattened
from .shapes import adapted
from .sizes import dim_of, listed_sizes, named_size, numbers, shape_of, whole, window


@dataclass(slots=True)
class Called:
    """One call of a layer whose result's shape is asked for."""

    machine: Machine
    layer: Model
    row: LayerClass
    given: Shape | None
    node: int

    @property
    def dims(self) -> int:
        """The dimensions that a layer such as `Conv2d` slides over."""
        class_ = self.layer.class_
        return int(class_.name[-2]) if class_ is not None else 0

    def option(self, name: str) -> Value | None:
        """What the layer was built with."""
        return self.layer.argument(name)

    def number(self, name: str, default: int | None = None) -> int | None:
        """What the layer was built with, as a number."""
        value = self.option(name)
        return default if value is None else whole(value)

    def flag(self, name: str) -> bool | None:
        """Whether an option of the layer is set."""
        value = self.option(name)
        return False if value is None else value.value is True if isinstance(value, Constant) else None

    def numbers(self, name: str, default: int | None = None) -> tuple[int | None, ...]:
        """One number for each of the dimensions that the layer slides over."""
        return numbers(self.option(name), self.dims, default)

    def named(self, index: int) -> Dim:
        """A size of which nothing is known but that it is one."""
        return named_size(self.machine, self.node, index)


def shape_of_layer(machine: Machine, layer: Model, row: LayerClass, first: Value | None, node: int) -> Shape | None:
    """The shape of what a layer makes of its first argument."""
    given = shape_of(first)
    if row.shape == "same":
        return given
    function = _FUNCTIONS.get(row.shape)
    return None if function is None else function(Called(machine, layer, row, given, node))


def built_with(layer: Model, option: str) -> Dim:
    """A size that a layer was built with."""
    value = layer.argument(option) if option else None
    return None if value is None else dim_of(value)


def wanted_size(layer: Model, row: LayerClass, given: Shape | None) -> tuple[int, int, int] | None:
    """Where the input of a layer certainly does not fit it: the axis, the size there, and the one that is wanted."""
    if given is None or not row.size_in or _only_warns(layer):
        return None
    if row.ranks and given.open and row.axis >= 0:
        sizes = of_rank(given, row.ranks[0]) if len(row.ranks) == 1 else None
        given = None if sizes is None else Shape(sizes)
    if given is None:
        return None
    option = layer.argument(row.size_in)
    wanted = option.elements[-1] if isinstance(option, TupleValue) and option.elements else option
    expected, found = whole(wanted), given.at(row.axis)
    if expected is None or not isinstance(found, int) or found == expected:
        return None
    return row.axis, found, expected


def _only_warns(layer: Model) -> bool:
    """Whether it is a layer that takes an input of another size all the same."""
    return layer.class_ is None or "InstanceNorm" in layer.class_.name


def _linear(called: Called) -> Shape | None:
    size = built_with(called.layer, called.row.size_out)
    return Shape((size,), open=True) if called.given is None else replaced(called.given, -1, size)


def _embedding(called: Called) -> Shape | None:
    size = built_with(called.layer, called.row.size_out)
    given = called.given
    return Shape((size,), open=True) if given is None else Shape((*given.sizes, size), given.open)


def _slides(called: Called) -> tuple[tuple[Dim, ...], tuple[Dim, ...]] | None:
    """The sizes of the input: the batch if it has one, and those that are slid over."""
    given, dims = called.given, called.dims
    if given is None or (given.open and len(given.sizes) <= dims + 1):
        known = () if given is None else given.sizes[-dims:]
        rest = tuple(called.named(at) for at in range(1, dims + 1 - len(known)))
        return (called.named(0),), rest + known
    if given.open or len(given.sizes) not in (dims + 1, dims + 2):
        return None
    return given.sizes[: -dims - 1], given.sizes[-dims:]


def _conv(called: Called) -> Shape | None:
    parts = _slides(called)
    if parts is None:
        return None
    size = built_with(called.layer, called.row.size_out)
    kernels, dilations = called.numbers("kernel_size"), called.numbers("dilation", 1)
    padding = called.option("padding")
    if isinstance(padding, Constant) and padding.kind == "str":
        room = (
            parts[1] if padding.value == "same" else _windows(called, parts[1], kernels, dilations, (0,) * called.dims)
        )
        return Shape((*parts[0], size, *room))
    return Shape((*parts[0], size, *_windows(called, parts[1], kernels, dilations, called.numbers("padding", 0))))


def _windows(
    called: Called,
    sizes: tuple[Dim, ...],
    kernels: tuple[int | None, ...],
    dilations: tuple[int | None, ...],
    paddings: tuple[int | None, ...],
) -> tuple[Dim, ...]:
    strides = called.numbers("stride", 1)
    return tuple(map(window, sizes, kernels, strides, paddings, dilations))


def _conv_transpose(called: Called) -> Shape | None:
    parts = _slides(called)
    if parts is None:
        return None
    size = built_with(called.layer, called.row.size_out)
    names = (("kernel_size", None), ("stride", 1), ("padding", 0), ("output_padding", 0), ("dilation", 1))
    options = [called.numbers(name, default) for name, default in names]
    spatial = tuple(_spread(length, *(option[at] for option in options)) for at, length in enumerate(parts[1]))
    return Shape((*parts[0], size, *spatial))


def _spread(
    size: Dim, kernel: int | None, stride: int | None, padding: int | None, extra: int | None, dilation: int | None
) -> Dim:
    known = (size, kernel, stride, padding, extra, dilation)
    if not all(isinstance(number, int) for number in known) or not isinstance(size, int):
        return None
    return (size - 1) * (stride or 1) - 2 * (padding or 0) + (dilation or 1) * ((kernel or 1) - 1) + (extra or 0) + 1


def _pool(called: Called) -> Shape | None:
    parts, given = _slides(called), called.given
    if parts is None or given is None or called.flag("return_indices") is not False:
        return None
    kernels = called.numbers("kernel_size")
    strides = kernels if called.option("stride") in (None, NONE) else called.numbers("stride")
    paddings, dilations, up = called.numbers("padding", 0), called.numbers("dilation", 1), called.flag("ceil_mode")
    room: list[Dim] = [None] * called.dims
    if up is not None:
        for at, size in enumerate(parts[1]):
            room[at] = window(size, kernels[at], strides[at], paddings[at], dilations[at], round_up=up)
    return Shape(given.sizes[: -called.dims] + tuple(room), given.open)


def _adaptive_pool(called: Called) -> Shape | None:
    if called.flag("return_indices") is not False:
        return None
    parts = _slides(called) if called.given is None else None
    given = called.given if parts is None else Shape((*parts[0], called.named(called.dims + 1), *parts[1]))
    return adapted(called.machine, given, called.option("output_size"), called.dims)


def _flatten(called: Called) -> Shape | None:
    return flattened(called.given, called.number("start_dim", 1), called.number("end_dim", -1))


def _unflatten(called: Called) -> Shape | None:
    return unflattened(called.machine, called.given, called.number("dim"), called.option("unflattened_size"))


def _pad(called: Called) -> Shape | None:
    option = called.option("padding")
    if called.given is None or option is None:
        return None
    sides = (dim_of(option),) * (2 * called.dims)
    if isinstance(option, TupleValue):
        sides = listed_sizes(called.machine, [option]) or ()
    return padded(called.given, sides) if sides else None


def _upsample(called: Called) -> Shape | None:
    given, scale, size = called.given, called.option("scale_factor"), called.option("size")
    if given is None or given.open or len(given.sizes) < 3:
        return None
    dims = len(given.sizes) - 2
    factors = numbers(scale, dims) if size in (None, NONE) else (None,) * dims
    wanted = numbers(size, dims)
    room: list[Dim] = []
    for at, length in enumerate(given.sizes[2:]):
        room.append(multiplied((length, factors[at])) if factors[at] is not None else wanted[at])
    return Shape((*given.sizes[:2], *room))


def _pixel_shuffle(called: Called) -> Shape | None:
    given, factor = called.given, called.number("upscale_factor")
    if given is None or given.open or len(given.sizes) < 3 or not factor:
        return None
    channels = divided(given.sizes[-3], factor * factor)
    room = tuple(multiplied((size, factor)) for size in given.sizes[-2:])
    return Shape((*given.sizes[:-3], channels, *room))


def recurrent(called: Called) -> tuple[Shape | None, Shape | None, Shape | None]:
    """The shapes of the output, the last hidden state and the last cell state of `RNN`, `LSTM` and `GRU`."""
    hidden = built_with(called.layer, "hidden_size")
    projected = called.number("proj_size", 0)
    output = hidden if projected == 0 else projected
    layers, both = called.number("num_layers", 1), called.flag("bidirectional")
    first = called.flag("batch_first")
    ways = None if both is None else 2 if both else 1
    given = called.given
    if given is None or given.open:
        given = Shape((called.named(0), called.named(1), None))
    states = multiplied((layers, ways))
    wide = multiplied((output, ways))
    if len(given.sizes) == 2:
        return Shape((given.sizes[0], wide)), Shape((states, output)), Shape((states, hidden))
    if len(given.sizes) != 3:
        return None, None, None
    batch = None if first is None else given.sizes[0 if first else 1]
    return Shape((*given.sizes[:2], wide)), Shape((states, batch, output)), Shape((states, batch, hidden))


def cell(called: Called) -> Shape | None:
    """The shape of the next state of a cell."""
    hidden = built_with(called.layer, "hidden_size")
    return Shape((hidden,), open=True) if called.given is None else replaced(called.given, -1, hidden)


_FUNCTIONS: dict[str, Callable[[Called], Shape | None]] = {
    "linear": _linear,
    "embedding": _embedding,
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "pool": _pool,
    "adaptive_pool": _adaptive_pool,
    "flatten": _flatten,
    "unflatten": _unflatten,
    "pad": _pad,
    "upsample": _upsample,
    "pixel_shuffle": _pixel_shuffle,
    "cell": cell,
}
