"""Cross entropy applies softmax itself, and gets what has been through a softmax already.

## Why this is a bug

`nn.CrossEntropyLoss` and `F.cross_entropy` expect *logits*: scores of any size, as a linear layer gives them. They take
the logarithm of the softmax themselves. Probabilities lie between 0 and 1, and a second softmax over such close numbers
gives nearly equal ones: with three classes even a perfect answer costs 0.55 instead of 0, and an answer that is as wrong
as can be hardly gets a gradient. Nothing is raised: the loss falls a little, then stands still.

Sigmoid and ReLU before cross entropy are mistakes of the same kind: both throw away what negative scores say.

## Bad

    import torch
    from torch import nn

    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(2, 16)
            self.head = nn.Linear(16, 3)

        def forward(self, x):
            x = torch.relu(self.hidden(x))
            return torch.softmax(self.head(x), dim=1)
    #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` applies softmax to the result of this softmax: the loss
    #     stays far above 0, and wrong answers hardly get a gradient

    torch.manual_seed(0)
    labels = torch.arange(90) % 3
    inputs = torch.tensor([[0.0, 3.0], [-3.0, -2.0], [3.0, -2.0]])[labels] + torch.randn(90, 2)
    model = Classifier()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(2, 16)
            self.head = nn.Linear(16, 3)

        def forward(self, x):
            x = torch.relu(self.hidden(x))
            return self.head(x)

    torch.manual_seed(0)
    labels = torch.arange(90) % 3
    inputs = torch.tensor([[0.0, 3.0], [-3.0, -2.0], [3.0, -2.0]])[labels] + torch.randn(90, 2)
    model = Classifier()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Good

Probabilities for a person to read, beside logits for the loss.

    import torch
    from torch import nn

    labels = torch.arange(90) % 3
    inputs = torch.eye(3)[labels]
    model = nn.Linear(3, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        logits = model(inputs)
        probabilities = logits.softmax(dim=1)
        loss = nn.functional.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
    print(probabilities[0])

The *target* may be probabilities: those of a teacher, say.

    import torch
    from torch import nn

    inputs = torch.eye(3)
    wanted = torch.softmax(torch.eye(3) * 20, dim=1)
    model = nn.Linear(3, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), wanted)
        loss.backward()
        optimizer.step()

The logarithm of a softmax does no harm, since its own log-softmax is itself; it is only done twice.

    import torch
    from torch import nn

    labels = torch.arange(90) % 3
    inputs = torch.eye(3)[labels]
    model = nn.Sequential(nn.Linear(3, 3), nn.LogSoftmax(dim=1))
    #                                      ^^^^^^^^^^^^^^^^^^^^ hint: `cross_entropy` takes the logarithm of the softmax
    #     itself: this log-softmax before it changes nothing
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Proof

    floor = 0.55
    assert bad.run().names["loss"] > floor
    assert fixed.run().names["loss"] < 0.2
    for program in good:
        assert program.run().names["loss"] < 0.1

## When this is intended

Hardly ever. Who wants a loss that never punishes hard may use `label_smoothing=` instead, which says so.

## Fix safety

Unsafe: without the softmax the model gives logits, which is what the loss needs, but other code may read its results as
probabilities. The fix is offered where everything in the file that uses them is the loss, or a choice of the largest.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.values import Activation
from ..repair import activation as repair
from ..rules.activations import NAMES, activation_before, unfit_activations
from ..rules.rule import Category, Finding, Fix, Severity, rule

LOSSES = ("torch.nn.CrossEntropyLoss", "torch.nn.functional.cross_entropy")
SEVERITIES = {
    "softmax": Severity.ERROR,
    "sigmoid": Severity.WARNING,
    "relu": Severity.WARNING,
    "log_softmax": Severity.HINT,
}


@rule(Category.LOSS, Severity.ERROR, "cross entropy gets probabilities instead of logits")
def softmax_before_cross_entropy(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each activation whose result goes into cross entropy, which cannot use it."""
    yield from unfit_activations(program, _unfit, _message, SEVERITIES)


def _unfit(call: LossCalled) -> Activation | None:
    return activation_before(call, LOSSES, tuple(SEVERITIES))


def _message(call: LossCalled, activation: Activation, article: str) -> str:
    loss = f"`{call.short_name}`"
    result = f"the result of {article} {NAMES[activation.name]}"
    match activation.name:
        case "log_softmax":
            return f"{loss} takes the logarithm of the softmax itself: {article} log-softmax before it changes nothing"
        case "relu":
            return f"{loss} gets {result}: scores below 0 are lost, and classes with such scores do not learn"
        case _:
            return (
                f"{loss} applies softmax to {result}: the loss stays far above 0, "
                "and wrong answers hardly get a gradient"
            )


@softmax_before_cross_entropy.fix
def leave_logits(program: Program, call: LossCalled) -> Fix | None:
    """Remove the activation where everything that uses its result in this file wants logits as well."""
    return repair.left_out(program, call, _unfit(call))
