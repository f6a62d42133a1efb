"""What the client can do, as far as it makes a difference here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder, get_capability

from .convert import Encoding


@dataclass(frozen=True, slots=True)
class Client:
    """The client's abilities; without any they are those of the poorest client."""

    encoding: Encoding = "utf-16"
    related_information: bool = False
    code_description: bool = False
    document_changes: bool = False
    markdown: bool = True
    watched_files: bool = False
    configuration: bool = False
    configuration_changes: bool = False


def abilities(capabilities: types.ClientCapabilities) -> Client:
    """What the capabilities of the initialize request say."""

    def has(path: str) -> bool:
        return bool(get_capability(capabilities, path, False))

    formats: Any = get_capability(capabilities, "text_document.hover.content_format", None)
    return Client(
        encoding=_encoding(capabilities),
        related_information=has("text_document.publish_diagnostics.related_information"),
        code_description=has("text_document.publish_diagnostics.code_description_support"),
        document_changes=has("workspace.workspace_edit.document_changes"),
        # A client that names no formats is an old one, and those show Markdown.
        markdown=not formats or types.MarkupKind.Markdown in formats,
        watched_files=has("workspace.did_change_watched_files.dynamic_registration"),
        configuration=has("workspace.configuration"),
        configuration_changes=has("workspace.did_change_configuration.dynamic_registration"),
    )


def _encoding(capabilities: types.ClientCapabilities) -> Encoding:
    chosen = ServerCapabilitiesBuilder.choose_position_encoding(capabilities)
    match str(getattr(chosen, "value", chosen)):
        case "utf-8":
            return "utf-8"
        case "utf-32":
            return "utf-32"
        case _:
            return "utf-16"
