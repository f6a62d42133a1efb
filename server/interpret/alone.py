"""Running a function whose caller cannot be seen: by whatever it is called, it gets arguments known by name only."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from ..program.events import HookCall
from ..program.facts import Collection, Unresolved
from ..program.site import Site
from ..program.values import Reference, Unknown, Value
from ..syntax import ir
from .annotations import promised
from .frames import Arguments, Frame, Loop
from .functions import function_scope, run_frame
from .machine import Machine
from .tables import FunctionDefinition

NOTHING_GIVEN: Mapping[int, Value] = {}


def run_alone(
    machine: Machine,
    number: int,
    receiver: Reference | None,
    *,
    key: Hashable = "alone",
    given: Mapping[int, Value] = NOTHING_GIVEN,
    trail: tuple[Site, ...] = (),
    loop: Loop | None = None,
    repeats: bool = False,
    lightning: HookCall | None = None,
) -> tuple[Value, Frame]:
    """The result of a function, and its frame.

    `given` are the parameters of which more is known, by position. `loop` is a loop of the caller in which the
    function is called again and again. `key` tells apart the callers.
    """
    definition = machine.function(number)
    machine.journal.called.add(number)
    frame_number = machine.tables.number((key, definition.site))
    machine.live().open_frame(frame_number)
    frame = Frame(
        frame_number,
        definition.module,
        function_scope(machine, definition),
        definition.outer,
        trail,
        definition,
        receiver,
        loops=[] if loop is None else [loop],
        repeats=repeats,
        lightning=lightning,
    )
    caller, statement, depth, active = machine.frame, machine.statement, machine.depth, machine.active
    machine.statement = definition.statement
    machine.frame = frame
    _bind(machine, definition, receiver, given)
    machine.frame = caller
    machine.depth, machine.active = 0, []
    try:
        result = run_frame(machine, frame, definition, Arguments(), 0)
    finally:
        machine.statement, machine.depth, machine.active = statement, depth, active
    return result, frame


def _bind(
    machine: Machine, definition: FunctionDefinition, receiver: Reference | None, given: Mapping[int, Value]
) -> None:
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
        elif index in given:
            variables[parameter.name] = given[index]
        else:
            variables[parameter.name] = _argument(machine, parameter)


def _argument(machine: Machine, parameter: ir.Parameter) -> Value:
    if parameter.annotation is not None:
        found = promised(machine, parameter.annotation, parameter.n)
        if found is not None:
            return found
    facts = Unresolved(machine.site(parameter.n), "an argument of a function that is not called here", parameter.name)
    return machine.allocate(facts, parameter.n, "argument")
