"""Methods of library objects: looked up by the kind of the receiver, then applied as an effect."""

from __future__ import annotations

from ..program.facts import Collection, Foreign, Instance, Loss, Model, Optimizer, Parameters, Unresolved
from ..program.record import replace
from ..program.values import NONE, Choice, Class, External, Method, Reference, Tensor, Unknown, Value
from ..pytorch import lookup
from ..pytorch.facts import Action, Context, Hook, TensorFunction
from .arrays import method_of_array
from .backwards import backward_method
from .classes import kind_of, library_method
from .containers import call_collection_method
from .effects import apply_action
from .frames import Arguments
from .freezing import note_thawed
from .gradients import clear_unknown, gradient_changed
from .havoc import unseen_call
from .initialisation import used_early
from .instances import initialise
from .library_contexts import entered_by_hand
from .lightning_optimizers import hook_of_base
from .machine import Machine
from .parameters import collected
from .reach import reached, receiver_text
from .tensors import call_tensor_function, set_requires_grad
from .unknown_tensors import call_on_unknown, note_move
from .use import understood


def call_method(machine: Machine, method: Method, arguments: Arguments, node: int) -> Value:
    """The result of calling a library method on a receiver."""
    receiver, name = method.receiver, method.name
    match receiver:
        case Tensor():
            return _tensor_method(machine, receiver, name, arguments, node)
        case Reference():
            return _object_method(machine, method, receiver, arguments, node)
        case Choice():
            return unseen_call(machine, receiver, arguments, node, "the receiver is one of several")
        case Class() | External():
            return unseen_call(machine, receiver, arguments, node, f"`{name}` is not visible")
        case Unknown() if receiver.array and (found := method_of_array(receiver, name, arguments)) is not None:
            return found
        case _:
            if name == "backward":
                return backward_method(machine, receiver, arguments, node)
            return _on_unknown(machine, receiver, name, arguments, node, "the receiver is not known")


def _on_unknown(machine: Machine, receiver: Value, name: str, arguments: Arguments, node: int, why: str) -> Value:
    note_thawed(machine, receiver, name, arguments)
    if name == "zero_grad":
        clear_unknown(machine, receiver_text(machine), node)
    return call_on_unknown(machine, receiver, name, arguments, node, why)


def _tensor_method(machine: Machine, receiver: Tensor, name: str, arguments: Arguments, node: int) -> Value:
    if name == "backward":
        return backward_method(machine, receiver, arguments, node)
    if name == "requires_grad_":
        return set_requires_grad(machine, receiver, arguments)
    if name in ("zero_", "fill_", "copy_"):
        gradient_changed(machine, receiver if name != "zero_" else NONE)
    note_move(machine, name, arguments, node)
    row = lookup.method("tensor", name)
    if isinstance(row, TensorFunction):
        return call_tensor_function(machine, row, name, arguments, node, receiver)
    if isinstance(row, Action):
        return apply_action(machine, row, receiver, name, arguments, node)
    return Unknown("a tensor's method that is not known", receiver.models)


def _object_method(machine: Machine, method: Method, receiver: Reference, arguments: Arguments, node: int) -> Value:
    name = method.name
    facts = machine.facts(receiver)
    if isinstance(facts, Unresolved):
        facts = understood(machine, receiver, facts, name)
    match facts:
        case Model():
            if name == "__init__":
                return initialise(machine, receiver, facts, arguments)
            used_early(machine, receiver, facts, name, node)
            owner = _library_kind(machine, facts)
        case Optimizer():
            owner = facts.class_ if facts.class_ and lookup.kind_of_class(facts.class_) else "optimizer"
        case Loss():
            owner = "module"
        case Foreign():
            owner = facts.class_
        case Parameters():
            return _method_of_parameters(machine, receiver, facts, name, arguments)
        case Collection():
            return call_collection_method(machine, receiver, facts, name, arguments, node)
        case Instance():
            owner = _library_kind(machine, facts)
            if name == "__init__":
                return NONE
        case _:
            if name == "backward":
                return backward_method(machine, receiver, arguments, node)
            return _on_unknown(machine, receiver, name, arguments, node, f"`{name}` of an object that is not known")
    row = lookup.method(owner, name) if owner else None
    if row is None and isinstance(facts, Model) and facts.class_ is not None:
        row = library_method(machine, facts.class_, name)
    if row is None and isinstance(facts, Optimizer):
        row = lookup.method("lightning_optimizer", name)
    if isinstance(row, Action):
        return apply_action(machine, row, receiver, name, arguments, node)
    if isinstance(row, TensorFunction):
        return call_tensor_function(machine, row, name, arguments, node, receiver)
    if isinstance(row, Context):
        given = tuple((key, value) for key, (value, _) in arguments.bound(row.signature).items())
        return machine.allocate(Foreign(machine.site(node), f"{owner}.{name}", given), node, name)
    if isinstance(row, Hook):
        return hook_of_base(machine, row, name, arguments, node)
    if isinstance(facts, Foreign):
        note_thawed(machine, receiver, name, arguments)
        entered_by_hand(machine, facts, receiver, name, arguments)
    return unseen_call(machine, receiver, arguments, node, f"`{name}` is not visible")


def _library_kind(machine: Machine, facts: Model | Instance) -> str:
    if isinstance(facts.class_, Class):
        return kind_of(machine, facts.class_) or ("module" if isinstance(facts, Model) else "")
    if facts.class_ is not None and lookup.kind_of_class(facts.class_.name):
        return facts.class_.name
    return "module"


def _method_of_parameters(
    machine: Machine, receiver: Reference, facts: Parameters, name: str, arguments: Arguments
) -> Value:
    if name in ("append", "extend", "insert", "__iadd__"):
        sources, complete = list(facts.sources), facts.complete
        for value in arguments.values():
            found = collected(machine, value)
            if found is None:
                complete = False
            else:
                sources.extend(source for source in found.sources if source not in sources)
        machine.update(receiver.object, replace(facts, sources=tuple(sources), complete=complete))
        return NONE
    return Unknown("a method of parameters", reached(machine, receiver))
