"""A constant tensor is a plain attribute of a module, so that moving the module leaves it behind.

device: meta

## Why this is a bug

`model.to(device)` moves parameters and buffers. A tensor that is merely assigned to `self` is neither: it stays on the CPU, and
the first time `forward` combines it with its input on a GPU, PyTorch raises `RuntimeError: Expected all tensors to be on the
same device`. On a machine without a GPU everything runs. `register_buffer` makes it part of the module; with
`persistent=False` checkpoints stay as they are.

## Bad

    import torch
    from torch import nn

    device = "cuda"


    class Standardize(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.mean = torch.ones(size)
    #       ^^^^^^^^^ `self.mean` is a plain tensor: it stays on the CPU when the module is moved, and `forward` needs it on the GPU
            self.layer = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.layer(inputs - self.mean)


    model = Standardize(4).to(device)
    output = model(torch.ones(2, 4, device=device))

## Fixed

    import torch
    from torch import nn

    device = "cuda"


    class Standardize(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.register_buffer("mean", torch.ones(size), persistent=False)
            self.layer = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.layer(inputs - self.mean)


    model = Standardize(4).to(device)
    output = model(torch.ones(2, 4, device=device))

## Good

It is moved where it is used, which costs a copy at each call.

    import torch
    from torch import nn

    device = "cuda"


    class Standardize(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.mean = torch.ones(size)
            self.layer = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.layer(inputs - self.mean.to(inputs.device))


    model = Standardize(4).to(device)
    output = model(torch.ones(2, 4, device=device))

A tensor without dimensions may meet tensors of any device.

    import torch
    from torch import nn

    device = "cuda"


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.scale = torch.tensor(0.5)
            self.layer = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.layer(inputs * self.scale)


    model = Scale(4).to(device)
    output = model(torch.ones(2, 4, device=device))

## Proof

    run = bad.run()
    assert isinstance(run.error, RuntimeError)
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert not any("mean" in name for name in run.names["model"].state_dict())

## When this is intended

For a table that is read on the CPU: nothing is said where its uses show that.

## Fix safety

Safe: a buffer that is not persistent is used and saved as before, and moves with the module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.device import DeviceKind
from ..program.events import MemberSet
from ..program.program import Program
from ..program.shape import SCALAR
from ..program.source import StatementText
from ..program.surroundings import class_around
from ..program.values import Tensor
from ..repair.expression import text_at
from ..rules.rule import Category, Finding, Fix, Safety, Severity, rule
from ..text.edit import Edit

_MADE = re.compile(
    r"torch\.(zeros|ones|full|arange|linspace|logspace|eye|randn?|randint|randperm|tensor(?=\(\s*[\[(]))\(.*"
)
_MOVES = re.compile(r"cuda|\.to\(|Lightning|accelerat", re.IGNORECASE)
_MOVED = re.compile(r"\.to\(|\.cuda\b|device|type_as|\.cpu\b|numpy|\.item\(|tolist|\blen\(|range\(|print")
_VIEWS = (
    r"unsqueeze|squeeze|view|expand|expand_as|repeat|transpose|permute|reshape|clone|pow|sqrt|exp|log|abs|t|T|mT|float"
)
_TYPING = re.compile(r"[-+*/@]=?\s*$|^\s*(\)|\]|\.\w+\([^()]*\))*\s*[-+*/@]")


@rule(Category.MODULE, Severity.WARNING, "a constant tensor of a module does not move with it", settle=True)
def unregistered_buffer(program: Program) -> Iterator[Finding[MemberSet]]:
    """Report each tensor that a constructor makes on the CPU, and that `forward` combines with its input as it is."""
    if not _MOVES.search("".join(program.source.lines)):
        return
    for event in {event.at: event for event in program.events(MemberSet) if _is_constant(program, event)}.values():
        forward = _forward(program, event)
        if forward and _meets_input(forward, event.name):
            message = (
                "is a plain tensor: it stays on the CPU when the module is moved, and `forward` needs it on the GPU"
            )
            yield Finding(event.at, f"`self.{event.name}` {message}", event)


def _is_constant(program: Program, event: MemberSet) -> bool:
    """Whether a constructor sets an attribute to a new tensor with dimensions, made where tensors are by default."""
    value = event.value
    if event.hook != "__init__" or not isinstance(value, Tensor) or event.at != event.site:
        return False
    plain = value.leaf is True and value.requires_grad is False and not value.parameter and value.shape != SCALAR
    if not plain or event.at.module != program.path or event.value_at == event.at:
        return False
    on_cpu = value.device.kind is DeviceKind.CPU and value.device.default
    return on_cpu and _is_made(program, event, text_at(program, event.value_at))


def _is_made(program: Program, event: MemberSet, text: str) -> bool:
    """Whether an expression makes a tensor, or is a variable of the constructor that holds one from the beginning."""
    if not text.isidentifier():
        return _MADE.fullmatch(text.replace("\n", " ")) is not None
    bound = [re.fullmatch(rf"{text} *= *(.*)", each.text, re.DOTALL) for each in program.source.writers(event.at, text)]
    values = [None if found is None else found[1].replace("\n", " ") for found in bound]
    made = [value for value in values if value is not None and _MADE.fullmatch(value)]
    turned = [value for value in values if value is not None and value.startswith(f"{text}.")]
    return bool(made) and len(made) + len(turned) == len(values)


def _forward(program: Program, event: MemberSet) -> str:
    """The text of `forward`, if the class has one and all other methods leave the attribute alone."""
    constructor, class_ = program.source.function(event.at), class_around(program, event.at)
    if constructor is None or class_ is None:
        return ""
    own = re.compile(rf"\bself\.{event.name}\b|[\"']{event.name}[\"']")
    if len(own.findall(constructor.text)) > 1 or re.search(r"\bdef (_apply|to|cuda)\b", class_.text):
        return ""
    methods = [each for each in program.source.body(class_.site) if each != constructor]
    users = [each for each in methods if own.search(each.text)]
    return users[0].text if len(users) == 1 and _is_forward(users[0]) else ""


def _is_forward(method: StatementText) -> bool:
    return re.match(r"(@.*\n\s*)*def forward\b", method.text) is not None


def _meets_input(forward: str, name: str) -> bool:
    """Whether every use of an attribute is a plain one, and one of them an operand or an argument beside another."""
    met = False
    for line in forward.splitlines():
        for use in re.finditer(rf"\bself\.{name}\b", line):
            before, after = line[: use.start()], line[use.end() :]
            index = before.count("[") > before.count("]")
            called = re.match(rf"\.(?!({_VIEWS})\b)", after) or re.match(r"\s*(=(?!=)|[-+*/]=)", after)
            if index or called or _MOVED.search(line):
                return False
            beside = re.search(r"\w\([^()]*,\s*(weight=)?$", before) or (
                re.search(r"(torch|F|functional)\.\w+\($", before) and re.match(r"(\[[^\[\]]*\])?\s*,", after)
            )
            subscript = re.match(r"(\[[^\[\]]*\])?(.*)", after)
            met = met or bool(beside or _TYPING.search(before) or (subscript and _TYPING.search(subscript[2])))
    return met


@unregistered_buffer.fix
def register(program: Program, found: MemberSet) -> Fix | None:
    """Register the tensor as a buffer that is not saved."""
    statement = program.source.statement(found.at)
    value = text_at(program, found.value_at)
    if (
        statement is None
        or not statement.simple
        or not re.match(rf"self\.{found.name}\s*(:[^=]*)?=[^=]", statement.text)
    ):
        return None
    text = f'self.register_buffer("{found.name}", {value}, persistent=False)'
    return Fix("Register it as a buffer", (Edit(statement.span, text),), Safety.SAFE)
