"""A softmax is not told over which dimension it goes.

## Why this is a bug

`F.softmax(x)`, `F.log_softmax(x)`, `nn.Softmax()` and `nn.LogSoftmax()` guess where no `dim` is given: dimension 1 of two or
four dimensions, dimension 0 of one or three. So scores per position of a sequence, three dimensions, are made to sum to one over
the *batch*: each example depends on the others it was put together with. PyTorch warns that this guess is deprecated.

## Bad

    import torch
    import torch.nn.functional as F

    scores = torch.randn(4, 5, 3)
    probabilities = F.softmax(scores)
    #               ^^^^^^^^^^^^^^^^^ `softmax` is not told over which dimension it goes: of three dimensions it takes the batch

## Fixed

    import torch
    import torch.nn.functional as F

    scores = torch.randn(4, 5, 3)
    probabilities = F.softmax(scores, dim=-1)

## Good

The dimension by place, and by name.

    import torch
    import torch.nn.functional as F
    from torch import nn

    scores = torch.randn(4, 5, 3)
    probabilities = F.softmax(scores, -1)
    others = nn.Softmax(dim=-1)(scores)

## Proof

    def sums(program):
        return program.run().names["probabilities"].sum(dim=-1)

    one = sums(fixed)
    assert one.allclose(one.new_ones(4, 5))
    assert not sums(bad).allclose(one)
    assert any("Implicit dimension" in str(warning.message) for warning in bad.run().warnings)
    assert all(sums(program).allclose(one) for program in good)

## When this is intended

With two dimensions the guess is right today; it is deprecated, and gives a warning.

## Fix safety

Unsafe: of three dimensions, or one, the last is another one than is guessed today.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Event, ModuleBuilt, SoftmaxTaken
from ..program.program import Program
from ..repair import argument
from ..rules.rule import Category, Finding, Fix, Severity, rule

_GUESSING = {f"torch.nn.functional.{name}" for name in ("softmax", "log_softmax", "softmin")}
_GUESSING_LAYERS = {f"torch.nn.{name}" for name in ("Softmax", "LogSoftmax", "Softmin")}


@rule(Category.LOSS, Severity.WARNING, "a softmax is not told over which dimension it goes", settle=True)
def softmax_dimension(program: Program) -> Iterator[Finding[Event]]:
    """Report each softmax, as function or layer, without a dimension."""
    for taken in program.visits(SoftmaxTaken):
        if taken[0].function in _GUESSING and all(each.dim is None for each in taken):
            yield _finding(taken[0], taken[0].function)
    for built in program.visits(ModuleBuilt):
        if built[0].class_ in _GUESSING_LAYERS and not any(each.arguments for each in built):
            yield _finding(built[0], built[0].class_)


def _finding(event: Event, function: str) -> Finding[Event]:
    name = function.rpartition(".")[2]
    message = f"`{name}` is not told over which dimension it goes: of three dimensions it takes the batch"
    return Finding(event.at, message, event)


@softmax_dimension.fix
def over_the_last(program: Program, event: Event) -> Fix | None:
    """Name the last dimension, where the classes are."""
    edit = argument.named(program, event.site, "dim", "-1")
    return None if edit is None else Fix("Take the last dimension: dim=-1", (edit,))
