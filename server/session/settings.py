"""What the user has set: which rules count how much, and which files count at all.

Settings come in layers, strongest first: the command line, the nearest settings file, the editor. A layer
that says nothing about a key leaves it to the next one. Files do not merge with files further up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from ..rules.rule import Severity, Status
from .globs import matches
from .known_rules import KnownRules
from .report import Diagnostic

Level: TypeAlias = "Severity | Literal['off', 'default']"
RulesTable: TypeAlias = Mapping[str, Level]
Run: TypeAlias = Literal["on-type", "on-save"]
UnsafeFixes: TypeAlias = Literal["offer", "hide"]


def _no_rules() -> RulesTable:
    return {}


@dataclass(frozen=True, slots=True)
class Layer:
    """The settings of one source; None where it says nothing. Globs are relative to folder `root`."""

    root: str = ""
    rules: RulesTable = field(default_factory=_no_rules)
    per_file: tuple[tuple[str, RulesTable], ...] = ()
    exclude: tuple[str, ...] | None = None
    run: Run | None = None
    torch_version: str | None = None
    lightning_version: str | None = None
    unsafe_fixes: UnsafeFixes | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All layers that count for one file, strongest first."""

    known: KnownRules
    layers: tuple[Layer, ...] = ()

    @property
    def run(self) -> Run:
        """When the editor analyses."""
        for layer in self.layers:
            if layer.run is not None:
                return layer.run
        return "on-type"

    @property
    def unsafe_fixes(self) -> UnsafeFixes:
        """Whether fixes that a person must look at are offered at all."""
        for layer in self.layers:
            if layer.unsafe_fixes is not None:
                return layer.unsafe_fixes
        return "offer"

    @property
    def torch_version(self) -> str | None:
        """The version of PyTorch that the code is for; None means to look at the environment."""
        return next((layer.torch_version for layer in self.layers if layer.torch_version), None)

    @property
    def lightning_version(self) -> str | None:
        """The version of Lightning that the code is for; None means to look at the environment."""
        return next((layer.lightning_version for layer in self.layers if layer.lightning_version), None)

    def excluded(self, path: str) -> bool:
        """Whether the settings say not to check the file or folder at `path`."""
        for layer in self.layers:
            if layer.exclude is not None:
                return any(matches(pattern, path, layer.root) for pattern in layer.exclude)
        return False

    def severity_of(self, rule: str, path: str) -> Severity | None:
        """The most severe that findings of `rule` may be in the file at `path`; None where it is off.

        An unknown rule (of another version, say) is taken to be off.
        """
        facts = self.known.by_name.get(rule)
        if facts is None:
            return None
        level = self._level(rule, facts.category.value, path)
        if level == "off":
            return None
        if level == "default":
            return facts.severity if facts.status is Status.ON else None
        return level

    def filter(self, diagnostics: Iterable[Diagnostic], path: str) -> Iterator[Diagnostic]:
        """The diagnostics of the file at `path` that the settings leave, with the severities they ask for."""
        for diagnostic in diagnostics:
            ceiling = self.severity_of(diagnostic.rule, path)
            if ceiling is None or not self._shown(diagnostic, path):
                continue
            declared = self.known.by_name[diagnostic.rule].severity
            lowered = diagnostic.severity < declared
            severity = min(diagnostic.severity, ceiling) if lowered else ceiling
            yield diagnostic if severity == diagnostic.severity else replace(diagnostic, severity=severity)

    def _shown(self, diagnostic: Diagnostic, path: str) -> bool:
        """Whether a diagnostic of a rule that is on is shown: one that is off by default waits for settings."""
        if diagnostic.status is Status.ON:
            return True
        return self._level(diagnostic.rule, diagnostic.category.value, path) != "default"

    def _level(self, rule: str, category: str, path: str) -> Level:
        for layer in self.layers:
            tables = [table for glob, table in reversed(layer.per_file) if matches(glob, path, layer.root)]
            for table in (*tables, layer.rules):
                for name in (rule, category):
                    if name in table:
                        return table[name]
        return "default"
