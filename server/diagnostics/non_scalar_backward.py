"""A backward pass starts at more than one number.

## Why this is a bug

`backward()` starts with the gradient of a number by itself, which is one. Of a tensor with several elements it has to be told where
to start, and raises otherwise: "grad can be implicitly created only for scalar outputs". A loss has one number for each example
where it was built with `reduction="none"`, or computed by hand without a mean at the end. (A batch of a single number gets through.)

## Bad

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.MSELoss(reduction="none")
    for epoch in range(3):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
    #   ^^^^^^^^^^^^^^^ `loss` has several elements, not one: `backward()` raises without a mean or sum of them
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.MSELoss(reduction="none")
    for epoch in range(3):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.mean().backward()
        optimizer.step()

## Good

The losses of the examples are weighed, and then summed.

    import torch
    from torch import nn

    inputs, targets, weights = torch.randn(32, 4), torch.randn(32, 1), torch.rand(32, 1)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.MSELoss(reduction="none")
    for epoch in range(3):
        optimizer.zero_grad()
        loss = (criterion(model(inputs), targets) * weights).sum() / weights.sum()
        loss.backward()
        optimizer.step()

The backward pass is told where to start.

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        loss = (model(inputs) - targets).pow(2)
        loss.backward(torch.ones_like(loss) / len(loss))
        optimizer.step()

There is one example with one number.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for example in torch.randn(8, 1, 4):
        optimizer.zero_grad()
        loss = model(example).pow(2)
        loss.backward()
        optimizer.step()

## Proof

    assert "only for scalar outputs" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Where every batch has exactly one example with one number, which the code does not show.

## Fix safety

Unsafe: whether the mean or the sum is meant is for you to say; they differ by the number of elements.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Backward, LossCalled
from ..program.program import Program
from ..program.shape import Size
from ..program.values import Constant
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..rules.wording import named
from ..text.edit import Edit


@rule(Category.TRAINING_LOOP, Severity.ERROR, "a backward pass starts at more than one number", settle=True)
def non_scalar_backward(program: Program) -> Iterator[Finding[Backward]]:
    """Report each backward pass from something that has several elements."""
    for each in program.unique(Backward):
        if each.loss is None or each.given or each.severed is not None:
            continue
        shape = each.loss.shape
        several = shape is not None and any(isinstance(size, int) and size > 1 for size in shape.sizes)
        batch = shape is not None and any(isinstance(size, Size) and size.examples for size in shape.sizes)
        if several or batch or (shape is None and _not_reduced(program, each)):
            name = named(each.name, "the loss")
            message = f"{name} has several elements, not one: `backward()` raises without a mean or sum of them"
            yield Finding(each.at, message, each, None if several else Severity.WARNING)


def _not_reduced(program: Program, backward: Backward) -> bool:
    """Whether the pass starts at what a loss gave that was told not to reduce."""
    origin = None if backward.loss is None else backward.loss.origin
    calls = [call for call in program.unique(LossCalled) if call.site == origin]
    return bool(calls) and all(call.option("reduction") == Constant("str", "none") for call in calls)


@non_scalar_backward.fix
def take_mean(program: Program, backward: Backward) -> Fix | None:
    """Go back from the mean."""
    statement = program.source.statement(backward.at)
    if statement is None or backward.site.module != program.path:
        return None
    text = f"{backward.name}.backward("
    if not backward.name or statement.text.count(text) != 1:
        return None
    changed = statement.text.replace(text, f"{backward.name}.mean().backward(")
    return Fix("Take the mean", (Edit(statement.span, changed),))
