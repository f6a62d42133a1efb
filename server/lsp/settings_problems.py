"""What is wrong in settings files, shown where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..session.document import PartAt, Snapshot
from ..session.known_rules import known_rules
from ..session.meta import INVALID_SETTING
from ..session.report import Diagnostic, Report
from ..session.settings import Settings
from ..session.settings_files import SettingsFile
from ..session.settings_reading import SettingProblem
from ..session.workspace import Findings
from .convert import uri_of
from .diagnostics import clear, publish

if TYPE_CHECKING:
    from .server import Server


class SettingsProblems:
    """Shows the problems of each settings file that counts for some open document."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._shown: dict[str, tuple[SettingProblem, ...]] = {}

    def show(self, file: SettingsFile) -> None:
        """A settings file was read."""
        if file.problems == self._shown.get(file.path, ()):
            return
        self._shown[file.path] = file.problems
        settings = Settings(known_rules(), (file.layer,))
        found = tuple(settings.filter(map(_diagnostic, file.problems), file.path))
        lines = tuple(self._server.session.lines_of(file.path))
        uri = uri_of(file.path)
        snapshot = Snapshot(uri, file.path, 0, (PartAt(uri, None, 0, len(lines)),), lines)
        publish(self._server, Findings(snapshot, Report(found, ()), found))

    def forget(self, path: str) -> None:
        """A file was deleted."""
        if self._shown.pop(path, ()):
            clear(self._server, uri_of(path))


def _diagnostic(problem: SettingProblem) -> Diagnostic:
    rule = INVALID_SETTING
    return Diagnostic(rule.name, rule.category, rule.severity, problem.message, problem.span)
