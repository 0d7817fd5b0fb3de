"""Methods compared by benchmarks.beyond: the reference, the defaults, and ablations."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.parameters import ModelSettings
from annotator.strategies.goals import goal

DEFAULT = "default"
FIND = "find"
WRONG = ("5 % wrong", "10 % wrong")
TOPSCORING = "topscoring, RBF"
REFERENCES = ("ITAL, half", "ITAL, median", "ITAL, twice")
"""The reference's ITAL by length scale, as a multiple of the median distance; the best of the three is compared."""


@dataclass(frozen=True)
class Method:
    """A strategy with its parameters and model."""

    strategy: str
    model: ModelSettings
    parameters: Mapping[str, Any] = field(default_factory=dict)
    learn: bool = True
    scale: float = 1.0
    """Length scale as a multiple of the median distance."""
    mistake: float = 0.0
    """Share of wrong answers."""


PLAIN = ModelSettings(kernel="rbf", graph_weight=0.0, prior_mean=0.0, noise=1e-6)
"""Model of the reference implementation."""

_OURS = ModelSettings()
_RBF = dataclasses.replace(PLAIN, prior_mean=-0.5, noise=0.01)

METHODS: dict[str, Method] = {
    DEFAULT: Method("mix", _OURS),
    "ITAL, half": Method("ital", PLAIN, scale=0.5),
    "ITAL, median": Method("ital", PLAIN),
    "ITAL, twice": Method("ital", PLAIN, scale=2.0),
    "ital": Method("ital", _OURS),
    "without graph": Method("mix", dataclasses.replace(_OURS, graph_weight=0.0)),
    FIND: Method("mix", _OURS, goal("find").parameters),
    TOPSCORING: Method("topscoring", _RBF),
    "random": Method("random", _OURS),
    "no feedback": Method("topscoring", _OURS, learn=False),
    WRONG[0]: Method("mix", _OURS, mistake=0.05),
    WRONG[1]: Method("mix", _OURS, mistake=0.1),
}
