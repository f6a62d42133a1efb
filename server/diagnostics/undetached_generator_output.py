"""The loss of a discriminator goes back into the generator.

## Why this is a bug

`discriminator(fake)` with `fake = generator(noise)` has the generator in its graph. The discriminator's backward pass then leaves
gradients in the generator too: gradients that make its outputs *easier* to tell from real ones. Unless they are cleared before the
generator's own backward pass, its step works on the sum of both, which pull in opposite directions. Nothing is raised if the
outputs are made anew or the graph is retained; else the second pass finds the generator's graph freed, and raises.

`discriminator(fake.detach())` has the same values and stops there.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    generator, discriminator = nn.Linear(2, 4), nn.Linear(4, 1)
    optimizer_g = torch.optim.SGD(generator.parameters(), lr=0.1)
    optimizer_d = torch.optim.SGD(discriminator.parameters(), lr=0.0)
    criterion = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(8, 1), torch.zeros(8, 1)
    noise = torch.randn(8, 2)
    for step in range(1):
        optimizer_d.zero_grad()
        optimizer_g.zero_grad()
        fake = generator(noise)
        loss_d = criterion(discriminator(torch.randn(8, 4)), ones) + criterion(discriminator(fake), zeros)
    #                                                                                        ^^^^ warning: without `.detach()`, `loss_d.backward()` leaves gradients in the model that made `fake`, and `optimizer_g` steps on them
        loss_d.backward()
        optimizer_d.step()
        loss_g = criterion(discriminator(generator(noise)), ones)
        loss_g.backward()
        optimizer_g.step()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    generator, discriminator = nn.Linear(2, 4), nn.Linear(4, 1)
    optimizer_g = torch.optim.SGD(generator.parameters(), lr=0.1)
    optimizer_d = torch.optim.SGD(discriminator.parameters(), lr=0.0)
    criterion = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(8, 1), torch.zeros(8, 1)
    noise = torch.randn(8, 2)
    for step in range(1):
        optimizer_d.zero_grad()
        optimizer_g.zero_grad()
        fake = generator(noise)
        loss_d = criterion(discriminator(torch.randn(8, 4)), ones) + criterion(discriminator(fake.detach()), zeros)
        loss_d.backward()
        optimizer_d.step()
        loss_g = criterion(discriminator(generator(noise)), ones)
        loss_g.backward()
        optimizer_g.step()

## Good

The gradients that the discriminator's loss leaves in the generator are cleared before the generator's own: a waste, but right.

    import torch
    from torch import nn

    torch.manual_seed(0)
    generator, discriminator = nn.Linear(2, 4), nn.Linear(4, 1)
    optimizer_g = torch.optim.SGD(generator.parameters(), lr=0.1)
    optimizer_d = torch.optim.SGD(discriminator.parameters(), lr=0.0)
    criterion = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(8, 1), torch.zeros(8, 1)
    noise = torch.randn(8, 2)
    for step in range(1):
        optimizer_d.zero_grad()
        fake = generator(noise)
        loss_d = criterion(discriminator(torch.randn(8, 4)), ones) + criterion(discriminator(fake), zeros)
        loss_d.backward()
        optimizer_d.step()
        optimizer_g.zero_grad()
        loss_g = criterion(discriminator(generator(noise)), ones)
        loss_g.backward()
        optimizer_g.step()

The generator is trained first, and the gradients that it leaves in the discriminator are cleared.

    import torch
    from torch import nn

    torch.manual_seed(0)
    generator, discriminator = nn.Linear(2, 4), nn.Linear(4, 1)
    optimizer_g = torch.optim.SGD(generator.parameters(), lr=0.1)
    optimizer_d = torch.optim.SGD(discriminator.parameters(), lr=0.0)
    criterion = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(8, 1), torch.zeros(8, 1)
    noise = torch.randn(8, 2)
    for step in range(1):
        optimizer_g.zero_grad()
        fake = generator(noise)
        loss_g = criterion(discriminator(fake), ones)
        loss_g.backward()
        optimizer_g.step()
        optimizer_d.zero_grad()
        loss_d = criterion(discriminator(torch.randn(8, 4)), ones) + criterion(discriminator(fake.detach()), zeros)
        loss_d.backward()
        optimizer_d.step()

## Proof

    def gradient(program):
        run = program.run()
        assert run.error is None
        return run.names["generator"].weight.grad

    right = gradient(fixed)
    assert right.norm() > 1e-3
    assert not gradient(bad).allclose(right)
    for program in good:
        assert gradient(program).allclose(right)

## When this is intended

Where the generator is to learn from both losses at once. Then one backward pass through their sum says so.

## Fix safety

Unsafe: the generator's gradients change, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.adversarial import Undetached, undetached_outputs
from ..program.program import Program
from ..repair import expression
from ..rules.places import here
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "a discriminator's loss goes back into the generator")
def undetached_generator_output(program: Program) -> Iterator[Finding[Undetached]]:
    """Report each output that goes into the other model with its graph, where that graph does harm."""
    shown: set[object] = set()
    for each in undetached_outputs(program):
        if each.place in shown or _unsure(each):
            continue
        shown.add(each.place)
        name = expression.quoted(program, each.place, "the input")
        first = f"`{each.first.name}.backward()`" if each.first.name.isidentifier() else "this loss"
        if each.step is None:
            message = f"without `.detach()`, {first} frees the graph of {name}, and going back through it again raises"
        else:
            message = f"without `.detach()`, {first} leaves gradients in the model that made {name}, and `{each.step.name}` steps on them"
        related = (
            Related(each.first.at, "this goes back through both models"),
            Related(each.second.at, "and this as well"),
        )
        severity = None if each.step is None else Severity.WARNING
        yield Finding(here(program, each.place, each.call.at), message, each, severity, related)


def _unsure(each: Undetached) -> bool:
    optimizers = [step.optimizer for step in (each.between, each.step) if step is not None]
    return any(not each.sure or each.handed for each in optimizers)


@undetached_generator_output.fix
def detach_output(program: Program, each: Undetached) -> Fix | None:
    """Give the other model the values alone."""
    edit = expression.applied(program, each.place, ".detach()")
    return None if edit is None else Fix("Detach the input", (edit,))
