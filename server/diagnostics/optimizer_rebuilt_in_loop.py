"""An optimizer is built anew in every iteration of the training loop.

## Why this is a bug

Adam, SGD with momentum and most others keep a state for each parameter: running averages, a count of the steps. An optimizer that
is built inside the loop begins without it each time: with Adam every step is the first one, of about the size of the learning rate
whatever the gradient. Schedulers that were given an earlier optimizer change one that nobody uses. Nothing is raised.

## Bad

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    for epoch in range(20):
        optimizer = optim.Adam(model.parameters(), lr=0.01)
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `optimizer` is built anew in every iteration: what it has learned of the gradients is lost each time
        optimizer.zero_grad()
        loss = model(torch.ones(2, 4)).pow(2).mean()
        loss.backward()
        optimizer.step()
    steps = int(optimizer.state[model.weight]["step"])

## Fixed

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    for epoch in range(20):
        optimizer.zero_grad()
        loss = model(torch.ones(2, 4)).pow(2).mean()
        loss.backward()
        optimizer.step()
    steps = int(optimizer.state[model.weight]["step"])

## Good

Model and optimizer are built together, as for each fold of a cross-validation.

    import torch
    from torch import nn, optim

    for fold in range(3):
        model = nn.Linear(4, 1)
        optimizer = optim.Adam(model.parameters(), lr=0.01)
        for step in range(20):
            optimizer.zero_grad()
            loss = model(torch.ones(2, 4)).pow(2).mean()
            loss.backward()
            optimizer.step()
        steps = int(optimizer.state[model.weight]["step"])

Stages that differ have optimizers of their own.

    import torch
    from torch import nn, optim

    model = nn.Linear(4, 1)
    for lr in (0.1, 0.01):
        optimizer = optim.Adam(model.parameters(), lr=lr)
        for step in range(20):
            optimizer.zero_grad()
            loss = model(torch.ones(2, 4)).pow(2).mean()
            loss.backward()
            optimizer.step()
        steps = int(optimizer.state[model.weight]["step"])

## Proof

    assert bad.run().names["steps"] == 1
    for program in (fixed, *good):
        assert program.run().names["steps"] == 20

## When this is intended

To begin anew on purpose, as in a warm restart or in each round of federated learning: nothing is said where the
optimizer is built with something that the loop changes, or in a function that the loop calls.

## Fix safety

Unsafe: the steps become others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from ..program.events import OptimizerBuilt, Step
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..program.surroundings import around_calls
from ..repair import insert
from ..repair.delete import whole
from ..repair.move import overlaps
from ..rules.rule import Category, Finding, Fix, Severity, rule

_BEGINS_ANEW = re.compile(
    r"\.load_state_dict\(|reset|\.apply\(|requires_grad|freeze|restart|add_module|deepcopy|\bdel |round\b|rounds\b"
    r"|prune|rewind|quantize|\.copy_\(|\binit\.\w+_\("
)
_RESTARTS = re.compile(
    r"\b(fold|round|trial|stage|phase|task|restart|client|seed|run)s?\b|_(fold|round|trial|stage|phase|task|seed)s?\b"
)

_LISTED = re.compile(r" in [\[({'\"]")
"""Things written out one by one, such as devices or settings to compare, are no epochs."""


@rule(Category.OPTIMIZER, Severity.WARNING, "an optimizer is built anew in every iteration")
def optimizer_rebuilt_in_loop(program: Program) -> Iterator[Finding[OptimizerBuilt]]:
    """Report each optimizer that a loop builds of what it does not change, and steps with."""
    stepped = {step.object for step in program.events(Step)}
    for built in program.unique(OptimizerBuilt):
        if built.at != built.site or built.object not in stepped or not built.repeats:
            continue
        own = program.source.statement(built.at) if built.at.module == program.path else None
        if own is None:
            continue
        if not own.simple or not own.binds or not _has_state(built, own):
            continue
        again = _begins_the_same(program, own) or _called_the_same(program, own, built.trail)
        if again and not _lasts(program, built):
            message = "is built anew in every iteration: what it has learned of the gradients is lost each time"
            yield Finding(own.site, f"`{own.binds}` {message}", built)


def _has_state(built: OptimizerBuilt, own: StatementText) -> bool:
    """Whether an optimizer keeps anything from step to step."""
    class_ = (built.optimizer.class_ or "").rpartition(".")[2]
    return class_ not in ("SGD", "LBFGS", "ASGD", "Optimizer") or (class_ == "SGD" and "momentum" in own.text)


def _lasts(program: Program, built: OptimizerBuilt) -> bool:
    """Whether it steps in loops within loops until it is built anew: each of them is a whole training, and repeated."""
    around = {each.site for each in around_calls(program, built)}
    for step in program.events(Step):
        if step.object == built.object:
            own = {each.site for each in around_calls(program, step) if each.is_loop}
            if len(own - around) > 1:
                return True
    return False


def _begins_the_same(program: Program, own: StatementText) -> bool:
    """Whether a statement stands directly in a loop that changes nothing it reads, and does not begin anew otherwise."""
    loop = program.source.parent(own.site)
    header = "" if loop is None else loop.text.partition("\n")[0]
    if loop is None or not loop.is_loop or _RESTARTS.search(header) or _LISTED.search(header):
        return False
    return not _changes(loop, own) and not _BEGINS_ANEW.search(loop.text.replace(own.text, "", 1))


_COUNTS = re.compile(r"for (\w+) in (?:\w*range|\w*tqdm\(range)\(")


def _called_the_same(program: Program, own: StatementText, trail: tuple[Site, ...]) -> bool:
    """Whether a function builds it of what it is given, and a loop calls the function with the same things again."""
    function = program.source.parent(own.site)
    if function is None or not trail or not re.match(r"(async )?def (?!__init__)", function.text):
        return False
    call = program.source.statement(trail[-1]) if trail[-1].module == program.path else None
    made = {place for each in program.source.body(function.site) for place in each.writes - own.writes}
    if call is None or _overlap(own.reads, made) or _BEGINS_ANEW.search(function.text) or _RESTARTS.search(call.text):
        return False
    loop = program.source.parent(call.site)
    header = "" if loop is None else loop.text.partition("\n")[0]
    if loop is None or not loop.is_loop:
        return call.simple and _called_the_same(program, call, trail[:-1])
    # What it is built of has the same name on both sides of the call, as a rule.
    roots = {place.partition(".")[0] for place in own.reads}
    alike = {place for place in call.reads if place.partition(".")[0] in roots}
    counter = _COUNTS.match(header)
    given = alike or call.reads - ({counter[1]} if counter else set())
    return (
        not _overlap(given, loop.writes - call.writes)
        and not _RESTARTS.search(header)
        and not _BEGINS_ANEW.search(loop.text)
    )


def _changes(loop: StatementText, own: StatementText) -> bool:
    """Whether a loop changes what a statement in it reads."""
    return _overlap(own.reads, loop.writes - own.writes)


def _overlap(places: AbstractSet[str], others: AbstractSet[str]) -> bool:
    return any(overlaps(place, other) for place in places for other in others)


@optimizer_rebuilt_in_loop.fix
def build_before_loop(program: Program, built: OptimizerBuilt) -> Fix | None:
    """Move the optimizer above the outermost loop that leaves alone what it is built of."""
    own = program.source.statement(built.at)
    gone = whole(program, built.at)
    if own is None or gone is None or not own.alone or own.comments or own.trailing_comment:
        return None
    loop = _outermost(program, own, built.at)
    if loop is None or not loop.alone:
        return None
    return Fix("Build the optimizer before the loop", (insert.before(program, loop, own.text), gone))


def _outermost(program: Program, own: StatementText, site: Site) -> StatementText | None:
    """The outermost loop around a statement that changes nothing it reads."""
    found = None
    for around in program.outwards(site):
        if not around.is_loop or _changes(around, own):
            break
        found = around
    return found
