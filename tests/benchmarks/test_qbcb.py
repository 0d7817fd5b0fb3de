"""The plan of another method, with which the page on stopping compares the certificate."""

from __future__ import annotations

import math

import pytest

from benchmarks.certificate_page import qbcb


def test_fourteen_relevant_images_are_the_least_that_certify_four_fifths() -> None:
    """.8^14 = .044 is below 5 %, .8^13 = .055 is not."""
    assert qbcb(999, 99, 99, 0.8, 0.95) == pytest.approx(14 * 1000 / 100)


def test_a_missed_image_needs_a_plan_that_allows_for_it() -> None:
    """Of 22 images one may be missed: .8^22 + 22 x .8^21 x .2 = .048."""
    assert qbcb(1708, 85, 81, 0.8, 0.95) == pytest.approx(22 * 1709 / 86)
    assert math.isinf(qbcb(1000, 12, 12, 0.8, 0.95))
