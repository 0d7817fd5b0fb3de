"""The images of a batch are shown so that one key answers the most of them."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.strategies.batch_order import exceptions_first


@pytest.mark.parametrize(
    ("mean", "order"),
    [
        ([-0.9, 0.8, -0.7, -0.2], [1, 3, 2, 0]),  # few relevant ones: they come first
        ([0.9, 0.8, -0.7, 0.2], [2, 3, 1, 0]),  # few irrelevant ones: they do
        ([0.5, -0.5], [1, 0]),  # half counts as mostly relevant
        ([-1.0, -1.0, -1.0], [0, 1, 2]),  # nothing known yet: the order of the strategy
        ([], []),
    ],
)
def test_the_exceptions_come_first(mean: list[float], order: list[int]) -> None:
    assert exceptions_first(np.array(mean, np.float32)).tolist() == order
