"""The life of the server process: what it survives, and when it ends."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.raw_client import FAKE, ROOT, VSCODE, WAIT_SECONDS, RawClient, edit

pytestmark = pytest.mark.slow


def test_messages_that_make_no_sense_are_refused_and_the_next_is_answered(fresh: RawClient) -> None:
    fresh.start()
    for body, code in (
        (b"{", -32700),
        (b'"\xff"', -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b"42", -32600),
        (b"null", -32600),
    ):
        fresh.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        assert fresh.answer(None)["error"]["code"] == code, body
    fresh.open("bad\n")
    assert len(fresh.published(1)) == 1
    assert fresh.end() == 0


def test_broken_headers_cost_no_later_message(fresh: RawClient) -> None:
    fresh.start()
    body = json.dumps({"jsonrpc": "2.0", "id": "x", "method": "no/such"}).encode()
    good = b"Content-Length: %d\r\n\r\n" % len(body) + body
    for garbage in (
        b"garbage\r\n\r\n",
        b"garbage without an end",
        b"Content-Length: many\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"\x00\xff" * 100_000,
        b"content-type: text; charset=utf-8\r\nX: y\r\n",
    ):
        fresh.send_bytes(garbage + good)
        assert fresh.answer("x")["error"]["code"] == -32601, garbage[:30]
    fresh.send_bytes(good.replace(b"Content-Length", b"content-length"))
    assert fresh.answer("x")["error"]["code"] == -32601
    fresh.send_bytes(b"Content-Length: 10\r\n\r\n" + good + good)
    assert fresh.answer("x")["error"]["code"] == -32601
    for byte in good:
        fresh.send_bytes(bytes([byte]))
    assert fresh.answer("x")["error"]["code"] == -32601
    assert fresh.end() == 0


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"method": "textDocument/hover", "params": {"position": {"line": "x"}}}, -32602),
        ({"method": "textDocument/hover", "params": []}, -32602),
        ({"method": "textDocument/hover"}, -32602),
        ({"method": "textDocument/codeAction", "params": {"textDocument": 3}}, -32602),
        ({"method": "no/such/method", "params": {"a": {"b c": [1]}}}, -32601),
        ({"method": "workspace/executeCommand", "params": {"command": "none"}}, -32602),
        ({"method": 3}, -32600),
        ({"method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}, -32600),
    ],
)
def test_a_request_that_cannot_be_served_is_refused(client: RawClient, message: dict, code: int) -> None:
    client.send({"id": "odd", **message})
    assert client.answer("odd")["error"]["code"] == code
    assert client.others() == []


def test_notifications_and_answers_that_make_no_sense_are_ignored(client: RawClient) -> None:
    client.notify("no/such/notification", {"x": 1})
    client.notify("$/unknown")
    client.notify("textDocument/didChange", {"textDocument": {"uri": 1}})
    client.notify("textDocument/didOpen", None)
    client.notify("textDocument/didOpen", {"textDocument": {"uri": "http://[", "languageId": "python", "version": 1}})
    client.notify("$/cancelRequest", {})
    client.notify("notebookDocument/didOpen", {})
    client.send({"id": 99, "result": None})
    client.send({"id": 99})
    client.send({"id": {}, "result": 1})
    client.send({"id": 99, "error": {"code": 1, "message": "no"}})
    client.send({})
    assert client.others() == []


def test_nothing_is_served_before_the_handshake_nor_after_the_goodbye(fresh: RawClient) -> None:
    assert fresh.request("textDocument/hover", {})["error"]["code"] == -32002
    fresh.open("bad\n")
    fresh.start()
    fresh.request("shutdown")
    assert fresh.request("textDocument/hover", {})["error"]["code"] == -32600
    fresh.open("bad\n")
    fresh.notify("exit")
    assert fresh.process.wait(WAIT_SECONDS) == 0


def test_a_client_that_says_more_than_the_protocol_knows_is_served(fresh: RawClient) -> None:
    workspace_edit = {"documentChanges": True, "failureHandling": "not yet invented"}
    new = {"textDocument": {**VSCODE["textDocument"], "moniker": 3}, "workspace": {"workspaceEdit": workspace_edit}}
    result = fresh.start({**VSCODE, **new, "future": {"x": True}, "general": None}, trace="shouting", rootPath=3)
    assert result["serverInfo"]["name"] == "torchwise"
    fresh.open("far\n")
    [diagnostic] = fresh.published(1)
    assert "relatedInformation" in diagnostic


def test_exit_without_shutdown_is_a_failure(fresh: RawClient) -> None:
    fresh.start()
    fresh.notify("exit")
    assert fresh.process.wait(WAIT_SECONDS) == 1


@pytest.mark.parametrize("work", ["", "busy\n", "deaf\n"])
def test_the_process_ends_at_once_whatever_it_is_doing(fresh: RawClient, work: str) -> None:
    fresh.start()
    fresh.open("bad\n")
    fresh.published(1)
    fresh.change(2, edit(0, 0, 0, 0, work))
    begin = time.monotonic()
    assert fresh.end() == 0
    assert time.monotonic() - begin < WAIT_SECONDS / 2
    assert "Traceback" not in fresh.errors()


@pytest.mark.parametrize("work", ["x\n", "deaf\n"])
def test_the_end_of_standard_input_ends_the_process(fresh: RawClient, work: str) -> None:
    fresh.start()
    fresh.open(work)
    assert fresh.process.stdin is not None
    fresh.process.stdin.close()
    assert fresh.process.wait(WAIT_SECONDS) == 1
    assert "Traceback" not in fresh.errors()


def test_a_message_that_is_cut_off_ends_the_process(fresh: RawClient) -> None:
    fresh.start()
    fresh.send_bytes(b'Content-Length: 100\r\n\r\n{"jsonrpc"')
    assert fresh.process.stdin is not None
    fresh.process.stdin.close()
    assert fresh.process.wait(WAIT_SECONDS) == 1


def test_a_client_that_has_closed_its_end_ends_the_process() -> None:
    reader, writer = os.pipe()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        (sys.executable, str(FAKE)), stdin=subprocess.PIPE, stdout=writer, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        os.close(writer)
        os.close(reader)
        assert process.stdin is not None
        process.stdin.write(framed({"id": 1, "method": "no/such"}))
        process.stdin.flush()
        assert process.wait(WAIT_SECONDS) == 1


def framed(message: dict) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.skipif(sys.platform == "win32", reason="the parent is seen through POSIX signals here")
def test_the_process_ends_with_its_parent_even_if_its_input_stays_open(fresh: RawClient) -> None:
    with subprocess.Popen((sys.executable, "-c", "input()"), stdin=subprocess.PIPE) as parent:
        fresh.start(processId=parent.pid)
        fresh.open("deaf\n")
        parent.communicate(b"\n")
    assert fresh.process.wait(WAIT_SECONDS) == 1


def test_a_parent_that_cannot_be_seen_from_here_is_not_waited_for(fresh: RawClient) -> None:
    with subprocess.Popen((sys.executable, "-c", "")) as gone:
        pass
    fresh.start(processId=gone.pid)
    fresh.open("bad\n")
    assert len(fresh.published(1)) == 1


def test_what_is_printed_does_not_break_the_stream(fresh: RawClient) -> None:
    fresh.start()
    fresh.open("print\nbad\n")
    assert len(fresh.published(1)) == 1
    assert fresh.end() == 0
    assert fresh.errors().count("pollution") == 2
    assert "child" in fresh.errors()


def test_a_busy_analysis_does_not_hold_up_other_messages(fresh: RawClient, tmp_path: Path) -> None:
    fresh.start()
    fresh.open("x  # torchwise: ignore[missing-zero-grad]\nbusy\n")
    for version in range(2, 30):
        fresh.change(version, edit(1, 0, 1, 0, "x"))
        fresh.change(version, edit(1, 0, 1, 1, ""))
    hover = fresh.hover(0, 30)
    assert hover is not None
    fresh.open("bad\n", uri=tmp_path.as_uri() + "/other.py")
    assert fresh.hover(0, 30) == hover
    fresh.close()
    assert fresh.published(None) == []
    assert len(fresh.published(1, uri=tmp_path.as_uri() + "/other.py")) == 1
    assert fresh.end() == 0


def test_it_is_served_over_a_connection() -> None:
    server = RawClient("--tcp")
    try:
        while not server.log:
            time.sleep(0.01)
        host, port = server.log[0].rsplit(" ", 1)[1].strip().split(":")
        with socket.create_connection((host, int(port)), WAIT_SECONDS) as connection:
            connection.sendall(framed({"id": 1, "method": "shutdown"}))
            assert b"-32002" in connection.recv(1000)
            params = {"processId": None, "rootUri": None, "capabilities": {}}
            connection.sendall(framed({"id": 2, "method": "initialize", "params": params}))
            assert b"torchwise" in connection.recv(10_000)
        assert server.process.wait(WAIT_SECONDS) == 1
    finally:
        server.kill()
