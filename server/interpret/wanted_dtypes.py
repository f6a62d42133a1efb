"""Tensors that reach what does not take their dtype: layers with weights of another one, and indices that are no integers."""

from __future__ import annotations

from ..program.dtype_events import WrongIndex, WrongPrecision
from ..program.facts import Model
from ..program.values import External, Tensor, TupleValue, Value
from ..pytorch import lookup
from ..pytorch.dtypes import FLOATING, INTEGERS
from ..pytorch.facts import LayerClass
from ..syntax import ir
from .dtypes import default_dtype
from .frames import Arguments
from .machine import Machine
from .reach import root_of

_STRICT = tuple(
    "Linear Bilinear Conv BatchNorm LayerNorm GroupNorm LSTM GRU RNN PReLU Transformer MultiheadAttention".split()
)
"""Layers that raise where their input is of integers, or of another floating dtype than their weights, as these names begin (torch 2.13)."""
_PRECISIONS = ("float32", "float64")
_GIVEN = INTEGERS.union(_PRECISIONS)
"""Of these dtypes, such layers take only the one that their weights have."""
_INDICES = ("int64", "int32")
_INDEX = "an index"
BY_INDEX = {"gather": "index", "index_select": "index", "take": "index", "scatter": "index", "embedding": "input"}
"""Functions that look values up, with the parameter that says where."""


def note_input(machine: Machine, model: int, arguments: Arguments, node: int) -> None:
    """A layer, or a row of layers, is called: note an input of a dtype that it does not take."""
    value, at = arguments.positional[0] if arguments.positional else arguments.keywords.get("input", (None, 0))
    if machine.quiet or not isinstance(value, Tensor) or not value.dtype:
        return
    wanted, class_ = _wanted(machine, root_of(machine, model))
    if wanted == _INDEX and value.dtype not in _INDICES:
        machine.record(WrongIndex(*machine.place(node), value, class_, machine.site(at)))
    elif wanted in _PRECISIONS and value.dtype in _GIVEN and wanted != value.dtype:
        machine.record(WrongPrecision(*machine.place(node), value, wanted, machine.site(at)))


def _wanted(machine: Machine, model: int) -> tuple[str, str]:
    """The dtype that the first layer takes which is particular about it, and its class; empty where that is not known."""
    facts = machine.live().heap.get(model)
    if not isinstance(facts, Model) or not isinstance(facts.class_, External):
        return "", ""
    row, name = lookup.fact(facts.class_.name), facts.class_.name.rpartition(".")[2]
    if not isinstance(row, LayerClass) or not facts.sure:
        return "", ""
    if row.container == "sequential" and not facts.open_ended:
        return next((found for child in facts.children if (found := _of_child(machine, child)) != _PASSES), ("", ""))
    if row.takes_index:
        return _INDEX, name
    if name.startswith(_STRICT):
        return facts.dtype or ("" if facts.dtype is None else default_dtype(machine)), name
    return "", ""


_PASSES = ("passes", "")


def _of_child(machine: Machine, child: int) -> tuple[str, str]:
    """The same for a layer in a row of layers: some leave the dtype as it is, and hand it on."""
    facts = machine.live().heap.get(child)
    row = lookup.fact(facts.class_.name) if isinstance(facts, Model) and isinstance(facts.class_, External) else None
    passes = isinstance(row, LayerClass) and not row.container and row.has_parameters is False
    return _PASSES if passes and row is not None else _wanted(machine, child)


def note_index(machine: Machine, by: str, index: Value, at: int, node: int) -> None:
    """Something is looked up by an index: floating numbers are none."""
    if isinstance(index, Tensor) and index.dtype in FLOATING and not machine.quiet:
        machine.record(WrongIndex(*machine.place(node), index, by, machine.site(at)))


def note_subscript(machine: Machine, written: ir.Expr, index: Value, node: int) -> None:
    """`tensor[index]`."""
    if isinstance(written, ir.Sequence) and isinstance(index, TupleValue):
        if len(written.elements) == len(index.elements):
            for part, value in zip(written.elements, index.elements, strict=True):
                note_index(machine, "indexing", value, part.n, node)
    else:
        note_index(machine, "indexing", index, written.n, node)
