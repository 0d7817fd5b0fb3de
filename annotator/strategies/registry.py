"""The strategies by name: those built in, and what makes a class of a plugin one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.errors import ConfigError, PluginError, StrategyError, UnknownStrategyError
from annotator.messages import Message
from annotator.parameters import build
from annotator.plugins import Kind, check_parameters, check_texts
from annotator.strategies.base import Strategy
from annotator.strategies.builtin.active_search import Ens
from annotator.strategies.builtin.adaptal import Adaptal
from annotator.strategies.builtin.audit_sample import Audit
from annotator.strategies.builtin.badge import Badge, KmeansUncertain
from annotator.strategies.builtin.bait import Bait
from annotator.strategies.builtin.bald import Bald, BatchBald
from annotator.strategies.builtin.batch_sampling import Mmr, Power
from annotator.strategies.builtin.ceal import Ceal
from annotator.strategies.builtin.class_balance import CbEntropy, Galaxy, Minority
from annotator.strategies.builtin.combination import Combination
from annotator.strategies.builtin.core_set import Coreset, ProbCover
from annotator.strategies.builtin.density_weighted import Sud
from annotator.strategies.builtin.diversity import BorderlineDiversity, Rbmal
from annotator.strategies.builtin.epig import Epig
from annotator.strategies.builtin.expected_error_reduction import Eer
from annotator.strategies.builtin.expected_model_change import Emoc, Mcmi
from annotator.strategies.builtin.graded import GradedEmoc, GradedEntropy, GradedItal
from annotator.strategies.builtin.ital import Entropy, Ital
from annotator.strategies.builtin.learning_loss import LearningLoss
from annotator.strategies.builtin.maxherding import MaxHerding
from annotator.strategies.builtin.mix import Mix
from annotator.strategies.builtin.posterior_variance import Variance
from annotator.strategies.builtin.query_by_committee import Qbc
from annotator.strategies.builtin.tcal import Tcal
from annotator.strategies.builtin.typiclust import Clusters, Representative, TypiClust
from annotator.strategies.builtin.uncertainty import Borderline, LeastConfidence, Random, Topscoring, Uncertainty
from annotator.strategies.builtin.upper_confidence_bound import Thompson, Ucb
from annotator.strategies.builtin.usdm import Usdm

BUILT_IN: tuple[type[Strategy], ...] = (
    Mix,
    Ital,
    Topscoring,
    Borderline,
    BorderlineDiversity,
    Tcal,
    Usdm,
    Uncertainty,
    Entropy,
    Ceal,
    Sud,
    Variance,
    MaxHerding,
    Epig,
    Emoc,
    Mcmi,
    Adaptal,
    Rbmal,
    LeastConfidence,
    Qbc,
    Bald,
    BatchBald,
    LearningLoss,
    Badge,
    KmeansUncertain,
    CbEntropy,
    Minority,
    Galaxy,
    Ucb,
    Thompson,
    Coreset,
    Bait,
    Representative,
    TypiClust,
    ProbCover,
    Clusters,
    Eer,
    Ens,
    Power,
    Mmr,
    Audit,
    Combination,
    Random,
)
Combination.built_in = {cls.name: cls for cls in BUILT_IN}
GRADED: tuple[type[Strategy], ...] = (GradedItal, GradedEmoc, GradedEntropy, Variance, Random)
"""Strategies for graded answers; not offered for labels."""


@dataclass(frozen=True)
class Registry:
    """Strategies by name."""

    strategies: Mapping[str, type[Strategy]]

    def make(self, name: str, parameters: Mapping[str, Any] | None = None) -> Strategy:
        """Return the strategy ``name`` with ``parameters``; missing ones take their defaults.

        Raises:
            StrategyError: Unknown name or parameter; the message lists the known ones.
        """
        if name not in self.strategies:
            exist = ", ".join(self.strategies)
            raise UnknownStrategyError(
                "There is no strategy {name!r}; the strategies are: {exist}.", name=name, exist=exist
            )
        try:
            strategy = build(self.strategies[name], parameters or {}, of=Message("strategy {name}", name=name))
            if isinstance(strategy, Combination):
                return dataclasses.replace(strategy, strategies=self.strategies)
            return strategy
        except ConfigError as error:
            raise StrategyError("{error}", error=error) from error


def load_registry(*, graded: bool = False) -> Registry:
    """Return the built-in strategies: those for labels, or those for graded answers."""
    return Registry({cls.name: cls for cls in (GRADED if graded else BUILT_IN)})


def _checked(cls: Any) -> type[Strategy]:
    if not isinstance(cls, type):
        raise PluginError("{cls!r} is not a class", cls=cls)
    check_texts(cls, cls.__name__, "title", "reference")
    if not callable(getattr(cls, "select", None)):
        raise PluginError("{name} has no method select(pool, k)", name=cls.__name__)
    check_parameters(cls)
    return cls


STRATEGIES: Kind[type[Strategy]] = Kind("STRATEGIES", "annotator.strategies", _checked)
"""Strategies that plugins add: classes."""
