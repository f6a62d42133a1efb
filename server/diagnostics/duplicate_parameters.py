"""An optimizer gets the same parameters twice.

## Why this is a bug

Groups give some layers options of their own, such as a smaller learning rate. A parameter can be in one group only: where
one group has `model.parameters()` and another one a layer of that model, the optimizer raises `ValueError: some
parameters appear in more than one parameter group`. The same happens when `add_param_group` brings what the optimizer has
already, as one does who unfreezes a layer that was given to it at the start. In one list, PyTorch 2.13 still accepts a parameter
twice, and warns: it is updated twice in each step.

Two optimizers can hold the same parameters. Where there are two models, as with a generator and a discriminator, this is
how it looks when a line was copied and one name was not changed: one model is stepped on the gradients of both losses, and the
other one is never trained. This is said where a model takes part in the loss and has no optimizer.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 1))
    groups = [{"params": model.parameters()}, {"params": model[1].parameters(), "lr": 0.01}]
    optimizer = optim.SGD(groups, lr=0.1)
    #                     ^^^^^^ building `optim.SGD` raises ValueError: the parameters of `model[1]` are in two groups

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 1))
    groups = [{"params": model[0].parameters()}, {"params": model[1].parameters(), "lr": 0.01}]
    optimizer = optim.SGD(groups, lr=0.1)

## Good

Groups that share nothing, and a list with all parameters but some.

    import torch
    from torch import nn, optim

    model = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 1))
    other = nn.Linear(4, 1)
    first = optim.SGD([{"params": model.parameters()}, {"params": other.parameters(), "lr": 0.01}], lr=0.1)
    rest = [parameter for name, parameter in model.named_parameters() if not name.startswith("1.")]
    second = optim.SGD([{"params": rest}, {"params": model[1].parameters(), "lr": 0.01}], lr=0.1)
    second.add_param_group({"params": other.parameters()})

Tied weights: `parameters()` lists each of them once.

    import torch
    from torch import nn, optim

    model = nn.ModuleList([nn.Embedding(5, 4), nn.Linear(4, 5, bias=False)])
    model[1].weight = model[0].weight
    optimizer = optim.SGD(model.parameters(), lr=0.1)

## Proof

    error = bad.run().error
    assert isinstance(error, ValueError) and "more than one parameter group" in str(error)
    for program in (fixed, *good):
        assert program.run().error is None

    import warnings

    import torch

    layer = torch.nn.Linear(4, 1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        torch.optim.SGD(list(layer.parameters()) + list(layer.parameters()), lr=0.1)
    assert any("duplicate parameters" in str(warning.message) for warning in caught)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    try:
        optimizer.add_param_group({"params": layer.parameters()})
    except ValueError as error:
        assert "more than one parameter group" in str(error)
    else:
        raise AssertionError

## When this is intended

Never in one optimizer: it cannot be built, or updates twice what it has twice. Two optimizers for one model, each for a loss of
its own, may be meant; they are reported only where another model is left without.

## Fix safety

No fix is offered: which parameters are left for the first group is for you to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import OptimizerBuilt, ParametersAdded
from ..program.facts import Parameters
from ..program.program import Program
from ..program.twins import twins
from ..rules.rule import Category, Finding, Related, Severity, rule


@rule(Category.OPTIMIZER, Severity.ERROR, "an optimizer gets the same parameters twice", settle=True)
def duplicate_parameters(program: Program) -> Iterator[Finding[OptimizerBuilt | ParametersAdded]]:
    """Report each optimizer that certainly gets parameters twice, when it is built or later."""
    whole: set[int] = set()
    for first, second, model in twins(program):
        name = f"`{second.optimizer.class_}`".replace("torch.", "")
        what = f"the parameters of `{model}`" if model else "the same parameters"
        related = (Related(first.argument_at, "this one has them as well"),)
        message = (
            f"{name} gets {what}, which another optimizer has already: both step on them, and another model has none"
        )
        yield Finding(second.argument_at, message, second, Severity.WARNING, related)
    for built in program.unique(OptimizerBuilt):
        if isinstance(built.parameters, Parameters) and not (built.parameters.filtered or built.parameters.many):
            whole.add(built.object)
        twice = built.twice
        if twice is None:
            continue
        name = (built.optimizer.class_ or "").removeprefix("torch.")
        site = built.given_at
        what = f"the parameters of `{twice.place}`" if twice.place else "some parameters"
        if twice.apart:
            message = f"building `{name}` raises ValueError: {what} are in two groups"
            yield Finding(site, message, built, Severity.ERROR if twice.sure else Severity.WARNING)
        else:
            yield Finding(site, f"`{name}` gets {what} twice in one list", built, Severity.WARNING)
    new = {(each.site, each.trail) for each in program.events(ParametersAdded) if each.twice is None}
    for added in program.unique(ParametersAdded):
        # What is new at first is there twice when it is added again: not if a test lets that happen once.
        once = (added.site, added.trail) in new and _is_tested(program, added)
        if added.twice is not None and added.object in whole and not once:
            what = f"the parameters of `{added.twice.place}`" if added.twice.place else "these parameters"
            message = f"this raises ValueError: `{added.name}` has {what} already"
            yield Finding(added.at, message, added, Severity.ERROR if added.twice.sure else Severity.WARNING)


def _is_tested(program: Program, added: ParametersAdded) -> bool:
    """Whether a statement stands behind a test in the loop around it."""
    for around in program.outwards(added.site):
        if around.site == added.loop:
            return False
        if around.text.startswith(("if ", "elif ", "else", "match ", "case ")):
            return True
    return False
