"""An optimizer is given a tensor that was computed from another one.

## Why this is a bug

An optimizer updates leaves: tensors that were made as they are, and not computed. `torch.randn(3, requires_grad=True)`
is one; times 0.01, or moved to another device, it is the result of an operation on one, which `optim.SGD([w])` refuses:
`ValueError: can't optimize a non-leaf Tensor`. Moving is treacherous, as it gives the very same tensor where nothing
has to be moved: such a program runs on a machine without a GPU, and on no other.

## Bad

    import torch
    from torch import optim

    weights = torch.randn(3, requires_grad=True) * 0.01
    optimizer = optim.SGD([weights], lr=0.1)
    #                     ^^^^^^^^^ building `optim.SGD` raises ValueError: one of its tensors was computed from another one

## Fixed

    import torch
    from torch import optim

    weights = (torch.randn(3) * 0.01).requires_grad_()
    optimizer = optim.SGD([weights], lr=0.1)

## Good

What is computed without gradients is a leaf, and `requires_grad_()` makes it one that is trained.

    import torch
    from torch import nn, optim

    scale = 0.01 * torch.randn(3)
    scale.requires_grad = True
    shift = torch.randn(3, requires_grad=True).detach().clone().requires_grad_()
    offset = nn.Parameter(torch.zeros(3).double())
    optimizer = optim.SGD([scale, shift, offset], lr=0.1)

A tensor that is where it is moved to stays the same.

    import torch
    from torch import optim

    weights = torch.randn(3, requires_grad=True).to("cpu")
    optimizer = optim.SGD([weights], lr=0.1)

## Proof

    error = bad.run().error
    assert isinstance(error, ValueError) and "non-leaf" in str(error)
    for program in (fixed, *good):
        assert program.run().error is None

## When this is intended

Never: the optimizer cannot be built.

## Fix safety

No fix is offered: make the tensor first, on its device and in its dtype, and let it require gradients last, with
`requires_grad_()`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.device import DeviceKind
from ..program.events import OptimizerBuilt
from ..program.program import Program
from ..program.values import Tensor
from ..rules.rule import Category, Finding, Related, Severity, rule


@rule(Category.OPTIMIZER, Severity.ERROR, "an optimizer is given a tensor that is no leaf")
def non_leaf_parameter(program: Program) -> Iterator[Finding[OptimizerBuilt]]:
    """Report each optimizer over a tensor that requires gradients because it was computed from one that does."""
    for built in program.unique(OptimizerBuilt):
        for tensor in built.tensors:
            if not (tensor.leaf is False and tensor.requires_grad and tensor.complete):
                continue
            name = (built.optimizer.class_ or "").removeprefix("torch.")
            where = _where(tensor)
            message = f"building `{name}`{where} raises ValueError: one of its tensors was computed from another one"
            site = built.given_at
            related = (Related(tensor.origin, "it is computed here"),) if tensor.origin is not None else ()
            yield Finding(site, message, built, Severity.WARNING if where else Severity.ERROR, related)
            break


def _where(tensor: Tensor) -> str:
    """Under which condition it is no leaf: one that was only moved is the same where there is nothing to move to."""
    return " on a GPU" if tensor.device.kind is DeviceKind.SYMBOL else ""
