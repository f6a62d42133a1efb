"""A loss is cut off from the model before its backward pass.

## Why this is a bug

A backward pass follows the graph from the loss back to the parameters. `.item()`, `.tolist()`, `.numpy()`, `.detach()`, `.data`,
`torch.tensor(...)` of a tensor and `argmax` give values without that graph. When nothing else in the loss has one, `backward()`
raises: "element 0 of tensors does not require grad", or, of a plain number, that it has no `backward` at all.

`loss.requires_grad_()` makes the exception go away and nothing else: the gradient then reaches the loss itself and stops there.

## Bad

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randint(0, 3, (32,))
    model = nn.Linear(4, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = nn.functional.cross_entropy(outputs.detach(), targets)
        loss.backward()
    #   ^^^^^^^^^^^^^^^ `loss` was cut off from its graph by `detach`: this backward pass raises
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randint(0, 3, (32,))
    model = nn.Linear(4, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = nn.functional.cross_entropy(outputs, targets)
        loss.backward()
        optimizer.step()

## Good

What is cut off is only shown and counted; the loss itself keeps its graph.

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 4), torch.randint(0, 3, (32,))
    model = nn.Linear(4, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    total, right = 0.0, 0
    for epoch in range(3):
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = nn.functional.cross_entropy(outputs, targets)
        loss.backward()
        optimizer.step()
        total += loss.item()
        right += (outputs.detach().argmax(1) == targets).sum().item()

The target is computed by another model, which is not to learn from it.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    teacher, student = nn.Linear(4, 2), nn.Linear(4, 2)
    optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(student(inputs), teacher(inputs).detach())
        loss.backward()
        optimizer.step()

Rounded values go forward, and gradients go around the rounding.

    import torch
    from torch import nn

    inputs = torch.randn(32, 4)
    model = nn.Linear(4, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        outputs = model(inputs)
        rounded = outputs + (outputs.round() - outputs).detach()
        loss = rounded.pow(2).mean()
        loss.backward()
        optimizer.step()

## Proof

    assert "does not require grad" in str(bad.run().error)
    for program in [fixed, *good]:
        run = program.run()
        assert run.error is None
        assert any(each.grad is not None for each in run.names["optimizer"].param_groups[0]["params"])

## When this is intended

Never. To stop gradients on purpose, leave a part of the loss that has some.

## Fix safety

Unsafe: gradients flow where they did not, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Backward
from ..program.program import Program
from ..program.values import Severed
from ..repair import unwrap
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..rules.wording import named

_PLAIN = {"number": "a plain number", "list": "a list", "array": "a NumPy array"}


@rule(Category.TRAINING_LOOP, Severity.ERROR, "the loss has lost its graph before the backward pass")
def graph_cut_before_backward(program: Program) -> Iterator[Finding[Backward]]:
    """Report each backward pass from something that was cut off from its graph."""
    for each in program.unique(Backward):
        cut = each.severed
        if cut is None or cut.by == "no_grad":
            continue
        severity = None if cut.sure else Severity.WARNING
        related = (Related(cut.site, "it is cut off from its graph here"),) if cut.site.whole != each.site.whole else ()
        yield Finding(each.at, _message(each, cut), each, severity, related)


def _message(backward: Backward, cut: Severed) -> str:
    name = named(backward.name, "the loss")
    if cut.kind in _PLAIN:
        return f"{name} is {_PLAIN[cut.kind]} since `{cut.by}`: it has no gradients to go back to, and this raises"
    if backward.loss is not None and backward.loss.requires_grad:
        return (
            f"{name} was cut off from its graph by `{cut.by}`: its gradient ends in itself, and no parameter gets any"
        )
    return f"{name} was cut off from its graph by `{cut.by}`: this backward pass raises"


@graph_cut_before_backward.fix
def keep_graph(program: Program, backward: Backward) -> Fix | None:
    """Take away what cuts it off."""
    cut = backward.severed
    if cut is None or cut.operand is None or cut.site.module != program.path:
        return None
    edit = unwrap.operand(program, cut.site, cut.operand)
    return None if edit is None else Fix(f"Leave out `{cut.by}`, which cuts off the graph", (edit,))
