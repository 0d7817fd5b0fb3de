"""The same batch in both precisions, with blocks of any size, and with any number of threads."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_limits

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.parameters import ModelSettings
from annotator.strategies.registry import BUILT_IN
from annotator.types import Snapshot

NAMES = [cls.name for cls in BUILT_IN]
DIGITS = load_digits()
# The pixels are whole numbers and many distances equal; which neighbor is nearer must not be a matter of luck.
JITTER = np.random.default_rng(0).normal(scale=0.02, size=(900, 64))
FEATURES = (DIGITS.data[:900] / 16 + JITTER).astype(np.float32)
ROWS = np.arange(0, 900, 45)


def picks(strategy, dtype=np.float32):
    snapshot = Snapshot(
        revision=1,
        round=1,
        rows=ROWS,
        y=np.where(DIGITS.target[ROWS] == 3, 1.0, -1.0),
        closed=np.empty(0, np.int64),
        examples=np.empty((0, 64)),
        strategy=strategy,
        parameters={},
        k=8,
        seed=(3,),
        model=ModelSettings(),
    )
    return Engine(ArrayFeatures(FEATURES), dtype=dtype).select(snapshot)


@pytest.fixture(scope="module")
def usual():
    return {name: picks(name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_float64_picks_the_same(name, usual):
    exact = picks(name, np.float64)
    same = exact.rows == usual[name].rows
    # Where rounding decides between two images, their criteria agree to the rounding.
    assert np.allclose(exact.scores[~same], usual[name].scores[~same], atol=2e-4)
    assert same.mean() >= 0.75


@pytest.mark.parametrize("name", NAMES)
def test_small_blocks_pick_the_same(name, usual, monkeypatch):
    monkeypatch.setattr("annotator.model.geometry.rows_per_block", lambda *_: 7)
    assert picks(name).rows.tolist() == usual[name].rows.tolist()


@pytest.mark.parametrize("threads", [1, 2])
def test_the_number_of_threads_does_not_matter(threads, usual):
    with threadpool_limits(threads, user_api="blas"):
        for name in NAMES:
            assert picks(name).rows.tolist() == usual[name].rows.tolist(), name
