"""The pages of rules, whether they stand in a rule's own module or among the meta rules."""

from __future__ import annotations

from ..rules.page import BadPage, markdown, page
from ..session.known_rules import RuleFacts
from ..session.meta import MetaRule


def page_text(rule: RuleFacts) -> str:
    """The page in Markdown, from its heading on. A rule whose page cannot be read has only its summary."""
    if isinstance(rule, MetaRule):
        return f"# {rule.name}\n\n{rule.page}"
    try:
        return markdown(rule.name)
    except (BadPage, KeyError):
        return f"# {rule.name}\n\n{rule.summary}\n"


def page_summary(rule: RuleFacts) -> str:
    """The first sentence of the page: what is wrong."""
    if isinstance(rule, MetaRule):
        return rule.page.split("\n", 1)[0]
    try:
        return page(rule.name).summary
    except (BadPage, KeyError):
        return rule.summary
