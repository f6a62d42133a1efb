"""A layer of the model is replaced after the optimizer was built over it.

## Why this is a bug

An optimizer keeps the `Parameter` objects that it was given when it was built. A layer that takes the place of another
one later brings parameters of its own: they get gradients, and nothing ever updates them, nor clears their gradients.
Fine-tuning is where it happens: the head that was to be trained stays as it was initialised, and the rest of the
model adapts to it. Nothing is raised, and the loss may even fall.

## Bad

    import torch
    from torch import nn, optim

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1)
    model = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 3))
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    model[1] = nn.Linear(8, 1)
    # ^^^^^^ `model[1]` is a new layer from here on, and `optimizer` does not have its parameters
    head = model[1].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs).squeeze(1), targets)
        loss.backward()
        optimizer.step()
    moved = not torch.equal(head, model[1].weight)

## Fixed

    import torch
    from torch import nn, optim

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1)
    model = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 3))
    model[1] = nn.Linear(8, 1)
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    head = model[1].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs).squeeze(1), targets)
        loss.backward()
        optimizer.step()
    moved = not torch.equal(head, model[1].weight)

## Good

The optimizer may get the parameters of the new layer as a further group.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 3))
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    model[1] = nn.Linear(8, 1)
    optimizer.add_param_group({"params": model[1].parameters()})
    head = model[1].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = not torch.equal(head, model[1].weight)

A layer without parameters has nothing that could be updated.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 1), nn.ReLU())
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    model[1] = nn.Tanh()
    head = model[0].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = not torch.equal(head, model[0].weight)

## Proof

    assert not bad.run().names["moved"]
    for program in (fixed, *good):
        assert program.run().names["moved"]

## When this is intended

A head that is to stay as it is, as random features do: freeze it (`model.fc.requires_grad_(False)`), which says so and
saves the computation of its gradients.

## Fix safety

Unsafe: the optimizer, with what needs it, goes below the new layer, and from then on that layer is trained. Nothing is
offered where the order of something else would change.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.facts import CutKind
from ..program.lacking import Lacking, lacking
from ..program.program import Program
from ..repair import device, move
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule


@rule(Category.OPTIMIZER, Severity.ERROR, "a layer is replaced that the optimizer should update")
def layer_replaced_after_optimizer(program: Program) -> Iterator[Finding[Lacking]]:
    """Report each layer that takes the place of another one while an optimizer that steps later holds the old one."""
    for found in lacking(program, CutKind.REPLACED):
        cut, step = found
        message = f"`{cut.place}` is a new layer from here on, and `{step.name}` does not have its parameters"
        related = (
            Related(step.optimizer.site, f"`{step.name}` got its parameters here"),
            Related(step.at, f"here it updates the rest, without `{cut.place}`"),
        )
        yield Finding(cut.at, message, found, Severity.ERROR if found.sure else Severity.WARNING, related)


@layer_replaced_after_optimizer.fix
def move_below_new_layer(program: Program, found: Lacking) -> Fix | None:
    """Move the optimizer, with what needs it, below the new layer."""
    edits = move.below(program, found.step.optimizer.site, found.cut.at, found.cut.place.partition("[")[0])
    if edits is None:
        return None
    moved = device.with_the_rest(program, found.cut.at, found.step.optimizer.models)
    if moved is not None:
        return Fix("Move the new layer to the device, the optimizer below it", (*edits, moved), Safety.UNSAFE)
    return Fix("Move the optimizer below the new layer", edits, Safety.UNSAFE)
