"""The streaming posterior against a dense Gaussian process, ours and scikit-learn's."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel

from annotator.data.features.features import ArrayFeatures
from annotator.errors import Cancelled, FeatureError, ModelError
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.parameters import ModelSettings
from annotator.types import Progress

N, D = 70, 6
X = np.random.default_rng(3).normal(size=(N, D))
SETTINGS = ModelSettings(kernel="rbf", length_scale=2.0, noise=0.01, prior_mean=-0.5, amplitude=1.3)
NO_EXAMPLES = np.empty((0, D))


def model(array=X, dtype=np.float64):
    return RelevanceModel(Geometry(ArrayFeatures(array), dtype))


def dense(rows, y, settings=SETTINGS, array=X, examples=NO_EXAMPLES):
    points = np.concatenate([array[rows], examples])
    targets = np.concatenate([y, np.ones(len(examples))]) - settings.prior_mean

    def k(a, b):
        d2 = ((a[:, None] - b[None]) ** 2).sum(-1)
        return settings.amplitude * np.exp(-d2 / (2 * settings.length_scale**2))

    inverse = np.linalg.inv(k(points, points) + settings.noise * np.eye(len(points)))
    cross = k(array, points)
    return settings.prior_mean + cross @ inverse @ targets, k(array, array) - cross @ inverse @ cross.T


def assert_same(posterior, rows, y, tolerance=1e-8, **kwargs):
    mean, cov = dense(rows, y, **kwargs)
    assert np.abs(posterior.mean - mean).max() < tolerance
    assert np.abs(posterior.var - np.diag(cov)).max() < tolerance
    some = np.array([0, 9, 33])
    assert np.abs(posterior.cov(some, np.arange(N)) - cov[some]).max() < 10 * tolerance


def test_equals_scikit_learn():
    rows, y = np.array([4, 8, 15, 16, 23]), np.array([1.0, -1, 1, -1, -1])
    posterior = model().condition(rows, y, NO_EXAMPLES, SETTINGS)
    kernel = ConstantKernel(1.3, "fixed") * RBF(2.0, "fixed")
    gp = GaussianProcessRegressor(kernel, alpha=0.01, optimizer=None).fit(X[rows], y + 0.5)
    mean, std = gp.predict(X, return_std=True)
    assert np.abs(posterior.mean - (mean - 0.5)).max() < 1e-9
    assert np.abs(posterior.var - std**2).max() < 1e-9


def test_without_labels_it_is_the_prior():
    posterior = model().condition(np.empty(0, int), np.empty(0), NO_EXAMPLES, SETTINGS)
    assert (posterior.mean == -0.5).all()
    assert (posterior.var == 1.3).all()


steps = st.lists(
    st.one_of(
        st.tuples(st.just("label"), st.integers(0, N - 1), st.sampled_from([1.0, -1.0])),
        st.tuples(st.just("forget"), st.integers(0, N - 1), st.just(0.0)),
        st.tuples(st.just("prepare"), st.integers(0, N - 6), st.just(0.0)),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60)
@given(steps, st.sampled_from([1 << 30, 0]))
def test_any_sequence_of_changes_equals_a_dense_solve(sequence, budget):
    """Append, change, remove, prepare, in any order, with the factor kept in memory or recomputed."""
    relevance = model()
    labels = {}
    setting = (
        SETTINGS
        if budget
        else ModelSettings(kernel="rbf", length_scale=2.0, noise=0.01, prior_mean=-0.5, amplitude=1.3, memory_mb=16)
    )
    if not budget:
        relevance._factor_for(setting)._v._in_memory = 0  # the least setting is 16 MB, which these 70 rows never fill
    for kind, row, y in sequence:
        if kind == "label":
            labels[row] = y
        elif kind == "forget":
            labels.pop(row, None)
        else:
            ahead = np.unique(np.array([*labels, *range(row, row + 4)]))
            relevance.prepare(ahead, NO_EXAMPLES, setting)
        rows, targets = np.array(list(labels), int), np.array(list(labels.values()))
        posterior = relevance.condition(rows, targets, NO_EXAMPLES, setting)
    assert_same(posterior, rows, targets, settings=setting)
    assert (relevance.cached_bytes > 0) == bool(budget and any(kind != "forget" for kind, *_ in sequence))


@given(st.permutations(range(8)))
@settings(max_examples=15)
def test_the_order_of_judgements_does_not_matter(order):
    rows = np.array([3, 9, 12, 20, 31, 44, 50, 66])[list(order)]
    y = np.where(rows % 2, 1.0, -1.0)
    assert_same(model().condition(rows, y, NO_EXAMPLES, SETTINGS), rows, y)


@pytest.mark.parametrize("offset", [0.0, 30.0])
def test_float32_stays_near_float64(offset):
    """An offset far larger than the spread must not cost digits: distances do not depend on it."""
    rng = np.random.default_rng(0)
    array = (rng.normal(size=(900, 20)) + offset).astype(np.float32)
    rows, y = np.arange(0, 400, 10), np.where(np.arange(40) % 3, -1.0, 1.0)
    setting = ModelSettings()
    single = model(array, np.float32).condition(rows, y, np.empty((0, 20)), setting)
    double = model(array, np.float64).condition(rows, y, np.empty((0, 20)), setting)
    assert np.abs(single.mean - double.mean).max() < 5e-4
    assert np.abs(single.var - double.var).max() < 1e-5


def test_the_size_of_blocks_does_not_matter(monkeypatch):
    rows, y = np.array([1, 5, 9]), np.array([1.0, -1.0, 1.0])
    whole = model().condition(rows, y, NO_EXAMPLES, SETTINGS)
    monkeypatch.setattr("annotator.model.geometry.rows_per_block", lambda *_: 7)
    pieces = model().condition(rows, y, NO_EXAMPLES, SETTINGS)
    assert np.abs(whole.mean - pieces.mean).max() < 1e-12
    assert np.abs(whole.var - pieces.var).max() < 1e-12


def test_external_examples_count_as_relevant_rows_outside():
    examples = np.random.default_rng(1).normal(size=(2, D))
    rows, y = np.array([2, 7]), np.array([-1.0, -1.0])
    relevance = model()
    assert_same(relevance.condition(rows, y, examples, SETTINGS), rows, y, examples=examples)
    # The same vector twice is one example, and an example can be taken away.
    posterior = relevance.condition(rows, y, examples[[0, 0]], SETTINGS)
    assert_same(posterior, rows, y, examples=examples[:1])


def test_changed_settings_take_effect():
    rows, y = np.array([2, 7]), np.array([1.0, -1.0])
    relevance = model()
    relevance.condition(rows, y, NO_EXAMPLES, SETTINGS)
    other = ModelSettings(kernel="rbf", length_scale=0.7, noise=0.1, prior_mean=0.0, amplitude=2.0)
    assert_same(relevance.condition(rows, y, NO_EXAMPLES, other), rows, y, settings=other)


def test_length_scale_is_the_median_distance_unless_set():
    distances = [np.linalg.norm(a - b) for i, a in enumerate(X) for b in X[:i]]
    assert model().geometry.median_distance == pytest.approx(np.median(distances), rel=0.03)
    assert model().length_scale(ModelSettings(length_scale=3.0)) == 3.0


def test_cancelling_leaves_a_usable_model():
    rows, y = np.array([2, 7, 11]), np.array([1.0, -1.0, 1.0])
    relevance = model()
    relevance.condition(rows[:1], y[:1], NO_EXAMPLES, SETTINGS)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        relevance.condition(rows, y, NO_EXAMPLES, SETTINGS, Progress(cancel=cancel))
    assert_same(relevance.condition(rows, y, NO_EXAMPLES, SETTINGS), rows, y)


def test_a_posterior_that_was_overtaken_says_so():
    relevance = model()
    old = relevance.condition(np.array([1]), np.array([1.0]), NO_EXAMPLES, SETTINGS)
    relevance.condition(np.array([1, 2]), np.array([1.0, -1.0]), NO_EXAMPLES, SETTINGS)
    with pytest.raises(RuntimeError, match="stale"):
        old.cov(np.array([0]), np.array([1]))


def test_rows_with_nan_are_marked_and_refused_as_judgements():
    array = X.copy()
    array[[5, 6], 2] = np.nan, np.inf
    relevance = model(array)
    posterior = relevance.condition(np.array([1]), np.array([1.0]), NO_EXAMPLES, SETTINGS)
    assert np.flatnonzero(np.isnan(posterior.mean)).tolist() == [5, 6]
    assert np.isfinite(np.delete(posterior.mean, [5, 6])).all()
    with pytest.raises(ModelError, match="Row 6"):
        relevance.condition(np.array([6]), np.array([1.0]), NO_EXAMPLES, SETTINGS)


def test_features_without_a_single_finite_row_are_refused():
    with pytest.raises(FeatureError, match="no usable row"):
        Geometry(ArrayFeatures(np.full((4, 2), np.nan)))


@pytest.mark.parametrize("array", [np.ones((20, 3)), np.zeros((1, 2)), np.repeat(np.eye(3), 5, axis=0)])
def test_degenerate_features_give_a_finite_model(array):
    posterior = model(array).condition(np.array([0]), np.array([1.0]), np.empty((0, array.shape[1])), ModelSettings())
    assert np.isfinite(posterior.mean).all()
    assert (posterior.var > 0).all()


def test_contradictory_twins_meet_in_the_middle():
    array = X.copy()
    array[1] = array[0]
    posterior = model(array).condition(np.array([0, 1]), np.array([1.0, -1.0]), NO_EXAMPLES, SETTINGS)
    assert posterior.mean[0] == pytest.approx(0.0, abs=0.01)


def test_duplicates_are_found_exactly():
    array = np.random.default_rng(0).normal(size=(500, 4)).astype(np.float32)
    array[[17, 401]] = array[99]
    array[200] = array[99]
    array[200, 0] = np.nextafter(array[99, 0], 10)
    geometry = Geometry(ArrayFeatures(array))
    assert geometry.duplicates_of(99).tolist() == [17, 99, 401]
    assert geometry.duplicates_of(0).tolist() == [0]
    together = Geometry(geometry.features)
    together.find_duplicates(np.arange(geometry.n))
    assert len(together._duplicates) == geometry.n
    for row in range(geometry.n):
        assert together.duplicates_of(row).tolist() == geometry.duplicates_of(row).tolist()
