"""The model handed to the optimizer has no parameters, because none of its layers is registered.

## Why this is a bug

`model.parameters()` yields what is registered: parameters and modules that are attributes of the module, of its
registered modules, or elements of a `ModuleList` or `ModuleDict`. Layers kept in a plain list or dict are not among
them. If that leaves nothing, building the optimizer raises `ValueError: optimizer got an empty parameter list`.

## Bad

    import torch
    from torch import nn, optim


    class Stack(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(4, 4), nn.Linear(4, 1)]
        #   ^^^^^^^^^^^ [unregistered-layers] `self.layers` is a plain list: ...

        def forward(self, x):
            for layer in self.layers:
                x = torch.relu(layer(x))
            return x


    model = Stack()
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    #                     ^^^^^^^^^^^^^^^^^^ nothing is registered in `Stack`, so it has no parameters: `SGD` raises ValueError here

## Fixed

    import torch
    from torch import nn, optim


    class Stack(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 1)])

        def forward(self, x):
            for layer in self.layers:
                x = torch.relu(layer(x))
            return x


    model = Stack()
    optimizer = optim.SGD(model.parameters(), lr=0.1)

## Good

Layers that are registered later than they are made count.

    from torch import nn, optim


    class Stack(nn.Module):
        def __init__(self):
            super().__init__()
            layers = [nn.Linear(4, 4), nn.Linear(4, 1)]
            self.body = nn.Sequential(*layers)


    model = Stack()
    optimizer = optim.SGD(model.parameters(), lr=0.1)

So does a single parameter.

    import torch
    from torch import nn, optim


    class Scale(nn.Module):
        def __init__(self):
            super().__init__()
            self.factor = nn.Parameter(torch.ones(1))


    model = Scale()
    optimizer = optim.SGD(model.parameters(), lr=0.1)

## Proof

    error = bad.run().error
    assert isinstance(error, ValueError) and "empty parameter list" in str(error)
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert run.names["optimizer"].param_groups[0]["params"]

## When this is intended

Never: the line cannot run.

## Fix safety

Unsafe: the layers in the list or dict are trained and saved from then on, and checkpoints get keys that they did not have. Nothing
is offered where it cannot be seen what would have to be registered.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import OptimizerBuilt
from ..program.facts import Model, Parameters
from ..program.module_events import UnregisteredRead
from ..program.program import Program
from ..program.values import Class
from ..repair.register import registered, where_collected
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@rule(Category.OPTIMIZER, Severity.ERROR, "a model without registered parameters is to be optimized", settle=True)
def no_registered_parameters(program: Program) -> Iterator[Finding[OptimizerBuilt]]:
    """Report each optimizer all of whose models certainly have no parameter registered."""
    for built in program.events(OptimizerBuilt):
        if built.holds_any is not False or built.optimizer.many:
            continue
        if not isinstance(built.parameters, Parameters) or any(_unsure(model) for model in built.models):
            continue
        # Losses of the library are the only ones without a model behind them.
        names = " and ".join(f"`{model.class_.name}`" for model in built.models if isinstance(model.class_, Class))
        names = names or "the loss"
        name = built.optimizer.short_name
        site = built.given_at
        related = tuple(Related(model.site, "the model is built here") for model in built.models)
        message = f"nothing is registered in {names}, so it has no parameters: `{name}` raises ValueError here"
        yield Finding(site, message, built, related=related)


def _unsure(model: Model) -> bool:
    return not isinstance(model.class_, Class) or not model.sure or model.open_ended


@no_registered_parameters.fix
def register(program: Program, built: OptimizerBuilt) -> Fix | None:
    """Put the plain collection in which the model keeps its layers into the container made for it."""
    held = {source.model for source in built.optimizer.sources}
    for read in program.unique(UnregisteredRead):
        member = where_collected(program, read) if read.object in held else None
        if member is not None:
            return registered(program, read, member)
    return None
