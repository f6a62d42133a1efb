"""The optimizer steps before the backward pass, and the gradients are cleared before the next step.

## Why this is a bug

`optimizer.step()` uses the gradients that are there when it is called. Where they have just been cleared, it does nothing;
the backward pass behind it computes gradients that are cleared again before the next step. Nothing is raised and nothing
is learnt.

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
    #   ^^^^^^^^^^^^^^^^ `optimizer` steps before `loss.backward()`: it never has gradients, and nothing is learnt
        loss.backward()
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

Here the gradients of one iteration last until the step of the next: one iteration late, but it learns.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())

## Proof

    assert bad.run().names["losses"][-1] == bad.run().names["losses"][0]
    assert fixed.run().names["losses"][-1] < 0.01
    for program in good:
        assert program.run().names["losses"][-1] < 0.01

## When this is intended

Never, as far as we know. Stepping once before a scheduler, to quieten its warning, is not reported: no backward pass follows
in the same block.

## Fix safety

Unsafe: the step begins to change the parameters, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.cycle import following_passes, own_passes, passes_at, steps_on_nothing
from ..program.events import Backward, Step
from ..program.program import Program
from ..repair import move
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "the optimizer steps before the backward pass", settle=True)
def step_before_backward(program: Program) -> Iterator[Finding[tuple[Step, Backward]]]:
    """Report each step that finds nothing, if the backward pass for it comes behind it."""
    for step in steps_on_nothing(program):
        own = passes_at(program, own_passes(program, step)) or following_passes(program, step)
        if not own or any(program.before(each, step) for each in own):
            continue
        backward = own[-1]
        named = f"`{backward.name}.backward()`" if backward.name else "the backward pass"
        message = f"`{step.name}` steps before {named}: it never has gradients, and nothing is learnt"
        unsure = step.optimizer.by_use or step.optimizer.escaped
        related = (Related(backward.at, "the gradients are computed here"),)
        severity = Severity.WARNING if unsure else Severity.ERROR
        yield Finding(step.at, message, (step, backward), severity, related)


@step_before_backward.fix
def step_after_backward(program: Program, found: tuple[Step, Backward]) -> Fix | None:
    """Move the step below the backward pass."""
    step, backward = found
    edits = move.below(program, step.at, backward.at, step.name)
    return None if edits is None else Fix("Step after the backward pass", edits)
