"""Goals: what a user may want from the next images, in their words, and the strategy that achieves it.

The goal chooser, the command line and a table of the manual are generated from :data:`GOALS`. All strategies remain
available by name, grouped by :data:`FAMILIES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import StrategyError
from annotator.parameters import values_of
from annotator.strategies.registry import Registry


@dataclass(frozen=True)
class Goal:
    """A goal of the user.

    Attributes:
        id: Name on the command line.
        title: The goal, as the user would phrase it.
        help: One sentence on what the next images will be and when to choose this goal.
        strategy: Name of the strategy that achieves it.
        parameters: Parameters of the strategy that differ from their defaults.
        review: Whether the review of suspected mistakes is part of the goal.
    """

    id: str
    title: str
    help: str
    strategy: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    review: bool = False


@dataclass(frozen=True)
class Family:
    """A group of strategies that follow the same approach.

    Attributes:
        title: What they have in common.
        help: One sentence on when to use them.
        strategies: Their names, the recommended one first.
    """

    title: str
    help: str
    strategies: tuple[str, ...]


GOALS: tuple[Goal, ...] = (
    Goal("learn", "Get a good ranking soon",
         "Asks about the most informative images, so few judgements sort the whole collection; the best choice to "
         "start with.", "mix"),
    Goal("find", "Find as many as possible, fast",
         "The images that are most likely relevant, none of them to learn from: it finds the most, and the ranking "
         "becomes good later.", "mix", {"find": 1.0}),
    Goal("kinds", "Find every kind of it",
         "Likely relevant images that differ from each other, for topics with many variants.", "mmr"),
    Goal("boundary", "Learn the boundary",
         "Different images that could go either way, when relevant and irrelevant images look similar.",
         "borderline-diversity"),
    Goal("explore", "Explore the collection",
         "Representative images from parts of the collection without judgements, whether likely relevant or not.",
         "maxherding"),
    Goal("budget", "Make the most of few judgements",
         "Plans ahead to find the most within a limited number of judgements; for rare things and little time.", "ens"),
    Goal("check", "Check my labels",
         "Images on which the model is probably wrong, where your judgements contradict each other; also opens the "
         "list of suspected mistakes.", "learning-loss", review=True),
    Goal("missed", "Check what was missed",
         "A random sample that prefers likely relevant images; it estimates how many are left to find.", "audit"),
    Goal("random", "Random check",
         "Uniformly random images: slow to find anything, but valid for the whole collection.", "random"),
)  # fmt: skip

FAMILIES: tuple[Family, ...] = (
    Family("Find and learn at once", "For most searches; the slider moves between the two.", ("mix", "combination")),
    Family("Find more", "Images that seem relevant.", ("topscoring", "mmr", "ens", "ucb", "thompson", "minority")),
    Family("Ask about the most informative images", "Answers that improve the model most.",
           ("ital", "epig", "batchbald", "bald", "entropy", "qbc", "learning-loss")),
    Family("Ask where it is undecided", "Images that could be relevant or not.",
           ("borderline-diversity", "borderline", "uncertainty", "least-confidence", "badge", "kmeans-uncertain",
            "tcal", "usdm", "sud", "galaxy", "cb-entropy", "ceal", "power")),
    Family("Think one answer ahead", "What the ranking would be after either answer; slower.",
           ("emoc", "eer", "mcmi", "adaptal")),
    Family("Explore the collection", "Images that stand for many others, for the first batches.",
           ("maxherding", "typiclust", "probcover", "clusters", "representative", "coreset", "variance", "bait",
            "rbmal")),
    Family("Check by chance", "Samples that hold for the whole collection.", ("random", "audit")),
)  # fmt: skip
"""All built-in strategies, each in exactly one family."""

OFFERED = frozenset({
    "mix", "combination", "topscoring", "mmr", "ens", "ucb", "thompson", "ital", "epig", "batchbald", "bald", "qbc",
    "learning-loss", "borderline-diversity", "uncertainty", "badge", "mcmi", "maxherding", "typiclust", "coreset",
    "random", "audit", "kmeans-uncertain", "variance",
})  # fmt: skip
"""Built-in strategies that are offered at once; the others are in the list of all.

Offered are those of the goals, those that are best by a measure on a set of the benchmark, and those of papers that
people look for; a test holds this against benchmarks/published.
"""

OTHERS = Family("From plugins", "Strategies that other people wrote.", ())
"""Family of the strategies that are not built in."""


def goal(name: str) -> Goal:
    """Return the goal called ``name``.

    Raises:
        StrategyError: Unknown goal; the message lists the known ones.
    """
    for one in GOALS:
        if one.id == name:
            return one
    raise StrategyError(
        "There is no goal {name!r}; the goals are: {goals}.", name=name, goals=", ".join(one.id for one in GOALS)
    )


def complete(registry: Registry, one: Goal) -> dict[str, Any]:
    """Return the parameters of the goal ``one``, including defaults."""
    return values_of(registry.make(one.strategy, one.parameters))


def goal_of(registry: Registry, strategy: str, parameters: Mapping[str, Any]) -> Goal | None:
    """Return the goal that a strategy with these parameters pursues; None if the parameters match no goal.

    The parameter ``find`` is set by a slider, so the goal with the nearest value matches.
    """
    nearest, best = None, float("inf")
    for one in GOALS:
        if one.strategy != strategy or strategy not in registry.strategies:
            continue
        wanted = complete(registry, one)
        distance = abs(wanted.get("find", 0.0) - parameters.get("find", 0.0))
        same = all(parameters.get(name, value) == value for name, value in wanted.items() if name != "find")
        if same and distance < best:
            nearest, best = one, distance
    return nearest


def family_of(strategy: str) -> Family:
    """Return the family of a strategy, :data:`OTHERS` if it is not built in."""
    return next((family for family in FAMILIES if strategy in family.strategies), OTHERS)


def offered(strategy: str) -> bool:
    """Return whether a strategy is offered at once: those of :data:`OFFERED`, and those that are not built in."""
    return strategy in OFFERED or family_of(strategy) is OTHERS


def by_family(registry: Registry) -> list[tuple[Family, list[str]]]:
    """Return the strategies of the registry by family, most recommended first; empty families are omitted."""
    listed = [(family, [name for name in family.strategies if name in registry.strategies]) for family in FAMILIES]
    listed.append((OTHERS, [name for name in registry.strategies if family_of(name) is OTHERS]))
    return [(family, names) for family, names in listed if names]
