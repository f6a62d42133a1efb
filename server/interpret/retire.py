"""Objects made again by a loop: the former one becomes one of the *older* objects of its site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..program.facts import Collection, Facts, Foreign, Loss, Model, Optimizer, Parameters, Source
from ..program.values import Choice, Method, Partial, Reference, Super, Tensor, TupleValue, Unknown, Use, Value
from .join import join_facts
from .state import State

Rename = Callable[[Value], Value]


def retire(state: State, object_: int, older: int) -> None:
    """Let `older` stand for what `object_` was so far, everywhere in the state; it may be several objects now."""

    def rename(value: Value) -> Value:
        return renamed(value, object_, older)

    for variables in state.frames.values():
        for name, value in variables.items():
            new = rename(value)
            if new is not value:
                variables[name] = new
    former = state.heap.pop(object_)
    for other, facts in state.heap.items():
        new_facts = renamed_facts(facts, object_, older, rename)
        if new_facts is not facts:
            state.heap[other] = new_facts
    earlier = state.heap.get(older)
    former = replace(former, many=True)
    state.heap[older] = former if earlier is None else join_facts(earlier, former, _either, both_happen=True)
    for slot, value in list(state.slots.items()):
        new = rename(value)
        if slot[0] == object_:
            del state.slots[slot]
            slot = (older, slot[1])
            before = state.slots.get(slot)
            new = new if before is None else _either(before, new)
        if new is not value or slot not in state.slots:
            state.slots[slot] = new


def _either(one: Value, other: Value) -> Value:
    return one if one == other else Unknown("an object made in a loop")


def renamed(value: Value, old: int, new: int) -> Value:
    """The value with every reference to object `old` turned into one to `new`."""
    kind = type(value)
    if kind is Reference:
        return Reference(new) if value == Reference(old) else value
    match value:
        case Tensor():
            if any(use.model == old for use in value.graph):
                graph = frozenset(Use(new, use.mode) if use.model == old else use for use in value.graph)
                return replace(value, graph=graph)
        case Unknown():
            if old in value.reaches:
                return Unknown(value.why, value.reaches - {old} | {new})
        case TupleValue():
            elements = tuple(renamed(element, old, new) for element in value.elements)
            return value if elements == value.elements else TupleValue(elements)
        case Choice():
            options = tuple(renamed(option, old, new) for option in value.options)
            return value if options == value.options else Choice(options)
        case Method() | Super():
            receiver = renamed(value.receiver, old, new)
            return value if receiver is value.receiver else replace(value, receiver=receiver)
        case Partial():
            positional = tuple(renamed(argument, old, new) for argument in value.positional)
            keywords = tuple((name, renamed(argument, old, new)) for name, argument in value.keywords)
            return Partial(renamed(value.function, old, new), positional, keywords)
        case _:
            pass
    return value


def renamed_facts(facts: Facts, old: int, new: int, rename: Rename) -> Facts:
    """The facts with every mention of object `old` turned into one of `new`."""
    match facts:
        case Model():
            if old in facts.children or facts.wraps == old:
                children = tuple(new if child == old else child for child in facts.children)
                return replace(facts, children=children, wraps=new if facts.wraps == old else facts.wraps)
        case Optimizer() | Parameters():
            if any(source.model == old for source in facts.sources):
                return replace(facts, sources=_renamed_sources(facts.sources, old, new))
        case Collection():
            elements = tuple(rename(element) for element in facts.elements)
            if elements != facts.elements:
                return replace(facts, elements=elements)
        case Foreign() | Loss():
            arguments = tuple((name, rename(value)) for name, value in facts.arguments)
            if arguments != facts.arguments:
                return replace(facts, arguments=arguments)
        case _:
            pass
    return facts


def _renamed_sources(sources: tuple[Source, ...], old: int, new: int) -> tuple[Source, ...]:
    return tuple(replace(source, model=new) if source.model == old else source for source in sources)
