"""A layer or parameter is added to the model after the optimizer was built over it.

## Why this is a bug

`model.parameters()` lists what is registered at that moment, and the optimizer keeps that list. A layer that the model
gets afterwards, or that its `forward` builds when it is first called, takes part in the computation and gets
gradients, but nothing updates it. Nothing is raised: part of the model just stays as it was initialised.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    model.append(nn.Linear(8, 1))
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `model[-1]` is new here, and `optimizer` does not have its parameters
    heads = []
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
        heads.append(model[-1].bias.detach().clone())
    moved = not torch.equal(heads[0], heads[-1])

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
    model.append(nn.Linear(8, 1))
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    heads = []
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
        heads.append(model[-1].bias.detach().clone())
    moved = not torch.equal(heads[0], heads[-1])

## Good

A first call with a batch of the right size, before the optimizer is built, adds the layer in time.

    import torch
    from torch import nn, optim

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(4, 8)
            self.head = None

        def forward(self, x):
            if self.head is None:
                self.head = nn.Linear(8, 1)
            return self.head(self.body(x))

    model = Net()
    model(torch.ones(2, 4))
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    heads = []
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
        heads.append(model.head.weight.detach().clone())
    moved = not torch.equal(heads[0], heads[-1])

What is no parameter needs no optimizer: a mask that `forward` keeps for later calls.

    import torch
    from torch import nn, optim

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(4, 1)
            self.mask = None

        def forward(self, x):
            if self.mask is None:
                self.mask = torch.ones_like(x)
            return self.body(x * self.mask)

    model = Net()
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    heads = []
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
        heads.append(model.body.weight.detach().clone())
    moved = not torch.equal(heads[0], heads[-1])

## Proof

    assert not bad.run().names["moved"]
    for program in (fixed, *good):
        assert program.run().names["moved"]

## When this is intended

A part that is not to be trained: freeze it with `requires_grad_(False)`, which also saves the computation of its
gradients.

## Fix safety

Unsafe: the optimizer, with what needs it, goes below the statement that adds to the model, where both stand in the same
block; what was added is trained from then on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.facts import CutKind
from ..program.lacking import Lacking, lacking
from ..program.program import Program
from ..repair import move
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule


@rule(Category.OPTIMIZER, Severity.ERROR, "the model gets parameters that the optimizer does not have")
def parameter_added_after_optimizer(program: Program) -> Iterator[Finding[Lacking]]:
    """Report each layer or parameter that a model gets while an optimizer that steps later is over it already."""
    for found in lacking(program, CutKind.ADDED):
        cut, step = found
        what = "it" if cut.new is None else "its parameters"
        message = f"`{cut.place}` is new here, and `{step.name}` does not have {what}"
        related = (
            Related(step.optimizer.site, f"`{step.name}` got its parameters here"),
            Related(step.at, "here it updates the rest"),
        )
        yield Finding(cut.at, message, found, Severity.ERROR if found.sure else Severity.WARNING, related)


@parameter_added_after_optimizer.fix
def move_below_addition(program: Program, found: Lacking) -> Fix | None:
    """Move the optimizer, with what needs it, below what is added to its model."""
    edits = move.below(program, found.step.optimizer.site, found.cut.at, found.cut.place.partition("[")[0])
    return None if edits is None else Fix("Move the optimizer below the addition", edits, Safety.UNSAFE)
