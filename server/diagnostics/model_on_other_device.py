"""The data is moved to a GPU, the model is not.

device: meta

## Why this is a bug

A layer computes where its parameters are, and its input must be there as well. A model that nothing moved is on the CPU;
called on data that is on a GPU it raises `RuntimeError: Expected all tensors to be on the same device`. On a machine
without a GPU the same program runs, so the bug shows only where it hurts.

## Bad

    import torch
    from torch import nn, optim

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(10, 2)
    optimizer = optim.Adam(model.parameters(), lr=0.001)
    inputs = torch.randn(4, 10).to(device)
    output = model(inputs)
    #        ^^^^^^^^^^^^^ `model` is still on the CPU, and its input is not: on a GPU this call raises RuntimeError

## Fixed

    import torch
    from torch import nn, optim

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(10, 2).to(device)
    optimizer = optim.Adam(model.parameters(), lr=0.001)
    inputs = torch.randn(4, 10).to(device)
    output = model(inputs)

## Good

A model may be built where it belongs.

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(10, 2, device=device)
    output = model(torch.randn(4, 10, device=device))

Under another default device nothing has to be moved.

    import torch
    from torch import nn

    torch.set_default_device("cuda")
    model = nn.Linear(10, 2)
    output = model(torch.randn(4, 10).to("cuda"))

Data on the CPU fits a model on the CPU.

    import torch
    from torch import nn

    model = nn.Linear(10, 2)
    output = model(torch.randn(4, 10).to("cpu"))

## Proof

    assert isinstance(bad.run().error, RuntimeError)
    for program in (fixed, *good):
        assert program.run().error is None

## When this is intended

Never on a machine with a GPU. A program that only ever runs on a CPU need not move its data either.

## Fix safety

Safe: on a GPU the call certainly raises today, on a CPU moving changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.device import DeviceKind, differ
from ..program.events import ModelCalled
from ..program.program import Program
from ..program.values import Tensor
from ..repair import device as devices
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule


@rule(Category.DEVICE, Severity.ERROR, "a model is called on data of another device", settle=True)
def model_on_other_device(program: Program) -> Iterator[Finding[ModelCalled]]:
    """Report each call of a model that nothing moved, on a tensor that was moved to an accelerator."""
    for call in program.events(ModelCalled):
        model = call.model
        if model.device.kind is not DeviceKind.CPU or not model.device.default or call.name.startswith("self."):
            continue
        if model.by_use or model.escaped or model.many or model.class_ is None or model.open_ended:
            continue
        moved = _moved(call)
        if moved is None or not model.has_parameters:
            continue
        name = f"`{call.name}`" if call.name else "the model"
        message = f"{name} is still on the CPU, and its input is not: on a GPU this call raises RuntimeError"
        places = [Related(model.site, "the model is built here, and nothing moves it")]
        if moved.origin is not None:
            places.append(Related(moved.origin, "the input is moved here"))
        yield Finding(call.at, message, call, related=tuple(places))


def _moved(call: ModelCalled) -> Tensor | None:
    """The first input that certainly is on another device than the model."""
    for _, value, _ in call.inputs:
        if isinstance(value, Tensor) and differ(call.model.device, value.device):
            return value
    return None


@model_on_other_device.fix
def move_the_model(program: Program, call: ModelCalled) -> Fix | None:
    """Move the model where it is built, so that the optimizer is built over the model in its place."""
    moved = _moved(call)
    device = devices.name_of_device(program, moved.origin) if moved is not None else ""
    if not device:
        return None
    edit = devices.move_where_it_is_made(program, call.model.site, call.name, device)
    return None if edit is None else Fix(f"Move the model with .to({device})", (edit,), Safety.SAFE)
