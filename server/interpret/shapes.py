"""The shape of what a function or method of the tables gives, by the word in its row (torch 2.13)."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from ..program.shape import SCALAR, Dim, Shape, Size, broadcast, closed, divided
from ..program.values import NONE, Constant, Tensor, Value
from ..pytorch.facts import TensorFunction
from .frames import Arguments
from .machine import Machine
from .reach import elements_of
from .rearranged_shapes import REARRANGED, removed, replaced
from .sizes import Asked, dim_of, listed_sizes, named_size, numbers, shape_of, window


def shape_of_result(
    machine: Machine,
    row: TensorFunction,
    name: str,
    inputs: list[Value],
    bound: dict[str, tuple[Value, int]],
    arguments: Arguments,
    node: int,
) -> Shape | None:
    """The shape of what a row of the tables gives; None where nothing is known of it."""
    if row.shape == "same":
        first = inputs[0] if inputs else None
        return first.shape if isinstance(first, Tensor) else None
    function = _FUNCTIONS.get(row.shape)
    if function is None or arguments.open:
        return None
    return function(Asked(machine, name, inputs, bound, arguments, node))


def _factory(asked: Asked) -> Shape | None:
    if asked.name == "new":
        return None
    if asked.name == "new_tensor":
        return _data(asked)
    sizes = asked.sizes("size")
    if sizes is None:
        return None
    return Shape(
        tuple([named_size(asked.machine, asked.node, at) if size is None else size for at, size in enumerate(sizes)])
    )


def _normal(asked: Asked) -> Shape | None:
    return _factory(asked) if "size" in asked.bound else _broadcast(asked)


def _counted(asked: Asked, length: Dim) -> Shape:
    return Shape((named_size(asked.machine, asked.node, 0) if length is None else length,))


def _arange(asked: Asked) -> Shape | None:
    end = asked.value("end")
    if end is None:
        start = asked.value("start")
        return None if start is None else _counted(asked, dim_of(start))
    first, last, step = asked.number("start", 0), asked.number("end"), asked.number("step", 1)
    known = first is not None and last is not None and step
    return _counted(asked, len(range(first or 0, last or 0, step or 1)) if known else None)


def _linspace(asked: Asked) -> Shape | None:
    steps = asked.value("steps")
    return None if steps is None else _counted(asked, dim_of(steps))


def _randperm(asked: Asked) -> Shape | None:
    length = asked.value("n")
    return None if length is None else _counted(asked, dim_of(length))


def _eye(asked: Asked) -> Shape | None:
    rows = asked.value("n")
    columns = asked.value("m")
    return None if rows is None else Shape((dim_of(rows), dim_of(rows if columns is None else columns)))


def _randint(asked: Asked) -> Shape | None:
    size = asked.value("size")
    if size is None and elements_of(asked.machine, asked.value("high") or NONE) is not None:
        size = asked.value("high")
    sizes = None if size is None else listed_sizes(asked.machine, [size])
    if sizes is None:
        return None
    return Shape(
        tuple([named_size(asked.machine, asked.node, at) if each is None else each for at, each in enumerate(sizes)])
    )


def _data(asked: Asked) -> Shape | None:
    values = [value for value, _ in asked.arguments.positional[:1]] or asked.inputs
    return None if len(values) != 1 else _of_data(asked.machine, values[0])


def _of_data(machine: Machine, value: Value) -> Shape | None:
    if isinstance(value, Tensor):
        return value.shape
    if isinstance(value, Constant):
        return SCALAR if value.kind in ("int", "float", "bool", "complex") else None
    elements = elements_of(machine, value)
    if elements is None:
        return None
    if all(isinstance(element, Constant) for element in elements):
        return Shape((len(elements),))
    inner = [_of_data(machine, element) for element in elements]
    first = closed(inner[0]) if inner else None
    return Shape((len(elements), *first)) if first is not None and all(each == inner[0] for each in inner) else None


def _broadcast(asked: Asked) -> Shape | None:
    shapes = [shape_of(value) for value in asked.inputs if not isinstance(value, Constant | Size)]
    return reduce(broadcast, shapes) if shapes else None


def _where(asked: Asked) -> Shape | None:
    return _broadcast(asked) if "other" in asked.bound else None


def _scalar(asked: Asked) -> Shape | None:
    del asked
    return SCALAR


def _as_other(asked: Asked) -> Shape | None:
    return shape_of(asked.inputs[1]) if len(asked.inputs) > 1 else None


def _cat(asked: Asked) -> Shape | None:
    shapes = [shape_of(value) for value in asked.inputs]
    known = [shape for shape in shapes if shape is not None]
    dim = _dim(asked, 0)
    if len(known) < len(shapes) or not known or dim is None:
        return None
    rank = next((shape.rank for shape in known if not shape.open), None)
    if any(shape.rank not in (rank, None) for shape in known) or (rank is None and dim >= 0):
        return None
    axis = dim - rank if rank is not None and dim >= 0 else dim
    along = [shape.at(axis) for shape in known]
    total = sum(size for size in along if isinstance(size, int))
    size = total if all(isinstance(each, int) for each in along) else along[0] if len(along) == 1 else None
    longest = max(known, key=lambda shape: len(shape.sizes))
    sizes = [_alike([shape.at(at - len(longest.sizes)) for shape in known]) for at in range(len(longest.sizes))]
    return replaced(Shape(tuple(sizes), rank is None), axis, size)


def _alike(sizes: list[Dim]) -> Dim:
    known = [size for size in sizes if size is not None]
    return next((size for size in known if isinstance(size, int)), known[0] if known else None)


def _stack(asked: Asked) -> Shape | None:
    sizes = closed(asked.first)
    dim = _dim(asked, 0)
    facts = asked.value("tensors")
    exact = facts is not None and elements_of(asked.machine, facts) is not None
    if sizes is None or dim is None or not exact or not -len(sizes) - 1 <= dim <= len(sizes):
        return None
    at = dim % (len(sizes) + 1)
    return Shape((*sizes[:at], len(asked.inputs), *sizes[at:]))


def _dim(asked: Asked, default: int | None = None) -> int | None:
    return asked.number("axis") if "axis" in asked.bound else asked.number("dim", default)


def _chunk(asked: Asked) -> Shape | None:
    dim, parts = asked.number("dim", 0), asked.number("chunks")
    size = None if asked.first is None or dim is None else asked.first.at(dim)
    return replaced(asked.first, dim, divided(size, parts))


def _split(asked: Asked) -> Shape | None:
    return replaced(asked.first, asked.number("dim", 0), None)


def reduced(asked: Asked) -> Shape | None:
    """The shape of a reduction over no dimension (all), one, or several."""
    given = next((asked.bound[name][0] for name in ("dim", "axis") if name in asked.bound), None)
    if asked.name.endswith(("matrix_norm", "quantile")):
        return None
    keep = asked.flag("keepdim", "keepdims")
    if given is None or given == NONE:
        return SCALAR if not keep and keep is not None else None
    shape = asked.first
    dims = listed_sizes(asked.machine, [given])
    if shape is None or dims is None or keep is None or not dims:
        return None
    rank = len(shape.sizes)
    axes = [dim for dim in dims if isinstance(dim, int) and -rank <= dim < rank and not (shape.open and dim >= 0)]
    if len(axes) < len(dims):
        return None
    positions = {axis % rank for axis in axes}
    sizes = tuple(1 if at in positions else size for at, size in enumerate(shape.sizes) if keep or at not in positions)
    # A class that is chosen keeps its dimension to be counted with others, not to be compared with all of them.
    return Shape(sizes, shape.open, lifted=keep and not asked.name.endswith(("argmax", "argmin")))


def _extreme(asked: Asked) -> Shape | None:
    if len(asked.inputs) > 1 or isinstance(asked.value("dim"), Tensor) or isinstance(asked.value("other"), Tensor):
        other = asked.value("dim") or asked.value("other")
        shapes = [asked.first, shape_of(asked.inputs[1] if len(asked.inputs) > 1 else other)]
        return broadcast(shapes[0], shapes[1])
    return reduced(asked)


def _pair(asked: Asked) -> Shape | None:
    if "dim" in asked.bound or "axis" in asked.bound:
        return reduced(asked)
    return removed(asked.first, -1) if asked.name.endswith(("mode", "kthvalue")) else None


def _topk(asked: Asked) -> Shape | None:
    length = asked.value("k")
    return None if length is None else replaced(asked.first, asked.number("dim", -1), dim_of(length))


def _same(asked: Asked) -> Shape | None:
    return asked.first


def _nonzero(asked: Asked) -> Shape | None:
    sizes = closed(asked.first)
    return None if sizes is None or "as_tuple" in asked.bound else Shape((None, len(sizes)))


def product(one: Shape | None, other: Shape | None) -> Shape | None:
    """The shape of `one @ other`."""
    if one is None or other is None or not one.sizes or not other.sizes:
        return None
    if not other.open and len(other.sizes) == 1:
        return removed(one, -1)
    if not one.open and len(one.sizes) == 1:
        return removed(other, -2)
    if one.open or other.open or len(one.sizes) < 2 or len(other.sizes) < 2:
        return None
    batch = broadcast(Shape(one.sizes[:-2]), Shape(other.sizes[:-2]))
    return None if batch is None else Shape((*batch.sizes, one.sizes[-2], other.sizes[-1]))


def _matmul(asked: Asked) -> Shape | None:
    return product(asked.first, shape_of(asked.inputs[1])) if len(asked.inputs) > 1 else None


def _outer(asked: Asked) -> Shape | None:
    pair = [closed(shape_of(value)) for value in asked.inputs]
    if len(pair) != 2 or not pair[0] or not pair[1]:
        return None
    return Shape((pair[0][0], pair[1][0]))


def _linear(asked: Asked) -> Shape | None:
    weight = closed(shape_of(asked.value("weight")))
    if weight is None or len(weight) != 2:
        return None
    return Shape((weight[0],), open=True) if asked.first is None else replaced(asked.first, -1, weight[0])


def _embedding(asked: Asked) -> Shape | None:
    table, index = closed(shape_of(asked.value("weight"))), asked.first
    if table is None or len(table) != 2:
        return None
    return Shape((table[1],), open=True) if index is None else Shape((*index.sizes, table[1]), index.open)


def _one_hot(asked: Asked) -> Shape | None:
    index = asked.first
    return None if index is None else Shape((*index.sizes, asked.number("num_classes")), index.open)


def _pool(asked: Asked) -> Shape | None:
    given, dims = asked.first, int(asked.name[-2])
    if given is None or len(given.sizes) < dims or asked.flag("return_indices") is not False:
        return None
    kernels = numbers(asked.value("kernel_size"), dims)
    strides = numbers(asked.value("stride"), dims)
    if asked.value("stride") in (None, NONE):
        strides = kernels
    paddings, dilations = numbers(asked.value("padding"), dims, 0), numbers(asked.value("dilation"), dims, 1)
    up = asked.flag("ceil_mode")
    sizes = tuple(
        None if up is None else window(given.at(at - dims), kernels[at], strides[at], paddings[at], dilations[at],
                                       round_up=up)
        for at in range(dims)
    )  # fmt: skip
    return Shape(given.sizes[:-dims] + sizes, given.open)


def _adaptive_pool(asked: Asked) -> Shape | None:
    if asked.flag("return_indices") is not False:
        return None
    return adapted(asked.machine, asked.first, asked.value("output_size"), int(asked.name[-2]))


def adapted(machine: Machine, given: Shape | None, wanted: Value | None, dims: int) -> Shape | None:
    """The shape with its last dimensions made as long as is wanted, where that is not None."""
    if given is None or wanted is None or len(given.sizes) < dims:
        return None
    elements = elements_of(machine, wanted) or (wanted,) * dims
    if len(elements) != dims:
        elements = elements * dims if len(elements) == 1 else ()
    if not elements:
        return None
    sizes = tuple(given.at(at - dims) if value == NONE else dim_of(value) for at, value in enumerate(elements))
    return Shape(given.sizes[:-dims] + sizes, given.open)


_FUNCTIONS: dict[str, Callable[[Asked], Shape | None]] = {
    **REARRANGED,
    "factory": _factory, "normal": _normal, "arange": _arange, "linspace": _linspace, "randperm": _randperm,
    "eye": _eye, "randint": _randint, "data": _data, "broadcast": _broadcast, "where": _where, "scalar": _scalar,
    "dot": _scalar, "as_other": _as_other, "as_index": _as_other, "gather": _as_other, "cat": _cat, "stack": _stack,
    "chunk": _chunk, "split": _split, "reduce": reduced, "extreme": _extreme, "pair": _pair, "topk": _topk,
    "sort": _same, "nonzero": _nonzero, "matmul": _matmul, "mm": _matmul, "bmm": _matmul, "mv": _matmul,
    "outer": _outer, "linear": _linear, "embedding": _embedding, "one_hot": _one_hot, "pool": _pool,
    "adaptive_pool": _adaptive_pool,
}  # fmt: skip
"""By the word in a row of the tables."""
