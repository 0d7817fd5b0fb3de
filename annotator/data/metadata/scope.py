"""The scope of a topic: which images it proposes, determined by the metadata of the collection."""

from __future__ import annotations

import dataclasses

import numpy as np

from annotator.data.metadata.metadata import Column, Metadata
from annotator.errors import ConfigError
from annotator.expressions import expressions
from annotator.expressions.text_column import TextColumn
from annotator.parameters import Scope
from annotator.types import BoolArray, FloatArray, IntArray, Snapshot, Steering

LEAST_WEIGHT = 1e-3
"""Lower bound of weights: a weight makes images rare, and only a filter excludes them."""


def fulfilling(text: str, metadata: Metadata) -> BoolArray:
    """Return which images match the filter ``text``, shape (N,); all if it is empty.

    Raises:
        ConfigError: It is not a condition over these columns, or a column has not been read.
    """
    if not text.strip():
        return np.ones(metadata.n_images, np.bool_)
    return expressions.evaluate(text, metadata.used_in(text))


def weights(text: str, metadata: Metadata) -> FloatArray:
    """Return the weight of every image, in (0, 1], shape (N,).

    Missing and undefined values have weight 1: nothing known speaks against such an image.

    Raises:
        ConfigError: ``text`` is not an expression over these columns, or a column has not been read.
    """
    values = expressions.compute(text, metadata.used_in(text))
    return np.clip(np.where(np.isnan(values), 1.0, values), LEAST_WEIGHT, 1.0)


def strata(name: str, metadata: Metadata) -> IntArray:
    """Return a number for every image's value in the column ``name``, shape (N,); missing values form one stratum.

    Raises:
        ConfigError: There is no such column; the message lists the columns.
    """
    wanted = name.strip().lower()
    columns = metadata.used_in(wanted)
    if wanted not in metadata:
        raise ConfigError(
            "There is no column {name!r}; the columns are: {metadata}.", name=name, metadata=", ".join(metadata)
        )
    return _numbered(columns[wanted])


def checked(scope: Scope, metadata: Metadata) -> int:
    """Check all settings of ``scope`` and return how many images match its filter.

    Raises:
        ConfigError: A setting is invalid; the message names it.
    """
    try:
        setting = "filter"
        count = int(np.count_nonzero(fulfilling(scope.filter, metadata)))
        setting = "weight"
        if scope.weight.strip():
            weights(scope.weight, metadata)
        setting = "stratum"
        if scope.stratum.strip():
            strata(scope.stratum, metadata)
    except ConfigError as error:
        raise ConfigError("{setting}: {error}", setting=setting, error=error) from None
    return count


def steered(snapshot: Snapshot, scope: Scope, metadata: Metadata, image_of_row: IntArray) -> Snapshot:
    """Return a snapshot restricted and weighted by ``scope``.

    Args:
        snapshot: Snapshot without regard to metadata.
        scope: Settings of the topic.
        metadata: Columns of the N images.
        image_of_row: Image of each feature row, -1 for none, shape (n,).

    Raises:
        ConfigError: A setting is no longer valid, e.g. because a table was replaced.
    """
    if snapshot.k == 0:  # the ranking covers all images
        return snapshot
    steering = Steering(scope)
    closed = snapshot.closed
    if scope.filter.strip():
        outside = np.flatnonzero(~fulfilling(scope.filter, metadata)[image_of_row] & (image_of_row >= 0))
        closed = np.union1d(closed, outside)
    if scope.weight.strip():
        steering = dataclasses.replace(steering, weights=weights(scope.weight, metadata)[image_of_row])
    if scope.stratum.strip():
        steering = dataclasses.replace(steering, strata=strata(scope.stratum, metadata)[image_of_row])
    return dataclasses.replace(snapshot, closed=closed, steering=steering)


def _numbered(column: Column) -> IntArray:
    if isinstance(column, TextColumn):
        return column.codes.astype(np.int64)
    _, numbers = np.unique(column, return_inverse=True)  # all NaN are one value
    return numbers.astype(np.int64)
