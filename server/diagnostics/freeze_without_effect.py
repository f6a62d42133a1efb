"""`requires_grad` is set on a module, or misspelt, and freezes nothing.

## Why this is a bug

Only tensors have `requires_grad`. A module takes any attribute, so `model.body.requires_grad = False` stores a value
that nobody reads, and `parameter.require_grad = False` does the same on a parameter: Python has no way to tell.
Nothing is raised, and the layers that were to stay as they are go on being trained.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
    model[0].requires_grad = False
    # ^^^^^^^^^^^^^^^^^^^^ this freezes nothing: `model[0]` is a module, and nothing reads its attribute `requires_grad`
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    before = model[0].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = not torch.equal(before, model[0].weight)

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
    model[0].requires_grad_(False)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    before = model[0].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = not torch.equal(before, model[0].weight)

## Good

Parameters do have the attribute.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
    for parameter in model[0].parameters():
        parameter.requires_grad = False
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    before = model[0].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = not torch.equal(before, model[0].weight)

A class may have an attribute of that name, and do what it says.

    import torch
    from torch import nn, optim

    class Body(nn.Linear):
        @property
        def requires_grad(self):
            return self.weight.requires_grad

        @requires_grad.setter
        def requires_grad(self, value):
            self.requires_grad_(value)

    model = nn.Sequential(Body(4, 4), nn.Linear(4, 1))
    model[0].requires_grad = False
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    before = model[0].weight.detach().clone()
    for epoch in range(5):
        optimizer.zero_grad()
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    moved = not torch.equal(before, model[0].weight)

## Proof

    assert bad.run().names["moved"]
    for program in (fixed, *good):
        assert not program.run().names["moved"]

## When this is intended

Never. A mark of your own on a module deserves a name of its own.

## Fix safety

Unsafe: the layers are frozen from then on, which the program does not do today. An optimizer that is built over
nothing else then has nothing to train.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.flags import FlagSet
from ..program.program import Program
from ..rules.rule import Category, Finding, Fix, Safety, Severity, rule
from ..rules.wording import named
from ..text.edit import Edit


@rule(Category.OPTIMIZER, Severity.ERROR, "`requires_grad` is set where nothing reads it")
def freeze_without_effect(program: Program) -> Iterator[Finding[FlagSet]]:
    """Report each `requires_grad` that is set on a module, and each name on a tensor that is nearly that one."""
    for flag in program.unique(FlagSet):
        model = flag.model
        if model is not None and flag.value and model.frozen is False:
            continue
        does = "freezes nothing" if flag.value is False else "changes nothing"
        owner = named(flag.place, "this")
        reason = f"a tensor has `requires_grad`, and nothing reads `{flag.name}`"
        if model is not None:
            reason = f"{owner} is a module, and nothing reads its attribute `{flag.name}`"
        sure = flag.value is False and not (model is not None and (model.by_use or model.escaped))
        severity = Severity.ERROR if sure else Severity.WARNING
        yield Finding(flag.at, f"this {does}: {reason}", flag, severity)


@freeze_without_effect.fix
def set_the_right_flag(program: Program, flag: FlagSet) -> Fix | None:
    """Call `requires_grad_` of the module, or spell the name of the tensor's attribute right."""
    statement = program.source.statement(flag.site)
    found = statement and re.fullmatch(r"([\w.\[\]]+)\.(\w+)(\s*=\s*)(\w+)", statement.text)
    if statement is None or not found or flag.at != flag.site:
        return None
    text = f"{found[1]}.requires_grad_({found[4]})" if flag.model else f"{found[1]}.requires_grad{found[3]}{found[4]}"
    title = "Call `requires_grad_`" if flag.model else "Set `requires_grad`"
    return Fix(title, (Edit(statement.span, text),), Safety.UNSAFE)
