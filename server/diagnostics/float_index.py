"""A tensor of floating numbers is used as indices.

## Why this is a bug

Embeddings, subscripts, `gather`, `index_select` and the like look things up by position, and a position is an integer.
They raise for floating numbers: `Expected tensor for argument #1 'indices' to have one of the following scalar types:
Long, Int` or `tensors used as indices must be long, int, byte or bool tensors`. Tensors become floating without being
asked: by `torch.zeros(...)`, by `torch.tensor([0.0])`, by a division, by the rows of a table that were read as floats.

## Bad

    import torch
    from torch import nn

    words = nn.Embedding(100, 16)
    sentence = torch.zeros(2, 5)
    vectors = words(sentence)
    #               ^^^^^^^^ `sentence` is `float32`, and `Embedding` takes integers as indices: this raises RuntimeError

## Fixed

    import torch
    from torch import nn

    words = nn.Embedding(100, 16)
    sentence = torch.zeros(2, 5)
    vectors = words(sentence.long())

## Good

Integers of 64 and of 32 bits, and truths as a mask.

    import torch
    from torch import nn

    words = nn.Embedding(100, 16)
    vectors = words(torch.zeros(2, 5, dtype=torch.long))
    vectors = words(torch.tensor([3, 1], dtype=torch.int32))
    table = torch.rand(10)
    large = table[table > 0.5]
    some = table[torch.tensor([True] * 10)]
    first = table[torch.arange(3)]

## Proof

    assert isinstance(bad.run().error, RuntimeError)
    assert "indices" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Never: it raises.

## Fix safety

Safe: today the place raises. Numbers that are no integers are cut off by `.long()`; make the tensor of integers where it
comes from, if you can.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.dtype_events import WrongIndex, given_at
from ..program.program import Program
from ..repair import expression
from ..rules.places import here
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule


@rule(Category.DEVICE, Severity.ERROR, "a tensor of floating numbers is used as indices")
def float_index(program: Program) -> Iterator[Finding[WrongIndex]]:
    """Report each tensor of a dtype that cannot be indices where it is used as such."""
    shown: set[object] = set()
    for wrong in program.unique(WrongIndex):
        place = given_at(program, wrong)
        if place not in shown:
            shown.add(place)
            what = expression.quoted(program, place, "this tensor")
            error = "IndexError" if wrong.by == "indexing" else "RuntimeError"
            by = "indexing" if wrong.by == "indexing" else f"`{wrong.by}`"
            message = f"{what} is `{wrong.tensor.dtype}`, and {by} takes integers as indices: this raises {error}"
            origin = wrong.tensor.origin
            made = [Related(origin, "it is made here")] if origin is not None and origin != place else []
            yield Finding(here(program, place, wrong.at), message, wrong, related=tuple(made))


@float_index.fix
def convert_index(program: Program, wrong: WrongIndex) -> Fix | None:
    """Convert the tensor where it is used as indices; of several indices in one subscript, the author knows which."""
    place = given_at(program, wrong)
    edit = expression.applied(program, place, ".long()")
    if edit is None or (wrong.by == "indexing" and not expression.text_at(program, place).isidentifier()):
        return None
    return Fix("Convert it: .long()", (edit,), Safety.SAFE)
