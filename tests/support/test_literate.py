"""Markdown becomes cases; a known alarm must fail, and only by an assertion."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.literate import Case, parameter, read

TEXT = """\
# Missing zero grad

Prose.

## A loop

First.

```python
a = 1
```

Then.

```python
b = 2
```

```python fixed
c = 3
```

## Prose only

Nothing.

## In a closure <!-- missed alarm: closures are not followed -->

```python
d = 4
```

### Below

<!-- false alarm: two
lines -->

```python
e = 5
```
"""


def cases_of(text: str, folder: Path) -> list[Case]:
    file = folder / "missing-zero-grad.md"
    file.write_text(text, encoding="utf-8")
    return read(file)


def test_a_heading_with_programs_is_a_case(tmp_path: Path):
    name = "missing-zero-grad"
    assert cases_of(TEXT, tmp_path) == [
        Case(name, "A loop", "a = 1\nb = 2\n", "c = 3\n", ""),
        Case(name, "In a closure", "d = 4\n", "", "missed alarm: closures are not followed"),
        Case(name, "Below", "e = 5\n", "", "false alarm: two lines"),
    ]


def test_two_cases_of_one_name_are_an_error(tmp_path: Path):
    with pytest.raises(ValueError, match="A loop"):
        cases_of(TEXT + "\n## A loop\n\n```python\nf = 6\n```\n", tmp_path)


def test_a_block_of_another_language_is_an_error(tmp_path: Path):
    with pytest.raises(ValueError, match="pyhton"):
        cases_of("## A\n\n```pyhton\na = 1\n```\n", tmp_path)


def test_a_known_alarm_must_fail_by_an_assertion(pytester: pytest.Pytester):
    pytester.makepyfile(
        """
        import pytest
        from tests.support.literate import Case, parameter

        known = [parameter(Case("f", name, "", "", "missed alarm: hard")) for name in ("fails", "passes", "breaks")]

        @pytest.mark.parametrize("case", [*known, parameter(Case("f", "new", "", "", ""))])
        def test_case(case):
            assert case.heading != "fails"
            1 / (case.heading != "breaks")
        """
    )
    pytester.runpytest("-p", "no:cacheprovider", "-p", "no:asyncio").assert_outcomes(xfailed=1, failed=2, passed=1)


def test_a_case_is_called_by_file_and_heading():
    assert parameter(Case("missing-step", "In a loop", "", "", "")).id == "missing-step: In a loop"
