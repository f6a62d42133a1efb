"""A parameter of the model is replaced by another one after the optimizer was built.

## Why this is a bug

An optimizer holds `Parameter` objects, not names. `model.weight = nn.Parameter(...)` puts another object in place: the
optimizer goes on with the old one, which no loss depends on any more, and the new one is never updated. Nothing is
raised.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    model.weight = nn.Parameter(torch.zeros(1, 4))
    # ^^^^^^^^^^ `model.weight` is another parameter from here on, and `optimizer` goes on with the old one
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = model.weight.any().item()

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    model.weight = nn.Parameter(torch.zeros(1, 4))
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = model.weight.any().item()

## Good

New values in the same parameter: it stays the object that the optimizer holds.

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    nn.init.zeros_(model.weight)
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = model.weight.any().item()

A weight that two layers share, both of the same model: the optimizer has it from the other one.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4))
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    model[1].weight = model[0].weight
    before = model[1].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = not torch.equal(before, model[1].weight)

## Proof

    assert not bad.run().names["moved"]
    for program in (fixed, *good):
        assert program.run().names["moved"]

## When this is intended

A value that is not to be trained: `nn.Parameter(values, requires_grad=False)` says so, or `register_buffer`.

## Fix safety

Unsafe: the optimizer, with what needs it, goes below the replacement, and the new parameter is trained from then on. To
give a parameter other values without replacing it, copy into it: `model.weight.data.copy_(values)`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.facts import CutKind
from ..program.lacking import Lacking, lacking
from ..program.program import Program
from ..repair import move
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule


@rule(Category.OPTIMIZER, Severity.ERROR, "a parameter is replaced that the optimizer should update")
def parameters_replaced_after_optimizer(program: Program) -> Iterator[Finding[Lacking]]:
    """Report each parameter that takes the place of another one which an optimizer that steps later holds."""
    for found in lacking(program, CutKind.SWAPPED):
        cut, step = found
        what = "gives other parameters" if cut.place.endswith("()") else "is another parameter"
        message = f"`{cut.place}` {what} from here on, and `{step.name}` goes on with the old one"
        related = (Related(step.optimizer.site, f"`{step.name}` got the old parameter here"),)
        yield Finding(cut.at, message, found, Severity.ERROR if found.sure else Severity.WARNING, related)


@parameters_replaced_after_optimizer.fix
def move_below_replacement(program: Program, found: Lacking) -> Fix | None:
    """Move the optimizer, with what needs it, below the new parameter."""
    edits = move.below(program, found.step.optimizer.site, found.cut.at, found.cut.place)
    return None if edits is None else Fix("Move the optimizer below the new parameter", edits, Safety.UNSAFE)
