"""Attributes: reading and setting them on every kind of value."""

from __future__ import annotations

from ..program.device import Device, DeviceKind
from ..program.facts import (
    Collection,
    Foreign,
    Instance,
    Model,
    Optimizer,
    Unresolved,
    unknown_model,
)
from ..program.record import replace
from ..program.states import Mode, any_of, only
from ..program.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Choice,
    Class,
    Constant,
    DeviceValue,
    External,
    Function,
    Method,
    Package,
    Reference,
    Super,
    Tensor,
    TupleValue,
    Unknown,
    Use,
    Value,
)
from ..pytorch import lookup
from ..pytorch.facts import Action, Property
from ..semantics.spelling import text_of
from ..syntax import ir
from ..syntax.complete import PLACEHOLDER
from .arrays import attribute_of_array
from .classes import find_member, has_unknown_base, is_a, library_method
from .conversions import state_in_place
from .frames import Arguments
from .freezing import freeze_parameter, given, note_flag, thaw_owner
from .functions import call_function
from .gradients import assigned_gradient, clear_unknown, unknown_gradients
from .havoc import forgotten, havoc
from .initialisation import initializer
from .lazy import touched
from .lightning_optimizers import of_trainer
from .machine import Machine
from .members import as_member, note_member
from .misfits import note_tuple
from .missing import missing_member
from .other_names import requirement_set
from .reach import join_plain, of_unknown, one_of, reached
from .rearranged_shapes import last_swapped, turned
from .registration import note_collection_read
from .severing import severed_at
from .sizes import size_of
from .truth import set_at
from .unknown_tensors import INTEGER_CASTS, is_tensor_method
from .use import named, understood


def get_attribute(machine: Machine, value: Value, name: str, expr: ir.Attribute) -> Value:
    """`value.name`."""
    if name == PLACEHOLDER and not isinstance(value, External):
        return _half_typed(machine, value)
    match value:
        case Reference():
            return _of_object(machine, value, name, expr)
        case External():
            return External(f"{value.name}.{name}")
        case Package():
            return machine.package_member(machine, value, name, expr.n)
        case Tensor():
            return _of_tensor(machine, value, name, expr)
        case TupleValue(elements=(one, other)) if name in ("values", "indices"):
            return one if name == "values" else other
        case Class():
            return _of_class(machine, value, name, expr)
        case Super():
            return _of_super(machine, value, name)
        case TupleValue() if lookup.method("tensor", name) is not None:
            note_tuple(machine, value, f".{name}", expr.value.n, expr.n)
            return Unknown("an attribute of a tuple", reached(machine, value))
        case Choice():
            return _of_choice(machine, value, name, expr)
        case DeviceValue():
            return DeviceValue(replace(value.device, index=None)) if name == "type" else UNKNOWN
        case Unknown():
            return _of_unknown(machine, value, name, expr)
        case _:
            return of_unknown(machine, value, "an attribute of an unknown value")


def _half_typed(machine: Machine, value: Value) -> Value:
    """A method that is still being typed may do anything to its object."""
    facts = machine.facts(value)
    if isinstance(facts, Optimizer) and isinstance(value, Reference):
        machine.update(value.object, forgotten(facts))
    elif value != machine.frame.receiver:
        havoc(machine, [value])
    return Unknown("a name that is still being typed", reached(machine, value))


def _of_class(machine: Machine, value: Class, name: str, expr: ir.Attribute) -> Value:
    found = find_member(machine, value, name)
    if found is None and name == "__init__" and is_a(machine, value, "module"):
        return External("torch.nn.Module.__init__")
    return machine.unknown(f"`{value.name}` has no visible `{name}`", expr.n) if found is None else found


def _of_unknown(machine: Machine, value: Unknown, name: str, expr: ir.Attribute) -> Value:
    """An attribute of an unknown value, which may tell what that is, or do something to gradients."""
    if name in ("parameters", "named_parameters") and text_of(expr.value):
        return _of_named(machine, value, name, expr)
    if value.array and (found := attribute_of_array(value, name)) is not None:
        return found
    if name in _TELLING or is_tensor_method(value, name):
        return Method(value, name)
    if name[-1] != "_" or name[-2:] == "__" or not _is_gradient(expr.value):
        return of_unknown(machine, value, "an attribute of an unknown value")
    if name == "zero_":
        clear_unknown(machine, "grad", expr.n)
    else:
        unknown_gradients(machine)
    return of_unknown(machine, value, "a method of a gradient")


