"""Modules: building library layers, calling models, and what a model consists of."""

from __future__ import annotations

from ..program.device import UNKNOWN_DEVICE, differ
from ..program.events import ModelCalled, ModuleBuilt
from ..program.facts import Instance, Model, Parameters, Unresolved, unknown_model
from ..program.record import replace
from ..program.states import Mode, States, only
from ..program.values import (
    FALSE,
    NONE,
    NOTHING,
    UNKNOWN,
    Choice,
    Class,
    Constant,
    External,
    Function,
    Reference,
    Tensor,
    TupleValue,
    Unknown,
    Use,
    Value,
    device_of,
)
from ..pytorch import lookup
from ..pytorch.facts import LayerClass, ModelFactory, Wrapper
from .batch_norms import note_statistics
from .classes import find_member, has_unknown_base, is_a, lineage
from .devices import default_device, device_from
from .forwards import note_missing_forward, note_result
from .frames import Arguments
from .functions import call_function
from .havoc import havoc
from .iteration import parameter_of
from .layer_outputs import layer_output
from .machine import IN_CONTAINER, Machine
from .made_inside import note_given
from .module_containers import children_of, name_children
from .passing_layers import built_here, note_built_here
from .placement import as_certain, output_device, scattered, takes_as_is, whole_device
from .reach import callee_text, parts_of, reached, root_of
from .replicated import note_again, replicated
from .severing import without_gradients
from .sizes import literal
from .unfinished import unfinished
from .use import uses_in_class
from .wanted_dtypes import note_input


def build_layer(machine: Machine, name: str, row: LayerClass, arguments: Arguments, node: int) -> Reference:
    """A new module of a library class."""
    bound = arguments.bound(row.signature)
    if row.activation is not None and row.has_parameters is False and not arguments.open:
        note_built(machine, name, bound, (), node, is_loss=False)
    given = bound.get("device")
    device = device_from(machine, given[0], node) if given is not None and given[0] != NONE else None
    dtype = bound.get("dtype")
    children, exact = children_of(machine, arguments) if row.container else ((), True)
    if children and (twice := replicated(machine, children, arguments)) is not None:
        note_again(machine, *twice, node, trainable=has_parameters(machine, twice[0]) is True)
    made = machine.allocate(
        Model(
            machine.site(node),
            External(name),
            device=device or default_device(machine),
            children=children,
            open_ended=not exact,
            has_parameters=_switched(row.has_parameters, row.parameters_switch, bound),
            depends_on_mode=_switched(row.mode_dependent, row.mode_switch, bound),
            dtype="" if dtype is None or dtype[0] == NONE else None,
            arguments=() if row.container else _options(machine, row, bound, arguments),
        ),
        node,
        name,
    )
    if children:
        name_children(machine, made, arguments)
    return made


def _options(
    machine: Machine, row: LayerClass, bound: dict[str, tuple[Value, int]], arguments: Arguments
) -> tuple[tuple[str, Value], ...]:
    """What a layer is built with, where that says what fits it."""
    if arguments.open:
        return tuple((name.lstrip("*"), UNKNOWN) for name in row.signature)
    return tuple((name, literal(machine, value)) for name, (value, _) in bound.items())


def note_built(
    machine: Machine,
    name: str,
    bound: dict[str, tuple[Value, int]],
    tensors: tuple[str, ...],
    node: int,
    *,
    is_loss: bool,
) -> None:
    """Note what a loss, or a layer without parameters, is constructed of."""
    if bound or not is_loss:
        given = tuple((key, value, machine.site(at)) for key, (value, at) in bound.items())
        machine.record(ModuleBuilt(*machine.place(node), name, is_loss, given, tensors))


def build_bare_module(machine: Machine, arguments: Arguments, node: int) -> Value:
    """`nn.Module()`: it holds what is set on it, and nothing else."""
    del arguments
    bare = External("torch.nn.Module")
    facts = Model(machine.site(node), bare, device=default_device(machine), has_parameters=False, depends_on_mode=False)
    return machine.allocate(facts, node, bare.name)


