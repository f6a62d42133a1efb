"""Starts a rule: one file in server/diagnostics/ with the page to fill in, and a file of literate cases.

dev.py new-rule missing-seed
"""

from __future__ import annotations

import re
import sys

from scripts.environment import ROOT

RULE = '''"""What is wrong, in one sentence.

## Why this is a bug

What PyTorch really does, and what the user sees of it.

## Bad

    import torch

    x = torch.zeros(1)
#   ^^^^^^^^^^^^^^^^^^ say what will happen

## Fixed

    import torch

## Good

Why this look-alike is right.

    import torch

## Proof

    assert bad.run().error is not None
    assert fixed.run().error is None

## When this is intended

Hardly ever.

## Fix safety

There is no fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.events import Step
from ..program.program import Program
from ..rules.rule import Category, Finding, Severity, rule


@rule(Category.TRAINING_LOOP, Severity.ERROR, "what torchwise found, in a few words")
def {function}(program: Program) -> Iterator[Finding[Step]]:
    """Report each event that ..."""
    for step in program.unique(Step):
        yield Finding(step.at, f"`{{step.name}}` ...", step)
'''

CASES = """# {name}

Cases beyond the rule's page.

## The simplest case

```python
import torch
```
"""


def main(arguments: list[str]) -> int:
    """Write the two files; refuse what exists and what is not a name."""
    if len(arguments) != 1 or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", arguments[0]):
        print(
            "usage: dev.py new-rule NAME, in kebab-case: the bad pattern, as it reads after `ignore`", file=sys.stderr
        )
        return 2
    name = arguments[0]
    function = name.replace("-", "_")
    files = {
        ROOT / "server" / "diagnostics" / f"{function}.py": RULE.format(function=function),
        ROOT / "tests" / "rules" / f"{name}.md": CASES.format(name=name),
    }
    if there := [path for path in files if path.exists()]:
        print(f"{there[0].relative_to(ROOT)} exists already", file=sys.stderr)
        return 1
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    print(f"Fill them in; then: dev.py docs, dev.py test --quick -k {name}, and a line in CHANGELOG.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
