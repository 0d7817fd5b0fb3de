"""The neighbor graph against its definition and dense linear algebra."""

import threading

import numpy as np
import pytest

from annotator.data.features.array_features import ArrayFeatures
from annotator.errors import Cancelled
from annotator.numerics import graph
from annotator.numerics.graph import build_graph, leading, normalized
from annotator.numerics.neighbors import nearest_neighbors
from annotator.types import Progress


def clouds(n=300, d=6, offset=0.0, seed=0, dtype=np.float32):
    rng = np.random.default_rng(seed)
    centers = 4 * rng.normal(size=(5, d))
    return (centers[rng.integers(5, size=n)] + rng.normal(size=(n, d)) + offset).astype(dtype)


def found(array, k=10, valid=None, **options):
    valid = np.ones(len(array), bool) if valid is None else valid
    return nearest_neighbors(ArrayFeatures(array), valid, k, **options)


def test_the_weights_are_those_of_the_definition():
    array = clouds(80, 3, dtype=np.float64)
    rows, distances = found(array, k=5)
    s = normalized(rows, distances).toarray()
    d = np.linalg.norm(array[:, None] - array[None], axis=2)
    scale = np.sort(d, axis=1)[:, 5]
    w = np.zeros((80, 80))
    for i in range(80):
        for j in np.argsort(d[i], kind="stable")[1:6]:
            w[i, j] = w[j, i] = np.exp(-(d[i, j] ** 2) / (scale[i] * scale[j]))
    degree = w.sum(axis=1)
    assert np.abs(s - w / np.sqrt(np.outer(degree, degree))).max() < 1e-6
    assert (s == s.T).all()
    values = np.linalg.eigvalsh(s)
    assert values.min() >= -1 - 1e-9
    assert values.max() == pytest.approx(1.0)


def test_copies_beside_a_lone_row_leave_the_spectrum_in_its_bounds():
    """The scale of copies is tiny, so the weights of the row beside them are too, down to nothing."""
    array = np.repeat(clouds(4, 3), 15, axis=0)
    array[:3] += np.array([[1e-5], [1e-3], [1.0]], np.float32)
    s = normalized(*found(array))
    assert np.isfinite(s.data).all()
    values = np.linalg.eigvalsh(s.toarray())
    assert values.min() >= -1 - 1e-9
    assert values.max() <= 1 + 1e-9


def test_copies_and_separate_parts_are_no_trouble():
    far = np.concatenate([clouds(50), clouds(50) + 1e4, np.repeat(clouds(1, seed=9), 30, axis=0)])
    built = build_graph(ArrayFeatures(far), np.ones(130, bool))
    assert np.isfinite(built.vectors).all()
    assert built.values[2] == pytest.approx(1.0, abs=1e-6)  # at least three parts
    assert np.abs(built.vectors.T @ built.vectors - np.eye(len(built.values))).max() < 1e-5


def test_the_filter_finds_the_leading_eigenpairs(monkeypatch):
    """The way of large graphs, on a graph whose eigenpairs are known."""
    rows, distances = found(clouds(1500, 8))
    s = normalized(rows, distances)
    values, vectors = leading(s, 60)
    monkeypatch.setattr(graph, "_LANCZOS_BELOW", 0)
    near, near_vectors = leading(s, 60)
    assert np.abs(near - values).max() < 2e-3
    assert np.abs(near_vectors.T @ near_vectors - np.eye(60)).max() < 1e-4
    # The leading directions span the same space, whatever the turn within it.
    shared = np.linalg.svd(vectors[:, :40].T @ near_vectors, compute_uv=False)
    assert shared.min() > 0.99


def test_the_same_features_give_the_same_graph():
    array = clouds(700)
    first, second = (build_graph(ArrayFeatures(array), np.ones(700, bool), rank=40) for _ in range(2))
    assert (first.neighbours == second.neighbours).all()
    assert (first.vectors == second.vectors).all()


@pytest.mark.parametrize("n", [1, 2, 5])
def test_tiny_collections_have_graphs(n):
    built = build_graph(ArrayFeatures(clouds(n)), np.ones(n, bool))
    assert built.vectors.shape == (n, max(n - 1, 0))


def test_it_can_be_stopped():
    cancel = threading.Event()
    shares = []

    def report(share):
        shares.append(share)
        if share > 0.3:
            cancel.set()

    with pytest.raises(Cancelled):
        build_graph(ArrayFeatures(clouds(9000, 4)), np.ones(9000, bool), progress=Progress(report, cancel))
    assert shares == sorted(shares)
