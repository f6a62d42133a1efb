"""The Kullback-Leibler divergence is averaged over all elements instead of the batch.

## Why this is a bug

`reduction="mean"`, which is the default of `F.kl_div` and `nn.KLDivLoss`, divides the sum by the number of *all* elements: by the
batch and by the number of classes. The divergence of one example is the sum over its classes, so what comes out is too
small by the number of classes, and a weight that was chosen for it changes its meaning with that number. PyTorch warns
once, and has announced that "mean" will become what "batchmean" is today.

## Bad

    import torch
    import torch.nn.functional as F

    wanted = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]])
    output = torch.zeros(2, 3, requires_grad=True)
    divergence = (wanted * (wanted.log() - output.log_softmax(dim=1))).sum(dim=1).mean()
    loss = F.kl_div(output.log_softmax(dim=1), wanted)
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: `kl_div` divides by all elements here, not by the batch: the divergence comes out too small
    #     by the number of classes

## Fixed

    import torch
    import torch.nn.functional as F

    wanted = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]])
    output = torch.zeros(2, 3, requires_grad=True)
    divergence = (wanted * (wanted.log() - output.log_softmax(dim=1))).sum(dim=1).mean()
    loss = F.kl_div(output.log_softmax(dim=1), wanted, reduction="batchmean")

## Good

Another reduction that is written down.

    import torch
    import torch.nn.functional as F

    wanted = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]])
    output = torch.zeros(2, 3, requires_grad=True)
    divergence = (wanted * (wanted.log() - output.log_softmax(dim=1))).sum(dim=1).mean()
    loss = F.kl_div(output.log_softmax(dim=1), wanted, reduction="sum") / len(wanted)

## Proof

    def agrees(program):
        names = program.run().names
        return abs(names["loss"] - names["divergence"]) < 1e-6

    assert not agrees(bad)
    assert agrees(fixed)
    assert all(agrees(program) for program in good)

## When this is intended

Where the weight of the loss was found with this reduction; then only the name promises too much.

## Fix safety

Unsafe: the loss becomes larger by the number of classes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.site import Site
from ..repair import argument
from ..rules.rule import Category, Finding, Fix, Severity, rule

LOSSES = ("torch.nn.KLDivLoss", "torch.nn.functional.kl_div")


@rule(Category.LOSS, Severity.HINT, "a divergence is averaged over all elements")
def kl_div_mean_reduction(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each divergence that is divided by more than the batch."""
    shown: set[Site] = set()
    for call in program.unique(LossCalled):
        place = _made(program, call)
        if call.function in LOSSES and call.is_mean and place not in shown:
            shown.add(place)
            name = call.short_name
            message = (
                f"`{name}` divides by all elements here, not by the batch: "
                "the divergence comes out too small by the number of classes"
            )
            yield Finding(place, message, call)


def _made(program: Program, call: LossCalled) -> Site:
    """Where the reduction is decided: where the loss object is built, or the function called."""
    return call.loss.site if call.loss is not None and call.loss.site.module == program.path else call.at


@kl_div_mean_reduction.fix
def over_the_batch(program: Program, call: LossCalled) -> Fix | None:
    """Name the reduction that is meant."""
    edit = argument.named(program, _made(program, call), "reduction", '"batchmean"')
    return None if edit is None else Fix("Divide by the batch: batchmean", (edit,))
