"""What a condition can say besides scores and labels: metadata, other topics, examples, disputes, features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from annotator.data.metadata.metadata import with_more
from annotator.expressions import expressions
from annotator.expressions.text_column import TextColumn
from annotator.session.collection import OpenCollection
from annotator.session.feature_sets import FeatureSets
from annotator.session.judgements import JudgementRecord
from annotator.session.topics import Topics
from annotator.types import BoolArray

JUDGE = "judge"
"""Name of who gave an image its label, in conditions."""
SELECTED = "selected"
"""Name of the images selected on the map, in conditions."""


class OpenProject(Protocol):
    """What a condition asks of an open project."""

    topics: Topics
    collection: OpenCollection
    judgements: JudgementRecord
    features: FeatureSets

    @property
    def n_images(self) -> int:
        """Number of images."""


def columns_of(session: OpenProject, text: str) -> Mapping[str, Any]:
    """Return the columns of all images that a condition uses, so that it can be evaluated in any thread.

    Args:
        session: The open project.
        text: The condition.

    Raises:
        ConfigError: A column that comes from the image files has not been read yet.
    """
    used = expressions.names(text)
    columns: dict[str, BoolArray | TextColumn] = dict(session.topics.columns_in(text))
    metadata = session.collection.metadata.columns.used_in(text)
    if "example" in used:
        columns["example"] = _mask(session, session.judgements.images_of_kind("example"))
    if SELECTED in used:
        columns[SELECTED] = _mask(session, session.collection.map.selected)
    if "disputed" in used:
        columns["disputed"] = _mask(session, session.judgements.others.disputed())
    if "pooled" in used:
        pool = session.collection.pools.current
        columns["pooled"] = _mask(session, [] if pool is None else pool.members)
    if "featured" in used:
        columns["featured"] = featured(session)
    if JUDGE in used and JUDGE not in metadata:  # tables were imported before there was a condition of that name
        columns[JUDGE] = session.judgements.others.who()
    return with_more(metadata, columns, ("disputed", "example", "featured", "pooled", JUDGE, SELECTED))


def _mask(session: OpenProject, images: Any) -> BoolArray:
    mask = np.zeros(session.n_images, np.bool_)
    mask[images] = True
    return mask


def featured(session: OpenProject) -> BoolArray:
    """Return which images have features now, shape (N,)."""
    found: BoolArray = session.features.row_of_image >= 0
    found[session.features.pending] = False
    return found
