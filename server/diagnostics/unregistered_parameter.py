"""What is computed from a new `nn.Parameter` is no parameter, and the module registers nothing.

## Why this is a bug

A module registers an attribute as a parameter if its value is an `nn.Parameter`. A move to another device, a conversion or a
product gives a plain tensor that was computed from the parameter: `parameters()` does not list it, `state_dict()` does not save
it, and the parameter itself is lost. `nn.Parameter(...)` has to be the outermost call. Moving to the device where the parameter
is already gives back the parameter, so that on a machine without a GPU the mistake does not show.

## Bad

    import torch
    from torch import nn


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(size)) * 0.1
    #       ^^^^^^^^^^ `self.scale` is computed from a parameter, and is none itself: no optimizer trains it, and it is not saved
            self.head = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.head(inputs * self.scale)


    model = Scale(8)
    names = [name for name, parameter in model.named_parameters()]

## Fixed

    import torch
    from torch import nn


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(size) * 0.1)
            self.head = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.head(inputs * self.scale)


    model = Scale(8)
    names = [name for name, parameter in model.named_parameters()]

## Good

The parameter is made of a tensor that was moved and scaled before.

    import torch
    from torch import nn

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.scale = nn.Parameter((torch.ones(size) * 0.1).to(device))
            self.head = nn.Linear(size, 1).to(device)

        def forward(self, inputs):
            return self.head(inputs * self.scale)


    model = Scale(8)
    names = [name for name, parameter in model.named_parameters()]

A method that gives back the parameter itself.

    import torch
    from torch import nn


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(size)).requires_grad_(True)
            self.head = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.head(inputs * self.scale)


    model = Scale(8)
    names = [name for name, parameter in model.named_parameters()]

## Proof

    assert "scale" not in bad.run().names["names"]
    for program in (fixed, *good):
        assert "scale" in program.run().names["names"]

## When this is intended

Hardly ever: nothing else can reach the parameter. For a constant, leave `nn.Parameter` out and write `register_buffer`.

## Fix safety

Unsafe: the module gets a parameter, and checkpoints get a key, that they did not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.device import DeviceKind
from ..program.events import MemberSet
from ..program.program import Program
from ..program.values import Tensor
from ..repair.expression import text_at, tight
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..text.edit import Edit

_MADE = re.compile(r"(?P<head>(?:\w+\.)*Parameter)\((?P<rest>.*)", re.DOTALL)
_SWITCH = re.compile(r",\s*requires_grad\s*=\s*\w+\s*")
_ELSEWHERE = (DeviceKind.SYMBOL, DeviceKind.ACCELERATOR)


@rule(Category.MODULE, Severity.ERROR, "what is computed from a parameter is not registered")
def unregistered_parameter(program: Program) -> Iterator[Finding[MemberSet]]:
    """Report each attribute of a module that is computed from a parameter which nothing else holds."""
    registered: dict[tuple[int, str], int] = {}
    for order, event in enumerate(program.unique(MemberSet)):
        if isinstance(event.value, Tensor) and event.value.parameter:
            registered[event.object, event.name] = order
    for order, event in enumerate(program.unique(MemberSet)):
        value, key = event.value, (event.object, event.name)
        if event.site.module != program.path or not isinstance(value, Tensor) or registered.get(key, -1) > order:
            continue
        if value.parameter or value.requires_grad is not True or value.graph or not _parts(program, event):
            continue
        moved = value.device.kind in _ELSEWHERE
        if value.leaf is False or (value.leaf is None and value.device.kind is not DeviceKind.CPU):
            severity = Severity.ERROR if value.leaf is False else Severity.WARNING
            where = " on a GPU" if moved and _only_moved(program, event) else ""
            message = f"`self.{event.name}` is computed from a parameter, and is none itself{where}"
            yield Finding(event.at, f"{message}: no optimizer trains it, and it is not saved", event, severity)


def _parts(program: Program, event: MemberSet) -> tuple[str, str, str] | None:
    """What stands before the parentheses of `nn.Parameter(...)`, in them, and behind them; None for anything else."""
    text = text_at(program, event.value_at)
    made = _MADE.fullmatch(text)
    if made is None or event.value_at == event.at:
        return None
    depth, rest = 1, made["rest"]
    for index, letter in enumerate(rest):
        depth += (letter in "([{") - (letter in ")]}")
        if not depth:
            return (made["head"], rest[:index], rest[index + 1 :]) if rest[index + 1 :].strip() else None
    return None


def _only_moved(program: Program, event: MemberSet) -> bool:
    parts = _parts(program, event)
    return parts is not None and bool(re.fullmatch(r"\.to\([^()]*(\([^()]*\))?[^()]*\)", parts[2]))


@unregistered_parameter.fix
def take_in(program: Program, found: MemberSet) -> Fix | None:
    """Compute first, and make the parameter of the result."""
    parts = _parts(program, found)
    if parts is None or "'" in parts[1] or '"' in parts[1]:
        return None
    head, inside, behind = parts
    switch = _SWITCH.search(inside)
    given = inside[: switch.start()] if switch is not None else inside
    if "=" in _outermost(given) or (switch is not None and switch.end() != len(inside)):
        return None
    rest = switch[0] if switch is not None else ""
    made = f"{head}({_operand(given)}{behind}{rest})"
    return Fix("Make the parameter of the result", (Edit(program.source.span(found.value_at), made),))


def _outermost(text: str) -> str:
    """An argument without what stands in parentheses."""
    shorter = re.sub(r"\([^()]*\)", "", text)
    return shorter if shorter == text else _outermost(shorter)


def _operand(text: str) -> str:
    """An argument as something a dot or an operator may follow."""
    return text if re.fullmatch(r"[\w.]+\((?:[^()]|\([^()]*\))*\)", text) else tight(text)
