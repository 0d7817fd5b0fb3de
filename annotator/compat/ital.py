"""Learners of the reference implementation under their original names, on the strategies of this package.

::

    from annotator.compat.ital import ITAL

    learner = ITAL(data, queries, length_scale=0.1)
    best = learner.top_results(100)
    batch = learner.fetch_unlabelled(4)
    learner.update({batch[0]: 1, batch[1]: -1, batch[2]: 0})

Constructor arguments keep their order and meaning. Arguments that only affected speed are accepted and ignored.
docs/reference.md lists all other differences and the reasons for them.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from annotator.compat.baseline_methods import (
    EMOC,
    RBMAL,
    SUD,
    TCAL,
    USDM,
    AdaptAL,
    BorderlineDiversitySampling,
    BorderlineSampling,
    EntropySampling,
    MCMI_min,
    RandomRetrieval,
    TopscoringSampling,
    UncertaintySampling,
    VarianceSampling,
)
from annotator.compat.retrieval_base import ActiveRetrievalBase
from annotator.errors import ConfigError

__all__ = [
    "EMOC",
    "ITAL",
    "LEARNERS",
    "RBMAL",
    "SUD",
    "TCAL",
    "USDM",
    "AdaptAL",
    "BorderlineDiversitySampling",
    "BorderlineSampling",
    "EntropySampling",
    "MCMI_min",
    "RandomRetrieval",
    "TopscoringSampling",
    "UncertaintySampling",
    "VarianceSampling",
]

ESTIMATIONS: Mapping[str, str] = {"mean": "entropy", "pessimistic": "min-entropy", "optimistic": "surprise"}
"""Objective of the strategy ``ital`` by the way in which the reference combines the information of answers."""


class ITAL(ActiveRetrievalBase):
    """Information-theoretic active learning: the strategy ``ital``, searched exactly.

    Args:
        label_prob: Probability that the user judges an image.
        mistake_prob: Probability that a judgement is wrong.
        top_candidates: Restrict the selection to this many of the highest ranked images; a float is a multiple of the
            number of queries and judgements. ``None`` or 0 for all.
        change_estimation_subset: Ignored with a warning: it would add a term that exact inference leaves at 0.
        clip_cov, monte_carlo_num_rel, monte_carlo_num_fb, parallelized: Ignored; they trade accuracy for speed there.
        label_estimation: ``mean``, ``pessimistic`` for the minimum information of the answers, or ``optimistic`` for
            the maximum, which rewards images whose label is certain.

    The other arguments are those of :class:`~annotator.compat.retrieval_base.ActiveRetrievalBase`.
    """

    strategy = "ital"
    label_prob: float = 1.0
    mistake_prob: float = 0.0
    top_candidates: int | float | None = None
    change_estimation_subset: int | None = 0
    clip_cov: float = 0
    label_estimation: str = "mean"
    monte_carlo_num_rel: int | None = None
    monte_carlo_num_fb: int | None = None
    parallelized: bool = True

    def _parameters(self) -> dict[str, Any]:
        if self.change_estimation_subset != 0 and self.gp is None:
            message = (
                "change_estimation_subset has no effect: the information is computed exactly; see docs/reference.md"
            )
            warnings.warn(message, stacklevel=4)
        if self.label_estimation not in ESTIMATIONS:
            raise ConfigError(
                "label_estimation: {label_estimation!r} is not one of {known}",
                label_estimation=self.label_estimation,
                known=", ".join(ESTIMATIONS),
            )
        chosen: dict[str, Any] = {
            "label_probability": float(self.label_prob),
            "mistake_probability": float(self.mistake_prob),
            "objective": ESTIMATIONS[self.label_estimation],
            "tolerance": 0.0,
        }
        if isinstance(self.top_candidates, float) and self.top_candidates > 0:
            chosen["top_per_judgement"] = self.top_candidates
        elif self.top_candidates is not None and self.top_candidates > 0:
            chosen["top"] = int(self.top_candidates)
        return chosen


LEARNERS: Mapping[str, type[ActiveRetrievalBase]] = {
    "ITAL": ITAL,
    "EMOC": EMOC,
    "MCMI": MCMI_min,
    "AdaptAL": AdaptAL,
    "SUD": SUD,
    "RBMAL": RBMAL,
    "TCAL": TCAL,
    "USDM": USDM,
    "entropy": EntropySampling,
    "random": RandomRetrieval,
    "border": BorderlineSampling,
    "border_div": BorderlineDiversitySampling,
    "topscoring": TopscoringSampling,
    "var": VarianceSampling,
    "unc": UncertaintySampling,
}
"""Learners by their names in configuration files of the reference implementation."""
