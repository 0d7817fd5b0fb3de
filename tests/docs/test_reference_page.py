"""docs/reference.md names every learner, and its examples run."""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest

from annotator.compat.ital import LEARNERS
from annotator.compat.regression import REGRESSION_LEARNERS
from annotator.strategies.registry import GRADED

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
COMMON = {"data", "queries", "length_scale", "var", "noise", "seed"}


@pytest.mark.parametrize("cls", LEARNERS.values(), ids=lambda cls: cls.__name__)
def test_every_learner_is_in_the_table_with_its_arguments(cls):
    assert f"| `{cls.__name__}` | `{cls.strategy}` |" in PAGE
    for argument in set(inspect.signature(cls).parameters) - COMMON:
        assert re.search(rf"`{argument}\b", PAGE), argument


def test_every_learner_of_grades_is_named():
    for cls in REGRESSION_LEARNERS.values():
        assert f"`{cls.__name__}`" in PAGE
    for strategy in GRADED:
        assert f"`{strategy.name}`" in PAGE


def test_its_examples_run(capsys):
    names = {}
    for example in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(example, "docs/reference.md", "exec"), names)
    said = capsys.readouterr().out.splitlines()
    assert int(said[0].removesuffix("% of the first hundred are relevant")) > 90
    assert 0 < float(said[1]) <= 3 * np.log(2) + 1e-9
    assert float(said[2]) < 0
