"""A generator of parameters is run through a second time, when it is already empty.

## Why this is a bug

`model.parameters()` is a generator: it yields each parameter once, and nothing afterwards. Kept in a variable and used
twice, the second use finds it empty. A second optimizer then raises `ValueError: optimizer got an empty parameter
list`; `clip_grad_norm_` clips nothing and returns 0 (with a warning since torch 2.6, silently before).

## Bad

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    parameters = model.parameters()
    optimizer = optim.SGD(parameters, lr=0.1)
    (model(torch.ones(8, 4)) * 1000).pow(2).mean().backward()
    norm = nn.utils.clip_grad_norm_(parameters, 1.0)
    #                               ^^^^^^^^^^ warning: `parameters` is a generator that is used up by now: `clip_grad_norm_` finds nothing in it

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    parameters = list(model.parameters())
    optimizer = optim.SGD(parameters, lr=0.1)
    (model(torch.ones(8, 4)) * 1000).pow(2).mean().backward()
    norm = nn.utils.clip_grad_norm_(parameters, 1.0)

## Good

A call of `parameters()` gives a new generator each time.

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    (model(torch.ones(8, 4)) * 1000).pow(2).mean().backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)

One use is what a generator is for.

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    trainable = filter(lambda parameter: parameter.requires_grad, model.parameters())
    optimizer = optim.SGD(trainable, lr=0.1)
    norm = torch.ones(1)

## Proof

    assert bad.run().names["norm"] == 0
    assert fixed.run().names["norm"] > 1
    assert good[0].run().names["norm"] > 1
    assert good[1].run().names["optimizer"].param_groups[0]["params"]

## When this is intended

Never: nothing happens at the second use.

## Fix safety

Unsafe: gradients are clipped, or parameters trained, that were not before, which is the point of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Consumed
from ..program.facts import EMPTY
from ..program.program import Program
from ..program.states import Certainty
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..text.edit import Edit
from ..text.span import Span


@rule(Category.OPTIMIZER, Severity.ERROR, "a generator of parameters is used a second time")
def consumed_parameter_generator(program: Program) -> Iterator[Finding[Consumed]]:
    """Report each use of a generator that an earlier use has certainly emptied."""
    for use in program.events(Consumed):
        parameters = use.parameters
        if not parameters.generator or not parameters.complete:
            continue
        if parameters.consumed.certainty(EMPTY) is not Certainty.MUST:
            continue
        name = f"`{use.name}`" if use.name else "this"
        what = use.by if use.by == "this loop" else f"`{use.by}`"
        # Only building an optimizer raises; everything else goes on with nothing.
        severity = Severity.ERROR if use.by[:1].isupper() and not use.repeats else Severity.WARNING
        message = f"{name} is a generator that is used up by now: {what} finds nothing in it"
        related = tuple(Related(site, "it is used up here") for site in parameters.consumed_at if site != use.site)
        yield Finding(use.at, message, use, severity, related)


@consumed_parameter_generator.fix
def keep_a_list(program: Program, use: Consumed) -> Fix | None:
    """Make a list where the generator is kept."""
    made = program.source.span(use.parameters.site)
    lines = program.source.lines
    if use.parameters.site.module != program.path or made.start.line != made.end.line:
        return None
    text = lines[made.start.line][made.start.column : made.end.column]
    edits = (Edit(Span(made.start, made.start), "list("), Edit(Span(made.end, made.end), ")"))
    return Fix("Keep the parameters in a list", edits, Safety.UNSAFE) if text.endswith(")") else None