def _switched(plain: bool | None, switch: str, bound: dict[str, tuple[Value, int]]) -> bool | None:
    """A property of a layer that one constructor argument may decide."""
    if not switch or switch not in bound:
        return plain
    value = bound[switch][0]
    if isinstance(value, Constant):
        return bool(value.value)
    return None


def build_from_factory(machine: Machine, name: str, row: ModelFactory, arguments: Arguments, node: int) -> Reference:
    """A model made by a library function, of which the parts are not looked into."""
    norms = row.batch_statistics and (arguments.open or "norm_layer" in arguments.keywords)
    mode = only(Mode.EVAL if row.eval_mode else Mode.TRAIN)
    facts = Model(
        machine.site(node),
        External(name),
        device=default_device(machine) if name.startswith("torchvision.") else UNKNOWN_DEVICE,
        mode=mode,
        open_ended=True,
        has_parameters=True,
        depends_on_mode=row.mode_dependent,
        arguments=(("norm_layer", UNKNOWN),) if norms else (),
    )
    return machine.allocate(facts, node, name)


_SHARDS = frozenset({"torch.distributed.fsdp.FullyShardedDataParallel"})
"""Wrappers around the very module they are given, whose parameters they replace."""


def wrap(machine: Machine, name: str, row: Wrapper, arguments: Arguments, node: int) -> Value | None:
    """The result of a wrapper such as `DataParallel(model)` or `torch.compile(model)`; None for an unknown argument."""
    bound = arguments.bound(row.signature)
    found = bound.get(row.of)
    if found is None:
        return None
    value = found[0]
    if row.same:
        return value
    facts = machine.facts(value)
    if not isinstance(value, Reference) or ("inplace" in bound and bound["inplace"][0] != FALSE):
        return None
    if isinstance(facts, Unresolved) and row.attribute == "module":
        facts = unknown_model(facts.site)
        machine.update(value.object, facts)
    if not isinstance(facts, Model):
        return None
    wrapper = replace(facts, site=machine.site(node), class_=External(name), wraps=value.object, children=())
    if not row.shares_parameters:
        inside = (value.object,) if name in _SHARDS else ()
        wrapper = replace(wrapper, wraps=None, open_ended=True, children=inside)
    return machine.allocate(wrapper, node, name)


def record_call(machine: Machine, model: int, seen: Model, arguments: Arguments, node: int) -> None:
    """Note that a model is called on inputs."""
    inputs = [(str(index), value, at) for index, (value, at) in enumerate(arguments.positional)]
    inputs += [(name, value, at) for name, (value, at) in arguments.keywords.items()]
    places = tuple(
        (name, as_certain(machine, _seen_input(machine, value)), machine.site(at)) for name, value, at in inputs
    )
    seen = as_certain(machine, seen)
    gradients = machine.live().gradients_enabled
    name = callee_text(machine).removesuffix(".forward")
    # Only where something is on another device does it matter what the model does to its inputs.
    apart = not machine.quiet and any(differ(seen.device, device_of(value)) for _, value, _ in places)
    as_is = apart and takes_as_is(machine, seen)
    machine.record(ModelCalled(*machine.place(node), model, seen, name, places, gradients, as_is))


def _seen_input(machine: Machine, value: Value) -> Value:
    """An input as a rule sees it: parameters of a model, however many, as one of them."""
    facts = machine.facts(value)
    return parameter_of(machine, facts) if isinstance(facts, Parameters) else value


