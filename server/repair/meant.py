"""What is meant where it is not written: the model of an optimizer that was given none, the loss to go back from."""

from __future__ import annotations

import re

from ..program.events import MemberSet, ModelNamed, OptimizerBuilt
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..program.surroundings import class_around
from .move import overlaps

_OPTIMIZER = re.compile(r"optimi[sz]ers?|optims?|opts?", re.IGNORECASE)


def model_for(program: Program, built: OptimizerBuilt) -> str:
    """What the place where an optimizer is built calls the one model that it can be meant for; empty if there are more.

    Of several models it is the one that no other optimizer has, or else the one whose name is that of the optimizer.
    """
    class_ = class_around(program, built.at)
    others = [each for each in program.unique(OptimizerBuilt) if each.site != built.site]
    beside = [each for each in others if _function(program, each.at) == _function(program, built.at)]
    if class_ is not None and not beside and _is_module(program, built, class_):
        return "self"
    names = _members(program, class_) if class_ is not None else []
    names += _variables(program, built)
    taken = {source.place for each in others for source in each.optimizer.sources}
    taken |= {each.name.removesuffix(".parameters()") for each in others}
    free = [name for name in dict.fromkeys(names) if name not in taken]
    return free[0] if len(free) == 1 else _of_same_name(program, built, free)


_CUTS = re.compile(r"\.(?:item|detach|cpu|numpy|tolist|argmax|eq)\(|\b(?:float|int|len|print)\(|(?<![=<>!])[=<>!]=")


def made_of(statements: list[StatementText], sites: set[Site]) -> list[str]:
    """The names to which statements bind what they compute at these sites, and what is made of it, in their order.

    Only names that are bound alone count; through others values are followed.
    """
    names: list[str] = []
    made: set[str] = set()
    for each in statements:
        used = any(overlaps(read, name) for read in each.reads for name in made)
        if each.site in sites or (used and not _CUTS.search(each.text)):
            names += each.writes if len(each.writes) == 1 else ()
            made |= each.writes
    return names


def _function(program: Program, site: Site) -> Site | None:
    function = program.source.function(site)
    return None if function is None else function.site


def _is_module(program: Program, built: OptimizerBuilt, class_: StatementText) -> bool:
    if built.lightning is not None:
        return True
    return any(class_around(program, event.at) == class_ for event in program.events(MemberSet))


def _members(program: Program, class_: StatementText) -> list[str]:
    """The attributes of a class that are models, or that are called by its methods and may be."""
    named = [event.name for event in program.events(ModelNamed) if class_around(program, event.at) == class_]
    called = set(re.findall(r"(self\.\w+)\(", class_.text))
    made = [f"self.{event.name}" for event in program.events(MemberSet) if class_around(program, event.at) == class_]
    return [name for name in named if name.startswith("self.")] + [name for name in made if name in called]


def _variables(program: Program, built: OptimizerBuilt) -> list[str]:
    """The variables that hold models by then, without those that have been wrapped."""
    names: dict[str, int] = {}
    wrapped: set[int | None] = set()
    for event in program.ordered(ModelNamed, type(built)):
        if event is built:
            break
        if not isinstance(event, ModelNamed) or not event.name.isidentifier() or event.trail != built.trail:
            continue
        if _function(program, event.at) == _function(program, built.at):
            names[event.name] = event.object
            wrapped.add(event.model.wraps)
    return [name for name, number in names.items() if number not in wrapped]


def _of_same_name(program: Program, built: OptimizerBuilt, names: list[str]) -> str:
    statement = program.source.statement(built.at)
    own = statement.binds if statement is not None else ""
    word = _OPTIMIZER.sub("", own.rpartition(".")[2]).strip("_").lower()
    alike = [name for name in names if word and name.rpartition(".")[2].lower().startswith(word)]
    return alike[0] if len(alike) == 1 else ""
