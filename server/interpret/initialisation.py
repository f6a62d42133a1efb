"""Whether the constructor of `nn.Module` has run for an object of a visible class, and what raises where it has not."""

from __future__ import annotations

from ..program.facts import Model
from ..program.module_events import NotInitialised, WrongSuper
from ..program.record import replace
from ..program.values import Class, External, Function, Reference, Super, Tensor, Value
from ..pytorch import lookup
from ..pytorch.facts import LayerClass
from ..semantics.spelling import text_of
from ..syntax import ir
from .classes import definition_of, find_member, has_base_elsewhere, has_unknown_base, is_a, lineage
from .machine import Machine

_OWN_WAYS = ("__new__", "__setattr__", "__getattr__", "__getattribute__", "__call__", "__init_subclass__")
"""Members by which a class can do without the constructor."""
_NEEDS_NOTHING = frozenset({"forward", "extra_repr", "compile"})
"""Methods of modules that do not ask for what the constructor makes."""
_USUAL_METACLASSES = frozenset({"abc.ABCMeta", "ABCMeta"})


def starts_bare(machine: Machine, class_: Class) -> bool:
    """Whether a new object of a class of modules is one only after its own `__init__` has called that of its base."""
    if not isinstance(initializer(machine, class_), Function) or has_unknown_base(machine, class_):
        return False
    if has_base_elsewhere(machine, class_) or any(find_member(machine, class_, name) is not None for name in _OWN_WAYS):
        return False
    return not any(isinstance(base, Class) and _is_made_otherwise(machine, base) for base in lineage(machine, class_))


def initializer(machine: Machine, class_: Class, *, after: int | None = None) -> Value | None:
    """The `__init__` that runs for an object: that of a class of the library hides those of classes behind it."""
    passed = after is None
    for current in lineage(machine, class_):
        if isinstance(current, Class):
            found = definition_of(machine, current).members.get("__init__") if passed else None
            if found is not None:
                return found
            passed = passed or current.id == after
        elif passed and is_a(machine, current, "module"):
            return None
    return None


def _is_made_otherwise(machine: Machine, class_: Class) -> bool:
    """Whether a decorator or a metaclass may change how objects of a class are made."""
    statement = machine.tables.class_statements.get(class_.id)
    if definition_of(machine, class_).decorated or statement is None or not isinstance(statement.node, ir.ClassDef):
        return True
    keywords = [argument for argument in statement.node.arguments if argument.keyword or argument.star]
    return any(
        argument.keyword != "metaclass" or text_of(argument.value) not in _USUAL_METACLASSES for argument in keywords
    )


def registers_early(machine: Machine, owner: Reference, facts: Model, name: str, value: Value, node: int) -> None:
    """A module gets an attribute: one that has to be registered raises before the constructor has run."""
    if isinstance(machine.facts(value), Model):
        _note(machine, owner, facts, name, "layer", node)
    elif isinstance(value, Tensor) and value.parameter:
        _note(machine, owner, facts, name, "parameter", node)


def used_early(machine: Machine, owner: Reference, facts: Model, name: str, node: int) -> None:
    """A module is called, or one of the library's methods is called on it."""
    if name not in _NEEDS_NOTHING:
        _note(machine, owner, facts, name, "", node)


def _note(machine: Machine, owner: Reference, facts: Model, name: str, what: str, node: int) -> None:
    if facts.initialised or not isinstance(facts.class_, Class) or facts.open_ended or facts.escaped:
        return
    own = initializer(machine, facts.class_)
    if isinstance(own, Function):
        definition = machine.function(own.id)
        plain = definition.owner is not None and _takes_nothing(machine, facts.class_, definition.owner)
        place = machine.place(node)
        machine.record(NotInitialised(*place, owner.object, facts.class_.name, name, what, definition.site, plain))
    # It raises; to go on as if it had not keeps what follows from being reported as well.
    machine.update(owner.object, replace(facts, initialised=True))


def _takes_nothing(machine: Machine, class_: Class, after: int) -> bool:
    """Whether the constructor behind that of the class `after` is one of the library that needs no arguments."""
    passed = False
    for current in lineage(machine, class_):
        if isinstance(current, External):
            row = lookup.fact(current.name)
            return (
                passed and is_a(machine, current, "module") and not (isinstance(row, LayerClass) and not row.container)
            )
        if passed and isinstance(current, Class) and "__init__" in definition_of(machine, current).members:
            return False
        passed = passed or (isinstance(current, Class) and current.id == after)
    return False


def super_of(machine: Machine, expr: ir.Call, receiver: Value, owner: int) -> Super:
    """`super()`, or `super(Class, self)`, in a method of the class `owner`."""
    facts = machine.facts(receiver)
    first = expr.arguments[0].value if expr.arguments else None
    named = machine.evaluate(first) if isinstance(first, ir.Name) else None
    if not isinstance(named, Class) or not isinstance(facts, Model) or not isinstance(facts.class_, Class):
        return Super(receiver, owner)
    if named in list(lineage(machine, facts.class_)):
        return Super(receiver, named.id)
    if not has_unknown_base(machine, facts.class_):
        machine.record(WrongSuper(*machine.place(expr.n), named.name, facts.class_.name))
    return Super(receiver, owner)
