"""Taking an activation away, or putting another in its place, where only losses see the difference."""

from __future__ import annotations

import re

from ..program.events import LossCalled, ModelCalled
from ..program.program import Program
from ..program.site import Site
from ..program.source import StatementText
from ..program.values import Activation, Tensor
from ..text.edit import Edit
from . import unwrap


def removed(program: Program, call: LossCalled, activation: Activation) -> Edit | None:
    """Remove an activation where everything that uses its result in this file wants what it is applied to as well."""
    if activation.site.module != program.path or not only_for_the_loss(program, call, activation):
        return None
    if activation.operand is None:
        return unwrap.element(program, activation.site)
    return unwrap.operand(program, activation.site, activation.operand)


def logarithm_taken(program: Program, call: LossCalled, activation: Activation) -> Edit | None:
    """Make a softmax a log-softmax where only the loss, or a choice of the largest, uses its result."""
    if activation.site.module != program.path or not only_for_the_loss(program, call, activation):
        return None
    if activation.layer is not None:
        return substituted(program, activation.layer, r"\.Softmax(?=\()", ".LogSoftmax")
    return substituted(program, activation.site, r"\.softmax(?=\()", ".log_softmax")


def substituted(program: Program, site: Site, pattern: str, text: str) -> Edit | None:
    """Put a text in the place of the only match of a pattern in an expression of this file."""
    if site.module != program.path:
        return None
    span = program.source.span(site)
    before = unwrap.text_of(program, span)
    after, count = re.subn(pattern, text, before)
    return Edit(span, after) if count == 1 else None


def only_for_the_loss(program: Program, call: LossCalled, activation: Activation) -> bool:
    """Whether all that is done with the result is to compute the loss, and to choose the largest."""
    models = call.input.models if isinstance(call.input, Tensor) else frozenset[int]()
    results = {event.at.whole for event in program.events(ModelCalled) if event.object in models}
    if activation.operand is not None:
        function = program.source.function(activation.site)
        if function is None or not function.text.startswith("def forward("):
            results = {activation.site.whole}
        elif not _passed_on(program, program.source.statement(activation.site)):
            return False
    return all(_used_well(program, program.source.statement(site)) for site in results)


def _passed_on(program: Program, statement: StatementText | None) -> bool:
    """Whether a statement of `forward` does nothing with its result but return it."""
    if statement is None or not statement.simple:
        return False
    if statement.text.startswith("return "):
        return True
    return all(
        later.text == f"return {name}" for name in statement.writes for later in _later(program, statement, name)
    )


def _used_well(program: Program, statement: StatementText | None) -> bool:
    if statement is None or not statement.simple:
        return False
    losses = {event.at.whole for event in program.events(LossCalled)}
    if statement.site in losses:
        return True
    return len(statement.writes) == 1 and all(
        later.site in losses or _chooses(later.text, name)
        for name in statement.writes
        for later in _later(program, statement, name)
    )


def _later(program: Program, statement: StatementText, name: str) -> list[StatementText]:
    readers = program.source.readers(statement.site, name)
    return [reader for reader in readers if reader.span.start > statement.span.start]


def _chooses(text: str, name: str) -> bool:
    """Whether a statement uses a tensor only to find where it is largest, which no activation changes."""
    own, chosen = re.escape(name), r"(argmax|max|topk)\("
    plain = rf"{own}(\.data|\.detach\(\))?"
    uses = re.findall(rf"\b{plain}\.{chosen}|torch\.{chosen}{plain}\b", text)
    return len(uses) == len(re.findall(rf"\b{own}\b", text))
