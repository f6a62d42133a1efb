"""The optimizer is given a model, an uncalled method or a single tensor in place of parameters.

## Why this is a bug

An optimizer iterates over what it is given and expects tensors, or dicts of them. A model is not iterable,
`model.parameters` without parentheses is a method, a single tensor is not a collection of parameters, and the elements
of a list of models are no tensors. Each raises `TypeError` when the optimizer is built; `model.params()` raises
`AttributeError` before. `model.state_dict().values()` raises nothing: these tensors share the memory of the parameters,
but gradients never get to them, so that no step changes anything.

## Bad

    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters, lr=0.1)
    #                     ^^^^^^^^^^^^^^^^ `model.parameters` is a method that is not called: `SGD` raises TypeError here

## Fixed

    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)

## Good

Parameters with their names are accepted as well.

    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.SGD(model.named_parameters(), lr=0.1)

A `ParameterList` is a model that yields parameters.

    import torch
    from torch import nn, optim

    weights = nn.ParameterList([nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(3))])
    optimizer = optim.SGD(weights, lr=0.1)

So is a list of single tensors.

    import torch
    from torch import optim

    weight = torch.zeros(3, requires_grad=True)
    optimizer = optim.SGD([weight], lr=0.1)

## Proof

    assert isinstance(bad.run().error, TypeError)
    for program in (fixed, *good):
        run = program.run()
        assert run.error is None
        assert run.names["optimizer"].param_groups[0]["params"]

## When this is intended

Never: the line cannot run.

## Fix safety

Safe where the argument is a method that is not called, a model, or an attribute that the model lacks: the line certainly
raises today, and the fix does what was written. Unsafe where it is the model's state: what was not trained is then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import OptimizerBuilt
from ..program.facts import Collection, Model
from ..program.program import Program
from ..program.values import External, Method, Tensor, TupleValue, Value
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Safety, Severity, rule
from ..rules.wording import named
from ..text.edit import Edit

_GRADIENT_SET = re.compile(r"\.(grad\s*=[^=]|requires_grad)")
_METHODS = ("parameters", "named_parameters")
_OF_PARAMETERS = ("torch.nn.ParameterList", "torch.nn.ParameterDict")


@rule(Category.OPTIMIZER, Severity.ERROR, "an optimizer is given something else than parameters", settle=True)
def not_parameters(program: Program) -> Iterator[Finding[OptimizerBuilt]]:
    """Report each optimizer whose argument certainly is no collection of tensors."""
    for built in program.events(OptimizerBuilt):
        said = _what_it_is(built)
        if said is None:
            yield from _read_off_model(program, built)
            continue
        what, guessed = said
        name = built.optimizer.short_name
        site = built.given_at
        severity = Severity.WARNING if guessed else Severity.ERROR
        yield Finding(site, f"{what}: `{name}` raises TypeError here", built, severity)


def _read_off_model(program: Program, built: OptimizerBuilt) -> Iterator[Finding[OptimizerBuilt]]:
    """What is no parameter although it is read off a model."""
    site = built.given_at
    text = "".join(program.source.lines) if built.lacks or built.state else ""
    if built.lacks and not re.search(rf"hasattr|setattr|metaclass|__dict__|\.{built.lacks}\s*=[^=]", text):
        # Who sets it on the class, or asks for it first, is not judged.
        yield Finding(site, f"the model has no attribute `{built.lacks}`: this raises AttributeError", built)
    elif built.state and not _GRADIENT_SET.search(text):
        # Who sets gradients by hand may do so here.
        message = "gradients never get to the tensors of `state_dict()`: the steps of this optimizer train nothing"
        yield Finding(site, message, built, Severity.WARNING)


def _what_it_is(built: OptimizerBuilt) -> tuple[str, bool] | None:
    """What the argument is instead of parameters, in words, and whether that is a guess."""
    written = named(built.name, "this")
    facts, value = built.parameters, built.argument
    if isinstance(value, Method) and value.name in _METHODS and value.function is None:
        return f"{written} is a method that is not called", False
    if isinstance(facts, Model) and (built.modules or not _yields_parameters(facts)):
        return f"{written} is a model, not its parameters", facts.by_use or facts.class_ is None
    if built.modules:
        return f"{written} holds models, not their parameters", False
    if isinstance(value, Tensor) and value.complete:
        return f"{written} is a single tensor, not a collection of them", False
    elements = facts.elements if isinstance(facts, Collection) and facts.kind == "list" else ()
    if isinstance(value, TupleValue):
        elements = value.elements
    if elements and all(_is_method(element) for element in elements):
        return f"{written} holds a method that is not called", False
    return None


def _is_method(value: Value) -> bool:
    return isinstance(value, Method) and value.name in _METHODS


def _yields_parameters(model: Model) -> bool:
    """Whether iterating over the model gives tensors, or whatever a class of the user's makes of it."""
    return not isinstance(model.class_, External) or model.class_.name in _OF_PARAMETERS


@not_parameters.fix
def call_the_method(program: Program, built: OptimizerBuilt) -> Fix | None:
    """Add the parentheses to a method that is not called."""
    if not isinstance(built.argument, Method) or not built.name:
        return None
    return Fix(f"Call `{built.name}()`", (expression.behind(program, built.argument_at, "()"),), Safety.SAFE)


@not_parameters.fix
def add_parameters(program: Program, built: OptimizerBuilt) -> Fix | None:
    """Pass the parameters of a model in place of the model."""
    if not isinstance(built.parameters, Model) or not built.name:
        return None
    edit = expression.behind(program, built.argument_at, ".parameters()")
    return Fix(f"Pass `{built.name}.parameters()`", (edit,), Safety.SAFE)


@not_parameters.fix
def read_parameters(program: Program, built: OptimizerBuilt) -> Fix | None:
    """Pass the parameters of the model in place of what is read off it."""
    if not (built.lacks or built.state) or built.site != built.at or built.argument_at.module != program.path:
        return None
    span = program.source.span(built.argument_at)
    end = f".{built.lacks}" if built.lacks else ".state_dict().values()"
    written = re.fullmatch(rf"([\w.]+?){re.escape(end)}(\(\))?", expression.text_of(program, span))
    if written is None:
        return None
    safety = Safety.SAFE if built.lacks else Safety.UNSAFE
    text = f"{written[1]}.parameters()"
    return Fix(f"Pass `{text}`", (Edit(span, text),), safety)
