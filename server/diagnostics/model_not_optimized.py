"""The loss depends on a model whose parameters no optimizer has.

## Why this is a bug

An optimizer updates what it was given and nothing else. Where a loss is computed by two models and the optimizer has the
parameters of one, the backward pass computes gradients for both, and the other model stays as it was initialised. Nobody
clears its gradients either. With two optimizers the reason is mostly a copied line: both have the same model.

## Bad

    import torch
    from torch import nn, optim

    encoder, decoder = nn.Linear(4, 3), nn.Linear(3, 4)
    optimizer = optim.SGD(decoder.parameters(), lr=0.1)
    #                     ^^^^^^^^^^^^^^^^^^^^ the loss depends on `encoder`, and no optimizer has its parameters: it stays as it is
    before = encoder.weight.tolist()
    for step in range(5):
        optimizer.zero_grad()
        inputs = torch.ones(2, 4)
        loss = (decoder(encoder(inputs)) - inputs).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = encoder.weight.tolist()

## Fixed

    import torch
    from torch import nn, optim

    encoder, decoder = nn.Linear(4, 3), nn.Linear(3, 4)
    optimizer = optim.SGD([*decoder.parameters(), *encoder.parameters()], lr=0.1)
    before = encoder.weight.tolist()
    for step in range(5):
        optimizer.zero_grad()
        inputs = torch.ones(2, 4)
        loss = (decoder(encoder(inputs)) - inputs).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = encoder.weight.tolist()

## Good

Each model has an optimizer of its own.

    import torch
    from torch import nn, optim

    encoder, decoder = nn.Linear(4, 3), nn.Linear(3, 4)
    optimizer = optim.SGD(decoder.parameters(), lr=0.1)
    slower = optim.SGD(encoder.parameters(), lr=0.01)
    before = encoder.weight.tolist()
    for step in range(5):
        optimizer.zero_grad()
        slower.zero_grad()
        inputs = torch.ones(2, 4)
        loss = (decoder(encoder(inputs)) - inputs).pow(2).mean()
        loss.backward()
        optimizer.step()
        slower.step()
    after = encoder.weight.tolist()

A frozen model is not to be trained; nor is one whose outputs are detached, or computed without gradients.

    import torch
    from torch import nn, optim

    encoder, decoder = nn.Linear(4, 3), nn.Linear(3, 4)
    teacher, fixed = nn.Linear(4, 4).requires_grad_(False), nn.Linear(4, 4)
    optimizer = optim.SGD([*encoder.parameters(), *decoder.parameters()], lr=0.1)
    before = encoder.weight.tolist()
    for step in range(5):
        optimizer.zero_grad()
        inputs = torch.ones(2, 4)
        with torch.no_grad():
            wanted = fixed(inputs)
        loss = (decoder(encoder(inputs)) - teacher(inputs) - wanted).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = encoder.weight.tolist()

## Proof

    run = bad.run()
    assert run.names["after"] == run.names["before"]
    assert run.names["encoder"].weight.grad is not None
    for program in (fixed, *good):
        run = program.run()
        assert run.names["after"] != run.names["before"]

## When this is intended

For a model that is only looked through: freeze it, which also saves the computation of its gradients, or put it in evaluation
mode. Nothing is said of one that is called a target, a teacher or the like.

## Fix safety

Unsafe: the model is trained from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from ..program.cycle import stepping_on
from ..program.events import Backward, ModelNamed, OptimizerBuilt, Step
from ..program.program import Program
from ..program.surroundings import above
from ..program.trained import optimized
from ..repair.expression import text_of
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..text.edit import Edit

_NOT_TRAINED = re.compile(
    r"target|teacher|ema|fixed|frozen|pretrain|vgg|percep|lpips|old|ref|clip|fid|incept|proj", re.IGNORECASE
)
_GIVEN = re.compile(r"(?P<model>[\w.]+)\.parameters\(\)")


class Left(NamedTuple):
    """A model that is left out, under its name, and the optimizer that should have it."""

    name: str
    built: OptimizerBuilt


@rule(Category.OPTIMIZER, Severity.WARNING, "a model that the loss depends on is in no optimizer", settle=True)
def model_not_optimized(program: Program) -> Iterator[Finding[Left]]:
    """Report each model in the graph of a loss that no optimizer of the program has, where one steps on that loss."""
    built = {event.object: event for event in program.unique(OptimizerBuilt) if event.at.module == program.path}
    steps = {step.object: step for step in program.events(Step)}
    held = optimized(program)
    told: set[int] = set()
    for event in program.unique(Backward):
        given = event.reached
        own = [each for number, each in built.items() if number in steps and each.optimizer.models & given]
        for model in event.untrained:
            name = _name(program, model)
            if model in held | told or not own or not name or event.lightning is not None or _NOT_TRAINED.search(name):
                continue
            told.add(model)
            best = max(stepping_on(program, model, own), key=lambda each: _alike(program, each, name))
            message = f"the loss depends on `{name}`, and no optimizer has its parameters: it stays as it is"
            site = best.given_at
            related = (Related(event.at, "here gradients are computed for it"),)
            yield Finding(site, message, Left(name, best), related=related)


def _name(program: Program, model: int) -> str:
    """The name that a model was given first."""
    return next((event.name for event in program.events(ModelNamed) if event.object == model), "")


def _alike(program: Program, built: OptimizerBuilt, name: str) -> float:
    """How well the name of an optimizer goes with that of a model, rather than with that of the model it has."""
    statement = program.source.statement(built.at)
    own = " ".join(statement.writes).lower() if statement is not None else ""
    held = built.name.partition(".parameters")[0]
    return SequenceMatcher(None, own, name.lower()).ratio() - SequenceMatcher(None, own, held.lower()).ratio()


@model_not_optimized.fix
def add_parameters(program: Program, left: Left) -> Fix | None:
    """Give the optimizer this model too; where another one has the model that it has already, this one instead."""
    built = left.built
    span = program.source.span(built.argument_at)
    given = _GIVEN.fullmatch(text_of(program, span))
    known = any(left.name in each.writes for each in above(program, built.at)) or left.name.startswith("self.")
    if given is None or not known or built.at != built.site:
        return None
    others = [each for each in program.unique(OptimizerBuilt) if each.object != built.object]
    if any(other.optimizer.models & built.optimizer.models for other in others):
        return Fix(f"Give it the parameters of `{left.name}`"[:60], (Edit(span, f"{left.name}.parameters()"),))
    text = f"[*{given['model']}.parameters(), *{left.name}.parameters()]"
    return Fix("Add its parameters to the optimizer", (Edit(span, text),))
