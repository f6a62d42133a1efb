"""The binary loss that takes probabilities gets raw scores.

## Why this is a bug

`nn.BCELoss` and `F.binary_cross_entropy` take the logarithm of what they get, which must be probabilities between 0
and 1. The output of a linear layer is any number: as soon as one is outside, the loss raises ("all elements of input
should be between 0 and 1"). As long as all happen to be inside, nothing is raised, and the numbers mean nothing.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
    model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(50):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
    #                    ^^^^^^^^^^^^^ `BCELoss` gets the result of a linear layer: it raises as soon as a score is not
    #     between 0 and 1
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
    model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1))
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(50):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Good

The loss that takes logits.

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(50):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(model(inputs), labels)
        loss.backward()
        optimizer.step()

Scores that are forced between 0 and 1 by other means than a sigmoid.

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    labels = (inputs.sum(dim=1, keepdim=True) > 0).float()
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(50):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy(model(inputs).clamp(0.01, 0.99), labels)
        loss.backward()
        optimizer.step()

## Proof

    error = bad.run().error
    assert isinstance(error, RuntimeError) and "between 0 and 1" in str(error)
    assert fixed.run().error is None
    for program in good:
        assert program.run().error is None

## When this is intended

Never.

## Fix safety

Unsafe: the loss that takes logits gives other numbers, and other code may take the model's results for probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.values import Activation
from ..repair import activation as repair
from ..rules.activations import NAMES, activation_before, unfit_activations
from ..rules.rule import Category, Finding, Fix, Severity, rule

LOSSES = ("torch.nn.BCELoss", "torch.nn.functional.binary_cross_entropy")
SEVERITIES = {
    "linear": Severity.ERROR,
    "tanh": Severity.ERROR,
    "log_softmax": Severity.ERROR,
    "log_sigmoid": Severity.ERROR,
}


@rule(Category.LOSS, Severity.ERROR, "a loss that takes probabilities gets raw scores")
def logits_into_bce(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each binary loss whose input is certainly no probability."""
    yield from unfit_activations(program, _unfit, _message, SEVERITIES, at_loss=True)


def _unfit(call: LossCalled) -> Activation | None:
    return activation_before(call, LOSSES, tuple(SEVERITIES))


def _message(call: LossCalled, activation: Activation, article: str) -> str:
    loss = call.short_name
    return (
        f"`{loss}` gets the result of {article} {NAMES[activation.name]}: "
        "it raises as soon as a score is not between 0 and 1"
    )


@logits_into_bce.fix
def take_logits(program: Program, call: LossCalled) -> Fix | None:
    """Take the loss that applies sigmoid itself, where all that this loss gets are raw scores."""
    activation = _unfit(call)
    if activation is None or activation.name != "linear":
        return None
    if any(_unfit(other) is None for other in repair.of_same_object(program, call)):
        return None
    functions = ("binary_cross_entropy", "binary_cross_entropy_with_logits")
    edit = repair.other_loss(program, call, functions, ("BCELoss", "BCEWithLogitsLoss"))
    return None if edit is None else Fix("Take the loss that applies sigmoid itself", (edit,))
