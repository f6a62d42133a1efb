"""Something needs the values of a lazy layer's parameters before its first forward pass.

## Why this is a bug

`nn.LazyLinear` and its kin learn the number of their inputs from the first batch. Until then their parameters are placeholders
without shape and values. Most optimizers do not mind: the placeholders become parameters in place, and are trained. But Adagrad
makes its state when it is built, `p.numel()` counts, `nn.init` fills in values, `requires_grad_()` asks for a tensor, and all
of them raise: "Attempted to use an uninitialized parameter" (torch 2.13).

A dry run, one forward pass with data of the right shape, comes first.

## Bad

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 10), torch.randn(32, 1)
    model = nn.Sequential(nn.LazyLinear(16), nn.ReLU(), nn.LazyLinear(1))
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Adagrad` needs the values of a lazy layer, which has none before its first forward pass: this raises
    for epoch in range(3):
        optimizer.zero_grad()
        loss = (model(inputs) - targets).pow(2).mean()
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 10), torch.randn(32, 1)
    model = nn.Sequential(nn.LazyLinear(16), nn.ReLU(), nn.LazyLinear(1))
    model(torch.zeros(32, 10))
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        loss = (model(inputs) - targets).pow(2).mean()
        loss.backward()
        optimizer.step()

## Good

Adam makes its state at the first step, when there are values.

    import torch
    from torch import nn

    inputs, targets = torch.randn(32, 10), torch.randn(32, 1)
    model = nn.Sequential(nn.LazyLinear(16), nn.ReLU(), nn.LazyLinear(1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(3):
        optimizer.zero_grad()
        (model(inputs) - targets).pow(2).mean().backward()
        optimizer.step()
    print(sum(p.numel() for p in model.parameters()))

A dry run has been made.

    import torch
    from torch import nn

    model = nn.Sequential(nn.LazyLinear(16), nn.ReLU(), nn.LazyLinear(1))
    with torch.no_grad():
        model(torch.zeros(1, 10))
    print(sum(p.numel() for p in model.parameters()))
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)

Freezing by assignment, moving and saving do without values.

    import torch
    from torch import nn

    model = nn.Sequential(nn.LazyLinear(16), nn.ReLU(), nn.Linear(16, 1)).to("cpu")
    for p in model[0].parameters():
        p.requires_grad = False
    state = model.state_dict()

## Proof

    assert "uninitialized parameter" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Never: it raises.

## Fix safety

Unsafe: the dry run takes numbers from the random generator, updates running statistics, and is what the sizes come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import ModelCalled
from ..program.lazy_events import LazyTouched, StateLoaded
from ..program.program import Program
from ..program.values import Tensor
from ..repair import insert
from ..rules.rule import Category, Finding, Fix, Severity, rule

_CHOOSES = re.compile(r"\bif\b(?! \w+\.requires_grad\b)")


@rule(Category.OPTIMIZER, Severity.ERROR, "lazy layers have no values before their first forward pass")
def uninitialized_lazy_parameters(program: Program) -> Iterator[Finding[LazyTouched]]:
    """Report what needs the values of lazy layers, none of whose models was called or loaded before."""
    known: set[int] = set()
    shown: set[object] = set()
    touched = any(True for _ in program.events(LazyTouched))
    for event in program.ordered(ModelCalled, StateLoaded, LazyTouched) if touched else ():
        if isinstance(event, (ModelCalled, StateLoaded)):
            known.add(event.object)
        elif event.at not in shown:
            shown.add(event.at)
            if event.sure and any(known.isdisjoint(wholes) for wholes in event.layers) and _of_all(program, event):
                message = (
                    f"`{event.by}` needs the values of a lazy layer, which has none before its first forward pass: "
                    "this raises"
                )
                yield Finding(event.at, message, event)


def _of_all(program: Program, event: LazyTouched) -> bool:
    """Whether nothing written around a place chooses among the parameters of a loop."""
    if event.at.module != program.path:
        return False
    statements = [program.source.statement(event.at)]
    for around in program.outwards(event.at):
        if around.text.startswith(("for ", "def ", "class ")):
            break
        statements.append(around)
    return not any(each is None or _CHOOSES.search(each.text) for each in statements)


@uninitialized_lazy_parameters.fix
def run_dry(program: Program, event: LazyTouched) -> Fix | None:
    """Call the model once above, on zeros of the shape that it is called on later."""
    loop = next((each for each in program.outwards(event.at) if each.text.startswith("for ")), None)
    own = loop or program.source.statement(event.at)
    function = program.source.function(event.at)
    for call in program.events(ModelCalled):
        wanted = any(call.object in wholes for wholes in event.layers)
        given = call.inputs[0][1] if len(call.inputs) == 1 else None
        if not wanted or not isinstance(given, Tensor) or given.shape is None or given.shape.open:
            continue
        sizes = given.shape.sizes
        if own is None or program.source.function(call.at) != function or not all(isinstance(s, int) for s in sizes):
            continue
        dry = f"{call.name}(torch.zeros({', '.join(map(str, sizes))}))"
        return Fix("Run the model once before", (insert.before(program, own, dry),))
    return None
