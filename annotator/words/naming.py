"""Words for clusters of images: the class, or the word of the person, that stands out in a cluster.

With features of the default encoder, an image has a score for each of the thousand classes that the program knows by
name. A class names a cluster if it is among the best classes of many of its images; otherwise the cluster has no name,
because a wrong one is worse than none. Words of the person are directions in the space of the features, and name the
cluster in which they stand out most.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotator.errors import FeatureError
from annotator.extraction import lite0
from annotator.types import AnyFloatArray, FloatArray
from annotator.words import classes
from annotator.words.meaning import Interpreter, check_extractor

BEST = 5
"""Classes of an image that count."""
SHARE = 0.5
"""Share of the images of a cluster that must have the class among their best."""
OUTSTANDING = 1.0
"""Standard deviations by which a word of the person must stand out in a cluster."""


def names_of(samples: Sequence[AnyFloatArray], extractor: str, words: Sequence[str] = ()) -> tuple[str, ...]:
    """Return a name for each cluster, "" for none.

    Args:
        samples: Features of images of each cluster, each of shape (s, d), s >= 1.
        extractor: What computed them.
        words: Words of the person, in English; without any, the classes of the encoder.

    Raises:
        FeatureError: Words were given, but cannot be compared with the features.
        ConfigError: A word means nothing.
    """
    if not samples:
        return ()
    if words:
        return _of_words(samples, _directions(extractor, words), words)
    try:
        built_in = check_extractor(extractor) is None and samples[0].shape[1] == lite0.D
    except FeatureError:
        built_in = False
    return _of_classes(samples) if built_in else ("",) * len(samples)


def _directions(extractor: str, words: Sequence[str]) -> FloatArray:
    interpreter = Interpreter()
    return np.array([interpreter.understand(word, extractor).direction for word in words])


def _standardized(parts: Sequence[AnyFloatArray], directions: AnyFloatArray) -> list[FloatArray]:
    """Return the score of every image for every direction, each with mean 0 and variance 1 over the clusters."""
    scores = [_unit(part) @ directions.T for part in parts]
    means = np.array([one.mean(axis=0) for one in scores])
    spread = np.concatenate([one - one.mean(axis=0) for one in scores]).std(axis=0)
    return [np.asarray((one - means.mean(axis=0)) / np.maximum(spread, 1e-12)) for one in scores]


def _unit(rows: AnyFloatArray) -> FloatArray:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float64)


def _of_classes(parts: Sequence[AnyFloatArray]) -> tuple[str, ...]:
    weights = lite0.classifier()[0].astype(np.float64)
    weights -= weights.mean(axis=0)
    titles = [name for name, _ in classes.names()]
    found = []
    for part in parts:
        best = np.argpartition(-(_unit(part) @ weights.T), BEST, axis=1)[:, :BEST]
        often = np.bincount(best.ravel(), minlength=len(titles))
        top = int(often.argmax())
        found.append(titles[top] if often[top] >= SHARE * len(part) else "")
    return tuple(found)


def _of_words(parts: Sequence[AnyFloatArray], directions: FloatArray, words: Sequence[str]) -> tuple[str, ...]:
    means = np.array([one.mean(axis=0) for one in _standardized(parts, directions)])
    best = means.argmax(axis=1)
    return tuple(
        words[word] if means[cluster, word] >= OUTSTANDING else "" for cluster, word in enumerate(best.tolist())
    )
