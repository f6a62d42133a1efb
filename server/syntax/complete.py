"""Completing a half-typed line: the least text that makes it Python again.

While a line is being typed it seldom parses, yet most of what it will say is there: `optimizer.zero_grad(` will
clear the gradients, `loss = criterion(model(x), ` will bind a loss. What is still missing is closed or filled with a
placeholder. The completed line is a guess: it keeps the findings elsewhere alive, and none is reported in it.
"""

from __future__ import annotations

from collections.abc import Iterator

PLACEHOLDER = "half_typed_placeholder"
"""Stands for a name that is not typed yet; whatever it is, nothing is known of it."""

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_HEADERS = ("if ", "while ", "for ", "with ", "def ", "class ", "async ", "match ")
_BARE = {
    "from": f"from {PLACEHOLDER} import {PLACEHOLDER}",
    "for": f"for {PLACEHOLDER} in {PLACEHOLDER}:",
    "async def": f"async def {PLACEHOLDER}():",
}
"""Keywords that need more than one name behind them."""
_LONGEST = 400


def completions(text: str) -> Iterator[str]:
    """Texts that complete a half-typed line, the most likely one first; none for a long line or a clause."""
    text = _without_comments(text)
    above = text.rpartition("\n")[0]
    if len(text) > _LONGEST or "\\\n" in text:
        if len(above) <= _LONGEST:
            yield from completions(above)
        return
    stray = _without_last(text)
    if stray != text and (not (stray[-1:].isalnum() or stray[-1:] in "_]") or _names_base(stray)):
        # Nothing is called or indexed there as a rule: the bracket or quote has only just been typed.
        yield from completions(stray)
        return
    quote, closers = open_ends(text)
    closed = quote + closers
    colon = "" if text.endswith(":") and not closed else ":"
    end = colon if f"{text} ".startswith(_HEADERS) else ""
    if text in _BARE:
        yield _BARE[text]
        return
    in_name = text[-1:].isalnum() or text[-1:] == "_"
    fillers = ("",) if quote else ("", f" {PLACEHOLDER}") if in_name else ("", f" {PLACEHOLDER}", PLACEHOLDER)
    for filler in fillers:
        yield f"{text}{filler}{closed}{end}"
    if quote:
        if stray != text:
            yield from completions(stray)
        elif above:
            yield from completions(above)
        return
    if text.endswith(" for"):
        yield f"{text} {PLACEHOLDER} in {PLACEHOLDER}{closed}{end}"
    if end:
        yield f"{text}{closed} in {PLACEHOLDER}{end}"
        yield f"{text}{closed}(){end}"
        yield f"{text} {PLACEHOLDER}(){end}"
    elif text.startswith("from"):
        yield f"{text} import {PLACEHOLDER}"
        yield f"{text} {PLACEHOLDER} import {PLACEHOLDER}"
    if in_name and closed:
        yield f"{text}={PLACEHOLDER}{closed}{end}"
    yield f"{text}: {PLACEHOLDER}{closed}{end}"
    yield f"{text} else {PLACEHOLDER}{closed}{end}"
    yield f"{text} {PLACEHOLDER} else {PLACEHOLDER}{closed}{end}"
    yield f"{text} in {PLACEHOLDER}{closed}{end}"
    if stray != text:
        yield from completions(stray)
    if above:
        # An open bracket has taken in what stands below.
        yield from completions(above)


def open_ends(text: str) -> tuple[str, str]:
    """The quote that ends the string left open at the end, if any, and the closing brackets still missing."""
    closers: list[str] = []
    at, length = 0, len(text)
    while at < length:
        char = text[at]
        if char in "\"'":
            quote = char * 3 if text.startswith(char * 3, at) else char
            end = at + len(quote)
            while end < length and not text.startswith(quote, end):
                end += 2 if text[end] == "\\" else 1
            if end >= length:
                return quote, "".join(reversed(closers))
            at = end + len(quote)
            continue
        if char == "#":
            at = text.find("\n", at) + 1 or length
            continue
        if char in _CLOSERS:
            closers.append(_CLOSERS[char])
        elif closers and char == closers[-1]:
            closers.pop()
        at += 1
    return "", "".join(reversed(closers))


def _without_comments(text: str) -> str:
    """The text without comment lines at its end."""
    text = text.rstrip()
    while text.rpartition("\n")[2].lstrip().startswith("#"):
        text = text.rpartition("\n")[0].rstrip()
    return text


def _names_base(text: str) -> bool:
    """Whether a header that begins so is at the bases of a class."""
    return text.startswith("class ") and "(" in text


def _without_last(text: str) -> str:
    """The line without an opening bracket or quote at its end."""
    return text[:-1].rstrip() if text.endswith(("(", "[", "{", '"', "'")) else text
