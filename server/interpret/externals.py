"""Calls of functions and classes of installed packages, by their rows in the tables."""

from __future__ import annotations

from ..program.device import Device, DeviceKind
from ..program.facts import ANY_OPTIMIZER, BUILT_STATE, FRESH_STATE, Collection, Foreign, Optimizer
from ..program.record import replace
from ..program.states import any_of
from ..program.values import (
    Constant,
    DeviceValue,
    External,
    Method,
    Partial,
    Tensor,
    TupleValue,
    Unknown,
    Value,
)
from ..pytorch import lookup
from ..pytorch.facts import (
    Action,
    Context,
    KnownClass,
    LayerClass,
    LossClass,
    LossFunction,
    ModelFactory,
    OptimizerClass,
    SchedulerClass,
    TensorFunction,
    Wrapper,
)
from .attributes_by_name import getattr_result, hasattr_result, isinstance_result
from .classes import is_a
from .devices import A_DEVICE, device_from
from .effects import apply_action
from .elsewhere import build_from_elsewhere
from .frames import Arguments
from .havoc import unseen_call
from .iteration import consume, some_element
from .layer_outputs import packed
from .loaded import split
from .losses import build_loss, loss_function_called
from .machine import Machine
from .methods import call_method
from .missing import names_written_otherwise
from .models import build_bare_module, build_from_factory, build_layer, flag, wrap
from .operators import combined
from .optimizers import build_optimizer, build_scheduler
from .parameters import chained, chained_lists
from .reach import first_argument_text
from .results import filter_result
from .setting_by_name import set_by_name
from .sizes import length
from .tensors import call_tensor_function


def call_external(machine: Machine, name: str, arguments: Arguments, node: int) -> Value:
    """The result of calling something by its qualified name."""
    name = lookup.canonical(name)
    special = _SPECIAL.get(name)
    if special is not None:
        found = special(machine, arguments, node)
        if found is not None:
            return found
    if name.endswith(".__init__") and arguments.positional:
        return _initializer_called(machine, name, arguments, node)
    row = lookup.fact(name)
    match row:
        case OptimizerClass():
            return build_optimizer(machine, name, row, arguments, node)
        case SchedulerClass():
            return build_scheduler(machine, name, row, arguments, node)
        case LayerClass():
            return build_layer(machine, name, row, arguments, node)
        case LossClass():
            return build_loss(machine, name, row, arguments, node)
        case LossFunction():
            return loss_function_called(machine, name, row, arguments, node)
        case TensorFunction():
            return call_tensor_function(machine, row, name, arguments, node)
        case Action():
            return _call_action(machine, row, name, arguments, node)
        case Wrapper():
            wrapped = wrap(machine, name, row, arguments, node)
            if wrapped is not None:
                return wrapped
            return unseen_call(machine, External(name), arguments, node, "what is wrapped is not known")
        case ModelFactory():
            return build_from_factory(machine, name, row, arguments, node)
        case KnownClass() | Context():
            given = _given(row.signature, arguments)
            if isinstance(row, Context) and row.immediate and row.effect == "set_grad":
                machine.live().gradients_enabled = flag(arguments.get(0, row.argument), default=True)
            return machine.allocate(Foreign(machine.site(node), name, given), node, name)
        case _:
            return _not_in_tables(machine, name, arguments, node)


def _given(signature: tuple[str, ...], arguments: Arguments) -> tuple[tuple[str, Value], ...]:
    """The arguments by name; those that a `*tensors` takes are `tensors[0]`, `tensors[1]` ..."""
    named = tuple((key, value) for key, (value, _) in arguments.bound(signature).items())
    star = next(
        (name for name in signature if name.startswith("*") and len(name.strip("*")) == len(name) - 1 > 0), None
    )
    if star is None:
        return named
    rest = arguments.positional[signature.index(star) :]
    return named + tuple((f"{star[1:]}[{index}]", value) for index, (value, _) in enumerate(rest))


