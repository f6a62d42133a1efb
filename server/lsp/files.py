"""What the client says about folders and about files that are not open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ..session.settings_files import OWN_FILE, PROJECT_FILE
from ..session.workspace import Folder
from . import configuration
from .convert import path_of

if TYPE_CHECKING:
    from .server import Server

WATCHED = ("**/*.{py,pyi}", f"**/{OWN_FILE}", f"**/{PROJECT_FILE}")


def initialized(server: Server, _: types.InitializedParams) -> None:
    """Ask to be told of changed files and settings, and ask for the settings."""
    client = server.client
    registrations: list[types.Registration] = []
    if client.watched_files:
        watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registrations.append(types.Registration("watched-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    if client.configuration_changes:
        section = types.DidChangeConfigurationRegistrationOptions(configuration.SECTION)
        registrations.append(types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
    if registrations:
        server.client_register_capability(types.RegistrationParams(registrations))
    if client.configuration:
        configuration.ask(server)


def did_change_watched_files(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Analyse again what may depend on the files that changed."""
    for change in params.changes:
        path = path_of(change.uri)
        if change.type is types.FileChangeType.Deleted:
            server.settings_problems.forget(path)
        server.session.file_changed(path)


def did_change_workspace_folders(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Note which folders are open, and ask for their settings."""
    for folder in params.event.removed:
        server.session.remove_folder(folder.uri)
    for folder in params.event.added:
        server.session.add_folder(Folder(folder.uri, path_of(folder.uri)))
    if server.client.configuration:
        configuration.ask(server)
