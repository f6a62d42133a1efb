"""Every parameter that an optimizer has is frozen.

## Why this is a bug

A frozen parameter (`requires_grad = False`) gets no gradient, and the optimizer leaves it alone. Where all of them are
frozen nothing is trained: the backward pass raises RuntimeError, as nothing in the loss requires gradients, or, where
something else does, everything runs and the model stays as it is. If the optimizer is given only what is not frozen,
it gets an empty list and raises ValueError. Most often the loop that freezes runs over the whole model, and was
meant for its backbone.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    for parameter in model.parameters():
        parameter.requires_grad = False
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    #                     ^^^^^^^^^^^^^^^^^^ nothing is trained: every parameter that `optimizer` gets here is frozen
    for epoch in range(5):
        optimizer.zero_grad()
        loss = model(torch.ones(2, 4)).sum()
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    for parameter in model[0].parameters():
        parameter.requires_grad = False
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(5):
        optimizer.zero_grad()
        loss = model(torch.ones(2, 4)).sum()
        loss.backward()
        optimizer.step()

## Good

A new head is not frozen, when it comes after the loop.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
    for parameter in model.parameters():
        parameter.requires_grad = False
    model[2] = nn.Linear(8, 1)
    optimizer = optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.1)
    for epoch in range(5):
        optimizer.zero_grad()
        loss = model(torch.ones(2, 4)).sum()
        loss.backward()
        optimizer.step()

What is frozen while the optimizer is built may be trained later.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    model.requires_grad_(False)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    model[2].requires_grad_(True)
    for epoch in range(5):
        optimizer.zero_grad()
        loss = model(torch.ones(2, 4)).sum()
        loss.backward()
        optimizer.step()

## Proof

    assert isinstance(bad.run().error, RuntimeError)
    for program in (fixed, *good):
        assert program.run().error is None

    import torch

    model = torch.nn.Linear(4, 1).requires_grad_(False)
    try:
        torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
    except ValueError as error:
        assert "empty parameter list" in str(error)
    else:
        raise AssertionError

## When this is intended

An optimizer whose gradients are computed otherwise and written into `parameter.grad` by hand, as evolution strategies do.

## Fix safety

No fix is offered: which layers are to be trained is for you to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import OptimizerBuilt, ParametersAdded, Step
from ..program.facts import Parameters
from ..program.flags import Frozen
from ..program.program import Program
from ..rules.rule import Category, Finding, Related, Severity, rule
from ..rules.wording import named


@rule(Category.OPTIMIZER, Severity.ERROR, "every parameter of an optimizer is frozen", settle=True)
def all_parameters_frozen(program: Program) -> Iterator[Finding[OptimizerBuilt]]:
    """Report each optimizer over frozen parameters that is given only others, or for which nothing thaws them."""
    for built in program.unique(OptimizerBuilt):
        steps = [step for step in program.events(Step) if step.object == built.object]
        idle = bool(steps) and all(step.idle for step in steps)
        if built.idle:
            chosen = isinstance(built.parameters, Parameters) and built.parameters.filtered and not steps
            if idle or chosen or not _may_thaw(program, built, steps):
                name = named(steps[0].name if steps else "", "the optimizer")
                message = f"nothing is trained: every parameter that {name} gets here is frozen"
                site = built.given_at
                yield Finding(
                    site, message, built, None if idle or chosen else Severity.WARNING, _frozen_at(program, built)
                )
        elif idle:
            freezing = [event for event in program.unique(Frozen) if event.frozen and program.before(event, steps[0])]
            if freezing:
                message = f"nothing is trained: this freezes every parameter that `{steps[0].name}` has"
                yield Finding(freezing[-1].at, message, built, related=(Related(built.at, "it gets them here"),))


def _may_thaw(program: Program, built: OptimizerBuilt, steps: list[Step]) -> bool:
    """Whether the file shows that parameters may want gradients again, or that the optimizer gets others.

    Unseen code that has the model may do so too, and hardly does.
    """
    thawed = any(event.frozen is not True for event in program.events(Frozen))
    added = any(event.object == built.object for event in program.events(ParametersAdded))
    partly = any(model.frozen is not True and not model.escaped for step in steps for _, model in step.models)
    return thawed or added or partly or built.optimizer.many


def _frozen_at(program: Program, built: OptimizerBuilt) -> tuple[Related, ...]:
    """Where the models of an optimizer were frozen."""
    places = [
        event.at for event in program.unique(Frozen) if event.frozen is True and event.object in built.optimizer.models
    ]
    return tuple(Related(place, "they are frozen here") for place in dict.fromkeys(places))
