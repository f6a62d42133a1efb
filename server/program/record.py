"""The decorator of the vocabulary: immutable records, cheap to make.

A frozen dataclass sets its fields through `object.__setattr__`, which costs three times as much as setting them
plainly; interpreting a file makes thousands of records for each keystroke. So a record is frozen for the type
checker, and by convention at run time: nothing outside this module ever sets a field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import replace

    from typing_extensions import dataclass_transform

    @dataclass_transform(frozen_default=True)
    def record(cls: type[T]) -> type[T]:
        """Make a class an immutable record."""
        ...
else:

    def record(cls):  # noqa: ANN001, ANN201, D103 - the declaration above is for readers and the type checker
        return dataclass(slots=True, unsafe_hash=True)(cls)

    def replace(instance, **changes):  # noqa: ANN001, ANN003, ANN201, D103 - see above
        cls = type(instance)
        fields = cls.__match_args__
        return cls(*[changes[name] if name in changes else getattr(instance, name) for name in fields])


__all__ = ["record", "replace"]
