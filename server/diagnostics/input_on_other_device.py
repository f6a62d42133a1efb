"""The model is on the GPU, and one of the tensors it meets was left on the CPU.

device: meta

## Why this is a bug

A loader gives its batches on the CPU. Each tensor of a batch has to be moved by itself: moving the images moves no labels,
and `x.to(device)` moves nothing unless its result is kept. Where a tensor on the CPU meets weights or outputs on a GPU,
PyTorch raises `RuntimeError: Expected all tensors to be on the same device`. On a machine without a GPU, where `device`
is the CPU, the same program runs, so the mistake shows only later and elsewhere.

## Bad

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    dataset = torch.utils.data.TensorDataset(torch.randn(32, 4), torch.randn(32, 1))
    for inputs, targets in torch.utils.data.DataLoader(dataset, batch_size=8):
        inputs = inputs.to(device)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
    #                                                ^^^^^^^ `targets` is still on the CPU, and what it is compared with is not: on a GPU this call
    #     raises RuntimeError
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    dataset = torch.utils.data.TensorDataset(torch.randn(32, 4), torch.randn(32, 1))
    for inputs, targets in torch.utils.data.DataLoader(dataset, batch_size=8):
        inputs = inputs.to(device)
        targets = targets.to(device)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()

## Good

The tensors are on the device before there are any batches.

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    dataset = torch.utils.data.TensorDataset(torch.randn(32, 4).to(device), torch.randn(32, 1).to(device))
    for inputs, targets in torch.utils.data.DataLoader(dataset, batch_size=8):
        loss = nn.functional.mse_loss(model(inputs), targets)

`DataParallel` brings its inputs to the GPUs itself; only the targets have to be moved. (The proof runs it on one.)

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    if torch.cuda.device_count() > 1:
        model = nn.DataParallel(model)
    inputs, targets = torch.randn(8, 4).to(device), torch.randn(8, 1).to(device)
    loss = nn.functional.mse_loss(model(inputs), targets)

What is compared is on the CPU on both sides.

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    inputs, targets = torch.randn(8, 4), torch.randn(8, 1)
    output = model(inputs.to(device))
    # The meta device, which stands for the GPU in the proof, has no values that could be copied back.
    loss = nn.functional.mse_loss(torch.zeros_like(output, device="cpu"), targets)

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

import re
from collections.abc import Iterator

from ..program.device import DeviceKind, differ
from ..program.events import DeviceMove, LossCalled, ModelCalled, TensorMoved
from ..program.meetings import Meeting, meetings
from ..program.program import Program
from ..program.slips import ResultDropped
from ..program.source import StatementText
from ..program.surroundings import above
from ..program.values import device_of
from ..repair import expression, insert
from ..repair.device import bound_before, how_moved, moved_if, named_before, under_condition
from ..rules.places import here
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..rules.wording import named


@rule(Category.DEVICE, Severity.ERROR, "a tensor is not on the device of what it meets", settle=True)
def input_on_other_device(program: Program) -> Iterator[Finding[Meeting]]:
    """Report each tensor that meets a model, or an output, which certainly is on another device."""
    for met in meetings(program):
        if met.model_is_left or _left_behind(program, met):
            continue
        place = here(program, met.place, met.call.at)
        related = [
            Related(move.at, "this is moved")
            for kind in (DeviceMove, TensorMoved)
            for move in program.unique(kind)
            if move.device == met.own
        ]
        severity = Severity.ERROR if met.certain else Severity.WARNING
        yield Finding(place, _message(program, met), met, severity, tuple(related[:1]))


def _left_behind(program: Program, met: Meeting) -> bool:
    """Whether it was meant to be moved by a statement that throws the result away: that is the cause."""
    if met.place.module != program.path:
        return False
    name = expression.text_at(program, met.place)
    return any(dropped.name == name and dropped.device == met.own for dropped in program.unique(ResultDropped))


def _message(program: Program, met: Meeting) -> str:
    partner = named(met.call.name, "the model") if isinstance(met.call, ModelCalled) else "what it is compared with"
    what = expression.quoted(program, met.place, "this tensor")
    if met.other.kind is not DeviceKind.CPU:
        return f"{what} is on `{met.other.text}`, but {partner} is on `{met.own.text}`: this raises RuntimeError"
    return f"{what} is still on the CPU, and {partner} is not: on a GPU this call raises RuntimeError"


@input_on_other_device.fix
def move_tensor(program: Program, met: Meeting) -> Fix | None:
    """Move the tensor where its batch is unpacked, beside the others; else below where it is made."""
    condition, how = "", how_moved(program, met.own)
    if not how:
        condition, how = moved_if(program, met.own)
    if not how or met.place.module != program.path or not bound_before(program, met.place, how):
        return None
    if condition and not named_before(program, met.place, condition):
        return None
    name = expression.text_at(program, met.place)
    own = program.source.statement(met.place)
    if own is None or not re.fullmatch(r"[A-Za-z_]\w*", name):
        return None
    title = f"Move the tensor with {how}"
    made = [each for each in above(program, own.site) if name in each.writes]
    loop = _unpacked_by(program, own, name)
    if loop is not None and not any(name in each.writes for each in program.source.body(loop.site)):
        text = _moved(program, met, expression.text_of(program, loop.header).partition(" in ")[0], how)
        body = program.source.body(loop.site)
        moved = {move.at.whole for move in program.events(TensorMoved) if move.device == met.own}
        beside = [statement for statement in body if statement.site in moved and statement.span.start < own.span.start]
        text = under_condition(program, body[0], condition, text)
        edit = insert.after(program, beside[-1], text) if beside else insert.before(program, body[0], text)
        return Fix(title, (edit,), Safety.SAFE)
    if not made or not made[-1].alone or not made[-1].simple:
        return None
    text = _moved(program, met, made[-1].text.partition(" = ")[0], how)
    text = under_condition(program, made[-1], condition, text)
    return Fix(title, (insert.after(program, made[-1], text),), Safety.SAFE)


def _moved(program: Program, met: Meeting, targets: str, how: str) -> str:
    """The statement that moves a tensor, and with it what is bound beside it and is on the other device as well."""
    name = expression.text_at(program, met.place)
    other = {each.place for each in meetings(program) if each.own == met.own}
    other |= {each.target_at for each in program.events(LossCalled) if differ(device_of(each.target), met.own)}
    around = next(iter(program.outwards(met.place)), None)
    sites = [
        site for site in other if site.module == program.path and next(iter(program.outwards(site)), None) == around
    ]
    texts = {expression.text_at(program, site) for site in sites}
    beside = next((part for part in re.split(r"[()]", targets) if re.search(rf"\b{name}\b", part)), name)
    names = [each for each in re.findall(r"\w+", beside.removeprefix("for ")) if each == name or each in texts]
    return f"{', '.join(names)} = {', '.join(each + how for each in names)}"


def _unpacked_by(program: Program, statement: StatementText, name: str) -> StatementText | None:
    """The loop around a statement whose header binds a name."""
    for parent in program.outwards(statement.site):
        header = expression.text_of(program, parent.header)
        if re.match(rf"for\b.*\b{name}\b.*\bin\b", header, re.DOTALL):
            return parent
    return None
