"""The contract over every strategy: ours, the example plugin, and classes that break it in each way."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from annotator.extensions import load_extensions
from annotator.parameters import build, parameter
from annotator.strategies import conformance
from annotator.strategies.builtin.ital import Ital
from annotator.strategies.conformance import check_strategy
from annotator.strategies.registry import BUILT_IN
from annotator.types import Progress

PLUGINS = Path(__file__).parents[2] / "plugins"
ALL = load_extensions([PLUGINS]).registry.strategies


@pytest.mark.parametrize("name", ALL)
def test_every_strategy_keeps_the_contract(name):
    check_strategy(ALL[name])


@pytest.mark.parametrize("name", ALL)
def test_what_a_strategy_reports_is_a_share_of_its_work(name):
    array, rows, y = conformance._situations()["three clusters"]
    shares = []
    conformance._choose(build(ALL[name], {}), array, rows, y, 9, Progress(shares.append))
    assert all(0 <= share <= 1 for share in shares)


@pytest.mark.parametrize(
    "parameters",
    [{"label_probability": 0.7, "mistake_probability": 0.1}, {"tolerance": 0.0, "candidates": 5}, {"candidates": 1}],
)
def test_ital_keeps_the_contract_with_every_user_model(parameters):
    check_strategy(Ital, **parameters)


def test_names_are_unique_and_the_example_plugin_is_among_them():
    assert set(ALL) == {cls.name for cls in BUILT_IN} | {"spread"}


@dataclass(frozen=True)
class Base:
    """A strategy to be broken."""

    name: ClassVar[str] = "broken"
    title: ClassVar[str] = "Broken"
    reference: ClassVar[str] = ""

    def select(self, pool, k):
        return pool.candidates[:k]


class Twice(Base):
    """Returns a row twice."""

    def select(self, pool, k):
        return np.repeat(pool.candidates[:1], min(k, len(pool.candidates)))


class TooFew(Base):
    """Returns fewer than asked."""

    def select(self, pool, k):
        return pool.candidates[: k - 1]


class Judged(Base):
    """Returns rows that are judged already."""

    def select(self, pool, k):
        rest = np.setdiff1d(np.arange(200), pool.candidates)
        return np.concatenate([rest, pool.candidates])[: min(k, len(pool.candidates))]


class GlobalRandom(Base):
    """Uses the global generator."""

    def select(self, pool, k):
        return np.random.permutation(pool.candidates)[:k]  # noqa: NPY002


class Restless(Base):
    """Answers differently each time."""

    calls: ClassVar[list[int]] = []

    def select(self, pool, k):
        self.calls.append(k)
        return np.roll(pool.candidates, len(self.calls))[:k]


class Floats(Base):
    """Returns floats."""

    def select(self, pool, k):
        return pool.candidates[:k].astype(float)


class Listed(Base):
    """Returns a list."""

    def select(self, pool, k):
        return pool.candidates[:k].tolist()


@dataclass(frozen=True)
class Unexplained(Base):
    """Has a parameter without a help text."""

    amount: float = parameter(0.5, "")


@pytest.mark.parametrize(
    ("cls", "message"),
    [
        (Twice, "twice"),
        (TooFew, "shape"),
        (Judged, "not a candidate"),
        (GlobalRandom, "global generator"),
        (Restless, "same seed"),
        (Floats, "int64"),
        (Listed, "list"),
        (Unexplained, "no help text"),
    ],
)
def test_a_broken_strategy_is_told_what_is_broken(cls, message):
    with pytest.raises(AssertionError, match=message):
        check_strategy(cls)


def test_the_smallest_possible_strategy_passes():
    check_strategy(Base)
