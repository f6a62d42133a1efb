"""The gradient cycle of one optimizer, read off the events: backward passes, clears and steps that belong together."""

from __future__ import annotations

from collections.abc import Iterator

from .events import Backward, ModelCalled, OptimizerBuilt, Step, ZeroGrad
from .program import Program
from .site import Site
from .states import Certainty, Gradients, States
from .surroundings import below


def steps_on_nothing(program: Program) -> Iterator[Step]:
    """The steps that certainly find no gradients, whatever calls lead to them: none were computed since the last clear.

    Each place comes once, as it was last visited with an optimizer of which there is only one.
    """
    places: dict[Site, dict[tuple[int, tuple[Site, ...]], Step]] = {}
    for step in program.events(Step):
        if step.optimizer.complete and not step.optimizer.sources:
            continue
        by_itself = step.lightning is None or (step.lightning.automatic is False and not step.lightning.by_trainer)
        if by_itself and not step.optimizer.many and step.at.module == program.path:
            places.setdefault(step.site, {})[step.object, step.trail] = step
    for visits in places.values():
        if all(_finds_nothing(step) for step in visits.values()):
            yield list(visits.values())[-1]


def _finds_nothing(step: Step) -> bool:
    return not step.optimizer.gradients.possible & ~(Gradients.CLEAR | Gradients.NEW)


def own_passes(program: Program, step: Step) -> tuple[Site, ...]:
    """The backward passes since the last step that reached the optimizer, and that no other optimizer steps on."""
    others = stepped_on_by_others(program, step)
    return tuple(site for site in step.optimizer.passes if site not in others)


def stepped_on_by_others(program: Program, step: Step) -> set[Site]:
    """The backward passes on whose gradients other optimizers step."""
    return {
        site
        for other in program.events(Step)
        if other.object != step.object and other.site != step.site and not _finds_nothing(other)
        for site in other.optimizer.passes
    }


def passes_at(program: Program, sites: tuple[Site, ...]) -> list[Backward]:
    """The backward passes at these places that are shown in the file, each once, in the order of execution."""
    return [each for each in program.unique(Backward) if each.site in sites and each.at.module == program.path]


def following_passes(program: Program, step: Step) -> list[Backward]:
    """The backward passes behind a step that is seen only once, in the same call, through the models that it trains."""
    models = step.held
    others = stepped_on_by_others(program, step)
    return [
        each
        for each in program.unique(Backward)
        if each.site not in others
        and (each.trail, each.loop) == (step.trail, step.loop)
        and each.site.module == step.site.module == program.path
        and models & each.reached
        and program.source.function(each.site) == program.source.function(step.site)
    ]


def dropping(program: Program, object_: int) -> list[ZeroGrad]:
    """The clears that throw away gradients on which the optimizer has not stepped, in some iteration at least.

    Each comes once, as it was last visited with an optimizer of which there is only one.
    """
    latest = {
        (clear.site, clear.trail): clear
        for clear in program.events(ZeroGrad)
        if clear.object == object_ and clear.sure and not clear.optimizer.many
    }
    return [clear for clear in latest.values() if _drops(clear.optimizer.gradients)]


def _drops(gradients: States) -> bool:
    """Whether gradients are there: surely in some iteration, or in every one but those before the first of all."""
    unused = Gradients.FIRST | Gradients.FRESH
    return gradients.certainty(unused) >= Certainty.SOMETIMES or (
        bool(gradients.possible & unused) and not gradients.possible & ~(unused | Gradients.NEW)
    )


def called_for(program: Program, step: Step) -> ModelCalled | None:
    """The last call, recorded for gradients, of a model that it trains, since the step before.

    What happens only once may be there to warm up: then it counts only behind a clear.
    """
    found = None
    for event in program.ordered(ModelCalled, Step, ZeroGrad):
        if isinstance(event, ModelCalled) and event.gradients:
            if event.object in step.sharing or not step.models:
                found = event
        elif isinstance(event, Step) and event.object == step.object:
            if event is step:
                return found
            found = None
        elif isinstance(event, ZeroGrad) and event.object == step.object and not step.repeats:
            found = None
    return None


def left_by(program: Program, step: Step) -> Step | None:
    """The step at another place that leaves its gradients to one which is itself always cleared right after."""
    if not _cleared_after(program, step):
        return None
    steps = [each for each in program.unique(Step) if each.object == step.object and each.site != step.site]
    return next((each for each in reversed(steps) if not _cleared_after(program, each)), None)


def _cleared_after(program: Program, step: Step) -> bool:
    after = [each.site for each in below(program, step.at)]
    return any(clear.object == step.object and clear.at.whole in after for clear in program.unique(ZeroGrad))


def stepping_on(program: Program, model: int, built: list[OptimizerBuilt]) -> list[OptimizerBuilt]:
    """Those of the optimizers that step right after a backward pass that goes through a model; else all."""
    numbers: set[int] = set()
    reached = False
    for event in program.ordered(Backward, Step):
        if isinstance(event, Backward):
            reached = model in event.untrained
        elif reached:
            numbers.add(event.object)
    return [each for each in built if each.object in numbers] or built
