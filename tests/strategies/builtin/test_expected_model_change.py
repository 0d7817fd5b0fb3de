"""EMOC and MCMI against refitted models, their limits, and what each is for."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool
from scipy.special import entr, ndtr

from annotator.strategies.builtin.expected_model_change import Emoc, Mcmi, promising
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("cls", [Emoc, Mcmi])
@pytest.mark.parametrize("limits", [{"candidates": 1}, {"candidates": 5, "targets": 3}])
def test_the_contract_is_kept_within_any_limits(cls, limits):
    check_strategy(cls, **limits)


def test_emoc_prefers_the_image_that_many_others_follow():
    """One image in a crowd, one alone: equally unknown, but the first moves forty predictions."""
    array = clusters(40, 1, 10)
    pool = pool_of(array, [41, 42], [1.0, -1.0], length_scale=1.5)
    assert Emoc().select(pool, 1)[0] < 40


def test_emoc_screens_large_pools_and_finds_nearly_the_best():
    exact, quick = (random_pool(n=2000, dtype=np.float32) for _ in range(2))
    best = Emoc(candidates=2000, targets=2000).select(exact, 20)
    chosen = Emoc(candidates=200, targets=500).select(quick, 20)
    everything = random_pool(n=2000, dtype=np.float32)
    Emoc(candidates=2000, targets=2000).select(everything, 2000)
    value = np.array([everything.scores[int(row)] for row in chosen])
    reachable = np.array([exact.scores[int(row)] for row in best])
    assert value.mean() > 0.9 * reachable.mean()


def remaining(array, rows, y, candidates, **settings):
    """Entropy left in ``candidates`` after the labels, by a model of their own."""
    pool = pool_of(array, rows, y, **settings)
    position = np.searchsorted(pool.candidates, np.setdiff1d(candidates, rows))
    p = ndtr(pool.mean[position] / np.sqrt(pool.var[position]))
    return (entr(p) + entr(1 - p)).sum()


def test_mcmi_equals_refits_step_by_step():
    """Each pick leaves the least entropy after its better label, which is then believed."""
    array = np.random.default_rng(4).normal(size=(26, 3))
    rows, y = [3, 8], [1.0, -1.0]
    settings = {"length_scale": 1.2, "noise": 1e-4}
    pool = pool_of(array, rows, y, **settings)
    chosen = Mcmi().select(pool, 3)
    for pick in chosen:
        left = {}
        for image in np.setdiff1d(pool.candidates, rows):
            for label in (1.0, -1.0):
                left[int(image), label] = remaining(array, [*rows, image], [*y, label], pool.candidates, **settings)
        image, label = min(left, key=left.__getitem__)
        assert pick == image
        assert -pool.scores[int(pick)] == pytest.approx(left[image, label], abs=0.02)  # judged images count nearly 0
        rows, y = [*rows, image], [*y, label]


def test_mcmi_reduces_entropy_and_its_opposite_does_not():
    """The sign test: the worst image by the criterion leaves more uncertain than the best one."""
    pool = random_pool(n=120, length_scale=2.0)
    order = Mcmi(candidates=120).select(pool, 1)
    everything = random_pool(n=120, length_scale=2.0)
    scores = {}
    for row in everything.candidates:
        for label in (1.0, -1.0):
            array = everything.features(np.arange(120))
            rows, y = [*everything.judged, row], [*everything.y, label]
            scores[int(row), label] = remaining(array, rows, y, everything.candidates, length_scale=2.0)
    best = min(scores[int(order[0]), label] for label in (1.0, -1.0))
    values = np.array([min(scores[int(row), 1.0], scores[int(row), -1.0]) for row in everything.candidates])
    assert best < np.quantile(values, 0.05)
    assert best < values.max() - 1.0


def test_half_of_the_examined_images_are_high_and_half_uncertain():
    pool = random_pool(n=500)
    examined = promising(pool, 20)
    assert len(np.unique(examined)) == 20
    assert np.isin(np.argsort(-pool.mean)[:10], examined).all()
    certain = np.abs(pool.mean) / np.sqrt(pool.var)
    assert np.isin(np.argsort(certain)[:10], examined).all()
