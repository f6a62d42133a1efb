"""The name of the model is bound to a new model, and the optimizer goes on with the old one.

## Why this is a bug

An optimizer keeps the `Parameter` objects that it was given, not the name they were found under. After `model = Net()`
a second time, or `model = copy.deepcopy(model)`, the loss is computed with the new model, its gradients pile up, and
`optimizer.step()` updates a model that nobody looks at. Nothing is raised: the loss just never falls. The first sign may
be that `zero_grad()` does not clear anything either.

## Bad

    import torch
    from torch import nn, optim

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=50)
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    # ^^^ `model` is another model from here on, but `optimizer` goes on updating the old one
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())

## Fixed

    import torch
    from torch import nn, optim

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=50)
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())

## Good

Moving a model, changing its mode and wrapping it keep its parameters, even where the name is bound again.

    import torch
    from torch import nn, optim

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    model = model.to("cpu").train()
    model = nn.DataParallel(model)
    losses = []
    for epoch in range(100):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

One name may serve for several models in turn, as long as each of them stays in use.

    import torch
    from torch import nn, optim

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    members = []
    net = nn.Linear(4, 1)
    first = optim.Adam(net.parameters(), lr=0.1)
    members.append(net)
    net = nn.Linear(4, 1)
    second = optim.Adam(net.parameters(), lr=0.1)
    members.append(net)
    losses = []
    for epoch in range(100):
        first.zero_grad()
        second.zero_grad()
        loss = nn.functional.mse_loss(members[0](inputs) + members[1](inputs), targets)
        loss.backward()
        first.step()
        second.step()
        losses.append(loss.item())

Every round of a cross validation has a model and an optimizer of its own.

    import torch
    from torch import nn, optim

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    for fold in range(3):
        model = nn.Linear(4, 1)
        optimizer = optim.Adam(model.parameters(), lr=0.1)
        losses = []
        for epoch in range(100):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())

## Proof

    lost = bad.run().names
    assert lost["losses"][0] == lost["losses"][-1]
    trained = fixed.run().names
    assert trained["losses"][-1] < trained["losses"][0] / 2
    for program in good:
        losses = program.run().names["losses"]
        assert losses[-1] < losses[0] / 2

## When this is intended

Never, as long as the optimizer steps afterwards. To begin again with a fresh model, build a fresh optimizer as well; to
keep training with other weights, load them into the model that is there: `model.load_state_dict(...)`.

## Fix safety

Safe where only the first model was lost, and nothing used it before: today the steps have no effect on anything that is
used. The optimizer is built after the model that it is meant for, with everything that needs it. Unsafe where the first
model was used before it was replaced. Leaving out a second model that is built by the same statement is unsafe too: its
weights may have been meant to be fresh ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..program.events import ModelCalled, Step
from ..program.facts import Cut, CutKind, Optimizer
from ..program.program import Program
from ..program.surroundings import above
from ..repair import delete, move
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule


class Stale(NamedTuple):
    """An optimizer that steps, and the rebinding that left it with a model that is no longer used."""

    cut: Cut
    optimizer: Optimizer


@rule(Category.OPTIMIZER, Severity.ERROR, "the optimizer updates a model that was replaced")
def model_rebound_after_optimizer(program: Program) -> Iterator[Finding[Stale]]:
    """Report each rebinding of a model whose optimizer steps afterwards without having got the new one."""
    for step in program.unique(Step):
        optimizer = step.optimizer
        for cut in optimizer.cuts:
            if cut.kind is not CutKind.REBOUND or optimizer.escaped or cut.new in optimizer.models:
                continue
            sure = cut.sure and optimizer.sure
            message = f"`{cut.place}` is another model from here on, but `{step.name}` goes on updating the old one"
            related = (
                Related(optimizer.site, f"`{step.name}` got the parameters of the old model here"),
                Related(step.at, "here it updates the old model"),
            )
            yield Finding(cut.at, message, Stale(cut, optimizer), Severity.ERROR if sure else Severity.WARNING, related)


@model_rebound_after_optimizer.fix
def move_below_new_model(program: Program, stale: Stale) -> Fix | None:
    """Move the optimizer, with what needs it, below the model that it is meant for."""
    cut, built = stale.cut, stale.optimizer.site
    edits = move.below(program, built, cut.at, cut.place)
    if edits is None:
        return None
    return Fix("Move the optimizer below the new model", edits, _safety(program, cut))


@model_rebound_after_optimizer.fix
def leave_out_second_model(program: Program, stale: Stale) -> Fix | None:
    """Keep the first model where the second one is built by the very same statement, and the first was not used."""
    second = program.source.statement(stale.cut.at)
    gone = delete.whole(program, stale.cut.at)
    if second is None or gone is None or not second.simple or _used(program, stale.cut):
        return None
    again = any(each.text == second.text for each in above(program, second.site))
    return Fix("Leave out the second model", (gone,)) if again else None


def _safety(program: Program, cut: Cut) -> Safety:
    """Safe if the old model is known, and was not used for anything before."""
    return Safety.SAFE if cut.sure and not _used(program, cut) else Safety.UNSAFE


def _used(program: Program, cut: Cut) -> bool:
    return any(event.object == cut.old for event in program.events(ModelCalled))
