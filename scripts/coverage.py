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

_NOT_DECIDED = """
## Not decided, and why

Ways in which these bugs come about that are not reported, because the text of a right program can be the same, or because
nothing goes wrong with the torch of today.

| class | what is not reported | why |
|---|---|---|
| optim-empty-list | parameters chosen by a text that no name contains | which names there are is known when it runs |
| optim-wrong-argument | a `set` of parameters | torch 2.13 takes it, and trains them all |
| optim-model-rebound | a copy that a function makes of the model it was given | its caller may go on with the one that the optimizer has |
| embedding-float-index | an index that is as large as the table | the values of data are not followed |
| numpy-float64-input | a target of doubles | torch 2.13 computes the loss in doubles, and training goes on |
| ce-shape-and-dim | labels that begin with 1, or are all ignored | the values of data are not followed |
| ce-shape-and-dim | classes last, where there are as many steps as classes | the shapes are those of a right program |
| softmax-dim | no dimension, where two dimensions are known to be there | the guess is right, though deprecated |
| graph-cut-in-loss | what one module gives is detached before the next one gets it | training a head on fixed features looks the same |
| grad-accum-scale | Adam and its kin step on a sum | they divide by its size: this is information, not a warning |
| manual-update-rebinds-leaf | a function is given the leaf, and gives back another tensor | functional updates look the same |
| rnn-batch-first-and-tuple | `output[:, -1]` of both directions | the last step of each is meant in sequence labelling |
"""


def text(fixes: dict[str, str]) -> str:
    """The page. `fixes` says for every rule that exists whether its fix is safe, unsafe or not there."""
    lines = [
        f"| class | rule | {' | '.join(SPELLINGS)} | look-alikes silent | fix |\n",
        f"|---|---|{'---|' * len(SPELLINGS)}---|---|\n",
        *_rows(situations(), fixes),
    ]
    return _HEAD + "".join(lines) + _NOT_DECIDED


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
