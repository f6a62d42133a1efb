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
        return (_REPLACE.get(cls) or _replacement(cls))(cls, instance, **changes)

    def _replacement(cls):  # noqa: ANN001, ANN202
        """A function that builds a changed record: written out for each class, it takes half the time of a loop."""
        fields = cls.__match_args__
        parameters = ", ".join([f"{name}=_KEEP" for name in fields])
        values = ", ".join([f"_self.{name} if {name} is _KEEP else {name}" for name in fields])
        star = ", *, " if fields else ""
        names = {"_KEEP": _KEEP}
        exec(f"def replacement(_cls, _self{star}{parameters}): return _cls({values})", names)  # noqa: S102
        made = _REPLACE[cls] = names["replacement"]
        return made

    _KEEP = object()
    _REPLACE = {}


__all__ = ["record", "replace"]
