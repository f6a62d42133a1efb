"""What the optimizers of a program get, and what the training of a LightningModule reaches."""

from __future__ import annotations

from .events import Backward, HookCall, ModelCalled, OptimizerBuilt, ParametersAdded, Step
from .lightning_events import LeftOut, OptimizersConfigured, ParameterRead
from .program import Program


def trained_later(program: Program, models: frozenset[int]) -> bool:
    """Whether, once Lightning's optimizers are configured, an optimizer gets one of these models, or perhaps does."""
    built = [event for event in program.events(OptimizerBuilt) if event.lightning is not None and event.lightning.late]
    sources = [source for event in built for source in event.optimizer.sources]
    sources += [source for event in program.events(ParametersAdded) for source in event.added]
    changed = any(step.optimizer.escaped for step in program.events(Step) if step.lightning is not None)
    return changed or any(source.model in models for source in sources)


def optimized(program: Program) -> set[int]:
    """The models whose parameters optimizers get, when they are built or later."""
    sources = [source for event in program.events(OptimizerBuilt) for source in event.optimizer.sources]
    sources += [source for event in program.events(ParametersAdded) for source in event.added]
    return {source.model for source in sources}


def reached_in_training(program: Program, configured: OptimizersConfigured, part: LeftOut) -> bool:
    """Whether a backward pass of the training reaches the part, as far as that is visible."""
    module = configured.object
    models: set[int] = set()
    for backward in program.events(Backward):
        if backward.lightning is not None and backward.lightning.module == module:
            models.update(model for model, _ in backward.models)
    if models & part.parts:
        return True
    if not models & set(part.owners):
        return False
    if part.object is None:
        reads = [event for event in program.events(ParameterRead) if event.object == part.owners[-1]]
        return any(event.name == part.name and _while_training(event.lightning, module) for event in reads)
    calls = [event for event in program.events(ModelCalled) if event.object in part.parts]
    return any(call.gradients is not False and _while_training(call.lightning, module) for call in calls)


def _while_training(call: HookCall | None, module: int) -> bool:
    return call is not None and call.module == module and call.name == "training_step"
