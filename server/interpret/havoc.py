"""What happens to objects that code handles which cannot be seen: whatever it could change becomes unknown."""

from __future__ import annotations

from ..program.device import UNKNOWN_DEVICE
from ..program.facts import (
    BUILT_STATE,
    EMPTY,
    FRESH_STATE,
    FULL,
    Collection,
    Facts,
    Instance,
    Model,
    Optimizer,
    Parameters,
    Unresolved,
)
from ..program.record import replace
from ..program.states import Gradients, Mode, any_of
from ..program.values import NONE, NOTHING, Value
from .frames import Arguments
from .machine import Machine
from .reach import objects_reached, parts_of, reached


def havoc(machine: Machine, values: list[Value], *, computes_only: bool = False) -> None:
    """Forget what unseen code that holds these values may have changed.

    Of code that `computes_only` no backward pass is expected: a layer, or a function of which an output is wanted.
    """
    if machine.state is None:
        return
    reachable = objects_reached(machine, values)
    state = machine.live()
    heap = state.heap
    models = {object_ for object_ in reachable if isinstance(heap.get(object_), Model)}
    for object_ in reachable:
        facts = heap.get(object_)
        if facts is not None:
            state.set_facts(object_, forgotten(facts))
    if not computes_only and not _in_forward_pass(machine):
        _hand_over(machine, values, bool(models))
    if models:
        machine.journal.saw_optimizers = True
        # Whoever holds a model can run a backward pass through it or clear its gradients.
        for object_, facts in [(key, each) for key, each in heap.items() if isinstance(each, Optimizer)]:
            if object_ not in reachable and facts.models & models:
                state.set_facts(object_, replace(facts, gradients=any_of(Gradients.ANY), fed=True))


def _in_forward_pass(machine: Machine) -> bool:
    """Whether a module is computing its output: what it calls there is part of that."""
    frame = machine.frame
    return (
        frame.function is not None
        and frame.function.name == "forward"
        and machine.model(frame.receiver or NONE) is not None
    )


def _hand_over(machine: Machine, values: list[Value], models: bool) -> None:
    """Note which optimizers a backward pass could reach that starts at what unseen code got."""
    reach = frozenset[int]().union(*(reached(machine, value) for value in values))
    if not reach and not models:
        return
    machine.journal.saw_optimizers = True
    state = machine.live()
    for object_, facts in [(key, each) for key, each in state.heap.items() if isinstance(each, Optimizer)]:
        if not facts.handed:
            parts = {part for source in facts.sources for part in parts_of(machine, source.model)}
            if not facts.sources or any(model in parts or facts.models & parts_of(machine, model) for model in reach):
                state.set_facts(object_, replace(facts, handed=True))


def forgotten(facts: Facts) -> Facts:
    """The facts of an object after unseen code had it."""
    match facts:
        case Model():
            return replace(facts, device=UNKNOWN_DEVICE, mode=any_of(Mode.ANY), frozen=None, escaped=True)
        case Optimizer():
            return replace(
                facts,
                gradients=any_of(Gradients.ANY),
                stepped=any_of(FRESH_STATE | BUILT_STATE),
                escaped=True,
                fed=True,
                cuts=(),
            )
        case Parameters():
            return replace(facts, consumed=any_of(FULL | EMPTY))
        case Collection():
            return replace(facts, exact=False, keys=None)
        case Instance():
            return replace(facts, escaped=True)
        case Unresolved() if facts.device.certain or facts.frozen:
            return replace(facts, device=UNKNOWN_DEVICE, frozen=False)
        case _:
            return facts


def unseen_call(
    machine: Machine, callee: Value, arguments: Arguments, node: int, why: str, *, computes_only: bool = False
) -> Value:
    """A call into code that cannot be seen: it may change whatever it is given, and itself."""
    values = [callee, *arguments.values(), *arguments.starred]
    reach = NOTHING.union(*(reached(machine, value) for value in values))
    havoc(machine, values, computes_only=computes_only)
    return replace(machine.unknown(why, node, reach), called=True)
