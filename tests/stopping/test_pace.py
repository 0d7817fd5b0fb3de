"""Seconds per judgement, from the times of the steps."""

import csv
from types import SimpleNamespace

import numpy as np
import pytest

from annotator.stopping.pace import LATELY, pace
from annotator.stopping.progress import SearchProgress, write_curve


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


def progress(sequence):
    seen = SimpleNamespace(sequence=np.array(sequence), per_round=((0, "", 2, 2), (1, "mix", 3, 1), (2, "mix", 0, 0)))
    return SearchProgress(seen, None, None)


def test_the_curve_begins_at_nothing_and_counts_what_was_found():
    made = progress([True, False, True])
    assert made.found.tolist() == [0, 1, 1, 2]
    assert made.batches == ((1, 3, 1),), "neither examples nor a batch without labels is a batch"


def test_the_curve_as_csv(tmp_path):
    write_curve(progress([True, False]), tmp_path / "curve.csv")
    with (tmp_path / "curve.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [["judged", "found"], ["0", "0"], ["1", "1"], ["2", "1"]]
    with pytest.raises(OSError):
        write_curve(progress([True]), tmp_path / "missing" / "curve.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["curve.csv"]
