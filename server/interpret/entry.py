"""Running a file: its body, then the functions and classes that nothing visible calls."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress

from ..program.facts import Instance, Model, Optimizer, Parameters
from ..program.record import replace
from ..program.values import Class, Function, Reference, Unknown
from ..semantics.uses import called_in
from ..syntax.tree import Block
from .alone import run_alone
from .classes import find_member, is_a
from .forwards import note_classes
from .frames import Frame
from .havoc import forgotten
from .instances import allocate_instance, own_initializer
from .lightning import MAIN_HOOKS, run_unused
from .machine import Machine, OverBudget, Unreachable
from .memo import run_part
from .state import State
from .tables import ClassDefinition, FunctionDefinition, Module


def run_file(machine: Machine, module: Module) -> None:
    """Execute the root file and everything in it that would otherwise never be looked at."""
    machine.live().open_frame(module.frame)
    with suppress(OverBudget, Unreachable):
        machine.execute(module.body)
    final = machine.state if machine.state is not None else State({module.frame: {}})
    tables = machine.tables
    at_any_time = tables.at_any_time = later(final).sharing(tables.at_any_time)
    defined = list(machine.journal.defined)
    classes = [tables.classes[number] for number in defined if number in tables.classes]
    with_heirs = _with_heirs(classes)
    for definition in classes:
        if definition.module is module and definition.id not in machine.journal.instantiated:
            _run_class(machine, module, definition, at_any_time, has_heirs=definition.id in with_heirs)
    functions = [(number, tables.functions[number]) for number in defined if number in tables.functions]
    for number, definition in _callers_first([each for each in functions if _is_outermost(module, each[1])]):
        if number not in machine.journal.called:
            _run_one(machine, module, number, definition, at_any_time.copy(), None)
    for definition in classes:
        if definition.module is module and definition.id in machine.journal.instantiated:
            if _waits_for_trainer(machine, definition):
                _run_class(machine, module, definition, at_any_time, has_heirs=definition.id in with_heirs)
            else:
                _run_uncalled_methods(machine, module, definition, final)
    machine.frame, machine.state = _module_frame(module), final
    note_classes(machine, [each for each in classes if each.module is module and each.id not in with_heirs])


def later(state: State) -> State:
    """The state in which a function may be called at any time after the file was run: changes are possible."""
    result = state.copy()
    for object_, facts in state.heap.items():
        if isinstance(facts, Model | Optimizer | Parameters):
            result.set_facts(object_, forgotten(facts))
    result.gradients_enabled = True
    return result


def _run_class(
    machine: Machine, module: Module, definition: ClassDefinition, at_any_time: State, *, has_heirs: bool
) -> None:
    """A class that nothing visible instantiates: `__init__` with unknown arguments, then its other methods."""
    class_ = Class(definition.id, definition.name)
    machine.begin_part()
    machine.state = at_any_time.copy()
    machine.frame = _module_frame(module)
    machine.statement = statement = machine.tables.class_statements[definition.id]
    called = frozenset(
        member.id
        for member in definition.members.values()
        if isinstance(member, Function) and member.id in machine.journal.called
    )

    def run(_: Block) -> None:
        receiver = allocate_instance(machine, class_, 0)
        if has_heirs:
            _leave_open(machine, receiver)
        own = own_initializer(machine, receiver, class_)
        if isinstance(own, Function):
            run_alone(machine, own.id, receiver)
        if machine.now() is None:
            return
        built = machine.live().copy()
        _run_in_trainer(machine, class_, receiver)
        after = machine.now()
        _run_methods(machine, module, definition, receiver, built if after is None else after, called)

    run_part(machine, ("class", definition.id, has_heirs, called), statement, run)


def _with_heirs(classes: Iterable[ClassDefinition]) -> frozenset[int]:
    """The classes that other visible classes are built on: they may be meant for nothing else."""
    return frozenset(base.id for definition in classes for base in definition.bases if isinstance(base, Class))


def _leave_open(machine: Machine, receiver: Reference) -> None:
    """Let an object have more than its class shows: what its heirs add."""
    facts = machine.facts(receiver)
    if isinstance(facts, Model | Instance):
        machine.update(receiver.object, replace(facts, open_ended=True))


def _run_in_trainer(machine: Machine, class_: Class, receiver: Reference) -> None:
    """What Lightning would call of a class, in its order."""
    if is_a(machine, class_, "lightning_module") or is_a(machine, class_, "data_module"):
        run_unused(machine, receiver, data=is_a(machine, class_, "data_module"))


def _waits_for_trainer(machine: Machine, definition: ClassDefinition) -> bool:
    """Whether a class is meant for Lightning's Trainer, and none was seen to use it."""
    class_ = Class(definition.id, definition.name)
    if not is_a(machine, class_, "lightning_module") and not is_a(machine, class_, "data_module"):
        return False
    hooks = [find_member(machine, class_, name) for name in MAIN_HOOKS]
    return not any(isinstance(hook, Function) and hook.id in machine.journal.called for hook in hooks)


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
        _run_methods(machine, module, definition, receiver, final, machine.journal.called)


