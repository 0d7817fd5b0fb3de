import numpy as np
import pytest

from annotator.numerics.diffusion import harmonic, neighbor_graph


def test_a_tie_counts_in_both_directions():
    x = np.array([0.0, 1.0, 1.5, 10.0])
    graph = neighbor_graph(-np.abs(x[:, None] - x), 1)
    assert graph.tolist() == [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]


@pytest.mark.parametrize("p", [1, 2, 4])
def test_fewer_points_than_neighbours(p):
    graph = neighbor_graph(np.ones((p, p)), 5)
    assert np.array_equal(graph, np.ones((p, p)) - np.eye(p))


def test_values_between_two_labels_lie_on_a_line():
    chain = np.diag(np.ones(5), 1)
    values = harmonic(chain + chain.T, np.array([0, 5]), np.array([0.0, 1.0]))
    assert np.abs(values - [0.2, 0.4, 0.6, 0.8]).max() < 1e-5


def test_each_value_is_the_mean_of_its_neighbours():
    x = np.random.default_rng(0).normal(size=(50, 2))
    graph = neighbor_graph(-((x[:, None] - x) ** 2).sum(-1), 6)
    labeled, y = np.array([3, 30, 31]), np.array([1.0, 0.0, 1.0])
    values = np.empty(50)
    other = np.setdiff1d(np.arange(50), labeled)
    values[labeled], values[other] = y, harmonic(graph, labeled, y)
    assert np.abs(values[other] - (graph @ values / graph.sum(axis=1))[other]).max() < 1e-4
    assert values.min() >= 0.0
    assert values.max() <= 1.0


def test_without_a_label_in_reach_nothing_is_known():
    graph = np.zeros((4, 4))
    graph[0, 1] = graph[1, 0] = graph[2, 3] = graph[3, 2] = 1.0
    assert harmonic(graph, np.array([0]), np.array([1.0])).tolist() == pytest.approx([1.0, 0.5, 0.5], abs=1e-5)
    assert harmonic(graph, np.array([], int), np.array([])).tolist() == pytest.approx([0.5] * 4)
