"""One layer that stands at several places of a container."""

from __future__ import annotations

from ..program.facts import Collection, Model
from ..program.module_events import Replicated
from ..program.site import Site
from ..program.values import NONE, Constant, Reference, Value
from ..syntax import ir
from .frames import Arguments
from .machine import Machine
from .truth import value_at

MOST_COPIES = 16


def times(machine: Machine, left: Value, right: Value, node: int) -> Value | None:
    """`[layer] * number`: the same layers again and again; None for any other product."""
    held, number = (left, right) if isinstance(machine.facts(left), Collection) else (right, left)
    facts = machine.facts(held)
    if not isinstance(facts, Collection) or facts.kind != "list" or isinstance(machine.facts(number), Collection):
        return None
    if not any(machine.model(element) is not None for element in facts.elements):
        return None
    known = isinstance(number, Constant) and isinstance(number.value, int) and 0 <= number.value <= MOST_COPIES
    count = number.value if known and isinstance(number, Constant) and isinstance(number.value, int) else 2
    return machine.allocate(
        Collection(machine.site(node), "list", facts.elements * count, facts.exact and known), node, "times"
    )


def is_one(machine: Machine, expr: ir.Comprehension, element: Value, names: frozenset[str]) -> bool:
    """Whether a comprehension gives one model that has a name already, each time."""
    root = expr.element
    while isinstance(root, ir.Attribute):
        root = root.value
    return isinstance(root, ir.Name) and root.id not in names and machine.model(element) is not None


def replicated(machine: Machine, children: tuple[int, ...], arguments: Arguments) -> tuple[int, Site, bool] | None:
    """The layer that the list a container is built from holds more than once, where it is made, and whether it grew since."""
    if machine.quiet or len(set(children)) == len(children):
        return None
    again = next((pair for pair in arguments.positional if arguments.positional.count(pair) > 1), None)
    if again is not None and isinstance(again[0], Reference):
        return again[0].object, _made_at(machine, again[1]), False
    for value in [*(value for value, _ in arguments.positional), *arguments.starred]:
        facts = machine.facts(value)
        if isinstance(facts, Collection) and len(set(facts.elements)) < len(facts.elements):
            twice = next(element for element in facts.elements if facts.elements.count(element) > 1)
            grown = not facts.exact
            return (twice.object, facts.site, grown) if isinstance(twice, Reference) else None
    return None


def _made_at(machine: Machine, node: int) -> Site:
    """Where the list was made that an argument with a star unpacks."""
    call = machine.call_written
    written = [each.value for each in call.arguments if each.value.n == node] if call is not None else []
    facts = machine.facts(value_at(machine, written[0]) or NONE) if written else None
    return facts.site if isinstance(facts, Collection) else machine.site(node)


def note_again(machine: Machine, layer: int, listed: Site | None, grown: bool, node: int, *, trainable: bool) -> None:
    """Note that a layer stands at a further place of a container, if it is known and there is anything to train in it."""
    facts = machine.live().heap.get(layer)
    if isinstance(facts, Model) and trainable and not (facts.many or facts.by_use or facts.frozen):
        machine.record(Replicated(*machine.place(node), layer, facts, listed, grown))
