"""The weights of a loss were left on the CPU, and what it judges is on the GPU.

device: meta

## Why this is a bug

The weights of the classes (`weight=`, `pos_weight=`) are a tensor like any other. A loss keeps them as a buffer, so they
move with `criterion.to(device)`; but hardly anybody moves a loss. The model and the batch are on the GPU, the weights are
where `torch.tensor(...)` made them, and the loss raises `RuntimeError: Expected all tensors to be on the same device`.
Without a GPU the same program runs.

## Bad

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 3).to(device)
    criterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 5.0]))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        inputs, targets = torch.randn(8, 4).to(device), torch.randint(3, (8,)).to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the `weight` of this loss is still on the CPU, and its input is not: on a GPU this call raises
    #     RuntimeError
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 3).to(device)
    criterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 5.0]).to(device))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        inputs, targets = torch.randn(8, 4).to(device), torch.randint(3, (8,)).to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()

## Good

The loss is moved, and its weights with it.

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 3).to(device)
    criterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 5.0])).to(device)
    inputs, targets = torch.randn(8, 4).to(device), torch.randint(3, (8,)).to(device)
    loss = criterion(model(inputs), targets)

A loss that is part of a model moves with it.

    import torch
    from torch import nn

    class Judged(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(4, 3)
            self.criterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 5.0]))

        def forward(self, inputs, targets):
            return self.criterion(self.net(inputs), targets)

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Judged().to(device)
    loss = model(torch.randn(8, 4).to(device), torch.randint(3, (8,)).to(device))

A single number without dimensions may be on the CPU.

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    criterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(3.0))
    inputs, targets = torch.randn(8, 4).to(device), torch.ones(8, 1).to(device)
    loss = criterion(model(inputs), targets)

## Proof

    assert isinstance(bad.run().error, RuntimeError)
    assert "device" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Never: the call raises wherever the two devices differ.

## Fix safety

Safe: with a GPU the call raises today; without one `device` is the CPU, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.device import Device, DeviceKind, differ
from ..program.events import LossCalled, ModuleBuilt
from ..program.program import Program
from ..program.shape import SCALAR
from ..program.site import Site
from ..program.values import Tensor, device_of
from ..repair import expression
from ..repair.device import bound_before, how_moved
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule

_PER_CLASS = ("CrossEntropyLoss", "NLLLoss", "cross_entropy", "nll_loss")
"""Losses whose weights have a dimension, one weight for each class."""


@rule(Category.DEVICE, Severity.ERROR, "the weights of a loss are not on the device of its input", settle=True)
def loss_weight_on_other_device(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each loss whose weights certainly are on another device than its input."""
    for call in program.unique(LossCalled):
        for name in ("weight", "pos_weight"):
            weight, theirs = call.option(name), device_of(call.input)
            if not isinstance(weight, Tensor) or weight.shape == SCALAR:
                continue
            mine = _moved(call) or weight.device
            if differ(mine, theirs) and mine.kind is DeviceKind.CPU:
                message = f"the `{name}` of this loss is still on the CPU, and its input is not: on a GPU this call raises RuntimeError"
                sure = call.function.endswith(_PER_CLASS) or weight.shape is not None
                certain = sure and not (mine.assumed or theirs.assumed)
                built = [Related(call.loss.site, "it gets its weights here")] if call.loss is not None else []
                yield Finding(call.at, message, call, None if certain else Severity.WARNING, tuple(built))


def _moved(call: LossCalled) -> Device | None:
    """Where a loss was moved, if it was."""
    return None if call.loss is None or call.loss.device.default else call.loss.device


@loss_weight_on_other_device.fix
def move_weight(program: Program, call: LossCalled) -> Fix | None:
    """Move the weights where the loss gets them."""
    how, place = how_moved(program, device_of(call.input)), _given(program, call)
    if not how or place is None or not bound_before(program, place, how):
        return None
    edit = expression.applied(program, place, how)
    return None if edit is None else Fix(f"Move the weights with {how}", (edit,), Safety.SAFE)


def _given(program: Program, call: LossCalled) -> Site | None:
    """Where the constructor of a loss gets its weights, in this file."""
    site = None if call.loss is None else call.loss.site
    for built in program.events(ModuleBuilt):
        if built.site == site:
            places = [at for name, _, at in built.arguments if name in ("weight", "pos_weight")]
            return places[0] if len(places) == 1 and places[0].module == program.path else None
    return None
