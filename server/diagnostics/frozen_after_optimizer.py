"""Parameters are frozen that their optimizer goes on changing.

## Why this is a bug

`requires_grad = False` keeps backward passes from adding to `.grad`. It does not tell the optimizer anything: a step changes every
parameter that has a gradient, new or old. So what is frozen between the backward pass and the step still takes this one step.
And where gradients are cleared by `zero_grad(set_to_none=False)` they stay, as zeros: with momentum (and Adam has one) the
parameters go on in the direction that they had, and with weight decay they shrink, for the rest of the training (torch 2.13).

`zero_grad()` sets gradients to None by default since torch 2.0, and steps pass over parameters without one. Then freezing them in
the middle of the training is right.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    body, head = nn.Linear(4, 8), nn.Linear(8, 1)
    model = nn.Sequential(body, nn.ReLU(), head)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    for epoch in range(6):
        if epoch == 3:
            body.requires_grad_(False)
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^ `optimizer` goes on changing what is frozen here: its gradients become zeros, and the rest of the update stays
            at_first = body.weight.clone()
        for x in torch.randn(4, 8, 4):
            optimizer.zero_grad(set_to_none=False)
            model(x).pow(2).mean().backward()
            optimizer.step()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    body, head = nn.Linear(4, 8), nn.Linear(8, 1)
    model = nn.Sequential(body, nn.ReLU(), head)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    for epoch in range(6):
        if epoch == 3:
            body.requires_grad_(False)
            at_first = body.weight.clone()
        for x in torch.randn(4, 8, 4):
            optimizer.zero_grad(set_to_none=True)
            model(x).pow(2).mean().backward()
            optimizer.step()

## Good

Gradients are None after they were cleared: neither Adam's momentum nor weight decay touches what has none.

    import torch
    from torch import nn

    torch.manual_seed(0)
    body, head = nn.Linear(4, 8), nn.Linear(8, 1)
    optimizer = torch.optim.AdamW([*body.parameters(), *head.parameters()], lr=0.01)
    for epoch in range(6):
        if epoch == 3:
            body.requires_grad_(False)
            at_first = body.weight.clone()
        for x in torch.randn(4, 8, 4):
            optimizer.zero_grad()
            head(body(x)).pow(2).mean().backward()
            optimizer.step()

The gradients are zeros, and plain SGD multiplies them by the learning rate.

    import torch
    from torch import nn

    torch.manual_seed(0)
    body, head = nn.Linear(4, 8), nn.Linear(8, 1)
    optimizer = torch.optim.SGD([*body.parameters(), *head.parameters()], lr=0.01)
    for epoch in range(6):
        if epoch == 3:
            body.requires_grad_(False)
            at_first = body.weight.clone()
        for x in torch.randn(4, 8, 4):
            optimizer.zero_grad(set_to_none=False)
            head(body(x)).pow(2).mean().backward()
            optimizer.step()

It is frozen before it ever had a gradient.

    import torch
    from torch import nn

    torch.manual_seed(0)
    body, head = nn.Linear(4, 8), nn.Linear(8, 1)
    optimizer = torch.optim.AdamW([*body.parameters(), *head.parameters()], lr=0.01)
    body.requires_grad_(False)
    at_first = body.weight.clone()
    for x in torch.randn(4, 8, 4):
        optimizer.zero_grad(set_to_none=False)
        head(body(x)).pow(2).mean().backward()
        optimizer.step()

## Proof

    def moved(program):
        names = program.run().names
        return (names["at_first"] - names["body"].weight).abs().max()

    assert moved(bad) > 0.01
    for program in [fixed, *good]:
        assert moved(program) == 0

## When this is intended

Hardly ever: it is neither training nor keeping. Where the last gradients are meant to count once more, step before freezing.

## Fix safety

Unsafe: the weights come out otherwise, which is the point of it. Gradients that are None are not zeros: code that reads them has
to mind.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.program import Program
from ..program.still_moved import StillMoved, still_moved
from ..program.surroundings import nest
from ..repair import argument, move
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.OPTIMIZER, Severity.WARNING, "an optimizer goes on changing frozen parameters", settle=True)
def frozen_after_optimizer(program: Program) -> Iterator[Finding[StillMoved]]:
    """Report each freezing of parameters whose optimizer has old gradients or zeros for them."""
    shown: set[object] = set()
    for each in still_moved(program):
        if each.frozen.at in shown or each.frozen.at.module != program.path:
            continue
        shown.add(each.frozen.at)
        rest = "its gradients become zeros, and the rest of the update stays"
        if each.clear is None:
            rest = "the gradients from before are still there when it steps"
        message = f"`{each.step.name}` goes on changing what is frozen here: {rest}"
        gradients = Related(each.backward.at, "it gets gradients here")
        if each.clear is not None:
            gradients = Related(each.clear.at, "the gradients are set to zeros here, not to None")
        related = (gradients, Related(each.step.at, "it is changed here"))
        yield Finding(each.frozen.at, message, each, related=related)


@frozen_after_optimizer.fix
def clear_to_none(program: Program, found: StillMoved) -> Fix | None:
    """Let the gradients be None, or take the backward pass after the freezing."""
    if found.clear is not None:
        edit = argument.named(program, found.clear.at, "set_to_none", "True")
        return None if edit is None else Fix("Set the gradients to None", (edit,))
    block = {each.site for each in program.source.block(found.backward.at)}
    target = next((site for site in nest(program, found.frozen.at) if site in block), None)
    edits = None if target is None else move.below(program, found.backward.at, target, "")
    return None if edits is None else Fix("Freeze before the backward pass", edits)
