"""Words that messages have in common."""

from __future__ import annotations


def named(name: str, otherwise: str) -> str:
    """What the program calls something, in backticks; other words for what it gives no name."""
    return f"`{name}`" if name else otherwise
