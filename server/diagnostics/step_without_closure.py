"""L-BFGS steps without the closure that it needs.

## Why this is a bug

`torch.optim.LBFGS` evaluates the loss several times in each step, at other parameters each time. So its `step` wants a
function that clears the gradients, computes the loss, goes back and returns the loss; without one it raises a TypeError.

## Bad

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.LBFGS(model.parameters())
    for epoch in range(5):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
    #   ^^^^^^^^^^^^^^^^ `LBFGS` needs a closure that computes the loss anew: this call raises a `TypeError`

## Fixed

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.LBFGS(model.parameters())

    def closure():
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        return loss

    for epoch in range(5):
        optimizer.step(closure)

## Good

Other optimizers step on the gradients that are there.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.Rprop(model.parameters())
    for epoch in range(5):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()

## Proof

    assert isinstance(bad.run().error, TypeError)
    assert "closure" in str(bad.run().error)
    assert fixed.run().error is None
    for program in good:
        assert program.run().error is None

## When this is intended

Never: it raises.

## Fix safety

There is no fix: what belongs into the closure is for you to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.program import Program
from ..program.slips import SteppedWithoutClosure
from ..rules.rule import Category, Finding, Related, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "`LBFGS` steps without a closure", settle=True)
def step_without_closure(program: Program) -> Iterator[Finding[SteppedWithoutClosure]]:
    """Report each step of L-BFGS that gets no closure."""
    for step in program.once(SteppedWithoutClosure):
        by_itself = step.lightning is None or not step.lightning.by_trainer
        if step.optimizer.class_ == "torch.optim.LBFGS" and by_itself:
            message = "`LBFGS` needs a closure that computes the loss anew: this call raises a `TypeError`"
            related = (Related(step.optimizer.site, "the optimizer is built here"),)
            yield Finding(step.at, message, step, related=related)
