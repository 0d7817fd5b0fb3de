"""The two-sample test says that samples differ where they do, and rarely where they do not."""

from __future__ import annotations

import numpy as np

from annotator.numerics.two_sample import energy_test


def test_it_holds_its_level_and_sees_a_shift() -> None:
    rng = np.random.default_rng(0)
    alike = [energy_test(rng.normal(size=(20, 3)), rng.normal(size=(25, 3)), permutations=99) for _ in range(200)]
    assert 2 <= sum(p <= 0.05 for p in alike) <= 18  # 10 are expected
    assert abs(np.mean(alike) - 0.5) < 0.07
    moved = [energy_test(rng.normal(size=(20, 3)), rng.normal(1.0, size=(25, 3)), permutations=99) for _ in range(20)]
    assert max(moved) <= 0.05


def test_the_statistic_is_the_energy_distance() -> None:
    """Two samples of which every other split is closer: the p-value is that of the number of splits that tie."""
    a, b = np.zeros((4, 1)), np.ones((4, 1))
    # 2 of the 70 splits of eight images are this one; the others have a smaller distance.
    assert abs(energy_test(a, b, permutations=6999) - 2 / 70) < 0.006
    assert energy_test(a, a) == 1.0
