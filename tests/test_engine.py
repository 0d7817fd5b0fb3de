"""The engine: what goes in and out of a selection, and what happens when a strategy misbehaves."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.errors import Cancelled, StrategyError, UnknownStrategyError
from annotator.extensions import load_extensions
from annotator.parameters import ModelSettings
from annotator.strategies.registry import BUILT_IN, Registry
from annotator.types import Progress, Snapshot

X = np.random.default_rng(0).normal(size=(120, 5)).astype(np.float32)


def snapshot(rows=(3, 50, 80), y=(1.0, -1.0, -1.0), *, k=8, strategy="ital", closed=(), **more):
    base = Snapshot(
        revision=4,
        round=2,
        rows=np.array(rows, np.int64),
        y=np.array(y, float),
        closed=np.array(closed, np.int64),
        examples=np.empty((0, 5)),
        strategy=strategy,
        parameters={},
        k=k,
        seed=(0, 1, 2),
        model=ModelSettings(),
    )
    return replace(base, **more)


@dataclass(frozen=True)
class Strange:
    """Answers with whatever the test wants."""

    name: ClassVar[str] = "strange"
    title: ClassVar[str] = "Strange"
    reference: ClassVar[str] = ""
    answer: ClassVar[object] = None

    def select(self, pool, k):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


def strange(answer):
    Strange.answer = answer
    return Engine(ArrayFeatures(X), registry=Registry({"strange": Strange}))


def test_a_selection_tells_what_it_was_made_from():
    selection = Engine(ArrayFeatures(X)).select(snapshot())
    assert (selection.revision, selection.round, selection.seed) == (4, 2, (0, 1, 2))
    assert selection.parameters["tolerance"] == 0.001
    assert len(selection.rows) == len(selection.scores) == 8
    assert np.isfinite(selection.scores).all()
    assert selection.mean.shape == selection.std.shape == (120,)
    assert selection.mean.dtype == selection.std.dtype == np.float32
    assert not np.isin(selection.rows, [3, 50, 80]).any()


def test_a_ranking_only_snapshot_chooses_nothing():
    selection = Engine(ArrayFeatures(X)).select(snapshot(k=0))
    assert selection.rows.size == 0
    assert selection.mean[3] > selection.mean[50]


def test_the_same_snapshot_gives_the_same_batch_whatever_was_asked_before():
    fresh = Engine(ArrayFeatures(X)).select(snapshot())
    used = Engine(ArrayFeatures(X))
    used.prepare(snapshot(), np.arange(20, 40))
    used.select(snapshot((1, 2), (1.0, 1.0)))
    used.select(snapshot((3, 80), (-1.0, 1.0), strategy="random"))
    again = used.select(snapshot())
    assert again.rows.tolist() == fresh.rows.tolist()
    assert np.abs(again.mean - fresh.mean).max() < 1e-5


def test_preparing_a_batch_does_not_change_what_follows():
    engine = Engine(ArrayFeatures(X))
    first = engine.select(snapshot())
    engine.prepare(snapshot(), first.rows)
    rows = [3, 50, 80, *first.rows.tolist()]
    y = [1.0, -1.0, -1.0, *[1.0, -1.0] * 4]
    prepared = engine.select(snapshot(rows, y))
    plain = Engine(ArrayFeatures(X)).select(snapshot(rows, y))
    assert prepared.rows.tolist() == plain.rows.tolist()


def test_closed_unusable_and_invalid_rows_are_never_proposed():
    array = X.copy()
    array[7] = np.nan
    usable = np.ones(120, bool)
    usable[10:110] = False
    engine = Engine(ArrayFeatures(array), usable=usable)
    selection = engine.select(snapshot((3,), (1.0,), closed=(0, 1), k=200))
    assert sorted(selection.rows.tolist()) == [2, 4, 5, 6, 8, 9, *range(110, 120)]
    assert "Only 16 images are left" in selection.note
    assert np.isnan(selection.mean[7])


def test_copies_of_judged_images_come_last():
    array = np.repeat(X[:12], 2, axis=0)
    engine = Engine(ArrayFeatures(array))
    half = engine.select(snapshot((0, 2), (1.0, -1.0), k=100))
    assert not np.isin([1, 3], half.rows).any()
    rows = np.arange(0, 24, 2)
    rest = engine.select(snapshot(rows, np.where(rows % 4, 1.0, -1.0), k=100))
    assert sorted(rest.rows.tolist()) == list(range(1, 24, 2))
    assert "copies" in rest.note


def test_nothing_left_is_said_and_not_an_error():
    selection = Engine(ArrayFeatures(X)).select(snapshot((3,), (1.0,), closed=np.delete(np.arange(120), 3)))
    assert selection.rows.size == 0
    assert "has been judged" in selection.note


@pytest.mark.parametrize("strategy", ["ital", "topscoring", "uncertainty"])
def test_a_first_batch_without_example_is_diverse(strategy):
    centers = 10 * np.random.default_rng(1).normal(size=(8, 5))
    array = (np.repeat(centers, 30, axis=0) + np.random.default_rng(2).normal(size=(240, 5))).astype(np.float32)
    selection = Engine(ArrayFeatures(array)).select(snapshot((), (), strategy=strategy))
    assert sorted(selection.rows // 30) == list(range(8))
    assert "first look" in selection.note


def test_an_external_example_is_enough_to_start():
    selection = Engine(ArrayFeatures(X)).select(snapshot((), (), examples=X[[9]].astype(float), strategy="topscoring"))
    assert selection.rows[0] == 9
    assert selection.note == ""


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (None, "NoneType instead of"),
        (np.array([1.0, 2.0]), "ndarray instead of"),
        (np.array([[1, 2]]), "ndarray instead of"),
        (["a", "b"], "list instead of"),
        (np.array([1]), "1 rows instead of 2"),
        (np.array([1, 1]), "same row twice"),
        (np.array([3, 1]), "not among the candidates"),
        (np.array([-1, 1]), "not among the candidates"),
        (np.array([1, 120]), "not among the candidates"),
    ],
)
def test_garbage_from_a_strategy_is_named(answer, what):
    with pytest.raises(StrategyError, match=f"strategy strange returned .*{what}"):
        strange(answer).select(snapshot(k=2, strategy="strange"))


def test_an_exception_in_a_strategy_is_told_with_its_cause_and_the_engine_goes_on():
    engine = strange(ZeroDivisionError("division by zero"))
    with pytest.raises(StrategyError, match="strange failed: ZeroDivisionError: division by zero") as caught:
        engine.select(snapshot(strategy="strange"))
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    Strange.answer = [5, 6]
    assert engine.select(snapshot(k=2, strategy="strange")).rows.tolist() == [5, 6]


def test_cancel_stops_and_leaves_the_engine_usable():
    engine = Engine(ArrayFeatures(X))
    cancel = threading.Event()

    def stop_midway(share):
        if share > 0.3:
            cancel.set()

    with pytest.raises(Cancelled):
        engine.select(snapshot(), Progress(stop_midway, cancel))
    assert len(engine.select(snapshot()).rows) == 8


def test_progress_reaches_the_end():
    shares = []
    Engine(ArrayFeatures(X)).select(snapshot(strategy="maxherding"), Progress(shares.append))
    assert shares[-1] == 1.0
    assert all(0.0 <= share <= 1.0 for share in shares)


def test_the_example_plugin_selects_through_the_engine():
    registry = load_extensions([Path(__file__).parents[1] / "plugins"]).registry
    selection = Engine(ArrayFeatures(X), registry=registry).select(snapshot(strategy="spread"))
    top = Engine(ArrayFeatures(X)).select(snapshot(strategy="topscoring"))
    assert selection.rows[0] == top.rows[0]
    assert selection.rows.tolist() != top.rows.tolist()


@pytest.mark.parametrize("strategy", [cls.name for cls in BUILT_IN])
def test_progress_never_goes_backwards(strategy):
    shares = []
    Engine(ArrayFeatures(X)).select(snapshot(strategy=strategy), Progress(shares.append))
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


def test_a_ranking_needs_no_strategy():
    selection = Engine(ArrayFeatures(X)).select(snapshot(strategy="of-a-plugin", k=0, parameters={"amount": 3}))
    assert np.isfinite(selection.mean).all()
    assert (selection.strategy, selection.parameters) == ("of-a-plugin", {"amount": 3})
    with pytest.raises(UnknownStrategyError, match="no strategy 'of-a-plugin'"):
        Engine(ArrayFeatures(X)).select(snapshot(strategy="of-a-plugin"))
