"""The gradients are cleared between the backward pass and the step that should use them.

## Why this is a bug

`zero_grad()` sets every `.grad` to None, and `optimizer.step()` leaves parameters alone that have none. What
`loss.backward()` has just computed is thrown away, and nothing is learnt. Nothing is raised, and the loss stays where it
was. (With `zero_grad(set_to_none=False)` the gradients are 0: weight decay goes on shrinking the weights, and nothing else
happens.)

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
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.zero_grad()
    #   ^^^^^^^^^^^^^^^^^^^^^ the gradients of `loss.backward()` are cleared before `optimizer` steps: nothing is learnt
        optimizer.step()
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
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

## Good

Cleared after the step: the next iteration begins without gradients.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())

Another optimizer's gradients are cleared: they came along with the first one's backward pass.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model, critic = nn.Linear(4, 1), nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    critic_optimizer = torch.optim.SGD(critic.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        output = model(inputs)
        loss = nn.functional.mse_loss(output, targets) + 0.01 * critic(output).pow(2).mean()
        loss.backward()
        critic_optimizer.zero_grad()
        optimizer.step()
        critic_loss = (critic(output.detach()) - 1).pow(2).mean()
        critic_loss.backward()
        critic_optimizer.step()
        losses.append(loss.item())

## Proof

    assert bad.run().names["losses"][-1] == bad.run().names["losses"][0]
    assert fixed.run().names["losses"][-1] < 0.01
    for program in good:
        losses = program.run().names["losses"]
        assert losses[-1] < losses[0] / 2

## When this is intended

Never: a step without gradients does nothing. To throw gradients away on purpose, leave out the step.

## Fix safety

Unsafe: the step begins to change the parameters, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.cycle import own_passes, passes_at, steps_on_nothing
from ..program.events import Step, ZeroGrad
from ..program.program import Program
from ..repair import move
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "gradients are cleared before the step")
def zero_grad_before_step(program: Program) -> Iterator[Finding[tuple[ZeroGrad, Step]]]:
    """Report each clear behind a backward pass, if the step behind it finds nothing else."""
    for step in steps_on_nothing(program):
        own = [each for each in passes_at(program, own_passes(program, step)) if program.before(each, step)]
        if not own:
            continue
        named = f"`{own[-1].name}.backward()`" if own[-1].name else "the backward pass"
        optimizer = step.optimizer
        unsure = optimizer.by_use or optimizer.escaped
        for clear in {each.site: each for each in program.events(ZeroGrad) if each.object == step.object}.values():
            if clear.site in optimizer.cleared_at and clear.optimizer.passes:
                message = f"the gradients of {named} are cleared before `{step.name}` steps: nothing is learnt"
                related = (Related(own[-1].at, "they are computed here"), Related(step.at, "it steps here"))
                severity = Severity.WARNING if unsure else Severity.ERROR
                yield Finding(clear.at, message, (clear, step), severity, related)


@zero_grad_before_step.fix
def clear_before_backward(program: Program, found: tuple[ZeroGrad, Step]) -> Fix | None:
    """Move the backward pass, with what is between, below the clear."""
    clear, step = found
    for backward in passes_at(program, own_passes(program, step)):
        edits = move.below(program, backward.at, clear.at, clear.name)
        if edits is not None:
            return Fix("Clear the gradients before the backward pass", edits)
    return None
