"""A loss is constructed with what it should be called on.

## Why this is a bug

`nn.CrossEntropyLoss` is a class: calling it makes a loss, and its arguments are settings. `nn.CrossEntropyLoss(output, target)`
takes the output for the weights of the classes and the target for the obsolete setting `size_average`; what that
is worth as a truth is asked at once, which a tensor of several elements does not answer: it raises ("Boolean value of Tensor with
more than one value is ambiguous"). A layer such as `nn.ReLU(x)` raises nothing, and gives a layer in the place of a tensor.

## Bad

    import torch
    from torch import nn

    inputs, labels = torch.randn(8, 4), torch.arange(8) % 3
    model = nn.Linear(4, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        output = model(inputs)
        loss = nn.CrossEntropyLoss(output, labels)
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this makes a `CrossEntropyLoss` with tensors as its settings, which raises; the loss itself
    #     must be called on them
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    inputs, labels = torch.randn(8, 4), torch.arange(8) % 3
    model = nn.Linear(4, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        output = model(inputs)
        loss = nn.CrossEntropyLoss()(output, labels)
        loss.backward()
        optimizer.step()

## Good

A tensor as the weights of the classes.

    import torch
    from torch import nn

    inputs, labels = torch.randn(8, 4), torch.arange(8) % 3
    model = nn.Linear(4, 3)
    loss = nn.CrossEntropyLoss(torch.ones(3))(model(inputs), labels)

A layer with its own settings.

    import torch
    from torch import nn

    output = nn.ReLU(True)(torch.randn(8, 4))
    probabilities = nn.Softmax(1)(output)
    loss = nn.L1Loss(reduction="sum")(probabilities, output)

## Proof

    error = bad.run().error
    assert isinstance(error, RuntimeError) and "Boolean value of Tensor" in str(error)
    assert fixed.run().error is None
    for program in good:
        assert program.run().error is None

## When this is intended

Never.

## Fix safety

Safe where a loss gets the tensors: today the place raises, and the fix does what is written there. Unsafe for other layers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import ModuleBuilt
from ..program.program import Program
from ..program.values import Constant, Tensor, Unknown, models_of
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Safety, Severity, rule
from ..text.edit import Edit
from ..text.span import Span

_SWITCHES = ("size_average", "reduce")
"""Obsolete settings, true or false, that come where the target would in a call of the loss."""


@rule(Category.LOSS, Severity.ERROR, "a loss is constructed with what it should be called on")
def loss_class_called(program: Program) -> Iterator[Finding[ModuleBuilt]]:
    """Report each loss or activation layer that gets a tensor as one of its settings."""
    for visits in program.visits(ModuleBuilt):
        built = visits[0]
        if all(_gets_tensors(each) for each in visits):
            name = built.class_.rpartition(".")[2]
            effect = ", which raises; the loss itself" if built.is_loss else " and computes nothing; the layer itself"
            yield Finding(
                built.at, f"this makes a `{name}` with tensors as its settings{effect} must be called on them", built
            )


def _gets_tensors(built: ModuleBuilt) -> bool:
    """Whether a setting certainly is a tensor, or a loss gets the output of a model and something as an old switch."""
    if any(
        isinstance(value, Tensor) and not value.parameter and name not in built.tensors
        for name, value, _ in built.arguments
    ):
        return True
    switched = any(name in _SWITCHES and not isinstance(value, Constant) for name, value, _ in built.arguments)
    first = built.arguments[0][1] if built.arguments else None
    return built.is_loss and switched and isinstance(first, Tensor | Unknown) and bool(models_of(first))


@loss_class_called.fix
def call_the_loss(program: Program, built: ModuleBuilt) -> Fix | None:
    """Construct it without settings, and call it on the tensors."""
    if built.site.module != program.path:
        return None
    span = program.source.span(built.site)
    callee = re.match(r"[\w.]+(?=\()", expression.text_of(program, span))
    if callee is None:
        return None
    place = span.start._replace(column=span.start.column + callee.end())
    safety = Safety.SAFE if built.is_loss else Safety.UNSAFE
    return Fix(f"Call it: {callee[0].rpartition('.')[2]}()(...)", (Edit(Span(place, place), "()"),), safety)
