"""The one sentence about what to do next: it promises nothing that the evidence does not hold."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from annotator.stopping.advice import Advice, advise
from annotator.stopping.evidence import Evidence
from annotator.stopping.next_step import next_step

NOTHING = Evidence((), (), 0, np.empty(0, np.bool_), np.empty(0, np.bool_), np.empty(0, np.int64), ())
EMPTY = advise(NOTHING, 1000)


def state(**changes: object) -> Advice:
    return dataclasses.replace(EMPTY, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "left", "text", "sample"),
    [
        ({}, 1000, "Nothing relevant is found yet. An example image or other words may help.", 0),
        ({"judged": 19, "found": 3}, 981, "Go on: it is too early to say how many are left.", 0),
        ({"judged": 20, "found": 3}, 980, "Go on. Only a random sample tells how many are left.", 30),
        ({"judged": 20, "found": 3}, 7, "Go on. Only a random sample tells how many are left.", 7),
        ({"judged": 50, "found": 20, "likely": (60, 110)}, 950, "Go on: there are probably 40 to 90 more.", 30),
        ({"judged": 50, "found": 20, "likely": (60, 100)}, 950, "Go on: there are probably 40 to 80 more.", 0),
        ({"judged": 50, "found": 20, "likely": (20, 30)}, 950, "Go on: there are probably up to 10 more.", 30),
        ({"judged": 90, "found": 40, "likely": (40, 42)}, 910, "You can stop: there are probably at most 2 more.", 0),
        ({"judged": 90, "found": 40, "likely": (40, 43)}, 910, "Go on: there are probably up to 3 more.", 30),
        (
            {"judged": 900, "found": 40, "likely": (40, 50), "recall_bound": 0.957},
            100,
            "You can stop: at least 95 % of the relevant images are found, with 95 % confidence.",
            0,
        ),
        ({"judged": 1000, "found": 3}, 0, "Every image is judged.", 0),
    ],
)
def test_every_state_has_its_sentence(changes: dict[str, object], left: int, text: str, sample: int) -> None:
    step = next_step(state(**changes), left)
    assert (str(step.text), step.sample) == (text, sample)


def test_a_long_run_without_a_find_asks_for_a_sample() -> None:
    run = dataclasses.replace(EMPTY.rules[0], stop=True)
    step = next_step(state(judged=80, found=9, consecutive_irrelevant=20, rules=(run, *EMPTY.rules[1:])), 900)
    assert str(step.text) == "20 irrelevant images in a row: perhaps nothing is left."
    assert step.sample == 30
