"""The optimizer is built from a model that does not exist yet.

## Why this is a bug

Python runs a script from top to bottom. An optimizer has to be given parameters, so the model has to exist first.
Where it is built further down, `optim.SGD(model.parameters())` raises `NameError` (inside a function
`UnboundLocalError`, for `self.model` `AttributeError`), and nothing after it runs. In a notebook the same lines work
as long as a model from an earlier run is still in memory: the optimizer then trains that one, and not the new one.

## Bad

    import torch
    from torch import nn, optim

    # plain gradient descent
    optimizer = optim.SGD(
        model.parameters(),
    #   ^^^^^ `model` has no value here yet: building the optimizer raises NameError
        lr=0.1,
    )
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=10)

    inputs = torch.randn(16, 4)
    model = nn.Linear(4, 1)
    for epoch in range(3):
        optimizer.zero_grad()
        model(inputs).pow(2).mean().backward()
        optimizer.step()
        scheduler.step()

## Fixed

    import torch
    from torch import nn, optim

    inputs = torch.randn(16, 4)
    model = nn.Linear(4, 1)
    # plain gradient descent
    optimizer = optim.SGD(
        model.parameters(),
        lr=0.1,
    )
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=10)
    for epoch in range(3):
        optimizer.zero_grad()
        model(inputs).pow(2).mean().backward()
        optimizer.step()
        scheduler.step()

## Good

A function may be written above the model that it is called with later: its body runs when it is called.

    import torch
    from torch import nn, optim

    def build_optimizer():
        return optim.SGD(model.parameters(), lr=0.1)

    model = nn.Linear(4, 1)
    optimizer = build_optimizer()
    before = model.weight.detach().clone()
    model(torch.ones(1, 4)).sum().backward()
    optimizer.step()
    moved = not torch.equal(before, model.weight)

A model that is built in one of several branches exists after them.

    import torch
    from torch import nn, optim

    deep = torch.ones(1).item() > 0
    if deep:
        model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1))
    else:
        model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    before = model[0].weight.detach().clone()
    model(torch.ones(1, 4)).sum().backward()
    optimizer.step()
    moved = not torch.equal(before, model[0].weight)

## Proof

    assert isinstance(bad.run().error, NameError)
    assert fixed.run().error is None
    for program in good:
        assert program.run().names["moved"]

## When this is intended

Never in a script. In a notebook, run all cells from the top once; if that fails here, the cells are in the wrong order.

## Fix safety

Safe: the line raises today, and the same statements in the other order do what they say. Statements that need the
optimizer go with it. Nothing is offered where some other order would change, or where the statements are not in the same
block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..program.events import DeviceMove, OptimizerBuilt, UsedUnbound
from ..program.program import Program
from ..program.site import Site
from ..program.surroundings import nest
from ..repair import move
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule


class Early(NamedTuple):
    """A name that is read too early, and the optimizer that is built from it."""

    unbound: UsedUnbound
    built: OptimizerBuilt


@rule(Category.OPTIMIZER, Severity.ERROR, "the optimizer is built before the model")
def optimizer_before_model(program: Program) -> Iterator[Finding[Early]]:
    """Report each name inside the parameters of an optimizer that is only bound further down."""
    for unbound in program.unique(UsedUnbound):
        for built in program.events(OptimizerBuilt):
            if unbound.bound_at is not None and _is_read_for(program, unbound, built):
                message = f"`{unbound.name}` has no value here yet: building the optimizer raises {_error(unbound)}"
                related = (Related(unbound.bound_at, f"`{unbound.name}` gets its first value here"),)
                severity = Severity.ERROR if unbound.certain else Severity.WARNING
                yield Finding(unbound.at, message, Early(unbound, built), severity, related)
                break


def _is_read_for(program: Program, unbound: UsedUnbound, built: OptimizerBuilt) -> bool:
    """Whether a name is read for the parameters that an optimizer is given: in place, or to give them a name."""
    if unbound.site != unbound.at or built.site != built.at or unbound.trail != built.trail:
        return False
    if unbound.site.whole == built.site.whole:
        return program.source.span(built.argument_at).contains(program.source.span(unbound.site))
    reading, building = program.source.statement(unbound.site), program.source.statement(built.site)
    if reading is None or building is None or reading.span.start > building.span.start:
        return False
    (line, start), (last, end) = program.source.span(built.argument_at)
    return line == last and program.source.lines[line][start:end] in reading.writes


def _error(unbound: UsedUnbound) -> str:
    if "." in unbound.name:
        return "AttributeError"
    return "UnboundLocalError" if unbound.local else "NameError"


@optimizer_before_model.fix
def move_below_model(program: Program, early: Early) -> Fix | None:
    """Move the optimizer, with what needs it, below the model and what prepares it."""
    bound_at = early.unbound.bound_at
    if bound_at is None:
        return None
    for target in (*reversed(_prepared_at(program, early, bound_at)), bound_at):
        edits = move.below(program, early.unbound.at, target, early.unbound.name)
        if edits is not None:
            return Fix("Move the optimizer below the model", edits, Safety.SAFE)
    return None


def _prepared_at(program: Program, early: Early, bound_at: Site) -> list[Site]:
    """The statements from the model on that bind it again, give it a part, or move it, before the optimizer is used."""
    name, own = early.unbound.name, program.source.statement(early.unbound.at)
    moves = {site for event in program.events(DeviceMove) if event.name == name for site in nest(program, event.at)}
    block = program.source.block(bound_at)
    start = next((index for index, statement in enumerate(block) if statement.site == bound_at), 0)
    found: list[Site] = []
    for statement in block[start : start + move.MOST_STATEMENTS]:
        uses = own is not None and any(
            move.overlaps(read, made) for read in statement.reads | statement.mutates for made in own.writes
        )
        if statement.jumps or (uses and not (statement.simple and statement.writes)):
            break
        if statement.site in moves or any(move.overlaps(write, name) for write in statement.writes):
            found.append(statement.site)
    return found
