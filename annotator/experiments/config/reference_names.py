"""Names of the reference implementation of ITAL and their equivalents in this package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.compat.regression import REGRESSION_LEARNERS

METHODS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "ITAL": ("ital", {}),
    "EMOC": ("emoc", {}),
    "MCMI": ("mcmi", {}),
    "AdaptAL": ("adaptal", {}),
    "TCAL": ("tcal", {}),
    "RBMAL": ("rbmal", {}),
    "SUD": ("sud", {}),
    "USDM": ("usdm", {}),
    "entropy": ("entropy", {}),
    "random": ("random", {}),
    "border": ("borderline", {}),
    "border_div": ("borderline-diversity", {}),
    "var": ("variance", {}),
    "unc": ("uncertainty", {}),
    "topscoring": ("topscoring", {}),
}
"""Strategy and parameters equivalent to each learner of the reference implementation."""

DATASETS: Mapping[str, str] = {
    "Toy": "toy",
    "Iris": "iris",
    "Wine": "wine",
    "Leaf": "leaf",
    "USPS": "usps",
    "Stored": "stored",
    "Butterfly": "stored",
    "NaturalScenes": "scenes",
    "MIRFLICKR": "mirflickr",
    "Oxford": "oxford",
    "ImageNet": "imagenet",
}

REGRESSION: Mapping[str, str] = {
    "ToyRegression": "toy-grades",
    "Winequality": "table",
    "Concrete": "table",
    "Yacht": "table",
}
"""Data sets of the reference implementation with numbers instead of classes."""

_EVERYTHING = {"candidates": 4000, "targets": 4000}
_GRADED: Mapping[str, tuple[Mapping[str, Any], Mapping[str, str], tuple[str, ...]]] = {
    "ITAL": ({}, {"label_prob": "label_probability"}, ("change_estimation_subset", "monte_carlo_num", "parallelized")),
    "EMOC": (_EVERYTHING, {"norm": "power"}, ()),
    "var": ({}, {"use_correlations": "mode"}, ()),
}
"""For each learner for numbers: equivalent parameters, our parameter by argument, arguments without equivalent."""

_CALLED = {name: learner for learner, cls in REGRESSION_LEARNERS.items() for name in (learner, cls.__name__)}
"""Learners for numbers by their names in reference configuration files and by their class names."""

GRADED_METHODS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    name: (REGRESSION_LEARNERS[learner].strategy, _GRADED[learner][0] if learner in _GRADED else {})
    for name, learner in _CALLED.items()
}
GRADED_PARAMETERS: Mapping[str, Mapping[str, str]] = {
    name: _GRADED[learner][1] for name, learner in _CALLED.items() if learner in _GRADED
}
GRADED_WITHOUT_COUNTERPART: Mapping[str, tuple[str, ...]] = {
    name: _GRADED[learner][2] for name, learner in _CALLED.items() if learner in _GRADED
}
"""Counterparts of METHODS, PARAMETERS and WITHOUT_COUNTERPART for data sets of numbers."""

PARAMETERS: Mapping[str, Mapping[str, str]] = {
    "ITAL": {
        "label_prob": "label_probability",
        "mistake_prob": "mistake_probability",
        "top_candidates": "top",
        "label_estimation": "objective",
    },
    "border_div": {"alpha": "trade_off"},
    "SUD": {"K": "neighbours"},
    "TCAL": {"unc_factor": "factor"},
    "USDM": {"knn": "neighbours", "r": "weight"},
    "MCMI": {"subsample": "candidates"},
    "AdaptAL": {"subsample": "candidates"},
    "var": {"use_correlations": "mode"},
}
"""Our parameter by constructor argument of a learner."""

WITHOUT_COUNTERPART: Mapping[str, tuple[str, ...]] = {
    "ITAL": (
        "change_estimation_subset",
        "clip_cov",
        "monte_carlo_num_rel",
        "monte_carlo_num_fb",
        "parallelized",
    ),
    "USDM": ("max_iter", "tol"),
    "AdaptAL": ("parallelized",),
    "MCMI": ("parallelized",),
    "unc": ("use_correlations",),
}
"""Arguments that control approximations of the reference implementation and have no equivalent."""

MODEL: Mapping[str, str] = {"length_scale": "length_scale", "var": "amplitude", "noise": "noise"}

SETTINGS: Mapping[str, str] = {
    "repetitions": "queries",
    "rounds": "rounds",
    "batch_size": "batch_size",
    "num_init": "examples",
    "initial_negatives": "negatives",
    "avg_class_perf": "average_classes",
}
USER: Mapping[str, str] = {"label_prob": "answers", "mistake_prob": "mistakes"}
OTHER = ("dataset", "method", "query_classes")
DIRECTIVES = (*OTHER, *SETTINGS, *USER)
"""Directives of the section EXPERIMENT, which are also command-line options."""

GRADED_USER: Mapping[str, str] = {"mistake_variance": "grade_error"}
"""Additional directives of files about numbers; the reference takes its variance for a standard deviation."""

TUNING = ("n_folds", "few_shot", "verbosity", "import")
"""Directives that are read by other programs of the reference implementation or are already processed."""