def _run_methods(
    machine: Machine,
    module: Module,
    definition: ClassDefinition,
    receiver: Reference,
    state: State,
    called: AbstractSet[int],
) -> None:
    at_any_time = later(state)
    members = [
        (member.id, method)
        for name, member in definition.members.items()
        if isinstance(member, Function) and name != "__init__" and member.id not in called
        if (method := machine.function(member.id)).module is module
    ]
    for number, method in _callers_first(members):
        if number not in machine.journal.called:
            _run_one(machine, module, number, method, at_any_time.copy(), receiver)


def _callers_first(functions: list[tuple[int, FunctionDefinition]]) -> list[tuple[int, FunctionDefinition]]:
    """Functions, or methods of a class, that none of the others calls come first: they show how the others are called."""
    callers: dict[str, set[str]] = {}
    for _, definition in functions:
        if definition.statement is not None:
            method = definition.owner is not None and bool(definition.parameters)
            for called in called_in(definition.statement, definition.parameters[0].name if method else ""):
                callers.setdefault(called, set()).add(definition.name)
    return sorted(functions, key=lambda each: bool(callers.get(each[1].name, set[str]()) - {each[1].name}))


def _is_outermost(module: Module, definition: FunctionDefinition) -> bool:
    """Whether a function stands in a module itself, in no function or class."""
    alone = definition.expression is None and len(definition.outer) == 1 and definition.owner is None
    return alone and definition.module is module


def _is_wrapped(machine: Machine, definition: FunctionDefinition) -> bool:
    """Whether a decorator that is not followed stands before a function: it may do anything before that is run."""
    if definition.statement is None or not definition.statement.decorators:
        return False
    if definition.owner is not None:
        return isinstance(machine.tables.classes[definition.owner].members.get(definition.name), Unknown)
    return isinstance(machine.read(definition.module.frame, definition.name), Unknown)


def _run_one(
    machine: Machine,
    module: Module,
    number: int,
    definition: FunctionDefinition,
    state: State,
    receiver: Reference | None,
) -> None:
    """One function with unknown arguments; an exhausted budget costs this function only."""
    machine.begin_part()
    machine.state = state
    machine.frame = _module_frame(module)
    machine.statement = definition.statement
    if _is_wrapped(machine, definition):
        state.gradients_enabled = None
    own = receiver if definition.kind not in ("static", "class") else None

    def run(_: Block) -> None:
        machine.journal.called.add(number)
        try:
            run_alone(machine, number, own)
        except (OverBudget, Unreachable):
            machine.state = None

    if definition.statement is not None:
        run_part(machine, ("alone", number, own), definition.statement, run)


def _module_frame(module: Module) -> Frame:
    return Frame(module.frame, module, module.scope, (), ())
