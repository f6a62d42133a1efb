"""Messages as bytes: reading them off a stream that may be broken, and framing those that are sent.

pygls reads a message in three to four visits to a thread pool and gives up after a broken header; this reader
takes whatever has arrived and finds the next header again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Read = Callable[[int], "bytes | None"]
"""Gives at least one byte and at most that many, or nothing at the end of the stream."""

LARGEST_MESSAGE = 256 * 1024 * 1024
"""A longer message is taken for a broken header."""

_CHUNK = 65536
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"content-length:[ \t]*(\d+)", re.IGNORECASE)


def messages(read: Read) -> Iterator[bytes]:
    """The bodies of all messages of a stream, until it ends.

    A header block without a length is skipped, so that garbage costs at most the message that it is in.
    """
    buffer = bytearray()
    while True:
        end = _HEADER_END.search(buffer)
        while end is None:
            # Only the last bytes of a long run of garbage can be the beginning of a header.
            del buffer[: max(0, len(buffer) - _CHUNK)]
            if not _fill(buffer, read):
                return
            end = _HEADER_END.search(buffer)
        lengths = _LENGTH.findall(buffer, 0, end.start())
        del buffer[: end.end()]
        length = int(lengths[-1]) if lengths and len(lengths[-1]) < 12 else 0
        if not 0 < length <= LARGEST_MESSAGE:
            continue
        while len(buffer) < length:
            if not _fill(buffer, read):
                return
        yield bytes(buffer[:length])
        del buffer[:length]


def framed(body: bytes) -> bytes:
    """A message with its header."""
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def _fill(buffer: bytearray, read: Read) -> bool:
    chunk = read(_CHUNK)
    if not chunk:
        return False
    buffer += chunk
    return True
