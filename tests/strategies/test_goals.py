"""Goals set what exists, and every strategy has its place in the list of all."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.errors import StrategyError
from annotator.simulate import SimulatedUser, simulate
from annotator.strategies.goals import (
    FAMILIES,
    GOALS,
    OFFERED,
    OTHERS,
    by_family,
    complete,
    family_of,
    goal,
    goal_of,
    offered,
)
from annotator.strategies.registry import BUILT_IN, Registry, load_registry


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.mark.parametrize("one", GOALS, ids=lambda one: one.id)
def test_a_goal_sets_a_strategy_that_exists_with_valid_parameters(one, registry: Registry) -> None:
    assert complete(registry, one).items() >= dict(one.parameters).items()
    assert one.title[0].isupper()
    assert not one.title.endswith(".")
    assert one.help.endswith(".")
    assert goal(one.id) is one


@pytest.mark.parametrize("one", GOALS, ids=lambda one: one.id)
def test_what_a_goal_sets_is_recognised_as_this_goal(one, registry: Registry) -> None:
    assert goal_of(registry, one.strategy, complete(registry, one)) is one


def test_the_slider_moves_between_goals_and_other_settings_belong_to_none(registry: Registry) -> None:
    learn = complete(registry, goal("learn"))
    assert goal_of(registry, "mix", {**learn, "find": 0.25}) is goal("learn")
    assert goal_of(registry, "mix", {**learn, "find": 0.75}) is goal("find")
    assert goal_of(registry, "mix", {**learn, "explore": 0.0}) is None
    assert goal_of(registry, "coreset", {}) is None
    assert goal_of(registry, "written by somebody else", {}) is None


def test_every_built_in_strategy_is_in_one_family() -> None:
    names = [name for family in FAMILIES for name in family.strategies]
    assert sorted(names) == sorted(cls.name for cls in BUILT_IN)
    assert len(names) == len(set(names))
    assert family_of("ital").title == "Ask about the most informative images"


def test_strategies_of_goals_and_of_plugins_are_offered() -> None:
    assert {one.strategy for one in GOALS} <= OFFERED <= {cls.name for cls in BUILT_IN}
    assert offered("written by somebody else")
    assert not offered("bait")


def test_plugins_come_last(registry: Registry) -> None:
    more = Registry({**registry.strategies, "spread": registry.strategies["random"]})
    families = by_family(more)
    assert families[-1] == (OTHERS, ["spread"])
    assert by_family(registry)[-1][0] is not OTHERS
    assert by_family(Registry({"random": registry.strategies["random"]}))[0][1] == ["random"]


def test_an_unknown_goal_is_answered_with_the_list() -> None:
    with pytest.raises(StrategyError, match=r"no goal 'findd'; the goals are: learn, find"):
        goal("findd")


def test_the_goal_of_finding_finds_as_many_as_going_down_the_ranking() -> None:
    rng = np.random.default_rng(3)
    centers = rng.normal(size=(6, 12))
    engine = Engine(ArrayFeatures(np.repeat(centers, 40, axis=0) + rng.normal(scale=0.8, size=(240, 12))))
    user = SimulatedUser(np.arange(240) // 40 == 2)
    find, top = (
        simulate(engine, user, queries=[85], strategy=strategy, parameters=given, batch_size=4).points[-1].found
        for strategy, given in (("mix", goal("find").parameters), ("topscoring", {}))
    )
    engine.close()
    assert find >= top
    assert find > 20
