"""A square root or logarithm is taken of what may be zero, where its gradient is not a number.

## Why this is a bug

The slope of a square root at zero is infinite, and so is that of a logarithm. Where the value comes from a square, whose own gradient
is zero there, the product of the two is not a number, and one such element ruins all weights that it reaches. That is so for distances
written out as `((a - b) ** 2).sum(1).sqrt()` as soon as two points are equal, and for `torch.sqrt(F.mse_loss(...))` at a perfect
prediction. `torch.where(x > 0, x.log(), 0)` does not help: it chooses the value, but the gradient of the branch that was not chosen
is multiplied by zero, and infinity times zero is not a number either (a ReLU or clamp before it stops that gradient). Keep the value away from zero before the function is taken.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    points = torch.randn(8, 4)
    layer = nn.Linear(4, 2)
    embedded = layer(points)
    difference = embedded.unsqueeze(0) - embedded.unsqueeze(1)
    distances = torch.sqrt((difference ** 2).sum(dim=2))
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: the gradient of `sqrt` is not a number where this sum of squares is zero
    distances.mean().backward()
    gradient = layer.weight.grad

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    points = torch.randn(8, 4)
    layer = nn.Linear(4, 2)
    embedded = layer(points)
    difference = embedded.unsqueeze(0) - embedded.unsqueeze(1)
    distances = torch.sqrt((difference ** 2).sum(dim=2) + 1e-8)
    distances.mean().backward()
    gradient = layer.weight.grad

## Good

A norm, whose gradient at zero PyTorch takes to be zero.

    import torch
    from torch import nn

    torch.manual_seed(0)
    points = torch.randn(8, 4)
    layer = nn.Linear(4, 2)
    embedded = layer(points)
    distances = (embedded.unsqueeze(0) - embedded.unsqueeze(1)).norm(dim=2)
    distances.mean().backward()
    gradient = layer.weight.grad

What is chosen is made safe before the function is taken.

    import torch
    from torch import nn

    torch.manual_seed(0)
    layer = nn.Linear(4, 2)
    values = layer(torch.randn(8, 4)).softmax(dim=1) * torch.tensor([1.0, 0.0])
    logarithms = torch.where(values > 0, values.clamp(min=1e-8).log(), 0.0)
    logarithms.mean().backward()
    gradient = layer.weight.grad

## Proof

    import torch

    assert bad.run().names["gradient"].isnan().any()
    for program in [fixed, *good]:
        assert program.run().names["gradient"].isfinite().all()
    chosen = torch.zeros(1, requires_grad=True)
    torch.where(chosen > 0, chosen.log(), 0.0).sum().backward()
    assert chosen.grad.isnan().all()

## When this is intended

Where it is certain that the value is never zero.

## Fix safety

Unsafe: a small number is added, or what is below it is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.program import Program
from ..program.readings import InfiniteAtZero
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Severity, Status, rule
from ..text.edit import Edit

_NAMES = {
    "squares": "square is zero",
    "sum_of_squares": "sum of squares is zero",
    "mean_of_squares": "loss is exactly zero",
}


@rule(Category.LOSS, Severity.WARNING, "the gradient of a function is not a number at zero", status=Status.NURSERY)
def gradient_of_sqrt_at_zero(program: Program) -> Iterator[Finding[InfiniteAtZero]]:
    """Report roots of squares, and functions that `where` keeps from zero too late, through which gradients flow."""
    for taken in program.unique(InfiniteAtZero):
        if taken.of == "where":
            message = f"`where` does not stop the gradient of `{taken.function}`: where it is infinite, it becomes not a number"
            yield Finding(taken.at, message, taken)
        else:
            message = f"the gradient of `{taken.function}` is not a number where this {_NAMES[taken.of]}"
            yield Finding(taken.at, message, taken, Severity.HINT)


@gradient_of_sqrt_at_zero.fix
def keep_from_zero(program: Program, taken: InfiniteAtZero) -> Fix | None:
    """Add a small number to what the root is taken of, or raise what is small before it is chosen."""
    if program.path not in (taken.site.module, taken.operand.module):
        return None
    span = program.source.span(taken.operand)
    text = expression.text_of(program, span)
    if taken.of == "where":
        edit = Edit(span, f"{expression.tight(text)}.clamp(min=1e-8)")
        return Fix("Raise it above zero first: clamp(min=1e-8)", (edit,))
    method = re.search(r"\.sqrt\(\s*\)$", expression.text_at(program, taken.site)) is not None
    closed = program.source.lines[span.start.line][: span.start.column].endswith("(")
    new = f"({text} + 1e-8)" if method and not closed else f"{text} + 1e-8"
    return Fix("Keep it away from zero: + 1e-8", (Edit(span, new),))
