"""What installed packages define, asked of jedi: a process of its own that answers questions on standard input.

Each line is a JSON value: first the settings, then one question after the other; each is answered by one line. The
process reads source files and stubs. It imports nothing that it reads, and can be killed at any time.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from ..pytorch import lookup
from .installed import builds_on_torch, is_library
from .outline_of_torch import write_outline

if TYPE_CHECKING:
    from jedi.api.environment import Environment, InterpreterEnvironment


class _Value(Protocol):
    """What jedi knows of a class or an object; its public interface does not tell the order of base classes."""

    def is_class(self) -> bool: ...
    def is_instance(self) -> bool: ...
    def is_function(self) -> bool: ...
    def py__class__(self) -> _Value: ...
    def py__mro__(self) -> Iterable[_Value]: ...
    def get_root_context(self) -> _Root: ...
    def get_qualified_names(self) -> tuple[str, ...] | None: ...


class _Root(Protocol):
    def py__name__(self) -> str | None: ...


class _Asked(Protocol):
    def infer(self) -> Iterable[_Value]: ...


class Reader:
    """Answers questions about packages in the folders of `paths`.

    With an `interpreter`, that program is started to learn where its packages lie; never without.
    """

    def __init__(self, paths: Iterable[str], interpreter: str | None = None) -> None:
        import jedi

        try:
            outline = write_outline(str(jedi.settings.cache_directory))
        except OSError:
            outline = write_outline(tempfile.mkdtemp(prefix="torchwise-"))
        self._environment = _created(interpreter) if interpreter else None
        if self._environment is None:
            self._environment = _own_environment()
        theirs = [] if interpreter is None else self._environment.get_sys_path()
        self._project = jedi.Project(
            outline, sys_path=list(dict.fromkeys([outline, *theirs, *paths])), smart_sys_path=False
        )

    def answer(self, name: str) -> tuple[str, bool] | None:
        """The name in the tables of what calling `name` gives, and whether `name` is a class; None if unknown."""
        parts = name.split(".")
        for split in range(len(parts) - 1, 0, -1):
            reached = ".".join(parts[split:])
            start = f"from {'.'.join(parts[:split])} import {parts[split]}\n"
            found = list(self._values(start, reached))
            if found:
                return _of_classes(found) or self._of_call(start, reached, found)
        return None

    def _of_call(self, start: str, function: str, found: list[_Value]) -> tuple[str, bool] | None:
        if not all(value.is_function() for value in found):
            return None
        results = [value for value in self._values(f"{start}it = {function}()\n", "it") if not _is_none(value)]
        if not results or not all(value.is_instance() for value in results):
            return None
        known = {_known(value.py__class__()) for value in results}
        if len(known) > 1:
            known = {_wide(name) for name in known}
        (one,) = known if len(known) == 1 else (None,)
        return None if one is None else (one, False)

    def _values(self, start: str, expression: str) -> Iterator[_Value]:
        import jedi

        text = start + expression
        script = jedi.Script(text, project=self._project, environment=self._environment)
        infer = cast("Callable[[int, int], list[object]]", script.infer)  # pyright: ignore[reportUnknownMemberType] -- partly typed
        for name in infer(text.count("\n") + 1, len(expression)):
            yield from cast("_Asked", vars(name)["_name"]).infer()


def serve(questions: TextIO, answers: TextIO) -> None:
    """Answer until there are no more questions."""
    settings = cast("Mapping[str, object]", json.loads(questions.readline() or "{}"))
    interpreter = settings.get("interpreter")
    paths = cast("list[str]", settings.get("paths", []))
    reader: Reader | None = None
    relevant: dict[str, bool] = {}
    for line in questions:
        answer = None
        try:
            name = str(json.loads(line))
            package = name.partition(".")[0]
            if package not in relevant:
                relevant[package] = builds_on_torch(package, paths)
            if relevant[package]:
                # Only now: most programs ask about packages that have nothing to do with PyTorch, and jedi is large.
                reader = reader or Reader(paths, interpreter if isinstance(interpreter, str) else None)
                answer = reader.answer(name)
        except RecursionError:
            pass
        except Exception as error:  # noqa: BLE001 -- whatever jedi stumbles over, the next question may be answered
            sys.stderr.write(f"{line.strip()}: {type(error).__name__}: {error}\n")
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _of_classes(values: list[_Value]) -> tuple[str, bool] | None:
    known = {_known(value) if value.is_class() else None for value in values}
    (one,) = known if len(known) == 1 else (None,)
    return None if one is None else (one, True)


def _known(class_: _Value) -> str | None:
    """The nearest class among a class and its bases that the tables know."""
    for current in class_.py__mro__():
        name = _qualified(current)
        if name and lookup.kind_of_class(name) is not None:
            return lookup.canonical(name)
    return None


def _wide(name: str | None) -> str | None:
    """The class that all modules, or all optimizers, have in common."""
    kind = "" if name is None else lookup.kind_of_class(name) or ""
    if lookup.is_kind(kind, "module"):
        return "torch.nn.Module"
    return "torch.optim.Optimizer" if lookup.is_kind(kind, "optimizer") else None


def _qualified(value: _Value) -> str:
    names = value.get_qualified_names() or ()
    return ".".join((value.get_root_context().py__name__() or "", *names)) if names else ""


def _is_none(value: _Value) -> bool:
    return value.is_instance() and _qualified(value.py__class__()).endswith("NoneType")


def _created(interpreter: str) -> Environment | None:
    import jedi

    try:
        create = cast("Callable[..., Environment]", jedi.create_environment)  # pyright: ignore[reportUnknownMemberType] -- partly typed
        return create(interpreter, safe=True)
    except jedi.InvalidPythonEnvironment:
        return None


def _own_environment() -> InterpreterEnvironment:
    """This process as jedi's environment; of compiled modules, it may import those of the standard library only."""
    from jedi.api.environment import InterpreterEnvironment

    class StandardLibrary(InterpreterEnvironment):
        def get_sys_path(self) -> list[str]:
            return [path for path in sys.path if not is_library(path)]

    return StandardLibrary()


def main() -> None:
    """Serve on the standard streams; what anybody prints goes elsewhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.stdin, answers)


if __name__ == "__main__":
    main()
