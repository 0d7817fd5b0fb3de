"""The names of the reference implementation of ITAL and what they are called here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
"""Learner of the reference: our strategy, and parameters that make it the same."""

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

REGRESSION = ("ToyRegression", "Winequality", "Concrete", "Yacht")
"""Data sets of the reference without classes."""

PARAMETERS: Mapping[str, Mapping[str, str]] = {
    "ITAL": {"label_prob": "label_probability", "mistake_prob": "mistake_probability", "top_candidates": "top"},
    "border_div": {"alpha": "trade_off"},
    "SUD": {"K": "neighbours"},
    "TCAL": {"unc_factor": "factor"},
    "USDM": {"knn": "neighbours", "r": "weight"},
    "MCMI": {"subsample": "candidates"},
    "AdaptAL": {"subsample": "candidates"},
    "var": {"use_correlations": "mode"},
}
"""Constructor arguments of a learner and our parameter."""

WITHOUT_COUNTERPART: Mapping[str, tuple[str, ...]] = {
    "ITAL": (
        "change_estimation_subset",
        "clip_cov",
        "label_estimation",
        "monte_carlo_num_rel",
        "monte_carlo_num_fb",
        "parallelized",
    ),
    "USDM": ("max_iter", "tol"),
    "AdaptAL": ("parallelized",),
    "MCMI": ("parallelized",),
    "unc": ("use_correlations",),
}
"""Arguments that say how something is approximated there; here it is computed otherwise."""

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
"""Directives of the section EXPERIMENT, which are options of the command line too."""

TUNING = ("n_folds", "few_shot", "verbosity", "import")
"""Directives that other programs of the reference read, or that were read already."""
