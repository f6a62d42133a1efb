"""A tensor is changed in place that a backward pass needs as it was.

## Why this is a bug

The gradient of some functions is computed from their *result*: that of a sigmoid is `y * (1 - y)`, that of `exp` is `y`. Autograd
keeps the result for it: the very tensor, not a copy. `y += 1`, `y[0] = 0` or `y.clamp_(0)` overwrite it, autograd notices by a
counter, and the backward pass raises: "one of the variables needed for gradient computation has been modified by an inplace
operation". So it is with the results of sigmoid, tanh, softmax, log_softmax, relu, exp, sqrt, rsqrt, reciprocal and tan
(torch 2.13). Which line has done it the message does not say.

`y = y + 1` makes a new tensor, and costs no more than the memory.

## Bad

    import torch
    from torch import nn
    from torch.nn import functional as F

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x):
            y = F.relu(self.layer(x))
            y += x
          # ^^^^^^ this changes in place what the backward pass of `relu` needs as it was: `loss.backward()` raises
            return y

    block = Block()
    optimizer = torch.optim.SGD(block.parameters(), lr=0.1)
    for x in torch.randn(3, 8, 4):
        optimizer.zero_grad()
        loss = block(x).pow(2).mean()
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn
    from torch.nn import functional as F

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x):
            y = F.relu(self.layer(x))
            y = y + x
            return y

    block = Block()
    optimizer = torch.optim.SGD(block.parameters(), lr=0.1)
    for x in torch.randn(3, 8, 4):
        optimizer.zero_grad()
        loss = block(x).pow(2).mean()
        loss.backward()
        optimizer.step()

## Good

Neither a linear layer nor a batch norm nor a sum needs its result: ResNets are written like this.

    import torch
    from torch import nn

    layer, norm = nn.Linear(4, 4), nn.BatchNorm1d(4)
    optimizer = torch.optim.SGD([*layer.parameters(), *norm.parameters()], lr=0.1)
    for x in torch.randn(3, 8, 4):
        y = norm(layer(x))
        y += x
        y = y.relu_()
        optimizer.zero_grad()
        y.pow(2).mean().backward()
        optimizer.step()

What is changed is a copy, or has no graph.

    import torch
    from torch import nn

    layer = nn.Linear(4, 4)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    for x in torch.randn(3, 8, 4):
        y = layer(x).sigmoid()
        rounded = y.clone()
        rounded[rounded < 0.5] = 0
        shown = y.detach().clone()
        shown += 1
        optimizer.zero_grad()
        (y + rounded).mean().backward()
        optimizer.step()

No gradients are asked for.

    import torch
    from torch import nn

    layer = nn.Linear(4, 4)
    with torch.no_grad():
        y = layer(torch.randn(8, 4)).sigmoid()
        y += 1
    print(y.mean())

## Proof

    assert "modified by an inplace operation" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Never: it raises.

## Fix safety

Unsafe: other names for the same tensor do not see the change any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Backward
from ..program.program import Program
from ..program.site import Site
from ..repair import rebind
from ..rules.places import here
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "what a backward pass needs as it was is changed in place")
def in_place_on_saved_tensor(program: Program) -> Iterator[Finding[Site]]:
    """Report each change in place of a result that the backward pass of its operation needs."""
    shown: set[Site] = set()
    for each in program.unique(Backward):
        saved = None if each.loss is None or each.loss.requires_grad is not True else each.loss.saved
        if saved is None or saved.changed is None or saved.changed in shown:
            continue
        shown.add(saved.changed)
        raises = f"`{each.name}.{each.method}()` raises" if each.name else "it raises"
        message = f"this changes in place what the backward pass of `{saved.by}` needs as it was: {raises}"
        if saved.changed.module != program.path:
            message = f"this raises: what the backward pass of `{saved.by}` needs as it was has been changed in place"
        at = here(program, saved.changed, each.at)
        related = (
            Related(saved.site, f"`{saved.by}` gives it here"),
            Related(each.at, "the backward pass starts here"),
        )
        yield Finding(at, message, saved.changed, related=related)


@in_place_on_saved_tensor.fix
def make_a_new_one(program: Program, changed: Site) -> Fix | None:
    """Let the name stand for a new tensor."""
    edit = rebind.out_of_place(program, changed)
    return None if edit is None else Fix("Make a new tensor", (edit,))
