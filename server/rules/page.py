"""The page of a rule: its documentation, which is also its specification and its tests.

A page is the docstring of the rule's module. Its first line says what is wrong; after it come sections under
`## ` headings, in this order and with these names:

    Why this is a bug        prose
    Bad                      one program, with a line of carets and the message under each finding
    Fixed                    the same program after the first fix
    Good                     programs that look alike and are right, each after a sentence that says why
    Proof                    assertions over `bad`, `fixed` and `good`, run on the real PyTorch
    When this is intended    prose
    Fix safety               prose

Programs are indented by four spaces. A line `device: meta` of its own, before the first heading, makes the
proof run with the meta device in the place of cuda.

A page is read from the source of the module, which is not imported: starting the server costs no prose.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass
from functools import cache

from .registry import FOLDER

HEADINGS = ("Why this is a bug", "Bad", "Fixed", "Good", "Proof", "When this is intended", "Fix safety")
OPTIONAL = ("Proof",)
PROGRAMS = ("Bad", "Fixed", "Good", "Proof")

_SETTING = re.compile(r"^device: (\w+)$", re.MULTILINE)


class BadPage(Exception):
    """A rule's docstring has not the form of a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A rule's page. `sections` maps headings to their text as written, the programs indented in it.

    `bad` keeps its marks. `proof` is empty for a rule that states a policy; `device` is empty or "meta".
    """

    name: str
    summary: str
    introduction: str
    sections: dict[str, str]
    bad: str
    fixed: str
    good: tuple[str, ...]
    proof: str
    device: str


@cache
def page(name: str) -> Page:
    """The page of the rule of that name. Raises `BadPage`; `KeyError` where there is no such rule."""
    file = FOLDER / f"{name.replace('-', '_')}.py"
    try:
        source = file.read_text(encoding="utf-8")
    except OSError:
        raise KeyError(name) from None
    return parse(name, ast.get_docstring(ast.parse(source), clean=False) or "")


def parse(name: str, text: str) -> Page:
    """Read a page from its text. Raises `BadPage`, which says what is missing."""
    head, *rest = re.split(r"^## +(.*?) *$\n?", text, flags=re.MULTILINE)
    headings = rest[::2]
    sections = {heading: body.strip("\n") for heading, body in zip(headings, rest[1::2], strict=True)}
    if [heading for heading in HEADINGS if heading in sections or heading not in OPTIONAL] != headings:
        raise BadPage(f"the headings of `{name}` must be, in this order: {', '.join(HEADINGS)}")
    summary, _, introduction = head.strip().partition("\n")
    if not summary.endswith("."):
        raise BadPage(f"the page of `{name}` must begin with a sentence on a line of its own")
    programs = {heading: tuple(_programs(sections.get(heading, ""))) for heading in PROGRAMS}
    for heading in ("Bad", "Fixed"):
        if len(programs[heading]) != 1:
            raise BadPage(f"the page of `{name}` must have one program under {heading}")
    if not programs["Good"]:
        raise BadPage(f"the page of `{name}` must have a program under Good")
    device = _SETTING.search(introduction)
    if any(_SETTING.search(section) for section in sections.values()):
        raise BadPage(f"on the page of `{name}`, the line `device:` must stand before the first heading")
    return Page(
        name=name,
        summary=summary,
        introduction=_SETTING.sub("", introduction).strip(),
        sections=sections,
        bad=programs["Bad"][0],
        fixed=programs["Fixed"][0],
        good=programs["Good"],
        proof="\n".join(programs["Proof"]),
        device=device[1] if device else "",
    )


def summary_markdown(name: str) -> str:
    """What a hover shows: what is wrong, and why that is a bug."""
    found = page(name)
    return f"{found.summary}\n\n{_fenced(found.sections['Why this is a bug'], 'python')}\n"


def markdown(name: str) -> str:
    """The whole page in Markdown."""
    found = page(name)
    parts = [f"# {found.name}", found.summary]
    if found.introduction:
        parts.append(found.introduction)
    for heading, text in found.sections.items():
        parts += [f"## {heading}", _fenced(text, "python")]
        if heading == "Proof" and found.device:
            parts.append(
                "The proof runs with PyTorch's meta device in the place of cuda, so that it needs no GPU: "
                "its messages name `meta` where a GPU would be named."
            )
    return "\n\n".join(parts) + "\n"


def _programs(text: str) -> list[str]:
    return [textwrap.dedent(block) for block in _blocks(text) if block.startswith("    ")]


def _fenced(text: str, language: str) -> str:
    """The text with its indented programs between fences, as Markdown shows them in colour."""
    pieces = [
        f"```{language}\n{textwrap.dedent(block).rstrip()}\n```\n" if block.startswith("    ") else block
        for block in _blocks(text)
    ]
    return "\n".join(pieces).strip()


def _blocks(text: str) -> list[str]:
    """The text cut where it changes between prose and programs; blank lines inside a program stay in it."""
    blocks: list[list[str]] = []
    inside = False
    blank: list[str] = []
    for line in text.splitlines(keepends=True):
        if not line.strip():
            blank.append(line)
            continue
        indented = line.startswith("    ")
        if blocks and indented == inside:
            blocks[-1] += [*blank, line]
        else:
            blocks.append([line])
        inside, blank = indented, []
    return ["".join(block if block[-1].endswith("\n") else [*block, "\n"]) for block in blocks]
