"""Where messages come from and go to: the process's own standard streams, or one connection."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Callable
from typing import NamedTuple


class Streams(NamedTuple):
    """A way in and a way out.

    `read` waits for at least one byte and gives at most as many as it is asked for; no byte is the end. `write` sends
    all of its bytes. Both raise `OSError`.
    """

    read: Callable[[int], bytes]
    write: Callable[[bytes], None]


def standard() -> Streams:
    """Take over standard input and output, so that nothing else in the process can speak on them.

    A `print` in some library would break the stream, and a child process that inherits standard input would
    eat requests. From now on the former goes to standard error and the latter finds nothing.
    """
    # Raw files, because at the end of the process a thread still sits in `read`: a buffered one holds a lock then.
    incoming = os.fdopen(os.dup(0), "rb", buffering=0)
    outgoing = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:
        os.dup2(nothing, 1)
    os.close(nothing)
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison] -- so it is under pythonw
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 -- stays open as long as the process
    sys.stdout = sys.stderr

    def write(data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[outgoing.write(rest) or 0 :]

    def read(size: int) -> bytes:
        return incoming.read(size) or b""

    return Streams(read, write)


def accepted(host: str, port: int, ready: Callable[[str, int], None]) -> Streams:
    """Wait for one client to connect. `ready` is told the address once it can; port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as server:
        ready(*server.getsockname()[:2])
        connection, _ = server.accept()
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    return Streams(connection.recv, connection.sendall)
