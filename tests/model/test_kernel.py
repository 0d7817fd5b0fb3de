"""The prior covariance: every form against scikit-learn, every way of computing it against the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.gaussian_process.kernels import RBF, Matern
from sklearn.metrics.pairwise import cosine_similarity

from annotator.data.features.array_features import ArrayFeatures
from annotator.model.geometry import Geometry
from annotator.model.graph_kernel import GraphSpectrum, spectrum
from annotator.model.kernel import Kernel
from annotator.model.posterior import RelevanceModel
from annotator.numerics import kernels
from annotator.numerics.graph import build_graph
from annotator.parameters import ModelSettings

N, D = 90, 5
X = np.random.default_rng(5).normal(size=(N, D)) + 3.0
GEOMETRY = Geometry(ArrayFeatures(X), np.float64)
GRAPH = build_graph(ArrayFeatures(X), np.ones(N, bool), k=6, rank=30)
ALL = np.arange(N)
NO_EXAMPLES = np.empty((0, D))


def prior(form="matern", weight=0.5, dtype=np.float64, amplitude=1.3):
    geometry = GEOMETRY if dtype == np.float64 else Geometry(ArrayFeatures(X.astype(dtype)), dtype)
    return Kernel(geometry, form, 2.0, amplitude, GraphSpectrum(GRAPH, 0.97), weight)


def dense(kernel):
    """The whole prior covariance from its definition."""
    points = kernel.points(ALL)
    features = kernels.between(kernel.form, points.vectors, points.vectors, kernel.length_scale)
    gains, rest = spectrum(GRAPH.values, N, 0.97)
    graph = (GRAPH.vectors * gains) @ GRAPH.vectors.T.astype(np.float64) + rest * np.eye(N)
    scale = 1 / np.sqrt(np.diag(graph))
    k = (1 - kernel.weight) * features + kernel.weight * scale[:, None] * graph * scale
    np.fill_diagonal(k, 1.0)
    return kernel.amplitude * k


@pytest.mark.parametrize(
    ("form", "theirs"), [("rbf", RBF(2.0)), ("matern", Matern(2.0, nu=1.5)), ("exponential", Matern(2.0, nu=0.5))]
)
def test_stationary_forms_equal_scikit_learn(form, theirs):
    assert np.abs(kernels.between(form, X[:20], X, 2.0) - theirs(X[:20], X)).max() < 1e-12


def test_the_cosine_is_the_cosine():
    assert np.abs(kernels.between("cosine", X[:20], X, 1.0) - cosine_similarity(X[:20], X)).max() < 1e-12


def test_the_arc_cosine_is_what_a_layer_of_rectifiers_computes():
    """Cho & Saul: the mean of max(0, w'x) max(0, w'y) over random w, as a share of its largest value."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 3))
    w = rng.normal(size=(400_000, 3))
    mean = np.mean(np.maximum(w @ x, 0) * np.maximum(w @ y, 0))
    largest = np.linalg.norm(x) * np.linalg.norm(y) / 2
    assert kernels.between("arc-cosine", x[None], y[None], 1.0)[0, 0] == pytest.approx(mean / largest, abs=0.01)


@pytest.mark.parametrize("form", kernels.FORMS)
@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-6), (np.float32, 2e-5)])
def test_every_way_of_computing_it_agrees(form, weight, dtype, tolerance):
    kernel = prior(form, weight, dtype)
    wanted = dense(kernel)
    rows = np.array([3, 50, 7])
    assert np.abs(kernel.between(kernel.points(rows), kernel.points(ALL)) - wanted[rows]).max() < 2e-6
    assert np.abs(kernel.many(kernel.gathered(rows), kernel.gathered(ALL)) - wanted[rows]).max() < tolerance
    blocks = np.concatenate([block for _, block in kernel.columns(kernel.points(rows))], axis=1)
    assert np.abs(blocks - wanted[rows]).max() < tolerance
    gathered = kernel.gathered(ALL)
    assert np.abs(kernel.to_one(gathered, 7, start=4) - wanted[4:, 7]).max() < tolerance


@pytest.mark.parametrize("form", kernels.FORMS)
def test_it_is_positive_definite_with_constant_diagonal(form):
    k = dense(prior(form, 0.5))
    assert np.linalg.eigvalsh(k).min() > -1e-7
    assert np.diag(k) == pytest.approx(1.3)


def test_rows_without_values_are_like_nothing():
    broken = X.copy()
    broken[4] = np.nan
    kernel = Kernel(Geometry(ArrayFeatures(broken), np.float64), "matern", 2.0)
    for here, block in kernel.columns(kernel.points(np.array([0, 1]))):
        assert np.isfinite(block).all()
        assert (block[:, 4 - here.start] == 0).all()


