"""Fewer values per image: the principal components of scikit-learn, an autoencoder, and what is lost."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from annotator.data.features.array_features import ArrayFeatures
from annotator.errors import FeatureError
from annotator.numerics import reduction as reductions
from annotator.numerics.reduction import Reduction, kept_neighbors, reduction


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    return (100 + rng.normal(size=(300, 5)) @ rng.normal(size=(5, 20)) + 0.1 * rng.normal(size=(300, 20))).astype("f4")


def valid_of(rows):
    return np.isfinite(rows).all(axis=1)


def test_the_components_are_those_of_the_whole_file_in_blocks(rows, monkeypatch):
    monkeypatch.setattr(reductions, "_BLOCK", 1)
    rows[7] = np.nan
    found = reduction(ArrayFeatures(rows), valid_of(rows), 3, "pca")
    good = rows[valid_of(rows)].astype(np.float64)
    wanted = PCA(3).fit(good)
    assert np.abs(found.place(good)) == pytest.approx(np.abs(wanted.transform(good)), abs=1e-3)
    assert found.kept == pytest.approx(wanted.explained_variance_ratio_.sum())


def test_nothing_is_lost_of_what_lies_in_a_plane(rows):
    plane = ArrayFeatures(rows[:, :2])
    everything = np.ones(300, np.bool_)
    kept = kept_neighbors(plane, everything, Reduction(lambda block: block.astype(np.float64), 1.0))
    assert (kept.nearest, kept.recall, kept.precision) == (1.0, 1.0, 1.0)
    assert kept.images == 300


def test_more_values_keep_more(rows):
    features = ArrayFeatures(rows)
    kept = [kept_neighbors(features, valid_of(rows), reduction(features, valid_of(rows), n, "pca")) for n in (1, 5)]
    assert kept[0].recall < 0.5 < 0.8 < kept[1].recall
    assert kept[0].precision < kept[1].precision


def test_an_autoencoder_keeps_neighbors(rows, monkeypatch):
    monkeypatch.setattr(reductions, "_STEPS", 600)
    features = ArrayFeatures(rows)
    found = reduction(features, valid_of(rows), 5, "autoencoder")
    assert found.place(rows[:4]).shape == (4, 5)
    assert np.isnan(found.kept)
    assert kept_neighbors(features, valid_of(rows), found).recall > 0.4


def test_equal_images_can_be_reduced():
    found = reduction(ArrayFeatures(np.ones((6, 4), np.float32)), np.ones(6, np.bool_), 2, "pca")
    assert found.place(np.ones((1, 4))) == pytest.approx(np.zeros((1, 2)))
    assert found.kept == 1.0


@pytest.mark.parametrize(("n", "shape"), [(0, (9, 5)), (5, (9, 5)), (3, (3, 5))])
def test_a_number_that_is_none_is_refused(n, shape):
    features = ArrayFeatures(np.random.default_rng(0).normal(size=shape))
    with pytest.raises(FeatureError, match="Choose a number from 1 to"):
        reduction(features, np.ones(shape[0], np.bool_), n, "pca")


def test_too_many_features_are_refused(monkeypatch, rows):
    monkeypatch.setattr(reductions, "WIDEST", 10)
    with pytest.raises(FeatureError, match="20 features are too many"):
        reduction(ArrayFeatures(rows), valid_of(rows), 3, "pca")
