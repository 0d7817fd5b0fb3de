"""Combination of several strategies in one batch, by slots or by ranks.

By slots, the strategies select in the order they are named, each its share of the batch (largest remainder method).
Later ones do not see the images already selected or their near-duplicates.

By ranks, images are sorted by the weighted mean of their ranks (Borda count); 1 is best, and ties share their mean
rank. A strategy that takes the best by a score of all images ranks them by that score. Any other strategy is asked for
the ``depth`` images it would select and ranks them in that order; the remaining images are tied.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from annotator.errors import ConfigError, UnknownStrategyError
from annotator.parameters import build, parameter
from annotator.strategies.base import Pool, Strategy
from annotator.strategies.near_duplicates import best_without_duplicates, chosen_without_duplicates
from annotator.strategies.subpool import Subpool
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Combination:
    """Several strategies share every batch by weight, or rank the images together.

    Attributes:
        strategies: What can be combined, by name; a registry fills it in, else it is the built-in ones.
        built_in: The built-in strategies by name, handed in by the module that lists them.
    """

    name: ClassVar[str] = "combination"
    title: ClassVar[str] = "Combine several strategies"
    reference: ClassVar[str] = ""
    built_in: ClassVar[Mapping[str, type[Strategy]]] = {}

    parts: str = parameter(
        "ital:2, topscoring:1, random:0.5",
        "Names of strategies and their weights, e.g. ital:2, topscoring:1; the default weight is 1.",
    )
    rule: str = parameter(
        "slots",
        "slots: each strategy chooses its share of the batch; ranks: images that all rank high come first.",
        choices=("slots", "ranks"),
    )
    depth: int = parameter(
        50,
        "With ranks: number of images requested from a strategy that does not score all of them.",
        low=1,
        high=5000,
        unit="images",
    )
    twins: float = parameter(
        0.98,
        "Similarity above which two images are near-duplicates; a batch contains only one of them.",
        low=0.5,
        high=1.0,
    )
    strategies: Mapping[str, type[Strategy]] | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raise ConfigError if ``parts`` cannot be parsed, UnknownStrategyError for one that ``strategies`` lacks."""
        weights = weights_of(self.parts)
        if self.name in weights:
            raise ConfigError("parts: a combination cannot be a part of itself")
        if self.strategies is not None:
            unknown = [name for name in weights if name not in self.strategies]
            if unknown:
                exist = ", ".join(name for name in self.strategies if name != self.name)
                raise UnknownStrategyError(
                    "parts: there is no strategy {name!r}; the strategies are: {exist}", name=unknown[0], exist=exist
                )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select by the rule.

        Raises:
            UnknownStrategyError: ``parts`` names a strategy that does not exist.
        """
        if self.strategies is None:
            return replace(self, strategies=self.built_in).select(pool, k)
        k = min(k, len(pool.candidates))
        weights = weights_of(self.parts)
        members = [build(self.strategies[name], of=f"strategy {name}") for name in weights]
        rule = self._by_ranks if self.rule == "ranks" else self._by_slots
        return rule(pool, k, members, np.array(list(weights.values())))

    def _by_slots(self, pool: Pool, k: int, members: list[Strategy], weights: FloatArray) -> IntArray:
        taken = np.empty(0, np.int64)
        for member, slots in zip(members, largest_remainder(weights, k).tolist(), strict=True):
            if slots:
                rows = chosen_without_duplicates(member, Subpool.without(pool, taken), slots, self.twins, taken)
                taken = np.concatenate([taken, rows])
        return taken

    def _by_ranks(self, pool: Pool, k: int, members: list[Strategy], weights: FloatArray) -> IntArray:
        c = len(pool.candidates)
        place = np.zeros(c)
        for member, weight in zip(members, weights / weights.sum(), strict=True):
            place += weight * ranks(member, pool, max(k, self.depth)) / c
        positions = best_without_duplicates(pool, -place, k, self.twins)
        pool.explain(pool.candidates[positions], -place[positions])
        return np.asarray(pool.candidates[positions], np.int64)


def weights_of(parts: str) -> dict[str, float]:
    """Parse ``"ital:2, random:0.5"`` into weights by name, in order.

    Raises:
        ConfigError: A name is missing or repeated, or a weight is not a positive number.
    """
    weights: dict[str, float] = {}
    for part in (part.strip() for part in parts.split(",")):
        name, _, text = (piece.strip() for piece in part.partition(":"))
        if not name:
            raise ConfigError(
                "parts: {parts!r} lacks a name; write names and weights, e.g. ital:2, topscoring:1", parts=parts
            )
        try:
            weight = float(text) if ":" in part else 1.0
        except ValueError:
            weight = math.nan
        if not (math.isfinite(weight) and weight > 0.0):
            raise ConfigError("parts: the weight {text!r} of {name} is not a positive number", text=text, name=name)
        if name in weights:
            raise ConfigError("parts: {name} is named twice; give it one weight", name=name)
        weights[name] = weight
    return weights


def largest_remainder(weights: FloatArray, k: int) -> IntArray:
    """Divide ``k`` slots in proportion to positive ``weights``; ties between remainders go to the first."""
    quota = k * weights / weights.sum()
    slots = np.floor(quota + 1e-9).astype(np.int64)
    order = np.argsort(-np.round(quota - slots, 9), kind="stable")
    slots[order[: k - int(slots.sum())]] += 1
    return np.asarray(slots, np.int64)


def ranks(strategy: Strategy, pool: Pool, depth: int) -> FloatArray:
    """Return the rank of every candidate according to ``strategy``, 1 is best, ties share their mean, shape (c,).

    Args:
        strategy: The strategy.
        pool: The pool.
        depth: Number of images to request. If the strategy takes the best by a score, the score ranks all candidates,
            else only the requested images are ranked.
    """
    from scipy.stats import rankdata  # takes half a second to import; not when the window starts

    ear = _Overheard(pool)
    rows = strategy.select(ear, min(depth, len(pool.candidates)))
    if ear.score is not None and np.array_equal(rows, ear.answer):
        # As in Pool.best, NaN counts as minus infinity.
        return np.asarray(rankdata(-np.where(np.isnan(ear.score), -np.inf, ear.score)), np.float64)
    order = np.full(len(pool.candidates), float(len(rows)))
    order[np.searchsorted(pool.candidates, rows)] = np.arange(len(rows))
    return np.asarray(rankdata(order), np.float64)


class _Overheard(Subpool):
    """A pool that records the score by which a strategy takes the best images, and these images."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool, np.arange(len(pool.candidates)))
        self.score: NDArray[Any] | None = None
        self.answer: IntArray = np.empty(0, np.int64)

    def best(self, score: NDArray[Any], k: int) -> IntArray:
        """See the protocol."""
        self.score = np.array(score)
        self.answer = super().best(score, k)
        return self.answer
