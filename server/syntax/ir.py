"""The intermediate representation (IR) of one logical line: what it means, without where it stands.

A node carries its preorder number `n` in its logical line and no position, so that the IR of a line can
be cached by the line's text and shared by every place with that text. The span of node `n` is found on
demand by reading that one line again (`server.syntax.spans`).

Nodes compare by identity: same text gives the same object, and that is the only equality that the
incremental paths need. They are frozen for the type checker and plain at run time, because building a
frozen dataclass costs three times as much and opening a file builds ten of them a line.

`n` counts the nodes of a line in preorder, the statement itself being 0. A line with several small
statements (`a = 1; b = 2`) has one sequence of numbers through all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    @dataclass_transform(frozen_default=True)
    def node(cls: type[T]) -> type[T]: ...
else:

    def node(cls):
        return dataclass(slots=True, eq=False)(cls)


# ------------------------------------------------------------------------------------- expressions


@node
class Name:
    """A name being read, bound or deleted."""

    n: int
    id: str


@node
class Attribute:
    """`value.attr`."""

    n: int
    value: Expr
    attr: str


@node
class Subscript:
    """`value[index]`; several subscripts make the index a tuple `Sequence`."""

    n: int
    value: Expr
    index: Expr


@node
class Slice:
    """`lower:upper:step` inside a subscript."""

    n: int
    lower: Expr | None
    upper: Expr | None
    step: Expr | None


@node
class Argument:
    """One argument of a call: positional, `keyword=value`, `*value` or `**value` (then `star` is "*" or "**")."""

    n: int
    keyword: str
    star: str
    value: Expr


@node
class Call:
    """`func(arguments)`."""

    n: int
    func: Expr
    arguments: tuple[Argument, ...]


Literal: TypeAlias = "int | float | complex | str | bytes | bool | None"


@node
class Constant:
    """A number, text, bytes, `True`, `False`, `None`; `...` has kind "ellipsis" and value None.

    `kind` is the type's name ("int", "float", "complex", "str", "bytes", "bool", "NoneType",
    "ellipsis"): without it `1`, `1.0` and `True` would be one constant.
    """

    n: int
    kind: str
    value: Literal


@node
class FormattedString:
    """An f-string (or a concatenation with one): the expressions it evaluates, in order."""

    n: int
    values: tuple[Expr, ...]


@node
class Sequence:
    """A tuple, list or set display; `kind` is "tuple", "list" or "set"."""

    n: int
    kind: str
    elements: tuple[Expr, ...]


@node
class Starred:
    """`*value` in a display or a target."""

    n: int
    value: Expr


@node
class Dict:
    """A dict display: pairs of key and value; the key of `**value` is None."""

    n: int
    items: tuple[tuple[Expr | None, Expr], ...]


@node
class Binary:
    """`left op right` with an arithmetic, bit or matrix operator."""

    n: int
    op: str
    left: Expr
    right: Expr


@node
class Unary:
    """`op operand`, `op` being "-", "+", "~" or "not"."""

    n: int
    op: str
    operand: Expr


@node
class Boolean:
    """`left and right` or `left or right`; a chain nests to the left."""

    n: int
    op: str
    left: Expr
    right: Expr


@node
class Compare:
    """`left op right op right ...`; operators as written ("==", "is not", "not in" ...)."""

    n: int
    left: Expr
    comparisons: tuple[tuple[str, Expr], ...]


@node
class Conditional:
    """`body if test else orelse`."""

    n: int
    test: Expr
    body: Expr
    orelse: Expr


@node
class Walrus:
    """`target := value`."""

    n: int
    target: Name
    value: Expr


@node
class Parameter:
    """One parameter of a function; `star` is "", "*" or "**"."""

    n: int
    name: str
    star: str
    annotation: Expr | None
    default: Expr | None
    keyword_only: bool


@node
class Lambda:
    """`lambda parameters: body`."""

    n: int
    parameters: tuple[Parameter, ...]
    body: Expr


@node
class Generator:
    """One `for target in iterable if ... if ...` of a comprehension."""

    n: int
    target: Expr
    iterable: Expr
    conditions: tuple[Expr, ...]


@node
class Comprehension:
    """A comprehension; `kind` is "list", "set", "dict" or "generator"; `key` only for a dict."""

    n: int
    kind: str
    key: Expr | None
    element: Expr
    generators: tuple[Generator, ...]


@node
class Await:
    """`await value`."""

    n: int
    value: Expr


@node
class Yield:
    """`yield value`, or `yield from value` (then `whole`)."""

    n: int
    value: Expr | None
    whole: bool


Expr: TypeAlias = (
    Name | Attribute | Subscript | Slice | Call | Constant | FormattedString | Sequence | Starred | Dict | Binary
    | Unary | Boolean | Compare | Conditional | Walrus | Lambda | Comprehension | Await | Yield
)  # fmt: skip


# -------------------------------------------------------------------------------- simple statements


@node
class Assign:
    """`target = target = value`."""

    n: int
    targets: tuple[Expr, ...]
    value: Expr


@node
class Annotate:
    """`target: annotation` with or without `= value`."""

    n: int
    target: Expr
    annotation: Expr
    value: Expr | None


@node
class Augment:
    """`target op= value`; `op` without the equals sign."""

    n: int
    target: Expr
    op: str
    value: Expr


@node
class Evaluate:
    """An expression as a statement: its value is dropped."""

    n: int
    value: Expr


@node
class Return:
    """`return value`."""

    n: int
    value: Expr | None


@node
class Raise:
    """`raise exception from cause`."""

    n: int
    exception: Expr | None
    cause: Expr | None


@node
class Assert:
    """`assert test, message`."""

    n: int
    test: Expr
    message: Expr | None


@node
class Delete:
    """`del targets`."""

    n: int
    targets: tuple[Expr, ...]


@node
class Jump:
    """`pass`, `break` or `continue`, as `kind` says."""

    n: int
    kind: str


@node
class Declare:
    """`global names` or `nonlocal names`, as `kind` says."""

    n: int
    kind: str
    names: tuple[str, ...]


@node
class ImportedName:
    """One name of an import: `name` as written (dotted for `import a.b`), `alias` after `as` or empty."""

    n: int
    name: str
    alias: str


@node
class Import:
    """`import names`."""

    n: int
    names: tuple[ImportedName, ...]


@node
class ImportFrom:
    """`from ..module import names`; `level` counts the dots; no names means `*`."""

    n: int
    module: str
    level: int
    names: tuple[ImportedName, ...]


@node
class TypeAliasStatement:
    """`type name = value` (Python 3.12)."""

    n: int
    name: Name
    value: Expr


# ------------------------------------------------------------------------- headers of compound statements


@node
class If:
    """`if test:`; an `elif` is an If in the `orelse` of the one before."""

    n: int
    test: Expr


@node
class While:
    """`while test:`."""

    n: int
    test: Expr


@node
class For:
    """`for target in iterable:`."""

    n: int
    target: Expr
    iterable: Expr
    is_async: bool


@node
class WithItem:
    """`context as target`."""

    n: int
    context: Expr
    target: Expr | None


@node
class With:
    """`with items:`."""

    n: int
    items: tuple[WithItem, ...]
    is_async: bool


@node
class Try:
    """`try:`."""

    n: int


@node
class Except:
    """`except kind as name:`; `star` for `except*`."""

    n: int
    kind: Expr | None
    name: str
    star: bool


@node
class Match:
    """`match subject:`."""

    n: int
    subject: Expr


@node
class Case:
    """`case pattern if guard:`: the names it binds, and whether it matches anything (`_` or a bare name, no guard)."""

    n: int
    binds: tuple[Name, ...]
    reads: tuple[Expr, ...]
    guard: Expr | None
    irrefutable: bool


@node
class FunctionDef:
    """`def name(parameters) -> returns:`."""

    n: int
    name: str
    parameters: tuple[Parameter, ...]
    returns: Expr | None
    is_async: bool


@node
class ClassDef:
    """`class name(arguments):`."""

    n: int
    name: str
    arguments: tuple[Argument, ...]


@node
class Decorator:
    """`@value` above a function or class."""

    n: int
    value: Expr


@node
class Clause:
    """A header that only marks where a suite begins: `kind` is "else" or "finally"."""

    n: int
    kind: str


@node
class Hole:
    """A logical line that could not be read.

    Every name in `names` may be read, bound to anything, or handed to unknown code there. `header` when it
    opens an indented block; `why` is a sentence for the user. `guess` is what a half-typed line will say when
    it is completed in the likeliest way.
    """

    n: int
    names: tuple[str, ...]
    why: str
    header: bool
    guess: Simple | Header | None = None


Simple: TypeAlias = (
    Assign | Annotate | Augment | Evaluate | Return | Raise | Assert | Delete | Jump | Declare | Import | ImportFrom
    | TypeAliasStatement | Hole
)  # fmt: skip
Header: TypeAlias = (
    If | While | For | With | Try | Except | Match | Case | FunctionDef | ClassDef | Decorator | Clause | Hole
)  # fmt: skip
Node: TypeAlias = Simple | Header | Expr | Argument | Parameter | Generator | WithItem | ImportedName
