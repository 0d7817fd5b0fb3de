"""The pool's bulk paths against its plain ones."""

import numpy as np
import pytest
from pools import random_pool


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 2e-5)])
def test_covariances_by_blocks_equal_those_by_rows(dtype, tolerance, monkeypatch):
    pool = random_pool(dtype=dtype)
    monkeypatch.setattr("annotator.model.geometry.rows_per_block", lambda *_: 7)
    rows = pool.candidates[[3, 200, 77]]
    seen = []
    for positions, cov in pool.cov_blocks(rows):
        assert np.abs(cov - pool.cov(rows, pool.candidates[positions])).max() < tolerance
        seen.extend(positions.tolist())
    assert seen == list(range(len(pool.candidates)))


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)])
def test_many_pairs_equal_few_pairs(dtype, tolerance):
    pool = random_pool(n=400, dtype=dtype, amplitude=1.7)
    rows = pool.candidates
    assert len(rows) ** 2 > 1 << 16
    few = np.concatenate([pool.cov(rows[[i]], rows) for i in range(len(rows))])
    many = pool.cov(rows, rows)
    assert many.dtype == dtype
    assert np.abs(many - few).max() < tolerance
    assert pool.kernel(rows, rows).max() <= 1.7
    assert pool.amplitude == 1.7


def test_a_patch_knows_prior_and_posterior_covariance():
    pool = random_pool()
    rows = pool.candidates[[5, 9, 120, 44]]
    patch = pool.patch()
    patch.add(rows[:2])
    patch.add(rows[2:])
    assert np.abs(patch.kernel(1) - pool.kernel(rows, rows)[1]).max() < 1e-12
    assert np.abs(patch.cov(3, start=1) - pool.cov(rows, rows)[3, 1:]).max() < 1e-12