def _call_action(machine: Machine, row: Action, name: str, arguments: Arguments, node: int) -> Value:
    """A function; or a method called through its class, with the receiver as first argument."""
    owner, _, last = name.rpartition(".")
    if arguments.positional and lookup.kind_of_class(owner) is not None and lookup.method(owner, last) is row:
        receiver = arguments.positional[0][0]
        rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.open)
        return call_method(machine, Method(receiver, last), rest, node)
    return apply_action(machine, row, None, last, arguments, node)


def _initializer_called(machine: Machine, name: str, arguments: Arguments, node: int) -> Value:
    """`nn.Module.__init__(self)`."""
    receiver = arguments.positional[0][0]
    if machine.model(receiver) is None or not is_a(machine, External(name.rpartition(".")[0]), "module"):
        return _not_in_tables(machine, name, arguments, node)
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.open, arguments.starred)
    return call_method(machine, Method(receiver, "__init__"), rest, node)


def _not_in_tables(machine: Machine, name: str, arguments: Arguments, node: int) -> Value:
    found = build_from_elsewhere(machine, name, arguments, node)
    if found is not None:
        return found
    if lookup.kind_of_class(name) in ("transform", "dataset"):
        given = tuple((key, value) for key, (value, _) in arguments.keywords.items())
        given += tuple((str(index), value) for index, (value, _) in enumerate(arguments.positional))
        return machine.allocate(Foreign(machine.site(node), name, given), node, name)
    return unseen_call(machine, External(name), arguments, node, f"`{name}` is not looked into")


def _device(machine: Machine, arguments: Arguments, node: int) -> Value:
    value = arguments.get(0, "type")
    found = device_from(machine, value, node)
    index = arguments.get(1, "index")
    if found is not None and isinstance(index, Constant) and isinstance(index.value, int):
        found = replace(found, index=index.value)
    return DeviceValue(found) if found is not None else Unknown(A_DEVICE)


