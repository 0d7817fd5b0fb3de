"""Take another feature file in place of the one a project was made with: more rows, or of another network."""

from __future__ import annotations

import dataclasses
import json

import numpy as np

from annotator.data.collection import ImportReport
from annotator.data.features import FeatureStore, check_features
from annotator.data.joining import join
from annotator.data.mismatch import explain_no_match
from annotator.data.names import printable
from annotator.data.project import Project
from annotator.errors import FeatureError
from annotator.types import Progress


def adopt(project: Project, store: FeatureStore, progress: Progress) -> ImportReport:
    """Match the images of a project with the rows of another file, and store that; labels and history stay.

    Raises:
        FeatureError: No image has features there, or external examples are vectors of another length.
        Cancelled: The person asked to stop; nothing was changed.
    """
    database = project.database
    paths = tuple(path for (path,) in database.read("SELECT path FROM image ORDER BY id"))
    examples = database.read("SELECT count(*) FROM example WHERE length(vector) != ?", (8 * store.d,))[0][0]
    if examples:
        raise FeatureError(
            f"{store.path}: its rows have {store.d:,} numbers, but {examples:,} external examples of the project have "
            "another length. They would be lost: make a new project with this file and import the labels"
        )
    matched = join(store.names, paths)
    if not matched.matched:
        raise FeatureError(f"{store.path}: {explain_no_match(matched, store.names, paths)}")
    check = check_features(store, progress)
    norms = (check.norm_low, check.norm_median, check.norm_high)
    report = dataclasses.replace(
        project.report(),
        n_images=len(paths),
        n_features=store.n,
        matched=matched.matched,
        steps=dict(matched.steps),
        images_without_features=matched.unmatched_images,
        features_without_images=matched.unmatched_names,
        duplicates=matched.duplicates,
        refused=matched.refused,
        invalid_rows=tuple(printable(store.names[row]) for row in check.invalid),
        zero_rows=tuple(printable(store.names[row]) for row in check.zero),
        shift=matched.shift,
        kind=store.kind,
        dtype=store.dtype.name,
        d=store.d,
        norms=norms if np.isfinite(norms).all() else (),
        pairs=(),
    )
    with database.transaction() as connection:
        connection.executemany(
            "UPDATE image SET feature_row = nullif(?, -1) WHERE id = ?",
            [(row, image) for image, row in enumerate(matched.row_of_image.tolist())],
        )
        connection.execute(
            "UPDATE project SET fingerprint = ?, invalid = ?, report = ?, layout = ?",
            (
                json.dumps(store.fingerprint()),
                check.invalid.astype("<i8").tobytes(),
                report.to_json(),
                store.layout.to_json(),
            ),
        )
    return report
