"""The text of docs/coverage.md: how many situations of each class of bugs are found, by how they are written."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.situations import LOOK_ALIKE, SPELLINGS, Situation, situations

_HEAD = """\
# Coverage

Written by `dev.py docs` from [tests/situations](../tests/situations/README.md): ordinary programs with one bug each, in
three spellings, and look-alikes that are right. A cell says how many of them are found, or rightly silent, out of how
many there are; the suite holds every one of them to it.

"""


def text(fixes: dict[str, str]) -> str:
    """The page. `fixes` says for every rule that exists whether its fix is safe, unsafe or not there."""
    lines = [
        f"| class | rule | {' | '.join(SPELLINGS)} | look-alikes silent | fix |\n",
        f"|---|---|{'---|' * len(SPELLINGS)}---|---|\n",
        *_rows(situations(), fixes),
    ]
    return _HEAD + "".join(lines)


def _rows(all_: list[Situation], fixes: dict[str, str]) -> Iterator[str]:
    for class_, rule in dict.fromkeys((each.class_, each.rules[0]) for each in all_):
        own = [each for each in all_ if each.class_ == class_ and rule in each.rules]
        kinds = [[each for each in own if each.spelling == kind] for kind in (*SPELLINGS, LOOK_ALIKE)]
        cells = [_cell(kind, there=rule in fixes) for kind in kinds]
        if rule in fixes:
            yield f"| {class_} | [{rule}](rules/{rule}.md) | {' | '.join(cells)} | {fixes[rule] or 'none'} |\n"
        else:
            yield f"| {class_} | {rule}: no rule yet | {' | '.join(cells)} | |\n"


def _cell(own: list[Situation], *, there: bool) -> str:
    right = sum(there and not each.known for each in own)
    return f"{right} of {len(own)}" if own else ""
