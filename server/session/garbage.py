"""How often Python looks for cyclic garbage.

The records of an analysis are many, long-lived and free of cycles: Python's default, a look after every 700 new
objects, costs an eighth of an analysis and finds nothing.
"""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 50_000
"""New objects between two looks at the youngest generation."""


def look_seldom() -> None:
    """Collect rarely from now on, and never look again at what is loaded already."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 50)
