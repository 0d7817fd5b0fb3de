"""The probability that the window shows is about the share of images that are relevant."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.numerics.chance import probability
from annotator.parameters import ModelSettings
from annotator.types import Snapshot


def test_it_is_the_share_of_the_normal_distribution_above_zero_at_half_the_spread():
    assert probability(np.array([0.0, 0.5]), np.array([1.0, 1.0])).tolist() == pytest.approx([0.5, 0.8413447])
    assert np.isnan(probability(np.nan, 1.0))
    assert float(probability(1.0, 0.0)) == 1.0


def test_as_many_images_are_relevant_as_it_says():
    digits = load_digits()
    engine = Engine(ArrayFeatures((digits.data / 16).astype(np.float32)))
    engine.build_graph()
    none = (np.empty(0, np.int64), np.empty((0, 64)))
    errors = []
    for wanted in (3, 7):
        relevant = digits.target == wanted
        rows = np.flatnonzero(relevant)[:1]
        for number in range(1, 9):
            y = np.where(relevant[rows], 1.0, -1.0)
            chosen = engine.select(
                Snapshot(number, number, rows, y, *none, "mix", {}, 4, (0, 0, number), ModelSettings())
            )
            said = probability(chosen.mean, chosen.std)
            if number > 4:
                level = np.minimum((10 * said).astype(int), 9)
                gaps = [abs(said[level == i].sum() - relevant[level == i].sum()) for i in range(10)]
                errors.append(sum(gaps) / len(said))
            rows = np.concatenate([rows, chosen.rows])
    engine.close()
    assert np.mean(errors) < 0.05
