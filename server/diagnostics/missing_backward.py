"""The optimizer steps, but no backward pass ever computes gradients for it.

## Why this is a bug

A loss alone changes nothing: `loss.backward()` computes the gradients that `optimizer.step()` uses. Without it every `.grad`
is None, and the step leaves the parameters alone. Nothing is raised, and the loss stays where it was.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.step()
    #   ^^^^^^^^^^^^^^^^ `optimizer` steps without gradients: no backward pass ever goes through `model`
        losses.append(loss.item())

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

## Good

The gradients are computed without a backward pass of the loss.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        loss = nn.functional.mse_loss(model(inputs), targets)
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        for parameter, gradient in zip(model.parameters(), gradients):
            parameter.grad = gradient
        optimizer.step()
        losses.append(loss.item())

The steps are there to see what the scheduler does; the model is not even called.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10)
    losses = []
    for epoch in range(60):
        optimizer.step()
        scheduler.step()
        losses.append(scheduler.get_last_lr()[0])

## Proof

    assert bad.run().names["losses"][-1] == bad.run().names["losses"][0]
    assert fixed.run().names["losses"][-1] < 0.01
    for program in good:
        assert program.run().names["losses"][-1] < 0.01

## When this is intended

Where code that cannot be seen computes the gradients. As soon as such code is given the loss, the model or the optimizer
behind the last clear, this is not reported.

## Fix safety

Unsafe: the step begins to change the parameters, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.cycle import called_for, following_passes, own_passes, steps_on_nothing
from ..program.events import Backward, LossCalled, ModelCalled, Step
from ..program.program import Program
from ..program.states import Gradients, only
from ..program.surroundings import above
from ..repair import gradients, insert
from ..repair.meant import made_of
from ..rules.rule import Category, Finding, Fix, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "the optimizer steps without a backward pass", settle=True)
def missing_backward(program: Program) -> Iterator[Finding[Step]]:
    """Report each step that never finds gradients, if the models that it trains are called for it."""
    reached = {model for each in program.events(Backward) for model, _ in each.models}
    # A backward pass that seems to go through nothing may be meant for any optimizer: what did take part was not seen.
    passes = [each for each in program.events(Backward) if each.loss is not None and each.loss.complete]
    unclear = {each.iteration for each in passes if not each.models}
    for step in steps_on_nothing(program):
        optimizer = step.optimizer
        if step.idle or optimizer.handed or own_passes(program, step):
            continue
        if step.iteration in unclear or following_passes(program, step):
            continue
        called = called_for(program, step)
        if called is None:
            continue
        unsure = optimizer.by_use or optimizer.escaped or optimizer.fed or not optimizer.complete
        if not unsure and step.repeats and not reached & {called.object, *(model for model, _ in step.models)}:
            message = f"`{step.name}` steps without gradients: no backward pass ever goes through `{called.name}`"
            yield Finding(step.at, message, step)
        elif optimizer.gradients == only(Gradients.CLEAR):
            message = (
                f"`{step.name}` steps without gradients: no backward pass comes between its `zero_grad()` and this"
            )
            yield Finding(step.at, message, step, Severity.WARNING)


@missing_backward.fix
def go_back_before_step(program: Program, step: Step) -> Fix | None:
    """A backward pass right before the step, or what clips, from what the same block makes of its losses in the end."""
    own = gradients.wanted(program, step)
    if own is None or not own.alone:
        return None
    before = [each for each in above(program, own.site) if each.simple]
    losses = made_of(before, {each.at.whole for each in program.events(LossCalled) if each.loop == step.loop})
    if not losses:
        called = [each for each in program.events(ModelCalled) if each.loop == step.loop or each.trail]
        outputs = made_of(before, {site.whole for each in called for site in (each.at, *each.trail)})
        losses = [name for name in outputs if "loss" in name.lower()]
    if not losses:
        return None
    text = f"{losses[-1]}.backward()"
    if step.lightning is not None and any(each.method == "manual_backward" for each in program.events(Backward)):
        text = f"self.manual_backward({losses[-1]})"
    return Fix(f"Compute the gradients: {text}", (insert.before(program, own, text),))
