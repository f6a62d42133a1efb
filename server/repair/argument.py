"""Arguments of calls by name: added, or given another value."""

from __future__ import annotations

import re

from ..program.program import Program
from ..program.site import Site
from ..text.edit import Edit
from . import expression


def first(program: Program, call: Site, name: str, value: str) -> Edit | None:
    """Give a call another first argument, which has that name; None where it is not a simple one on one line."""
    if call.module != program.path:
        return None
    span = program.source.span(call)
    text = expression.text_of(program, span)
    found = re.match(rf"[\w.]+\(\s*(?:{name}\s*=\s*)?([^=,()\"'\n]+?)\s*[,)]", text)
    if found is None or "\n" in text:
        return None
    return Edit(span, text[: found.start(1)] + value + text[found.end(1) :])


def named(program: Program, call: Site, name: str, value: str) -> Edit | None:
    """Give a call an argument by name, or another simple value for it; None where the call is not written on one line."""
    if call.module != program.path:
        return None
    span = program.source.span(call)
    text = expression.text_of(program, span)
    if "\n" in text or not text.endswith(")"):
        return None
    changed, count = re.subn(rf"\b{name}\s*=\s*(\"[^\"]*\"|'[^']*'|[\w.]+)", f"{name}={value}", text)
    if count:
        return Edit(span, changed) if count == 1 else None
    inside = text[:-1].rstrip()
    gap = "" if inside.endswith("(") else " " if inside.endswith(",") else ", "
    return Edit(span, f"{inside}{gap}{name}={value})")
