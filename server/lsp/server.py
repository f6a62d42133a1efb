"""The language server: a process that an editor starts and speaks to."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from ..semantics.asking import Elsewhere
from ..session.analysis import Analysis
from ..session.filtered import FilteredAnalysis
from ..session.garbage import look_seldom
from ..session.known_rules import known_rules
from ..session.schedule import IDLE_SECONDS, SETTLE_SECONDS
from ..session.settings import Settings
from ..session.version import version
from ..session.workspace import Findings, Folder, View, Workspace
from . import code_actions, commands, configuration, diagnostics, documents, files, hover
from .client import Client, abilities
from .convert import path_of
from .parent import is_alive
from .protocol import Protocol
from .settings_problems import SettingsProblems
from .streams import Streams, accepted, standard
from .wire import CHUNK, Messages

logger = logging.getLogger(__name__)

SettingsFor = Callable[[str], Settings]
Post = Callable[[Callable[[], None]], None]

STOP_SECONDS = 0.3
"""How long the process waits for an analysis to notice that it is not wanted any more."""

QUIET_SECONDS = 0.2
"""How long analyses must have asked nothing new before other sources are asked."""

PARENT_SECONDS = 3.0
"""How often the process looks whether the editor that started it is still there."""

SWITCH_SECONDS = 0.001
"""How long the analysis thread may keep the interpreter while a message waits; Python's own 5 ms add up."""


class Server(LanguageServer):
    """One editor's server. All of it but the analysis lives in one thread, the one of the event loop."""

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride] -- made by the constructor below
    session: Workspace

    def __init__(self, write: Callable[[bytes], None], post: Post, ended: Callable[[], None]) -> None:
        super().__init__("torchwise", version(), protocol_cls=Protocol)  # pyright: ignore[reportUnknownMemberType]
        self.protocol.write = write
        self.client = Client()
        self.settings_problems = SettingsProblems(self)
        self.configuration = configuration.Configuration(
            lambda file: post(functools.partial(self.settings_problems.show, file))
        )
        self.news = asyncio.Event()
        self._ended = ended
        self.elsewhere = Elsewhere()
        for method, handler, options in _FEATURES:
            self.feature(method, options)(functools.partial(handler, self))

        # pygls reads a command's parameters (whose type no server may be of) and sets attributes on the function.
        async def outline(*arguments: str) -> str | None:
            return await commands.outline(self, *arguments)

        self.command(commands.OUTLINE)(outline)

    def show(self, findings: Findings) -> None:
        """Called by the session: publish findings, and wake up the requests that wait for them."""
        diagnostics.publish(self, findings)
        self.learn(findings)

    def learn(self, findings: Findings) -> None:  # noqa: ARG002 -- who waits looks at what there is
        """Called by the session: wake up the requests that wait for fixes."""
        self.news.set()
        self.news = asyncio.Event()

    def lost(self) -> None:
        """The client is gone, or has said that it goes: end the process."""
        self._ended()

    def stop_work(self) -> None:
        """Stop the analysis without waiting for it."""
        self.session.stop(0.0)

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Log an error. The default shows it in a window, which is no help to a user of an editor."""
        logger.error("%s: %s", source.__name__, error)

    def watch_parent(self, process: int | None) -> None:
        """End when the process that started this one has ended, if it can be seen from here at all."""
        if process is not None and is_alive(process):
            asyncio.get_running_loop().call_later(PARENT_SECONDS, self._look_for_parent, process)

    def _look_for_parent(self, process: int) -> None:
        if is_alive(process):
            asyncio.get_running_loop().call_later(PARENT_SECONDS, self._look_for_parent, process)
        else:
            self.lost()


def initialize(server: Server, params: types.InitializeParams) -> None:
    """Note what the client can do and which folders are open."""
    server.client = abilities(params.capabilities)
    server.watch_parent(params.process_id)
    given = params.workspace_folders or []
    if not given and params.root_uri:
        given = [types.WorkspaceFolder(params.root_uri, "")]
    for folder in given:
        server.session.add_folder(Folder(folder.uri, path_of(folder.uri)))
    interpreter, trusted = configuration.interpreter(params.initialization_options)
    server.elsewhere.use(interpreter, trusted=trusted, roots=[folder.path for folder in server.session.folders])
    if settings := configuration.from_initialization(params.initialization_options):
        server.configuration.replace({"": settings})


_FEATURES: tuple[tuple[str, Callable[..., Any], Any], ...] = (
    (types.INITIALIZE, initialize, None),
    (types.INITIALIZED, files.initialized, None),
    (types.TEXT_DOCUMENT_DID_OPEN, documents.did_open, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, documents.did_change, None),
    (types.TEXT_DOCUMENT_DID_SAVE, documents.did_save, types.SaveOptions(include_text=False)),
    (types.TEXT_DOCUMENT_DID_CLOSE, documents.did_close, None),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        code_actions.code_actions,
        types.CodeActionOptions(code_action_kinds=[code_actions.KIND], resolve_provider=False),
    ),
    (types.TEXT_DOCUMENT_HOVER, hover.hover, None),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, configuration.did_change_configuration, None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, files.did_change_watched_files, None),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, files.did_change_workspace_folders, None),
)


def start(tcp: tuple[str, int] | None = None) -> int:
    """Serve one editor, over standard streams or over the first connection to an address; the exit code.

    Does not return if an analysis is stuck: then the process ends here.
    """
    elsewhere = Elsewhere(quiet_seconds=QUIET_SECONDS)
    analyse = functools.partial(FilteredAnalysis, elsewhere=elsewhere.known)
    try:
        return run(analyse, tcp, elsewhere, prepare=_read_a_first_program)
    finally:
        elsewhere.stop()


def run(
    analyse: Callable[[str, Settings], Analysis],
    tcp: tuple[str, int] | None = None,
    elsewhere: Elsewhere | None = None,
    *,
    prepare: Callable[[], None] = lambda: None,
    settle_seconds: float = SETTLE_SECONDS,
    idle_seconds: float = IDLE_SECONDS,
) -> int:
    """Serve with a given kind of analysis."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # pygls logs whole messages at a lower level.
    logging.getLogger("pygls").setLevel(logging.WARNING)
    sys.setswitchinterval(SWITCH_SECONDS)
    if sys.platform == "win32":
        # Loading a native module may hang there as long as another thread waits for standard input.
        prepare()
    streams = standard() if tcp is None else accepted(*tcp, ready=_say_where)
    session = functools.partial(
        Workspace, analyse, prepare=prepare, settle_seconds=settle_seconds, idle_seconds=idle_seconds
    )
    try:
        code, stopped = asyncio.run(_serve(streams, session, elsewhere or Elsewhere()))
    except KeyboardInterrupt:
        code, stopped = 130, False
    if not stopped:
        # The thread does not listen, and ends with the process; Python would wait for what it holds.
        logging.shutdown()
        os._exit(code)
    return code


