"""Two optimizers that are in use together and hold the same parameters, while another model has none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .events import Backward, ModelCalled, OptimizerBuilt, Step
from .facts import Parameters
from .lightning_events import OptimizersConfigured
from .program import Program
from .site import Site

_SOME = 0
"""Stands for a model that no optimizer has."""


class Twins(NamedTuple):
    """Two optimizers with the same parameters; `second` is built later, `left` says what they are the parameters of."""

    first: OptimizerBuilt
    second: OptimizerBuilt
    left: str


def twins(program: Program) -> Iterator[Twins]:
    """Each optimizer that has just the parameters of another one of its class that is used with it.

    One after the other for one model is a schedule, and so are two of different classes; and two for two tasks may be
    meant, unless there is a model that is trained with them and has no optimizer.
    """
    built = {each.object: each for each in program.events(OptimizerBuilt) if _plain(each)}
    if len({each.site for each in built.values()}) < 2:
        return
    for together, alone in (*_configured(program), *_stepped(program)):
        group = [each for number, each in built.items() if number in together]
        for at, second in enumerate(group):
            models = second.optimizer.models
            first = next((each for each in group[:at] if _same(each, second)), None)
            if first is not None and alone - {model for each in group for model in each.optimizer.models} - models:
                yield Twins(first, second, second.optimizer.sources[0].place)


def _plain(built: OptimizerBuilt) -> bool:
    """Whether an optimizer certainly has all parameters of some models, and nothing else."""
    given, optimizer = built.parameters, built.optimizer
    if not isinstance(given, Parameters) or given.filtered or given.many or not given.complete:
        return False
    return optimizer.complete and not optimizer.many and not optimizer.escaped and bool(optimizer.sources)


def _same(one: OptimizerBuilt, other: OptimizerBuilt) -> bool:
    alike = one.optimizer.class_ == other.optimizer.class_ and one.site != other.site
    return alike and one.optimizer.models == other.optimizer.models


def _configured(program: Program) -> Iterator[tuple[list[int], set[int]]]:
    """The optimizers of a LightningModule, and the models that its training calls."""
    for configured in program.unique(OptimizersConfigured):
        module = configured.object
        called = {
            event.object
            for event in program.events(ModelCalled)
            if event.lightning is not None and event.lightning.module == module and event.object != module
        }
        left = {_SOME} if configured.left_out or configured.unseen else called
        numbers = [number for number, _ in configured.optimizers]
        # Who gives both all of the module leaves nothing out.
        if not any(module in optimizer.models for _, optimizer in configured.optimizers):
            yield numbers, left


def _stepped(program: Program) -> Iterator[tuple[list[int], set[int]]]:
    """The optimizers that are stepped in one loop, and the models that the backward passes there go through."""
    loops: dict[tuple[Site | None, tuple[Site, ...]], list[int]] = {}
    for step in program.unique(Step):
        if step.loop is not None and step.lightning is None:
            loops.setdefault(step.iteration, []).append(step.object)
    for place, numbers in loops.items():
        passes = [each for each in program.unique(Backward) if each.iteration == place]
        # What is certainly left out is said of itself.
        if not any(each.untrained for each in passes):
            yield numbers, {model for each in passes if each.loss is not None for model in each.loss.models}
