"""Putting a plain collection of layers or parameters into the container that registers what it holds."""

from __future__ import annotations

import re

from ..program.events import MemberSet
from ..program.module_events import UnregisteredRead
from ..program.program import Program
from ..program.values import Reference
from ..rules.rule import Fix
from ..text.edit import Edit
from . import expression, imports

_CONTAINERS = {"list": "List", "tuple": "List", "dict": "Dict"}
_BORROWED = re.compile(r"[\[(]\s*[\w.]+\s*,?\s*[\])]")
"""A list of one thing that has a name already: a way to hide it from the module, and meant as such."""
_EMPTY = re.compile(r"\[\s*\]|list\(\)")
_WITH_NAMES = re.compile(r"\{\s*f?[\"'].*|\{.*\bfor\b.*\}", re.DOTALL)


def where_collected(program: Program, read: UnregisteredRead) -> MemberSet | None:
    """Where the attribute got the collection, in this file; None where it seems to be hidden on purpose."""
    events = [event for event in program.events(MemberSet) if (event.object, event.name) == (read.object, read.name)]
    same = [event for event in events if event.value == Reference(read.collection or 0)]
    found = (same or events)[-1:]
    if not found or found[0].at.module != program.path or found[0].site.module != program.path:
        return None
    return None if _BORROWED.fullmatch(_value(program, found[0])) else found[0]


def registered(program: Program, read: UnregisteredRead, member: MemberSet) -> Fix | None:
    """The fix that lets the module register what the collection holds; None where that is not plain.

    It is unsafe: what is registered is trained and saved from then on.
    """
    text = _value(program, member)
    modules = imports.spelled(program, member.at, "torch.nn")
    kind = _CONTAINERS.get(read.kind)
    if modules is None or kind is None or read.nested or member.value_at == member.at:
        return None
    if (read.kind == "dict" and not _WITH_NAMES.fullmatch(text)) or (read.kind == "tuple" and text[:1] != "("):
        return None
    if read.parameters and read.members:
        return None
    name = f"{'Parameter' if read.parameters else 'Module'}{kind}"
    container = imports.spelled(program, member.at, f"torch.nn.{name}") or f"{modules}.{name}"
    title = f"Register them in nn.{name}"
    if _EMPTY.fullmatch(text):
        return Fix(title, (Edit(program.source.span(member.value_at), f"{container}()"),))
    return Fix(title, expression.handed_to(program, member.value_at, container))


def _value(program: Program, member: MemberSet) -> str:
    return expression.text_at(program, member.value_at)
