"""Taking an activation away, or putting another in its place, where only losses see the difference."""

from __future__ import annotations

import re

from ..program.events import LossCalled, ModelCalled
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..program.surroundings import class_name
from ..program.values import Activation, Class, Tensor
from ..rules.activations import NAMES
from ..rules.rule import Fix
from ..text.edit import Edit
from ..text.span import Position, Span
from . import expression, unwrap


def left_out(program: Program, call: LossCalled, activation: Activation | None) -> Fix | None:
    """The fix that removes an activation which a loss has no use for, where nothing else has one."""
    edit = None if activation is None else removed(program, call, activation)
    return None if activation is None or edit is None else Fix(f"Remove the {NAMES[activation.name]}", (edit,))


def with_logarithm(program: Program, call: LossCalled, activation: Activation) -> Fix | None:
    """The fix that makes a softmax a log-softmax."""
    edit = logarithm_taken(program, call, activation) if activation.name == "softmax" else None
    return None if edit is None else Fix("Take the logarithm of the softmax", (edit,))


def other_loss(program: Program, call: LossCalled, functions: tuple[str, str], classes: tuple[str, str]) -> Edit | None:
    """Put another loss in the place of one: the function that is called, or the class of the object."""
    site, (old, new) = (call.site, functions) if call.loss is None else (call.loss.site, classes)
    return substituted(program, site, rf"\.{old}(?=\()", f".{new}")


def of_same_object(program: Program, call: LossCalled) -> list[LossCalled]:
    """All calls of the loss object of a call; none of a function."""
    site = None if call.loss is None else call.loss.site
    return [other for other in program.events(LossCalled) if other.loss is not None and other.loss.site == site]


def removed(program: Program, call: LossCalled, activation: Activation) -> Edit | None:
    """Remove an activation where everything that uses its result in this file wants what it is applied to as well."""
    wanted = activation.name.removeprefix("log_")
    if activation.site.module != program.path or not only_for_the_loss(program, call, activation, wanted):
        return None
    if activation.operand is None:
        return unwrap.element(program, activation.site)
    return unwrap.operand(program, activation.site, activation.operand)


def logarithm_taken(program: Program, call: LossCalled, activation: Activation) -> Edit | None:
    """Make a softmax a log-softmax where only the loss, or a choice of the largest, uses its result."""
    if activation.site.module != program.path or not only_for_the_loss(program, call, activation, "exp"):
        return None
    if activation.layer is not None:
        return substituted(program, activation.layer, r"\.Softmax(?=\()", ".LogSoftmax")
    return substituted(program, activation.site, r"\.softmax(?=\()", ".log_softmax")


def log_softmax_returned(program: Program, call: LossCalled, scores: Activation) -> Edit | None:
    """Let `forward` return the log-softmax of the scores that it returns, where every loss of the program wants that.

    What is largest, and what softmax makes of it, stay as they are.
    """
    forward = program.source.function(scores.site) if scores.site.module == program.path else None
    loss = expression.text_at(program, call.site) if call.site.module == program.path else ""
    functional = re.match(r"([\w.]+)\.nll_loss\(", loss)
    if forward is None or functional is None or not forward.text.startswith("def forward("):
        return None
    last = program.source.body(forward.site)[-1]
    returned = re.fullmatch(r"return (\w+(?:[\w.]*\([^(),]*\))?)", last.text)
    if returned is None or len(re.findall(r"\breturn\b", forward.text)) != 1:
        return None
    if any(each.function != call.function for each in program.events(LossCalled)):
        return None
    end = last.span.end
    start = Position(end.line, end.column - len(returned[1]))
    return Edit(Span(start, end), f"{functional[1]}.log_softmax({returned[1]}, dim=1)")


def substituted(program: Program, site: Site, pattern: str, text: str) -> Edit | None:
    """Put a text in the place of the only match of a pattern in an expression of this file."""
    if site.module != program.path:
        return None
    span = program.source.span(site)
    before = expression.text_of(program, span)
    after, count = re.subn(pattern, text, before)
    return Edit(span, after) if count == 1 else None


def only_for_the_loss(program: Program, call: LossCalled, activation: Activation, wanted: str) -> bool:
    """Whether all that is done with the result is to compute the loss, to choose the largest, and what is `wanted`.

    That is a function which is right only where the activation is gone, or its logarithm taken: `sigmoid`, `exp`.
    """
    models = call.input.models if isinstance(call.input, Tensor) else frozenset[int]()
    results = {event.at for event in program.events(ModelCalled) if event.object in models}
    if activation.operand is not None:
        function = program.source.function(activation.site)
        if function is None or not function.text.startswith("def forward("):
            results = {activation.site}
        elif not _passed_on(program, program.source.statement(activation.site)):
            return False
        else:
            results = _calls_of(program, function) or results
    return all(_used_well(program, site, wanted) for site in results)


def _calls_of(program: Program, forward: StatementText) -> set[Site]:
    """Where the class that has a `forward` is called, and where something is from which `forward` calls other models."""
    class_ = program.source.parent(forward.site)
    named = "" if class_ is None else class_name(class_)
    found: set[Site] = set()
    for event in program.events(ModelCalled):
        if named and isinstance(event.model.class_, Class) and event.model.class_.name == named:
            found.add(event.at)
        elif event.trail and event.at.module == program.path and program.source.function(event.at) == forward:
            found.add(event.trail[-1])
    return found


def _passed_on(program: Program, statement: StatementText | None) -> bool:
    """Whether a statement of `forward` does nothing with its result but return it."""
    if statement is None or not statement.simple:
        return False
    if statement.text.startswith("return "):
        return True
    return all(
        later.text == f"return {name}" for name in statement.writes for later in _later(program, statement, name)
    )


def _used_well(program: Program, site: Site, wanted: str) -> bool:
    statement = program.source.statement(site) if site.module == program.path else None
    if statement is None or not statement.simple:
        return False
    losses = {event.at.whole for event in program.events(LossCalled)}
    end = program.source.span(site).end
    behind = expression.text_of(program, Span(end, statement.span.end))
    if statement.site in losses or _CHOSEN.match(behind) or re.match(rf"\.{wanted}\(", behind):
        return True
    return len(statement.writes) == 1 and all(
        later.site in losses or _harmless(later.text, name, wanted)
        for name in statement.writes
        for later in _later(program, statement, name)
    )


def _later(program: Program, statement: StatementText, name: str) -> list[StatementText]:
    readers = program.source.readers(statement.site, name)
    return [reader for reader in readers if reader.span.start > statement.span.start]


_CHOSEN = re.compile(r"\.(argmax\(|max\([^()]*\)\[1\]|max\([^()]*\)\.indices)")


def _harmless(text: str, name: str, wanted: str) -> bool:
    """Whether a statement uses a tensor only to find where it is largest, for its shape, or as is `wanted`."""
    own, chosen = re.escape(name), rf"(argmax|max|topk|{wanted})\("
    plain = rf"{own}(\.data|\.detach\(\)|\.cpu\(\))*"
    above = rf"|\({own} > 0(\.0)?\)" if wanted == "sigmoid" else ""
    shape = rf"\b{own}\.(size\(|shape\b|numel\(|dim\(|device\b)"
    uses = re.findall(rf"\b{plain}\.{chosen}|\b\w+\.{chosen}{plain}\b|{shape}{above}", text)
    return len(uses) == len(re.findall(rf"\b{own}\b", text))
