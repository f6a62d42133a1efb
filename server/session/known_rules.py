"""The names that settings and suppressions may use: rules, meta rules and categories."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ..rules.rule import Category, Severity, Status
from .meta import META_RULES

CATEGORIES = frozenset(category.value for category in Category)


class RuleFacts(Protocol):
    """What names, settings and listings need to know of a rule."""

    @property
    def name(self) -> str:
        """The rule's name in kebab-case."""
        ...

    @property
    def category(self) -> Category:
        """The rule's topic."""
        ...

    @property
    def severity(self) -> Severity:
        """The declared severity: the highest that the rule gives unless settings say otherwise."""
        ...

    @property
    def summary(self) -> str:
        """A few words for lists."""
        ...

    @property
    def status(self) -> Status:
        """Whether the rule is on by default."""
        ...


@dataclass(frozen=True, slots=True)
class KnownRules:
    """Every rule by its name."""

    by_name: Mapping[str, RuleFacts]

    def __contains__(self, word: str) -> bool:
        """Whether `word` names a rule or a category."""
        return word in self.by_name or word in CATEGORIES

    def nearest(self, word: str) -> str | None:
        """The rule or category whose name is most like `word`, if any is like it."""
        return nearest_word(word, (*self.by_name, *CATEGORIES))


def nearest_word(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` is most likely a misspelling of."""
    plain = word.strip().lower().replace("_", "-")
    found = difflib.get_close_matches(plain, sorted(candidates), n=1, cutoff=0.7)
    return found[0] if found else None


def known(rules: Iterable[RuleFacts]) -> KnownRules:
    """The given rules and the meta rules."""
    return KnownRules({rule.name: rule for rule in (*rules, *META_RULES)})


@lru_cache(maxsize=1)
def known_rules() -> KnownRules:
    """Every rule of this version. The first call imports all rules, which takes a moment."""
    from ..rules.registry import all_rules

    return known(all_rules())
