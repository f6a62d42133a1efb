"""`torchwise explain RULE`: the page of a rule, in the terminal."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterator

from ..rules.rule import Status
from ..session.known_rules import CATEGORIES, RuleFacts, known_rules
from .exits import CLEAN, UsageError
from .pages import page_text
from .style import Style, style_for

_STATUS = {Status.ON: "", Status.OFF: ", off by default", Status.NURSERY: ", off by default (nursery)"}


def explain(arguments: Namespace) -> int:
    """Run the command; the exit code."""
    known = known_rules()
    name: str = arguments.rule
    style = style_for(sys.stdout, os.environ)
    if name in known.by_name:
        sys.stdout.writelines(page(known.by_name[name], style))
        return CLEAN
    if name in CATEGORIES:
        members = [rule for rule in known.by_name.values() if rule.category.value == name]
        print(f"{style.paint(name, 'bold')} is a category of {len(members)} rules:\n")
        for rule in members:
            print(f"  {rule.name}: {rule.summary}")
        return CLEAN
    nearest = known.nearest(name)
    suggestion = f"; did you mean `{nearest}`?" if nearest else ""
    raise UsageError(f"there is no rule or category `{name}`{suggestion}")


def page(rule: RuleFacts, style: Style) -> Iterator[str]:
    """The page of a rule as lines for a terminal."""
    heading, *rest = rendered(page_text(rule), style)
    severity = style.severity(rule.severity.word, rule.severity)
    yield heading
    yield f"category {rule.category.value}, {severity}{_STATUS[rule.status]}\n"
    yield from rest


def rendered(markdown: str, style: Style) -> Iterator[str]:
    """Markdown as it reads best in a terminal: headings and names painted, code indented."""
    in_code = False
    for line in markdown.strip().splitlines():
        if line.startswith("```"):
            in_code = not in_code
            continue
        if in_code:
            yield f"    {style.paint(line, 'cyan')}".rstrip() + "\n"
        elif line.startswith("#"):
            yield style.paint(line.lstrip("# "), "bold") + "\n"
        else:
            yield re.sub(r"`([^`]+)`", lambda found: style.paint(found[0], "cyan"), line) + "\n"
