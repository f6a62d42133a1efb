"""What is too much for the parser: libcst ends the process on deep nesting instead of raising.

Checked before libcst sees a line, in two steps: a count of all characters that could matter, which settles
nearly every line, and only for the rest a walk over the tokens.
"""

from __future__ import annotations

import re

from .continuation import code_only

DEEPEST = 50
LONGEST = 4000
CHAIN = 200
DEEPEST_PATTERN = 6
"""libcst takes four times as long for each level of a pattern."""

_HARMLESS_LENGTH = DEEPEST * 2
_WORDS = r"\b(?:not|and|or|if|else|lambda|await|in|is|for|yield|from)\b"
_LINK = re.compile(rf"[-+*/%@&|^~<>=.(\[{{'\"!]|{_WORDS}")
_CASE = re.compile(r"case\b.*:", re.DOTALL)
_TOKEN = re.compile(r"\w+|'''|\"\"\"|[^\w\s]")
_STEP = re.compile(
    rf"(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<end>[,;])"
    rf"|(?P<link>\*\*|//|<<|>>|[=!<>]=|[-+*/%@&|^~<>.'\"]|{_WORDS})"
)


def too_much(text: str) -> str | None:
    """A sentence saying which limit a logical line exceeds; None if it may be parsed."""
    brackets = text.count("(") + text.count("[") + text.count("{")
    if brackets > DEEPEST_PATTERN and _CASE.match(text):
        return _nesting(code_only(text), DEEPEST_PATTERN)
    if len(text) <= _HARMLESS_LENGTH:
        return None
    if brackets <= DEEPEST and len(text) <= LONGEST and len(_LINK.findall(text)) <= CHAIN:
        return None
    code = code_only(text)
    if len(_TOKEN.findall(code)) > LONGEST:
        return f"this line has more than {LONGEST} tokens and is not analysed"
    return _nesting(code)


def _nesting(code: str, deepest: int = DEEPEST) -> str | None:
    links = [0]
    total = 0
    for found in _STEP.finditer(code):
        kind = found.lastgroup
        if kind == "open":
            links[-1] += 1
            total += 1
            links.append(0)
            if len(links) > deepest + 1:
                return f"this line nests brackets more than {deepest} deep and is not analysed"
        elif kind == "close":
            if len(links) > 1:
                total -= links.pop()
        elif kind == "end":
            total -= links[-1]
            links[-1] = 0
        else:
            links[-1] += 1
            total += 1
        if total > CHAIN:
            return f"this line chains more than {CHAIN} operators, calls or attributes and is not analysed"
    return None
