"""A client that sends exactly the bytes it is told to, to a server process of its own."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FAKE = Path(__file__).with_name("fake_server.py")
WAIT_SECONDS = 20.0

Json = dict[str, Any]

VSCODE: Json = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "codeDescriptionSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


class RawClient:
    """Messages come in a thread, so that the server can never be held up by a full pipe."""

    def __init__(self, *arguments: str, command: Sequence[str] | None = None, stdin: int = subprocess.PIPE) -> None:
        self.process = subprocess.Popen(
            command or (sys.executable, str(FAKE), *arguments),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.uri = "file:///folder/train.py"
        self.log: list[str] = []
        self._messages: queue.Queue[Json | None] = queue.Queue()
        self._seen: list[Json] = []
        self._next = 0
        threading.Thread(target=self._read, daemon=True).start()
        self._logging = threading.Thread(target=self._read_log, daemon=True)
        self._logging.start()

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, **({} if params is None else {"params": params})})

    def ask(self, method: str, params: Any = None) -> int:
        self._next += 1
        self.send({"id": self._next, "method": method, **({} if params is None else {"params": params})})
        return self._next

    def request(self, method: str, params: Any = None) -> Json:
        """The whole answer, with its result or its error."""
        number = self.ask(method, params)
        return self.answer(number)

    def answer(self, number: int | str | None) -> Json:
        return self.wait(lambda message: "method" not in message and message.get("id", "") == number)

    def wait(self, wanted: Any) -> Json:
        """The first message not taken yet that is wanted; those before it stay."""
        for index, message in enumerate(self._seen):
            if wanted(message):
                return self._seen.pop(index)
        while True:
            message = self._messages.get(timeout=WAIT_SECONDS)
            assert message is not None, "the server ended\n" + self.errors()
            if wanted(message):
                return message
            self._seen.append(message)

    def published(self, version: int | None = None, uri: str | None = None) -> list[Json]:
        """The diagnostics of a version, once they are published."""

        def wanted(message: Json) -> bool:
            if message.get("method") != "textDocument/publishDiagnostics" or message["params"]["uri"] != (
                uri or self.uri
            ):
                return False
            return message["params"].get("version") == version

        return self.wait(wanted)["params"]["diagnostics"]

    def others(self) -> list[Json]:
        """All messages that were sent up to now and not taken: one question later, nothing older can be on its way."""
        self.hover(0, 0)
        others, self._seen = self._seen, []
        return others

    def start(self, capabilities: Json | None = None, **params: Any) -> Json:
        """The handshake; the result of the initialize request."""
        given = {"processId": None, "rootUri": None, "capabilities": VSCODE if capabilities is None else capabilities}
        answer = self.request("initialize", {**given, **params})
        self.notify("initialized", {})
        return answer["result"]

    def open(self, text: str, uri: str | None = None, version: int = 1) -> None:
        document = {"uri": uri or self.uri, "languageId": "python", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def close(self, uri: str | None = None) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri or self.uri}})

    def save(self, uri: str | None = None) -> None:
        self.notify("textDocument/didSave", {"textDocument": {"uri": uri or self.uri}})

    def change(self, version: int, *changes: Json, uri: str | None = None) -> None:
        document = {"uri": uri or self.uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def actions(self, line: int, only: list[str] | None = None, diagnostics: Sequence[Json] = ()) -> list[Json]:
        context: Json = {"diagnostics": list(diagnostics)}
        if only is not None:
            context["only"] = only
        where = span(line, 0, line, 99)
        params = {"textDocument": {"uri": self.uri}, "range": where, "context": context}
        return self.request("textDocument/codeAction", params)["result"]

    def hover(self, line: int, character: int) -> Json | None:
        params = {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": character}}
        return self.request("textDocument/hover", params)["result"]

    def end(self) -> int:
        """Shut down as the protocol wants it; the exit code."""
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(WAIT_SECONDS)

    def errors(self) -> str:
        """What the server has logged; all of it if the process has ended."""
        if self.process.poll() is not None:
            self._logging.join(WAIT_SECONDS)
        return "".join(self.log)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            assert header.startswith(b"Content-Length: "), header
            while stream.readline() != b"\r\n":
                pass
            body = stream.read(int(header.split(b":")[1]))
            self._messages.put(json.loads(body))
        self._messages.put(None)

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line.decode())


def span(line: int, character: int, end_line: int, end_character: int) -> Json:
    return {"start": {"line": line, "character": character}, "end": {"line": end_line, "character": end_character}}


def edit(line: int, character: int, end_line: int, end_character: int, text: str) -> Json:
    return {"range": span(line, character, end_line, end_character), "text": text}
