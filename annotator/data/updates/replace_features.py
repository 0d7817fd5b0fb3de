"""Take another feature file in place of the one a project was made with: more rows, or of another network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.data.collection.collection import ImportReport, match_features
from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import FeatureLayout
from annotator.data.project.places import Place
from annotator.data.project.project import Project
from annotator.errors import FeatureError
from annotator.types import IntArray, Progress


@dataclass(frozen=True, eq=False)
class FeatureReplacement:
    """Another feature file matched with the images of a project.

    Attributes:
        row_of_image: Row of each image, -1 for none, shape (N,).
        invalid: Rows that are not finite.
        report: What was found.
        fingerprint: What recognises the file.
        layout: What is what in it.
        path: Where it is.
    """

    row_of_image: IntArray
    invalid: IntArray
    report: ImportReport
    fingerprint: Mapping[str, Any]
    layout: FeatureLayout
    path: Path


def match(paths: Sequence[str], report: ImportReport, store: FeatureStore, progress: Progress) -> FeatureReplacement:
    """Match the images of a project with the rows of another file; any thread may do that.

    Args:
        paths: Paths of the images.
        report: What was found when the project was made.
        store: The other file.
        progress: Where to report.

    Raises:
        FeatureError: No image has features there.
        Cancelled: The person asked to stop.
    """
    matched, check, found = match_features(paths, report.problems, store, progress)
    return FeatureReplacement(matched.row_of_image, check.invalid, found, store.fingerprint(), store.layout, store.path)


def replace(project: Project, wanted: FeatureReplacement) -> None:
    """Store that the project uses another file from now on; labels and history stay.

    Raises:
        FeatureError: External examples are vectors of another length.
    """
    database = project.database
    d = wanted.report.d
    examples = database.read("SELECT count(*) FROM example WHERE length(vector) != ?", (8 * d,))[0][0]
    if examples:
        raise FeatureError(
            "{path}: its rows have {d:,} numbers, but {examples:,} external examples of the project have another "
            "length. They would be lost: make a new project with this file and import the labels",
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
