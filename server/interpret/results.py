"""What a call of the tables gives back."""

from __future__ import annotations

from ..program.facts import Collection, Foreign, Model, Unresolved, unknown_model
from ..program.record import replace
from ..program.values import NONE, NOTHING, Constant, Reference, Tensor, TupleValue, Unknown, Value
from ..pytorch.facts import Action
from .frames import Arguments
from .iteration import some_element
from .lightning_optimizers import kept_by_lightning
from .machine import Machine
from .parameters import filtered, listed, parameters_of
from .reach import elements_of, parts_of, reached, receiver_text


def result_of(
    machine: Machine, row: Action, receiver: Value | None, name: str, arguments: Arguments, node: int
) -> Value:
    """The value that a row's `returns` stands for."""
    if machine.state is None:
        return Unknown()
    first = arguments.positional[0][0] if arguments.positional else None
    match row.returns:
        case "self":
            return receiver if receiver is not None else Unknown()
        case "argument":
            subject = _argument(row, arguments)
            return subject if subject is not None else Unknown()
        case "arguments":
            values = [value for value, _ in arguments.positional]
            return values[0] if len(values) == 1 else TupleValue(tuple(values))
        case "copy" | "deepcopy":
            return _copied(machine, first if first is not None else receiver, node, deep=row.returns == "deepcopy")
        case "none":
            return NONE
        case "sum":
            return Unknown("a sum", _reach(machine, receiver, arguments))
        case "iterator" if first is not None and name in _RUNS_OVER:
            return _as_list(machine, first, node)
        case "element":
            return _element(machine, arguments)
        case "dict":
            return machine.allocate(Collection(machine.site(node), "dict", (), exact=False), node, "dict")
        case "python" | "iterator" | "state" | "callable" | "class" | "dtype" | "array" | "loss_value":
            return Unknown("a plain Python value")
        case "parameters" | "named_parameters":
            return _parameters(machine, receiver, arguments, node, named=row.returns == "named_parameters")
        case "modules" | "named_modules":
            return _modules(machine, receiver, node, named=row.returns == "named_modules", deep="modules" in name)
        case "list":
            return _as_list(machine, first, node)
        case "enumeration":
            return _foreign(machine, "builtins.enumerate", (("iterable", first or Unknown()),), node)
        case "cycle":
            return _foreign(machine, "itertools.cycle", (("iterable", first or Unknown()),), node)
        case "zip":
            pairs = tuple((str(index), value) for index, (value, _) in enumerate(arguments.positional))
            return _foreign(machine, "builtins.zip", pairs, node)
        case "tensor" | "buffers" | "tensors" | "pairs":
            return Unknown("a tensor", _reach(machine, receiver, arguments))
        case "parameter":
            return _new_parameter(machine, first, node)
        case "module" | "model":
            return machine.allocate(unknown_model(machine.site(node)), node, name)
        case "optimizers" | "schedulers" if (kept := kept_by_lightning(machine, receiver, row.returns)) is not None:
            return kept
        case "optimizers" | "schedulers" | "loaders" | "optimizer" | "lightning_optimizer" | "unknown":
            return machine.unknown(f"the result of `{name}` is not known", node, _reach(machine, receiver, arguments))
        case _:
            return _foreign(machine, row.returns, (), node)


_RUNS_OVER = ("reversed", "islice")
"""What gives an iterator over the elements of its argument."""


def _element(machine: Machine, arguments: Arguments) -> Value:
    """One of the elements of the only argument, or one of several arguments."""
    values = [value for value, _ in arguments.positional]
    found = some_element(machine, values[0]) if len(values) == 1 else None
    return found if found is not None else Unknown("one of several", _reach(machine, None, arguments))


def _reach(machine: Machine, receiver: Value | None, arguments: Arguments) -> frozenset[int]:
    values = arguments.values() if receiver is None else [receiver, *arguments.values()]
    return NOTHING.union(*(reached(machine, value) for value in values))


def _argument(row: Action, arguments: Arguments) -> Value | None:
    bound = arguments.bound(row.signature)
    for name in row.on:
        if name in bound:
            return bound[name][0]
    return arguments.positional[0][0] if arguments.positional else None


def _foreign(machine: Machine, class_: str, arguments: tuple[tuple[str, Value], ...], node: int) -> Reference:
    return machine.allocate(Foreign(machine.site(node), class_, arguments), node, class_)


