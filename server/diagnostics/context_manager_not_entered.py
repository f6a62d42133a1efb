"""`torch.no_grad()` or another context manager is made and never entered.

## Why this is a bug

`torch.no_grad()` as a statement makes an object and drops it: gradients are recorded as before. The same goes for
`torch.inference_mode()`, `torch.enable_grad()` and `torch.autocast(...)`. Only `with` enters them, or `@` over a function.
`with torch.no_grad:` without parentheses raises a TypeError.

## Bad

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    inputs = torch.randn(8, 4)
    model.eval()
    torch.no_grad()
    # ^^^^^^^^^^^^^ `torch.no_grad()` is made and never entered: what follows runs as if it were not there
    output = model(inputs)
    total = output.sum()

## Fixed

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    inputs = torch.randn(8, 4)
    model.eval()
    with torch.no_grad():
        output = model(inputs)
        total = output.sum()

## Good

It is entered by `with`, or decorates a function.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)

    @torch.no_grad()
    def predict(inputs):
        return model(inputs)

    model.eval()
    with torch.no_grad():
        output = model(torch.randn(8, 4))
    total = predict(torch.randn(8, 4)).sum()

`set_grad_enabled` works when it is called.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    model.eval()
    torch.set_grad_enabled(False)
    output = model(torch.randn(8, 4))
    total = output.sum()
    torch.set_grad_enabled(True)

## Proof

    assert bad.run().names["total"].requires_grad
    assert not fixed.run().names["total"].requires_grad
    for program in good:
        assert not program.run().names["total"].requires_grad

## When this is intended

Never: the statement does nothing.

## Fix safety

Unsafe: what follows runs without gradients from then on, or in another precision, which is the point of it. Adding the
missing parentheses is safe: without them it raises.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.program import Program
from ..program.slips import ContextNotEntered
from ..repair import expression, under
from ..rules.rule import Category, Finding, Fix, Safety, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "a context manager is never entered", settle=True)
def context_manager_not_entered(program: Program) -> Iterator[Finding[ContextNotEntered]]:
    """Report each context manager that is dropped as soon as it is made, or named without being made."""
    for context in program.once(ContextNotEntered):
        if context.site.module != program.path or not context.text:
            continue
        if context.called:
            effect = "is made and never entered: what follows runs as if it were not there"
            yield Finding(context.site, f"`{context.text}` {effect}", context)
        else:
            message = f"`{context.text}` is a class and no context: without parentheses this raises a `TypeError`"
            yield Finding(context.site, message, context)


@context_manager_not_entered.fix
def enter(program: Program, context: ContextNotEntered) -> Fix | None:
    """Add the parentheses, or put what follows under a `with`."""
    if not context.called:
        called = expression.behind(program, context.site, "()")
        return Fix(f"Make one: {context.name.rpartition('.')[2]}()", (called,), Safety.SAFE)
    statement = program.source.statement(context.site)
    edits = None if statement is None else under.rest_under(program, context.site, f"with {statement.text}:")
    return None if edits is None else Fix("Put what follows under a `with`", edits)
