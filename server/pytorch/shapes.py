"""Tensor functions that rearrange, join, split, select or index (torch 2.13.0)."""

from __future__ import annotations

from typing import Literal

from .facts import Fact, TensorFunction, names
from .tables import both, functions, in_place, methods

FACTS: dict[str, Fact] = {}
TENSOR: dict[str, Fact] = {}

_VIEW = TensorFunction(names("input"), activation="keeps", aliases=True)


def _view(words: str, signature: str, shape: str) -> None:
    both(FACTS, TENSOR, words, _VIEW._replace(signature=names(signature), shape=shape))


def _copy(words: str, signature: str, shape: str, saves: Literal["", "input"] = "") -> None:
    row = TensorFunction(names(signature), activation="keeps", shape=shape, saves=saves)
    both(FACTS, TENSOR, words, row)


_view("reshape", "input shape", "view")
_view("flatten", "input start_dim end_dim", "flatten")
_view("ravel", "input", "flatten")
_view("unflatten", "input dim sizes", "unflatten")
_view("transpose swapdims", "input dim0 dim1", "transpose")
_view("swapaxes", "input axis0 axis1", "transpose")
_view("t", "input", "t")
_view("adjoint", "input", "mT")
_view("permute", "input dims", "permute")
_view("movedim moveaxis", "input source destination", "movedim")
_view("squeeze", "input dim", "squeeze")
_view("unsqueeze", "input dim", "unsqueeze")
_view("broadcast_to", "input size", "expand")
_view("narrow", "input dim start length", "narrow")
_view("select", "input dim index", "select")
_view("diagonal", "input offset dim1 dim2", "")
_view("as_strided", "input size stride storage_offset", "")
_view("real imag", "input", "same")
functions(FACTS, "torch", "view_as_real", _VIEW._replace(signature=names("input"), dtype="real"))
functions(FACTS, "torch", "view_as_complex", _VIEW._replace(signature=names("input"), dtype="complex"))
del TENSOR["real"], TENSOR["imag"]
methods(TENSOR, "view", _VIEW._replace(signature=names("*shape"), shape="view"))
methods(TENSOR, "reshape", _VIEW._replace(signature=names("*shape"), shape="view"))
methods(TENSOR, "permute", _VIEW._replace(signature=names("*dims"), shape="permute"))
methods(TENSOR, "expand", _VIEW._replace(signature=names("*size"), shape="expand"))
methods(
    TENSOR, "view_as reshape_as expand_as", _VIEW._replace(signature=names("other"), shape="as_other", device="like")
)
methods(TENSOR, "unfold", _VIEW._replace(signature=names("dimension size step"), shape="unfold"))
in_place(TENSOR, "transpose swapdims", _VIEW._replace(signature=names("input dim0 dim1"), shape="transpose"))
in_place(TENSOR, "squeeze", _VIEW._replace(signature=names("input dim"), shape="squeeze"))
in_place(TENSOR, "unsqueeze", _VIEW._replace(signature=names("input dim"), shape="unsqueeze"))
in_place(TENSOR, "t", _VIEW._replace(signature=names("input"), shape="t"))

_PARTS = _VIEW._replace(result="tensors")
both(FACTS, TENSOR, "chunk", _PARTS._replace(signature=names("input chunks dim"), shape="chunk"))
functions(FACTS, "torch", "split", _PARTS._replace(signature=names("tensor split_size_or_sections dim"), shape="split"))
methods(TENSOR, "split", _PARTS._replace(signature=names("split_size dim"), shape="split"))
both(FACTS, TENSOR, "split_with_sizes", _PARTS._replace(signature=names("input split_sizes dim"), shape="split"))
both(
    FACTS, TENSOR, "tensor_split", _PARTS._replace(signature=names("input indices_or_sections dim"), inputs=("input",))
)
functions(
    FACTS,
    "torch",
    "hsplit vsplit dsplit",
    _PARTS._replace(signature=names("input indices_or_sections"), inputs=("input",)),
)
methods(TENSOR, "hsplit vsplit dsplit", _PARTS._replace(signature=names("split_size_or_sections")))
both(FACTS, TENSOR, "unbind", _PARTS._replace(signature=names("input dim"), shape="unbind"))
functions(FACTS, "torch", "atleast_1d atleast_2d atleast_3d", _VIEW._replace(signature=names("*tensors")))
functions(FACTS, "torch", "broadcast_tensors", _PARTS._replace(signature=names("*tensors"), shape="broadcast"))
functions(FACTS, "torch", "meshgrid", _PARTS._replace(signature=names("*tensors indexing")))

