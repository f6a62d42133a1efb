"""Gradients are summed over several batches, and the losses are not divided by their number.

## Why this is a bug

Each backward pass adds to the gradients. Who steps once in four batches to get the effect of a batch four times as large wants the
*mean* over these: the loss of each batch has to be divided by four. Without that the step works on a gradient four times too large,
as with four times the learning rate; and it changes again whenever the number of batches does.

Adam and its kin divide by the size of the gradients, so there it makes little difference until something clips them.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs, targets = torch.randn(64, 4), torch.randn(64, 1)
    batches = list(zip(inputs.split(16), targets.split(16)))
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    accumulate = 4
    for i, (x, y) in enumerate(batches):
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
    #   ^^^^^^^^^^^^^^^ the gradients of `accumulate` batches are summed before each step, and `loss` is not divided by their number
        if (i + 1) % accumulate == 0:
            gradient = model.weight.grad.clone()
            optimizer.step()
            optimizer.zero_grad()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs, targets = torch.randn(64, 4), torch.randn(64, 1)
    batches = list(zip(inputs.split(16), targets.split(16)))
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    accumulate = 4
    for i, (x, y) in enumerate(batches):
        loss = nn.functional.mse_loss(model(x), y)
        (loss / accumulate).backward()
        if (i + 1) % accumulate == 0:
            gradient = model.weight.grad.clone()
            optimizer.step()
            optimizer.zero_grad()

## Good

The loss is divided as it is computed.

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs, targets = torch.randn(64, 4), torch.randn(64, 1)
    batches = list(zip(inputs.split(16), targets.split(16)))
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    accumulate = 4
    for i, (x, y) in enumerate(batches):
        loss = nn.functional.mse_loss(model(x), y) / accumulate
        loss.backward()
        if (i + 1) % accumulate == 0:
            gradient = model.weight.grad.clone()
            optimizer.step()
            optimizer.zero_grad()

The losses are sums, and the gradients are divided by the number of examples.

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs, targets = torch.randn(64, 4), torch.randn(64, 1)
    batches = list(zip(inputs.split(16), targets.split(16)))
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    accumulate = 4
    for i, (x, y) in enumerate(batches):
        loss = nn.functional.mse_loss(model(x), y, reduction="sum")
        loss.backward()
        if (i + 1) % accumulate == 0:
            for parameter in model.parameters():
                parameter.grad /= 64
            gradient = model.weight.grad.clone()
            optimizer.step()
            optimizer.zero_grad()

## Proof

    def gradient(program):
        run = program.run()
        assert run.error is None
        return run.names["gradient"]

    right = gradient(fixed)
    assert gradient(bad).allclose(4 * right, rtol=1e-4)
    for program in good:
        assert gradient(program).allclose(right, rtol=1e-4)

## When this is intended

Where the learning rate was chosen for the sum. Dividing the loss, and multiplying the rate, says so.

## Fix safety

Unsafe: the steps become smaller by the number of batches, which is the point of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.accumulation import Summed, summed_means
from ..program.program import Program
from ..program.slips import Clipped
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..text.edit import Edit

_DIVIDE_BY_SIZE = frozenset(
    {"Adam", "AdamW", "Adamax", "NAdam", "RAdam", "RMSprop", "Adagrad", "Adadelta", "Adafactor"}
)


@rule(Category.TRAINING_LOOP, Severity.WARNING, "gradients are summed over batches and not divided")
def unscaled_gradient_accumulation(program: Program) -> Iterator[Finding[Summed]]:
    """Report each backward pass from a mean loss whose gradients are summed with those of other batches."""
    clipped = {each.loop for each in program.unique(Clipped)}
    for each in summed_means(program):
        step, name = each.step, each.backward.name if each.backward.name.isidentifier() else "the loss"
        if step.optimizer.escaped or step.optimizer.many:
            continue
        every = each.every if each.every.isdigit() else f"`{each.every}`"
        shown = f"`{name}`" if name.isidentifier() else name
        message = (
            f"the gradients of {every} batches are summed before each step, and {shown} is not divided by their number"
        )
        class_ = (step.optimizer.class_ or "").rpartition(".")[2]
        little = class_ in _DIVIDE_BY_SIZE and step.loop not in clipped
        related = (Related(step.at, "the step on their sum"),)
        yield Finding(each.backward.at, message, each, Severity.INFORMATION if little else None, related)


@unscaled_gradient_accumulation.fix
def divide_loss(program: Program, each: Summed) -> Fix | None:
    """Divide the loss where the backward pass starts."""
    statement = program.source.statement(each.backward.at)
    if statement is None or each.backward.site.module != program.path:
        return None
    text = statement.text
    changed = re.sub(r"^([A-Za-z_][\w.]*)\.backward\(", rf"(\1 / {each.every}).backward(", text)
    changed = re.sub(r"\.scale\(([A-Za-z_][\w.]*)\)\.backward\(", rf".scale(\1 / {each.every}).backward(", changed)
    return None if changed == text else Fix(f"Divide by {each.every}"[:60], (Edit(statement.span, changed),))
