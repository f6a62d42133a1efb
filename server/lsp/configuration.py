"""The settings that the editor holds, and those of files, for each document."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types

from ..session.known_rules import known_rules
from ..session.settings import Layer, Settings
from ..session.settings_files import SettingsFile, SettingsFiles
from ..session.settings_reading import read_editor_layer
from .convert import is_file

if TYPE_CHECKING:
    from concurrent.futures import Future

    from .server import Server

logger = logging.getLogger(__name__)

SECTION = "torchwise"


class Configuration:
    """What the editor has told; a value is replaced, never changed, so another thread may read it.

    `read` is told of each settings file that is found to count, in the thread that asks for settings.
    """

    def __init__(self, read: Callable[[SettingsFile], None]) -> None:
        self._read = read
        self._by_folder: Mapping[str, object] = {}
        self._files: SettingsFiles | None = None

    def replace(self, by_folder: Mapping[str, object]) -> bool:
        """Take over the editor's settings by folder, the empty path being everywhere else; whether any differs."""
        differs = by_folder != self._by_folder
        self._by_folder = by_folder
        return differs

    def settings(self, path: str) -> Settings:
        """The settings for one document. For the analysis thread: it may read files, and knows all rules."""
        known = known_rules()
        if self._files is None:
            self._files = SettingsFiles(known)
        folder, value = self._editor_value(path)
        if _is_disabled(value):
            return Settings(known, (Layer(root=os.path.dirname(path), exclude=("*",)),))
        file = self._files.nearest(os.path.dirname(path)) if is_file(path) else None
        if file is not None:
            self._read(file)
        layer, problems = read_editor_layer(value, known, folder)
        for problem in problems:
            logger.warning("in the settings of the editor: %s", problem.message)
        return Settings(known, (file.layer, layer) if file else (layer,))

    def _editor_value(self, path: str) -> tuple[str, object]:
        values = self._by_folder
        around = [folder for folder in values if folder and path.startswith(folder.rstrip(os.sep) + os.sep)]
        folder = max(around, key=len, default="")
        return folder, values.get(folder)


def _is_disabled(value: object) -> bool:
    return isinstance(value, Mapping) and cast("Mapping[str, object]", value).get("enable") is False


def from_initialization(options: object) -> object:
    """The settings in the options of the initialize request, for clients that send them there."""
    if not isinstance(options, Mapping):
        return None
    given = cast("Mapping[str, object]", options)
    return given.get(SECTION, given.get("settings"))


def interpreter(options: object) -> tuple[str | None, bool]:
    """The Python whose packages the user's code sees, from the initialize request, and whether it may be started."""
    if not isinstance(options, Mapping):
        return None, False
    given = cast("Mapping[str, object]", options)
    command = given.get("interpreter")
    if isinstance(command, list) and len(cast("list[object]", command)) == 1:
        command = cast("list[object]", command)[0]
    return (command if isinstance(command, str) and command else None), given.get("trusted") is True


def did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """Ask for the settings anew, or take those that came with the message from clients that cannot be asked."""
    if server.client.configuration:
        ask(server)
        return
    settings: Any = params.settings
    if isinstance(settings, Mapping):
        _replace(server, {"": cast("Mapping[str, object]", settings).get(SECTION)})


def ask(server: Server) -> None:
    """Ask the client for the settings of every folder, and analyse again if they have changed."""
    folders = list(server.session.folders)
    items = [types.ConfigurationItem(section=SECTION)]
    items += [types.ConfigurationItem(scope_uri=folder.uri, section=SECTION) for folder in folders]

    def answered(future: Future[Any]) -> None:
        if future.cancelled() or future.exception() is not None:
            return
        values: list[object] = list(future.result() or [])
        names = ["", *(folder.path for folder in folders)]
        _replace(server, {name: plain(value) for name, value in zip(names, values)})

    future = server.workspace_configuration(types.ConfigurationParams(items))
    future.add_done_callback(answered)


def plain(value: object) -> object:
    """A value of settings as dictionaries and lists: pygls makes objects of dictionaries in answers."""
    as_dict: Any = getattr(value, "_asdict", None)
    if as_dict is not None:
        value = as_dict()
    if isinstance(value, dict):
        return {name: plain(one) for name, one in cast("dict[str, object]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in cast("list[object]", value)]
    return value


def _replace(server: Server, by_folder: dict[str, object]) -> None:
    if server.configuration.replace(by_folder):
        server.session.settings_changed()
