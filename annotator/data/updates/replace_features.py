"""Replace the feature file of a project: one with more rows, or from another network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.collection.collection import ImportReport, match_features
from annotator.data.features.features import FeatureStore
from annotator.data.features.growing import RowFiller, is_growing
from annotator.data.features.layout import FeatureLayout
from annotator.data.project.places import Place
from annotator.data.project.project import Project
from annotator.errors import FeatureError
from annotator.types import IntArray, Progress


@dataclass(frozen=True, eq=False)
class FeatureReplacement:
    """A new feature file matched with the images of a project.

    Attributes:
        row_of_image: Row of each image, -1 for none, shape (N,).
        invalid: Rows with non-finite values.
        report: Result of the matching.
        fingerprint: Fingerprint of the features.
        layout: Layout of the file.
        path: Path of the file.
    """

    row_of_image: IntArray
    invalid: IntArray
    report: ImportReport
    fingerprint: Mapping[str, Any]
    layout: FeatureLayout
    path: Path


def match(
    paths: Sequence[str], report: ImportReport, store: FeatureStore, progress: Progress, *, finished: bool = False
) -> FeatureReplacement:
    """Match the images of a project with the rows of a new feature file; may run in any thread.

    Args:
        paths: Paths of the images.
        report: Import report of the project's creation.
        store: The new features.
        progress: Receives the share that is done.
        finished: Whether all rows of a growing file are computed that can be.

    Raises:
        FeatureError: No image has features in the file.
        Cancelled: The user canceled the matching.
    """
    growing = is_growing(store.path) and not finished
    matched, check, found = match_features(paths, report.problems, store, progress, growing=growing)
    fingerprint = store.fingerprint(growing=growing)
    return FeatureReplacement(matched.row_of_image, check.unusable, found, fingerprint, store.layout, store.path)


def replace(project: Project, wanted: FeatureReplacement) -> None:
    """Make the project use the new file from now on; labels and history are kept.

    Raises:
        FeatureError: External examples have a different number of features.
    """
    database = project.database
    d = wanted.report.d
    outside = "words IS NULL AND saved IS NULL AND pool IS NULL AND length(vector) != ?"
    examples = database.read(f"SELECT count(*) FROM example WHERE {outside}", (8 * d,))[0][0]  # noqa: S608
    if examples:
        raise FeatureError(
            "{path}: its rows have {d:,} numbers, but {examples:,} external examples of the project have another "
            "length. They would be lost: create a new project with this file and import the labels",
            path=wanted.path,
            d=d,
            examples=examples,
        )
    with database.transaction() as connection:
        connection.executemany(
            "UPDATE image SET feature_row = nullif(?, -1) WHERE id = ?",
            [(row, image) for image, row in enumerate(wanted.row_of_image.tolist())],
        )
        connection.execute(
            "UPDATE project SET features = ?, fingerprint = ?, invalid = ?, report = ?, layout = ?",
            (
                Place.of(wanted.path, project.path).to_json(),
                json.dumps(dict(wanted.fingerprint)),
                wanted.invalid.astype("<i8").tobytes(),
                wanted.report.to_json(),
                wanted.layout.to_json(),
            ),
        )
    project.features_replaced()


def compute_again(project: Project, path: Path, rows: IntArray) -> None:
    """Empty rows of a growing file, whose images have changed; :mod:`annotator.extraction.filling` computes them again.

    Raises:
        FeatureError: The file cannot be written.
    """
    with project.database.transaction() as connection:
        complete = {name: value for name, value in project.fingerprint.items() if name != "rows"}
        connection.execute("UPDATE project SET fingerprint = ?", (json.dumps(complete),))
    project.features_replaced()
    with RowFiller(path) as filler:
        filler.put(rows, np.full((len(rows), filler.d), np.nan, np.float32))
