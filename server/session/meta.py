"""The rules of category *torchwise*: they speak about comments and settings, not about a program.

They have no check over a `Program`, so they are listed here instead of having files in `diagnostics`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..rules.rule import Category, Severity, Status


@dataclass(frozen=True, slots=True)
class MetaRule:
    """A rule about the user's own suppressions and settings; `page` is its documentation in Markdown."""

    name: str
    severity: Severity
    summary: str
    page: str
    category: Category = Category.TORCHWISE
    status: Status = Status.ON


UNUSED_SUPPRESSION = MetaRule(
    "unused-suppression",
    Severity.INFORMATION,
    "a suppression comment suppresses nothing",
    """A suppression comment suppresses nothing.

## Why this matters

A comment such as `# torchwise: ignore[missing-zero-grad]` says that something is wrong here and that you
know it. Once nothing is found here any more, the comment only hides the next mistake made in this place.

## Bad

```python
model.eval()  # torchwise: ignore[missing-zero-grad]
```

## Fixed

```python
model.eval()
```

## Good

A comment that names a rule which your settings switch off is not reported: the rule may be switched on
again. Neither is any comment in a file that could not be read completely, because what could not be read
may be what the comment is there for.

## When this is intended

Set `unused-suppression = "off"` in the `rules` table of the settings, or name it in the comment itself:
`# torchwise: ignore[missing-zero-grad, unused-suppression]`. A bare `# torchwise: ignore` does not cover
the rules of category *torchwise*.

## Fix safety

Safe: the fix removes a comment, or the names in it that suppress nothing.
""",
)

UNKNOWN_RULE_NAME = MetaRule(
    "unknown-rule-name",
    Severity.WARNING,
    "a suppression comment names a rule that does not exist",
    """A suppression comment names a rule that does not exist.

## Why this matters

A misspelt name suppresses nothing: the finding that the comment was written for is still reported, or will
be as soon as it appears.

## Bad

```python
optimizer.step()  # torchwise: ignore[mising-zero-grad]
```

## Fixed

```python
optimizer.step()  # torchwise: ignore[missing-zero-grad]
```

## Good

Names of rules and of categories: `torchwise rules` lists both.

## When this is intended

A comment written for a newer version names rules that an older one does not know. Set
`unknown-rule-name = "off"` in the `rules` table of the settings where both versions read the same code.

## Fix safety

Safe: the fix changes one word inside a comment, and is offered only if a rule or category has nearly that name.
""",
)

INVALID_SETTING = MetaRule(
    "invalid-setting",
    Severity.WARNING,
    "a setting is not understood and has no effect",
    """A setting is not understood and has no effect.

## Why this matters

A misspelt key or value changes nothing, and nobody would notice. The other settings of the file still count.
In the terminal an invalid setting makes the exit code 2.

## Bad

```toml
[tool.torchwise.rules]
missing-zero-grad = "ignore"
```

## Fixed

```toml
[tool.torchwise.rules]
missing-zero-grad = "off"
```

## Good

In `[tool.torchwise]` of `pyproject.toml`, and at the top level of `torchwise.toml`:

- `rules`: a table from rules and categories to `"error"`, `"warning"`, `"information"`, `"hint"`, `"off"` or
  `"default"`. A rule beats its category.
- `exclude`: a list of globs of files and folders that are not checked.
- `per-file`: a table from globs to tables like `rules`. Where several globs match, the last one counts.
- `run`: `"on-type"` or `"on-save"`.
- `torch-version`, `lightning-version`: such as `"2.4"`.
- `unsafe-fixes`: `"offer"` or `"hide"`.

The nearest file at or above the checked one counts, alone; `torchwise.toml` counts before `pyproject.toml`
in the same folder. Editors use the same keys in camelCase, such as `torchwise.perFile`.

## When this is intended

Set `invalid-setting = "off"` in the `rules` table where an older version reads the settings of a newer one.

## Fix safety

There is no fix; the message names the nearest valid word.
""",
)

META_RULES = (UNUSED_SUPPRESSION, UNKNOWN_RULE_NAME, INVALID_SETTING)
