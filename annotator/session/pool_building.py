"""Which images are the pool of a topic, by the rankings of systems and the pool that it has."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from annotator.data.project.examples import JudgingPool
from annotator.errors import ProjectError
from annotator.evaluation.pooling import ORDERS, drawn, union
from annotator.types import IntArray

DEPTH = 100
"""Depth of a pool unless said otherwise."""


def check_apart(names: Mapping[str, str]) -> None:
    """Raise ProjectError if two ids in runs mean one topic; ``names`` are those of the topics, by id."""
    ids: dict[str, str] = {}
    for query, name in names.items():
        if (other := ids.setdefault(name.casefold(), query)) != query:
            raise ProjectError(
                "The ids {one!r} and {other!r} both mean the topic {name!r}. Give each a text of its own.",
                one=other,
                other=query,
                name=name,
            )


def pool_of(
    query: str,
    rankings: Mapping[str, IntArray],
    before: JudgingPool | None,
    depth: int | None,
    order: str | None,
    sample: int | None,
) -> JudgingPool:
    """Return the pool of rankings, and of those before.

    Raises:
        ProjectError: They do not go together.
    """
    if before is not None and not before.systems and before.query == query:
        before = None
    wanted = depth or (DEPTH if before is None else before.depth)
    all_ = {name: images[:wanted] for name, images in rankings.items()}
    if before is not None:
        if before.query != query:
            raise ProjectError(
                "The topic {topic!r} of the runs has a pool under the id {known!r}. Use one id.",
                topic=query,
                known=before.query,
            )
        if (
            wanted != before.depth
            or sample is not None
            or (before.chances is not None and all_.keys() - before.systems)
        ):
            raise ProjectError(
                "Topic {topic!r} has a pool of depth {depth} already, and only systems can be added to a pool that is "
                "no sample. Undo the pool in this topic first.",
                topic=query,
                depth=before.depth,
            )
        known = before.rankings
        for name in known.keys() & all_.keys():
            if not np.array_equal(known[name], all_[name]):
                raise ProjectError(
                    "The pool of topic {topic!r} has another ranking of the system {system!r}. Give the new one "
                    "another name.",
                    topic=query,
                    system=name,
                )
        all_ = known | all_
    images = union(all_, wanted).astype("<i8")
    place = {image: at for at, image in enumerate(images.tolist())}
    chances = before.chances if before is not None else None
    if sample is not None:
        chances = drawn(all_, images, min(sample, len(images)), np.random.default_rng())
    return JudgingPool(
        query,
        wanted,
        order or (next(iter(ORDERS)) if before is None else before.order),
        images,
        {name: tuple(place[image] for image in one.tolist()) for name, one in all_.items()},
        chances,
    )
