"""A generator of parameters is run through a second time, when it is already empty.

## Why this is a bug

`model.parameters()` is a generator: it yields each parameter once, and nothing afterwards. `filter(...)`, `map(...)`,
`itertools.chain(...)` and `(p for p in ...)` are no better. Kept in a variable and used twice, it is empty the second
time. Building an optimizer then raises `ValueError: optimizer got an empty parameter list`; `clip_grad_norm_` clips
nothing and returns 0 (with a warning in torch 2.13, silently in older ones); a loop over it does nothing. Counting the
parameters is a use as well.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    params = model.parameters()
    optimizer = optim.SGD(params, lr=0.1)
    (model(torch.ones(8, 4)) * 1000).pow(2).mean().backward()
    norm = nn.utils.clip_grad_norm_(params, 1.0)
    #                               ^^^^^^ warning: `params` is a generator that is used up by now: `clip_grad_norm_` finds nothing in it
    slow = optim.Adam(params, lr=0.1)
    #                 ^^^^^^ `params` is a generator that is used up by now: `Adam` raises ValueError, since it gets no parameters

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    params = list(model.parameters())
    optimizer = optim.SGD(params, lr=0.1)
    (model(torch.ones(8, 4)) * 1000).pow(2).mean().backward()
    norm = nn.utils.clip_grad_norm_(params, 1.0)
    slow = optim.Adam(params, lr=0.1)

## Good

A call of `parameters()` gives a new generator each time.

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    (model(torch.ones(8, 4)) * 1000).pow(2).mean().backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)

One use is what a generator is for, and one generator may run over another.

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    params = model.parameters()
    trainable = filter(lambda parameter: parameter.requires_grad, params)
    optimizer = optim.SGD(trainable, lr=0.1)
    (model(torch.ones(8, 4)) * 1000).pow(2).mean().backward()
    params = model.parameters()
    norm = nn.utils.clip_grad_norm_(params, 1.0)

Looking at the first parameter leaves the others.

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    rest = model.parameters()
    first = next(rest)
    optimizer = optim.SGD(rest, lr=0.1)
    (model(torch.ones(8, 4)) * 1000).pow(2).mean().backward()
    norm = nn.utils.clip_grad_norm_([first], 1.0)

## Proof

    run = bad.run()
    assert isinstance(run.error, ValueError) and "empty parameter list" in str(run.error)
    assert run.names["norm"] == 0 and "slow" not in run.names
    assert fixed.run().error is None and fixed.run().names["norm"] > 1
    for program in good:
        names = program.run().names
        assert names["norm"] > 1 and names["optimizer"].param_groups[0]["params"]

## When this is intended

Never: nothing happens at the second use.

## Fix safety

Safe: the second use raises or has no effect at all today, and with a list it does what is written there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Consumed, OptimizerBuilt
from ..program.facts import EMPTY, Parameters
from ..program.program import Program
from ..program.site import Site
from ..program.states import Certainty
from ..program.values import Reference
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..rules.wording import named


@rule(Category.OPTIMIZER, Severity.ERROR, "a generator of parameters is used a second time")
def consumed_parameter_generator(program: Program) -> Iterator[Finding[Consumed]]:
    """Report each use of a generator that an earlier use has emptied."""
    built = {(event.argument_at, event.trail): event for event in program.events(OptimizerBuilt)}
    for use in _last_visits(program):
        parameters = use.parameters
        certainty = parameters.consumed.certainty(EMPTY)
        if not parameters.generator or certainty < Certainty.SOMETIMES:
            continue
        if use.site.module != program.path and parameters.site.module == use.site.module:
            continue  # What another file does by itself is said there.
        raises = _gets_nothing_else(built.get((use.site, use.trail)), use)
        what = use.by if use.by == "this loop" else f"`{use.by}`"
        effect = "raises ValueError, since it gets no parameters" if raises else "finds nothing in it"
        name = named(use.name, "this")
        message = f"{name} is a generator that is used up by now: {what} {effect}"
        related = [Related(site, "it is used up here") for site in parameters.consumed_at if site != use.site]
        related.append(Related(parameters.site, "the generator is made here"))
        error = raises and certainty is Certainty.MUST
        yield Finding(use.at, message, use, Severity.ERROR if error else Severity.WARNING, tuple(related))


def _gets_nothing_else(built: OptimizerBuilt | None, use: Consumed) -> bool:
    """Whether an optimizer gets its parameters from this generator alone; an empty group among others is accepted."""
    if built is None:
        return False
    over = built.parameters.over if isinstance(built.parameters, Parameters) else ()
    return Reference(use.object) == built.argument or over == (Reference(use.object),)


def _last_visits(program: Program) -> Iterator[Consumed]:
    """Each use of each generator once: the last visit, which knows all earlier iterations."""
    latest: dict[tuple[Site, tuple[Site, ...], Site], Consumed] = {}
    for use in program.events(Consumed):
        latest[use.site, use.trail, use.parameters.site] = use
    yield from latest.values()


@consumed_parameter_generator.fix
def keep_a_list(program: Program, use: Consumed) -> Fix | None:
    """Make a list where the generator is kept."""
    site = use.parameters.site
    if site.module != program.path:
        return None
    return Fix("Keep the parameters in a list", expression.handed_to(program, site, "list"), Safety.SAFE)
