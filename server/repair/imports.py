"""How a module of a package is written in the file."""

from __future__ import annotations

import re

from ..program.program import Program
from ..program.site import Site


def spelled(program: Program, at: Site, module: str) -> str | None:
    """The name under which a module is at hand where a site stands: `nn` for `torch.nn`; None where it is not.

    Only imports at the top of the file count.
    """
    whole, _, last = module.rpartition(".")
    forms = [
        (rf"import {re.escape(module)} as (\w+)", None),
        (rf"from {re.escape(whole)} import (?:.*, *)?{last} as (\w+)(?:,.*)?", None),
        (rf"from {re.escape(whole)} import (?:.*, *)?\(?{last}\b(?! as\b).*", last),
        (rf"import (?:.*, *)?{re.escape(module)}(?:,.*)?", module),
        (rf"import (?:.*, *)?{re.escape(whole)}(?:,.*)?", module),
        (rf"import {re.escape(whole)} as (\w+)", f"{{}}.{last}"),
    ]
    texts = _imports(program, at)
    for form, written in forms:
        for text in texts:
            found = re.fullmatch(form, text)
            if found is not None:
                return found[1] if written is None else written.format(*found.groups())
    return None


def _imports(program: Program, at: Site) -> list[str]:
    """The import statements at the top of the file, each on one line."""
    top = at.whole
    for around in program.outwards(at):
        top = around.site
    texts = [statement.text for statement in program.source.block(top) if statement.simple]
    return [" ".join(text.split()) for text in texts if text.startswith(("import ", "from "))]
