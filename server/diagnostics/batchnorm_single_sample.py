"""A batch norm in train mode gets a batch of one example.

## Why this is a bug

In train mode a batch norm takes mean and variance of each channel over the batch. Of a single value there is no variance: PyTorch
raises "Expected more than 1 value per channel when training". It happens at the end of an epoch, where the examples do not come
out even and one is left over; with a batch size of one; and with a made-up input of one example that was to try the model out.
Values of a feature map count as well: with more than one pixel a channel there are enough.

## Bad

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    data = TensorDataset(torch.randn(33, 4), torch.randn(33, 1))
    loader = DataLoader(data, batch_size=16, shuffle=True)
    #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the last batch has one example, as 33 = 2 * 16 + 1: batch norm raises on it in train mode
    model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for inputs, targets in loader:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(inputs), targets).backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    data = TensorDataset(torch.randn(33, 4), torch.randn(33, 1))
    loader = DataLoader(data, batch_size=16, shuffle=True, drop_last=True)
    model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for inputs, targets in loader:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(inputs), targets).backward()
        optimizer.step()

## Good

A last batch of more than one example.

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    data = TensorDataset(torch.randn(34, 4), torch.randn(34, 1))
    loader = DataLoader(data, batch_size=16, shuffle=True)
    model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for inputs, targets in loader:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(inputs), targets).backward()
        optimizer.step()

One example of several pixels, and one example in eval mode.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Flatten(), nn.Linear(8 * 36, 8), nn.ReLU())
    features = model(torch.randn(1, 3, 8, 8))
    norm = nn.BatchNorm1d(8)
    norm.eval()
    output = norm(features)

## Proof

    assert "more than 1 value per channel" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Never.

## Fix safety

Unsafe: the examples that are left over at the end of an epoch are not trained with in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.batch_norm_events import BatchesTaken, OneValueNormed
from ..program.events import ModelCalled
from ..program.facts import Foreign
from ..program.program import Program
from ..program.shape import Size
from ..program.site import Site
from ..program.surroundings import around_calls
from ..program.values import FALSE, Constant
from ..repair import argument
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule

_GUARDS = re.compile(r"\b(?:continue|break|return)\b|\bif\b[^\n]*(?:\.size\(|\.shape\b|\blen\()")
_OTHER_BATCHES = ("batch_sampler", "sampler", "collate_fn")
_ROUND = tuple(f"torchvision.datasets.{name}" for name in ("MNIST", "FashionMNIST", "KMNIST", "CIFAR", "SVHN", "STL10"))
"""Datasets of a length that is known, and leaves nothing over that matters (torchvision 0.28)."""


@rule(Category.EVALUATION, Severity.ERROR, "a batch norm gets a batch of one example", settle=True)
def batchnorm_single_sample(program: Program) -> Iterator[Finding[Site | None]]:
    """Report batches of one that a batch norm is given, and loaders whose last batch is one, or may be."""
    taken: BatchesTaken | None = None
    told: set[Site] = set()
    for event in program.ordered(BatchesTaken, OneValueNormed):
        if isinstance(event, BatchesTaken):
            taken = event
        elif not (event.model.many or event.model.escaped):
            found = _alone(program, event) if event.examples == 1 else _left_over(program, taken, event)
            if found is not None and found.site not in told:
                told.add(found.site)
                yield found


def _alone(program: Program, event: OneValueNormed) -> Finding[Site | None]:
    """One example, at the call of the whole model."""
    calls = {call.site for call in program.events(ModelCalled)}
    place = next((site for site in event.trail if site in calls and site.module == program.path), event.at)
    message = "one example in train mode: batch norm raises on one value for each channel, as it has no variance"
    related = (Related(event.at, "here it is normed"),) if place != event.at else ()
    return Finding(place, message, None, None, related)


def _left_over(program: Program, taken: BatchesTaken | None, event: OneValueNormed) -> Finding[Site | None] | None:
    """What is to be said of the loader whose batch is normed."""
    if taken is None or taken.loader.site.module != program.path or _guarded(program, taken):
        return None
    place, related = taken.loader.site, (Related(event.at, "its batches are normed here"),)
    size = _batch_size(taken.loader)
    if size is None or taken.length is None:
        if event.gradients is not True or taken.dataset.startswith(_ROUND) or not _inside(program, taken, event):
            return None
        message = (
            "if the examples do not come out even, the last batch may be one: batch norm raises on it in train mode"
        )
        return Finding(place, message, place, Severity.HINT, related)
    if taken.length % size != 1 or not (isinstance(event.examples, Size) and event.examples.examples):
        return None
    batches = taken.length // size
    message = f"the last batch has one example, as {taken.length} = {batches} * {size} + 1"
    return Finding(place, f"{message}: batch norm raises on it in train mode", place, None, related)


def _inside(program: Program, taken: BatchesTaken, event: OneValueNormed) -> bool:
    """Whether something is normed in the loop, or in what it calls."""
    return any(each.site == taken.site.whole for each in around_calls(program, event))


def _batch_size(loader: Foreign) -> int | None:
    """The literal size of its batches, above one."""
    size = loader.argument("batch_size")
    value = size.value if isinstance(size, Constant) else None
    return value if isinstance(value, int) and value > 1 else None


def _guarded(program: Program, taken: BatchesTaken) -> bool:
    """Whether what is left over is dropped, batches are made otherwise, or the loop looks at their size."""
    loader = taken.loader
    whole = loader.argument("drop_last") in (None, FALSE) and loader.argument("batch_size") is not None
    if not whole or any(loader.argument(name) is not None for name in _OTHER_BATCHES):
        return True
    loop = program.source.statement(taken.site) if taken.site.module == program.path else None
    return loop is None or _GUARDS.search(loop.text) is not None


@batchnorm_single_sample.fix
def drop_the_rest(program: Program, loader: Site | None) -> Fix | None:
    """Leave out the last batch of an epoch if it is smaller."""
    edit = None if loader is None else argument.named(program, loader, "drop_last", "True")
    return None if edit is None else Fix("Drop what is left over: drop_last=True", (edit,))
