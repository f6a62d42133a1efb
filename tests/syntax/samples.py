"""Real source files to read: the standard library of the running Python, its tests of the grammar included."""

from __future__ import annotations

import os
import sysconfig
from functools import cache
from pathlib import Path

from server.text.decode import decode

_STDLIB = Path(sysconfig.get_path("stdlib"))
_SMALL_BUT_VARIED = (
    "abc.py bisect.py colorsys.py contextlib.py copy.py csv.py enum.py fnmatch.py graphlib.py hmac.py queue.py sched.py "
    "selectors.py string.py this.py token.py asyncio/locks.py concurrent/futures/thread.py json/scanner.py "
    "test/test_string_literals.py test/test_decorators.py test/test_except_star.py "
    "test/test_named_expressions.py test/test_unpack_ex.py test/test_lambda.py"
).split()
_EVERY = int(os.environ.get("TORCHWISE_SAMPLES", "0"))


@cache
def source(name: str) -> str:
    """The text of a file of the standard library."""
    return decode((_STDLIB / name).read_bytes()).text


@cache
def sample_names() -> list[str]:
    """Files that exist in this Python; all of the library if TORCHWISE_SAMPLES is 1, every third if 3, and so on."""
    if _EVERY:
        paths = [path for path in sorted(_STDLIB.rglob("*.py")) if "site-packages" not in path.parts]
        return [str(path.relative_to(_STDLIB)) for path in paths[::_EVERY]]
    return [name for name in _SMALL_BUT_VARIED if (_STDLIB / name).exists()]
