"""Small pools in double precision for tests of strategies."""

import numpy as np

from annotator.data.features.features import ArrayFeatures
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.parameters import ModelSettings
from annotator.strategies.pool import PosteriorPool


def pool_of(array, rows=(), y=(), seed=0, dtype=np.float64, **settings):
    """A pool of every row that is not judged."""
    array = np.asarray(array, dtype)
    rows, y = np.array(rows, np.int64), np.array(y, float)
    geometry = Geometry(ArrayFeatures(array), dtype)
    model = ModelSettings(**settings)
    posterior = RelevanceModel(geometry).condition(rows, y, np.empty((0, array.shape[1])), model)
    candidates = np.setdiff1d(np.arange(len(array)), rows)
    return PosteriorPool(posterior, candidates, rows, y, np.random.default_rng(seed))


def random_pool(n=300, d=6, labels=8, seed=0, dtype=np.float64, **settings):
    """Normal features, some of them judged at random."""
    rng = np.random.default_rng(seed)
    array = rng.normal(size=(n, d))
    rows = rng.choice(n, labels, replace=False)
    return pool_of(array, rows, np.where(rng.random(labels) < 0.5, 1.0, -1.0), seed, dtype, **settings)


def clusters(*sizes, d=3, apart=6.0, spread=0.3, seed=0):
    """Clusters of the given sizes, each around another corner of a grid; rows in order of cluster."""
    rng = np.random.default_rng(seed)
    centers = apart * np.eye(max(len(sizes), d))[: len(sizes), :d]
    return np.concatenate([rng.normal(c, spread, (size, d)) for c, size in zip(centers, sizes, strict=True)])
