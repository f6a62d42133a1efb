"""The Kullback-Leibler divergence gets probabilities where it wants log-probabilities.

## Why this is a bug

`F.kl_div(input, target)` and `nn.KLDivLoss` want the *logarithm* of the model's probabilities as input, and probabilities
as target (or their logarithm too, with `log_target=True`). They cannot see what they get: of probabilities as input the
result is not 0 for equal distributions, it may be negative, and its smallest value is not where the distributions agree.
Nothing is raised.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.eye(3)
    wanted = torch.tensor([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    model = nn.Linear(3, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for epoch in range(300):
        optimizer.zero_grad()
        output = torch.softmax(model(inputs), dim=1)
    #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `kl_div` takes the result of this softmax for log-probabilities: the loss is not 0
    #     where the distributions agree, and leads elsewhere
        loss = nn.functional.kl_div(output, wanted, reduction="batchmean")
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.eye(3)
    wanted = torch.tensor([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    model = nn.Linear(3, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for epoch in range(300):
        optimizer.zero_grad()
        output = torch.log_softmax(model(inputs), dim=1)
        loss = nn.functional.kl_div(output, wanted, reduction="batchmean")
        loss.backward()
        optimizer.step()

## Good

The logarithm of both, and the loss knows it.

    import torch
    from torch import nn

    inputs = torch.eye(3)
    wanted = torch.tensor([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    model = nn.Linear(3, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for epoch in range(300):
        optimizer.zero_grad()
        output = model(inputs).log_softmax(dim=1)
        loss = nn.functional.kl_div(output, wanted.log(), reduction="batchmean", log_target=True)
        loss.backward()
        optimizer.step()

The target is a softmax, as it should be: that of a teacher.

    import torch
    from torch import nn

    inputs = torch.eye(3)
    teacher, model = nn.Linear(3, 3), nn.Linear(3, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for epoch in range(300):
        with torch.no_grad():
            wanted = teacher(inputs).softmax(dim=1)
        optimizer.zero_grad()
        output = model(inputs).log_softmax(dim=1)
        loss = nn.functional.kl_div(output, wanted, reduction="batchmean")
        loss.backward()
        optimizer.step()

## Proof

    assert bad.run().names["loss"] < -0.1
    assert abs(fixed.run().names["loss"]) < 0.01
    for program in good:
        assert abs(program.run().names["loss"]) < 0.01

## When this is intended

Never.

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

LOSSES = ("torch.nn.KLDivLoss", "torch.nn.functional.kl_div")
SEVERITIES = {"softmax": Severity.ERROR, "sigmoid": Severity.ERROR}


@rule(Category.LOSS, Severity.ERROR, "the Kullback-Leibler divergence gets no log-probabilities")
def probabilities_into_kl_div(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each activation that makes probabilities of what the loss takes for log-probabilities."""
    yield from unfit_activations(program, _unfit, _message, SEVERITIES)


def _unfit(call: LossCalled) -> Activation | None:
    return activation_before(call, LOSSES, tuple(SEVERITIES))


def _message(call: LossCalled, activation: Activation, article: str) -> str:
    return (
        f"`{call.short_name}` takes the result of {article} {NAMES[activation.name]} for "
        "log-probabilities: the loss is not 0 where the distributions agree, and leads elsewhere"
    )


@probabilities_into_kl_div.fix
def take_the_logarithm(program: Program, call: LossCalled) -> Fix | None:
    """Make the softmax a log-softmax where only the loss uses its result."""
    activation = _unfit(call)
    return None if activation is None else repair.with_logarithm(program, call, activation)
