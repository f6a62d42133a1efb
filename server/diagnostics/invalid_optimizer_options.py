"""An option of an optimizer has a value that it does not take.

## Why this is a bug

Optimizers check their options when they are built, and raise ValueError: for a negative learning rate, for `betas` that
are not below one, for Nesterov momentum without momentum. Where the optimizer is built late, behind the loading of
the data or of a large model, that takes a while to come out.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1, nesterov=True)
    #                                                          ^^^^ building `optim.SGD` raises an error: `nesterov` needs `momentum`

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1, nesterov=True, momentum=0.9)

## Good

Options at the edge of what is allowed.

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    first = optim.SGD(model.parameters(), lr=0.0, momentum=0, nesterov=False)
    second = optim.Adam(model.parameters(), lr=1e-3, betas=(0.0, 0.999), weight_decay=0, foreach=True, fused=False)

## Proof

    assert isinstance(bad.run().error, ValueError)
    for program in (fixed, *good):
        assert program.run().error is None

    import torch

    parameters = [torch.zeros(3, requires_grad=True)]
    for class_, options in [
        (torch.optim.SGD, {"lr": -0.1}),
        (torch.optim.SGD, {"lr": 0.1, "momentum": -1}),
        (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "dampening": 0.1, "nesterov": True}),
        (torch.optim.Adam, {"betas": (0.9, 1.0)}),
        (torch.optim.AdamW, {"weight_decay": -0.01}),
        (torch.optim.Adam, {"foreach": True, "fused": True}),
    ]:
        try:
            class_(parameters, **options)
        except (ValueError, RuntimeError):
            continue
        raise AssertionError

## When this is intended

Never: the optimizer cannot be built. To climb instead of descend there is `maximize=True`.

## Fix safety

No fix is offered: what the value should be is for you to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import OptimizerBuilt
from ..program.program import Program
from ..rules.rule import Category, Finding, Severity, rule


@rule(Category.OPTIMIZER, Severity.ERROR, "an optimizer does not take the value of an option")
def invalid_optimizer_options(program: Program) -> Iterator[Finding[OptimizerBuilt]]:
    """Report the literal options that the constructor of an optimizer rejects."""
    for built in program.unique(OptimizerBuilt):
        name = (built.optimizer.class_ or "").removeprefix("torch.")
        for site, reason in built.rejected:
            message = f"building `{name}` raises an error: {reason}"
            yield Finding(site if built.site == built.at else built.at, message, built)
