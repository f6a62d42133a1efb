"""Questions about optimizers that get parameters after they were configured."""

from __future__ import annotations

from .events import OptimizerBuilt, ParametersAdded, Step
from .program import Program


def trained_later(program: Program, models: frozenset[int]) -> bool:
    """Whether, once Lightning's optimizers are configured, an optimizer gets one of these models, or perhaps does."""
    built = [event for event in program.events(OptimizerBuilt) if event.lightning is not None and event.lightning.late]
    sources = [source for event in built for source in event.optimizer.sources]
    sources += [source for event in program.events(ParametersAdded) for source in event.added]
    changed = any(step.optimizer.escaped for step in program.events(Step) if step.lightning is not None)
    return changed or any(source.model in models for source in sources)
