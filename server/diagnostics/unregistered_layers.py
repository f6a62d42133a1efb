"""Layers in a plain list, tuple or dict are not registered in their module.

## Why this is a bug

A module registers what is assigned to one of its attributes: a layer, a parameter, or a container made for them. It does not
look into a Python list. Layers in one compute as usual, but `parameters()` does not list them, so that no optimizer trains
them; `to(device)` does not move them, `eval()` does not switch them, and `state_dict()` does not save them. Nothing is raised.
`nn.ModuleList`, `nn.ModuleDict`, `nn.ParameterList` and `nn.ParameterDict` are used like lists and dicts, and register what they
hold.

## Bad

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(8, 8) for _ in range(2)]
    #       ^^^^^^^^^^^ `self.layers` is a plain list: `parameters()` does not find the layers in it, and no optimizer trains them
            self.head = nn.Linear(8, 1)

        def forward(self, inputs):
            hidden = inputs
            for layer in self.layers:
                hidden = torch.relu(layer(hidden))
            return self.head(hidden)


    torch.manual_seed(0)
    inputs = torch.randn(64, 8)
    model = Net()
    before = model.layers[0].weight.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(20):
        optimizer.zero_grad()
        loss = (model(inputs) - inputs.sum(dim=1, keepdim=True)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.layers[0].weight.tolist()

## Fixed

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(2)])
            self.head = nn.Linear(8, 1)

        def forward(self, inputs):
            hidden = inputs
            for layer in self.layers:
                hidden = torch.relu(layer(hidden))
            return self.head(hidden)


    torch.manual_seed(0)
    inputs = torch.randn(64, 8)
    model = Net()
    before = model.layers[0].weight.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(20):
        optimizer.zero_grad()
        loss = (model(inputs) - inputs.sum(dim=1, keepdim=True)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.layers[0].weight.tolist()

## Good

The same layers are registered through the `nn.Sequential`.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(8, 8), nn.ReLU()]
            self.net = nn.Sequential(*self.layers)
            self.head = nn.Linear(8, 1)

        def forward(self, inputs):
            hidden = inputs
            for layer in self.layers:
                hidden = layer(hidden)
            return self.head(hidden)


    torch.manual_seed(0)
    inputs = torch.randn(64, 8)
    model = Net()
    before = model.layers[0].weight.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(20):
        optimizer.zero_grad()
        loss = (model(inputs) - inputs.sum(dim=1, keepdim=True)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.layers[0].weight.tolist()

Each layer is registered under a name of its own.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = []
            for index in range(2):
                layer = nn.Linear(8, 8)
                self.add_module(f"layer{index}", layer)
                self.layers.append(layer)
            self.head = nn.Linear(8, 1)

        def forward(self, inputs):
            hidden = inputs
            for layer in self.layers:
                hidden = torch.relu(layer(hidden))
            return self.head(hidden)


    torch.manual_seed(0)
    inputs = torch.randn(64, 8)
    model = Net()
    before = model.layers[0].weight.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(20):
        optimizer.zero_grad()
        loss = (model(inputs) - inputs.sum(dim=1, keepdim=True)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.layers[0].weight.tolist()

Functions and layers without parameters have nothing to train.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.functions = [torch.relu, nn.Tanh()]
            self.body = nn.Linear(8, 8)
            self.head = nn.Linear(8, 1)

        def forward(self, inputs):
            hidden = inputs
            for function in self.functions:
                hidden = function(self.body(hidden))
            return self.head(hidden)


    torch.manual_seed(0)
    inputs = torch.randn(64, 8)
    model = Net()
    before = model.body.weight.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(20):
        optimizer.zero_grad()
        loss = (model(inputs) - inputs.sum(dim=1, keepdim=True)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.body.weight.tolist()

A frozen model may be kept in a list so that it is not saved with the rest.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(8, 8)])
            self.hidden = [nn.Linear(8, 8).requires_grad_(False)]
            self.head = nn.Linear(8, 1)

        def forward(self, inputs):
            hidden = inputs
            hidden = self.layers[0](hidden) + self.hidden[0](hidden)
            return self.head(hidden)


    torch.manual_seed(0)
    inputs = torch.randn(64, 8)
    model = Net()
    before = model.layers[0].weight.tolist()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(20):
        optimizer.zero_grad()
        loss = (model(inputs) - inputs.sum(dim=1, keepdim=True)).pow(2).mean()
        loss.backward()
        optimizer.step()
    after = model.layers[0].weight.tolist()

## Proof

    run = bad.run()
    assert run.names["after"] == run.names["before"]
    assert len(list(run.names["model"].parameters())) == 2
    for program in (fixed, *good):
        run = program.run()
        assert run.names["after"] != run.names["before"]

## When this is intended

To keep a model out of `parameters()` and `state_dict()`, such as a teacher: freeze it, and nothing is said.

## Fix safety

Unsafe: the layers are trained and saved from then on, and checkpoints get keys that they did not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..program.events import MemberSet, ModelCalled
from ..program.flags import Frozen
from ..program.module_events import UnregisteredRead
from ..program.program import Program
from ..program.trained import optimized
from ..repair.register import registered, where_collected
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule

_SETTING_UP = re.compile(r"_*(init|reset|load|save|get|set|state|extra|repr|num|count|to_|register).*|__.*__")


class Unregistered(NamedTuple):
    """An attribute that holds what ought to be registered, and where it gets its value."""

    read: UnregisteredRead
    member: MemberSet


@rule(Category.MODULE, Severity.ERROR, "layers in a plain collection are not registered", settle=True)
def unregistered_layers(program: Program) -> Iterator[Finding[Unregistered]]:
    """Report each plain collection of a module whose layers or parameters take part in computing."""
    excused = {event.object for event in program.events(Frozen) if event.frozen is not False} | optimized(program)
    called = {event.object for event in program.events(ModelCalled) if event.gradients is not False}
    for read in program.unique(UnregisteredRead):
        member = where_collected(program, read)
        used = read.parts & called or (read.parameters and not _SETTING_UP.fullmatch(read.method))
        if member is None or not used or read.parts & excused or any(each.mode_set_at for each in read.members):
            continue
        if read.kind not in _KINDS or not (read.trainable or read.minds):
            continue
        sure = read.trainable and not any(each.by_use for each in read.members)
        related = (Related(read.at, "here they take part in computing"),)
        severity = Severity.ERROR if sure else Severity.WARNING
        yield Finding(member.at, _message(read), Unregistered(read, member), severity, related)


_KINDS = ("list", "tuple", "dict", "set")


def _message(read: UnregisteredRead) -> str:
    what = f"`self.{read.name}` is a plain {read.kind}"
    if not read.trainable:
        return f"{what}: `train()` and `eval()` do not reach the layers in it"
    held = "parameters" if read.parameters and not read.members else "layers"
    return f"{what}: `parameters()` does not find the {held} in it, and no optimizer trains them"


@unregistered_layers.fix
def register(program: Program, found: Unregistered) -> Fix | None:
    """Put the collection into the container that is made for it."""
    return registered(program, found.read, found.member)
