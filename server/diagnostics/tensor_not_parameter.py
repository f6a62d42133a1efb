"""A tensor that ought to be trained is an attribute of a module, but no parameter.

## Why this is a bug

`requires_grad=True` makes autograd compute a gradient for a tensor; it does not make it a parameter. A module registers only
`nn.Parameter`: a plain tensor is not listed by `parameters()`, so that no optimizer changes it; `to(device)` leaves it behind,
and `state_dict()` does not save it. Nothing is raised, and the tensor keeps its first values.

Where the attribute is a parameter already, the module insists on it: setting it to a plain tensor raises TypeError. Arithmetic
on a parameter gives a plain tensor.

## Bad

    import torch
    from torch import nn


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.scale = torch.ones(size, requires_grad=True)
    #       ^^^^^^^^^^ `self.scale` wants gradients and is no `nn.Parameter`: no optimizer trains it, and it is not saved
            self.head = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.head(inputs * self.scale)


    model = Scale(8)
    before = model.scale.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(5):
        optimizer.zero_grad()
        loss = model(torch.randn(4, 8)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.scale.tolist()

## Fixed

    import torch
    from torch import nn


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(size))
            self.head = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.head(inputs * self.scale)


    model = Scale(8)
    before = model.scale.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(5):
        optimizer.zero_grad()
        loss = model(torch.randn(4, 8)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.scale.tolist()

## Good

The optimizer is given the tensor itself.

    import torch
    from torch import nn


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.scale = torch.ones(size, requires_grad=True)
            self.head = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.head(inputs * self.scale)


    model = Scale(8)
    before = model.scale.tolist()
    optimizer = torch.optim.SGD([*model.parameters(), model.scale], lr=0.1)
    for step in range(5):
        optimizer.zero_grad()
        loss = model(torch.randn(4, 8)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.scale.tolist()

The constructor changes the tensor before it becomes a parameter.

    import torch
    from torch import nn


    class Scale(nn.Module):
        def __init__(self, size):
            super().__init__()
            scale = torch.ones(size) * 0.5
            self.scale = nn.Parameter(scale)
            self.head = nn.Linear(size, 1)

        def forward(self, inputs):
            return self.head(inputs * self.scale)


    model = Scale(8)
    before = model.scale.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(5):
        optimizer.zero_grad()
        loss = model(torch.randn(4, 8)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.scale.tolist()

## Proof

    run = bad.run()
    assert run.names["after"] == run.names["before"]
    assert len(list(run.names["model"].parameters())) == 2
    for program in (fixed, *good):
        run = program.run()
        assert run.names["after"] != run.names["before"]

    from torch import nn

    layer = nn.Linear(2, 2)
    try:
        layer.weight = layer.weight / layer.weight.norm()
    except TypeError as error:
        assert "as parameter 'weight'" in str(error)
    else:
        raise AssertionError

## When this is intended

For a tensor whose gradient is looked at and which stays as it is, or that is changed by hand: nothing is said where the file
reads its `grad`, or hands it on under another name than `self`, for instance as `model.scale`.

## Fix safety

Unsafe: the tensor is trained from then on, and checkpoints get a key that they did not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import MemberSet, OptimizerBuilt
from ..program.program import Program
from ..program.values import External, Tensor
from ..repair import imports
from ..repair.expression import text_at
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..text.edit import Edit

_WANTS = re.compile(r",\s*requires_grad\s*=\s*True\s*(?=\)$)|\.requires_grad_\((True)?\)$")
_LAYERS = re.compile(r"torch\.nn\.(Linear|(Lazy)?Conv\w+|BatchNorm\dd|LayerNorm|GroupNorm|Embedding)")
_OWN_LISTS = re.compile(r"\bdef (named_)?parameters\b|\bdef configure_optimizers\b|checkpoint|register_parameter")
"""A class that says itself what its parameters are; checkpointing wants an input with gradients that is never trained."""


@rule(Category.MODULE, Severity.ERROR, "a tensor that ought to be trained is not registered", settle=True)
def tensor_not_parameter(program: Program) -> Iterator[Finding[MemberSet]]:
    """Report each attribute that is set to a tensor which wants gradients, or which takes the place of a parameter."""
    text = "".join(program.source.lines)
    plain = [event for event in program.events(MemberSet) if _is_plain(program, event)]
    for event in {event.at: event for event in plain if _replaces(event)}.values():
        if not re.search(rf"\bdel .*\.{event.name}\b|delattr|_parameters\b", text):
            message = "is a parameter: setting it to a tensor that is none raises TypeError"
            yield Finding(event.at, f"`{text_at(program, event.at)}` {message}", event)
    for event in {(event.object, event.name): event for event in plain if not _was_parameter(event)}.values():
        if _wants(program, event) and not _OWN_LISTS.search(text) and _used_by_self(text, event.name):
            severity = Severity.ERROR if event.object in _trained(program) else Severity.WARNING
            what = f"`self.{event.name}` wants gradients and is no `nn.Parameter`"
            yield Finding(event.at, f"{what}: no optimizer trains it, and it is not saved", event, severity)


def _is_plain(program: Program, event: MemberSet) -> bool:
    here = event.at == event.site and event.at.module == program.path and event.value_at != event.at
    return here and isinstance(event.value, Tensor) and not event.value.parameter


def _was_parameter(event: MemberSet) -> bool:
    if isinstance(event.former, Tensor):
        return event.former.parameter
    class_ = event.model.class_
    layer = isinstance(class_, External) and _LAYERS.fullmatch(class_.name) is not None
    return layer and event.model.has_parameters is True and event.former is None and event.name in ("weight", "bias")


def _replaces(event: MemberSet) -> bool:
    """Whether a parameter gives way to a tensor that certainly is none."""
    value, model = event.value, event.model
    known = _was_parameter(event) and isinstance(value, Tensor) and value.leaf is not None and value.complete
    return known and model.sure and not model.open_ended


def _wants(program: Program, event: MemberSet) -> bool:
    """Whether a constructor sets an attribute to a new tensor that is written as one to be trained."""
    value = event.value
    if event.hook != "__init__" or not isinstance(value, Tensor) or value.graph:
        return False
    new = value.requires_grad is True and value.leaf is True and value.complete
    return new and bool(_WANTS.search(text_at(program, event.value_at)))


def _trained(program: Program) -> set[int]:
    """The models whose parameters optimizers get, as far as these are known."""
    optimizers = [event.optimizer for event in program.events(OptimizerBuilt) if event.optimizer.complete]
    return {source.model for optimizer in optimizers for source in optimizer.sources}


def _used_by_self(text: str, name: str) -> bool:
    """Whether the attribute is used again, and only to compute: not listed, given back, or named from outside."""
    uses = re.findall(rf"(self(?=\.{name}\b)|\w+(?=\.{name}\b(?!\.))|[)\]](?=\.{name}\b(?!\.)))", text)
    own = rf"self\.{name}"
    listed = rf"\[[^\[\]]*\b{own}\s*[\],]|\(\s*{own},\s*\)|append\({own}\)|(return|yield) {own}\s*\n|[\"']{name}[\"']"
    changed = rf"{own}(\.(grad|data)\b|\.\w+_\(| [-+*/]?= .*{own}\b)"
    handed = re.search(f"{listed}|{changed}", re.sub(r"\.requires_grad_\(", "(", text))
    return len(uses) > 1 and set(uses) == {"self"} and handed is None


@tensor_not_parameter.fix
def make_parameter(program: Program, found: MemberSet) -> Fix | None:
    """Make the tensor a parameter, which wants gradients by itself."""
    modules = imports.spelled(program, found.at, "torch.nn")
    if modules is None:
        return None
    made = f"{modules}.Parameter({_WANTS.sub('', text_at(program, found.value_at))})"
    return Fix("Make it an `nn.Parameter`", (Edit(program.source.span(found.value_at), made),))