_TELLING = frozenset({"backward", "zero_grad", "requires_grad_", "add_module", "register_parameter"})
"""Methods that do something to gradients or parameters, whatever has them."""


def _is_gradient(expr: ir.Expr) -> bool:
    """Whether an expression is `p.grad`, or `p.grad.data`."""
    inner = expr.value if isinstance(expr, ir.Attribute) and expr.attr == "data" else expr
    return isinstance(inner, ir.Attribute) and inner.attr == "grad"


def _of_named(machine: Machine, value: Unknown, name: str, expr: ir.Attribute) -> Value:
    """An attribute that tells what something unknown is: its place holds one object from now on."""
    found = named(machine, value, text_of(expr.value), expr.n)
    if not isinstance(found, Reference):
        return Unknown("an attribute of an unknown value", reached(machine, value))
    set_at(machine, expr.value, found)
    return get_attribute(machine, found, name, expr)


def _of_choice(machine: Machine, value: Choice, name: str, expr: ir.Attribute) -> Value:
    results = [get_attribute(machine, option, name, expr) for option in value.options if option != NONE]
    if all(isinstance(each, Method) for each in results):
        different = tuple(dict.fromkeys(results))
        return different[0] if len(different) == 1 else Choice(different)
    return one_of(machine, results)


def _of_object(machine: Machine, value: Reference, name: str, expr: ir.Attribute) -> Value:
    state = machine.live()
    found = state.member(value.object, name)
    if found is not None:
        if isinstance(found, TupleValue) or isinstance(machine.facts(found), Collection):
            note_collection_read(machine, value, name, found, expr.n)
        return as_member(machine, value, found, name, expr.n)
    facts = state.heap.get(value.object)
    if isinstance(facts, Model | Instance) and isinstance(facts.class_, Class):
        member = find_member(machine, facts.class_, name)
        if member is not None:
            return bound_member(machine, value, member, name, expr.n)
    match facts:
        case Model():
            return _of_model(machine, value, facts, name, expr)
        case Instance():
            return _of_instance(machine, value, facts, name, expr)
        case Unresolved():
            if understood(machine, value, facts, name, text_of(expr.value)) is not facts:
                return _of_object(machine, value, name, expr)
            if facts.frozen:
                machine.update(value.object, replace(facts, frozen=False))
            return Method(value, name) if name in INTEGER_CASTS else _named_child(machine, value, name, expr)
        case Optimizer():
            if name == "state":
                state_in_place(machine, value.object)
            return Unknown("state of an optimizer") if name == "param_groups" else Method(value, name)
        case Foreign() if (found := of_trainer(machine, facts, name)) is not None:
            return found
        case Collection() | Foreign():
            return Method(value, name)
        case _:
            return Method(value, name)


def _of_model(machine: Machine, value: Reference, facts: Model, name: str, expr: ir.Attribute) -> Value:
    """What a model has of its class in the library, or of Lightning; else what may be one of its members."""
    if name == "training":
        if machine.frame.receiver == value and not facts.depends_on_mode:
            # A module that asks for its own mode does something else in the other one.
            machine.update(value.object, replace(facts, depends_on_mode=True))
        return Unknown("the mode of a model")
    if lookup.method("module", name) is not None or _changes_container(facts, name):
        return Method(value, name)
    if isinstance(facts.class_, Class) and is_a(machine, facts.class_, "lightning_module"):
        row = lookup.method("lightning_module", name)
        if isinstance(row, Property):
            return _given_by_lightning(machine, value, facts, name, expr)
        if row is not None:
            return Method(value, name)
    if facts.class_ is not None and isinstance(library_method(machine, facts.class_, name), Action):
        return Method(value, name)
    if facts.wraps is not None and name == "module":
        return Reference(facts.wraps)
    return _member_of_model(machine, value, facts, name, expr)


