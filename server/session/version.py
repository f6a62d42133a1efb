"""Which version of Torchwise this is."""

from __future__ import annotations

import os
import re
from functools import lru_cache


@lru_cache(maxsize=1)
def version() -> str:
    """The version as the package's metadata has it; in a checkout, where there is none, as `pyproject.toml` has it."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if os.path.basename(here) == "server":
        project = os.path.join(os.path.dirname(here), "pyproject.toml")
        if os.path.isfile(project):
            with open(project, encoding="utf-8") as file:
                found = re.search(r'^version = "([^"]+)"', file.read(), re.MULTILINE)
            if found:
                return found.group(1)
    from importlib import metadata

    try:
        return metadata.version("torchwise")
    except metadata.PackageNotFoundError:
        return "0+unknown"
