"""A loss gets the target first and the output of the model second.

## Why this is a bug

The losses of PyTorch take the output of the model first, then the target. Where both are numbers of the same kind the
loss cannot notice that they are the wrong way round: `nn.BCEWithLogitsLoss` then takes the labels for scores and the
scores for labels, and what comes out has no lower end. Where the target is a list of classes, it raises. For losses such as `nn.MSELoss`,
which are the same both ways, the order does not matter.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1) > 0).float()
    model = nn.Linear(2, 1)
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(100):
        optimizer.zero_grad()
        output = model(inputs).squeeze(1)
        loss = criterion(labels, output)
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `BCEWithLogitsLoss` gets the output of the model as its target and `labels` as scores: it measures
    #     something else
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1) > 0).float()
    model = nn.Linear(2, 1)
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(100):
        optimizer.zero_grad()
        output = model(inputs).squeeze(1)
        loss = criterion(output, labels)
        loss.backward()
        optimizer.step()

## Good

The mean squared error is the same both ways.

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(inputs.sum(dim=1, keepdim=True), model(inputs))
        loss.backward()
        optimizer.step()

Arguments by name come in any order.

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1) > 0).float()
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(target=labels, input=model(inputs).squeeze(1))
        loss.backward()
        optimizer.step()

## Proof

    assert bad.run().names["loss"] < 0
    assert fixed.run().names["loss"] > 0
    for program in good:
        assert program.run().names["loss"] > 0

## When this is intended

Never for these losses. A divergence between two models may be taken both ways, and is not reported.

## Fix safety

Safe where the place raises today; else unsafe: the loss gives other numbers, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.targets import is_swapped, raises_swapped
from ..repair import expression
from ..rules.places import blamed
from ..rules.rule import Category, Finding, Fix, Safety, Severity, rule
from ..text.edit import Edit


@rule(Category.LOSS, Severity.ERROR, "a loss gets its arguments the wrong way round")
def swapped_loss_arguments(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each loss that minds the order and gets the output of a model as its target."""
    for visits in program.visits(LossCalled):
        bad = [call for call in visits if is_swapped(call)]
        for call in bad[:1]:
            always = len(bad) == len(visits)
            raises = all(raises_swapped(each) for each in bad)
            loss, first = (
                f"`{call.short_name}`",
                expression.quoted(program, call.input_at, "the labels"),
            )
            effect = "it raises" if raises else "it measures something else"
            message = f"{loss} gets the output of the model as its target and {first} as scores: {effect}"
            place = blamed(program, call.at, call.trail, always=always)
            yield Finding(place, message, call, Severity.ERROR if raises and always else Severity.WARNING)


@swapped_loss_arguments.fix
def turn_round(program: Program, call: LossCalled) -> Fix | None:
    """Exchange what is written as the two arguments."""
    if call.site.module != program.path or call.target_at.statement != call.input_at.statement:
        return None
    first, second = program.source.span(call.input_at), program.source.span(call.target_at)
    one, other = expression.text_of(program, first), expression.text_of(program, second)
    safety = Safety.SAFE if raises_swapped(call) else Safety.UNSAFE
    return Fix("Exchange the arguments", (Edit(first, other), Edit(second, one)), safety)
