"""Where the page of a rule can be read."""

from __future__ import annotations

from ..rules.registry import FOLDER
from ..session import meta

BASE_ADDRESS = ""
"""The address that the names of rules are appended to. A release sets it; until then pages are files."""


def link(rule: str) -> str:
    """The address of the page of `rule`: on the web, or the bundled file that holds it."""
    if BASE_ADDRESS:
        return f"{BASE_ADDRESS}{rule}"
    if any(known.name == rule for known in meta.META_RULES):
        return (FOLDER.parent / "session" / "meta.py").as_uri()
    return (FOLDER / f"{rule.replace('-', '_')}.py").as_uri()


def web_link(rule: str) -> str | None:
    """The address of the page on the web, where there is one: for reports that are read on other machines."""
    return f"{BASE_ADDRESS}{rule}" if BASE_ADDRESS else None