def _of_instance(machine: Machine, value: Reference, facts: Instance, name: str, expr: ir.Attribute) -> Value:
    if name in ("parameters", "named_parameters") and has_unknown_base(machine, facts.class_):
        # What a base that is not visible makes of it can only be a module.
        machine.update(value.object, replace(unknown_model(facts.site), class_=facts.class_))
        return _of_object(machine, value, name, expr)
    if facts.open_ended:
        return _named_child(machine, value, name, expr)
    missing = missing_member(machine, value, name, expr)
    return _named_child(machine, value, name, expr) if facts.escaped else missing


def _changes_container(facts: Model, name: str) -> bool:
    """Whether it is a method of `Sequential`, `ModuleList` and the like by which layers come in or go."""
    row = lookup.method(facts.class_.name, name) if isinstance(facts.class_, External) else None
    return isinstance(row, Action) and row.effect in ("registers_module", "replaces_submodule")


def _given_by_lightning(machine: Machine, value: Reference, facts: Model, name: str, expr: ir.Attribute) -> Value:
    """An attribute that LightningModule has of itself (lightning 2.6.6)."""
    if name == "hparams" or (isinstance(facts.class_, Class) and has_unknown_base(machine, facts.class_)):
        return _named_child(machine, value, name, expr)
    if name == "automatic_optimization":
        return TRUE
    if name == "device":
        return DeviceValue(Device(DeviceKind.SYMBOL, origin=facts.site, text="self.device"))
    if name == "trainer":
        number = machine.tables.number(("trainer", value.object))
        machine.update(number, Foreign(facts.site, "lightning.pytorch.Trainer", (("model", value),)))
        return Reference(number)
    return Unknown(f"`{name}` is known while training only")


def _member_of_model(machine: Machine, value: Reference, facts: Model, name: str, expr: ir.Attribute) -> Value:
    if name in ("_modules", "_parameters"):
        # What is written there is registered.
        machine.update(value.object, replace(facts, open_ended=True, frozen=None if facts.frozen else facts.frozen))
    if name in ("weight", "bias") and isinstance(facts.class_, External):
        return Tensor(
            graph=frozenset(_use(machine, value)), requires_grad=True, leaf=True, parameter=True, device=facts.device
        )
    if facts.wraps is not None and facts.wraps != value.object and isinstance(facts.class_, External):
        # A wrapper such as torch.compile's hands attributes through; DataParallel does not, which is another bug.
        return get_attribute(machine, Reference(facts.wraps), name, expr)
    if isinstance(facts.class_, External) and lookup.kind_of_class(facts.class_.name) is None:
        # It may be a method that changes the model.
        return Method(value, name)
    if facts.open_ended or isinstance(facts.class_, External) or facts.class_ is None:
        return _named_child(machine, value, name, expr)
    return missing_member(machine, value, name, expr)


def _use(machine: Machine, value: Reference) -> list[Use]:
    facts = machine.model(value)
    return [] if facts is None else [Use(value.object, facts.mode)]


def _named_child(machine: Machine, owner: Reference, name: str, expr: ir.Attribute) -> Reference:
    """An attribute of an object that is not known in full: the same name gives the same object."""
    place = text_of(expr) or name
    machine.journal.unknowns.setdefault(machine.site(expr.n), f"`{place}` is not set where this can be seen")
    number = machine.tables.number(("child", owner.object, name))
    state = machine.live()
    if number not in state.heap:
        owner_facts = state.heap[owner.object]
        why = f"`{place}` is not set where this can be seen"
        frozen = isinstance(owner_facts, Model | Unresolved) and owner_facts.frozen is True
        state.set_facts(number, Unresolved(machine.site(expr.n), why, place, owner_facts.many, frozen=frozen))
    child = Reference(number)
    if not isinstance(state.heap.get(owner.object), Unresolved) or lookup.method("module", name) is None:
        # Once it is known to be a module, that name is a method again.
        state.set_member(owner.object, name, child)
    return child


