"""The abstract machine: the state it is in, the call it executes, and the events it has seen.

The functions of this package take the machine first. `machine.state` is None where the program cannot get.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..program.device import UNKNOWN_DEVICE, Device
from ..program.events import Event, HookCall
from ..program.facts import Collection, Facts, Foreign, Instance, Loss, Model, Optimizer, Unresolved
from ..program.record import replace
from ..program.site import Site
from ..program.values import UNKNOWN, Package, Reference, Unknown, Value
from ..semantics.known import Known
from ..syntax import ir
from ..syntax.tree import Block, Statement
from .frames import Arguments, Frame
from .join import join_facts
from .memo import Journal, run_block
from .state import State, join
from .tables import ClassDefinition, FunctionDefinition, Module, Tables, too_large


class OverBudget(Exception):
    """A function takes more steps than are allowed; what it can reach becomes unknown."""


class Unreachable(Exception):
    """What is being run lies behind a call that never returns."""


class Stopped(Exception):
    """The caller no longer wants the result."""


STEPS_PER_DEPTH = (200_000, 200_000, 40_000, 15_000, 6_000, 3_000)
"""How many steps what is run at each depth may take, what it calls included.

A callee that takes more is left unknown, and its caller goes on. The limit of a call must not depend on what was run
before: a stretch that is kept would not be true elsewhere.
"""
STEPS_PER_FILE = 50_000
"""After so many steps, functions that nothing visible calls are still run, but what they call is not followed."""
DEEPEST_CALL = 5
IN_CONTAINER = 1 << 16
"""What a container adds to `quiet` while it runs its layers."""


@dataclass(slots=True)
class Machine:
    """The machine while it runs one program."""

    tables: Tables
    root: str
    modules: dict[str, Module]
    frame: Frame
    find_module: Callable[[str, int, str, str], Module | None]
    """Finds the file of `from ..name import` as seen from a path; None when it is not of the workspace, or when it
    does not mention the last argument."""
    evaluators: dict[type, Callable[[Machine, Any], Value]]
    executors: Mapping[type, Callable[[Machine, Any], None]]
    caller: Callable[[Machine, Value, Arguments, int], Value]
    package_member: Callable[[Machine, Package, str, int], Value]
    late_name: Callable[[Machine, Module, str], Value | None]
    """What a name of an imported file means whose import waited until now."""
    elsewhere: Callable[[str], Known | None] = lambda _: None
    """What is known from other sources of a name of an installed package that the tables do not have."""
    state: State | None = field(default_factory=State)
    events: list[Event] = field(default_factory=list[Event])
    statement: Statement | None = None
    steps: int = 0
    limit: int = STEPS_PER_DEPTH[0]
    steps_before: int = 0
    """The steps of the parts of the file that were run before this one."""
    deepest: int = DEEPEST_CALL
    depth: int = 0
    quiet: int = 0
    journal: Journal = field(default_factory=Journal)
    context: int = 0
    """Stands for the call path and the passes of the loops around: the same place of the execution."""
    call_written: ir.Call | None = None
    """The call being made, as written; None for one that is not in the text."""
    callee: ir.Expr | None = None
    """How the function being called is written, for names in messages and for places it updates."""
    active: list[int] = field(default_factory=list[int])
    looked_for: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """The names of files that are being looked for: files may import all names of each other."""
    cancelled: Callable[[], bool] = lambda: False

    def site(self, node: int = 0) -> Site:
        """The site of a node of the statement being executed."""
        key = self.statement.key if self.statement is not None else -1
        return Site(self.frame.module.path, key, node)

    def evaluate(self, expr: ir.Expr) -> Value:
        """The value of an expression, with what evaluating it does."""
        if self.state is None:
            return UNKNOWN
        self.steps = steps = self.steps + 1
        if steps > self.limit or not steps & 255:
            self.look_up()
        return self.evaluators[type(expr)](self, expr)

    def execute(self, block: Block) -> None:
        """Run the statements of a block until its end, or until the program cannot get further."""
        outer = self.statement
        run_block(self, block)
        self.statement = outer

    def run_statements(self, block: Block) -> None:
        """Run statements one after the other, whatever is known of them."""
        executors = self.executors
        frame, context, quiet, outer = self.frame, self.context, self.quiet, self.statement
        loops, active = len(frame.loops), len(self.active)
        try:
            for statement in block:
                if self.state is None:
                    break
                self.step()
                self.statement = statement
                executors[type(statement.node)](self, statement)
        except Unreachable:
            # Something in the statement never returns: its other parts are not reached.
            self.frame, self.context, self.quiet = frame, context, quiet
            del frame.loops[loops:]
            del self.active[active:]
        self.statement = outer

    def define_function(self, number: int, definition: FunctionDefinition) -> None:
        """Enter a function into the tables; one that is as it was keeps its place, so that records stay true."""
        known = self.tables.functions.get(number)
        if known is None or known != definition:
            known = self.tables.functions[number] = self.tables.definitions[number] = definition
        self.journal.defined[number] = known

    def define_class(self, definition: ClassDefinition, statement: Statement) -> None:
        """Enter a class into the tables; one that is as it was keeps its place."""
        number = definition.id
        known = self.tables.classes.get(number)
        if known is None or known != definition:
            known = self.tables.classes[number] = self.tables.definitions[number] = definition
        self.tables.class_statements[number] = self.journal.class_statements[number] = statement
        self.journal.defined[number] = known

    def function(self, number: int) -> FunctionDefinition:
        """The definition of a function; what is being run rests on it from now on."""
        definition = self.tables.functions[number]
        self.journal.rests_on[number] = definition
        return definition

    def all_steps(self) -> int:
        """The steps taken in this file."""
        return self.steps_before + self.steps

    def begin_part(self) -> None:
        """Begin with a part of the file that is run by itself: it has all its steps."""
        self.steps_before += self.steps
        self.steps = 0
        if self.steps_before > STEPS_PER_FILE and self.deepest == DEEPEST_CALL:
            self.deepest = 1
            self.context = self.tables.number((self.context, "calls are not followed"))

    def found_too_large(self, number: int) -> None:
        """Note that a function took more steps than calls at this depth may."""
        self.journal.too_large.add((number, self.depth))
        self.tables.note_too_large(number, self.depth)

    def is_too_large(self, number: int) -> bool:
        """Whether a function was found too large for this depth before; what is being run rests on the answer."""
        key = too_large(number, self.depth)
        found = self.journal.rests_on[key] = self.tables.definitions.get(key)
        return found is not None

    def call(self, function: Value, arguments: Arguments, node: int) -> Value:
        """The result of calling a value."""
        return self.caller(self, function, arguments, node)

    def now(self) -> State | None:
        """The state, or None where the program cannot get (asked anew after running something)."""
        return self.state

    def live(self) -> State:
        """The state, where the caller needs one. Raises `Unreachable` where the program cannot get."""
        if self.state is None:
            raise Unreachable
        return self.state

    # ------------------------------------------------------------------ objects

    def allocate(self, facts: Facts, node: int, tag: Hashable = None) -> Reference:
        """A new object made at a node under the present calls.

        The first iteration of a loop makes an object of its own; those of all later ones share a number, and as
        soon as there can be two of them that number stands for *many*: updates are weak, no error rests on it.
        Objects whose identity says nothing (lists, generators ...) are simply made anew.
        """
        again = isinstance(facts, Model | Optimizer | Loss | Instance) and self.repeating()
        number = self.tables.number((self.site(node), self.frame.id, tag, again))
        facts = _without_itself(facts, number)
        former = self.live().heap.get(number) if again else None
        if former is not None:
            facts = replace(join_facts(former, facts, _either, both_happen=True), many=True)
        self.live().set_facts(number, facts)
        self.journal.allocated.add(number)
        return Reference(number)

    def facts(self, value: Value) -> Facts | None:
        """The facts of the object that a value refers to."""
        if type(value) is Reference and self.state is not None:
            return self.state.heap.get(value.object)
        return None

    def update(self, object_: int, facts: Facts) -> None:
        """Replace what is known of an object."""
        self.live().set_facts(object_, facts)

    def fresh(self, one: int, other: int) -> int:
        """The number of the object that is one of two, each made on its own path."""
        return self.tables.number(("joined", one, other))

    def join(
        self, one: State | None, other: State | None, *, both_happen: bool = False, first_happens: bool = False
    ) -> State | None:
        """The state where two paths meet."""
        return join(one, other, self.fresh, both_happen=both_happen, first_happens=first_happens)

    # ------------------------------------------------------------------ names

    def read(self, frame: int, name: str) -> Value | None:
        """The value of a variable of a frame; None when the frame has no such variable now."""
        variables = self.live().frames.get(frame)
        return None if variables is None else variables.get(name)

    def bind(self, name: str, value: Value) -> None:
        """Bind a variable where Python would: here, or in the scope that a declaration names."""
        frame = self.frame
        target = frame.id
        if name in frame.scope.declared_global:
            target = frame.module.frame
        elif name in frame.scope.declared_nonlocal:
            target = next((outer for outer in reversed(frame.outer) if self.read(outer, name) is not None), target)
        self.live().bind(target, name, value)

    # ------------------------------------------------------------------ events

    def record(self, event: Event) -> None:
        """Note an event, unless the machine runs something only to learn its effect."""
        if not self.quiet:
            self.events.append(event)

    def record_inside(self, event: Event) -> None:
        """Note an event that counts inside a container of layers as well, where others are left to the container."""
        if not self.quiet % IN_CONTAINER:
            self.events.append(event)

    def hush(self) -> int:
        """Whether no events are noted (2), only those that count inside a container (1), or all."""
        return 0 if not self.quiet else 2 if self.quiet % IN_CONTAINER else 1

    def place(self, node: int) -> tuple[Site, Site, tuple[Site, ...], bool, Site | None, HookCall | None]:
        """The common part of an event at a node: at, site, trail, repeats, loop, lightning."""
        site = self.site(node)
        frame = self.frame
        at = site
        if site.module != self.root:
            at = next((call for call in reversed(frame.trail) if call.module == self.root), site)
        loop = frame.loops[-1].site if frame.loops else None
        return at, site, frame.trail, self.repeating(), loop, frame.lightning

    def repeating(self) -> bool:
        """Whether this is a second or later iteration of some loop around, here or in a caller."""
        return self.frame.repeats or any(loop.again for loop in self.frame.loops)

    def unknown(self, why: str, node: int, reaches: frozenset[int] = frozenset()) -> Unknown:
        """An unknown value, with the reason noted for whoever asks why."""
        self.journal.unknowns.setdefault(self.site(node), why)
        return Unknown(why, reaches) if reaches or why else UNKNOWN

    def step(self) -> None:
        """Count one step. Raises `OverBudget` or `Stopped`."""
        self.steps = steps = self.steps + 1
        if steps > self.limit or not steps & 255:
            self.look_up()

    def look_up(self) -> None:
        """See whether to go on at all. Raises `OverBudget` or `Stopped`."""
        if self.steps > self.limit:
            raise OverBudget
        if self.cancelled():
            raise Stopped

    def model(self, value: Value) -> Model | None:
        """The facts of a value that is a model."""
        facts = self.facts(value)
        return facts if isinstance(facts, Model) else None

    def unresolved(self, why: str, node: int, place: str, device: Device = UNKNOWN_DEVICE) -> Reference:
        """An object of which nothing is known but the name it goes by."""
        self.journal.unknowns.setdefault(self.site(node), why)
        return self.allocate(Unresolved(self.site(node), why, place, device=device), node, "unresolved")


def _without_itself(facts: Facts, number: int) -> Facts:
    """The facts of an object that holds the one made here before, which had the same number: it is lost."""
    own = Reference(number)
    lost = Unknown("an object made here before")
    match facts:
        case Foreign() if any(value == own for _, value in facts.arguments):
            return replace(
                facts, arguments=tuple((name, lost if value == own else value) for name, value in facts.arguments)
            )
        case Collection() if own in facts.elements:
            elements = tuple(lost if element == own else element for element in facts.elements)
            return replace(facts, elements=elements, exact=False, keys=None)
        case Model() if facts.wraps == number or number in facts.children:
            return replace(facts, wraps=None, children=(), open_ended=True)
        case _:
            return facts


def _either(one: Value, other: Value) -> Value:
    return one if one == other else Unknown("an object made in a loop")
