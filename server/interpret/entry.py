"""Running a file: its body, then the functions and classes that nothing visible calls."""

from __future__ import annotations

from contextlib import suppress

from ..program.facts import Collection, Instance, Model, Optimizer, Parameters, Unresolved
from ..program.values import Class, Function, Reference, Unknown, Value
from ..syntax import ir
from .annotations import promised
from .classes import find_member
from .functions import function_scope, run_frame
from .havoc import forgotten
from .instances import allocate_instance
from .machine import Arguments, ClassDefinition, Frame, FunctionDefinition, Machine, Module, OverBudget
from .state import State


def run_file(machine: Machine, module: Module) -> None:
    """Execute the root file and everything in it that would otherwise never be looked at."""
    machine.live().open_frame(module.frame)
    with suppress(OverBudget):
        machine.execute(module.body)
    final = machine.state if machine.state is not None else State({module.frame: {}})
    tables = machine.tables
    defined = list(machine.journal.defined)
    classes = [tables.classes[number] for number in defined if number in tables.classes]
    for definition in classes:
        if definition.module is module and definition.id not in machine.journal.instantiated:
            _run_class(machine, module, definition, final)
    for number in defined:
        definition = tables.functions.get(number)
        if definition is None:
            continue
        outermost = definition.expression is None and len(definition.outer) == 1 and definition.owner is None
        if definition.module is module and number not in machine.journal.called and outermost:
            _run_alone(machine, module, number, definition, later(final), None)
    for definition in classes:
        if definition.module is module and definition.id in machine.journal.instantiated:
            _run_uncalled_methods(machine, module, definition, final)


def later(state: State) -> State:
    """The state in which a function may be called at any time after the file was run: changes are possible."""
    result = state.copy()
    for object_, facts in state.heap.items():
        if isinstance(facts, Model | Optimizer | Parameters):
            result.set_facts(object_, forgotten(facts))
    result.gradients_enabled = True
    return result


def _run_class(machine: Machine, module: Module, definition: ClassDefinition, final: State) -> None:
    """A class that nothing visible instantiates: `__init__` with unknown arguments, then its other methods."""
    class_ = Class(definition.id, definition.name)
    machine.state = later(final)
    machine.frame = _module_frame(module)
    machine.statement = machine.tables.class_statements.get(definition.id)
    receiver = allocate_instance(machine, class_, 0)
    initializer = find_member(machine, class_, "__init__")
    if isinstance(initializer, Function):
        _run_body(machine, initializer.id, receiver)
    if machine.state is None:
        return
    _run_methods(machine, module, definition, receiver, machine.state)


def _run_uncalled_methods(machine: Machine, module: Module, definition: ClassDefinition, final: State) -> None:
    """The methods of an instantiated class that nothing visible calls, on an instance as it is in the end."""
    class_ = Class(definition.id, definition.name)
    receiver = next(
        (
            Reference(object_)
            for object_, facts in final.heap.items()
            if isinstance(facts, Model | Instance) and facts.class_ == class_
        ),
        None,
    )
    if receiver is not None:
        _run_methods(machine, module, definition, receiver, final)


def _run_methods(
    machine: Machine,
    module: Module,
    definition: ClassDefinition,
    receiver: Reference,
    state: State,
) -> None:
    for name, member in definition.members.items():
        if not isinstance(member, Function) or member.id in machine.journal.called or name == "__init__":
            continue
        method = machine.function(member.id)
        if method.module is not module:
            continue
        _run_alone(machine, module, member.id, method, later(state), receiver)


def _run_alone(
    machine: Machine,
    module: Module,
    number: int,
    definition: FunctionDefinition,
    state: State,
    receiver: Reference | None,
) -> None:
    """One function with unknown arguments; an exhausted budget costs this function only."""
    machine.state = state
    machine.frame = _module_frame(module)
    machine.statement = definition.statement
    machine.steps = 0
    machine.journal.called.add(number)
    try:
        _run_body(machine, number, receiver if definition.kind not in ("static", "class") else None)
    except OverBudget:
        machine.state = None


def _run_body(machine: Machine, number: int, receiver: Reference | None) -> None:
    definition = machine.function(number)
    machine.journal.called.add(number)
    frame_number = machine.tables.number(("alone", definition.site))
    machine.live().open_frame(frame_number)
    frame = Frame(
        frame_number,
        definition.module,
        function_scope(machine, definition),
        definition.outer,
        (),
        definition,
        receiver,
    )
    machine.statement = definition.statement
    caller = machine.frame
    machine.frame = frame
    _bind_unknown(machine, definition, receiver)
    machine.frame = caller
    machine.depth = 0
    machine.active = []
    run_frame(machine, frame, definition, Arguments(), 0)


def _bind_unknown(machine: Machine, definition: FunctionDefinition, receiver: Reference | None) -> None:
    """Parameters of a function whose callers are not visible: objects known by their names only."""
    variables = machine.live().variables(machine.frame.id)
    for index, parameter in enumerate(definition.parameters):
        if index == 0 and receiver is not None:
            variables[parameter.name] = receiver
        elif parameter.star == "*":
            if parameter.name:
                variables[parameter.name] = Unknown("further arguments")
        elif parameter.star == "**":
            variables[parameter.name] = machine.allocate(
                Collection(definition.site, "dict", (), exact=False), parameter.n, "keywords"
            )
        else:
            variables[parameter.name] = _argument(machine, parameter)


def _argument(machine: Machine, parameter: ir.Parameter) -> Value:
    if parameter.annotation is not None:
        found = promised(machine, parameter.annotation, parameter.n)
        if found is not None:
            return found
    facts = Unresolved(machine.site(parameter.n), "an argument of a function that is not called here", parameter.name)
    return machine.allocate(facts, parameter.n, "argument")


def _module_frame(module: Module) -> Frame:
    return Frame(module.frame, module, module.scope, (), ())
