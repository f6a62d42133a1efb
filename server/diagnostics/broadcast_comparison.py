"""Predictions and labels are compared all with all, since one of them is a column.

## Why this is a bug

`predictions == labels` with shapes `(N, 1)` and `(N,)` does not raise: PyTorch repeats each along the other and
compares N times N pairs. The sum of it, divided by N, is an accuracy that may be far above 1, or looks plausible by chance.

## Bad

    import torch

    predictions = torch.tensor([[1], [1], [1], [0]])
    labels = torch.tensor([1, 1, 1, 0])
    correct = (predictions == labels).sum().item()
    #          ^^^^^^^^^^^^^^^^^^^^^ warning: `==` compares all with all here: (4, 1) and (4,) give (4, 4)
    accuracy = correct / len(labels)

## Fixed

    import torch

    predictions = torch.tensor([[1], [1], [1], [0]])
    labels = torch.tensor([1, 1, 1, 0])
    correct = (predictions.squeeze(1) == labels).sum().item()
    accuracy = correct / len(labels)

## Good

Labels and chosen classes have the same shape.

    import torch

    labels = torch.zeros(4, dtype=torch.long)
    accuracy = (torch.randn(4, 3).argmax(dim=1) == labels).float().mean().item()

One is given the shape of the other.

    import torch

    predictions, labels = torch.tensor([[1], [0]]), torch.tensor([1, 0])
    accuracy = predictions.eq(labels.view_as(predictions)).sum().item() / 2

A dimension is put in by hand, to compare all with all.

    import torch

    labels = torch.randint(0, 3, (8,))
    same = labels.unsqueeze(1) == labels
    accuracy = 1.0

## Proof

    assert bad.run().names["accuracy"] == 2.5
    assert fixed.run().names["accuracy"] == 1.0
    for program in good:
        run = program.run()
        assert run.error is None and 0 <= run.names["accuracy"] <= 1

## When this is intended

Where all pairs are wanted, write it out: `one.unsqueeze(1) == other.unsqueeze(0)`.

## Fix safety

Unsafe: the comparison gives another shape and other numbers, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.program import Program
from ..program.shape import broadcast, written
from ..program.shape_events import Compared
from ..repair import dimension
from ..rules.rule import Category, Finding, Fix, Severity, rule


@rule(Category.EVALUATION, Severity.WARNING, "predictions and labels are compared all with all")
def broadcast_comparison(program: Program) -> Iterator[Finding[Compared]]:
    """Report each test for equality that repeats both sides."""
    for visits in program.visits(Compared):
        call = visits[0]
        both = broadcast(call.left, call.right)
        if both is not None and call.operator != "-" and len(call.left.sizes) != len(call.right.sizes):
            left, right, result = written(call.left, call.right, both)
            message = f"`{call.operator}` compares all with all here: {left} and {right} give {result}"
            yield Finding(call.at, message, call)


@broadcast_comparison.fix
def squeeze(program: Program, call: Compared) -> Fix | None:
    """Take the dimension of one away."""
    return dimension.drop_extra(program, (call.left, call.left_at), (call.right, call.right_at))
