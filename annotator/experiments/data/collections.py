"""Reader for user collections: a feature file with tables of classes and of the split."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from annotator.data.collection.match_names import join
from annotator.data.features.features import FeatureStore
from annotator.data.files.reading import open_text
from annotator.errors import ConfigError, FeatureError
from annotator.experiments.data.dataset_options import Options, Raw, by_class, split
from annotator.simulate import read_classes


def hdf5(options: Options) -> tuple[Raw, ...]:
    """Read ``features``, an HDF5 file, and ``classes``, a CSV table with the columns filename and class.

    Images without a class or with NaN features are excluded. The held-out images are given by ``split``, a CSV table
    with the columns filename and split (train or test), or by ``test_size``.
    """
    file, table = options.file("features"), options.file("classes")
    parts = options.optional_file("split")
    classes = read_classes(table)
    with FeatureStore.open(file) as store:
        names = store.names
        features = store.rows(np.arange(store.n))
    entry = join(names, tuple(classes)).image_of_row
    known = np.flatnonzero((entry >= 0) & np.isfinite(features).all(axis=1))
    if not len(known):
        raise FeatureError(
            "No row of {file} has a class in {table}. Check that the file names are the same.", file=file, table=table
        )
    y = np.array(list(classes.values()))[entry[known]]
    if parts is None:
        return (split(options, features[known], y, 0.0),)
    if "test_size" in options.source.options:
        raise ConfigError("Data set {source}: give split or test_size, not both.", source=options.source.name)
    held = _split(parts)
    part = join(tuple(names[row] for row in known), tuple(held)).image_of_row
    if (part < 0).any():
        missing = names[known[np.flatnonzero(part < 0)[0]]]
        raise FeatureError("{parts} does not say whether {missing!r} is train or test.", parts=parts, missing=missing)
    test = np.array(list(held.values()))[part]
    order = np.argsort(test, kind="stable")  # the pool first, each part in file order
    return (Raw(features[known[order]], ~test[order], test[order], by_class(y[order])),)


def _split(path: Path) -> dict[str, bool]:
    """Return whether each image is a test image, by file name."""
    try:
        with open_text(path, FeatureError) as stream:
            table = csv.DictReader(stream, strict=True)
            if not {"filename", "split"} <= set(table.fieldnames or ()):
                raise FeatureError("{path}: the first line must name the columns filename and split.", path=path)
            held = {}
            for row in table:
                if row["split"] not in ("train", "test"):
                    raise FeatureError(
                        "{path}, line {line}: {value!r} is neither train nor test.",
                        path=path,
                        line=table.line_num,
                        value=row["split"],
                    )
                held[row["filename"]] = row["split"] == "test"
            return held
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FeatureError("{path} cannot be read as a table: {error}.", path=path, error=error) from error
