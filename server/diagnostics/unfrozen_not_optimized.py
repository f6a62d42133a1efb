"""Layers are unfrozen that the optimizer was built without.

## Why this is a bug

An optimizer that is built over `[p for p in model.parameters() if p.requires_grad]` gets what was trainable at that moment. Layers
that are unfrozen later get gradients from then on, and nothing updates them: the optimizer does not look again. Nobody clears these
gradients either. Nothing is raised; fine-tuning just goes on with the layers it began with.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
    model[0].requires_grad_(False)
    optimizer = optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
    model[0].requires_grad_(True)
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ what is unfrozen here was left out of `optimizer`: it gets gradients, and stays as it is
    before = model[0].weight.tolist()
    for epoch in range(3):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    after = model[0].weight.tolist()

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
    model[0].requires_grad_(False)
    optimizer = optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
    model[0].requires_grad_(True)
    optimizer.add_param_group({"params": model[0].parameters()})
    before = model[0].weight.tolist()
    for epoch in range(3):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    after = model[0].weight.tolist()

## Good

An optimizer over all parameters skips those that have no gradient, and updates them when they have one.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
    model[0].requires_grad_(False)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    model[0].requires_grad_(True)
    before = model[0].weight.tolist()
    for epoch in range(3):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    after = model[0].weight.tolist()

The second phase of the training has an optimizer of its own.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
    model[0].requires_grad_(False)
    optimizer = optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
    model[0].requires_grad_(True)
    optimizer = optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.01)
    before = model[0].weight.tolist()
    for epoch in range(3):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    after = model[0].weight.tolist()

## Proof

    run = bad.run()
    assert run.names["after"] == run.names["before"]
    assert run.names["model"][0].weight.grad is not None
    for program in (fixed, *good):
        run = program.run()
        assert run.names["after"] != run.names["before"]

## When this is intended

To look at the gradients of layers that stay as they are.

## Fix safety

Unsafe: the layers are trained from then on, with the learning rate of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..program.events import Event, OptimizerBuilt, ParametersAdded, Step
from ..program.flags import Frozen
from ..program.program import Program
from ..repair import insert
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule

_CALLED = re.compile(r"(?P<place>[\w.\[\]]+)\.requires_grad_\((True)?\)")
_LOOP = re.compile(
    r"for (?P<name>\w+) in (?P<place>[\w.\[\]]+)\.parameters\(\):\s*(?P=name)\.requires_grad(_\((True)?\)| = True)"
)


class Unfrozen(NamedTuple):
    """Where layers are unfrozen, and the first step without them after that."""

    event: Frozen
    step: Step


@rule(Category.OPTIMIZER, Severity.WARNING, "layers are unfrozen that the optimizer was built without", settle=True)
def unfrozen_not_optimized(program: Program) -> Iterator[Finding[Unfrozen]]:
    """Report each layer that is unfrozen after every optimizer was built over what was trainable, and got none of it since."""
    flags = list(program.events(Frozen))
    built = list(program.events(OptimizerBuilt)) if any(each.frozen is False for each in flags) else []
    if not built:
        return
    later: list[Event] = [*built, *program.events(ParametersAdded)]
    happened = program.ordered(Frozen, OptimizerBuilt, ParametersAdded, Step)
    order = {id(event): number for number, event in enumerate(happened)}
    last_built = max(order[id(event)] for event in later)
    for event in {each.at: each for each in flags if each.frozen is False}.values():
        mine = [each for each in flags if each.object == event.object]
        then = [each for each in mine if order[id(each)] < min(order[id(one)] for one in built)]
        steps = [step for step in program.events(Step) if order[id(step)] > order[id(event)]]
        if (
            not then
            or then[-1].frozen is not True
            or order[id(event)] < last_built
            or not steps
            or _unsure(event, steps)
            or not all(_lacks(each, event) or _chooses(program, each) for each in built)
        ):
            continue
        name = steps[0].name
        message = f"what is unfrozen here was left out of `{name}`: it gets gradients, and stays as it is"
        related = (Related(then[-1].at, "it is frozen here"), Related(built[-1].at, f"`{name}` gets what is trainable"))
        yield Finding(event.at, message, Unfrozen(event, steps[0]), related=related)


def _unsure(event: Frozen, steps: list[Step]) -> bool:
    model = event.model
    return model.many or model.escaped or event.lightning is not None or any(step.optimizer.escaped for step in steps)


def _lacks(built: OptimizerBuilt, event: Frozen) -> bool:
    """Whether an optimizer certainly got other models than the one that is unfrozen."""
    facts = built.optimizer
    return facts.complete and facts.sure and bool(facts.sources) and built.object not in event.holders


def _chooses(program: Program, built: OptimizerBuilt) -> bool:
    """Whether an optimizer is written to get only those parameters that want gradients now."""
    own = program.source.statement(built.argument_at) if built.argument_at.module == program.path else None
    if own is None or built.optimizer.by_use or built.optimizer.many:
        return False
    made = [each.text for each in program.source.block(own.site) if built.name in each.writes and each != own]
    return any("requires_grad" in text and "parameters()" in text for text in (own.text, *made[-1:]))


@unfrozen_not_optimized.fix
def add_group(program: Program, found: Unfrozen) -> Fix | None:
    """Add what is unfrozen to the optimizer, right behind."""
    own = program.source.statement(found.event.at)
    if own is None or found.event.at != found.event.site or not found.step.name:
        return None
    around = program.source.parent(own.site)
    if around is not None and _LOOP.fullmatch(" ".join(around.text.split())):
        own = around
    text = " ".join(own.text.split())
    written = _CALLED.fullmatch(text) or _LOOP.fullmatch(text)
    if written is None or not own.alone:
        return None
    added = f'{found.step.name}.add_param_group({{"params": {written["place"]}.parameters()}})'
    return Fix("Add them to the optimizer", (insert.after(program, own, added),))
