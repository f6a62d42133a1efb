"""Gradients of the last batches of an epoch never get to a step.

## Why this is a bug

With gradient accumulation the optimizer steps once in so many batches. When the number of batches is no multiple of that, some
are left over at the end of each epoch. Where the next epoch begins by clearing the gradients, all that was computed for them is
thrown away; where it does not, they are added to those of its first batches, with weights that are older by then.

Step on the last batch as well.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    batches = [torch.zeros(8, 4)] * 4 + [torch.randn(8, 4)] * 2
    model = nn.Linear(4, 1, bias=False)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        for index, x in enumerate(batches):
            loss = model(x).pow(2).mean() / 4
            loss.backward()
            if (index + 1) % 4 == 0:
                optimizer.step()
    #           ^^^^^^^^^^^^^^^^ the batches that are left over at the end of an epoch get no step: the next epoch clears their gradients
                optimizer.zero_grad()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    batches = [torch.zeros(8, 4)] * 4 + [torch.randn(8, 4)] * 2
    model = nn.Linear(4, 1, bias=False)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        for index, x in enumerate(batches):
            loss = model(x).pow(2).mean() / 4
            loss.backward()
            if (index + 1) % 4 == 0 or index + 1 == len(batches):
                optimizer.step()
                optimizer.zero_grad()

## Good

What is left over gets a step of its own.

    import torch
    from torch import nn

    torch.manual_seed(0)
    batches = [torch.zeros(8, 4)] * 4 + [torch.randn(8, 4)] * 2
    model = nn.Linear(4, 1, bias=False)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        for index, x in enumerate(batches):
            loss = model(x).pow(2).mean() / 4
            loss.backward()
            if (index + 1) % 4 == 0:
                optimizer.step()
                optimizer.zero_grad()
        optimizer.step()

The counter goes on through the epochs, and nothing is cleared between them.

    import torch
    from torch import nn

    torch.manual_seed(0)
    batches = [torch.zeros(8, 4)] * 4 + [torch.randn(8, 4)] * 2
    model = nn.Linear(4, 1, bias=False)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    seen = 0
    for epoch in range(4):
        for x in batches:
            loss = model(x).pow(2).mean() / 4
            loss.backward()
            seen += 1
            if seen % 4 == 0:
                optimizer.step()
                optimizer.zero_grad()

## Proof

    def moved(program):
        names = program.run().names
        return (names["before"] - names["model"].weight).abs().max()

    assert moved(bad) == 0
    for program in [fixed, *good]:
        assert moved(program) > 1e-4

## When this is intended

Where the number of batches is a multiple, or the few that are left over do not matter: they are others in each epoch if the loader
shuffles. That cannot be seen in the text, so this rule is off until you turn it on.

## Fix safety

Unsafe: there are more steps, the last of each epoch on fewer batches.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.accumulation import Remainder, remainders
from ..program.program import Program
from ..rules.rule import Category, Finding, Fix, Related, Severity, Status, rule
from ..text.edit import Edit


@rule(
    Category.TRAINING_LOOP,
    Severity.WARNING,
    "gradients of the last batches never get to a step",
    settle=True,
    status=Status.NURSERY,
)
def dropped_accumulation_remainder(program: Program) -> Iterator[Finding[Remainder]]:
    """Report each step of an accumulation that leaves batches over at the end of an epoch."""
    for each in remainders(program):
        if each.step.optimizer.many or each.step.optimizer.escaped:
            continue
        then = "the next epoch clears their gradients"
        if not each.dropped:
            then = "their gradients go into the next epoch's first"
        message = f"the batches that are left over at the end of an epoch get no step: {then}"
        related = (Related(each.backward.at, "their gradients come from here"),)
        yield Finding(each.step.at, message, each, related=related)


@dropped_accumulation_remainder.fix
def step_on_the_last(program: Program, each: Remainder) -> Fix | None:
    """Let the test hold for the last batch too."""
    line = program.source.lines[each.guard.header.start.line]
    end = each.guard.header.end
    before = line[each.guard.header.start.column : end.column].rstrip().rstrip(":")
    if each.guard.header.start.line != end.line or not before.startswith("if "):
        return None
    edit = Edit(each.guard.header, f"{before} or {each.last}:")
    return Fix("Step on the last batch too", (edit,))
