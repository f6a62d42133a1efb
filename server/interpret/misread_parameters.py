"""What an optimizer is given that is read off a model, and is not its parameters (torch 2.13)."""

from __future__ import annotations

from ..program.facts import Model
from ..program.values import Class, Reference
from ..pytorch import lookup
from ..syntax import ir
from .classes import definition_of, find_member, has_base_elsewhere, has_unknown_base, library_method, lineage
from .machine import Machine
from .missing import ANY_NAME
from .truth import value_at


def misread(machine: Machine, node: int) -> tuple[str, bool]:
    """Of the argument at a node of the call being made: the attribute that its model certainly lacks; whether it is state."""
    call = machine.call_written
    written = None if call is None else next((each.value for each in call.arguments if each.value.n == node), None)
    if isinstance(written, ir.Call) and isinstance(written.func, ir.Name) and written.func.id == "list":
        written = written.arguments[0].value if len(written.arguments) == 1 else None
    if isinstance(written, ir.Call) and not written.arguments:
        written = written.func
        if isinstance(written, ir.Attribute) and written.attr == "values" and isinstance(written.value, ir.Call):
            inner = written.value
            return "", not inner.arguments and _is_state_of_model(machine, inner.func)
    return _lacking(machine, written) if isinstance(written, ir.Attribute) else "", False


def _is_state_of_model(machine: Machine, written: ir.Expr) -> bool:
    if not isinstance(written, ir.Attribute) or written.attr != "state_dict":
        return False
    facts = machine.model(value_at(machine, written.value) or Reference(-1))
    if facts is None or facts.by_use or facts.class_ is None:
        return False
    own = isinstance(facts.class_, Class) and find_member(machine, facts.class_, "state_dict") is not None
    return not own


def _lacking(machine: Machine, written: ir.Attribute) -> str:
    owner, name = value_at(machine, written.value), written.attr
    facts = machine.facts(owner) if isinstance(owner, Reference) else None
    if not isinstance(owner, Reference) or not isinstance(facts, Model) or not isinstance(facts.class_, Class):
        return ""
    class_ = facts.class_
    unsure = not facts.sure or facts.open_ended or facts.wraps is not None
    if unsure or has_unknown_base(machine, class_) or has_base_elsewhere(machine, class_) or name.startswith("_"):
        return ""
    line = lineage(machine, class_)
    if any(isinstance(each, Class) and definition_of(machine, each).decorated for each in line):
        return ""
    state = machine.live()
    asked = (name, "__getattr__", "__getattribute__")
    found = (
        state.member(owner.object, name) is not None
        or any(find_member(machine, class_, each) is not None for each in asked)
        or lookup.method("module", name) is not None
        or library_method(machine, class_, name) is not None
        or ANY_NAME in state.uncertain_names
    )
    return "" if found else name
