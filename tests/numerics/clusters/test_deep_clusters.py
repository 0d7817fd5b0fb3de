"""Gradients of the small networks against differences, and what training achieves."""

import numpy as np
import pytest

from annotator.numerics.clusters.deep import embed, similarities, slopes, target
from annotator.numerics.clusters.network import Autoencoder, Network, batches

STEP = 1e-6


def differences(loss, values):
    """Return the gradient of ``loss()`` by an array, by central differences."""
    found = np.zeros_like(values)
    for at in np.ndindex(values.shape):
        kept = values[at]
        values[at] = kept + STEP
        above = loss()
        values[at] = kept - STEP
        found[at] = (above - loss()) / (2 * STEP)
        values[at] = kept
    return found


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_gradients_of_a_network(rng):
    network, x, weight = Network((4, 5, 3, 2), rng, np.float64), rng.normal(size=(6, 4)), rng.normal(size=(6, 2))

    def loss():
        return float((weight * network(x)).sum())

    by_parameter, by_input = network.backward(network.forward(x), weight)
    assert by_input == pytest.approx(differences(loss, x), abs=1e-7)
    for found, values in zip(by_parameter, network.parameters, strict=True):
        assert found == pytest.approx(differences(loss, values), abs=1e-7)


def divergence(code, centers, p):
    return float((p * np.log(p / similarities(code, centers))).sum() / len(code))


def test_gradients_of_the_clusters(rng):
    code, centers = rng.normal(size=(7, 3)), rng.normal(size=(4, 3))
    p = target(similarities(rng.normal(size=(7, 3)), centers))
    of_code, of_centers = slopes(code, centers, p)
    assert of_code == pytest.approx(differences(lambda: divergence(code, centers, p), code), abs=1e-7)
    assert of_centers == pytest.approx(differences(lambda: divergence(code, centers, p), centers), abs=1e-7)


@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_gradients_of_decoding_and_clusters_together(rng, weight):
    network, x, centers = Autoencoder(4, 6, 2, 0, np.float64), rng.normal(size=(5, 4)), rng.normal(size=(3, 2))
    p = target(similarities(rng.normal(size=(5, 2)), centers))
    for values in network.parameters:  # without offsets, an input of which no unit is active is at a kink
        values += 0.1 * rng.normal(size=values.shape)

    def loss():
        code = network.encoder(x)
        error = np.square(network.decoder(code) - x).sum() / len(x)
        return float(weight * error + divergence(code, centers, p))

    _, found = network.slopes(x, lambda code: slopes(code, centers, p)[0], weight)
    for one, values in zip(found, network.parameters, strict=True):
        assert one == pytest.approx(differences(loss, values), abs=1e-6)


def test_the_target_is_sharper_and_sums_to_one():
    q = np.array([[0.6, 0.4], [0.9, 0.1], [0.3, 0.7]])
    p = target(q)
    assert p.sum(axis=1) == pytest.approx(np.ones(3))
    assert p[1, 0] > q[1, 0]


def test_an_autoencoder_learns_a_plane_by_heart(rng):
    x = (rng.normal(size=(400, 2)) @ rng.normal(size=(2, 10))).astype(np.float32)
    network = Autoencoder(10, 32, 2, 0)
    before, _ = network.slopes(x)
    network.train(x, 1500, 0)
    after, _ = network.slopes(x)
    assert after < 0.05 * np.square(x).sum(axis=1).mean()
    assert after < before


def test_every_row_has_its_turn(rng):
    found = np.concatenate(batches(600, 3, rng))
    assert len(found) == 3 * 256
    assert set(found[:600].tolist()) == set(range(600))


def test_equal_rows_have_one_center():
    _, centers = embed(np.ones((20, 3), np.float32), 4, 0, decoding=True)
    assert len(centers) == 1
