"""Write training programs of a wanted length, the same ones every time, for the benchmark to measure.

The pieces lie in `bench_templates/*.txt`. A piece starts with `=== NAME ROLE AFFIX|AFFIX` and goes up to the
next one. In its lines

- `<<one|two>>` is one of the words, `<<key=one|two>>` also remembers it, `<<key>>` says it again;
- a line after `?` is there or not, and so are all lines between `?{` and `?}`;
- `@New` or `@new` is the name that the piece defines, `@snake` the same in small letters without the affix,
  `@topic` what it is about, `@topics` what the whole program is about;
- `@model`, `@loop` and other roles are names that earlier pieces have defined.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SIZES = (150, 800, 3400)
"""The lengths that the benchmark measures by default, in lines."""

_FOLDER = Path(__file__).parent / "bench_templates"
_NEEDED = ("data", "loaders", "model", "loop", "evaluate")
_ADJECTIVES = [
    "Small",
    "Wide",
    "Deep",
    "Gated",
    "Shared",
    "Sparse",
    "Noisy",
    "Fast",
    "Dense",
    "Local",
    "Global",
    "Stacked",
    "Masked",
    "Tied",
    "Paired",
    "Cold",
    "Warm",
    "Plain",
    "Joint",
    "Rough",
    "Soft",
    "Quick",
    "Late",
    "Early",
    "Coarse",
    "Fine",
    "Hidden",
    "Linked",
    "Mixed",
    "Broad",
]
_TOPICS = [
    "Scene",
    "Cell",
    "Digit",
    "Review",
    "Ticket",
    "Sensor",
    "Road",
    "Leaf",
    "Speech",
    "Retina",
    "Crop",
    "Invoice",
    "Galaxy",
    "Protein",
    "Weather",
    "Traffic",
    "Melody",
    "Satellite",
    "Skin",
    "Receipt",
    "Pump",
    "Bird",
    "Turbine",
    "River",
    "Pose",
    "Comment",
    "Basket",
    "Patent",
    "Chess",
    "Street",
]
_OTHER_NAMES = {
    "loss": ("cost", "objective", "error"),
    "losses": ("costs", "errors", "curve"),
    "loader": ("batches", "source", "feed"),
    "optimizer": ("opt", "solver", "updater"),
    "criterion": ("loss_fn", "measure", "penalty"),
    "total": ("summed", "collected_sum", "running"),
    "seen": ("counted", "samples_seen", "handled"),
    "right": ("correct", "hits", "matches"),
    "epoch": ("round_number", "cycle", "turn"),
    "train_loader": ("training_batches", "learn_loader", "fit_loader"),
    "val_loader": ("validation_batches", "check_loader", "held_loader"),
    "dropout": ("drop", "regularize", "thin"),
    "head": ("final", "readout", "to_classes"),
    "embedding": ("embed", "table", "lookup"),
    "encoder": ("body", "reader", "trunk"),
    "conv1": ("first_conv", "conv_a", "lower"),
    "conv2": ("second_conv", "conv_b", "upper"),
    "bn1": ("first_norm", "norm_a", "scale1"),
    "bn2": ("second_norm", "norm_b", "scale2"),
    "scheduler": ("schedule", "plan", "lr_plan"),
    "history": ("records", "journal", "trace"),
    "parameter": ("weight", "param", "tensor"),
    "accuracy": ("share_right", "precision", "score"),
    "logits": ("raw_scores", "unscaled", "activations"),
    "truth": ("reference", "wanted_labels", "actual"),
    "layers": ("stack", "blocks", "parts_list"),
    "value": ("amount", "number", "latest"),
    "path": ("where", "location", "file"),
    "index": ("place", "position_number", "row_number"),
    "image": ("picture", "photo", "frame"),
    "images": ("pictures", "photos", "frames"),
    "targets": ("answers", "goals", "classes_wanted"),
    "labels": ("tags", "truths", "marks"),
    "inputs": ("samples", "given", "entries"),
    "outputs": ("results", "replies", "produced"),
    "tokens": ("words", "symbols", "ids"),
    "scaler": ("grad_scaler", "loss_scaler", "amp_scaler"),
    "train_loss": ("fit_loss", "learning_loss", "seen_loss"),
    "val_loss": ("check_loss", "unseen_loss", "held_loss"),
    "counts": ("tally", "numbers", "amounts"),
    "classes": ("kinds", "categories", "outputs_wanted"),
    "width": ("breadth", "units", "planes"),
    "name": ("label", "title", "called"),
    "batch": ("pack", "bundle", "group"),
}
_ROLE = re.compile(r"@(model|loop|data|loss|loaders|evaluate|optim)\b")
_KEY = re.compile(r"(\w+)=(?!=)")
_CHOICE = re.compile(r"<<(.*?)>>")
_OPTIONAL_BLOCK = re.compile(r"^\?\{\n(.*?)^\?\}\n?", re.DOTALL | re.MULTILINE)
_RENAMED = re.compile(rf"(?<![\w.])(self\.)?\b({'|'.join(_OTHER_NAMES)})\b(?!=[^=])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One template: what it is called, the role of what it defines, the affixes of that name, and its text."""

    name: str
    role: str
    affixes: tuple[str, ...]
    text: str


@dataclass(slots=True)
class _Draft:
    choose: random.Random
    taken: set[str] = field(default_factory=set[str])
    defined: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    topics: list[str] = field(default_factory=list[str])


