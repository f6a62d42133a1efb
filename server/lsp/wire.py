"""Messages as bytes: reading them off a stream that may be broken, and framing those that are sent.

pygls visits a thread pool three or four times to read one message, and is lost after a broken header. Here
whatever has arrived is taken as it comes, and after garbage the next header is found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CHUNK = 65536
"""How many bytes to read at a time."""

LARGEST_MESSAGE = 256 * 1024 * 1024
"""A longer message is taken for a broken header."""

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"content-length:[ \t]*(\d+)", re.IGNORECASE)


class Messages:
    """Cuts a stream into the bodies of its messages.

    A header block without a length is skipped, so that garbage costs at most the message that it is in.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._length = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The messages that are complete with this piece of the stream."""
        buffer = self._buffer
        buffer += chunk
        while self._length or self._read_header():
            if len(buffer) < self._length:
                return
            body = bytes(buffer[: self._length])
            del buffer[: self._length]
            self._length = 0
            yield body

    def _read_header(self) -> bool:
        buffer = self._buffer
        while end := _HEADER_END.search(buffer):
            lengths: list[bytes] = _LENGTH.findall(buffer, 0, end.start())
            del buffer[: end.end()]
            length = int(lengths[-1]) if lengths and len(lengths[-1]) < 12 else 0
            if 0 < length <= LARGEST_MESSAGE:
                self._length = length
                return True
        # Only the last bytes of a long run of garbage can be the beginning of a header.
        del buffer[: max(0, len(buffer) - CHUNK)]
        return False


def framed(body: bytes) -> bytes:
    """A message with its header."""
    return b"Content-Length: %d\r\n\r\n" % len(body) + body
