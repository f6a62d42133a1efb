"""The binary loss that takes logits applies sigmoid itself, and gets what has been through a sigmoid already.

## Why this is a bug

`nn.BCEWithLogitsLoss` and `F.binary_cross_entropy_with_logits` take scores of any size and apply the sigmoid themselves,
as part of a formula that stays exact for large scores. Probabilities lie between 0 and 1, and a second sigmoid turns those into
numbers between 0.5 and 0.73: an example of class 0 that is answered with full certainty still costs 0.69, one of class 1
0.31, and wrong answers hardly get a gradient. Nothing is raised: the loss falls a little, then stands still.

## Bad

    import torch
    from torch import nn

    class Detector(nn.Module):
        def __init__(self):
            super().__init__()
            self.head = nn.Linear(2, 1)

        def forward(self, x):
            return torch.sigmoid(self.head(x))
    #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `BCEWithLogitsLoss` applies sigmoid to the result of this sigmoid: the loss
    #     stays far above 0, and wrong answers hardly get a gradient

    torch.manual_seed(0)
    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
    model = Detector()
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    class Detector(nn.Module):
        def __init__(self):
            super().__init__()
            self.head = nn.Linear(2, 1)

        def forward(self, x):
            return self.head(x)

    torch.manual_seed(0)
    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
    model = Detector()
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Good

Probabilities for the score, beside logits for the loss.

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        logits = model(inputs)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        loss.backward()
        optimizer.step()
        right = (logits.sigmoid().round() == labels).float().mean()

A model that ends with a sigmoid, of which the loss gets what comes before that.

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
    model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(model[0](inputs), labels)
        loss.backward()
        optimizer.step()

## Proof

    assert bad.run().names["loss"] > 0.4
    assert fixed.run().names["loss"] < 0.2
    for program in good:
        assert program.run().names["loss"] < 0.2

## When this is intended

Hardly ever.

## Fix safety

Unsafe: without the sigmoid the model gives logits, which is what the loss needs, but other code may read its results as
probabilities. The fix is offered where everything in the file that uses them is the loss.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.values import Activation
from ..repair import activation as repair
from ..rules.activations import NAMES, activation_before, unfit_activations
from ..rules.rule import Category, Finding, Fix, Severity, rule

LOSSES = ("torch.nn.BCEWithLogitsLoss", "torch.nn.functional.binary_cross_entropy_with_logits")
SEVERITIES = {"sigmoid": Severity.ERROR, "softmax": Severity.ERROR, "log_sigmoid": Severity.WARNING}


@rule(Category.LOSS, Severity.ERROR, "a loss that takes logits gets probabilities")
def sigmoid_before_bce_with_logits(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each sigmoid or softmax whose result goes into the binary loss that applies sigmoid itself."""
    yield from unfit_activations(program, _unfit, _message, SEVERITIES)


def _unfit(call: LossCalled) -> Activation | None:
    return activation_before(call, LOSSES, tuple(SEVERITIES))


def _message(call: LossCalled, activation: Activation, article: str) -> str:
    return (
        f"`{call.short_name}` applies sigmoid to the result of {article} {NAMES[activation.name]}: "
        "the loss stays far above 0, and wrong answers hardly get a gradient"
    )


@sigmoid_before_bce_with_logits.fix
def leave_logits(program: Program, call: LossCalled) -> Fix | None:
    """Remove the activation where everything that uses its result in this file wants logits as well."""
    return repair.left_out(program, call, _unfit(call))
