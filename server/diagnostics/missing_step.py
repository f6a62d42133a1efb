"""Gradients are computed and cleared again, but the optimizer never steps.

## Why this is a bug

`loss.backward()` computes gradients and changes no parameter: `optimizer.step()` does that. Without it every batch's
gradients are computed, cleared and forgotten. Nothing is raised, and the loss stays where it was.

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
        loss.backward()
    #   ^^^^^^^^^^^^^^^ these gradients are cleared unused: `optimizer` never steps, and nothing is learnt
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

The gradients themselves are wanted, and there is no optimizer.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    importance = torch.zeros(4)
    for x, y in zip(inputs, targets):
        model.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        importance += model.weight.grad[0] ** 2
    losses = [1.0, 0.0]

A function steps that is called with the optimizer.

    import torch
    from torch import nn

    def update(optimizer, scheduler):
        optimizer.step()
        scheduler.step()

    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=50)
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        update(optimizer, scheduler)
        losses.append(loss.item())

## Proof

    assert bad.run().names["losses"][-1] == bad.run().names["losses"][0]
    assert fixed.run().names["losses"][-1] < 0.01
    for program in good:
        assert program.run().names["losses"][-1] < 0.2

## When this is intended

Where only the gradients are wanted. Then no optimizer is needed: `model.zero_grad()` clears them too.

## Fix safety

Unsafe: the step begins to change the parameters, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.cycle import dropping, passes_at
from ..program.events import Backward, OptimizerBuilt, Step, ZeroGrad
from ..program.program import Program
from ..repair import gradients, insert
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "the optimizer never steps", settle=True)
def missing_step(program: Program) -> Iterator[Finding[tuple[Backward, ZeroGrad]]]:
    """Report the backward pass whose gradients are cleared, if the optimizer that clears them never steps."""
    stepped = {step.object for step in program.events(Step)}
    others = {site for step in program.events(Step) for site in step.optimizer.passes}
    for object_ in dict.fromkeys(clear.object for clear in program.events(ZeroGrad)):
        drops = [clear for clear in dropping(program, object_) if clear.lightning is None]
        if object_ in stepped or not drops or any(clear.optimizer.escaped for clear in drops):
            continue
        clear = drops[-1]
        severity = Severity.WARNING if clear.optimizer.by_use else None
        for backward in passes_at(program, clear.optimizer.passes):
            if backward.repeats and backward.site not in others:
                message = (
                    f"these gradients are cleared unused: `{_name(program, clear)}` never steps, and nothing is learnt"
                )
                related = (Related(clear.at, "they are cleared here"),)
                yield Finding(backward.at, message, (backward, clear), severity, related)


def _name(program: Program, clear: ZeroGrad) -> str:
    """The name of the optimizer; a clear may be one of its model, `net.zero_grad()`."""
    for built in program.events(OptimizerBuilt):
        if built.object == clear.object and built.name.startswith(f"{clear.name}.") and built.site == built.at:
            statement = program.source.statement(built.at)
            return (statement.binds if statement is not None else "") or clear.name
    return clear.name


@missing_step.fix
def step_after_backward(program: Program, found: tuple[Backward, ZeroGrad]) -> Fix | None:
    """Step right behind the backward pass, or behind what clips its gradients."""
    backward, clear = found
    own = gradients.ready(program, backward, clear.object)
    if own is None or not own.alone:
        return None
    text = f"{_name(program, clear)}.step()"
    return Fix(f"Step behind the backward pass: {text}", (insert.after(program, own, text),))