def test_the_spectrum_of_the_graph_kernel_is_that_of_its_definition():
    """(I - a S)^-3, whose eigenvectors are those of S, and a tenth of the diagonal that is shared with nothing."""
    rng = np.random.default_rng(8)
    values = np.sort(rng.uniform(-1, 1, 12))[::-1]
    vectors = np.linalg.qr(rng.normal(size=(12, 12)))[0]
    graph = (vectors * values) @ vectors.T
    expected = np.linalg.matrix_power(np.linalg.inv(np.eye(12) - 0.9 * graph), 3)
    gains, rest = spectrum(values, 12, 0.9)
    assert (vectors * gains) @ vectors.T == pytest.approx(expected, abs=1e-9)
    assert rest / (rest + np.diag(expected).mean()) == pytest.approx(0.1)


@pytest.mark.parametrize("rank", [4, 128])
def test_a_judgement_spreads_through_its_part_of_a_collection_however_few_eigenvectors_there_are(rank):
    rows = np.random.default_rng(2).normal(size=(500, 8)).astype(np.float32)
    rows[250:] += 50.0  # two parts, far from each other
    graph = build_graph(ArrayFeatures(rows), np.ones(500, bool), rank=rank)
    kernel = Kernel(Geometry(ArrayFeatures(rows)), "matern", 2.0, 1.0, GraphSpectrum(graph, 0.9), 1.0)
    alike = kernel.between(kernel.points(np.array([3])), kernel.points(np.arange(500)))[0]
    assert np.median(alike[:250]) > 0.2
    assert np.abs(alike[250:]).max() < 0.02


def relevance(graph=GRAPH):
    return RelevanceModel(Geometry(ArrayFeatures(X), np.float64), graph)


SETTINGS = ModelSettings(graph_weight=0.5, diffusion=0.97, length_scale=2.0, noise=0.02, amplitude=1.3, prior_mean=-0.5)


def solved(rows, y, noise, setting=SETTINGS):
    k = dense(relevance().kernel(setting))
    inverse = np.linalg.inv(k[np.ix_(rows, rows)] + np.diag(noise))
    return setting.prior_mean + k[:, rows] @ inverse @ (y - setting.prior_mean), k - k[:, rows] @ inverse @ k[rows]


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, N - 1), st.sampled_from([1.0, -1.0, 0.0]), st.sampled_from([0.02, 0.3])),
        min_size=1,
        max_size=20,
    )
)
def test_any_sequence_of_labels_and_noises_equals_a_dense_solve(sequence):
    """With the graph in the kernel, and judgements that are trusted more or less; 0 takes a label off."""
    model = relevance()
    known = {}
    for row, y, noise in sequence:
        known.pop(row, None)
        if y:
            known[row] = (y, noise)
        rows = np.array(list(known), int)
        labels, noises = (np.array([pair[i] for pair in known.values()]) for i in (0, 1))
        posterior = model.condition(rows, labels, NO_EXAMPLES, SETTINGS, noise=noises)
    if len(rows):
        mean, cov = solved(rows, labels, noises)
        assert np.abs(posterior.mean - mean).max() < 2e-6
        assert np.abs(posterior.var - np.diag(cov)).max() < 2e-6
        some = np.array([0, 9, 33])
        assert np.abs(posterior.cov(some, ALL) - cov[some]).max() < 2e-6


def test_the_graph_serves_as_soon_as_it_is_there():
    rows, y = np.array([4, 8, 15, 16]), np.array([1.0, -1, 1, -1])
    model = relevance(None)
    assert model.complete(SETTINGS).graph_weight == 0.0
    before = model.condition(rows, y, NO_EXAMPLES, SETTINGS).mean
    model.use_graph(GRAPH)
    after = model.condition(rows, y, NO_EXAMPLES, SETTINGS).mean
    assert np.abs(before - after).max() > 0.05
    assert np.abs(after - solved(rows, y, np.full(4, 0.02))[0]).max() < 2e-6


def test_a_point_outside_is_where_its_neighbours_are():
    """A copy of a row that is not in the graph is like the rows that the row itself is like."""
    model = relevance()
    kernel = model.kernel(ModelSettings(graph_weight=1.0))
    inside, outside = kernel.points(np.array([11])), kernel.outside(np.array([-1]), X[[11]])
    like_inside, like_outside = (kernel.between(p, kernel.points(ALL))[0] for p in (inside, outside))
    others = np.delete(ALL, 11)
    assert np.corrcoef(like_inside[others], like_outside[others])[0, 1] > 0.7
    assert kernel.between(outside, outside)[0, 0] == 1.0
