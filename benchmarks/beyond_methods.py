"""Methods compared by benchmarks.beyond: the reference, the defaults, and ablations."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.parameters import ModelSettings

DEFAULT = "default"
FIND = "find mode"
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


PLAIN = ModelSettings(kernel="rbf", graph_weight=0.0, prior_mean=0.0, noise=1e-6)
"""Model of the reference implementation."""

_OURS = ModelSettings()
_MEAN = dataclasses.replace(PLAIN, prior_mean=_OURS.prior_mean)
_NOISE = dataclasses.replace(_MEAN, noise=_OURS.noise)
_FORM = dataclasses.replace(_NOISE, kernel=_OURS.kernel)
_RBF = dataclasses.replace(_OURS, kernel="rbf", graph_weight=0.0, noise=0.01)

METHODS: dict[str, Method] = {
    DEFAULT: Method("mix", _OURS),
    "ITAL, half": Method("ital", PLAIN, scale=0.5),
    "ITAL, median": Method("ital", PLAIN),
    "ITAL, twice": Method("ital", PLAIN, scale=2.0),
    "+ prior mean": Method("ital", _MEAN),
    "+ noise": Method("ital", _NOISE),
    "+ Matern": Method("ital", _FORM),
    "+ graph (all but EPIG)": Method("ital", _OURS),
    "graph only": Method("mix", dataclasses.replace(_OURS, graph_weight=1.0)),
    "without graph": Method("mix", dataclasses.replace(_OURS, graph_weight=0.0)),
    "EPIG only": Method("epig", _OURS),
    "+ leave-one-out": Method("mix", dataclasses.replace(_OURS, adapt=True)),
    "+ pseudo-labels": Method("mix", dataclasses.replace(_OURS, pseudo_labels=True)),
    "+ balance": Method("mix", dataclasses.replace(_OURS, balance=1.0)),
    "find 1/4": Method("mix", _OURS, {"find": 0.25}),
    "find 1/2": Method("mix", _OURS, {"find": 0.5}),
    FIND: Method("mix", _OURS, {"collect_first": 40}),
    "topscoring": Method("topscoring", _OURS),
    TOPSCORING: Method("topscoring", _RBF),
    "random": Method("random", _OURS),
    "no feedback": Method("topscoring", _OURS, learn=False),
}
