"""A second backward pass goes through a graph that the first one has freed.

## Why this is a bug

A backward pass frees what it needs of the graph as it goes. A second pass through the same loss raises "Trying to backward
through the graph a second time". Often the loss ought to be computed anew, or one of the two calls is a leftover.

The same happens where two losses are computed from one output of a model, and each goes backward on its own: both need the
graph of that output. One pass from their sum does the same and is cheaper; or the first pass keeps the graph.

## Bad

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(10):
        loss = model(inputs).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        loss.backward()
    #   ^^^^^^^^^^^^^^^ `loss` has gone through a backward pass already, and its graph is freed: this raises
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(10):
        loss = model(inputs).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

## Good

The graph is kept for the second pass.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(10):
        loss = model(inputs).pow(2).mean()
        optimizer.zero_grad()
        loss.backward(retain_graph=True)
        loss.backward()
        optimizer.step()

Each loss is computed anew.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(10):
        optimizer.zero_grad()
        loss = model(inputs).pow(2).mean()
        loss.backward()
        loss = model(inputs).abs().mean()
        loss.backward()
        optimizer.step()

## Proof

    assert "second time" in str(bad.run().error)
    assert fixed.run().error is None
    for program in good:
        assert program.run().error is None

## When this is intended

Never: it raises. To go through a graph twice, say `retain_graph=True` in the first call.

## Fix safety

Unsafe: whether the second pass is a leftover, or was meant to add to the gradients, is for you to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Backward
from ..program.program import Program
from ..program.shared_graphs import through_one_call
from ..program.site import Site
from ..program.surroundings import above
from ..repair import argument, delete
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "a second backward pass through a freed graph")
def backward_twice(program: Program) -> Iterator[Finding[Backward]]:
    """Report each backward pass from a loss that one has gone through already."""
    passes = list(program.once(Backward))
    for second in passes:
        loss = second.loss
        if second.lightning is not None and second.lightning.by_trainer:
            continue
        if loss is None or not loss.spent or not loss.graph or not second.name or second.at.module != program.path:
            continue
        message = f"`{second.name}` has gone through a backward pass already, and its graph is freed: this raises"
        same = (second.name, second.iteration)
        earlier = [each for each in passes if (each.name, each.iteration) == same]
        related = tuple(Related(each.at, "the graph is freed here") for each in earlier[:1] if each is not second)
        yield Finding(second.at, message, second, related=related)
    told: set[Site] = set()
    for each in through_one_call(program):
        if each.second.at in told or not each.second.name or (each.second.loss and each.second.loss.spent):
            continue
        told.add(each.second.at)
        name = each.call.name
        message = (
            f"`{each.second.name}` needs the graph of `{name}`, which the backward pass before has freed: this raises"
        )
        yield Finding(
            each.second.at, message, each.second, related=(Related(each.first.at, "the graph is freed here"),)
        )


@backward_twice.fix
def go_back_once(program: Program, second: Backward) -> Fix | None:
    """Leave the second one out, where another one stands above it in the same block."""
    others = [each.at.whole for each in program.events(Backward) if each.name == second.name]
    earlier = any(each.site in others for each in above(program, second.at))
    edit = delete.whole(program, second.at) if earlier else None
    return None if edit is None else Fix("Leave out the second backward pass", (edit,))


@backward_twice.fix
def keep_graph(program: Program, second: Backward) -> Fix | None:
    """Keep the graph in the first pass, where both losses come from one output."""
    first = next((each.first for each in through_one_call(program) if each.second.site == second.site), None)
    edit = None if first is None else argument.named(program, first.at, "retain_graph", "True")
    return None if edit is None else Fix("Keep the graph: retain_graph=True", (edit,))
