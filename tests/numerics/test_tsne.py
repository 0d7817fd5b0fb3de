"""The map by t-SNE: it keeps neighbors, is the same on every run, and its repulsion is the exact sum."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from sklearn.datasets import load_digits

from annotator.data.features.array_features import ArrayFeatures
from annotator.errors import Cancelled
from annotator.numerics import tsne
from annotator.numerics.neighbors import nearest_neighbors
from annotator.numerics.tsne import neighbor_map, principal_map
from annotator.types import Progress


def mapped(values, valid=None, **how):
    features = ArrayFeatures(np.asarray(values, np.float32))
    valid = np.ones(features.n, bool) if valid is None else valid
    return neighbor_map(*nearest_neighbors(features, valid, 10), principal_map(features, valid), **how)


def nearest_on(positions):
    distance = np.square(positions[:, None] - positions[None]).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    return distance.argmin(axis=1)


def test_the_nearest_image_on_the_map_is_of_the_same_digit():
    digits = load_digits()
    values, classes = digits.data[:900], digits.target[:900]
    features, every = ArrayFeatures(values.astype(np.float32)), np.ones(900, bool)
    start = principal_map(features, every)
    placed = mapped(values)
    assert np.mean(classes[nearest_on(start)] == classes) < 0.65
    assert np.mean(classes[nearest_on(placed)] == classes) > 0.95


def test_it_is_the_same_on_every_run():
    values = np.random.default_rng(0).normal(size=(300, 8))
    assert np.array_equal(mapped(values, early=20, late=20), mapped(values, early=20, late=20))


@pytest.mark.parametrize("extent", [1e-4, 3.0, 80.0])
def test_the_repulsion_is_the_sum_over_all_pairs(extent, monkeypatch):
    monkeypatch.setattr(tsne, "_ROWS", 64)
    y = (extent * np.random.default_rng(1).normal(size=(200, 2))).astype(np.float32)
    difference = y[:, None].astype(np.float64) - y[None]
    near = 1 / (1 + np.square(difference).sum(axis=2))
    exact = (np.square(near)[:, :, None] * difference).sum(axis=1)
    found, total = tsne._Repulsion(Progress())(y)
    assert np.abs(found - exact).max() < 0.03 * np.abs(exact).max()
    assert total + 200 == pytest.approx(near.sum(), rel=0.05)  # of all pairs, an image with itself too


def test_the_attraction_is_the_sum_over_the_neighbors(monkeypatch):
    from scipy import sparse

    monkeypatch.setattr(tsne, "_ROWS", 16)
    rng = np.random.default_rng(2)
    p = sparse.random(50, 50, 0.2, "csr", np.float32, rng)
    y = rng.normal(size=(50, 2)).astype(np.float32)
    difference = y[:, None] - y[None]
    exact = ((p.toarray() / (1 + np.square(difference).sum(axis=2)))[:, :, None] * difference).sum(axis=1)
    assert np.abs(tsne._Attraction(p, Progress())(y) - exact).max() < 1e-5


def test_the_start_is_by_the_directions_of_largest_variance():
    rng = np.random.default_rng(3)
    values = rng.normal(size=(400, 6)) * (1, 9, 1, 4, 1, 1) + 100
    start = principal_map(ArrayFeatures(values), np.ones(400, bool))
    for axis, column in ((0, 1), (1, 3)):
        assert abs(np.corrcoef(start[:, axis], values[:, column])[0, 1]) > 0.99


def test_rows_without_features_have_no_place():
    values = np.random.default_rng(4).normal(size=(60, 4))
    valid = np.ones(60, bool)
    valid[[0, 30]] = False
    values[30] = np.nan
    placed = mapped(values, valid, early=5, late=5)
    assert np.flatnonzero(np.isnan(placed).any(axis=1)).tolist() == [0, 30]


@pytest.mark.parametrize(
    "values", [np.ones((40, 5)), np.ones((1, 5)), np.eye(2), np.arange(30.0)[:, None], np.zeros((12, 1))]
)
def test_odd_features_give_finite_places(values):
    assert np.isfinite(mapped(values, early=10, late=10)).all()


def test_nothing_valid_gives_no_place():
    assert np.isnan(mapped(np.ones((5, 3)), np.zeros(5, bool))).all()


def test_it_can_be_cancelled():
    cancel = threading.Event()
    steps = []

    def report(share):
        steps.append(share)
        if len(steps) == 8:
            cancel.set()

    values = np.random.default_rng(0).normal(size=(100, 4)).astype(np.float32)
    start = principal_map(ArrayFeatures(values), np.ones(100, bool))
    with pytest.raises(Cancelled):
        neighbor_map(*nearest_neighbors(ArrayFeatures(values), np.ones(100, bool), 5), start, Progress(report, cancel))
    assert len(steps) == 8


def test_it_is_cancelled_in_the_middle_of_an_iteration(monkeypatch):
    monkeypatch.setattr(tsne, "_ROWS", 4)
    cancel, blocks, plain = threading.Event(), [], tsne._interpolation

    def cancelling(*what):
        blocks.append(what)
        cancel.set()
        return plain(*what)

    monkeypatch.setattr(tsne, "_interpolation", cancelling)
    values = np.random.default_rng(0).normal(size=(100, 4)).astype(np.float32)
    start = principal_map(ArrayFeatures(values), np.ones(100, bool))
    with pytest.raises(Cancelled):
        neighbor_map(*nearest_neighbors(ArrayFeatures(values), np.ones(100, bool), 5), start, Progress(cancel=cancel))
    assert len(blocks) <= 8  # one for each thread, and not all 25
