"""The optimizer is built over an empty list of parameters.

## Why this is a bug

An optimizer without parameters has nothing to train, so PyTorch refuses to build one:
`ValueError: optimizer got an empty parameter list`. A list that was meant as a placeholder is not filled in later:
the optimizer takes what it is given when it is built. A group without parameters, `[{"params": []}]`, is accepted; its
steps change nothing as long as no group is added.

## Bad

    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.Adam([], lr=0.001)
    #                      ^^ the list of parameters is empty: `Adam` raises ValueError here

## Fixed

    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.Adam(model.parameters(), lr=0.001)

## Good

A list that is filled before the optimizer sees it is not empty.

    from torch import nn, optim

    model = nn.Linear(4, 1)
    parameters = []
    parameters.extend(model.parameters())
    optimizer = optim.Adam(parameters, lr=0.001)

A list whose elements depend on what the program meets is not known to be empty.

    from torch import nn, optim

    model = nn.Linear(4, 1)
    parameters = []
    for name, parameter in model.named_parameters():
        if not name.endswith("bias"):
            parameters.append(parameter)
    optimizer = optim.Adam(parameters, lr=0.001)

## Proof

    error = bad.run().error
    assert isinstance(error, ValueError) and "empty parameter list" in str(error)
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert run.names["optimizer"].param_groups[0]["params"]

## When this is intended

Never: the line cannot run. To begin with an empty optimizer, PyTorch has `[{"params": []}]`, filled by
`add_param_group`.

## Fix safety

Unsafe: which parameters the optimizer shall train is the author's decision. The fix is offered where there is one model
that it can be meant for: the only one by then, the only one that no other optimizer has, or the one of its name.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import OptimizerBuilt, Step
from ..program.facts import Collection
from ..program.program import Program
from ..program.values import TupleValue
from ..repair.meant import model_for
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..text.edit import Edit


@rule(Category.OPTIMIZER, Severity.ERROR, "an optimizer is built over an empty list", settle=True)
def empty_parameter_list(program: Program) -> Iterator[Finding[OptimizerBuilt]]:
    """Report each optimizer whose argument certainly has no element."""
    for built in program.events(OptimizerBuilt):
        if _is_empty(built):
            name = built.optimizer.short_name
            site = built.given_at
            yield Finding(site, f"the list of parameters is empty: `{name}` raises ValueError here", built)
        elif _is_group_alone(program, built):
            site = built.given_at
            message = "there is no parameter in this group, and none is added later: the steps change nothing"
            yield Finding(site, message, built, Severity.WARNING)


def _is_group_alone(program: Program, built: OptimizerBuilt) -> bool:
    """Whether an optimizer steps that certainly got groups without parameters, which torch 2.13 accepts, and nothing else."""
    facts, optimizer = built.parameters, built.optimizer
    if not isinstance(facts, Collection) or not facts.exact or not facts.elements or facts.many or built.tensors:
        return False
    if not optimizer.complete or optimizer.sources or optimizer.many:
        return False
    steps = [step for step in program.events(Step) if step.object == built.object]
    return bool(steps) and not any(step.optimizer.escaped or step.optimizer.sources for step in steps)


def _is_empty(built: OptimizerBuilt) -> bool:
    if isinstance(built.argument, TupleValue):
        return not built.argument.elements
    facts = built.parameters
    return isinstance(facts, Collection) and facts.exact and not facts.elements and not facts.many


@empty_parameter_list.fix
def pass_the_parameters(program: Program, built: OptimizerBuilt) -> Fix | None:
    """Pass the parameters of the only model that it can be meant for, in place of a list written out."""
    text = program.source.span(built.argument_at)
    place = program.source.lines[text.start.line][text.start.column : text.end.column]
    if text.start.line != text.end.line or place not in ("[]", "()", "list()"):
        return None
    name = model_for(program, built)
    return Fix(f"Pass the parameters of `{name}`"[:60], (Edit(text, f"{name}.parameters()"),)) if name else None
