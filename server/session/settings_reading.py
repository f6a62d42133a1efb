"""Reading one layer of settings from a table, without ever failing: what is wrong becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast, get_args

from ..rules.rule import Severity
from ..text.span import Span, span
from .known_rules import KnownRules, nearest_word
from .settings import Layer, Level, RulesTable, Run, UnsafeFixes

KeyPath = tuple[str, ...]
Place = Callable[[KeyPath], Span]
NOWHERE = span(0, 0, 0, 0)

LEVELS: Mapping[str, Level] = {
    **{severity.word: severity for severity in sorted(Severity, reverse=True)},
    "off": "off",
    "default": "default",
}
KEYS = ("rules", "exclude", "per-file", "run", "torch-version", "lightning-version", "unsafe-fixes")
EDITOR_ONLY_KEYS = ("enable", "interpreter", "import-strategy", "path", "trace")

_VERSION = re.compile(r"\d+(\.\d+){0,3}([a-z0-9.+-]*)?", re.IGNORECASE)
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """A setting that is not understood. An empty path means the editor's settings."""

    path: str
    span: Span
    message: str

    @property
    def line(self) -> int:
        """The line of the setting, from 0."""
        return self.span.start.line


def read_layer(
    table: Mapping[str, object], known: KnownRules, *, path: str = "", root: str = "", place: Place = lambda _: NOWHERE
) -> tuple[Layer, tuple[SettingProblem, ...]]:
    """The layer that a table of a settings file describes, and what is wrong with it.

    `place` tells where a key stands in the file at `path`; globs are relative to folder `root`.
    """
    reader = _Reader(known, path, place)
    return reader.layer(table, root), tuple(reader.problems)


def read_editor_layer(value: object, known: KnownRules, root: str) -> tuple[Layer, tuple[SettingProblem, ...]]:
    """The layer of an editor's settings: the same keys in camelCase, beside some that only editors have.

    `root` is the workspace folder that globs are relative to.
    """
    if value is None:
        return Layer(root=root), ()
    if not isinstance(value, Mapping):
        return Layer(root=root), (SettingProblem("", NOWHERE, "the settings of torchwise must be an object"),)
    given = cast("Mapping[str, object]", value)
    table: dict[str, object] = {}
    for key, setting in given.items():
        name = _kebab(key)
        if name.split(".", 1)[0] in EDITOR_ONLY_KEYS or setting is None:
            continue
        table[name] = _kebab(setting) if name == "run" and isinstance(setting, str) else setting
    layer, problems = read_layer(table, known, root=root)
    return layer, tuple(SettingProblem("", NOWHERE, _camel_message(problem.message)) for problem in problems)


def _kebab(key: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: "-" + match.group().lower(), key)


def _camel(key: str) -> str:
    return re.sub(r"-([a-z])", lambda match: match.group(1).upper(), key)


def _camel_message(message: str) -> str:
    for key in KEYS:
        message = message.replace(f"`{key}", f"`{_camel(key)}")
    return message


@dataclass(slots=True)
class _Reader:
    known: KnownRules
    path: str
    place: Place
    problems: list[SettingProblem] = field(default_factory=list[SettingProblem])

    def layer(self, table: Mapping[str, object], root: str) -> Layer:
        for key in table:
            if key not in KEYS:
                self.problem((key,), f"unknown setting `{key}`{_did_you_mean(nearest_word(key, KEYS))}")
        return Layer(
            root=root,
            rules=self.rules(("rules",), table.get("rules", {})),
            per_file=self.per_file(table.get("per-file", {})),
            exclude=self.globs(table.get("exclude")),
            run=self.word("run", table, cast("tuple[Run, ...]", get_args(Run))),
            torch_version=self.version("torch-version", table),
            lightning_version=self.version("lightning-version", table),
            unsafe_fixes=self.word("unsafe-fixes", table, cast("tuple[UnsafeFixes, ...]", get_args(UnsafeFixes))),
        )

    def problem(self, key: KeyPath, message: str) -> None:
        self.problems.append(SettingProblem(self.path, self.place(key), message))

    def rules(self, key: KeyPath, value: object) -> RulesTable:
        if not isinstance(value, Mapping):
            self.problem(key, f"`{key[-1]}` must be a table from rules to severities")
            return {}
        read: dict[str, Level] = {}
        for name, level in cast("Mapping[str, object]", value).items():
            here = (*key, name)
            if name not in self.known:
                suggestion = _did_you_mean(self.known.nearest(name))
                self.problem(here, f"there is no rule or category `{name}`{suggestion}")
            elif isinstance(level, str) and level in LEVELS:
                read[name] = LEVELS[level]
            else:
                self.problem(here, f"`{name}` is {_shown(level)}{_expected(level, tuple(LEVELS))}")
        return read

    def per_file(self, value: object) -> tuple[tuple[str, RulesTable], ...]:
        if not isinstance(value, Mapping):
            self.problem(("per-file",), "`per-file` must be a table from globs to tables of rules")
            return ()
        tables = cast("Mapping[str, object]", value)
        return tuple((glob, self.rules(("per-file", glob), table)) for glob, table in tables.items())

    def globs(self, value: object) -> tuple[str, ...] | None:
        if value is None:
            return None
        given = cast("list[object]", value) if isinstance(value, list) else [None]
        globs = tuple(glob for glob in given if isinstance(glob, str))
        if len(globs) == len(given):
            return globs
        self.problem(("exclude",), '`exclude` must be a list of globs, such as `["tests/**"]`')
        return globs or None

    def word(self, key: str, table: Mapping[str, object], choices: tuple[Word, ...]) -> Word | None:
        value = table.get(key)
        if value is None:
            return None
        for choice in choices:
            if value == choice:
                return choice
        self.problem((key,), f"`{key}` is {_shown(value)}{_expected(value, choices)}")
        return None

    def version(self, key: str, table: Mapping[str, object]) -> str | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, str) and _VERSION.fullmatch(value):
            return value
        self.problem((key,), f'`{key}` is {_shown(value)}, expected a version in quotes, such as "2.4"')
        return None


def _shown(value: object) -> str:
    match value:
        case str():
            return f'"{value}"'
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case _:
            return "not a text"


def _expected(value: object, choices: tuple[str, ...]) -> str:
    suggestion = nearest_word(value, choices) if isinstance(value, str) else None
    if suggestion:
        return _did_you_mean(suggestion, quote='"')
    quoted = [f'"{choice}"' for choice in choices]
    return f", expected {', '.join(quoted[:-1])} or {quoted[-1]}"


def _did_you_mean(suggestion: str | None, quote: str = "`") -> str:
    return f", did you mean {quote}{suggestion}{quote}?" if suggestion else ""
