"""The optimizer steps once behind the loop whose batches each clear the gradients.

## Why this is a bug

Each batch clears the gradients of the one before, and the only step comes when the loop is over: it uses the gradients of
the last batch, and all others were computed for nothing. It is usually a line that is indented too little. The model learns,
but from one batch per epoch.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    batches = list(zip(inputs.split(8), targets.split(8)))
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(10):
        for x, y in batches:
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x), y)
            loss.backward()
        optimizer.step()
    #   ^^^^^^^^^^^^^^^^ `optimizer` steps only after the loop, in which each batch clears the gradients of the one before
    final = nn.functional.mse_loss(model(inputs), targets).item()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    batches = list(zip(inputs.split(8), targets.split(8)))
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(10):
        for x, y in batches:
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
    final = nn.functional.mse_loss(model(inputs), targets).item()

## Good

The gradients of all batches are added up, and one step uses them.

    import torch
    from torch import nn

    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    batches = list(zip(inputs.split(8), targets.split(8)))
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(80):
        optimizer.zero_grad()
        for x, y in batches:
            loss = nn.functional.mse_loss(model(x), y) / len(batches)
            loss.backward()
        optimizer.step()
    final = nn.functional.mse_loss(model(inputs), targets).item()

## Proof

    assert fixed.run().names["final"] < 0.01 < bad.run().names["final"]
    for program in good:
        assert program.run().names["final"] < 0.01

## When this is intended

Hardly ever: the batches before the last one could be left out.

## Fix safety

Unsafe: the optimizer steps more often, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.cycle import dropping, passes_at
from ..program.events import Backward, Step
from ..program.program import Program
from ..program.surroundings import loops_around
from ..repair import delete, gradients, insert
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..text.edit import Edit


@rule(Category.TRAINING_LOOP, Severity.WARNING, "the step stands outside of the loop of batches", settle=True)
def step_outside_loop(program: Program) -> Iterator[Finding[tuple[Step, Backward]]]:
    """Report each step on what one loop computed, if that loop clears the gradients before each of its batches."""
    for step in program.unique(Step):
        clears = [clear for clear in dropping(program, step.object) if clear.name != "grad"]
        passes = passes_at(program, step.optimizer.passes) if clears else []
        loops = {next(loops_around(program, each), None) for each in passes}
        clears = [clear for clear in clears if next(loops_around(program, clear), None) in loops]
        if len(loops) != 1 or None in loops or not clears:
            continue
        steps = [each for each in program.events(Step) if each.object == step.object]
        if not any(loop in loops for each in steps for loop in loops_around(program, each)):
            message = (
                f"`{step.name}` steps only after the loop, in which each batch clears the gradients of the one before"
            )
            related = (Related(clears[-1].at, "they are cleared here"),)
            yield Finding(step.at, message, (step, passes[-1]), related=related)


@step_outside_loop.fix
def move_into_loop(program: Program, found: tuple[Step, Backward]) -> Fix | None:
    """Step behind the backward pass, or behind the call that leads to it, or behind what clips its gradients."""
    step, backward = found
    inner = backward.trail[len(step.trail) :] if backward.trail[: len(step.trail)] == step.trail else ()
    target = gradients.ready_behind(program, inner[0] if inner else backward.at, step.object)
    statement = program.source.statement(step.at)
    gone: Edit | None = delete.whole(program, step.at)
    if target is None or statement is None or gone is None or not target.alone or not statement.simple:
        return None
    title = f"Step in the loop, behind the {'call that goes backward' if inner else 'backward pass'}"
    return Fix(title, (insert.after(program, target, statement.text), gone))
