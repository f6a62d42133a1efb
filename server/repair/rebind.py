"""Statements that change a tensor in place, written so that they make a new one."""

from __future__ import annotations

import re

from ..program.program import Program
from ..program.site import Site
from ..text.edit import Edit
from . import expression, insert

_PLACE = r"(?P<place>[A-Za-z_][\w.]*)"
_AUGMENTED = re.compile(rf"{_PLACE}\s*(?P<op>[-+*/@%]|//|\*\*)=(?!=)\s*(?P<value>.+)", re.DOTALL)
_METHOD = re.compile(rf"{_PLACE}\.(?P<method>[a-z]\w*)_\((?P<arguments>.*)\)", re.DOTALL)
_ITEM = re.compile(rf"{_PLACE}\[")
_SIMPLE = re.compile(r"[\w.]+(\([^()]*\))?")
_ONLY_IN_PLACE = frozenset({"zero", "fill", "copy", "uniform", "normal", "random", "exponential", "fill_diagonal"})


def out_of_place(program: Program, site: Site) -> Edit | None:
    """Bind the name that a statement changes in place to a new tensor; where it sets a part, to a copy above."""
    own = program.source.statement(site) if site.module == program.path else None
    if own is None or not own.simple or not own.alone:
        return None
    if (found := _AUGMENTED.fullmatch(own.text)) is not None:
        value = found["value"] if _SIMPLE.fullmatch(found["value"]) else f"({found['value']})"
        return Edit(own.span, f"{found['place']} = {found['place']} {found['op']} {value}")
    found = _METHOD.fullmatch(own.text)
    if found is not None and found["method"] not in _ONLY_IN_PLACE and expression.balanced(found["arguments"]):
        return Edit(own.span, f"{found['place']} = {found['place']}.{found['method']}({found['arguments']})")
    found = _ITEM.match(own.text)
    return None if found is None else insert.before(program, own, f"{found['place']} = {found['place']}.clone()")
