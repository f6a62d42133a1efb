"""Executing imported files: each by itself and once, for the names it binds; its imports wait until they are needed.

A package of a hundred files imports all of them from its `__init__`, and a script uses one class of it.
"""

from __future__ import annotations

from ..program.facts import Collection, Facts
from ..program.record import replace
from ..program.values import Reference
from ..semantics.scopes import names_bound
from ..syntax import ir
from ..syntax.scan import walk
from ..syntax.tree import Block, Statement
from .frames import Frame
from .machine import STEPS_PER_DEPTH, Machine, OverBudget, Unreachable
from .memo import Journal
from .state import State
from .tables import Image, LateImports, Module


def execute_module(machine: Machine, module: Module) -> None:
    """Give the names of an imported file their values; its events are its own business."""
    if module.frame in machine.live().frames:
        return
    image = machine.tables.images.get(module.path)
    if image is None or not _holds(machine, image, module):
        image = machine.tables.images[module.path] = _executed(machine, module)
    machine.journal.include(image.journal)
    _take_over(machine.live(), image.state)


def late_imports(machine: Machine, module: Module) -> LateImports:
    """The imports of a file that wait; those of the file under analysis do not."""
    known = machine.tables.late_imports.get(module.path)
    if known is None or known.body is not module.body:
        known = machine.tables.late_imports[module.path] = _late(module.body)
    return known


def _late(body: Block) -> LateImports:
    statements = list(_waiting(body))
    by_name = {name: statement for statement in statements for name in names_bound(statement.node)}
    stars = tuple(
        statement for statement in statements if isinstance(statement.node, ir.ImportFrom) and not statement.node.names
    )
    return LateImports(body, frozenset(statement.key for statement in statements), by_name, stars)


def _waiting(body: Block) -> list[Statement]:
    found: list[Statement] = []
    for statement in body:
        if isinstance(statement.node, ir.Import | ir.ImportFrom):
            found.append(statement)
        elif isinstance(statement.node, ir.If) and _only_for_types(statement.node.test):
            found.extend(_waiting(statement.body))
    return found


def _only_for_types(test: ir.Expr) -> bool:
    return any(
        (isinstance(part, ir.Name) and part.id == "TYPE_CHECKING")
        or (isinstance(part, ir.Attribute) and part.attr == "TYPE_CHECKING")
        for part in walk(test)
    )


def _holds(machine: Machine, image: Image, module: Module) -> bool:
    """Whether executing the file now would give the same."""
    definitions = machine.tables.definitions
    return image.body is module.body and all(
        definitions.get(number) is definition for number, definition in image.journal.rests_on.items()
    )


def _executed(machine: Machine, module: Module) -> Image:
    """Execute a file in a state of its own."""
    caller, statement, depth, active = machine.frame, machine.statement, machine.depth, machine.active
    state, steps, context, journal = machine.live(), machine.steps, machine.context, machine.journal
    machine.state = State()
    machine.state.open_frame(module.frame)
    machine.frame = Frame(module.frame, module, module.scope, (), ())
    machine.context = machine.tables.number(("module", module.path))
    machine.depth, machine.active, machine.steps, machine.journal = 0, [], 0, Journal()
    limit, machine.limit = machine.limit, STEPS_PER_DEPTH[0]
    machine.quiet += 1
    # A file that imports itself in a circle finds nothing there yet.
    machine.tables.images[module.path] = Image(module.body, machine.state.copy(), Journal())
    try:
        machine.execute(module.body)
    except (OverBudget, Unreachable):
        machine.state = None
    finally:
        machine.quiet -= 1
        machine.limit = limit
        result, own = machine.now(), machine.journal
        machine.state, machine.steps, machine.context, machine.journal = state, steps, context, journal
        machine.frame, machine.statement, machine.depth, machine.active = caller, statement, depth, active
    if result is None:
        result = State({module.frame: {}})
    own.rests_on[module.path] = module.body
    _leave_growing(result, module)
    return Image(module.body, result, own)


def _leave_growing(state: State, module: Module) -> None:
    """A file's empty collections wait for what other files, perhaps not read, will put there."""
    for value in state.frames.get(module.frame, {}).values():
        facts = state.heap.get(value.object) if isinstance(value, Reference) else None
        if isinstance(facts, Collection) and not facts.elements and isinstance(value, Reference):
            state.set_facts(value.object, replace(facts, exact=False, keys=None))


def _take_over(state: State, image: State) -> None:
    """Add what an image has and a state lacks; what both have is as the state says, but collections may have more."""
    frames = {frame: variables for frame, variables in image.frames.items() if frame not in state.frames}
    for frame, variables in frames.items():
        state.open_frame(frame)
        state.variables(frame).update(variables)
    heap: dict[int, Facts] = {}
    for object_, facts in image.heap.items():
        mine = state.heap.get(object_)
        if mine is None:
            heap[object_] = facts
        elif isinstance(mine, Collection) and mine != facts:
            heap[object_] = replace(mine, exact=False, keys=None)
    if heap:
        state.own_heap().update(heap)
    for object_, members in image.members.items():
        mine = state.members_of(object_)
        for name, value in members.items():
            if name not in mine:
                state.set_member(object_, name, value)
