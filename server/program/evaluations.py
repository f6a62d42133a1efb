"""Where models are called, seen against the steps that train them: what an evaluation is, and what training."""

from __future__ import annotations

from collections.abc import Iterator

from .events import Event, ModelCalled, Step
from .program import Program
from .site import Site
from .source import StatementText


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
    """At which position each place is visited for the last time, where it knows all earlier iterations."""
    return program.kept(_last_visits)


def _last_visits(program: Program) -> dict[tuple[type[Event], Site, tuple[Site, ...]], int]:
    return {(type(event), event.site, event.trail): index for index, event in enumerate(program.all_events)}


def steps_of(program: Program, model: int) -> list[Step]:
    """The steps on gradients that came through calls of a model, each place once."""
    return [step for step in program.unique(Step) if any(use.model == model for use in step.optimizer.fed_by)]


def iteration_of(program: Program, event: Event) -> StatementText | None:
    """The innermost loop around an event, in its own function or in those that call it; None outside of loops."""
    for site in (event.site, *reversed(event.trail)):
        for statement in around(program, site):
            if statement.text.startswith(("for ", "while ", "async for ")):
                return statement
    return None


def around(program: Program, site: Site) -> Iterator[StatementText]:
    """The compound statements around a site in its function, the innermost first; the function is not among them."""
    statement = program.source.parent(site)
    while statement is not None and not statement.text.startswith(("def ", "async def ", "@", "class ")):
        yield statement
        statement = program.source.parent(statement.site)


def inside(program: Program, statement: StatementText, event: Event) -> bool:
    """Whether an event happens while a statement of the file runs."""
    sites = (*event.trail, event.site)
    return any(site.module == program.path and statement.span.contains(program.source.span(site)) for site in sites)
