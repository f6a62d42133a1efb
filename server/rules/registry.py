"""The rules, found by looking: every module of the folder `diagnostics/` is one rule.

There is no list. Moving a file into the folder adds a rule, moving it out removes one.
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import TypeAlias, cast

from .rule import Rule

AnyRule: TypeAlias = Rule[object]
"""A rule whose subjects only the rule itself understands."""

FOLDER = Path(__file__).resolve().parent.parent / "diagnostics"


class NotARule(Exception):
    """A file in the folder of the rules does not hold exactly one rule of its own name."""


def rule_names() -> tuple[str, ...]:
    """The names of all rules, in alphabetical order, without importing any of them."""
    return tuple(sorted(file.stem.replace("_", "-") for file in FOLDER.glob("*.py") if file.stem != "__init__"))


@cache
def all_rules() -> tuple[AnyRule, ...]:
    """Every rule, in alphabetical order of the names. Raises `NotARule`."""
    return tuple(load(name) for name in rule_names())


def rule_named(name: str) -> AnyRule | None:
    """The rule of that name."""
    return next((rule for rule in all_rules() if rule.name == name), None)


def load(name: str) -> AnyRule:
    """The rule in the file of that name. Raises `NotARule`."""
    # By name, because a static import would turn the layers around: rules are made of what is here.
    package = __name__.split(".", maxsplit=1)[0]
    stem = name.replace("-", "_")
    module = importlib.import_module(f"{package}.diagnostics.{stem}")
    found = cast("list[AnyRule]", [value for value in vars(module).values() if isinstance(value, Rule)])
    if len(found) != 1:
        raise NotARule(f"diagnostics/{stem}.py must hold one rule, and holds {len(found)}")
    if found[0].name != name:
        raise NotARule(f"diagnostics/{stem}.py must hold the rule `{name}`, and holds `{found[0].name}`")
    return found[0]
