"""A logarithm or an exponential is taken in two steps, where one function is exact.

## Why this is a bug

A softmax gives exactly 0 where a score lies about a hundred below the largest one, and a sigmoid where it lies below
-104. The logarithm of that is minus infinity; the loss becomes infinite and its gradient not a number, and one such batch
ruins all weights. `log_softmax`, `logsigmoid` and the losses that take plain scores (`CrossEntropyLoss`,
`BCEWithLogitsLoss`) compute both steps at once, and are exact for all scores.

Others are of the same kind. An exponential is infinite above 88, and so is the logarithm of a sum of them, or of one and such a one:
`logsumexp` and `softplus` are not. A sigmoid is exactly 1 above 17, where `BCELoss` has no gradient left, however wrong the score is. And
`log(1 + x)` and `exp(x) - 1` round a small x away, which `log1p` and `expm1` keep.

## Bad

    import torch

    scores = torch.tensor([[0.0, 200.0]], requires_grad=True)
    logarithms = torch.log(torch.softmax(scores, dim=1))
    #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: a logarithm of a softmax is minus infinity where a score is far below the others: take both at once
    loss = -logarithms[0, 0]
    loss.backward()
    gradient = scores.grad

## Fixed

    import torch

    scores = torch.tensor([[0.0, 200.0]], requires_grad=True)
    logarithms = torch.log_softmax(scores, dim=1)
    loss = -logarithms[0, 0]
    loss.backward()
    gradient = scores.grad

## Good

A logarithm of something that is kept away from zero.

    import torch

    scores = torch.tensor([[0.0, 200.0]], requires_grad=True)
    logarithms = torch.log(torch.softmax(scores, dim=1) + 1e-8)
    loss = -logarithms[0, 0]
    loss.backward()
    gradient = scores.grad

## Proof

    import torch
    from torch.nn import functional

    large, small = torch.tensor([200.0]), torch.tensor([1e-9])
    assert torch.log(torch.exp(large).sum(0)).isinf() and torch.logsumexp(large, 0) == 200
    assert torch.log(1 + torch.exp(large)).isinf() and functional.softplus(large) == 200
    assert torch.log(1 + small) == 0 and torch.log1p(small) > 0
    assert torch.exp(small) - 1 == 0 and torch.expm1(small) > 0
    score = torch.tensor([20.0], requires_grad=True)
    functional.binary_cross_entropy(torch.sigmoid(score), torch.zeros(1)).backward()
    assert score.grad.item() == 0
    score.grad = None
    functional.binary_cross_entropy_with_logits(score, torch.zeros(1)).backward()
    assert score.grad.item() > 0.9
    assert bad.run().names["loss"].isinf()
    assert bad.run().names["gradient"].isnan().any()
    for program in [fixed, *good]:
        assert program.run().names["loss"].isfinite()
        assert program.run().names["gradient"].isfinite().all()

## When this is intended

Where the probabilities are needed as well and no score can be large.

## Fix safety

Unsafe: numbers change in their last digits.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.readings import TakenInSteps
from ..program.values import Activation
from ..repair import activation as repair
from ..repair import fused
from ..rules.activations import activation_before, unfit_activations
from ..rules.rule import Category, Finding, Fix, Severity, rule

_LOSSES = ("torch.nn.BCELoss", "torch.nn.functional.binary_cross_entropy")
_MESSAGES = {
    "softmax": "a logarithm of a softmax is minus infinity where a score is far below the others: take both at once",
    "sigmoid": "a logarithm of a sigmoid is minus infinity where a score is far below zero: take both at once",
    "sum_of_exp": "an exponential is infinite above 88, and so is the logarithm of the sum: `logsumexp` takes both at once",
    "one_plus_exp": "an exponential is infinite above 88, and so is this logarithm: `softplus` takes both at once",
    "one_plus": "adding 1 rounds small numbers away before the logarithm is taken: `log1p` keeps them",
    "exp": "the exponential of a small number is rounded before 1 is subtracted: `expm1` keeps its digits",
}
_ROUNDED = ("one_plus", "exp")
"""What only loses digits, which matters where a number is known to be used for nothing else."""


@rule(Category.LOSS, Severity.HINT, "a logarithm is taken in two steps")
def unstable_log_probability(program: Program) -> Iterator[Finding[TakenInSteps | LossCalled]]:
    """Report what is computed in two steps and gradients may flow through, and sigmoids before the loss that takes their logarithm."""
    for taken in program.unique(TakenInSteps):
        if taken.of not in _ROUNDED or taken.inner.whole == taken.site.whole:
            yield Finding(taken.at, _MESSAGES[taken.of], taken)
    told: set[Activation | None] = set()
    for found in unfit_activations(program, _sigmoid, _message, {"sigmoid": Severity.HINT}, at_loss=True):
        if _sigmoid(found.subject) not in told:
            told.add(_sigmoid(found.subject))
            yield Finding(found.site, found.message, found.subject, None, found.related)


def _sigmoid(call: LossCalled) -> Activation | None:
    return None if call.gradients is False else activation_before(call, _LOSSES, ("sigmoid",))


def _message(call: LossCalled, _: Activation, article: str) -> str:
    loss = call.short_name
    return (
        f"`{loss}` gets {article} sigmoid, which is exactly 0 or 1 for large scores: very wrong ones have no gradient"
    )


@unstable_log_probability.fix
def take_at_once(program: Program, found: TakenInSteps | LossCalled) -> Fix | None:
    """Put the one function in place of the two, where both are written in one expression."""
    if not isinstance(found, TakenInSteps):
        return None
    name, edit = fused.steps(program, found)
    return None if edit is None else Fix(f"Use {name}", (edit,))


@unstable_log_probability.fix
def take_logits(program: Program, found: TakenInSteps | LossCalled) -> Fix | None:
    """Take the sigmoid away, where nothing but a loss object sees its result, and the loss that applies it itself."""
    activation = None if isinstance(found, TakenInSteps) else _sigmoid(found)
    if isinstance(found, TakenInSteps) or found.loss is None or activation is None:
        return None
    removed = repair.removed(program, found, activation)
    named = repair.substituted(program, found.loss.site, r"\.BCELoss(?=\()", ".BCEWithLogitsLoss")
    same = repair.of_same_object(program, found)
    if removed is None or named is None or any(_sigmoid(other) != activation for other in same):
        return None
    return Fix("Take the loss that applies sigmoid itself", (removed, named))
