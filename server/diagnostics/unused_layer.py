"""A layer is built and registered, and no method of its module uses it.

## Why this is a bug

What `__init__` sets and `forward` forgets takes no part in the computation: a dropout that was to be there is not, a projection is
left out, one layer is called twice in place of two. Its parameters are in the optimizer and in every checkpoint all the same, their
gradients stay None, and `DistributedDataParallel` raises "Expected to have finished reduction in the prior iteration". Nothing else is
said: the model trains, without the layer.

## Bad

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(4, 8)
            self.second = nn.Linear(8, 8)
    #       ^^^^^^^^^^^ no method of `Net` uses `self.second`: it takes no part in what the model computes
            self.head = nn.Linear(8, 1)

        def forward(self, x):
            x = torch.relu(self.first(x))
            return self.head(x)


    model = Net()
    model(torch.randn(2, 4)).sum().backward()
    idle = [name for name, parameter in model.named_parameters() if parameter.grad is None]

## Fixed

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(4, 8)
            self.second = nn.Linear(8, 8)
            self.head = nn.Linear(8, 1)

        def forward(self, x):
            x = torch.relu(self.first(x))
            x = torch.relu(self.second(x))
            return self.head(x)


    model = Net()
    model(torch.randn(2, 4)).sum().backward()
    idle = [name for name, parameter in model.named_parameters() if parameter.grad is None]

## Good

Layers that are found by running through the children.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(4, 8)
            self.second = nn.Linear(8, 1)

        def forward(self, x):
            for layer in self.children():
                x = layer(x)
            return x


    model = Net()
    model(torch.randn(2, 4)).sum().backward()
    idle = [name for name, parameter in model.named_parameters() if parameter.grad is None]

A layer that a class built on this one uses.

    import torch
    from torch import nn


    class Base(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Linear(4, 8)
            self.head = nn.Linear(8, 1)

        def forward(self, x):
            return torch.relu(self.body(x))


    class Net(Base):
        def forward(self, x):
            return self.head(super().forward(x))


    model = Net()
    model(torch.randn(2, 4)).sum().backward()
    idle = [name for name, parameter in model.named_parameters() if parameter.grad is None]

## Proof

    assert bad.run().names["idle"] == ["second.weight", "second.bias"]
    for program in [fixed, *good]:
        assert program.run().names["idle"] == []

## When this is intended

Where another file uses the layer, or a class in another file that is built on this one; or where old checkpoints have it, which
would not load otherwise.

## Fix safety

No fix is offered: where in the computation the layer belongs is for you to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..program.events import MemberSet
from ..program.facts import Model
from ..program.program import Program
from ..program.values import Class, External
from ..rules.rule import Category, Finding, Severity, Status, rule

_PLAIN = re.compile(r"class (\w+)\(\s*(?:(?:torch\.)?nn\.Module|Module|(?:\w+\.)?LightningModule)\s*\)")
_READ = re.compile(r"\bself\.(\w+)\b(?!\s*=(?!=))")
_WORD = re.compile(r"\w+")
_OTHERWISE = re.compile(
    r"\bself\.(?:named_)?children\(|\bself\._modules\b|\bself\.__dict__|\b(?:get|has)attr\(|\bvars\(|get_submodule\("
)


class Read(NamedTuple):
    """The text of a class, and the attributes of `self` that it reads."""

    text: str
    names: frozenset[str]


@rule(Category.MODULE, Severity.WARNING, "a layer is never used", settle=True, status=Status.NURSERY)
def unused_layer(program: Program) -> Iterator[Finding[MemberSet]]:
    """Report each layer with parameters that a class sets in `__init__` and the file mentions nowhere else."""
    classes: dict[Class, Read | None] = {}
    for event in program.unique(MemberSet):
        owner = event.model.class_
        if event.hook != "__init__" or event.site.module != program.path or not isinstance(owner, Class):
            continue
        if not _is_layer(event):
            continue
        if owner not in classes:
            classes[owner] = _read(program, event, owner.name)
        read = classes[owner]
        if read is None or event.name in read.names or _registers(program, event):
            continue
        if not _mentioned(program, read.text, event.name):
            message = (
                f"no method of `{owner.name}` uses `self.{event.name}`: it takes no part in what the model computes"
            )
            yield Finding(event.at, message, event)


def _registers(program: Program, event: MemberSet) -> bool:
    """Whether it is built of other attributes, as is done to register the layers that are used through these."""
    statement = program.source.statement(event.site)
    return statement is not None and "self." in statement.text.partition("=")[2]


def _is_layer(event: MemberSet) -> bool:
    """Whether it is one layer of the library that certainly has parameters, or a sequence of layers."""
    layer = event.member
    if not isinstance(layer, Model) or not isinstance(layer.class_, External) or layer.by_use:
        return False
    return layer.has_parameters is True or (layer.class_.name == "torch.nn.Sequential" and bool(layer.children))


def _read(program: Program, event: MemberSet, name: str) -> Read | None:
    """The attributes that the methods of a class read; None where others may do so, or it is not known which."""
    class_ = next((around for around in program.outwards(event.site) if around.text.startswith("class ")), None)
    plain = None if class_ is None else _PLAIN.match(class_.text)
    if class_ is None or plain is None or plain[1] != name:
        return None
    if "def forward(" not in class_.text or name in program.kept(_bases):
        return None
    return Read(class_.text, frozenset(_READ.findall(class_.text)))


def _bases(program: Program) -> frozenset[str]:
    """The names that stand behind those of classes: what they are built on."""
    headers = [line for line in program.source.lines if "class " in line]
    return frozenset(word for line in headers for word in _WORD.findall(line.partition("(")[2]))


def _mentioned(program: Program, class_: str, name: str) -> bool:
    """Whether something else in the file goes by the name, or the class gets at its attributes in other ways."""
    if _OTHERWISE.search(class_):
        return True
    text = re.compile(rf"(?<!\bself)\.{name}\b|[\"']{name}\b")
    return any(map(text.search, program.source.lines)) or re.search(rf"\bdel self\.{name}\b", class_) is not None
