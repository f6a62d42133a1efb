"""The globs of settings: which paths a pattern means."""

from __future__ import annotations

import os
import re
from functools import lru_cache


def matches(pattern: str, path: str, root: str) -> bool:
    """Whether `pattern`, written in a file in folder `root`, means `path` or a folder above it.

    A pattern without a slash means any file or folder of that name below `root`; one with a slash is
    relative to `root`. `*` and `?` stop at a slash, `**` does not.
    """
    return _compiled(pattern).fullmatch(_below(path, root)) is not None


def _below(path: str, root: str) -> str:
    path, root = os.path.abspath(path), os.path.abspath(root)
    try:
        relative = os.path.relpath(path, root)
    except ValueError:  # two drives of one Windows machine
        relative = path
    relative = relative.replace(os.sep, "/")
    if relative.startswith("../"):
        relative = os.path.splitdrive(path)[1].replace(os.sep, "/")
    return relative.lstrip("/")


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    body = pattern.removeprefix("./")
    anchored = "/" in body.rstrip("/")
    body = body.strip("/")
    start = "" if anchored else "(?:.*/)?"
    flags = re.IGNORECASE if os.name == "nt" else 0
    return re.compile(f"{start}{_expression(body)}(?:/.*)?", flags | re.DOTALL)


def _expression(pattern: str) -> str:
    pieces: list[str] = []
    index = 0
    while index < len(pattern):
        character = pattern[index]
        if pattern.startswith("**/", index) and (index == 0 or pattern[index - 1] == "/"):
            pieces.append("(?:.*/)?")
            index += 3
            continue
        if pattern.startswith("**", index):
            pieces.append(".*")
            index += 2
            continue
        close = pattern.find("]", index + 2) if character == "[" else -1
        if close > 0:
            pieces.append(_choice(pattern[index + 1 : close]))
            index = close + 1
            continue
        pieces.append({"*": "[^/]*", "?": "[^/]"}.get(character) or re.escape(character))
        index += 1
    return "".join(pieces)


def _choice(inside: str) -> str:
    negated = inside[0] in "!^"
    body = inside[1:] if negated else inside
    escaped = re.sub(r"([\\\[\]&~|^])", r"\\\1", body)
    try:
        re.compile(f"[{escaped}]")
    except re.error:  # a range the wrong way round, such as [z-a], means nothing
        return re.escape(f"[{inside}]")
    return f"[{'^' if negated else ''}{escaped}]"