def _parameters(machine: Machine, receiver: Value | None, arguments: Arguments, node: int, *, named: bool) -> Value:
    if isinstance(receiver, Reference):
        recurse = arguments.get(0 if not named else 1, "recurse")
        if isinstance(recurse, Constant) and recurse.value is False:
            return Unknown("some of the parameters", reached(machine, receiver))
        return parameters_of(machine, receiver, receiver_text(machine), node, named=named)
    return Unknown("parameters of something unknown")


def _modules(machine: Machine, receiver: Value | None, node: int, *, named: bool, deep: bool) -> Value:
    facts = machine.model(receiver) if receiver is not None else None
    if facts is None or not isinstance(receiver, Reference):
        return Unknown("modules of something unknown")
    children: list[Value] = [Reference(part) for part in _children(machine, receiver.object)]
    if deep:
        below = parts_of(machine, receiver.object) - {receiver.object}
        children = [receiver, *map(Reference, sorted(below))]
    pairs = tuple(TupleValue((Unknown("a name"), child)) for child in children) if named else tuple(children)
    return machine.allocate(Collection(machine.site(node), "list", pairs, exact=not facts.open_ended), node, "modules")


def _children(machine: Machine, module: int) -> list[int]:
    """The modules directly in a module, as far as they are visible."""
    state = machine.live()
    facts = state.heap.get(module)
    registered = facts.children if isinstance(facts, Model) else ()
    members = [member.object for member in state.members_of(module).values() if isinstance(member, Reference)]
    held = [each for each in members if isinstance(state.heap.get(each), Model | Unresolved)]
    return list(dict.fromkeys((*registered, *held)))


def _as_list(machine: Machine, value: Value | None, node: int) -> Value:
    if value is None:
        return machine.allocate(Collection(machine.site(node), "list", ()), node, "list")
    kept = listed(machine, value, node)
    if kept is not None:
        return kept
    facts = machine.facts(value)
    if isinstance(facts, Collection):
        return machine.allocate(replace(facts, site=machine.site(node), kind="list"), node, "list")
    if isinstance(facts, Foreign) and facts.class_ in ("builtins.filter", "itertools.chain"):
        return machine.allocate(Collection(machine.site(node), "list", (value,), exact=False), node, "list")
    elements = elements_of(machine, value)
    if elements is not None:
        return machine.allocate(Collection(machine.site(node), "list", elements), node, "list")
    return Unknown("a list of unknown elements", reached(machine, value))


def _new_parameter(machine: Machine, data: Value | None, node: int) -> Value:
    device = data.device if isinstance(data, Tensor) else Tensor().device
    return Tensor(requires_grad=True, leaf=True, parameter=True, device=device, origin=machine.site(node))


def _copied(machine: Machine, value: Value | None, node: int, *, deep: bool) -> Value:
    facts = machine.facts(value) if value is not None else None
    if isinstance(facts, Model) and isinstance(value, Reference):
        return _copied_module(machine, value, facts, node, {} if deep else None)
    return value if value is not None and facts is None else Unknown("a copy")


def _copied_module(
    machine: Machine, module: Reference, facts: Model | Unresolved, node: int, made: dict[int, Reference] | None
) -> Reference:
    """A copy of a module, with copies of its parts: `made` holds those there are. Without it, the parts are shared."""
    tag = ("copy", module.object) if made else "copy"
    fresh = replace(facts, site=machine.site(node))
    copy = machine.allocate(replace(fresh, wraps=None) if isinstance(fresh, Model) else fresh, node, tag)
    if made is not None:
        made[module.object] = copy
    state = machine.live()

    def part(member: Value) -> Value:
        held = state.heap.get(member.object) if isinstance(member, Reference) else None
        if made is None or not isinstance(member, Reference) or not isinstance(held, Model | Unresolved):
            return member
        return made.get(member.object) or _copied_module(machine, member, held, node, made)

    for name, member in list(state.members_of(module.object).items()):
        state.set_member(copy.object, name, part(member))
    if isinstance(facts, Model) and facts.children and made is not None:
        children = [part(Reference(child)) for child in facts.children]
        now = state.heap.get(copy.object)
        if isinstance(now, Model):
            copied = tuple(child.object for child in children if isinstance(child, Reference))
            state.set_facts(copy.object, replace(now, children=copied))
    return copy


def filter_result(machine: Machine, arguments: Arguments, node: int) -> Value:
    """`filter(f, parameters)`."""
    values = [value for value, _ in arguments.positional]
    if len(values) == 2:
        found = filtered(machine, values[1], node)
        if found is not None:
            return found
    return _foreign(machine, "builtins.filter", tuple((str(i), value) for i, value in enumerate(values[1:])), node)
