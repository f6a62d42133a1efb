"""What an optimizer is given: generators and lists of parameters, and which models they come from."""

from __future__ import annotations

from ..program.facts import EMPTY, FULL, Collection, Foreign, Model, Parameters, Source, Unresolved
from ..program.record import replace
from ..program.states import any_of, only
from ..program.values import Choice, Constant, Reference, Tensor, TupleValue, Value
from .machine import Machine
from .reach import root_of

PARAMS = Constant("str", "params")
"""The key of a parameter group under which its parameters stand."""


def parameters_of(machine: Machine, model: Reference, place: str, node: int, *, named: bool = False) -> Reference:
    """`model.parameters()` of a model known under the name `place`."""
    facts = machine.facts(model)
    structure = facts.structure if isinstance(facts, Model) else 0
    many = bool(facts and facts.many)
    source = Source(model.object, structure, place)
    return machine.allocate(
        Parameters(machine.site(node), (source,), generator=True, many=many, named=named), node, "parameters"
    )


def collected(machine: Machine, value: Value) -> Parameters | None:
    """What an optimizer's argument holds, seen as parameters; None when it is none of the forms known."""
    match value:
        case Reference():
            facts = machine.facts(value)
            if isinstance(facts, Parameters):
                return facts
            if isinstance(facts, Collection):
                return _of_values(machine, held_by(facts), facts)
            if isinstance(facts, Foreign) and facts.class_ in ("builtins.filter", "builtins.map", "itertools.chain"):
                return _of_values(machine, tuple(inner for _, inner in facts.arguments), facts)
            if isinstance(facts, Unresolved):
                return Parameters(facts.site, (), generator=False, complete=False)
            return None
        case TupleValue():
            return _of_values(machine, value.elements, None)
        case Choice():
            return _of_options(machine, value)
        case _:
            return None


def _of_options(machine: Machine, value: Choice) -> Parameters | None:
    """What an argument holds that differs from path to path: the parameters of each."""
    found = [collected(machine, option) for option in value.options]
    known = [parameters for parameters in found if parameters is not None]
    if len(known) < len(found):
        return None
    sources = tuple(dict.fromkeys(source for parameters in known for source in parameters.sources))
    complete = all(parameters.complete for parameters in known)
    many = any(parameters.many for parameters in known)
    return Parameters(machine.site(), sources, generator=False, complete=complete, many=many)


def held_by(facts: Collection) -> tuple[Value, ...]:
    """What a collection holds; of a parameter group only its parameters."""
    if facts.kind == "dict" and facts.keys is not None and PARAMS in facts.keys:
        return (facts.elements[facts.keys.index(PARAMS)],)
    return facts.elements


def _of_values(machine: Machine, values: tuple[Value, ...], owner: Collection | Foreign | None) -> Parameters | None:
    sources: list[Source] = []
    complete = not isinstance(owner, Collection) or owner.exact
    complete = complete or bool(values and isinstance(owner, Collection) and owner.kind in ("list", "generator", "set"))
    site = owner.site if owner is not None else machine.site()
    for value in values:
        found = collected(machine, value)
        if found is not None:
            sources.extend(source for source in found.sources if source not in sources)
            complete = complete and found.complete
        elif isinstance(value, Tensor):
            used = [Source(use.model, _structure(machine, use.model), "") for use in value.graph]
            sources.extend(source for source in used if source not in sources)
            complete = complete and bool(used)
        else:
            complete = False
    many = bool(owner and owner.many)
    return Parameters(site, tuple(sources), generator=False, complete=complete, many=many)


def _structure(machine: Machine, model: int) -> int:
    facts = machine.live().heap.get(model)
    return facts.structure if isinstance(facts, Model) else 0


def listed(machine: Machine, value: Value, node: int) -> Reference | None:
    """`list(parameters)`: the same parameters, which can be run through again and again."""
    facts = machine.facts(value)
    if not isinstance(facts, Parameters):
        return None
    kept = replace(facts, site=machine.site(node), generator=False)
    if facts.consumed != only(FULL):
        unsure = any_of(FULL | EMPTY) if facts.consumed.possible & FULL else facts.consumed
        kept = replace(kept, consumed=unsure)
    return machine.allocate(kept, node, "listed")


def filtered(machine: Machine, value: Value, node: int) -> Reference | None:
    """`filter(f, parameters)` or a generator expression over them: lazy, and over the same models."""
    facts = machine.facts(value)
    if not isinstance(facts, Parameters):
        return None
    over = (value,) if facts.generator else ()
    fresh = replace(facts, site=machine.site(node), generator=True, filtered=True, consumed=only(FULL), over=over)
    return machine.allocate(replace(fresh, consumed_at=()), node, "filtered")


def chained(machine: Machine, values: tuple[Value, ...], node: int) -> Reference | None:
    """`itertools.chain(a.parameters(), b.parameters())`: lazy, and over the models of all of them."""
    parts = [machine.facts(value) for value in values]
    known = [part for part in parts if isinstance(part, Parameters) and not part.named]
    if not known or len(known) < len(parts):
        return None
    sources = tuple(dict.fromkeys(source for part in known for source in part.sources))
    over = tuple(value for value, part in zip(values, known, strict=True) if part.generator)
    complete = all(part.complete for part in known)
    many = any(part.many for part in known)
    filters = any(part.filtered for part in known)
    every = Parameters(machine.site(node), sources, generator=True, filtered=filters, complete=complete, many=many)
    return machine.allocate(replace(every, over=over), node, "chained")


def chained_lists(machine: Machine, lists: tuple[Value, ...], node: int) -> Reference | None:
    """`itertools.chain(*lists)`, where each list holds the parameters of several models."""
    known = [found for value in lists if (found := collected(machine, value)) is not None and found.sources]
    if not known or len(known) < len(lists):
        return None
    sources = tuple(dict.fromkeys(source for part in known for source in part.sources))
    complete = all(part.complete for part in known)
    many = any(part.many for part in known)
    every = Parameters(machine.site(node), sources, generator=True, complete=complete, many=many)
    return machine.allocate(every, node, "chained")


def concatenated(machine: Machine, left: Reference, right: Reference, node: int) -> Reference | None:
    """`list(a.parameters()) + list(b.parameters())`."""
    one, other = collected(machine, left), collected(machine, right)
    if one is None or other is None or (not one.sources and not other.sources):
        return None
    filters = one.filtered or other.filtered or one.many or other.many
    # In a loop, the same source stands for what each iteration brings.
    once = filters or machine.repeating()
    sources = one.sources + tuple(source for source in other.sources if not once or source not in one.sources)
    both = Parameters(
        machine.site(node), sources, generator=False, complete=one.complete and other.complete, filtered=filters
    )
    return machine.allocate(both, node, "concatenated")


def holders(machine: Machine, sources: tuple[Source, ...]) -> frozenset[int]:
    """The models, seen through wrappers, that these sources name."""
    return frozenset(root_of(machine, source.model) for source in sources)
