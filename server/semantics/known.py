"""What is known of a name of an installed package that the tables do not have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """`name` is a class that the tables know: the nearest base of what a call of the asked name gives.

    `is_class` says that the asked name is a class itself; otherwise it is a function that returns an object.
    """

    name: str
    is_class: bool
