"""Whether the editor that started the server is still there.

Its end normally closes standard input, which is enough. It is not where another process has inherited the
other end of the pipe, or where the connection goes over a relay.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import ctypes

    _SYNCHRONIZE = 0x00100000
    _TIMEOUT = 0x00000102
    _ACCESS_DENIED = 5

    def is_alive(process: int) -> bool:
        """Whether a process with this number runs."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = kernel.OpenProcess(_SYNCHRONIZE, False, process)
        if not handle:
            return ctypes.get_last_error() == _ACCESS_DENIED
        try:
            return kernel.WaitForSingleObject(handle, 0) == _TIMEOUT
        finally:
            kernel.CloseHandle(handle)

else:

    def is_alive(process: int) -> bool:
        """Whether a process with this number runs."""
        if process <= 0:
            return False
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True
