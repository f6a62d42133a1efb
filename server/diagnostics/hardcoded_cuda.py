"""A GPU is named in the code, whether the machine has one or not.

## Why this is a bug

`.cuda()` and `device="cuda"` raise where there is no GPU: "Torch not compiled with CUDA enabled", or "Found no NVIDIA driver". A program
that has a `device`, which is the GPU only where there is one, and names the GPU at another place all the same, runs on neither kind
of machine but the one: with `device` on the CPU it raises, and with a second GPU, or another kind of accelerator, tensors meet on
different devices. In a program that has no `device` it is a decision; it is shown only where settings turn this rule on.

## Bad

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(3):
        inputs = torch.randn(8, 4).cuda()
    #            ^^^^^^^^^^^^^^^^^^^^^^^^ `.cuda()` means a GPU, whatever `device` is: without one it raises
        optimizer.zero_grad()
        model(inputs).square().mean().backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(3):
        inputs = torch.randn(8, 4).to(device)
        optimizer.zero_grad()
        model(inputs).square().mean().backward()
        optimizer.step()

## Good

The GPU is used where there is one.

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(4, 1).to(device)
    inputs = torch.randn(8, 4)
    if torch.cuda.is_available():
        inputs = inputs.cuda()
    model(inputs).square().mean().backward()

## Proof

    import torch

    if not torch.cuda.is_available():
        assert isinstance(bad.run().error, (AssertionError, RuntimeError))
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

In programs for one machine that has a GPU: then no other `device` is needed.

## Fix safety

Unsafe: where `device` is another one, things are computed elsewhere than before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.device_events import DeviceNamed
from ..program.program import Program
from ..program.surroundings import around_calls
from ..repair import device as repair
from ..repair.expression import text_at, text_of
from ..rules.rule import Category, Finding, Fix, Severity, Status, rule
from ..text.edit import Edit

_WRITTEN = re.compile(r"\.cuda\(\s*\d*\s*\)$|\.to\(\s*([\"'])cuda(?::\d+)?\1|([\"'])cuda(?::\d+)?\2")
_ONLY_NAMES = re.compile(r"[\w.]*\bdevice\(")
"""`torch.device("cuda")` needs no GPU: what is moved there does."""
_NEEDS_ONE = re.compile(r"assert[^\n]*cuda|not torch\.cuda\.is_available|\bnccl\b|\bimport triton\b")
_DECIDES = re.compile(r"(if|elif|while|try|match)\b")


@rule(Category.DEVICE, Severity.INFORMATION, "a GPU is named in the code")
def hardcoded_cuda(program: Program) -> Iterator[Finding[DeviceNamed]]:
    """Report each place where a GPU is written out: beside another device of the program, and if asked for, elsewhere."""
    if next(program.events(DeviceNamed), None) is None or any(map(_NEEDS_ONE.search, program.source.lines)):
        return
    how = repair.how_chosen(program)
    for named in program.unique(DeviceNamed):
        if named.site.module != program.path or named.device.type != "cuda" or _guarded(program, named):
            continue
        call = text_at(program, named.site)
        written = None if _ONLY_NAMES.match(call) else _WRITTEN.search(call)
        if written is not None:
            beside = f", whatever `{how[4:-1]}` is" if how else ""
            text = written[0] if written[0].endswith(")") else written[0].removeprefix(".to(")
            message = f"`{text}` means a GPU{beside}: without one it raises"
            yield Finding(named.at, message, named, status=Status.ON if how else Status.OFF)


def _guarded(program: Program, named: DeviceNamed) -> bool:
    """Whether a condition may keep the program from getting there."""
    statement = program.source.statement(named.site)
    chosen = statement is None or (statement.simple and re.search(r"\bif\b|\band\b|\bor\b", statement.text) is not None)
    return chosen or any(_DECIDES.match(around.text) for around in around_calls(program, named))


@hardcoded_cuda.fix
def use_the_device(program: Program, named: DeviceNamed) -> Fix | None:
    """Move to the device that the rest of the program is on."""
    how, span = repair.how_chosen(program), program.source.span(named.site)
    if not how or not repair.bound_before(program, named.site, how):
        return None
    text = text_of(program, span)
    new = re.sub(r"\.cuda\(\s*\d*\s*\)$", how, text)
    if new == text:
        new, count = re.subn(r"([\"'])cuda(?::\d+)?\1", how[4:-1], text)
        if count != 1:
            return None
    return Fix(f"Use the program's device: {how}", (Edit(span, new),))
