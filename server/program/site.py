"""Where something happens in a program, without lines and columns."""

from __future__ import annotations

from typing import NamedTuple


class Site(NamedTuple):
    """A node of a statement of a module.

    `module` is the path of the file (as the session names it), `statement` the key of the statement in that
    file's reading, `node` the preorder number in its logical line (0 is the whole statement). A site survives
    edits elsewhere in the file; the session turns it into a span when it is shown.
    """

    module: str
    statement: int
    node: int = 0

    @property
    def whole(self) -> Site:
        """The site of the whole statement."""
        return Site(self.module, self.statement)
