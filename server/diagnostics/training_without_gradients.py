"""A loss is computed while no gradients are recorded, and then a backward pass starts at it.

## Why this is a bug

Inside `torch.no_grad()`, `torch.inference_mode()` and after `torch.set_grad_enabled(False)` nothing is recorded that a backward
pass could follow. `backward()` then raises "element 0 of tensors does not require grad and does not have a grad_fn", wherever it
stands itself: what counts is where the model and the loss were computed. Often a function that was written for evaluation is
called in training, or gradients were switched off for the whole program and never on again.

## Bad

    import torch
    from torch import nn

    @torch.no_grad()
    def compute_loss(model, inputs, targets):
        return nn.functional.mse_loss(model(inputs), targets)

    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        loss = compute_loss(model, inputs, targets)
        loss.backward()
    #   ^^^^^^^^^^^^^^^ `loss` is computed while `no_grad` keeps gradients from being recorded: this raises
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    def compute_loss(model, inputs, targets):
        return nn.functional.mse_loss(model(inputs), targets)

    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        loss = compute_loss(model, inputs, targets)
        loss.backward()
        optimizer.step()

## Good

Only the frozen part of the model runs without gradients.

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    encoder, head = nn.Linear(4, 8), nn.Linear(8, 1)
    optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
    for epoch in range(3):
        with torch.no_grad():
            features = encoder(inputs)
        loss = nn.functional.mse_loss(head(features), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

One function serves both phases, and says which one it is.

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for phase in ["train", "val", "train"]:
        with torch.set_grad_enabled(phase == "train"):
            loss = nn.functional.mse_loss(model(inputs), targets)
            if phase == "train":
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()

The closure switches gradients on again, as the optimizer's own step switches them off.

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with torch.no_grad():
        for epoch in range(3):
            with torch.enable_grad():
                loss = nn.functional.mse_loss(model(inputs), targets)
                optimizer.zero_grad()
                loss.backward()
            optimizer.step()

## Proof

    assert "does not require grad" in str(bad.run().error)
    for program in [fixed, *good]:
        run = program.run()
        assert run.error is None
        assert any(each.grad is not None for each in run.names["optimizer"].param_groups[0]["params"])

## When this is intended

Never: it raises.

## Fix safety

Unsafe: whatever else stands under the switch records gradients from then on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program import switches
from ..program.events import Backward
from ..program.program import Program
from ..program.source import StatementText
from ..repair import unindent
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..rules.wording import named


@rule(Category.TRAINING_LOOP, Severity.ERROR, "the loss is computed without gradients")
def training_without_gradients(program: Program) -> Iterator[Finding[Backward]]:
    """Report each backward pass from something that was computed while no gradients are recorded."""
    for each in program.unique(Backward):
        cut = each.severed
        if cut is None or cut.by != "no_grad":
            continue
        found = _switch(program, each)
        name = named(each.name, "the loss")
        how = f"`{found[1]}` keeps gradients from being recorded" if found else "no gradients are recorded"
        related = (Related(found[0].site, "gradients are switched off here"),) if found else ()
        severity = None if cut.sure else Severity.WARNING
        yield Finding(each.at, f"{name} is computed while {how}: this raises", each, severity, related)


def _switch(program: Program, backward: Backward) -> tuple[StatementText, str] | None:
    cut = backward.severed
    return None if cut is None else switches.around(program, (cut.site, *reversed(backward.trail)))


@training_without_gradients.fix
def record_gradients(program: Program, backward: Backward) -> Fix | None:
    """Take the `with` or the decorator away that switches gradients off."""
    found = _switch(program, backward)
    if found is None:
        return None
    statement, name = found
    if statement.text.startswith("@"):
        edit = unindent.decorator(program, statement, name)
    else:
        alone = switches.ALONE.fullmatch(switches.head(program, statement))
        edit = unindent.body(program, statement) if alone else None
    return None if edit is None else Fix(f"Leave out `{name}`", (edit,))
