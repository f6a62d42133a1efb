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
from dataclasses import dataclass, field

from ..program.events import ModelCalled, ModeSet, Step
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..program.states import Certainty, Mode
from ..program.values import Use
from ..repair import insert
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule


@dataclass(slots=True)
class Training:
    """A step whose gradients come from a model in eval mode: the model, its call, and how sure it all is."""

    step: Step
    model: int
    call: ModelCalled
    certain: bool


@dataclass(slots=True)
class History:
    """What happened to the models so far, as the events are gone through in order.

    `trained` were stepped in train mode; `stepped` in any; `meant` are those that an eval mode set before their first
    step, with no evaluation in between, was meant for. `last` are their last calls at each place and anywhere, `calls` the
    places where they were called in eval mode.
    """

    trained: set[int] = field(default_factory=set[int])
    stepped: set[int] = field(default_factory=set[int])
    meant: set[int] = field(default_factory=set[int])
    last: dict[tuple[int, Site | None], ModelCalled] = field(
        default_factory=dict["tuple[int, Site | None]", ModelCalled]
    )
    calls: dict[int, set[Site]] = field(default_factory=dict[int, "set[Site]"])


@rule(Category.EVALUATION, Severity.ERROR, "training goes on in eval mode", settle=True)
def train_mode_not_restored(program: Program) -> Iterator[Finding[Training]]:
    """Report each place where a model is trained in the eval mode that an evaluation has left it in."""
    if not any(use.mode.possible & Mode.EVAL for step in program.events(Step) for use in step.optimizer.fed_by):
        return
    places: dict[tuple[Site, int], dict[tuple[Site, ...], Training | None]] = {}
    history = History()
    for event in program.ordered(ModelCalled, Step):
        if isinstance(event, ModelCalled):
            history.last[event.object, event.site] = history.last[event.object, None] = event
            if event.model.mode.certainty(Mode.EVAL) is Certainty.MUST:
                history.calls.setdefault(event.object, set()).add(event.site)
        else:
            for model, uses in _by_model(event).items():
                places.setdefault((event.site, model), {})[event.trail] = _training(history, event, model, uses)
    shown: set[tuple[int, Site]] = set()
    for visits in places.values():
        bad = [training for training in visits.values() if training is not None and not _chosen(program, training)]
        for training in bad[:1]:
            if (training.model, training.call.site) not in shown:
                shown.add((training.model, training.call.site))
                yield _finding(program, training, always=len(bad) == len(visits))


def _by_model(step: Step) -> dict[int, list[Use]]:
    uses: dict[int, list[Use]] = {}
    for use in step.optimizer.fed_by:
        uses.setdefault(use.model, []).append(use)
    return uses


def _training(history: History, step: Step, model: int, uses: list[Use]) -> Training | None:
    """What is wrong with this step of a model, if its gradients come from eval mode and an evaluation is to blame."""
    certainties = {use.mode.certainty(Mode.EVAL) for use in uses}
    first = model not in history.stepped
    history.stepped.add(model)
    if max(certainties) is Certainty.NEVER:
        history.trained.add(model)
    called = {use.called for use in uses if use.called is not None}
    if first and min(certainties) is Certainty.MUST and not history.calls.get(model, set()) - called:
        history.meant.add(model)
    call = history.last.get((model, min(called) if called else None))
    if max(certainties) < Certainty.SOMETIMES or call is None or (model in history.meant - history.trained):
        return None
    certain = min(certainties) is Certainty.MUST and model in history.trained and call.model.depends_on_mode is True
    return None if call.model.depends_on_mode is False else Training(step, model, call, certain)


def _chosen(program: Program, training: Training) -> bool:
    """Whether eval mode is set right above the training, with no evaluation in between: then it is set for that."""
    call = training.call
    if call.site.module != program.path:
        return False
    place = program.source.span(call.site).start
    blamed = [
        event
        for event in program.unique(ModeSet)
        if event.object == training.model and event.training is False and event.site in call.model.mode_set_at
    ]
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
    name = f"`{call.name}`" if call.name else "the model"
    sure = training.certain and call.model.sure and not step.optimizer.by_use
    if call.model.depends_on_mode:
        effect = "dropout does nothing and batch norm keeps its old statistics while it trains"
    else:
        effect = "if it has dropout or batch norm, they do not train as they should"
    related = tuple(
        Related(event.site, "it is put into eval mode here")
        for event in program.unique(ModeSet)
        if event.site in call.model.mode_set_at and event.training is False
    )
    place = call.at if always or not step.trail or step.trail[-1].module != program.path else step.trail[-1]
    severity = Severity.ERROR if sure and always else Severity.WARNING
    return Finding(place, f"{name} is still in eval mode here: {effect}", training, severity, related)


@train_mode_not_restored.fix
def train_again(program: Program, training: Training) -> Fix | None:
    """Insert `train()` above the training, in the block that the evaluation is in as well, or else in the function's."""
    name = training.call.name
    if not re.fullmatch(r"[\w.]+", name) or training.call.site.module != program.path:
        return None
    evaluations = [
        site.whole
        for event in program.events(ModeSet)
        if event.site in training.call.model.mode_set_at
        for site in (*event.trail, event.site)
    ]
    statement = program.source.statement(training.call.site)
    while statement is not None:
        parent = program.source.parent(statement.site)
        others = [other for other in program.source.block(statement.site) if other.site != statement.site]
        if parent is None or _is_function(parent) or any(_holds(program, other, evaluations) for other in others):
            break
        statement = parent
        if _holds(program, parent, evaluations):  # in its `else`
            break
    if statement is None or not statement.alone:
        return None
    return Fix(f"Go back to train mode: {name}.train()", (insert.before(program, statement, f"{name}.train()"),))


def _is_function(statement: StatementText) -> bool:
    return statement.text.startswith(("def ", "async def ", "@"))


def _holds(program: Program, statement: StatementText, sites: list[Site]) -> bool:
    return any(site.module == program.path and statement.span.contains(program.source.span(site)) for site in sites)
