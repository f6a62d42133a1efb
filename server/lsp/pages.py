"""The documentation of rules, where the editor can show it."""

from __future__ import annotations

from functools import cache

from ..rules.page import BadPage, summary_markdown
from ..rules.registry import FOLDER
from ..session.meta import META_RULES


@cache
def page_uri(rule: str) -> str | None:
    """The address of the page of a rule: the bundled file that holds it."""
    file = FOLDER / f"{rule.replace('-', '_')}.py"
    return file.as_uri() if file.is_file() else None


@cache
def hover_markdown(rule: str) -> str | None:
    """The first part of a rule's page: what is wrong, and why that is a bug. None where there is no such page."""
    for meta in META_RULES:
        if meta.name == rule:
            return "\n".join(meta.page.split("\n## ", 2)[:1]).strip() + "\n"
    try:
        return summary_markdown(rule)
    except (BadPage, KeyError):
        return None