def program(lines: int, seed: int = 1) -> str:
    """A training program of about `lines` lines (never less than about 150); equal arguments, equal text."""
    pieces = read_pieces()
    draft = _Draft(random.Random(f"{seed}/{lines}"))  # noqa: S311 -- chosen to be repeatable
    parts = [_written(draft, piece) for piece in _needed(draft, pieces, short=lines < 400)]
    end = _written(draft, *_with_role(pieces, "main"))
    for piece in _others(draft, pieces):
        if _length([*parts, end]) + 30 >= lines:
            break
        parts.append(_written(draft, piece))
    header = _written(draft, *_with_role(pieces, "header"))
    return _without_unused_imports("\n\n\n".join([header, *parts, end]) + "\n")


def read_pieces(folder: Path = _FOLDER) -> list[Piece]:
    """All templates, in the order of their files."""
    pieces: list[Piece] = []
    for path in sorted(folder.glob("*.txt")):
        for chunk in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            head, _, text = chunk.partition("\n")
            name, role, affixes = head.split()
            pieces.append(Piece(name, role, tuple(affixes.split("|")), text.strip("\n") + "\n"))
    return pieces


def _with_role(pieces: Sequence[Piece], role: str) -> list[Piece]:
    return [piece for piece in pieces if piece.role == role]


def _needed(draft: _Draft, pieces: Sequence[Piece], *, short: bool) -> Iterator[Piece]:
    for role in _NEEDED:
        fitting = _with_role(pieces, role)
        yield min(fitting, key=lambda piece: len(piece.text)) if short else draft.choose.choice(fitting)


def _others(draft: _Draft, pieces: Sequence[Piece]) -> Iterator[Piece]:
    rest = [piece for piece in pieces if piece.role not in ("header", "main")]
    while True:
        draft.choose.shuffle(rest)
        yield from rest


def _length(parts: Sequence[str]) -> int:
    return sum(part.count("\n") + 3 for part in parts)


def _written(draft: _Draft, piece: Piece) -> str:
    name, snake, topic = _new_name(draft, piece)
    text = _OPTIONAL_BLOCK.sub(lambda match: match[1] if draft.choose.random() < 0.5 else "", piece.text)
    kept = [line for line in text.splitlines() if not line.startswith("?") or draft.choose.random() < 0.5]
    remembered: dict[str, str] = {}
    text = "\n".join(line.removeprefix("?") for line in kept)
    text = _CHOICE.sub(lambda match: _chosen(draft, remembered, match[1]), text)
    text = text.replace("@topics", ", ".join(draft.topics[:5]).lower()).replace("@topic", topic.lower())
    text = text.replace("@New", name).replace("@new", name).replace("@snake", snake)
    text = _ROLE.sub(lambda match: draft.choose.choice(draft.defined[match[1]]), text)
    draft.defined.setdefault(piece.role, []).append(name)
    return text if piece.role == "header" else _with_other_names(draft, text)


def _with_other_names(draft: _Draft, text: str) -> str:
    """Call some variables and attributes otherwise, so that a piece used again does not repeat its lines.

    Text in quotes, keyword arguments and attributes of anything but `self` keep their names.
    """
    words = set(re.findall(r"\w+", text))
    renamed: dict[str, str] = {}
    for old, others in _OTHER_NAMES.items():
        new = draft.choose.choice((old, *others))
        if new not in words and f'"{old}"' not in text:
            renamed[old] = new
            words.add(new)
    return _RENAMED.sub(lambda match: (match[1] or "") + renamed.get(match[2], match[2]), text)


def _new_name(draft: _Draft, piece: Piece) -> tuple[str, str, str]:
    affix = draft.choose.choice(piece.affixes)
    while True:
        adjective, topic = draft.choose.choice(_ADJECTIVES), draft.choose.choice(_TOPICS)
        snake = f"{adjective}_{topic}".lower()
        name = affix + snake if affix.endswith("_") else adjective + topic + affix
        if name not in draft.taken:
            break
    draft.taken.add(name)
    if piece.role not in ("header", "main"):
        draft.topics.append(topic)
    return name, snake, topic


def _chosen(draft: _Draft, remembered: dict[str, str], choice: str) -> str:
    if choice in remembered:
        return remembered[choice]
    key = _KEY.match(choice)
    words = choice[key.end() :] if key else choice
    possible = [word for word in words.split("|") if all(match[1] in draft.defined for match in _ROLE.finditer(word))]
    word = draft.choose.choice(possible)
    if key:
        remembered[key[1]] = word
    return word


def _without_unused_imports(text: str) -> str:
    header, separator, body = text.partition("\nlogger = ")
    lines: list[str] = []
    for line in header.split("\n"):
        found = re.fullmatch(r"(from \S+ import )(.*)|import (\S+)(?: as (\w+))?", line)
        if found is None or "__future__" in line:
            lines.append(line)
        elif found[1]:
            names = [name for name in found[2].split(", ") if re.search(rf"\b{name}\b", body)]
            lines.extend([found[1] + ", ".join(names)] if names else [])
        elif re.search(rf"\b{found[4] or found[3]}\b", body):
            lines.append(line)
    return "\n".join(lines) + separator + body


def main() -> int:
    """Print one program, to look at it."""
    parser = argparse.ArgumentParser(description=program.__doc__)
    parser.add_argument("lines", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sys.stdout.write(program(arguments.lines, arguments.seed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
