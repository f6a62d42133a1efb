"""Where models are called, seen against the steps that train them: what an evaluation is, and what training."""

from __future__ import annotations

from collections.abc import Iterator

from .events import Accumulated, Backward, Event, GradientsTaken, LossCalled, ModelCalled, ModeSet, Step
from .facts import Model
from .program import Program
from .readings import Judged
from .site import Site
from .source import StatementText
from .states import Mode
from .surroundings import inside, iteration_of
from .values import Tensor, Use, Value


def outermost_calls(program: Program) -> Iterator[ModelCalled]:
    """The calls of models that are not part of another model's forward pass, each place once, the last visit."""
    return iter(program.kept(_outermost_calls))


def _outermost_calls(program: Program) -> list[ModelCalled]:
    calls = {(call.site, call.trail): call for call in program.unique(ModelCalled)}
    return [
        call
        for call in calls.values()
        if not any((site, call.trail[:depth]) in calls for depth, site in enumerate(call.trail))
    ]


def last_visits(program: Program) -> dict[tuple[type[Event], Site, tuple[Site, ...]], int]:
    """In which order calls of models, steps and changes of modes are visited for the last time, knowing all iterations."""
    return program.kept(_last_visits)


def _last_visits(program: Program) -> dict[tuple[type[Event], Site, tuple[Site, ...]], int]:
    happened = program.ordered(ModelCalled, Step, ModeSet)
    return {(type(event), event.site, event.trail): index for index, event in enumerate(happened)}


def mode_settings(program: Program, model: Model) -> list[ModeSet]:
    """Where a model was put into the mode that it is in."""
    return [mode for mode in program.unique(ModeSet) if mode.site in model.mode_set_at]


def steps_of(program: Program, model: int) -> list[Step]:
    """The steps on gradients that came through calls of a model, each place once."""
    return [step for step in program.unique(Step) if any(use.model == model for use in step.optimizer.fed_by)]


def evaluates(program: Program, call: ModelCalled, steps: list[Step]) -> bool:
    """Whether something is done with what a call gives, and not for the sake of the training that has these steps."""
    if call.gradients and not only_judged(program, call):
        return False
    training = _for_training(program, call, steps) or _plays_against_another(program, call, steps)
    return not training and _used(program, call)


def _for_training(program: Program, call: ModelCalled, steps: list[Step]) -> bool:
    """Whether the model is trained later in the same iteration, or put into train mode for the very call."""
    last, loop = last_visits(program), iteration_of(program, call)
    at = last[ModelCalled, call.site, call.trail]
    trained = [last[Step, step.site, step.trail] for step in steps]
    together = [step for step in steps if loop is None or inside(program, loop, step)]
    if any(last[Step, step.site, step.trail] > at for step in together):
        return True
    modes = [last[ModeSet, mode.site, mode.trail] for mode in program.unique(ModeSet) if mode.object == call.object]
    before = [index for index in trained if index < at]
    return any(max(before, default=-1) < mode < at for mode in modes)


def _plays_against_another(program: Program, call: ModelCalled, steps: list[Step]) -> bool:
    """Whether its gradients come through a model that another optimizer trains: a generator shows its work as it is."""
    own = {step.object for step in steps}
    others = {use.model for step in program.events(Step) if step.object not in own for use in step.optimizer.fed_by}
    reached = [backward.reached for backward in program.events(Backward)]
    return any(call.object in models and models & others - {call.object} for models in reached)


def _used(program: Program, call: ModelCalled) -> bool:
    """Whether anything is done with the result."""
    statement = program.source.statement(call.at)
    return statement is None or not statement.simple or program.source.span(call.at) != statement.span


def only_judged(program: Program, call: ModelCalled) -> bool:
    """Whether what a call gives is certainly judged and not learned from, though gradients are recorded.

    A loss or a choice is computed from it and compared, and all training of the model is known to go through other
    calls of it.
    """
    if any(_learns(event, call) for event in program.unique(Backward)):
        return False
    if any(call.object in event.models for event in program.events(GradientsTaken)):
        return False
    losses = [event.input for event in program.unique(LossCalled) if _with(call, event)]
    sums = [event.added for event in program.unique(Accumulated) if _with(call, event)]
    if any(_goes_through(value, call) for value in (*losses, *sums)):
        return True
    judged = [event for event in program.unique(Judged) if _with(call, event)]
    chosen = any(use.called == call.site for event in judged for use in event.uses)
    return chosen and any(event.compares for event in judged)


def _learns(backward: Backward, call: ModelCalled) -> bool:
    """Whether a backward pass goes through a call, or perhaps does."""
    if backward.loss is None:
        return not backward.models or any(model == call.object for model, _ in backward.models)
    uses = [use for use in backward.loss.graph if use.model == call.object]
    return any(_is(use, call) or use.called is None for use in uses)


def _with(call: ModelCalled, event: Event) -> bool:
    """Whether something happens in the function that makes a call, or in what that calls."""
    return event.trail[: len(call.trail)] == call.trail


def _goes_through(value: Value, call: ModelCalled) -> bool:
    return isinstance(value, Tensor) and any(_is(use, call) for use in value.graph)


def _is(use: Use, call: ModelCalled) -> bool:
    return use.model == call.object and use.called == call.site


def differentiated_in_eval_mode(program: Program, call: ModelCalled) -> bool:
    """Whether a backward pass goes through a call of a model in eval mode, or perhaps does."""
    for event in program.events(Backward):
        if event.loss is None:
            modes = [model.mode for number, model in event.models if number == call.object]
        else:
            uses = [use for use in event.loss.graph if use.model == call.object]
            modes = [use.mode for use in uses if use.called in (None, call.site)]
        if any(mode.possible & Mode.EVAL for mode in modes):
            return True
    return any(call.object in event.models for event in program.events(GradientsTaken))


def trains(program: Program, statement: StatementText) -> bool:
    """Whether anything is trained while a statement of the file runs."""
    kinds = (Backward, GradientsTaken, Step)
    return any(inside(program, statement, event) for kind in kinds for event in program.events(kind))
