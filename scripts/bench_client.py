"""A small language client over stdio that notes the server's CPU clock with every message it gets.

It pushes nothing but documents and asks for nothing: what a server publishes is all that it keeps.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

_ENOUGH = 0.0005
"""A server that uses less CPU than this (seconds) in one look is at rest."""


class ServerFailure(Exception):
    """The server ended, did not answer in time, or answered with an error."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment on two clocks, in seconds: the wall's, and the CPU time that the server process has used."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Publish:
    """One `textDocument/publishDiagnostics`, with the moment when its last byte was here."""

    uri: str
    version: int | None
    diagnostics: tuple[str, ...]
    moment: Moment


@dataclass(slots=True)
class Document:
    """An open text as the client knows it; a line has no line end here."""

    uri: str
    lines: list[str]
    version: int = 1

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.lines)

    def replace(self, line: int, column: int, length: int, text: str) -> dict[str, object]:
        """Change some characters within a line; the parameters of the `didChange` that tells the server.

        `column` and `length` count code points, the message counts UTF-16 units.
        """
        old = self.lines[line]
        self.lines[line] = old[:column] + text + old[column + length :]
        self.version += 1
        start = _utf16(old[:column])
        end = start + _utf16(old[column : column + length])
        span = {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
        return {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": span, "text": text}],
        }


def cpu_seconds(process: int) -> float:
    """The CPU time that a process has used: all its threads, ended ones too, but none of its children.

    The clock of another process is numbered as Linux numbers it (`MAKE_PROCESS_CPUCLOCK`); it counts
    nanoseconds, where /proc/PID/stat counts hundredths of a second.
    """
    if sys.platform != "linux":
        raise ServerFailure("the CPU time of another process is read as Linux gives it")
    return time.clock_gettime((~process << 3) | 2)


@dataclass(slots=True)
class Server:
    """A running language server; make it with `start`."""

    process: subprocess.Popen[bytes]
    publishes: list[Publish] = field(default_factory=list[Publish])
    _answers: dict[int, object] = field(default_factory=dict[int, object])
    _news: threading.Condition = field(default_factory=threading.Condition)
    _sending: threading.Lock = field(default_factory=threading.Lock)
    _asked: int = 0
    _ended: bool = False

    def now(self) -> Moment:
        """This moment."""
        return Moment(time.perf_counter(), cpu_seconds(self.process.pid))

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method: str, params: object, timeout: float = 60.0) -> object:
        """Send a request and wait for its result. Raises `ServerFailure`."""
        self._asked += 1
        number = self._asked
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        with self._news:
            if not self._news.wait_for(lambda: number in self._answers or self._ended, timeout):
                raise ServerFailure(f"no answer to {method} in {timeout:g} s")
            if number not in self._answers:
                raise ServerFailure(f"the server ended before it answered {method}")
            answer = self._answers.pop(number)
        if _member(answer, "error") is not None:
            raise ServerFailure(f"{method}: {_member(answer, 'error')}")
        return _member(answer, "result")

    def open(self, document: Document) -> Moment:
        """Send a document; the moment just before."""
        item = {"uri": document.uri, "languageId": "python", "version": document.version, "text": document.text}
        begin = self.now()
        self.notify("textDocument/didOpen", {"textDocument": item})
        return begin

    def change(self, change: Mapping[str, object]) -> Moment:
        """Send a change; the moment just before."""
        begin = self.now()
        self.notify("textDocument/didChange", change)
        return begin

    def first_publish(self, uri: str, version: int, timeout: float = 60.0) -> Publish:
        """The first publish of exactly this version; waits for it. Raises `ServerFailure`."""
        with self._news:
            if not self._news.wait_for(lambda: self._of(uri, version) or self._ended, timeout):
                last = self.publishes[-1].version if self.publishes else "nothing"
                raise ServerFailure(f"version {version} was not published in {timeout:g} s (last: {last})")
            found = self._of(uri, version)
        if not found:
            raise ServerFailure(f"the server ended before it published version {version}")
        return found[0]

    def last_publish(self, uri: str, version: int) -> Publish | None:
        """The latest publish of this version so far."""
        with self._news:
            found = self._of(uri, version)
        return found[-1] if found else None

    def rest(self, looks: int = 2, every: float = 0.02, timeout: float = 20.0) -> None:
        """Wait until the server is at rest, so that its idle work is not counted with the next edit."""
        end = time.perf_counter() + timeout
        quiet, before, heard = 0, self.now().cpu, len(self.publishes)
        while quiet < looks and time.perf_counter() < end:
            time.sleep(every)
            after = self.now().cpu
            quiet = quiet + 1 if after - before < _ENOUGH and len(self.publishes) == heard else 0
            before, heard = after, len(self.publishes)

    def listen(self) -> None:
        """Take the server's messages until it ends; `start` runs this in a thread."""
        assert self.process.stdout is not None
        try:
            while body := _read_message(self.process.stdout):
                # The clocks first: reading the message takes the client time that is not the server's.
                moment = self.now()
                self._take(cast("object", json.loads(body)), moment)
        except OSError:
            pass  # the process is gone, and its clock with it
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()

    def stop(self) -> None:
        """End the server, politely at first."""
        try:
            self.request("shutdown", None, timeout=5)
            self.notify("exit", None)
            self.process.wait(5)
        except (ServerFailure, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait(5)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _of(self, uri: str, version: int) -> list[Publish]:
        return [publish for publish in self.publishes if publish.uri == uri and publish.version == version]

    def _send(self, message: object) -> None:
        assert self.process.stdin is not None
        body = json.dumps(message).encode()
        try:
            with self._sending:
                self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
                self.process.stdin.flush()
        except (BrokenPipeError, ValueError) as error:
            raise ServerFailure("the server has closed its input") from error

    def _take(self, message: object, moment: Moment) -> None:
        method, number, params = (_member(message, name) for name in ("method", "id", "params"))
        if method is not None and number is not None:
            self._send({"jsonrpc": "2.0", "id": number, "result": _reply(method, params)})
            return
        with self._news:
            if method is None and isinstance(number, int):
                self._answers[number] = message
            elif method == "textDocument/publishDiagnostics":
                self.publishes.append(_publish(params, moment))
            self._news.notify_all()


def start(command: Sequence[str], *, folder: Path, cwd: Path, log: IO[bytes] | int = subprocess.DEVNULL) -> Server:
    """Start a server for one workspace folder and greet it. Raises `ServerFailure`."""
    try:
        process = subprocess.Popen(list(command), cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
    except OSError as error:
        raise ServerFailure(f"{command[0]}: {error.strerror}") from error
    server = Server(process)
    threading.Thread(target=server.listen, daemon=True).start()
    place = folder.as_uri()
    try:
        server.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": place,
                "capabilities": _CAPABILITIES,
                "workspaceFolders": [{"uri": place, "name": folder.name}],
            },
        )
    except ServerFailure:
        server.stop()
        raise
    server.notify("initialized", {})
    return server


_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True, "dataSupport": True},
    },
    "workspace": {"configuration": True, "workspaceFolders": True},
}


def _publish(params: object, moment: Moment) -> Publish:
    version = _member(params, "version")
    items = _member(params, "diagnostics")
    diagnostics = cast("list[dict[str, object]]", items) if isinstance(items, list) else []
    # `data` is a note of the server to itself; it may hold the version, which a fresh server counts anew.
    shown = [{name: value for name, value in item.items() if name != "data"} for item in diagnostics]
    texts = tuple(sorted(json.dumps(item, sort_keys=True) for item in shown))
    return Publish(str(_member(params, "uri")), version if isinstance(version, int) else None, texts, moment)


def _reply(method: object, params: object) -> object:
    items = _member(params, "items")
    if method == "workspace/configuration" and isinstance(items, list):
        return [None for _ in cast("list[object]", items)]
    return None


def _member(message: object, name: str) -> object:
    return cast("dict[str, object]", message).get(name) if isinstance(message, dict) else None


def _read_message(stream: IO[bytes]) -> bytes | None:
    length = 0
    while line := stream.readline():
        if line == b"\r\n":
            return stream.read(length)
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return None


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
