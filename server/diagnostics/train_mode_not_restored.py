"""An evaluation puts the model into eval mode, and nothing puts it back before the training goes on.

## Why this is a bug

`model.eval()` is a switch, not a block: it stays until `model.train()` is called. Where an evaluation at the end of an
epoch calls it and `model.train()` stands only before the loop (or nowhere, as a new model is in train mode), the first
epoch trains as meant and all later ones in eval mode: dropout does nothing, and batch norm normalises with its running
statistics and no longer updates them. Nothing is raised; the results are a little worse for no visible reason.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    batches = [(torch.randn(8, 4), torch.randn(8, 1)) for _ in range(4)]
    modes = []
    model.train()
    for epoch in range(3):
        for inputs, targets in batches:
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(inputs), targets)
    #                                     ^^^^^^^^^^^^^ `model` is still in eval mode here: dropout does nothing and batch norm
    #     keeps its old statistics while it trains
            loss.backward()
            optimizer.step()
            modes.append(model.training)
        model.eval()
        with torch.no_grad():
            print(sum(nn.functional.mse_loss(model(inputs), targets) for inputs, targets in batches))

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    batches = [(torch.randn(8, 4), torch.randn(8, 1)) for _ in range(4)]
    modes = []
    model.train()
    for epoch in range(3):
        model.train()
        for inputs, targets in batches:
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(inputs), targets)
            loss.backward()
            optimizer.step()
            modes.append(model.training)
        model.eval()
        with torch.no_grad():
            print(sum(nn.functional.mse_loss(model(inputs), targets) for inputs, targets in batches))

## Good

An evaluation that puts the model back into the mode it found it in.

    import torch
    from torch import nn

    def evaluate(model, inputs):
        before = model.training
        model.eval()
        with torch.no_grad():
            result = model(inputs).mean().item()
        model.train(before)
        return result

    model = nn.Sequential(nn.Linear(4, 32), nn.Dropout(0.5), nn.Linear(32, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    inputs = torch.randn(8, 4)
    modes = []
    for epoch in range(3):
        optimizer.zero_grad()
        model(inputs).mean().backward()
        optimizer.step()
        modes.append(model.training)
        print(evaluate(model, inputs))

No layer of the model does anything else in eval mode.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 32), nn.LayerNorm(32), nn.ReLU(), nn.Linear(32, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    inputs = torch.randn(8, 4)
    modes = []
    for epoch in range(3):
        optimizer.zero_grad()
        model(inputs).mean().backward()
        optimizer.step()
        model.eval()
        with torch.no_grad():
            before = model(inputs)
        modes.append(torch.equal(before, model.train()(inputs)))
        model.eval()

Fine-tuning in eval mode on purpose: the model was never trained in any other.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 32), nn.BatchNorm1d(32), nn.Linear(32, 1))
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    inputs = torch.randn(8, 4)
    modes = []
    for epoch in range(3):
        optimizer.zero_grad()
        model(inputs).mean().backward()
        optimizer.step()
        modes.append(not model.training)

## Proof

    assert bad.run().names["modes"] == 4 * [True] + 8 * [False]
    assert fixed.run().names["modes"] == 12 * [True]
    for program in good:
        assert program.run().names["modes"] == 3 * [True]

## When this is intended

Fine-tuning with frozen batch norm trains in eval mode on purpose; then call `model.eval()` where that begins, before the
first step, and nothing is reported.

## Fix safety

Unsafe: training in train mode computes other numbers, which is the point of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.eval_training import Training, trained_in_eval_mode
from ..program.evaluations import mode_settings
from ..program.events import ModelCalled
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..program.surroundings import holds
from ..repair import insert
from ..rules.places import blamed
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..rules.wording import named


@rule(Category.EVALUATION, Severity.ERROR, "training goes on in eval mode", settle=True)
def train_mode_not_restored(program: Program) -> Iterator[Finding[Training]]:
    """Report each place where a model is trained in the eval mode that an evaluation has left it in."""
    shown: set[tuple[int, Site]] = set()
    for visits in trained_in_eval_mode(program):
        bad = [training for training in visits if training is not None and not _chosen(program, training)]
        for training in bad[:1]:
            if (training.model, training.call.site) not in shown:
                shown.add((training.model, training.call.site))
                yield _finding(program, training, always=len(bad) == len(visits))


def _chosen(program: Program, training: Training) -> bool:
    """Whether eval mode is set right above the training, with no evaluation in between: then it is set for that."""
    call = training.call
    if call.site.module != program.path:
        return False
    place = program.source.span(call.site).start
    settings = mode_settings(program, call.model)
    blamed = [event for event in settings if event.object == training.model and event.training is False]
    for event in blamed:
        if event.site.module != program.path or event.trail != call.trail:
            return False
        begin = program.source.span(event.site).start
        between = (
            other
            for other in program.unique(ModelCalled)
            if other.object == training.model and other.trail == call.trail and other.site != call.site
        )
        if begin > place or any(begin < program.source.span(other.site).start < place for other in between):
            return False
    return bool(blamed)


def _finding(program: Program, training: Training, *, always: bool) -> Finding[Training]:
    step, call = training.step, training.call
    name = named(call.name, "the model")
    sure = training.certain and call.model.sure and not step.optimizer.by_use
    if call.model.depends_on_mode:
        effect = "dropout does nothing and batch norm keeps its old statistics while it trains"
    else:
        effect = "if it has dropout or batch norm, they do not train as they should"
    related = tuple(
        Related(event.site, "it is put into eval mode here")
        for event in mode_settings(program, call.model)
        if event.training is False
    )
    place = blamed(program, call.at, step.trail, always=always)
    severity = Severity.ERROR if sure and always else Severity.WARNING
    return Finding(place, f"{name} is still in eval mode here: {effect}", training, severity, related)


@train_mode_not_restored.fix
def train_again(program: Program, training: Training) -> Fix | None:
    """Insert `train()` above the training, in the block that the evaluation is in as well, or else in the function's."""
    name = training.call.name
    if not re.fullmatch(r"[\w.]+", name) or training.call.site.module != program.path:
        return None
    settings = mode_settings(program, training.call.model)
    evaluations = tuple(site.whole for event in settings for site in (*event.trail, event.site))
    statement = program.source.statement(training.call.site)
    while statement is not None:
        parent = program.source.parent(statement.site)
        others = [other for other in program.source.block(statement.site) if other.site != statement.site]
        if parent is None or _is_function(parent) or any(holds(program, other, evaluations) for other in others):
            break
        statement = parent
        if holds(program, parent, evaluations):  # in its `else`
            break
    if statement is None or not statement.alone:
        return None
    return Fix(f"Go back to train mode: {name}.train()", (insert.before(program, statement, f"{name}.train()"),))


def _is_function(statement: StatementText) -> bool:
    return statement.text.startswith(("def ", "async def ", "@"))
