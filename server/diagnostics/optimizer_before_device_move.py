"""The optimizer is built over a model that is moved or converted afterwards.

## Why this is a bug

Most often it is none. `model.to(device)`, `.cuda()`, `.half()` and `.double()` put new data into the parameters that are
there, so an optimizer that was built before still updates the right ones (torch 2.13; older advice says otherwise, and
so does the documentation of `Module.cuda`). Such an order gets an information only: moving the model first holds in all
cases. These are the cases where something is lost:

- `.to("meta")`, and `to_empty(...)` of a model on the meta device, make new parameters, and so does every conversion
  under `torch.__future__.set_overwrite_module_params_on_conversion(True)`. The optimizer goes on updating the old ones.
  Nothing is raised, and nothing is trained. The same may happen on an XLA device.
- Adagrad makes its state when it is built. The state stays on the device, and in the dtype, that the parameters had.
  The same is true of the state of any optimizer once it has stepped.
- Adam and its relatives raise RuntimeError in the next step if they have stepped and the dtype changed since.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1, device="meta")
    # plain gradient descent
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.MSELoss()
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=50)
    model.to_empty(device="cpu")
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^ `model` gets new parameters here, and `optimizer` goes on updating the old ones
    model.reset_parameters()
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1, device="meta")
    criterion = nn.MSELoss()
    model.to_empty(device="cpu")
    # plain gradient descent
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=50)
    model.reset_parameters()
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())

## Good

An ordinary conversion keeps the parameters: the model trains, and all there is to say is that the other order is safer.

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 4, dtype=torch.float64)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    model.to(torch.float64)
    # ^^^^^^^^^^^^^^^^^^^^^ information: `optimizer` was built before `model` is converted here: nothing is lost, but building it afterwards is safe in every case
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

Where conversions swap the data of the parameters, even a move to another kind of device keeps them.

    import torch
    from torch import nn

    torch.__future__.set_swap_module_params_on_conversion(True)
    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1, device="meta")
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.to_empty(device="cpu")
    model.reset_parameters()
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

Wrapping a model and loading values into it keep the parameters as well.

    import torch
    from torch import nn

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    model.load_state_dict(nn.Linear(4, 1).state_dict())
    model = nn.DataParallel(model)
    losses = []
    for epoch in range(60):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

## Proof

    lost = bad.run().names
    assert lost["losses"][0] == lost["losses"][-1]
    assert all(new is not old for new in lost["model"].parameters() for old in lost["optimizer"].param_groups[0]["params"])
    for program in (fixed, *good):
        names = program.run().names
        assert names["losses"][-1] < names["losses"][0] / 2
        held = names["optimizer"].param_groups[0]["params"]
        assert [id(each) for each in names["model"].parameters()] == [id(each) for each in held]

    import torch
    from torch import nn

    def step(model, optimizer):
        optimizer.zero_grad()
        model(torch.ones(2, 4, dtype=model.weight.dtype)).sum().backward()
        optimizer.step()

    # Adagrad has a state before its first step, and keeps it as it is.
    model = nn.Linear(4, 1)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
    model.double()
    step(model, optimizer)
    assert optimizer.state[model.weight]["sum"].dtype == torch.float32
    assert model.weight.dtype == torch.float64

    # Adam raises once it has stepped, and does not after its state was loaded again; SGD does not mind.
    for class_, raises in [(torch.optim.Adam, True), (torch.optim.SGD, False)]:
        for repaired in (False, True):
            model = nn.Linear(4, 1)
            optimizer = class_(model.parameters(), lr=0.1)
            step(model, optimizer)
            model.to(torch.float64)
            if repaired:
                optimizer.load_state_dict(optimizer.state_dict())
            try:
                step(model, optimizer)
            except RuntimeError:
                assert raises and not repaired
            else:
                assert repaired or not raises

    # Under this flag, every conversion makes new parameters.
    torch.__future__.set_overwrite_module_params_on_conversion(True)
    model = nn.Linear(4, 1)
    before = [id(each) for each in model.parameters()]
    model.to("cpu")
    assert [id(each) for each in model.parameters()] != before

## When this is intended

The order is a matter of taste for SGD and Adam, as long as the model stays on an ordinary device and the optimizer has
not stepped. Turn the rule off, or keep the order that always holds.

## Fix safety

Safe: the optimizer, with what is built on it, goes below the move, and only if nothing in between uses it. It holds the
same parameters, has the same state, and the same keys in a checkpoint; where they were lost, its steps have no effect
today. Unsafe for an Adagrad whose state gets another dtype by it. Nothing is offered once the optimizer has stepped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..program.device import DeviceKind, differ
from ..program.events import DeviceMove, OptimizerBuilt, Step
from ..program.facts import BUILT_STATE, Cut, CutKind, Optimizer, Parameters, Source
from ..program.program import Program
from ..program.states import Certainty
from ..repair import move as moving
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, rule
from ..rules.wording import named

_MESSAGES = {
    CutKind.MOVED: "{model} gets new parameters here, and {optimizer} goes on updating the old ones",
    CutKind.STATE_MOVED: "the state of {optimizer} stays where {model} was before: its next step is likely to raise RuntimeError",
    CutKind.STATE_CONVERTED: "the state of {optimizer} stays in the dtype that {model} had before: its steps mix both",
    CutKind.STATE_UNFIT: "the state of {optimizer} stays in the dtype that {model} had before: its next step raises RuntimeError",
}
_PERHAPS_NEW = "{model} may get new parameters here, and {optimizer} then goes on updating the old ones"
_HARMLESS = "{optimizer} was built before {model} is {change} here: nothing is lost, but building it afterwards is safe in every case"


class Early(NamedTuple):
    """An optimizer that was there before its model was moved, and what the move cut off (None for nothing)."""

    move: DeviceMove
    object: int
    optimizer: Optimizer
    cut: Cut | None


@rule(Category.DEVICE, Severity.ERROR, "the optimizer is built before the model is moved")
def optimizer_before_device_move(program: Program) -> Iterator[Finding[Early]]:
    """Report each move of a model that an optimizer already holds: what is lost by it, or that nothing is."""
    told: dict[object, Severity] = {}
    for move in program.events(DeviceMove):
        for object_, optimizer in move.optimizers:
            early = Early(move, object_, optimizer, _cut(move, optimizer))
            if move.site.module == optimizer.site.module != program.path:
                continue
            severity = _severity(program, early)
            if severity is None or severity <= told.get(move.at, 0):
                continue
            told[move.at] = severity
            related = (Related(early.optimizer.site, "the optimizer is built here"),)
            yield Finding(move.at, _message(program, early), early, severity, related)


def _cut(move: DeviceMove, optimizer: Optimizer) -> Cut | None:
    return next((cut for cut in optimizer.cuts if cut.site == move.site and cut.old == move.object), None)


def _severity(program: Program, early: Early) -> Severity | None:
    """How bad it is, by what the steps afterwards find."""
    move, object_, optimizer, cut = early
    steps = [step for step in program.events(Step) if step.object == object_]
    if cut is None:
        # Between steps, a conversion may well do harm that only the later iterations show.
        among = any(move.loop is not None and step.iteration == move.iteration for step in steps)
        return Severity.INFORMATION if _is_setting_up(move, optimizer) and not among else None
    confirmed = any(cut in step.optimizer.cuts for step in steps)
    if not confirmed and steps:
        return None
    certain = confirmed and cut.sure and cut.kind in (CutKind.MOVED, CutKind.STATE_UNFIT)
    return Severity.ERROR if certain else Severity.WARNING


def _is_setting_up(move: DeviceMove, optimizer: Optimizer) -> bool:
    """Whether a move that changes something comes before the first step of an optimizer that is known."""
    if optimizer.class_ is None or optimizer.many or not optimizer.sources or not move.model.device.certain:
        return False
    if any(cut.old == move.object for cut in optimizer.cuts):
        return False
    if optimizer.used_at or optimizer.stepped.certainty(BUILT_STATE) not in (Certainty.NEVER, Certainty.MUST):
        return False
    return _leaves(move) or move.dtype not in ("", move.model.dtype or "float32")


def _leaves(move: DeviceMove) -> bool:
    """Whether the model goes elsewhere; one that was moved before may be there already, as `device` is mostly the same."""
    before = move.model.device
    return differ(before, move.device) or (before.default and move.device.kind is not DeviceKind.CPU)


def _message(program: Program, early: Early) -> str:
    model, optimizer = _model(early), _name(program, early)
    cut, change = early.cut, "moved" if _leaves(early.move) else "converted"
    said = _MESSAGES.get(cut.kind, _HARMLESS) if cut is not None else _HARMLESS
    if cut is not None and cut.kind is CutKind.MOVED and not cut.sure:
        said = _PERHAPS_NEW
    return said.format(model=model, optimizer=optimizer, change=change)


def _model(early: Early) -> str:
    name = early.move.name
    if not re.fullmatch(r"[\w.]+", name):
        name = next((source.place for source in early.optimizer.sources if source.model == early.move.object), "")
    return named(name, "the model")


def _name(program: Program, early: Early) -> str:
    """The optimizer as its steps call it, or as it is called where it is built."""
    for step in program.events(Step):
        if step.object == early.object and step.name:
            return f"`{step.name}`"
    built = program.source.statement(early.optimizer.site)
    if built is None or program.source.function(built.site) != program.source.function(early.move.at):
        return "the optimizer"
    return named(built.binds if built.simple else "", "the optimizer")


@optimizer_before_device_move.fix
def move_below(program: Program, early: Early) -> Fix | None:
    """Move the optimizer, with what is built on it, below the last of the moves that follow it."""
    move, _, optimizer, cut = early
    source = next((source for source in optimizer.sources if _holds_still(program, early, source)), None)
    if source is None or optimizer.used_at or move.at != move.site:
        return None
    moves = [
        other.at for other in program.unique(DeviceMove) if other.object == move.object and other.trail == move.trail
    ]
    for target in dict.fromkeys((*reversed(moves), move.at)):
        places = moving.in_one_block(program, optimizer.site, target)
        if places is None or not (source.model == move.object or moving.left_alone(program, places, source.place)):
            continue
        edits = moving.below(program, *places, source.place, unused=True)
        if edits is not None:
            safety = Safety.UNSAFE if cut is not None and cut.kind is CutKind.STATE_CONVERTED else Safety.SAFE
            return Fix("Move the optimizer below the move of its model", edits, safety)
    return None


def _holds_still(program: Program, early: Early, source: Source) -> bool:
    """Whether the optimizer would get the same parameters of a model if it were built after the move."""
    for built in program.events(OptimizerBuilt):
        if (
            built.object != early.object
            or built.trail != early.move.trail
            or built.at != built.site
            or not source.place
        ):
            continue
        plain = isinstance(built.parameters, Parameters) and not built.parameters.filtered
        same = source.model != early.move.object or early.move.model.structure == source.structure
        return plain and same and not early.move.model.escaped
    return False
