"""The protocol of pygls, with its store of documents switched off and answers where it gives none."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol, lsp_method

from .convert import Json
from .wire import framed

if TYPE_CHECKING:
    from .server import Server

logger = logging.getLogger(__name__)

# pygls splits texts at more characters than editors do, rebuilds the whole text with every edit, and opens
# files from the disk behind our back: the session keeps the documents itself.
_DOCUMENTS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
)
_DIRECT = frozenset((*_DOCUMENTS, types.TEXT_DOCUMENT_DID_SAVE))

Kind = TypeVar("Kind")


class Protocol(LanguageServerProtocol):
    """Reads and answers messages; never raises, whatever the client sends."""

    write: Callable[[bytes], None]
    _server: Server  # pyright: ignore[reportIncompatibleVariableOverride] -- there is only one kind of server
    _initialized = False

    def _register_builtin_features(self) -> None:
        super()._register_builtin_features()
        manager: Any = self.fm
        for method in _DOCUMENTS:
            manager.builtin_features.pop(method, None)

    def receive(self, body: bytes) -> None:
        """Handle one message."""
        try:
            message: Any = json.loads(body)
        except (ValueError, RecursionError) as error:
            logger.warning("a message is not JSON: %s", error)
            self._refuse(None, JsonRpcParseError("the message is not valid JSON"))
            return
        if isinstance(message, dict):
            self._handle(cast("Json", message))
        else:
            self._refuse(None, JsonRpcInvalidRequest("the message is not an object"))

    def send(self, message: Json) -> None:
        """Send a message that is plain data."""
        self._send_data(message)

    def structured(self, plain: object, kind: type[Kind]) -> Kind:
        """Plain data as an object of the protocol."""
        return self._converter.structure(plain, kind)

    def _handle(self, message: Json) -> None:
        try:
            self._dispatch(message)
        except JsonRpcException as error:
            logger.warning("%s: %s", message.get("method", "a response"), error)
            self._refuse(message, error)
        except Exception as error:
            logger.exception("%s failed", message.get("method", "a response"))
            self._refuse(message, JsonRpcInternalError(str(error)))

    def _dispatch(self, message: Json) -> None:
        method = message.get("method")
        if "method" in message:
            if not isinstance(method, str):
                raise JsonRpcInvalidRequest("the method is not a string")
            self._check_state(method)
            if not self._is_known(method):
                self._refuse(message, JsonRpcMethodNotFound.of(method))
                return
        if message.setdefault("jsonrpc", self.VERSION) != self.VERSION:
            raise JsonRpcInvalidRequest("the message is not of JSON-RPC 2.0")
        if method == types.INITIALIZED:
            message.setdefault("params", {})
        elif method == types.INITIALIZE:
            message = self._tolerated(message)
        structured: Any = self.structure_message(message)
        if method in _DIRECT:
            # A handler that answers nothing needs no future, no identifier and no context of its own.
            manager: Any = self.fm
            if handler := manager.features.get(method):
                handler(structured.params)
        else:
            self.handle_message(structured)

    def _check_state(self, method: str) -> None:
        if method == types.EXIT:
            return
        if self._shutdown:
            raise JsonRpcInvalidRequest("the server is shutting down")
        if method == types.INITIALIZE:
            if self._initialized:
                raise JsonRpcInvalidRequest("the server is initialized already")
        elif not self._initialized:
            raise JsonRpcServerNotInitialized("the server is not initialized")

    def _is_known(self, method: str) -> bool:
        manager: Any = self.fm
        return method == types.CANCEL_REQUEST or method in manager.builtin_features or method in manager.features

    def _tolerated(self, message: Json) -> Json:
        """The initialize request without what this version of the protocol cannot read.

        A client that is newer than lsprotocol says things about itself that it refuses to read, and then
        nothing would work, for the sake of an ability that does not matter here.
        """
        if self._is_readable(message):
            return message
        if not isinstance(message.get("params"), dict):
            return message
        params: Json = message["params"]
        poorest: Json = {"processId": None, "rootUri": None, "capabilities": {}}

        def reads(part: Json) -> bool:
            return self._is_readable({**message, "params": {**poorest, **part}})

        kept: Json = {}
        for section, abilities in _items(params.get("capabilities")):
            kept[section] = {
                name: ability
                for name, ability in _items(abilities)
                if reads({"capabilities": {section: {name: ability}}})
            }
        others = {name: value for name, value in params.items() if name != "capabilities" and reads({name: value})}
        logger.warning("parts of the initialize request are not understood and have no effect")
        return {**message, "params": {**poorest, **others, "capabilities": kept}}

    def _is_readable(self, message: Json) -> bool:
        try:
            self._converter.structure(message, types.InitializeRequest)
        except Exception:  # noqa: BLE001 -- whatever it raises, it cannot read this
            return False
        return True

    def _handle_cancel_notification(self, msg_id: int | str) -> None:
        # Most requests are answered before they are cancelled; pygls warns of each of those.
        if msg_id in self._request_futures:
            super()._handle_cancel_notification(msg_id)

    def _refuse(self, message: Json | None, error: JsonRpcException) -> None:
        """Answer a request with an error; a notification gets no answer, as the protocol wants it."""
        if message is None or ("id" in message and "method" in message):
            number = None if message is None else message["id"]
            answer: Json = {"code": error.code, "message": error.message}
            self.send({"jsonrpc": self.VERSION, "id": number, "error": answer})

    def _send_data(self, data: object) -> None:
        body = json.dumps(data, default=self._serialize_message, separators=(",", ":")).encode()
        try:
            self.write(framed(body))
        except (OSError, ValueError):
            self._server.lost()

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Note that the client may send other requests from now on."""
        self._initialized = True
        return (yield from super().lsp_initialize(params))

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *_: object) -> Generator[Any, Any, None]:
        """Stop all work; the answer does not wait for it."""
        self._shutdown = True
        self._server.stop_work()
        yield from ()

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: object) -> Generator[Any, Any, None]:
        """End the process: pygls raises SystemExit inside of a callback instead."""
        self._server.lost()
        yield from ()

    @property
    def is_shut_down(self) -> bool:
        """Whether the client has asked to shut down, so that the end of the stream is no failure."""
        return self._shutdown


def _items(value: object) -> list[tuple[str, Any]]:
    return list(cast("Json", value).items()) if isinstance(value, dict) else []
