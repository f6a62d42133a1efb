"""What is kept of a program from run to run: its files, functions and classes, and the numbers of its objects."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..program.site import Site
from ..program.values import Constant, Value
from ..semantics.scopes import Scope, scope_of
from ..semantics.uses import BACKWARD, Uses, uses_in
from ..syntax import ir
from ..syntax.tree import Block, Statement
from .state import State

if TYPE_CHECKING:
    from .memo import Journal, Record

Text = tuple[int | str, str]
"""How a name is used in a text: that of a function or class, by its number, or of a module, by its path."""
ANYTHING = "*"
"""In place of a name: whatever is used."""
STEPPED = "step()"
"""In place of a name: asks which names are stepped like optimizers, and whether there is a backward pass."""


@dataclass(slots=True, eq=False)
class Module:
    """A file of the program: its path, dotted name, statements and the frame of its variables.

    There is one for each path; its statements and scope are exchanged when the file changes. `found_as` is what
    was asked for when it was found: a dotted name, the dots before it and the importing file.
    """

    path: str
    name: str
    body: Block
    frame: int
    scope: Scope
    is_root: bool
    found_as: tuple[str, int, str] = ("", 0, "")


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """Where a function is defined. `owner` is the class it is a method of; `outer` the frames it closes over.

    `kind` is "function", "static", "class", "property" or "context" (a `@contextmanager`). A lambda has no
    statement. `gradients` is set by decorators such as `@torch.no_grad()`.
    """

    module: Module
    name: str
    parameters: tuple[ir.Parameter, ...]
    body: Block
    expression: ir.Expr | None
    statement: Statement | None
    site: Site
    outer: tuple[int, ...]
    owner: int | None = None
    kind: str = "function"
    gradients: bool | None = None
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class ClassDefinition:
    """A visible class: its bases in order, its own members, and where it stands."""

    id: int
    name: str
    module: Module
    bases: tuple[Value, ...]
    members: dict[str, Value]
    site: Site
    decorated: bool = False


@dataclass(frozen=True, slots=True)
class LateImports:
    """The imports at the top of an imported file, which are done when one of their names is read.

    `statements` are their keys, `by_name` the last one that binds a name, and `stars` those of all names.
    """

    body: Block
    statements: frozenset[int]
    by_name: dict[str, Statement]
    stars: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """What executing an imported file by itself gives, and what that left behind and rests on."""

    body: Block
    state: State
    journal: Journal


_TOO_LARGE = "too large: "


def too_large(number: int, depth: int) -> str:
    """The definition that says whether a function is too large to be followed when called at a depth."""
    return f"{_TOO_LARGE}{number} {depth}"


@dataclass(frozen=True, slots=True)
class LoopText:
    """What the text of a loop in a scope says.

    `dead` are the variables whose former value no iteration reads: forgetting them lets states agree sooner.
    `written` are the names its body binds; `leaves_early` is set when the body may end the loop.
    """

    scope: Block
    dead: frozenset[str]
    written: frozenset[str]
    leaves_early: bool
    moves_target: bool
    """Whether a `for` loop moves one of its variables to a device."""


@dataclass(slots=True)
class Tables:
    """What stays from run to run: object numbers, definitions, scopes. Numbers are given once and kept."""

    numbers: dict[Hashable, int] = field(default_factory=dict[Hashable, int])
    functions: dict[int, FunctionDefinition] = field(default_factory=dict["int", "FunctionDefinition"])
    classes: dict[int, ClassDefinition] = field(default_factory=dict["int", "ClassDefinition"])
    class_statements: dict[int, Statement] = field(default_factory=dict[int, Statement])
    definitions: dict[int | str, object] = field(default_factory=dict["int | str", object])
    """Functions and classes by number, bodies of imported files by path: what a record may rest on."""
    scopes: dict[Statement, Scope] = field(default_factory=dict[Statement, Scope])
    completed: dict[object, Statement] = field(default_factory=dict[object, Statement])
    """Half-typed statements as they will be when they are completed."""
    constants: dict[ir.Constant, Constant] = field(default_factory=dict["ir.Constant", "Constant"])
    modules: dict[str, Module] = field(default_factory=dict[str, Module])
    late_imports: dict[str, LateImports] = field(default_factory=dict[str, LateImports])
    images: dict[str, Image] = field(default_factory=dict[str, Image])
    uses: dict[Statement | str, tuple[Block, Uses]] = field(
        default_factory=dict["Statement | str", "tuple[Block, Uses]"]
    )
    loops: dict[Statement, LoopText] = field(default_factory=dict["Statement", "LoopText"])
    read_by_functions: dict[Block, frozenset[str]] = field(default_factory=dict["Block", "frozenset[str]"])
    imports: dict[str, tuple[Block, list[Statement]]] = field(
        default_factory=dict[str, "tuple[Block, list[Statement]]"]
    )
    """The imports at the top of files by path, with the statements they are among."""
    stretches: dict[Statement, tuple[Block, list[Block]]] = field(
        default_factory=dict["Statement", "tuple[Block, list[Block]]"]
    )
    records: dict[tuple[int, int], Record] = field(default_factory=dict["tuple[int, int]", "Record"])
    former: dict[tuple[int, int], Record] = field(default_factory=dict["tuple[int, int]", "Record"])
    """The record before the last one: what is typed is often on its way back to what was there."""
    kin: dict[Hashable, Record] = field(default_factory=dict["Hashable", "Record"])
    """The latest record of a stretch, whatever iterations of the loops around it was made in."""
    at_any_time: State | None = None
    """The state in which functions were run by themselves in the last run."""
    run: int = 0

    def note_too_large(self, number: int, depth: int) -> None:
        """A function took more steps than calls at a depth may, in this run."""
        self.definitions[too_large(number, depth)] = True

    def forget_too_large(self) -> None:
        """A new run begins."""
        for key in [key for key in self.definitions if isinstance(key, str) and key.startswith(_TOO_LARGE)]:
            del self.definitions[key]

    def number(self, key: Hashable) -> int:
        """The number that stands for `key`."""
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.numbers) + 1
        return found

    def define_again(
        self, defined: Mapping[int, FunctionDefinition | ClassDefinition], statements: Mapping[int, Statement]
    ) -> None:
        """Let functions and classes be what they were when a stretch defined them: other text may have come between."""
        for number, definition in defined.items():
            if self.definitions.get(number) is not definition:
                self.definitions[number] = definition
                if isinstance(definition, FunctionDefinition):
                    self.functions[number] = definition
                else:
                    self.classes[number] = definition
        self.class_statements.update(statements)

    def scope(self, statement: Statement, parameters: tuple[ir.Parameter, ...]) -> Scope:
        """The scope of a function's or class's statement."""
        found = self.scopes.get(statement)
        if found is None:
            found = self.scopes[statement] = scope_of(statement.body, parameters)
        return found

    def uses_at(self, text: Text) -> frozenset[str]:
        """How a name is used in a text, as it is now; nothing where there is no such text any more."""
        number, place = text
        uses = self._uses_in(number)
        if place == ANYTHING:
            return frozenset[str]().union(*uses.values())
        if place == STEPPED:
            return frozenset(name for name, found in uses.items() if "step" in found or name == BACKWARD)
        return uses.get(place, frozenset())

    def _uses_in(self, number: int | str) -> Uses:
        key: Statement | str
        if isinstance(number, str):
            key, block = number, self.modules[number].body
        else:
            definition = self.functions.get(number)
            statement = definition.statement if definition is not None else self.class_statements.get(number)
            if statement is None:
                return {}
            key, block = statement, statement.body
        known = self.uses.get(key)
        if known is None or known[0] is not block:
            known = self.uses[key] = block, uses_in(block)
        return known[1]
