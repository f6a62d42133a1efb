"""A tensor is constructed that is something else than it looks like.

## Why this is a bug

`torch.tensor(2)` is the number two. `torch.Tensor(2)` is two numbers of which nobody has said what they are: the memory is
left as it was. `torch.tensor([1, 2], requires_grad=True)` raises, since integers have no gradients. And
`torch.tensor(loss, requires_grad=True)` is no loss any more: it copies the numbers, so that the new tensor is where the
graph begins. `backward()` then works, and reaches none of the weights; there is a warning that the program goes on after.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    model = nn.Linear(4, 1)
    error = (model(torch.rand(8, 4)) - 1).abs().mean()
    loss = torch.tensor(error, requires_grad=True)
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this copies the numbers and leaves their graph behind: a backward pass from here reaches no weights
    loss.backward()
    gradient = model.weight.grad

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    model = nn.Linear(4, 1)
    error = (model(torch.rand(8, 4)) - 1).abs().mean()
    loss = error
    loss.backward()
    gradient = model.weight.grad

## Good

A list of numbers is what it looks like with either, and memory that is filled afterwards need not be filled before.

    import torch
    from torch import nn

    weight = nn.Parameter(torch.Tensor(1, 4))
    nn.init.ones_(weight)
    inputs = torch.Tensor([1, 2, 3, 4]) * torch.tensor(2)
    scale = torch.tensor([1.0, 2.0], requires_grad=True)
    loss = (weight * inputs).sum() + scale.sum()
    loss.backward()
    gradient = weight.grad

## Proof

    assert bad.run().names["gradient"] is None
    assert bad.run().warnings
    assert fixed.run().names["gradient"] is not None
    assert all(program.run().names["gradient"] is not None for program in good)

## When this is intended

To look at gradients of an intermediate result alone: `error.detach().requires_grad_()` says so.

## Fix safety

Unsafe: the gradients are others from there on, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.ambiguous import AmbiguousTensor, Looks
from ..program.program import Program
from ..repair import unwrap
from ..rules.rule import Category, Finding, Fix, Severity, rule

_MESSAGES = {
    Looks.COPIED: "this copies the numbers and leaves their graph behind: a backward pass from here reaches no weights",
    Looks.INTEGER: "integers have no gradients: `requires_grad=True` raises RuntimeError here",
    Looks.SIZE: "`torch.Tensor({0})` is no {0}: it is a tensor of {0} numbers that happened to be in memory",
}


@rule(Category.DEVICE, Severity.WARNING, "a tensor is not what its constructor looks like")
def ambiguous_tensor_constructor(program: Program) -> Iterator[Finding[AmbiguousTensor]]:
    """Report each constructor whose result certainly is not what is meant."""
    for made in program.unique(AmbiguousTensor):
        yield Finding(made.at, _MESSAGES[made.looks].format(made.size), made)


@ambiguous_tensor_constructor.fix
def use_as_it_is(program: Program, made: AmbiguousTensor) -> Fix | None:
    """Take the tensor itself, or the number."""
    if made.site.module != program.path:
        return None
    if made.looks is Looks.COPIED and made.data is not None:
        edit = unwrap.operand(program, made.site, made.data)
        return None if edit is None else Fix("Use the tensor itself", (edit,))
    return None