def call_model(machine: Machine, value: Reference, facts: Model, arguments: Arguments, node: int) -> Value:
    """The output of a model on its inputs."""
    seen = facts
    if facts.wraps is not None:
        seen = replace(facts, mode=mode_of(machine, value.object, facts))
    if not machine.quiet and _may_evaluate(machine, seen):
        seen = replace(seen, depends_on_mode=depends_on_mode(machine, value.object))
        evaluates = seen.mode.possible & Mode.EVAL and machine.live().gradients_enabled is not False
        if evaluates and has_parameters(machine, value.object) is False:
            seen = replace(seen, has_parameters=False)
    if not machine.quiet and any(device_of(argument).certain for argument in arguments.values()):
        seen = replace(seen, device=whole_device(machine, value.object, facts))
    if not machine.quiet and facts.children and seen.has_parameters is None:
        layers = (machine.live().heap.get(child) for child in facts.children)
        if any(isinstance(layer, Model) and layer.has_parameters for layer in layers):
            seen = replace(seen, has_parameters=True)
    record_call(machine, value.object, seen, arguments, node)
    note_input(machine, value.object, arguments, node)
    note_given(machine, facts, arguments.values(), node)
    if built_here(machine, value, facts):
        trainable, minds = has_parameters(machine, value.object), depends_on_mode(machine, value.object)
        note_built_here(machine, value, facts, trainable, minds, node)
    result = _forward(machine, value, facts, arguments, node)
    return _used(machine, value, facts, result, arguments, node)


def _may_evaluate(machine: Machine, seen: Model) -> bool:
    """Whether a call may be an evaluation, or ought to be one: the calls within a forward pass are part of it."""
    if seen.mode.possible & Mode.EVAL or machine.live().gradients_enabled is False:
        return True
    receiver = machine.frame.receiver
    return receiver is None or machine.model(receiver) is None


def _used(machine: Machine, value: Reference, facts: Model, result: Value, arguments: Arguments, node: int) -> Value:
    """The output, with the model itself in its graph in place of its parts.

    A LightningModule is the frame of a whole program: of it, the parts stay that did take part.
    """
    if reached(machine, result) and isinstance(facts.class_, Class) and is_a(machine, facts.class_, "lightning_module"):
        return result
    if machine.live().gradients_enabled is False:
        trained = has_parameters(machine, value.object) is not False
        return without_gradients(machine, result, node) if trained else result
    use = Use(value.object, mode_of(machine, value.object, facts), machine.site(node))
    given = NOTHING.union(*(reached(machine, argument) for argument in arguments.values()))
    match result:
        case Tensor() if result.graph or has_parameters(machine, value.object) is not False:
            if result.requires_grad is False and not result.graph:
                return result
            own = frozenset(other for other in result.graph if other.model in given)
            return replace(result, graph=own | {use}, severed=None)
        case TupleValue():
            return TupleValue(tuple(_used(machine, value, facts, part, arguments, node) for part in result.elements))
        case Unknown():
            return Unknown(result.why, given | {value.object}, device=result.device)
        case _:
            return result


def _forward(machine: Machine, value: Reference, facts: Model, arguments: Arguments, node: int) -> Value:
    if facts.wraps is not None:
        root = root_of(machine, value.object)
        inner = machine.live().heap.get(root)
        if isinstance(inner, Model) and inner.wraps is None:
            given = scattered(facts, arguments, inner.device)
            return _forward(machine, Reference(root), inner, given, node)
    if isinstance(facts.class_, Class):
        for method in ("__call__", "forward"):
            member = find_member(machine, facts.class_, method)
            if isinstance(member, Function):
                result = call_function(machine, member, arguments, node, receiver=value)
                if machine.now() is not None:
                    note_result(machine, member, result, facts.class_, node)
                return result
    note_missing_forward(machine, value, facts, node)
    if isinstance(facts.class_, External):
        row = lookup.fact(facts.class_.name)
        if isinstance(row, LayerClass):
            if row.container == "sequential" and not facts.open_ended:
                return _run_sequential(machine, facts, arguments, node)
            return layer_output(machine, value, facts, row, arguments, node)
        if isinstance(row, ModelFactory) and row.batch_statistics:
            note_statistics(machine, value, facts, node)
    given = [argument for argument in arguments.values() if machine.model(argument) is None]
    havoc(machine, given, computes_only=True)
    reach = _given(machine, arguments) | {value.object}
    return Unknown("the output of a model that is not visible", reach, device=output_device(facts))


