"""A language server for tests that counts the letters of a text, in one of several ways of being right or wrong.

`right` publishes an older version again before each new one; `stale` never looks at the text after opening it;
`silent` never publishes a change; `dying` ends when a document is opened.
"""

from __future__ import annotations

import json
import sys

WAY = sys.argv[1]


def send(message: dict[str, object]) -> None:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    sys.stdout.buffer.flush()


def receive() -> dict[str, object]:
    length = 0
    while (line := sys.stdin.buffer.readline()) != b"\r\n":
        if not line:
            sys.exit(1)
        length = int(line.split(b":")[1])
    return json.loads(sys.stdin.buffer.read(length))


def publish(uri: str, version: int, text: str) -> None:
    place = {"line": 0, "character": 0}
    found = {"range": {"start": place, "end": place}, "message": f"{len(text)} letters", "data": version}
    send(
        {
            "method": "textDocument/publishDiagnostics",
            "params": {"uri": uri, "version": version, "diagnostics": [found]},
        }
    )


def changed(text: str, change: dict) -> str:
    lines = text.split("\n")
    start, end = change["range"]["start"], change["range"]["end"]
    units = lines[start["line"]].encode("utf-16-le")
    new = units[: 2 * start["character"]] + change["text"].encode("utf-16-le") + units[2 * end["character"] :]
    lines[start["line"]] = new.decode("utf-16-le")
    return "\n".join(lines)


def main() -> None:
    texts: dict[str, str] = {}
    while True:
        message = receive()
        method, params = message.get("method"), message.get("params") or {}
        if method == "initialize":
            send({"id": 1000, "method": "workspace/configuration", "params": {"items": [{}, {}]}})
            answer = receive()
            assert answer == {"jsonrpc": "2.0", "id": 1000, "result": [None, None]}, answer
            send({"id": message["id"], "result": {"capabilities": {}}})
        elif method == "shutdown":
            send({"id": message["id"], "result": None})
        elif method == "exit":
            return
        elif method == "letters":
            send({"id": message["id"], "result": texts})
        elif "id" in message:
            send({"id": message["id"], "error": {"code": -32601, "message": "unknown"}})
        elif method == "textDocument/didOpen":
            if WAY == "dying":
                return
            item = params["textDocument"]
            texts[item["uri"]] = item["text"]
            publish(item["uri"], item["version"], item["text"])
        elif method == "textDocument/didChange" and WAY != "silent":
            document = params["textDocument"]
            old = texts[document["uri"]]
            publish(document["uri"], document["version"] - 1, old)
            if WAY == "right":
                texts[document["uri"]] = changed(old, params["contentChanges"][0])
            publish(document["uri"], document["version"], texts[document["uri"]])


main()
