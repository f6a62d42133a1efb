"""A loss of classes gets a target that does not fit the shape of its input, or an input with one class.

## Why this is a bug

`nn.CrossEntropyLoss` wants the classes in dimension 1 of its input, and a target without that dimension: `(N, C)` and
`(N,)`, for sequences `(N, C, L)` and `(N, L)`. Outputs of a network for sequences are usually `(N, L, C)`, and labels out of a table a column of `(N, 1)`:
both raise. With one class only, as `nn.Linear(h, 1)` gives, nothing raises: the one class always has the probability 1, so the loss is 0 and
so are all gradients.

## Bad

    import torch
    from torch import nn

    inputs = torch.randn(64, 10)
    labels = torch.randint(0, 3, (64, 1))
    model = nn.Linear(10, 3)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `CrossEntropyLoss` raises here: for an input of (64, 3) it takes a target of (64,), not (64, 1)
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    inputs = torch.randn(64, 10)
    labels = torch.randint(0, 3, (64, 1))
    model = nn.Linear(10, 3)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels.squeeze(1))
        loss.backward()
        optimizer.step()

## Good

All steps of a sequence as examples of their own.

    import torch
    from torch import nn

    scores, labels = torch.randn(2, 5, 3), torch.randint(0, 3, (2, 5))
    loss = nn.functional.cross_entropy(scores.view(-1, 3), labels.view(-1))
    other = nn.functional.cross_entropy(scores.transpose(1, 2), labels)

A class for each pixel, and probabilities as targets.

    import torch
    from torch import nn

    loss = nn.functional.cross_entropy(torch.randn(2, 3, 4, 4), torch.zeros(2, 4, 4, dtype=torch.long))
    other = nn.functional.cross_entropy(torch.randn(8, 3), torch.rand(8, 3).softmax(dim=1))

One output for two classes, with the loss that is meant for it.

    import torch
    from torch import nn

    scores = nn.Linear(4, 1)(torch.randn(8, 4))
    loss = nn.functional.binary_cross_entropy_with_logits(scores.squeeze(1), torch.ones(8))

## Proof

    import torch
    error = bad.run().error
    assert isinstance(error, RuntimeError) and "target" in str(error)
    assert fixed.run().error is None
    for program in good:
        assert program.run().error is None
    one = torch.nn.Linear(4, 1)
    loss = torch.nn.functional.cross_entropy(one(torch.randn(8, 4)), torch.zeros(8, dtype=torch.long))
    loss.backward()
    assert loss.item() == 0 and one.weight.grad.abs().sum() == 0

## When this is intended

Never.

## Fix safety

Unsafe: where `L` and `C` are the same by chance in some other run, the loss gets other values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.shape import may_fit, written
from ..program.surroundings import around
from ..program.targets import CLASSES, NUMBERS, is_swapped, wanted_shape
from ..program.values import Tensor
from ..repair import dimension, expression
from ..rules.places import blamed
from ..rules.rule import Category, Finding, Fix, Severity, rule

_ASKS_SHAPE = re.compile(r"(?:if|elif|while|match)\b.*(?:\.shape\b|\.size\(|\.n?dim\b)")


@rule(Category.LOSS, Severity.ERROR, "a loss of classes gets a target that does not fit its input")
def cross_entropy_shape(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each loss of classes that raises for the shapes it gets, or is always 0."""
    for visits in program.visits(LossCalled):
        bad = [call for call in visits if _complaint(call) and not is_swapped(call)]
        for call in bad[:1]:
            always = len(bad) == len(visits)
            place = blamed(program, call.at, call.trail, always=always)
            assumed = isinstance(call.input, Tensor) and call.input.shape is not None and call.input.shape.open
            if assumed and any(_ASKS_SHAPE.match(each.text) for each in around(program, call.site)):
                # Where it is asked how many dimensions or classes there are, this place may not be reached with these.
                continue
            severity = None if always and not assumed else Severity.WARNING
            yield Finding(place, f"`{call.short_name}` {_complaint(call)}", call, severity)


def _complaint(call: LossCalled) -> str:
    """What is wrong with the shapes that a loss gets; empty for nothing."""
    shape = call.input.shape if isinstance(call.input, Tensor) else None
    if shape is None or not shape.sizes or call.function not in (*CLASSES, *NUMBERS):
        return ""
    wanted = wanted_shape(call)
    if wanted is not None and isinstance(call.target, Tensor) and call.target.shape is not None:
        given, right, wrong = written(shape, wanted, call.target.shape)
        return f"raises here: for an input of {given} it takes a target of {right}, not {wrong}"
    classes = shape.sizes[-1] if shape.open else shape.sizes[1] if len(shape.sizes) > 1 else None
    if classes == 1 and call.function in CLASSES:
        return f"is always 0 here: its input has one class only, {written(shape)[0]}"
    return ""


@cross_entropy_shape.fix
def squeeze_target(program: Program, call: LossCalled) -> Fix | None:
    """Take the last dimension of a target away that is a column."""
    wanted, target = wanted_shape(call), call.target.shape if isinstance(call.target, Tensor) else None
    if wanted is None or target is None or len(target.sizes) <= len(wanted.sizes):
        return None
    return dimension.drop_extra(program, (target, call.target_at), (wanted, call.input_at))


@cross_entropy_shape.fix
def transpose_input(program: Program, call: LossCalled) -> Fix | None:
    """Bring the classes of a sequence to the second dimension."""
    shape = call.input.shape if isinstance(call.input, Tensor) else None
    target = call.target.shape if isinstance(call.target, Tensor) else None
    if wanted_shape(call) is None or shape is None or target is None:
        return None
    if len(shape.sizes) != 3 or not may_fit(target.sizes, shape.sizes[:-1]):
        return None
    edit = expression.applied(program, call.input_at, ".transpose(1, 2)")
    return None if edit is None else Fix("Bring the classes forward: .transpose(1, 2)", (edit,))
