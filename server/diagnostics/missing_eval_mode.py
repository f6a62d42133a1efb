"""A model is evaluated while it is still in train mode.

## Why this is a bug

A model is in train mode until `model.eval()` is called; `torch.no_grad()` changes nothing about that. So its dropout
layers go on dropping at random, and its batch norm layers normalise with the statistics of the evaluation's batches and
even add them to their running statistics: the evaluation changes the model that it judges. Nothing is raised; two
evaluations of the same model on the same data give different numbers, and both are worse than they should be.

Where gradients are not switched off either, a finding needs more: outputs that no backward pass goes through, and that
are compared with something, or put into a loss.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for epoch in range(5):
        for start in range(0, 64, 16):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(inputs[start : start + 16]), targets[start : start + 16])
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            once = nn.functional.mse_loss(model(inputs), targets)
    #                                     ^^^^^^^^^^^^^ `model` is still in train mode while it is evaluated here: dropout drops at random,
    #     batch norm uses and changes its statistics
            twice = nn.functional.mse_loss(model(inputs), targets)

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for epoch in range(5):
        for start in range(0, 64, 16):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(inputs[start : start + 16]), targets[start : start + 16])
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            once = nn.functional.mse_loss(model(inputs), targets)
            twice = nn.functional.mse_loss(model(inputs), targets)
        model.train()

## Good

No layer of the model does anything else in eval mode.

    import torch
    from torch import nn

    inputs = torch.randn(64, 4)
    model = nn.Sequential(nn.Linear(4, 32), nn.LayerNorm(32), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for epoch in range(5):
        optimizer.zero_grad()
        model(inputs).square().mean().backward()
        optimizer.step()
        with torch.no_grad():
            once = model(inputs)
            twice = model(inputs)

A forward pass without gradients that is part of a training step: the model goes on to learn from what it gives.

    import torch
    from torch import nn

    inputs = torch.randn(64, 4)
    model = nn.Sequential(nn.Linear(4, 32), nn.Dropout(0.5), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for step in range(20):
        with torch.no_grad():
            wanted = 0.9 * model(inputs + 1)
        optimizer.zero_grad()
        nn.functional.mse_loss(model(inputs), wanted).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        once = model(inputs)
        twice = model(inputs)

Statistics of batch norm that are collected anew on purpose: what the model gives is not looked at.

    import torch
    from torch import nn

    inputs = torch.randn(64, 4)
    model = nn.Sequential(nn.Linear(4, 32), nn.BatchNorm1d(32), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for step in range(20):
        optimizer.zero_grad()
        model(inputs).square().mean().backward()
        optimizer.step()
    with torch.no_grad():
        for start in range(0, 64, 16):
            model(inputs[start : start + 16])
    model.eval()
    with torch.no_grad():
        once = model(inputs)
        twice = model(inputs)

Dropout that is left on on purpose, to see how sure the model is: `train()` says so where the evaluation begins.

    import torch
    from torch import nn

    inputs = torch.randn(64, 4)
    model = nn.Sequential(nn.Linear(4, 32), nn.Dropout(0.5), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for step in range(20):
        optimizer.zero_grad()
        model(inputs).square().mean().backward()
        optimizer.step()
    model.train()
    with torch.no_grad():
        spread = torch.stack([model(inputs) for _ in range(10)]).std(dim=0)
    model.eval()
    with torch.no_grad():
        once = model(inputs)
        twice = model(inputs)

## Proof

    def same(program):
        names = program.run().names
        return names["once"].equal(names["twice"])

    assert not same(bad)
    assert same(fixed)
    assert all(same(program) for program in good)

## When this is intended

Dropout that is left on to estimate uncertainty. Call `model.train()` right before, which says so, and nothing is
reported.

## Fix safety

Unsafe: the evaluation gives other numbers, which is the point of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from ..program.evaluations import evaluates, outermost_calls, steps_of
from ..program.events import ModelCalled, ModeSet, Step
from ..program.program import Program
from ..program.source import StatementText
from ..program.states import Certainty, Mode
from ..program.surroundings import around, inside
from ..repair import imports, insert, wrap
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..rules.wording import named


@rule(Category.EVALUATION, Severity.WARNING, "a model is evaluated in train mode", settle=True)
def missing_eval_mode(program: Program) -> Iterator[Finding[ModelCalled]]:
    """Report the first call of each evaluation whose model is in train mode, and was trained there before."""
    shown: set[tuple[int, StatementText | None]] = set()
    for call in outermost_calls(program):
        certain = call.model.mode.certainty(Mode.TRAIN) is Certainty.MUST
        if call.gradients is None or not certain or not _minds(program, call):
            continue
        steps = steps_of(program, call.object)
        if not steps or not evaluates(program, call, steps):
            continue
        key = (call.object, _evaluation(program, call, steps))
        if key not in shown:
            shown.add(key)
            name = named(call.name, "the model")
            effect = "dropout drops at random, batch norm uses and changes its statistics"
            if not call.model.depends_on_mode:
                effect = "if it has dropout or batch norm, they work as in training"
            message = f"{name} is still in train mode while it is evaluated here: {effect}"
            related = tuple(Related(step.at, "it is trained here") for step in steps[:1])
            yield Finding(call.at, message, call, related=related)


def _minds(program: Program, call: ModelCalled) -> bool:
    """Whether the mode changes what the model gives; of unknown layers, whether the program cares about the mode."""
    if call.model.depends_on_mode is None:
        modes = [mode.training for mode in program.events(ModeSet) if mode.object == call.object]
        return (not call.gradients) in modes
    return call.model.depends_on_mode


def _evaluation(program: Program, call: ModelCalled, steps: list[Step]) -> StatementText | None:
    """The largest statement around a call, in its function, in which the model is not trained."""
    untrained = takewhile(
        lambda each: not any(inside(program, each, step) for step in steps), around(program, call.site)
    )
    return [program.source.statement(call.site), *untrained][-1]


@missing_eval_mode.fix
def evaluate_in_eval_mode(program: Program, call: ModelCalled) -> Fix | None:
    """Insert `eval()` above the evaluation, and `train()` below it where training goes on in the mode it finds."""
    steps = steps_of(program, call.object)
    statement = _evaluation(program, call, steps)
    if statement is None or not statement.alone or not re.fullmatch(r"[\w.]+", call.name):
        return None
    text = f"{call.name}.eval()"
    if call.gradients:
        torch = imports.spelled(program, call.at, "torch")
        header = f"{text}{insert.line_end(program)}{statement.indent}with {torch}.no_grad():"
        edit = None if torch is None else wrap.under(program, statement, header)
    else:
        edit = insert.before(program, statement, text)
    if edit is None:
        return None
    goes_on = any(inside(program, loop, step) for loop in _loops(program, statement, call) for step in steps)
    modes = [mode for mode in program.unique(ModeSet) if mode.object == call.object]
    restored = any(mode.training and mode.repeats for mode in modes)
    if not goes_on or restored:
        return Fix(f"Evaluate in eval mode: {text}", (edit,))
    if statement.jumps:
        return None
    return Fix(f"Evaluate in eval mode: {text}", (edit, insert.after(program, statement, f"{call.name}.train()")))


def _loops(program: Program, statement: StatementText, call: ModelCalled) -> Iterator[StatementText]:
    """The loops around an evaluation, here and where the function is called that it stands in."""
    for site in (statement.site, *call.trail):
        yield from (outer for outer in around(program, site) if outer.is_loop)
