"""The model stays on the CPU, and gets tensors that were moved to the GPU.

device: meta

## Why this is a bug

A layer computes with its own weights, and PyTorch does not move anything by itself: where the weights are on the CPU and the
input is on a GPU, the call raises `RuntimeError: Expected all tensors to be on the same device`. On a machine without a
GPU, where `device` is the CPU, the same program runs, so the mistake shows only later and elsewhere.

## Bad

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        inputs = torch.randn(8, 4).to(device)
        optimizer.zero_grad()
        loss = model(inputs).pow(2).mean()
    #          ^^^^^^^^^^^^^ `model` is still on the CPU, and its input is not: on a GPU this call raises RuntimeError
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        inputs = torch.randn(8, 4).to(device)
        optimizer.zero_grad()
        loss = model(inputs).pow(2).mean()
        loss.backward()
        optimizer.step()

## Good

Everything is made on the default device, which is not the CPU here.

    import torch
    from torch import nn

    if torch.cuda.is_available():
        torch.set_default_device("cuda")
    model = nn.Linear(4, 1)
    output = model(torch.randn(8, 4).to("cuda" if torch.cuda.is_available() else "cpu"))

The layers are built on the device.

    import torch
    from torch import nn

    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = nn.Linear(4, 1, device=device)
    output = model(torch.randn(8, 4, device=device))

The model moves its input to where it is itself.

    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc = nn.Linear(4, 1)

        def forward(self, x):
            return self.fc(x.cpu())

    device = "cuda" if torch.cuda.is_available() else "cpu"
    # The meta device, which stands for the GPU in the proof, has no values that could be copied back.
    inputs = torch.randn(8, 4) if device == "cuda" else torch.randn(8, 4).to(device)
    output = Net()(inputs)

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

from ..program.events import DeviceMove, ModelCalled, TensorMoved
from ..program.meetings import Meeting, meetings
from ..program.program import Program
from ..repair import expression, insert
from ..repair.device import beside_device, bound_before, how_moved, moved_if, named_before, under_condition
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..rules.wording import named


@rule(Category.DEVICE, Severity.ERROR, "the model is not on the device of its input", settle=True)
def model_on_other_device(program: Program) -> Iterator[Finding[Meeting]]:
    """Report each call of a model whose weights are on the CPU while the input certainly is not."""
    for met in meetings(program):
        call = met.call
        if not met.model_is_left or not isinstance(call, ModelCalled):
            continue
        name = named(call.name, "the model")
        message = f"{name} is still on the CPU, and its input is not: on a GPU this call raises RuntimeError"
        moved = next((each for each in program.events(TensorMoved) if each.device == met.other), None)
        related = [Related(call.model.site, "the model is built here")]
        if moved is not None:
            related.append(Related(moved.at, "this is moved"))
        yield Finding(call.at, message, met, Severity.ERROR if met.certain else Severity.WARNING, tuple(related))


@model_on_other_device.fix
def move_model(program: Program, met: Meeting) -> Fix | None:
    """Move the model where it is built; or right below the definition of the device, where that comes later."""
    call, how = met.call, how_moved(program, met.other)
    if not isinstance(call, ModelCalled) or call.model.site.module != program.path or call.model.by_use:
        return None
    if not how:
        return _under_condition(program, met, call)
    title = f"Move the model with {how}"
    built = call.model.site
    if bound_before(program, built, how):
        return Fix(title, (expression.behind(program, built, how),), Safety.SAFE)
    edit = beside_device(program, built, how, f"{call.name}{how}")
    return None if edit is None else Fix(title, (edit,), Safety.SAFE)


def _under_condition(program: Program, met: Meeting, call: ModelCalled) -> Fix | None:
    """Move it beside another model that is moved under a condition; else below where it is built, under that condition."""
    condition, how = moved_if(program, met.other)
    text, built = f"{call.name}{how}", program.source.statement(call.model.site)
    if not how or not call.name.isidentifier():
        return None
    for move in program.unique(DeviceMove):
        beside = program.source.statement(move.at) if move.at.module == program.path else None
        if beside is not None and beside.alone and beside.text == f"{move.name}{how}":
            writers = program.source.writers(move.at, call.name)
            if any(writer.span.end < beside.span.start for writer in writers):
                return Fix(f"Move the model with {how}", (insert.after(program, beside, text),), Safety.SAFE)
    if (
        built is None
        or not built.alone
        or built.writes != frozenset((call.name,))
        or not named_before(program, built.site, condition)
    ):
        return None
    text = under_condition(program, built, condition, text)
    return Fix(f"Move the model with {how}", (insert.after(program, built, text),), Safety.SAFE)
