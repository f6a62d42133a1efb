"""A softmax is not told over which dimension it goes, or goes over the batch.

## Why this is a bug

`F.softmax(x)`, `F.log_softmax(x)`, `nn.Softmax()` and `nn.LogSoftmax()` guess where no `dim` is given: dimension 1 of two or
four dimensions, dimension 0 of one or three. So scores per position of a sequence, three dimensions, are made to sum to one over
the *batch*: each example depends on the others it was put together with. PyTorch warns that this guess is deprecated.
Of scores with a row for each example, `softmax(dim=0)` does the same.

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

With two dimensions the guess is right today, though deprecated: nothing is reported where two are known to be there. Where
the number of dimensions is not known this is information, not a warning.

## Fix safety

Unsafe: of three dimensions, or one, the last is another one than is guessed today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import Event, ModuleBuilt, SoftmaxTaken
from ..program.program import Program
from ..repair import argument, expression
from ..rules.rule import Category, Finding, Fix, Severity, rule

_GUESSING = {f"torch.nn.functional.{name}" for name in ("softmax", "log_softmax", "softmin")}
_GUESSING_LAYERS = {f"torch.nn.{name}" for name in ("Softmax", "LogSoftmax", "Softmin")}


_LAST_IS_GUESSED = {1, 2}
"""Numbers of dimensions of which the last one is guessed (torch 2.13)."""


@rule(Category.LOSS, Severity.WARNING, "a softmax is not told over which dimension it goes", settle=True)
def softmax_dimension(program: Program) -> Iterator[Finding[Event]]:
    """Report each softmax without a dimension, unless the guess is known to be right, and each over the batch."""
    for taken in program.visits(SoftmaxTaken):
        ranks = {None if each.shape is None else each.shape.rank for each in taken}
        guesses = taken[0].function in _GUESSING and all(each.dim is None for each in taken)
        if all(each.over_examples for each in taken):
            name = taken[0].function.rpartition(".")[2]
            message = f"`{name}` over dimension 0 takes the examples of the batch together: no example's sum is one"
            yield Finding(taken[0].at, message, taken[0])
        elif guesses and not ranks <= _LAST_IS_GUESSED:
            yield _finding(taken[0], taken[0].function, None if ranks == {3} else Severity.INFORMATION)
    for built in program.visits(ModuleBuilt):
        if built[0].class_ in _GUESSING_LAYERS and not any(each.arguments for each in built):
            yield _finding(built[0], built[0].class_, Severity.INFORMATION)


def _finding(event: Event, function: str, severity: Severity | None) -> Finding[Event]:
    name = function.rpartition(".")[2]
    message = f"`{name}` is not told over which dimension it goes: of three dimensions it takes the batch"
    return Finding(event.at, message, event, severity)


@softmax_dimension.fix
def over_the_last(program: Program, event: Event) -> Fix | None:
    """Name the last dimension, where the classes are; not where another one is given by its place."""
    told = isinstance(event, SoftmaxTaken) and event.dim is not None
    inside = event.site.module == program.path
    if told and not (inside and re.search(r"\bdim\s*=", expression.text_at(program, event.site))):
        return None
    edit = argument.named(program, event.site, "dim", "-1")
    return None if edit is None else Fix("Take the last dimension: dim=-1", (edit,))