def _given(machine: Machine, arguments: Arguments) -> frozenset[int]:
    return NOTHING.union(*(reached(machine, argument) for argument in arguments.values()))


def _run_sequential(machine: Machine, facts: Model, arguments: Arguments, node: int) -> Value:
    current: Value = arguments.positional[0][0] if arguments.positional else Unknown("an input")
    machine.quiet += IN_CONTAINER
    for child in facts.children:
        child_facts = machine.live().heap.get(child)
        if isinstance(child_facts, Model):
            current = call_model(machine, Reference(child), child_facts, Arguments([(current, node)]), node)
    machine.quiet -= IN_CONTAINER
    return current


def mode_of(machine: Machine, model: int, facts: Model) -> States:
    """The mode of a model; of a wrapper, that of the model whose layers it runs."""
    inner = machine.live().heap.get(root_of(machine, model))
    return inner.mode if isinstance(inner, Model) else facts.mode


def has_parameters(machine: Machine, model: int) -> bool | None:
    """Whether a model has parameters; None when that is not known."""
    state = machine.live()
    unsure = False
    for part in parts_of(machine, model):
        facts = state.heap.get(part)
        if not isinstance(facts, Model):
            unsure = True
        elif facts.has_parameters:
            return True
        elif facts.open_ended or facts.escaped or (facts.has_parameters is None and _opaque(facts)):
            unsure = True
        else:
            unsure = unsure or _calls_unknown_members(machine, part, facts)
            unsure = unsure or _holds_open_objects(machine, part) or unfinished(machine, facts.class_)
        if any(isinstance(member, Tensor) and member.parameter for member in state.members_of(part).values()):
            return True
    return None if unsure else False


def _opaque(facts: Model) -> bool:
    """Whether more may be registered in a module than its attributes show."""
    if isinstance(facts.class_, Class):
        return False
    row = lookup.fact(facts.class_.name) if facts.class_ is not None else None
    return not (isinstance(row, LayerClass) and row.container)


def depends_on_mode(machine: Machine, model: int) -> bool | None:
    """Whether a model computes something else in training than in evaluation mode; None when not known."""
    state = machine.live()
    unsure = False
    for part in parts_of(machine, model):
        facts = state.heap.get(part)
        if not isinstance(facts, Model):
            unsure = True
        elif facts.depends_on_mode:
            return True
        elif facts.open_ended or facts.escaped or (facts.depends_on_mode is None and _opaque(facts)):
            unsure = True
        else:
            unsure = unsure or _calls_unknown_members(machine, part, facts)
    return None if unsure else False


def _holds_open_objects(machine: Machine, part: int) -> bool:
    """Whether an attribute of a module is an object of a class with an unknown base, and so may be a module."""
    heap = machine.live().heap
    return any(
        isinstance(facts := heap.get(member.object), Instance) and has_unknown_base(machine, facts.class_)
        for member in machine.live().members_of(part).values()
        if isinstance(member, Reference)
    )


def _calls_unknown_members(machine: Machine, part: int, facts: Model) -> bool:
    """Whether a module of a visible class calls attributes of its own that are not known, so that they may be modules."""
    if not isinstance(facts.class_, Class):
        return False
    unknown = {name for name, member in machine.live().members_of(part).items() if isinstance(member, Unknown | Choice)}
    return bool(unknown) and any(
        unknown & uses_in_class(machine, class_, "self") for class_ in lineage(machine, facts.class_)
    )


def flag(value: Value | None, default: bool) -> bool | None:
    """A literal truth among the arguments; None when it is not literal."""
    if value is None:
        return default
    if isinstance(value, Constant):
        return value != FALSE and bool(value.value)
    return None
