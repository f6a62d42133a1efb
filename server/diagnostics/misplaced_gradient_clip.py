"""Gradients are clipped where there are none yet, or after the step that has used them.

## Why this is a bug

Clipping changes the `.grad` that are there when it is called. Before `loss.backward()` there are none, or old ones; after
`optimizer.step()` they have been used already. Either way the step takes gradients of any size, and what clipping is there
to prevent happens as if it were absent. Nothing is raised.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = 100 * torch.randn(32, 4)
    model = nn.Linear(4, 1)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    for epoch in range(2):
        loss = model(inputs).pow(2).mean()
        optimizer.zero_grad()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there are no gradients here to clip: the backward pass comes later
        loss.backward()
        optimizer.step()
    moved = (model.weight - before).norm().item()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = 100 * torch.randn(32, 4)
    model = nn.Linear(4, 1)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    for epoch in range(2):
        loss = model(inputs).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    moved = (model.weight - before).norm().item()

## Good

Over several batches, the sum of their gradients is clipped right before the step.

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = 100 * torch.randn(32, 4)
    model = nn.Linear(4, 1)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    for index, batch in enumerate(inputs.split(8)):
        (model(batch).pow(2).mean() / 2).backward()
        if (index + 1) % 2 == 0:
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
    moved = (model.weight - before).norm().item()

With an infinite limit nothing is clipped: the norm is measured.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    model(torch.randn(8, 4)).pow(2).mean().backward()
    optimizer.step()
    norm = nn.utils.clip_grad_norm_(model.parameters(), float("inf"))
    moved = 0.0

## Proof

    assert fixed.run().names["moved"] <= 0.002001 < bad.run().names["moved"]
    for program in good:
        assert program.run().names["moved"] <= 0.002001

## When this is intended

To measure the norm of the gradients after the step; write `float("inf")` as the limit then.

## Fix safety

Unsafe: the gradients are clipped from then on, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Backward, Step
from ..program.program import Program
from ..program.slips import Clipped
from ..program.states import Gradients
from ..repair import move
from ..rules.rule import Category, Finding, Fix, Severity, rule

_NOTHING = Gradients.NEW | Gradients.CLEAR


@rule(Category.TRAINING_LOOP, Severity.WARNING, "gradients are clipped at the wrong place", settle=True)
def misplaced_gradient_clip(program: Program) -> Iterator[Finding[Clipped]]:
    """Report each place where gradients are clipped that certainly are not there yet, or have been used."""
    single = [each for each in program.events(Clipped) if not any(optimizer.many for _, optimizer in each.optimizers)]
    for clip in {each.site: each for each in single}.values():
        possible = 0
        for _, optimizer in clip.optimizers:
            possible |= optimizer.gradients.possible
        if not possible or clip.measures or clip.site.module != program.path:
            continue
        if not possible & ~_NOTHING and _goes_back(program, clip):
            yield Finding(clip.at, "there are no gradients here to clip: the backward pass comes later", clip)
        elif not possible & ~Gradients.USED:
            yield Finding(clip.at, "the optimizer has stepped already: clipping changes nothing any more", clip)


def _goes_back(program: Program, clip: Clipped) -> bool:
    return any(each.iteration == clip.iteration for each in program.events(Backward))


@misplaced_gradient_clip.fix
def clip_between(program: Program, clip: Clipped) -> Fix | None:
    """Move the clipping below the backward pass, or the step below the clipping."""
    for backward in program.unique(Backward):
        edits = move.below(program, clip.at, backward.at, "")
        if backward.loop == clip.loop and edits is not None:
            return Fix("Clip behind the backward pass", edits)
    for step in program.unique(Step):
        edits = move.below(program, step.at, clip.at, step.name)
        if step.loop == clip.loop and edits is not None:
            return Fix("Clip before the step", edits)
    return None
