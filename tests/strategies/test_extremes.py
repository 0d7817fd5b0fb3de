"""Every strategy at the ends of the model's settings, in the precision of the window, on real images."""

import numpy as np
import pytest
from pools import pool_of
from sklearn.datasets import load_digits

from annotator.strategies.registry import BUILT_IN

DIGITS = load_digits().data[:600] / 16
SETTINGS = {
    "tiny noise": {"noise": 1e-6},
    "large noise": {"noise": 10.0},
    "small amplitude": {"amplitude": 1e-6, "noise": 1e-6},
    "large amplitude": {"amplitude": 1e6},
    "short reach": {"length_scale": 1e-3},
    "long reach": {"length_scale": 1e3, "noise": 1e-6},
    "common": {"prior_mean": 0.0},
    "very rare": {"prior_mean": -2.0},
}


@pytest.mark.parametrize("cls", BUILT_IN, ids=lambda cls: cls.name)
@pytest.mark.parametrize("name", SETTINGS)
def test_the_batch_is_full_and_explained_by_finite_numbers(cls, name):
    rows = np.arange(0, 40, 4)
    pool = pool_of(DIGITS, rows, np.where(rows % 3, -1.0, 1.0), dtype=np.float32, **SETTINGS[name])
    chosen = cls().select(pool, 8)
    assert len(np.unique(chosen)) == 8
    assert np.isin(chosen, pool.candidates).all()
    assert np.isfinite([pool.scores.get(int(row), 0.0) for row in chosen]).all()
