"""The negative log-likelihood gets probabilities or raw scores instead of log-probabilities.

## Why this is a bug

`nn.NLLLoss` and `F.nll_loss` take no logarithm, whatever their name says: they pick the number of the right class and
turn its sign. Of log-probabilities that is the loss that is meant. Of probabilities it is a number between -1 and 0 whose
gradient vanishes where the model is wrong; of raw scores it has no lower end, so that training makes the scores grow for
ever. Nothing is raised; that the loss is negative is all there is to see.

## Bad

    import torch
    from torch import nn

    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.head = nn.Linear(3, 3)

        def forward(self, x):
            return nn.functional.softmax(self.head(x), dim=1)
    #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `NLLLoss` gets the result of this softmax and takes no logarithm: the loss
    #     is negative, and wrong answers hardly get a gradient

    torch.manual_seed(0)
    labels = torch.arange(90) % 3
    inputs = torch.eye(3)[labels]
    model = Classifier()
    criterion = nn.NLLLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(100):
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
            self.head = nn.Linear(3, 3)

        def forward(self, x):
            return nn.functional.log_softmax(self.head(x), dim=1)

    torch.manual_seed(0)
    labels = torch.arange(90) % 3
    inputs = torch.eye(3)[labels]
    model = Classifier()
    criterion = nn.NLLLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()

## Good

The logarithm of the softmax, taken in two steps.

    import torch
    from torch import nn

    labels = torch.arange(90) % 3
    inputs = torch.eye(3)[labels]
    model = nn.Sequential(nn.Linear(3, 3), nn.Softmax(dim=1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = nn.functional.nll_loss(torch.log(model(inputs)), labels)
        loss.backward()
        optimizer.step()

Probabilities for a person to read, beside log-probabilities for the loss.

    import torch
    from torch import nn

    labels = torch.arange(90) % 3
    inputs = torch.eye(3)[labels]
    model = nn.Sequential(nn.Linear(3, 3), nn.LogSoftmax(dim=1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(100):
        optimizer.zero_grad()
        output = model(inputs)
        loss = nn.functional.nll_loss(output, labels)
        loss.backward()
        optimizer.step()
        probabilities = output.exp()

## Proof

    assert bad.run().names["loss"] < 0
    assert 0 < fixed.run().names["loss"] < 0.1
    for program in good:
        assert 0 < program.run().names["loss"] < 0.1

## When this is intended

A policy gradient that weighs the probability of an action itself; it is clearer to pick the probability with `gather`.

## Fix safety

Unsafe: the loss gets other numbers, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.values import Activation
from ..repair import activation as repair
from ..rules.activations import NAMES, activation_before, unfit_activations
from ..rules.rule import Category, Finding, Fix, Severity, rule

LOSSES = ("torch.nn.NLLLoss", "torch.nn.NLLLoss2d", "torch.nn.functional.nll_loss")
PROBABILITIES = {"softmax": Severity.ERROR, "sigmoid": Severity.ERROR}
SCORES = {"linear": Severity.ERROR, "relu": Severity.ERROR, "tanh": Severity.ERROR}


@rule(Category.LOSS, Severity.ERROR, "the negative log-likelihood gets no log-probabilities")
def probabilities_into_nll(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each activation that makes probabilities of what goes into the loss, and each loss of raw scores."""
    yield from unfit_activations(program, _probabilities, _message, PROBABILITIES)
    yield from unfit_activations(program, _scores, _message, SCORES, at_loss=True)


def _probabilities(call: LossCalled) -> Activation | None:
    return activation_before(call, LOSSES, tuple(PROBABILITIES))


def _scores(call: LossCalled) -> Activation | None:
    return activation_before(call, LOSSES, tuple(SCORES))


def _message(call: LossCalled, activation: Activation, article: str) -> str:
    what = f"`{call.short_name}` gets the result of {article} {NAMES[activation.name]}"
    if activation.name in SCORES:
        return f"{what}, no log-probabilities: the loss has no lower end, and training makes the scores grow"
    return f"{what} and takes no logarithm: the loss is negative, and wrong answers hardly get a gradient"


@probabilities_into_nll.fix
def take_the_logarithm(program: Program, call: LossCalled) -> Fix | None:
    """Make the softmax a log-softmax; of raw scores, take the loss that applies log-softmax itself."""
    activation = _probabilities(call) or _scores(call)
    if activation is None or activation.name != "linear":
        return None if activation is None else repair.with_logarithm(program, call, activation)
    if len(list(program.visits(LossCalled))) > 1:
        # Another loss may get the same scores, and it must measure the same.
        edit = repair.log_softmax_returned(program, call, activation)
        if edit is not None:
            return Fix("Return the log-softmax of the scores", (edit,))
    edit = repair.other_loss(program, call, ("nll_loss", "cross_entropy"), ("NLLLoss", "CrossEntropyLoss"))
    return None if edit is None else Fix("Take the loss that applies log-softmax itself", (edit,))
