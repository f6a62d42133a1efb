"""Commands that an editor can send."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .server import Server

OUTLINE = "torchwise.outline"


async def outline(server: Server, *arguments: object) -> str | None:
    """What the program in an open document does, as text; its address is the argument. None if it is not open."""
    found = server.session.find(str(arguments[0])) if arguments else None
    if found is None:
        return None
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def told(text: str) -> None:
        if not answer.done():
            answer.set_result(text)

    server.session.outline(found[0], told)
    return await answer
