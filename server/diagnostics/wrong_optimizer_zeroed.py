"""One optimizer is cleared twice, and the other one never.

## Why this is a bug

Where two optimizers are trained in turn, each needs its own gradients cleared. Copied lines often keep the old name: then one
optimizer is cleared before both backward passes, and the gradients of the other one add up from batch to batch, so that it steps
on the sum of all batches it has seen. Nothing is raised.

## Bad

    import torch
    from torch import nn, optim

    generator, critic = nn.Linear(2, 1), nn.Linear(1, 1)
    for_generator = optim.SGD(generator.parameters(), lr=0.1)
    for_critic = optim.SGD(critic.parameters(), lr=0.1)
    norms = []
    for step in range(4):
        for_critic.zero_grad()
        critic(torch.ones(1, 1)).mean().backward()
        for_critic.step()
        for_critic.zero_grad()
    #   ^^^^^^^^^^^^^^^^^^^^^^ this clears `for_critic` once more, and `for_generator` is never cleared: its gradients add up
        generator(torch.ones(1, 2)).mean().backward()
        for_generator.step()
        norms.append(round(generator.weight.grad.norm().item(), 2))

## Fixed

    import torch
    from torch import nn, optim

    generator, critic = nn.Linear(2, 1), nn.Linear(1, 1)
    for_generator = optim.SGD(generator.parameters(), lr=0.1)
    for_critic = optim.SGD(critic.parameters(), lr=0.1)
    norms = []
    for step in range(4):
        for_critic.zero_grad()
        critic(torch.ones(1, 1)).mean().backward()
        for_critic.step()
        for_generator.zero_grad()
        generator(torch.ones(1, 2)).mean().backward()
        for_generator.step()
        norms.append(round(generator.weight.grad.norm().item(), 2))

## Good

The critic is cleared twice, since it gets gradients twice; and so is the generator.

    import torch
    from torch import nn, optim

    generator, critic = nn.Linear(2, 1), nn.Linear(1, 1)
    for_generator = optim.SGD(generator.parameters(), lr=0.1)
    for_critic = optim.SGD(critic.parameters(), lr=0.1)
    norms = []
    for step in range(4):
        for_critic.zero_grad()
        critic(torch.ones(1, 1)).mean().backward()
        for_critic.step()
        generator.zero_grad()
        for_critic.zero_grad()
        generator(torch.ones(1, 2)).mean().backward()
        for_generator.step()
        norms.append(round(generator.weight.grad.norm().item(), 2))

## Proof

    norms = bad.run().names["norms"]
    assert norms == sorted(norms) and norms[3] > 3 * norms[0]
    for program in (fixed, *good):
        norms = program.run().names["norms"]
        assert norms[3] == norms[0]

## When this is intended

Never: what accumulates on purpose is cleared somewhere.

## Fix safety

Unsafe: the other optimizer is cleared from then on, and this one no longer at this place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.misdirected import Misdirected, misdirected
from ..program.program import Program
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..text.edit import Edit


@rule(Category.OPTIMIZER, Severity.WARNING, "an optimizer is cleared in place of another one")
def wrong_optimizer_zeroed(program: Program) -> Iterator[Finding[Misdirected]]:
    """Report each clear of an optimizer that has another one, where the optimizer that steps next has none."""
    for found in misdirected(program):
        clear, step = found
        message = f"this clears `{clear.name}` once more, and `{step.name}` is never cleared: its gradients add up"
        yield Finding(clear.at, message, found, related=(Related(step.at, f"here `{step.name}` steps on them"),))


@wrong_optimizer_zeroed.fix
def clear_the_other(program: Program, found: Misdirected) -> Fix | None:
    """Clear the optimizer that steps next."""
    clear, step = found
    statement = program.source.statement(clear.at)
    if statement is None or clear.at != clear.site or step.at != step.site or not step.name:
        return None
    if not re.fullmatch(rf"{re.escape(clear.name)}\.zero_grad\([^()]*\)", statement.text):
        return None
    text = step.name + statement.text[len(clear.name) :]
    return Fix(f"Clear `{step.name}` here", (Edit(statement.span, text),))
