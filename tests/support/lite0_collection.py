"""A small collection whose features look like those of EfficientNet-Lite0: a few kinds of things, by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import small_collection
from small_collection import Small

from annotator.data.features.annotator_hdf5 import AnnotatorHdf5Writer
from annotator.extraction import lite0
from annotator.words import classes

KINDS = {"bottles": "wine bottle", "boxes": "cardboard box", "dogs": "golden retriever"}
EXTRACTOR = f"{lite0.Lite0.name} {lite0.Lite0.version}"


def features_of(name: str, n: int, seed: int) -> np.ndarray:
    """Return ``n`` rows that point to the class called ``name``, of unit length."""
    weights = lite0.classifier()[0]
    key = [one.lower() for one, _ in classes.names()].index(name)
    direction = weights[key] - weights.mean(axis=0)
    noise = np.random.default_rng(seed).normal(size=(n, lite0.D)) * 0.1
    rows = direction / np.linalg.norm(direction) + noise
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def make(folder: Path, each: int = 8, extractor: str = lite0.Lite0.name, version: str = lite0.Lite0.version) -> Small:
    """Write a folder with images of each kind, and their features as ``extract`` writes them."""
    small = small_collection.make(folder, 1)
    picture = next(small.images.rglob("*.png")).read_bytes()
    with AnnotatorHdf5Writer(small.features, lite0.D, extractor=extractor, extractor_version=version) as writer:
        for seed, (kind, name) in enumerate(KINDS.items()):
            (small.images / kind).mkdir()
            paths = [f"{kind}/{i}.png" for i in range(each)]
            for path in paths:
                (small.images / path).write_bytes(picture)
            writer.append(paths, features_of(name, each, seed))
    return small
