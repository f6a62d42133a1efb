"""A forward pass makes a tensor on the CPU, whatever device the model is on.

device: meta

## Why this is a bug

`torch.zeros(...)`, `torch.arange(...)`, `torch.tensor([...])` and the like make their tensor on the CPU unless a device is
named. A module that does so in its forward pass works as long as everything is on the CPU. As soon as someone moves the
model to a GPU, that tensor stays behind, and what brings it together with the model's weights or inputs raises
`RuntimeError: Expected all tensors to be on the same device`.

## Bad

    import torch
    from torch import nn

    class Positions(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(8, 8)

        def forward(self, x):
            hidden = self.layer(x)
            places = torch.arange(x.size(1), dtype=torch.float32)
    #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this tensor is made on the CPU, wherever the model is: on a GPU it raises RuntimeError where the two
    #     meet
            return hidden + places

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Positions().to(device)
    output = model(torch.rand(2, 8).to(device))

## Fixed

    import torch
    from torch import nn

    class Positions(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(8, 8)

        def forward(self, x):
            hidden = self.layer(x)
            places = torch.arange(x.size(1), dtype=torch.float32, device=x.device)
            return hidden + places

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Positions().to(device)
    output = model(torch.rand(2, 8).to(device))

## Good

What is made like another tensor is made beside it, and what is moved is moved.

    import torch
    from torch import nn

    class Noise(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(8, 8)

        def forward(self, x):
            x = self.layer(x)
            x = x + torch.zeros_like(x) + x.new_ones(8)
            return x * torch.ones(8).to(x.device)

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Noise().to(device)
    output = model(torch.rand(2, 8).to(device))

A single number without dimensions may be on the CPU.

    import torch
    from torch import nn

    class Halved(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(8, 8)

        def forward(self, x):
            return self.layer(x) * torch.tensor(0.5)

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Halved().to(device)
    output = model(torch.rand(2, 8).to(device))

## Proof

    assert isinstance(bad.run().error, RuntimeError)
    assert "device" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

In a model that will only ever run on the CPU. Where a program builds its model and never moves anything, the finding is
information only.

## Fix safety

Unsafe: the tensor is made on another device from then on, and what is done with it elsewhere may rely on the CPU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.device import DeviceKind
from ..program.events import DeviceMove, TensorMoved
from ..program.made_inside import MadeOnCpu
from ..program.program import Program
from ..program.site import Site
from ..repair import argument, expression
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.DEVICE, Severity.WARNING, "a tensor is made on the CPU, wherever the model is")
def tensor_created_on_cpu(program: Program) -> Iterator[Finding[MadeOnCpu]]:
    """Report each place in a forward pass that makes such a tensor, if it then meets what is where the model is."""
    found: dict[Site, MadeOnCpu] = {}
    for event in program.events(MadeOnCpu):
        if event.made.module == program.path and (event.made not in found or _on_cpu(program, found[event.made])):
            found[event.made] = event
    for made, event in found.items():
        message = (
            "this tensor is made on the CPU, wherever the model is: on a GPU it raises RuntimeError where the two meet"
        )
        harmless = _on_cpu(program, event) and not _moves(program)
        severity = Severity.INFORMATION if harmless else None
        yield Finding(made, message, event, severity, (Related(event.at, "here they meet"),))


def _on_cpu(program: Program, event: MadeOnCpu) -> bool:
    """Whether the program itself runs the model, on the CPU as far as is seen."""
    if event.lightning is not None:
        return False
    main = program.source.function((*event.trail, event.site)[0]) is None
    kind = event.own.kind
    return (kind is DeviceKind.CPU and (main or bool(event.trail))) or (kind is DeviceKind.UNKNOWN and main)


def _moves(program: Program) -> bool:
    """Whether anything in the program is moved to where there may be an accelerator."""
    kinds = (DeviceMove, TensorMoved)
    return any(move.device.kind is not DeviceKind.CPU for kind in kinds for move in program.events(kind))


@tensor_created_on_cpu.fix
def name_device(program: Program, event: MadeOnCpu) -> Fix | None:
    """Make the tensor on the device of the first argument of the function; in a step of Lightning, of the module."""
    function = program.source.function(event.made)
    header = "" if function is None else expression.text_of(program, function.header)
    given = re.match(r"def (\w+)\(\s*self\s*,\s*(\w+)\s*(:\s*([\w.]*Tensor)\b)?\s*[,)=:]", header)
    if given is None or (given[3] is None and re.match(rf".*\b{given[2]}\s*:", header)):
        return None
    device = "self.device" if given[1].endswith("_step") else f"{given[2]}.device"
    edit = argument.named(program, event.made, "device", device)
    return None if edit is None else Fix(f"Make it on the device of the input: device={device}", (edit,))