def bound_member(machine: Machine, receiver: Reference, member: Value, name: str, node: int) -> Value:
    """A class's member as seen through an instance: functions become methods, properties are computed."""
    if isinstance(member, Function):
        definition = machine.function(member.id)
        if definition.kind == "static":
            return member
        if definition.kind == "property":
            return call_function(machine, member, Arguments(), node, receiver=receiver)
        return Method(receiver, name, member)
    if isinstance(member, External):
        return Method(receiver, name) if member.name.rpartition(".")[2] == name else member
    return member


def _of_super(machine: Machine, value: Super, name: str) -> Value:
    facts = machine.facts(value.receiver)
    class_ = facts.class_ if isinstance(facts, Model | Instance) else None
    if isinstance(class_, Class):
        if name == "__init__" and isinstance(facts, Model):
            member = initializer(machine, class_, after=value.after)
        else:
            member = find_member(machine, class_, name, after=value.after)
        if isinstance(member, Function):
            return Method(value.receiver, name, member, after=value.after)
    return Method(value.receiver, name, after=value.after)


def _of_tensor(machine: Machine, value: Tensor, name: str, expr: ir.Attribute) -> Value:
    if name == "data":
        lost = severed_at(machine, name, [value], expr.n, machine.site(expr.value.n))
        return replace(value, graph=frozenset(), requires_grad=False, leaf=True, severed=lost, saved=None)
    if name == "device":
        known = value.device.certain
        return DeviceValue(value.device if known else Device(DeviceKind.SYMBOL, origin=machine.site(expr.n)))
    if name == "grad":
        return Tensor(requires_grad=False, leaf=True, device=value.device, shape=value.shape)
    if name == "shape":
        touched(machine, value, name, expr.n)
        return size_of(value, None)
    if name in ("T", "mT", "H", "mH", "real", "imag"):
        turn = turned if name in ("T", "H") else last_swapped if name in ("mT", "mH") else None
        shape = value.shape if turn is None else turn(value.shape)
        return replace(value, leaf=False if value.requires_grad else value.leaf, parameter=False, shape=shape)
    if name == "requires_grad":
        return UNKNOWN if value.requires_grad is None else Constant("bool", value.requires_grad)
    if lookup.method("tensor", name) is not None:
        return Method(value, name)
    return UNKNOWN


def set_attribute(machine: Machine, owner: Value, name: str, value: Value, expr: ir.Attribute) -> None:
    """`owner.name = value`."""
    note_flag(machine, owner, value, expr)
    if name == "requires_grad" and value != FALSE and not isinstance(owner, Tensor):
        thaw_owner(machine, owner)
    given(machine, owner, value)
    match owner:
        case Reference():
            facts = machine.facts(owner)
            if isinstance(facts, Model):
                _set_on_model(machine, owner, facts, name, value, expr)
            state = machine.live()
            former = state.member(owner.object, name)
            if former is not None and facts is not None and facts.many:
                value = join_plain(machine, former, value)
            state.set_member(owner.object, name, value)
        case Unknown() if name in ("grad", "_grad"):
            if value == NONE:
                clear_unknown(machine, "grad", expr.n)
            else:
                unknown_gradients(machine)
        case Tensor() if name in ("grad", "_grad"):
            assigned_gradient(machine, owner, value)
        case Tensor() if name == "data":
            set_at(machine, expr.value, replace(owner, shape=None))
        case Tensor() if name == "requires_grad":
            known = value.value if isinstance(value, Constant) and isinstance(value.value, bool) else None
            freeze_parameter(machine, owner, known)
            requirement_set(machine, expr.value, owner, known)
        case _:
            pass


def _set_on_model(
    machine: Machine, owner: Reference, facts: Model, name: str, value: Value, expr: ir.Attribute
) -> None:
    if name == "training":
        mode = any_of(Mode.ANY)
        if isinstance(value, Constant):
            mode = only(Mode.TRAIN if value == TRUE else Mode.EVAL)
        machine.update(owner.object, replace(facts, mode=mode, mode_set_at=(machine.site(expr.n),)))
        return
    note_member(machine, owner, facts, name, value, expr.n)