async def _serve(
    streams: Streams, session: Callable[[SettingsFor, Post, View], Workspace], elsewhere: Elsewhere
) -> tuple[int, bool]:
    loop = asyncio.get_running_loop()
    end = asyncio.Event()
    post = functools.partial(_post, loop)
    server = Server(streams.write, post, end.set)
    server.session = session(server.configuration.settings, post, server)
    server.elsewhere = elsewhere

    def answered(name: str) -> None:
        post(functools.partial(server.session.answered, name))

    elsewhere.answered = answered
    # A thread, because Windows cannot wait for a pipe in its loop; it takes what comes even while a write waits.
    threading.Thread(target=_read, args=(streams, loop, server), name="reader", daemon=True).start()
    await end.wait()
    elsewhere.stop()
    return (0 if server.protocol.is_shut_down else 1), server.session.stop(STOP_SECONDS)


def _read(streams: Streams, loop: asyncio.AbstractEventLoop, server: Server) -> None:
    incoming = Messages()
    try:
        while chunk := streams.read(CHUNK):
            for body in incoming.feed(chunk):
                _post(loop, functools.partial(server.protocol.receive, body))
    except OSError as error:
        logger.warning("the connection broke: %s", error)
    _post(loop, server.lost)


def _post(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have a call made in the thread of the loop; nothing once that has ended."""
    try:
        loop.call_soon_threadsafe(call)
    except RuntimeError:
        logger.debug("a call came after the end")


def _read_a_first_program() -> None:
    """Load what an analysis needs: the parser alone takes longer than most files."""
    lines = ("import torch\n", "model = torch.nn.Linear(1, 1)\n", "for _ in range(2):\n", "    model.train()\n")
    FilteredAnalysis("", Settings(known_rules())).run(lines)
    look_seldom()


def _say_where(host: str, port: int) -> None:
    sys.stderr.write(f"torchwise listens on {host}:{port}\n")
    sys.stderr.flush()
