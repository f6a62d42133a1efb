"""The optimizer steps again and again, but nothing clears the gradients in between.

## Why this is a bug

`loss.backward()` *adds* to the `.grad` of every parameter; it never replaces it. Without `optimizer.zero_grad()` (or
`model.zero_grad()`, or `p.grad = None`) each step uses the sum of the gradients of all batches so far. Nothing is
raised: the loss falls at first, then swings, because every update is dragged along by batches long gone.

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
        optimizer.step()
    #   ^^^^^^^^^^^^^^^^ `optimizer` steps, but its gradients are never cleared: every batch adds to all earlier ones
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

Gradients may be added up over several batches on purpose, as long as they are cleared after the step.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for batch in range(240):
        loss = nn.functional.mse_loss(model(inputs), targets)
        (loss / 4).backward()
        if (batch + 1) % 4 == 0:
            optimizer.step()
            optimizer.zero_grad()
        losses.append(loss.item())

Clearing through the model is the same thing.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        model.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

## Proof

    assert bad.run().names["losses"][-1] > 0.1
    assert fixed.run().names["losses"][-1] < 0.01
    for program in good:
        assert program.run().names["losses"][-1] < 0.1

## When this is intended

Hardly ever. Adding up gradients on purpose still clears them after each step. If an algorithm of your own wants a running
sum of gradients as a kind of momentum, say so with `# torchwise: ignore[missing-zero-grad]`.

## Fix safety

Unsafe: clearing the gradients changes the numbers that training computes, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.accumulation import in_turn
from ..program.cycle import left_by
from ..program.events import Backward, Step
from ..program.misdirected import misdirected, stale
from ..program.program import Program
from ..program.states import Certainty
from ..repair import delete, gradients, insert
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "gradients are never cleared", settle=True)
def missing_zero_grad(program: Program) -> Iterator[Finding[Step]]:
    """Report each step that repeats on gradients to which batches were added that had been stepped on already."""
    elsewhere = {found.step.object for found in misdirected(program)}
    for step in program.events(Step):
        optimizer = step.optimizer
        if step.object in elsewhere:
            continue
        certainty = stale(optimizer.gradients)
        if not step.repeats or certainty < Certainty.SOMETIMES or optimizer.escaped or optimizer.many:
            continue
        if optimizer.cleared_at and in_turn(program, step):
            continue
        guessed = optimizer.by_use or any(model.by_use for _, model in step.models)
        sure = certainty is Certainty.MUST and not guessed
        before = left_by(program, step)
        if before is not None:
            message = f"`{step.name}` still has the gradients of an earlier step here: they are added to those of the first batch"
        elif optimizer.cleared_at:
            message = f"`{step.name}` steps more often than its gradients are cleared: batches add up in between"
        else:
            message = f"`{step.name}` steps, but its gradients are never cleared: every batch adds to all earlier ones"
        related = tuple(Related(site, "the gradients are cleared here") for site in optimizer.cleared_at)
        if before is not None:
            related = (Related(before.at, "the earlier step, after which nothing clears them"),)
        yield Finding(step.at, message, step, Severity.ERROR if sure else Severity.WARNING, related)


@missing_zero_grad.fix
def clear_before_backward(program: Program, step: Step) -> Fix | None:
    """Clear right before the only backward pass of the step's block; else right after the step."""
    earlier = left_by(program, step)
    step = step if earlier is None else earlier
    block = program.source.block(step.at)
    own = program.source.statement(step.at)
    if own is None or not own.alone or not step.name:
        return None
    text = f"{step.name}.zero_grad()"
    passes = {event.at.whole for event in program.events(Backward) if event.loop == step.loop}
    target = next((statement for statement in block if passes == {statement.site}), None)
    if earlier is None and target is not None and target.alone and target.span.start < own.span.start:
        clear = gradients.cleared_above_loop(program, step)
        gone = delete.whole(program, clear.site) if clear is not None else None
        if clear is not None and gone is not None:
            return Fix("Clear the gradients in each iteration", (gone, insert.before(program, target, clear.text)))
        return Fix(f"Clear the gradients: {text}", (insert.before(program, target, text),))
    return Fix(f"Clear the gradients after the step: {text}", (insert.after(program, own, text),))
