"""What the exit code of `torchwise` says."""

from __future__ import annotations

CLEAN = 0
FOUND = 1
WRONG = 2
CRASHED = 70
INTERRUPTED = 130


class UsageError(Exception):
    """The command line asks for what there is not; the message says why."""
