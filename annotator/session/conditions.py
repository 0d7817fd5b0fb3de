"""What a condition can say besides scores and labels: metadata, other topics, examples, disputes, features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from annotator.data.metadata.metadata import with_more
from annotator.expressions import expressions
from annotator.session.session import Session
from annotator.types import BoolArray

SELECTED = "selected"
"""Name of the images selected on the map, in conditions."""


def columns_of(session: Session, text: str) -> Mapping[str, Any]:
    """Return the columns of all images that a condition uses, so that it can be evaluated in any thread.

    Args:
        session: The open project.
        text: The condition.

    Raises:
        ConfigError: A column that comes from the image files has not been read yet.
    """
    used = expressions.names(text)
    columns: dict[str, BoolArray] = dict(session.topics.columns_in(text))
    if "example" in used:
        columns["example"] = np.zeros(session.n_images, np.bool_)
        columns["example"][session.judgements.images_of_kind("example")] = True
    if SELECTED in used:
        columns[SELECTED] = np.zeros(session.n_images, np.bool_)
        columns[SELECTED][session.collection.map.selected] = True
    if "disputed" in used:
        columns["disputed"] = np.zeros(session.n_images, np.bool_)
        columns["disputed"][session.judgements.others.disputed()] = True
    if "pooled" in used:
        columns["pooled"] = np.zeros(session.n_images, np.bool_)
        pool = session.collection.pools.current
        columns["pooled"][[] if pool is None else pool.members] = True
    if "featured" in used:
        columns["featured"] = featured(session)
    return with_more(
        session.collection.metadata.columns.used_in(text),
        columns,
        ("disputed", "example", "featured", "pooled", SELECTED),
    )


def featured(session: Session) -> BoolArray:
    """Return which images have features now, shape (N,)."""
    found: BoolArray = session.features.row_of_image >= 0
    found[session.features.pending] = False
    return found
