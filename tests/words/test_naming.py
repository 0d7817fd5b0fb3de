"""Names of clusters: the class that most images show, a word of the person, or nothing."""

import numpy as np
import pytest

from annotator.words import naming
from annotator.words.naming import names_of

EXTRACTOR = "efficientnet-lite0"


@pytest.fixture
def classifier(monkeypatch):
    """Ten classes that each have a direction of their own in the space of the features."""
    weights = np.zeros((1000, 1280), np.float32)
    weights[np.arange(1000), np.arange(1000)] = 1.0
    monkeypatch.setattr(naming.lite0, "classifier", lambda: (weights, np.zeros(1000, np.float32)))
    monkeypatch.setattr(naming, "check_extractor", lambda _extractor: None)
    return weights


def images_of(classes, n=20, noise=0.05):
    rng = np.random.default_rng(0)
    rows = noise * rng.normal(size=(n, 1280))
    rows[np.arange(n), [classes[at % len(classes)] for at in range(n)]] += 10
    return rows.astype(np.float32)


def test_a_cluster_has_the_name_of_what_most_of_its_images_show(classifier):
    titles = [name for name, _ in naming.classes.names()]
    assert names_of([images_of([7]), images_of([3])], EXTRACTOR) == (titles[7], titles[3])


def test_a_mixed_cluster_has_no_name(classifier):
    assert names_of([images_of(list(range(20)))], EXTRACTOR) == ("",)


def test_features_of_another_network_have_no_names():
    assert names_of([np.ones((3, 8), np.float32)], "mine") == ("",)
    assert names_of([], EXTRACTOR) == ()


def test_a_word_names_the_cluster_in_which_it_stands_out(classifier, monkeypatch):
    directions = np.eye(1280)[[7, 3]]
    monkeypatch.setattr(naming, "_directions", lambda _extractor, _words: directions)
    samples = [images_of([7]), images_of([500]), images_of([3])]
    assert names_of(samples, EXTRACTOR, ["bird", "car"]) == ("bird", "", "car")
