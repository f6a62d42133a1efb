"""An optimizer steps between the forward pass of a loss and its backward pass.

## Why this is a bug

`step()` changes the parameters in place. A loss that was computed before needs them as they were: to send gradients *through* a
layer, its backward pass multiplies by the layer's weights. PyTorch notices and raises: "one of the variables needed for gradient
computation has been modified by an inplace operation". `retain_graph=True` keeps the graph, not the weights. (Until torch 1.4 this
went through, with wrong gradients; old GAN code still does it.)

Compute the second loss after the step, or take both backward passes before both steps.

## Bad

    import torch
    from torch import nn

    generator, discriminator = nn.Linear(2, 4), nn.Linear(4, 1)
    optimizer_g = torch.optim.SGD(generator.parameters(), lr=0.1)
    optimizer_d = torch.optim.SGD(discriminator.parameters(), lr=0.1)
    for real in torch.randn(3, 8, 4):
        fake = generator(torch.randn(8, 2))
        loss_d = discriminator(fake.detach()).mean() - discriminator(real).mean()
        loss_g = -discriminator(fake).mean()
        optimizer_d.zero_grad()
        loss_d.backward()
        optimizer_d.step()
        optimizer_g.zero_grad()
        loss_g.backward()
    #   ^^^^^^^^^^^^^^^^^ `optimizer_d` has changed weights in place that `loss_g` was computed with: this backward pass raises
        optimizer_g.step()

## Fixed

    import torch
    from torch import nn

    generator, discriminator = nn.Linear(2, 4), nn.Linear(4, 1)
    optimizer_g = torch.optim.SGD(generator.parameters(), lr=0.1)
    optimizer_d = torch.optim.SGD(discriminator.parameters(), lr=0.1)
    for real in torch.randn(3, 8, 4):
        fake = generator(torch.randn(8, 2))
        loss_d = discriminator(fake.detach()).mean() - discriminator(real).mean()
        optimizer_d.zero_grad()
        loss_d.backward()
        optimizer_d.step()
        loss_g = -discriminator(fake).mean()
        optimizer_g.zero_grad()
        loss_g.backward()
        optimizer_g.step()

## Good

Both backward passes come before both steps.

    import torch
    from torch import nn

    body, head = nn.Linear(2, 4), nn.Linear(4, 1)
    optimizer_b = torch.optim.SGD(body.parameters(), lr=0.1)
    optimizer_h = torch.optim.SGD(head.parameters(), lr=0.1)
    for step in range(3):
        output = head(body(torch.randn(8, 2)))
        optimizer_b.zero_grad()
        optimizer_h.zero_grad()
        output.mean().backward(retain_graph=True)
        output.pow(2).mean().backward()
        optimizer_h.step()
        optimizer_b.step()

The losses have nothing in common.

    import torch
    from torch import nn

    one, other = nn.Linear(2, 1), nn.Linear(2, 1)
    optimizer_one = torch.optim.SGD(one.parameters(), lr=0.1)
    optimizer_other = torch.optim.SGD(other.parameters(), lr=0.1)
    for step in range(3):
        loss_one, loss_other = one(torch.randn(8, 2)).mean(), other(torch.randn(8, 2)).mean()
        optimizer_one.zero_grad()
        loss_one.backward()
        optimizer_one.step()
        optimizer_other.zero_grad()
        loss_other.backward()
        optimizer_other.step()

## Proof

    assert "modified by an inplace operation" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Never: it raises.

## Fix safety

Unsafe: the second loss is computed with the weights as they are after the step, which is what the usual algorithms want. The
fix moves it below the step, where nothing else needs it before. Where both losses are made of one output, no fix is offered:
whether that is to be computed anew, or the step to wait, is for you to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.program import Program
from ..program.stale import Stale, stale_passes
from ..repair import move
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..rules.wording import named


@rule(Category.TRAINING_LOOP, Severity.ERROR, "weights change between a forward and its backward pass")
def step_between_backwards(program: Program) -> Iterator[Finding[Stale]]:
    """Report each backward pass through a model that was stepped since it was called."""
    shown: set[object] = set()
    for each in stale_passes(program):
        if each.backward.site in shown or not each.step.optimizer.sure:
            continue
        shown.add(each.backward.site)
        name = named(each.backward.name, "the loss")
        message = (
            f"`{each.step.name}` has changed weights in place that {name} was computed with: this backward pass raises"
        )
        related = (Related(each.call.at, "they are used here"), Related(each.step.at, "and changed here"))
        yield Finding(each.backward.at, message, each, related=related)


@step_between_backwards.fix
def compute_after_step(program: Program, stale: Stale) -> Fix | None:
    """Compute the loss below the step, with what is made for it alone."""
    edits = move.below(program, stale.call.at, stale.step.at, "")
    return None if edits is None else Fix("Compute the loss after the step", edits)
