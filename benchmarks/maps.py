"""Two layouts of the map: principal components, and t-SNE of the neighbor graph that starts from them.

    python -m benchmarks.maps [FEATURES.h5 ...] [--sets NAME ...]

For each set and each layout: the seconds it takes; the share of the ten nearest neighbors by features that are among
the ten nearest on the map; and the share of images whose nearest image on the map is of the same class. The classes of
a feature file are in the CSV file of the same name (filename, class). Run it alone on the machine.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from annotator.data.features.array_features import ArrayFeatures
from annotator.numerics.graph import NEIGHBOURS
from annotator.numerics.neighbors import nearest_neighbors
from annotator.numerics.tsne import neighbor_map, principal_map
from benchmarks.command import OUTPUT, existing, option, run
from benchmarks.data import SETS, check, classes_beside, read

SAMPLE = 5_000
"""Images whose neighbors are compared."""

OPTIONS = (
    option("files", nargs="*", type=Path, help="feature files, with their classes next to them"),
    option("--sets", nargs="*", choices=SETS, default=["digits", "butterflies", "waste-mobilenet", "textures-lite0"],
           tiny=["digits"], help="sets with known classes"),
    option("--images", type=int, default=0, tiny=200, help="use only so many images of each, 0 for all"),
    OUTPUT,
)  # fmt: skip


def main(given: argparse.Namespace) -> dict[str, Any]:
    """Measure and print."""
    check(given.sets, given.places)
    print(f"{'set':<18}{'images':>9}  {'layout':<22}{'seconds':>8}{'neighbors':>11}{'same class':>12}")
    figures = {}
    for name, values, classes in _collections(given):
        if given.images:
            some = np.sort(np.random.default_rng(0).permutation(len(values))[: given.images])
            values, classes = values[some], classes[some]
        features, valid = ArrayFeatures(values), np.ones(len(values), np.bool_)
        neighbours, distances = nearest_neighbors(features, valid, NEIGHBOURS)
        began = time.perf_counter()
        start = principal_map(features, valid)
        middle = time.perf_counter()
        placed = neighbor_map(neighbours, distances, start)
        seconds = middle - began, time.perf_counter() - middle
        for title, positions, taken in zip(("principal components", "t-SNE"), (start, placed), seconds, strict=True):
            kept, same = _quality(neighbours, positions, classes)
            print(f"{name:<18}{len(values):>9,}  {title:<22}{taken:>8.1f}{kept:>11.3f}{same:>12.3f}", flush=True)
            figures[f"{name}, {title}"] = {"seconds": taken, "neighbors": kept, "same_class": same}
    return figures


def _collections(given: argparse.Namespace) -> Iterator[tuple[str, NDArray[np.float32], NDArray[np.str_]]]:
    for name in given.sets:
        yield (name, *read(name))
    for path in given.files:
        existing(path.with_suffix(".csv"))
        classes = classes_beside(path)
        with h5py.File(existing(path)) as file:
            values, names = file["features"][:].astype(np.float32), file["filenames"].asstr()[:]
        yield path.stem, values, np.array([classes[name] for name in names])


def _quality(neighbours: NDArray[np.int32], positions: NDArray[np.float32], classes: NDArray[np.str_]) -> Any:
    """Return the share of neighbors that stay neighbors, and of images next to one of the same class."""
    some = np.random.default_rng(0).permutation(len(positions))[:SAMPLE]
    found = KDTree(positions).query(positions[some], neighbours.shape[1] + 1)[1]
    near = np.array([row[row != image][: neighbours.shape[1]] for row, image in zip(found, some, strict=True)])
    kept = np.mean([np.isin(mine, theirs).mean() for mine, theirs in zip(near, neighbours[some], strict=True)])
    return float(kept), float(np.mean(classes[near[:, 0]] == classes[some]))


if __name__ == "__main__":
    run(main, OPTIONS)
