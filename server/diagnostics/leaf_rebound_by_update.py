"""A hand-written update makes a new tensor instead of changing the one that is trained.

## Why this is a bug

A backward pass leaves gradients in *leaves*: tensors that were made with `requires_grad=True`. `w = w - rate * w.grad` binds the
name to the result of a subtraction, which is no leaf: from then on `w.grad` is None, and the next update raises TypeError. Under
`torch.no_grad()` the new tensor does not even want gradients, and the next backward pass raises.

`w -= rate * w.grad` changes the leaf itself, and keeps it. That has to happen under `torch.no_grad()`: outside of it, PyTorch
refuses to change a leaf in place ("a leaf Variable that requires grad is being used in an in-place operation").

## Bad

    import torch

    inputs, targets = torch.randn(32, 3), torch.randn(32)
    weight = torch.zeros(3, requires_grad=True)
    for epoch in range(5):
        loss = (inputs @ weight - targets).pow(2).mean()
        loss.backward()
        weight = weight - 0.1 * weight.grad
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `weight` is a new tensor from here on, and no leaf: its `.grad` stays None, so the next iteration raises

## Fixed

    import torch

    inputs, targets = torch.randn(32, 3), torch.randn(32)
    weight = torch.zeros(3, requires_grad=True)
    for epoch in range(5):
        loss = (inputs @ weight - targets).pow(2).mean()
        loss.backward()
        with torch.no_grad():
            weight -= 0.1 * weight.grad

## Good

The leaf is changed in place while no gradients are recorded.

    import torch

    inputs, targets = torch.randn(32, 3), torch.randn(32)
    weight = torch.zeros(3, requires_grad=True)
    for epoch in range(5):
        loss = (inputs @ weight - targets).pow(2).mean()
        loss.backward()
        with torch.no_grad():
            weight -= 0.1 * weight.grad
            weight.grad.zero_()

The new tensor is made a leaf that wants gradients.

    import torch

    inputs, targets = torch.randn(32, 3), torch.randn(32)
    weight = torch.zeros(3, requires_grad=True)
    for epoch in range(5):
        loss = (inputs @ weight - targets).pow(2).mean()
        loss.backward()
        weight = (weight - 0.1 * weight.grad).detach().requires_grad_()

An inner step of meta-learning goes on with the new tensor on purpose, once.

    import torch

    inputs, targets = torch.randn(32, 3), torch.randn(32)
    weight = torch.zeros(3, requires_grad=True)
    for epoch in range(5):
        loss = (inputs @ weight - targets).pow(2).mean()
        (gradient,) = torch.autograd.grad(loss, weight, create_graph=True)
        adapted = weight - 0.1 * gradient
        (inputs @ adapted - targets).pow(2).mean().backward()

## Proof

    assert isinstance(bad.run().error, TypeError)
    for program in [fixed, *good]:
        run = program.run()
        assert run.error is None
        assert run.names["weight"].is_leaf

## When this is intended

Never in a loop: it raises.

## Fix safety

Unsafe: the tensor is changed in place, for whoever else has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import Backward
from ..program.leaf_events import LeafUpdated
from ..program.program import Program
from ..repair import imports, wrap
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..text.edit import Edit


@rule(Category.TRAINING_LOOP, Severity.ERROR, "an update makes a new tensor in place of a leaf")
def leaf_rebound_by_update(program: Program) -> Iterator[Finding[LeafUpdated]]:
    """Report each update that loses the leaf, and each that PyTorch does not let happen."""
    for update in program.unique(LeafUpdated):
        name = f"`{update.name}`"
        if update.site.module != program.path:
            continue  # What another file does by itself is said there.
        if not update.rebinds and update.gradients is True:
            message = f"{name} is a leaf that wants gradients: changing it in place outside of `torch.no_grad()` raises"
            # Whoever calls a function may have switched gradients off.
            called = update.trail or program.source.function(update.site) is None
            if called or _learns(program, update):
                yield Finding(update.at, message, update, None if called else Severity.WARNING)
        elif update.rebinds and _loses_gradient(program, update):
            message = f"{name} is a new tensor from here on, and no leaf: its `.grad` stays None, so the next iteration raises"
            yield Finding(update.at, message, update)


def _learns(program: Program, update: LeafUpdated) -> bool:
    """Whether the function that makes the update needs gradients itself; a constructor is hardly ever run without."""
    own = program.source.function(update.site)
    if own is not None and re.match(r"def __init__\b", own.text):
        return True
    return any(program.source.function(each.site) == own for each in program.unique(Backward) if not each.trail)


def _loses_gradient(program: Program, update: LeafUpdated) -> bool:
    """Whether the update works on what it made itself in the iteration before."""
    tensor = update.tensor
    own = tensor.origin is not None and tensor.origin.whole == update.site.whole
    kept = any("retain_grad" in each.text for each in program.source.readers(update.site, update.name))
    return own and not kept and (tensor.leaf is False or tensor.requires_grad is False)


@leaf_rebound_by_update.fix
def change_in_place(program: Program, update: LeafUpdated) -> Fix | None:
    """Change the leaf itself, while no gradients are recorded."""
    statement, torch = program.source.statement(update.at), imports.spelled(program, update.at, "torch")
    if statement is None or not statement.alone or torch is None or update.site.module != program.path:
        return None
    name = re.escape(update.name)
    text = re.sub(rf"^({name}) = {name} ([-+]) (?=[^-+]*$)", r"\1 \2= ", statement.text)
    if update.rebinds and text == statement.text:
        return None
    if update.gradients is False:
        return Fix("Change the tensor in place", (Edit(statement.span, text),))
    edit = wrap.under(program, statement, f"with {torch}.no_grad():")
    if edit is None:
        return None
    return Fix("Change it in place without gradients", (Edit(edit.span, edit.text.replace(statement.text, text, 1)),))
