"""One row for many callables: how the tables of tensor functions are filled."""

from __future__ import annotations

from .facts import Fact, TensorFunction, names

_TENSOR_NAMES = (
    "input other tensor tensors tensor1 tensor2 mat mat1 mat2 vec vec1 vec2 batch1 batch2 end weight weights bias mask"
    " index indices source src boundaries sorted_sequence values x1 x2 x y condition target query key value attn_mask"
    " running_mean running_var input1 input2 grid theta elements test_elements exponent real imag abs angle a b A B C L"
    " min max mean std LU_data LU_pivots pivots LU tau input3 prepend append repeats logits window hx"
    " *tensors *operands *matrices"
)
_TENSORS = frozenset(names(_TENSOR_NAMES))


def functions(facts: dict[str, Fact], module: str, words: str, row: TensorFunction) -> None:
    """Give the functions `words` of `module` one row."""
    facts.update(dict.fromkeys([f"{module}.{word}" for word in words.split()], _with_inputs(row)))


def methods(members: dict[str, Fact], words: str, row: TensorFunction) -> None:
    """Give the tensor methods `words` one row; its signature has no receiver."""
    members.update(dict.fromkeys(words.split(), _with_inputs(row)))


def both(facts: dict[str, Fact], members: dict[str, Fact], words: str, row: TensorFunction) -> None:
    """Give functions of `torch` and the tensor methods of the same names one row; the first parameter is the receiver."""
    functions(facts, "torch", words, row)
    methods(members, words, row._replace(signature=row.signature[1:]))


def in_place(members: dict[str, Fact], words: str, row: TensorFunction) -> None:
    """Give the tensor methods `words`, written without their final `_`, one row, as changing their receiver."""
    changed = row._replace(signature=row.signature[1:], result="self", dtype="like", in_place=True, aliases=True)
    methods(members, " ".join(f"{word}_" for word in words.split()), changed)


def _with_inputs(row: TensorFunction) -> TensorFunction:
    if row.inputs:
        return row
    return row._replace(inputs=tuple(name.lstrip("*") for name in row.signature if name in _TENSORS))
