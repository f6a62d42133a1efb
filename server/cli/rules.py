"""`torchwise rules`: what there is to find."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from ..rules.rule import Category, Status
from ..session.known_rules import RuleFacts, known_rules
from .exits import CLEAN
from .links import link
from .style import Style, style_for

_STATUS = {Status.ON: "", Status.OFF: "off by default", Status.NURSERY: "nursery: off by default"}


def rules(arguments: Namespace) -> int:
    """Run the command; the exit code."""
    listed = sorted(known_rules().by_name.values(), key=lambda rule: (list(Category).index(rule.category), rule.name))
    match arguments.output_format:
        case "json":
            print(json.dumps([_object(rule) for rule in listed], indent=2))
        case "concise":
            for rule in listed:
                print(rule.name)
        case _:
            sys.stdout.writelines(_table(listed, style_for(sys.stdout, os.environ)))
    return CLEAN


def _object(rule: RuleFacts) -> dict[str, object]:
    return {
        "rule": rule.name,
        "category": rule.category.value,
        "severity": rule.severity.word,
        "status": rule.status.value,
        "summary": rule.summary,
        "url": link(rule.name),
    }


def _table(listed: Sequence[RuleFacts], style: Style) -> Iterator[str]:
    width = max(len(rule.name) for rule in listed)
    category = None
    for rule in listed:
        if rule.category is not category:
            yield "" if category is None else "\n"
            category = rule.category
            yield style.paint(category.value, "bold") + "\n"
        severity = style.severity(f"{rule.severity.word:<11}", rule.severity)
        status = _STATUS[rule.status]
        note = style.paint(f" ({status})", "dim") if status else ""
        yield f"  {rule.name:<{width}}  {severity}  {rule.summary}{note}\n"
    yield f"\n{len(listed)} rules. `torchwise explain RULE` shows the page of one.\n"
