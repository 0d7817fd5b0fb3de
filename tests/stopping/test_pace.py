"""Seconds per judgement, from the times of the steps."""

import pytest

from annotator.stopping.pace import LATELY, pace


def at(seconds):
    return f"2026-01-05T10:{int(seconds) // 60:02d}:{int(seconds) % 60:02d}.{int(seconds * 10) % 10}00000Z"


def test_nothing_is_said_before_two_steps_without_a_pause():
    assert pace([]) is None
    assert pace([(at(0), 1)]) is None
    assert pace([(at(0), 1), (at(400), 1)]) is None, "a pause is no judgement that took long"


def test_the_median_is_of_the_gaps_and_pauses_are_left_out():
    found = pace([(at(0), 1), (at(2), 1), (at(5), 1), (at(700), 1), (at(704), 1)])
    assert found.median == pytest.approx(3.0)
    assert found.working == pytest.approx(9.0)
    assert found.steps == 3


def test_several_images_in_one_step_share_its_time():
    found = pace([(at(0), 1), (at(10), 5)])
    assert found.median == pytest.approx(2.0)


def test_a_clock_that_was_set_back_is_no_negative_time():
    found = pace([(at(100), 1), (at(90), 1), (at(94), 1)])
    assert found.median == pytest.approx(4.0)


def test_lately_is_about_the_latest_steps():
    slow = [(at(10 * i), 1) for i in range(30)]
    quick = [(at(290 + i + 1), 1) for i in range(LATELY)]
    found = pace(slow + quick)
    assert found.lately == pytest.approx(1.0)
    assert found.median == pytest.approx(10.0)
