"""`torchwise check`: find what is wrong in files, write it in the format asked for, and say so by the exit code."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..rules.rule import Severity
from ..session.files import find_files, read_source, reason_of, source_of
from ..session.known_rules import KnownRules, known_rules
from ..session.meta import INVALID_SETTING
from ..session.report import Diagnostic
from ..session.settings import Layer, Level, Settings
from ..session.settings_files import SettingsFile, SettingsFiles, read_settings_file
from ..session.settings_reading import LEVELS, SettingProblem
from .exits import CLEAN, CRASHED, FOUND, WRONG, UsageError
from .formats import FORMATS, discard_output, write
from .outcome import CheckedFile, FoundHere, Outcome, Trouble, TroubleKind, shown_path
from .parallel import check_all, processes_for
from .plain import safe
from .work import Task

STDIN = "-"


def check(arguments: Namespace) -> int:
    """Run the command; the exit code."""
    known = known_rules()
    folder = str(Path.cwd())
    name: str = arguments.output_format or ("full" if sys.stdout.isatty() else "concise")
    form = FORMATS[name]
    explained: bool = arguments.explain_unknown
    if explained and not form.explains:
        able = [other for other, each in FORMATS.items() if each.explains]
        raise UsageError(f"--explain-unknown: choose the output format {', '.join(able[:-1])} or {able[-1]}")
    with_fixes: bool = form.with_fixes if arguments.fixes is None else arguments.fixes
    choice = _SettingsChoice(
        known, _command_line_layer(arguments.rule, known, folder), _config(arguments.config, known)
    )

    paths: list[str] = list(dict.fromkeys(arguments.paths or ["."]))
    found = find_files((path for path in paths if path != STDIN), choice.excluded)
    named = {os.path.abspath(path) for path in paths}
    tasks = [Task(path, choice.layers(path), with_fixes, explained) for path in found.files]
    troubles = [Trouble(TroubleKind.PATH, each.path, 0, each.message) for each in found.problems]
    wrong = any(each.named for each in found.problems)
    if STDIN in paths:
        task = _stdin_task(arguments.stdin_filename, choice, with_fixes=with_fixes, explained=explained)
        named.add(task.path)
        if task.source is None:
            troubles.append(Trouble(TroubleKind.PATH, task.path, 0, "standard input is not a text"))
            wrong = True
        else:
            tasks = [other for other in tasks if other.path != task.path] + [task]

    checked = check_all(tasks, arguments.jobs or processes_for(len(tasks)))
    checked += choice.invalid_settings()
    troubles += [trouble for file in checked for trouble in file.troubles]
    wrong |= any(trouble.kind is TroubleKind.SETTINGS for trouble in troubles)
    wrong |= any(trouble.kind is TroubleKind.PATH and trouble.path in named for trouble in troubles)
    files = sorted(
        (file for file in checked if file.found or file.unknowns), key=lambda file: shown_path(file.path, folder)
    )
    troubles.sort(key=lambda trouble: (shown_path(trouble.path, folder), trouble.line, trouble.message))

    code = _exit_code(files, troubles, Severity[arguments.fail_on.upper()], wrong=wrong)
    outcome = Outcome(folder, tuple(files), tuple(troubles), len(tasks), code, explained)
    try:
        write(name, outcome, known, changes=bool(arguments.fixes))
    except BrokenPipeError:
        discard_output()
    if not form.tells_troubles:
        _tell_troubles(outcome)
    if not tasks and not troubles:
        print("torchwise: no Python files here", file=sys.stderr)
    return code


def _exit_code(files: Iterable[CheckedFile], troubles: Iterable[Trouble], fail_on: Severity, *, wrong: bool) -> int:
    if any(trouble.kind is TroubleKind.CRASH for trouble in troubles):
        return CRASHED
    if wrong:
        return WRONG
    severe = any(found.diagnostic.severity >= fail_on for file in files for found in file.found)
    return FOUND if severe else CLEAN


def _tell_troubles(outcome: Outcome) -> None:
    for trouble in outcome.troubles:
        if trouble.kind is not TroubleKind.SETTINGS:  # those are findings of the rule invalid-setting
            line = f":{trouble.line + 1}" if trouble.kind is TroubleKind.READING else ""
            print(f"torchwise: {safe(outcome.shown(trouble.path))}{line}: {safe(trouble.message)}", file=sys.stderr)


def _stdin_task(filename: str | None, choice: _SettingsChoice, *, with_fixes: bool, explained: bool) -> Task:
    path = os.path.abspath(filename or "<stdin>")
    try:
        source = source_of(sys.stdin.buffer.read())
    except ValueError:
        return Task(path, (), with_fixes)
    return Task(path, choice.layers(path), with_fixes, explained, source)


def _command_line_layer(given: Sequence[str], known: KnownRules, folder: str) -> Layer:
    rules: dict[str, Level] = {}
    for entry in given:
        name, equals, word = entry.partition("=")
        if not equals or word not in LEVELS:
            raise UsageError(f"--rule {entry}: expected NAME=SEVERITY, with one of {', '.join(LEVELS)}")
        if name not in known:
            nearest = known.nearest(name)
            suggestion = f", did you mean `{nearest}`?" if nearest else ""
            raise UsageError(f"--rule {entry}: there is no rule or category `{name}`{suggestion}")
        rules[name] = LEVELS[word]
    return Layer(root=folder, rules=rules)


def _config(path: str | None, known: KnownRules) -> SettingsFile | None:
    if path is None:
        return None
    absolute = os.path.abspath(path)
    try:
        file = read_settings_file(absolute, known)
    except OSError as error:
        raise UsageError(f"--config {path}: {reason_of(error)}") from None
    if file is None:
        raise UsageError(f"--config {path}: there is no table [tool.torchwise] in it")
    return file


@dataclass(slots=True)
class _SettingsChoice:
    """Which settings count for which file, and what is wrong in those that were used."""

    known: KnownRules
    command_line: Layer
    config: SettingsFile | None
    _files: SettingsFiles = field(init=False)
    _by_folder: dict[str, Settings] = field(default_factory=dict[str, Settings])
    _used: dict[str, SettingsFile] = field(default_factory=dict[str, SettingsFile])

    def __post_init__(self) -> None:
        self._files = SettingsFiles(self.known)

    def layers(self, path: str) -> tuple[Layer, ...]:
        return self._settings(os.path.dirname(path)).layers

    def excluded(self, path: str) -> bool:
        return self._settings(os.path.dirname(path)).excluded(path)

    def invalid_settings(self) -> Iterator[CheckedFile]:
        """One entry for each settings file that has something wrong in it."""
        for file in self._used.values():
            settings = Settings(self.known, (self.command_line, file.layer))
            given = [_diagnostic(problem) for problem in file.problems]
            left = sorted(settings.filter(given, file.path), key=lambda diagnostic: diagnostic.order)
            found = tuple(FoundHere(diagnostic) for diagnostic in left)
            troubles = tuple(
                Trouble(TroubleKind.SETTINGS, file.path, diagnostic.span.start.line, diagnostic.message)
                for diagnostic in left
            )
            if left:
                yield CheckedFile(file.path, _readable(file.path), found, troubles)

    def _settings(self, folder: str) -> Settings:
        if folder not in self._by_folder:
            file = self.config or self._files.nearest(folder)
            layers = (self.command_line, file.layer) if file else (self.command_line,)
            self._by_folder[folder] = Settings(self.known, layers)
            if file:
                self._used[file.path] = file
        return self._by_folder[folder]


def _diagnostic(problem: SettingProblem) -> Diagnostic:
    rule = INVALID_SETTING
    return Diagnostic(rule.name, rule.category, rule.severity, problem.message, problem.span)


def _readable(path: str) -> tuple[str, ...]:
    try:
        return read_source(path).lines
    except (OSError, ValueError):
        return ()
