"""Putting one function in the place of two that follow each other."""

from __future__ import annotations

import re

from ..program.program import Program
from ..program.readings import TakenInSteps
from ..text.edit import Edit
from . import expression, imports

_NAMES = {
    "softmax": "log_softmax",
    "sum_of_exp": "logsumexp",
    "one_plus_exp": "softplus",
    "one_plus": "log1p",
    "exp": "expm1",
}
_LOGARITHM = re.compile(r"(?P<torch>\w+)\.log\((?P<of>.+)\)|\(?(?P<receiver>.+?)\)?\.log\(\)", re.DOTALL)
_SUM = re.compile(
    r"(?P<torch>\w+)\.sum\((?P=torch)\.exp\((?P<x>.+)\), *(?P<rest>[^()]+)\)"
    r"|(?P<module>\w+)\.exp\((?P<y>.+)\)\.sum\((?P<dims>[^()]+)\)"
)
_SUM_OF = re.compile(r"(?P<x>[\w.]+)\.exp\(\)\.sum\((?P<dims>[^()]+)\)")
_EXP = re.compile(r"\w+\.exp\((.+)\)|([\w.]+)\.exp\(\)")
_PLUS_ONE = re.compile(r"1(?:\.0?)? *\+ *(?P<after>.+)|(?P<before>.+?) *\+ *1(?:\.0?)?", re.DOTALL)


def steps(program: Program, taken: TakenInSteps) -> tuple[str, Edit | None]:
    """The name of the one function, and the edit that puts it there; None where the steps are written apart."""
    name = _NAMES.get(taken.of, "")
    whole, inner = program.source.span(taken.site), program.source.span(taken.inner)
    own = program.path == taken.site.module == taken.inner.module
    if not own or taken.site.whole != taken.inner.whole or not whole.start <= inner.start <= inner.end <= whole.end:
        return name, None
    text = _text(program, taken, expression.text_of(program, whole), expression.text_of(program, inner))
    return name, None if text is None else Edit(whole, text)


def _text(program: Program, taken: TakenInSteps, whole: str, inner: str) -> str | None:
    match taken.of:
        case "softmax":
            return _renamed(inner, "softmax", "log_softmax")
        case "exp":
            return _renamed(inner, "exp", "expm1")
        case "sum_of_exp":
            if (found := _SUM_OF.fullmatch(inner)) is not None:
                return f"{found['x']}.logsumexp({found['dims']})"
            found = _SUM.fullmatch(inner)
            parts = [part for part in found.groups() if part is not None] if found is not None else []
            return f"{parts[0]}.logsumexp({parts[1]}, {parts[2]})" if parts and expression.balanced(parts[1]) else None
        case "one_plus":
            added = _added(inner)
            found = _LOGARITHM.fullmatch(whole)
            if added is None or found is None:
                return None
            return f"{found['torch']}.log1p({added})" if found["torch"] else f"{expression.tight(added)}.log1p()"
        case "one_plus_exp":
            found = _EXP.fullmatch(_added(inner) or "")
            functional = imports.spelled(program, taken.site, "torch.nn.functional")
            power = None if found is None else found[1] or found[2]
            return f"{functional}.softplus({power})" if functional and power and expression.balanced(power) else None
        case _:
            return None


def _renamed(text: str, old: str, new: str) -> str | None:
    """A call by another name, if only one of that name is in the text."""
    changed, count = re.subn(rf"\b{old}\(", f"{new}(", text)
    return changed if count == 1 else None


def _added(text: str) -> str | None:
    """What one is added to."""
    found = _PLUS_ONE.fullmatch(text)
    return None if found is None else found["after"] or found["before"]
