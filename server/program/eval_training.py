"""Steps on gradients that come through a model in eval mode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .events import ModelCalled, Step
from .program import Program
from .record import record
from .site import Site
from .states import Certainty, Mode
from .values import Use


@record
class Training:
    """A step whose gradients come from a model in eval mode: the model, its call, and how sure it all is."""

    step: Step
    model: int
    call: ModelCalled
    certain: bool


def trained_in_eval_mode(program: Program) -> Iterator[tuple[Training | None, ...]]:
    """The steps on a model place by place: for each way of calls to the place, what is wrong with the step, if anything.

    Where the mode was meant for the training, nothing is: it was set before the first step, with no evaluation in between.
    """
    if not any(use.mode.possible & Mode.EVAL for step in program.events(Step) for use in step.optimizer.fed_by):
        return
    places: dict[tuple[Site, int], dict[tuple[Site, ...], Training | None]] = {}
    history = _History()
    for event in program.ordered(ModelCalled, Step):
        if isinstance(event, ModelCalled):
            history.last[event.object, event.site] = history.last[event.object, None] = event
            if event.model.mode.certainty(Mode.EVAL) is Certainty.MUST:
                history.calls.setdefault(event.object, set()).add(event.site)
        else:
            for model, uses in _by_model(event).items():
                places.setdefault((event.site, model), {})[event.trail] = _training(history, event, model, uses)
    yield from (tuple(visits.values()) for visits in places.values())


@dataclass(slots=True)
class _History:
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


def _by_model(step: Step) -> dict[int, list[Use]]:
    uses: dict[int, list[Use]] = {}
    for use in step.optimizer.fed_by:
        uses.setdefault(use.model, []).append(use)
    return uses


def _training(history: _History, step: Step, model: int, uses: list[Use]) -> Training | None:
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
