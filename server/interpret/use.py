"""Objects understood by their use: an unknown object that is stepped and cleared like an optimizer is one.

The uses of a name are read off the text of the function (for an attribute of `self`: of the class) in which it
is used, nested functions included. They decide what an unknown object may be taken for; what follows from that
is a warning at most.
"""

from __future__ import annotations

from ..program.facts import Facts, Unresolved, unknown_model, unknown_optimizer
from ..program.record import replace
from ..program.values import Class, Reference, Tensor, Unknown, Value
from ..semantics.uses import BACKWARD
from .frameworks import of_another_framework
from .machine import Machine
from .reach import uses_of
from .severing import without_gradients
from .tables import ANYTHING, STEPPED, Text

_ONLY_OF_OPTIMIZERS = frozenset({"param_groups", "add_param_group"})
_OF_OPTIMIZERS = frozenset({"zero_grad"}) | _ONLY_OF_OPTIMIZERS
_OF_MODELS = frozenset({"parameters", "named_parameters", "eval", "train", "load_state_dict", "modules", "()"})
_TELLING = _OF_OPTIMIZERS | _OF_MODELS | {"step"}


def named(machine: Machine, value: Value, place: str, node: int) -> Value:
    """An unknown value as it is bound to a name: an object, if the name is then used like a model or optimizer.

    What a backward pass starts from is a tensor with a graph, unless unseen code computed it without gradients.
    """
    if not isinstance(value, Unknown) or not place:
        return value
    uses = uses_of_place(machine, place)
    if "backward" in uses and not uses & _TELLING and value.severed is not None:
        return (
            value
            if value.severed.kind != "tensor"
            else Tensor(complete=False, origin=machine.site(node), severed=value.severed)
        )
    if "backward" in uses and not uses & _TELLING and machine.live().gradients_enabled is False and value.called:
        return without_gradients(machine, Tensor(complete=False, origin=machine.site(node)), node, sure=False)
    if "backward" in uses and not uses & _TELLING and machine.live().gradients_enabled is not False:
        graph = uses_of(machine, value.reaches)
        return Tensor(graph=graph, complete=False, requires_grad=True, origin=machine.site(node))
    if uses & _TELLING - {"()"}:
        reference = machine.unresolved(value.why, node, place, value.device)
        return reference if value.reaches <= {reference.object} else _reaching(machine, reference, value)
    return value


def _reaching(machine: Machine, reference: Reference, value: Unknown) -> Value:
    """The result of a computation on models is a tensor rather than a model, unless it is used like one."""
    facts = machine.facts(reference)
    assert isinstance(facts, Unresolved)
    uses = uses_of_place(machine, facts.place)
    if uses & (_OF_OPTIMIZERS | {"parameters", "step"}):
        return reference
    machine.live().own_heap().pop(reference.object)
    return value


def understood(machine: Machine, receiver: Reference, facts: Unresolved, method: str, written: str = "") -> Facts:
    """The facts of an unknown object, from the way the surrounding code treats it.

    `written` is the name by which it is reached here: the one it was made under may be that of an argument.
    """
    if method not in _TELLING and method not in ("to", "cuda", "state_dict", "requires_grad_"):
        return facts
    for place in dict.fromkeys((facts.place, written)):
        uses = uses_of_place(machine, place)
        found: Facts | None = None
        if uses & _ONLY_OF_OPTIMIZERS or ("step" in uses and (uses & _OF_OPTIMIZERS or _only_stepped(machine, place))):
            found = unknown_optimizer(facts.site)
        elif "step" not in uses and ("parameters" in uses or len(uses & _OF_MODELS) >= 2):
            found = replace(unknown_model(facts.site), device=facts.device, frozen=True if facts.frozen else None)
        if found is not None and not of_another_framework(machine):
            machine.update(receiver.object, found)
            return found
    return facts


def _only_stepped(machine: Machine, place: str) -> bool:
    """Whether nothing else is stepped where gradients are computed: then only this can be the optimizer."""
    return _look(machine, (_text_around(machine, place), STEPPED)) == frozenset((place, BACKWARD))


def uses_of_place(machine: Machine, place: str) -> frozenset[str]:
    """The methods called on a name where the machine is.

    "step" counts only where its result is dropped and it takes no argument; "()" is a call of the name itself.
    """
    return _look(machine, (_text_around(machine, place), place))


def uses_in_class(machine: Machine, class_: Value, place: str = ANYTHING) -> frozenset[str]:
    """The methods called on a name anywhere in the text of a visible class, or on anything; none for any other value."""
    if not isinstance(class_, Class) or class_.id not in machine.tables.class_statements:
        return frozenset()
    return _look(machine, (class_.id, place))


def _text_around(machine: Machine, place: str) -> int | str:
    """The text that decides what a place is: that of the function, of an attribute of `self` that of the class."""
    function = machine.frame.function
    if function is None or not function.body:
        return machine.frame.module.path
    owner = function.owner
    if place.startswith("self.") and owner is not None and owner in machine.tables.class_statements:
        return owner
    return machine.tables.number(("function", function.site))


def _look(machine: Machine, text: Text) -> frozenset[str]:
    """How a place is used in a text; what is being run rests on that from now on."""
    consulted = machine.journal.consulted
    found = consulted.get(text)
    if found is None:
        found = consulted[text] = machine.tables.uses_at(text)
    return found
