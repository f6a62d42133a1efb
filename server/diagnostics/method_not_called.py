"""A statement names a method, such as `optimizer.step`, and does not call it.

## Why this is a bug

Without parentheses a method is looked up and forgotten: nothing happens. `optimizer.step` does not step, `loss.backward`
computes no gradients, and `model.eval` leaves the model in train mode. Python says nothing about it.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step
    #   ^^^^^^^^^^^^^^ `optimizer.step` is named here and not called: nothing happens
        losses.append(loss.item())

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for epoch in range(60):
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

## Good

The method is kept and called later.

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(32, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    update = optimizer.step
    losses = []
    for epoch in range(60):
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        update()
        losses.append(loss.item())

## Proof

    assert bad.run().names["losses"][-1] == bad.run().names["losses"][0]
    assert fixed.run().names["losses"][-1] < 0.01
    for program in good:
        assert program.run().names["losses"][-1] < 0.01

## When this is intended

Never: a statement that only names a method does nothing.

## Fix safety

Unsafe: the method begins to do something, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.program import Program
from ..program.slips import MethodNotCalled
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "a method is named and not called", settle=True)
def method_not_called(program: Program) -> Iterator[Finding[MethodNotCalled]]:
    """Report each statement that is nothing but a method that only does something when it is called."""
    for named in program.once(MethodNotCalled):
        if named.site.module == program.path:
            message = f"`{named.name}.{named.method}` is named here and not called: nothing happens"
            yield Finding(named.site, message, named, None if named.known else Severity.WARNING)


@method_not_called.fix
def call(program: Program, named: MethodNotCalled) -> Fix | None:
    """Put parentheses behind it."""
    return Fix(f"Call it: {named.method}()", (expression.behind(program, named.site, "()"),))
