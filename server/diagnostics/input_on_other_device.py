"""The model is moved to a GPU, a tensor that it is called on is not.

device: meta

## Why this is a bug

A layer computes where its parameters are. A tensor that is made without a device is on the CPU; given to a model that
was moved to a GPU it raises `RuntimeError: Expected all tensors to be on the same device`. On a machine without a GPU
the same program runs.

## Bad

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(10, 2).to(device)
    inputs = torch.randn(4, 10)
    output = model(inputs)
    #              ^^^^^^ `inputs` is still on the CPU, and `model` is not: on a GPU this call raises RuntimeError

## Fixed

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(10, 2).to(device)
    inputs = torch.randn(4, 10)
    output = model(inputs.to(device))

## Good

A tensor may be made where it is needed.

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(10, 2).to(device)
    output = model(torch.randn(4, 10, device=device))

A model on the CPU takes tensors on the CPU.

    import torch
    from torch import nn

    model = nn.Linear(10, 2).cpu()
    output = model(torch.randn(4, 10))

## Proof

    assert isinstance(bad.run().error, RuntimeError)
    for program in (fixed, *good):
        assert program.run().error is None

## When this is intended

Never on a machine with a GPU.

## Fix safety

Safe: on a GPU the call certainly raises today, on a CPU moving changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..program.device import DeviceKind, differ
from ..program.events import DeviceMove, ModelCalled
from ..program.program import Program
from ..program.site import Site
from ..program.values import Tensor
from ..repair import device as devices
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..text.edit import Edit
from ..text.span import Span


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A call of a model on a tensor that was never moved, and where that tensor stands in the call."""

    call: ModelCalled
    at: Site


@rule(Category.DEVICE, Severity.ERROR, "a model is called on a tensor of another device", settle=True)
def input_on_other_device(program: Program) -> Iterator[Finding[LeftBehind]]:
    """Report each tensor on the CPU that goes into a model that was moved to an accelerator."""
    for call in program.events(ModelCalled):
        model = call.model
        if model.by_use or model.escaped or model.many or call.name.startswith("self.") or call.at != call.site:
            continue
        for _, value, at in call.inputs:
            if not isinstance(value, Tensor) or value.device.kind is not DeviceKind.CPU or not value.device.default:
                continue
            if not differ(value.device, model.device) or not model.has_parameters:
                continue
            written = program.source.span(at)
            text = program.source.lines[written.start.line][written.start.column : written.end.column]
            what = f"`{text}`" if text.isidentifier() else "the input"
            message = f"{what} is still on the CPU, and `{call.name}` is not: on a GPU this call raises RuntimeError"
            moves = [move.at for move in program.events(DeviceMove) if move.object == call.object]
            related = tuple(Related(place, "the model is moved here") for place in dict.fromkeys(moves))
            yield Finding(at, message, LeftBehind(call, at), related=related)


@input_on_other_device.fix
def move_the_input(program: Program, left: LeftBehind) -> Fix | None:
    """Move the tensor in the call, to the device that the model was moved to."""
    moves = [move for move in program.events(DeviceMove) if move.device == left.call.model.device]
    device = devices.name_of_device(program, moves[-1].at) if moves else ""
    if not device:
        return None
    end = program.source.span(left.at).end
    return Fix(f"Move the tensor with .to({device})", (Edit(Span(end, end), f".to({device})"),), Safety.SAFE)
