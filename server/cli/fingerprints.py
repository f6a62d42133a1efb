"""Names for findings that stay the same while the code around them changes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from .outcome import CheckedFile, FoundHere, Outcome


def fingerprints(outcome: Outcome) -> Iterator[tuple[CheckedFile, FoundHere, str]]:
    """Every finding with its fingerprint.

    It rests on the path, the rule and the text of the line, not on the line's number nor on the message; equal
    ones are numbered from the top.
    """
    seen: Counter[str] = Counter()
    for file, found in outcome.findings():
        line = found.diagnostic.span.start.line
        text = file.lines[line].strip() if line < len(file.lines) else ""
        key = "\n".join((outcome.shown(file.path), found.diagnostic.rule, " ".join(text.split())))
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\n{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()
        yield file, found, digest[:32]
