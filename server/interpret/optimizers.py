"""Building optimizers and schedulers."""

from __future__ import annotations

from ..program.events import OptimizerBuilt
from ..program.facts import BUILT_STATE, FRESH_STATE, Collection, Foreign, Loss, Model, Optimizer, Parameters
from ..program.states import only
from ..program.values import NONE, External, Reference, TupleValue, Unknown, Value
from ..pytorch.facts import OptimizerClass, SchedulerClass
from .classes import find_member, has_base_elsewhere, has_unknown_base, lineage
from .frames import Arguments
from .freezing import all_frozen
from .groups import given_twice
from .iteration import consume, variable_of
from .lazy import note_touched
from .leaves import adopt_leaves, tensors_in
from .machine import Machine
from .misread_parameters import misread
from .options import drifts, rejected_options
from .parameters import collected, held_by
from .reach import argument_text, elements_of

_MISSING = (Unknown("an argument that is not passed"), 0)


def build_optimizer(machine: Machine, name: str, row: OptimizerClass, arguments: Arguments, node: int) -> Reference:
    """A new optimizer over the parameters that it is given."""
    argument, argument_node = arguments.bound(row.signature).get(row.params, _MISSING)
    adopt_leaves(machine, argument, argument_node)
    parameters = collected(machine, argument)
    text_of_argument = argument_text(machine, argument_node)
    facts = Optimizer(
        machine.site(node),
        name,
        sources=parameters.sources if parameters is not None else (),
        complete=parameters is not None and parameters.complete and not _unsure(machine, parameters),
        stepped=only(BUILT_STATE if row.builds_state_at_once else FRESH_STATE),
    )
    twice = None if machine.quiet else given_twice(machine, argument)
    consume_parameters(machine, argument, argument_node, name.rpartition(".")[2])
    if row.builds_state_at_once and facts.complete:
        note_touched(machine, facts.models, name.rpartition(".")[2], node)
    reference = machine.allocate(facts, node, name)
    found = machine.facts(argument)
    models = tuple(
        model for source in facts.sources if isinstance(model := machine.live().heap.get(source.model), Model)
    )
    machine.record(
        OptimizerBuilt(
            *machine.place(node),
            reference.object,
            facts,
            argument,
            machine.site(argument_node),
            found,
            text_of_argument,
            models,
            _holds_any(machine, facts),
            tuple(tensors_in(machine, argument)),
            all_frozen(machine, facts),
            rejected_options(machine, row, arguments),
            twice,
            _are_modules(machine, argument),
            drifts(name, row, arguments),
            *misread(machine, argument_node),
        )
    )
    return reference


_OF_PARAMETERS = ("torch.nn.ParameterList", "torch.nn.ParameterDict")


def _are_modules(machine: Machine, argument: Value) -> bool:
    """Whether what an optimizer gets is certainly a module that gives no parameters, or a list of such."""
    facts = machine.facts(argument)
    if isinstance(argument, TupleValue) or (isinstance(facts, Collection) and facts.exact and facts.kind == "list"):
        elements = argument.elements if isinstance(argument, TupleValue) else elements_of(machine, argument)
        return bool(elements) and all(_is_module(machine, element) for element in elements or ())
    return _is_module(machine, argument)


def _is_module(machine: Machine, value: Value) -> bool:
    facts = machine.facts(value)
    if not isinstance(facts, Model) or facts.by_use or facts.class_ is None:
        return False
    if isinstance(facts.class_, External):
        return facts.class_.name not in _OF_PARAMETERS
    line = lineage(machine, facts.class_)
    own = any(find_member(machine, facts.class_, name) is not None for name in ("__iter__", "__getitem__"))
    hidden = has_unknown_base(machine, facts.class_) or has_base_elsewhere(machine, facts.class_)
    return (
        not own and not hidden and not any(isinstance(base, External) and base.name in _OF_PARAMETERS for base in line)
    )


def _holds_any(machine: Machine, optimizer: Optimizer) -> bool | None:
    """Whether any model that the optimizer gets its parameters from has some."""
    from .models import has_parameters  # classes ask what builds optimizers, and models ask classes

    if not optimizer.complete or not optimizer.sources:
        return None
    heap = machine.live().heap
    if all(isinstance(heap.get(source.model), Loss) for source in optimizer.sources):
        return False
    answers = {has_parameters(machine, source.model) for source in optimizer.sources}
    return True if True in answers else None if None in answers else False


def _unsure(machine: Machine, parameters: Parameters) -> bool:
    """Whether a model among the sources may be another one than it looks."""
    return any(
        facts.many for source in parameters.sources if (facts := machine.live().heap.get(source.model)) is not None
    )


def consume_parameters(machine: Machine, argument: Value, node: int, by: str) -> None:
    """An optimizer runs through what it is given, in groups or not: generators are empty afterwards."""
    facts = machine.facts(argument)
    groups = facts.elements if isinstance(facts, Collection) else ()
    if isinstance(argument, TupleValue):
        groups = argument.elements
    for group in groups:
        held = machine.facts(group)
        if isinstance(held, Collection) and held.kind == "dict":
            for value in held_by(held):
                consume(machine, value, node, by, variable_of(machine, value))
    consume(machine, argument, node, by, argument_text(machine, node))


def build_scheduler(machine: Machine, name: str, row: SchedulerClass, arguments: Arguments, node: int) -> Reference:
    """A new learning-rate scheduler; it keeps its optimizer among its arguments."""
    bound = arguments.bound(row.signature)
    kept = tuple((key, value) for key, (value, _) in bound.items() if value != NONE)
    return machine.allocate(Foreign(machine.site(node), name, kept), node, name)