_JOIN = TensorFunction(names("tensors dim"), activation="keeps", shape="cat")
functions(FACTS, "torch", "cat concat", _JOIN)
functions(FACTS, "torch", "concatenate", _JOIN._replace(signature=names("tensors dim")))
functions(FACTS, "torch", "stack", _JOIN._replace(shape="stack"))
functions(
    FACTS, "torch", "vstack row_stack hstack dstack column_stack", _JOIN._replace(signature=names("tensors"), shape="")
)
functions(
    FACTS, "torch", "block_diag cartesian_prod", _JOIN._replace(signature=names("*tensors"), shape="", activation=None)
)

_copy("clone", "input * memory_format", "same")
methods(TENSOR, "contiguous", _VIEW._replace(signature=names("memory_format"), shape="same"))
methods(TENSOR, "repeat", TensorFunction(names("*repeats"), inputs=("input",), activation="keeps", shape="repeat"))
_copy("tile", "input dims", "tile")
_copy("repeat_interleave", "input repeats dim * output_size", "")
_copy("flip", "input dims", "same")
_copy("fliplr flipud", "input", "same")
_copy("roll", "input shifts dims", "same")
_copy("rot90", "input k dims", "")
_copy("narrow_copy", "input dim start length", "narrow")
_copy("index_select", "input dim index", "index_select")
_copy("gather", "input dim index * sparse_grad", "gather", "input")
_copy("take_along_dim", "input indices dim", "gather", "input")
_copy("take", "input index", "as_index", "input")
_copy("masked_select", "input mask", "", "input")
both(FACTS, TENSOR, "tril triu", TensorFunction(names("input diagonal"), shape="same"))
in_place(TENSOR, "tril triu", TensorFunction(names("input diagonal"), shape="same"))
both(FACTS, TENSOR, "diag", TensorFunction(names("input diagonal")))
both(FACTS, TENSOR, "diag_embed", TensorFunction(names("input offset dim1 dim2")))
both(FACTS, TENSOR, "diagflat", TensorFunction(names("input offset")))
functions(FACTS, "torch", "combinations", TensorFunction(names("input r with_replacement")))
methods(TENSOR, "sum_to_size", TensorFunction(names("*size"), aliases=True))

_WRITE = names("input dim index src")
both(FACTS, TENSOR, "scatter", TensorFunction(names("input dim index src * reduce"), shape="same"))
both(FACTS, TENSOR, "scatter_add", TensorFunction(_WRITE, shape="same"))
both(
    FACTS,
    TENSOR,
    "scatter_reduce",
    TensorFunction(names("input dim index src reduce * include_self"), shape="same", saves="both"),
)
both(FACTS, TENSOR, "index_add", TensorFunction(names("input dim index source * alpha"), shape="same", saves="input"))
both(FACTS, TENSOR, "index_copy", TensorFunction(names("input dim index source"), shape="same", saves="input"))
both(
    FACTS,
    TENSOR,
    "index_fill",
    TensorFunction(names("input dim index value"), inputs=names("input index"), shape="same"),
)
both(FACTS, TENSOR, "index_put", TensorFunction(names("input indices values accumulate"), shape="same"))
both(
    FACTS,
    TENSOR,
    "select_scatter",
    TensorFunction(names("input src dim index"), inputs=names("input src"), shape="same"),
)
both(
    FACTS,
    TENSOR,
    "slice_scatter",
    TensorFunction(names("input src dim start end step"), inputs=names("input src"), shape="same"),
)
in_place(TENSOR, "scatter", TensorFunction(names("input dim index src * reduce"), shape="same"))
in_place(TENSOR, "scatter_add", TensorFunction(_WRITE, shape="same"))
in_place(TENSOR, "scatter_reduce", TensorFunction(names("input dim index src reduce * include_self"), shape="same"))
in_place(TENSOR, "index_add", TensorFunction(names("input dim index source * alpha"), shape="same"))
in_place(TENSOR, "index_copy", TensorFunction(names("input dim index source"), shape="same"))
in_place(
    TENSOR, "index_fill", TensorFunction(names("input dim index value"), inputs=names("input index"), shape="same")
)
in_place(TENSOR, "index_put", TensorFunction(names("input indices values accumulate"), shape="same"))
