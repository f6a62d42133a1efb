"""`python -m server` in a checkout, `python -m torchwise` where it is installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> int:
    """Run the command line; the exit code."""
    from .cli.command_line import run

    return run(sys.argv[1:])


def _prefer_the_standard_library() -> None:
    """Look in the working directory last.

    `python -m` puts it first, so that a file of the user's called `types.py` would be imported in place of
    the module of that name.
    """
    here = str(Path.cwd())
    if not getattr(sys.flags, "safe_path", False) and sys.path and sys.path[0] in ("", here):
        del sys.path[0]
        # Not even last where the package lies elsewhere: a name that is found nowhere else is not ours.
        parent = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        if parent not in sys.path:
            sys.path.append(parent)


if __name__ == "__main__":
    _prefer_the_standard_library()
    sys.exit(main())
