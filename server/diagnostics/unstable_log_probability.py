"""The logarithm of a softmax or sigmoid is taken in two steps.

## Why this is a bug

A softmax gives exactly 0 where a score lies about a hundred below the largest one, and a sigmoid where it lies below
-104. The logarithm of that is minus infinity; the loss becomes infinite and its gradient not a number, and one such batch
ruins all weights. `log_softmax`, `logsigmoid` and the losses that take plain scores (`CrossEntropyLoss`,
`BCEWithLogitsLoss`) compute both steps at once, and are exact for all scores.

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

import re
from collections.abc import Iterator

from ..program.program import Program
from ..program.readings import LogarithmTaken
from ..repair import unwrap
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..text.edit import Edit


@rule(Category.LOSS, Severity.HINT, "a logarithm of probabilities is taken in two steps")
def unstable_log_probability(program: Program) -> Iterator[Finding[LogarithmTaken]]:
    """Report each logarithm of a softmax or sigmoid through which gradients may flow."""
    for taken in program.unique(LogarithmTaken):
        far = "a score is far below the others" if taken.of == "softmax" else "a score is far below zero"
        message = f"a logarithm of a {taken.of} is minus infinity where {far}: take both at once"
        yield Finding(taken.at, message, taken)


@unstable_log_probability.fix
def take_at_once(program: Program, taken: LogarithmTaken) -> Fix | None:
    """Replace a logarithm of a softmax that stands inside of it."""
    if taken.of != "softmax" or program.path not in (taken.site.module, taken.inner.module):
        return None
    whole, inner = program.source.span(taken.site), program.source.span(taken.inner)
    if taken.site.whole != taken.inner.whole or not whole.start <= inner.start <= inner.end <= whole.end:
        return None
    text, count = re.subn(r"\bsoftmax\(", "log_softmax(", unwrap.text_of(program, inner), count=1)
    return Fix("Use log_softmax", (Edit(whole, text),)) if count else None
