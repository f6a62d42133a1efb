"""A loss compares every output with every target, since their shapes differ by a dimension of one.

## Why this is a bug

A last layer with one output gives a column, of shape `(N, 1)`; the targets are often a row of `(N,)`. Element by element, PyTorch
repeats each along the other: the loss is the mean over all N times N pairs, and the best that the model can do is to predict the mean of all targets. PyTorch warns
once, and only where it is a loss function that does it, not for a difference written by hand; the loss goes down at first, and training ends with a model that has learned nothing. The binary cross
entropies do not broadcast: they raise.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 1)
    targets = 3 * inputs[:, 0]
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `mse_loss` compares all with all: an output of (64, 1) and a target of (64,)
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 1)
    targets = 3 * inputs[:, 0]
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(200):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs).squeeze(1), targets)
        loss.backward()
        optimizer.step()

## Good

The targets have the same dimensions.

    import torch
    from torch import nn

    inputs = torch.randn(64, 1)
    targets = 3 * inputs[:, 0]
    model = nn.Linear(1, 1)
    loss = nn.functional.mse_loss(model(inputs), targets.unsqueeze(1))
    other = nn.MSELoss()(model(inputs), 3 * inputs)

One target for all outputs.

    import torch
    from torch import nn

    scores = nn.Linear(4, 1)(torch.randn(64, 4))
    loss = nn.functional.mse_loss(scores, torch.ones(1, 1))

## Proof

    import warnings
    run = bad.run()
    assert abs(run.names["model"].weight.item()) < 0.5 and run.names["loss"] > 1
    run = fixed.run()
    assert abs(run.names["model"].weight.item() - 3) < 0.01 and run.names["loss"] < 0.01
    for program in good:
        assert program.run().error is None

## When this is intended

Hardly ever in a loss. To compare all with all, `torch.cdist` or an explicit `unsqueeze` of both says so.

## Fix safety

Unsafe: the loss gets other values, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.shape import Shape, extra_one, spreads, written
from ..program.shape_events import Compared
from ..program.targets import BINARY
from ..program.values import Tensor
from ..repair import dimension
from ..rules.places import blamed
from ..rules.rule import Category, Finding, Fix, Severity, rule

_REGRESSION = frozenset({"MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss", "PoissonNLLLoss", "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "poisson_nll_loss"})  # fmt: skip


@rule(Category.LOSS, Severity.ERROR, "a loss compares every output with every target")
def broadcast_regression_loss(program: Program) -> Iterator[Finding[LossCalled | Compared]]:
    """Report each loss whose input and target are broadcast against each other, or raise for that."""
    for visits in program.visits(Compared):
        if visits[0].operator == "-":
            left, right = written(visits[0].left, visits[0].right)
            message = f"`-` takes all from all here, in an N by N table: {left} and {right}"
            yield Finding(visits[0].at, message, visits[0], Severity.WARNING)
    for visits in program.visits(LossCalled):
        bad = [call for call in visits if _shapes(call) is not None]
        for call in bad[:1]:
            always = len(bad) == len(visits)
            raises = all(each.function in BINARY for each in bad)
            output, target = written(*(_shapes(call) or ()))
            loss = f"`{call.short_name}` {'raises here' if raises else 'compares all with all'}"
            place = blamed(program, call.at, call.trail, always=always)
            severity = Severity.ERROR if raises and always else Severity.WARNING
            yield Finding(place, f"{loss}: an output of {output} and a target of {target}", call, severity)


def _shapes(call: LossCalled) -> tuple[Shape, Shape] | None:
    """The shapes of what a loss gets, where they fit each other only by repeating both."""
    if not isinstance(call.input, Tensor) or not isinstance(call.target, Tensor):
        return None
    one, other = call.input.shape, call.target.shape
    if one is None or other is None or one.open or other.open:
        return None
    if call.function in BINARY:
        differ = extra_one(one, other) is not None or extra_one(other, one) is not None
    else:
        differ = call.short_name in _REGRESSION and spreads(one, other)
    return (one, other) if differ else None


@broadcast_regression_loss.fix
def squeeze(program: Program, call: LossCalled | Compared) -> Fix | None:
    """Take the dimension of one away."""
    if isinstance(call, Compared):
        return dimension.drop_extra(program, (call.left, call.left_at), (call.right, call.right_at))
    shapes = _shapes(call)
    if shapes is None:
        return None
    return dimension.drop_extra(program, (shapes[0], call.input_at), (shapes[1], call.target_at))