def _list(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    result = apply_action(machine, Action(returns="list"), None, "list", arguments, node)
    _run_through(machine, arguments, "list")
    return result


def _run_through(machine: Machine, arguments: Arguments, by: str, *, partly: bool = False) -> None:
    """A function runs through its first argument."""
    for value, node in arguments.positional[:1]:
        consume(machine, value, node, by, first_argument_text(machine), partly=partly)


def _tuple(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    value = arguments.get(0, "iterable")
    facts = machine.facts(value) if value is not None else None
    if isinstance(facts, Collection) and facts.exact and facts.kind != "dict":
        return TupleValue(facts.elements)
    return _list(machine, arguments, node)


def _dict(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    entries: dict[Constant, Value] = {}
    for value, _ in arguments.positional:
        given = machine.facts(value)
        if not isinstance(given, Collection) or given.keys is None:
            return None
        entries.update(zip(given.keys, given.elements, strict=True))
    if arguments.open:
        return None
    entries.update((Constant("str", name), value) for name, (value, _) in arguments.keywords.items())
    keys, values = tuple(entries), tuple(entries.values())
    return machine.allocate(Collection(machine.site(node), "dict", values, True, keys), node, "dict")


def _set(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    if not arguments.positional:
        return machine.allocate(Collection(machine.site(node), "set", ()), node, "set")
    return _list(machine, arguments, node)


def _partial(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    del machine, node
    if not arguments.positional:
        return None
    keywords = tuple((name, value) for name, (value, _) in arguments.keywords.items())
    return Partial(arguments.positional[0][0], tuple(value for value, _ in arguments.positional[1:]), keywords)


def _parameter(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    data = arguments.get(0, "data")
    wanted = arguments.get(1, "requires_grad")
    known: bool | None = True
    if wanted is not None:
        known = wanted.value is True if isinstance(wanted, Constant) else None
    device = data.device if isinstance(data, Tensor) else Tensor().device
    shape = data.shape if isinstance(data, Tensor) else None
    return Tensor(requires_grad=known, leaf=True, parameter=True, device=device, shape=shape, origin=machine.site(node))


def _some_optimizer(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """`getattr(torch.optim, name)(parameters)`: one of PyTorch's optimizers."""
    built = build_optimizer(machine, ANY_OPTIMIZER, OptimizerClass(("params",)), arguments, node)
    facts = machine.facts(built)
    assert isinstance(facts, Optimizer)
    machine.update(built.object, replace(facts, stepped=any_of(FRESH_STATE | BUILT_STATE)))
    return built


def _filter(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    return filter_result(machine, arguments, node)


def _chain(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    parts = tuple((str(index), value) for index, (value, _) in enumerate(arguments.positional))
    if arguments.open:
        chain = chained_lists(machine, tuple(arguments.starred), node) if len(parts) == len(arguments.starred) else None
    else:
        chain = chained(machine, tuple(value for _, value in parts), node)
    if chain is not None:
        return chain
    if arguments.open:
        parts = (*parts, ("rest", Unknown("further iterables")))
    return machine.allocate(Foreign(machine.site(node), "itertools.chain", parts), node, "chain")


def _iter(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    del machine, node
    return arguments.positional[0][0] if len(arguments.positional) == 1 else None


def _next(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    del node
    if not arguments.positional:
        return None
    _run_through(machine, arguments, "next", partly=True)
    return some_element(machine, arguments.positional[0][0])


def _short_circuit(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """`any` and `all` stop where the answer is known."""
    del node
    _run_through(machine, arguments, "any", partly=True)
    return Unknown("a test")


def _sum(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    facts = machine.facts(arguments.positional[0][0]) if arguments.positional else None
    if isinstance(facts, Collection) and any(isinstance(element, Tensor) for element in facts.elements):
        _run_through(machine, arguments, "sum")
        return combined(machine, list(facts.elements), node)
    return None


def _map(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    parts = tuple((str(index), value) for index, (value, _) in enumerate(arguments.positional[1:]))
    return machine.allocate(Foreign(machine.site(node), "builtins.map", parts), node, "map")


def _any_name(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    del arguments, node
    names_written_otherwise(machine)
    return None


def _own_names(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """`vars()` and `dir()` speak of the variables around them only without an argument."""
    return None if arguments.positional else _any_name(machine, arguments, node)


def _is_available(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    del machine, arguments, node
    return Unknown("whether the machine has an accelerator")


def _xla_device(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    del machine, arguments, node
    return DeviceValue(Device(DeviceKind.ACCELERATOR, "xla", text="xla"))


def _current_accelerator(machine: Machine, arguments: Arguments, node: int) -> Value | None:
    """None where there is none; so it is asked whether there is one, or what follows needs one (torch 2.6 and later)."""
    del machine, arguments, node
    return DeviceValue(Device(DeviceKind.ACCELERATOR))


_SPECIAL = {
    "torch.device": _device,
    ANY_OPTIMIZER: _some_optimizer,
    "torch.nn.Module": build_bare_module,
    "torch.nn.Parameter": _parameter,
    "torch.nn.utils.rnn.pack_padded_sequence": packed,
    "torch.nn.utils.rnn.pack_sequence": packed,
    "torch.utils.data.random_split": split,
    "builtins.len": length,
    "builtins.list": _list,
    "builtins.tuple": _tuple,
    "builtins.dict": _dict,
    "builtins.set": _set,
    "builtins.filter": _filter,
    "builtins.getattr": getattr_result,
    "builtins.setattr": set_by_name,
    "builtins.hasattr": hasattr_result,
    "builtins.isinstance": isinstance_result,
    "builtins.iter": _iter,
    "builtins.next": _next,
    "builtins.any": _short_circuit,
    "builtins.all": _short_circuit,
    "builtins.map": _map,
    "builtins.sum": _sum,
    "builtins.exec": _any_name,
    "builtins.globals": _any_name,
    "builtins.locals": _any_name,
    "builtins.vars": _own_names,
    "builtins.dir": _own_names,
    "itertools.chain": _chain,
    "functools.partial": _partial,
    "collections.OrderedDict": _dict,
    "torch.cuda.is_available": _is_available,
    "torch_xla.core.xla_model.xla_device": _xla_device,
    "torch_xla.device": _xla_device,
    "torch.accelerator.current_accelerator": _current_accelerator,
}
"""Calls whose result depends on their arguments in a way that no row expresses."""
