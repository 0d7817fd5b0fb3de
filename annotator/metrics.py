"""Evaluation measures for rankings, learning curves and clusterings, as pure functions of arrays.

A ranking is given as the relevance of its images, best first. To evaluate a collection while it is being labeled,
:func:`collection_order` puts the images labeled relevant first, those labeled irrelevant last, and the unlabeled ones
between them by score. Labeled images count as well: what the user has already found is part of the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.types import BoolArray, FloatArray, IntArray


def average_precision(relevant: BoolArray, total: int | None = None) -> float:
    """Return the mean of the precision at every relevant image.

    Args:
        relevant: Relevance in ranking order, shape (n,).
        total: Number of relevant images, if some of them are not ranked; those count with precision 0.

    Returns:
        Value in [0, 1]; NaN if there are no relevant images.
    """
    places = np.flatnonzero(relevant)
    total = len(places) if total is None else total
    if total == 0:
        return float("nan")
    precision = np.arange(1, len(places) + 1) / (places + 1)
    return float(precision.sum() / total)


def ndcg(grades: BoolArray | IntArray, k: int | None = None, unranked: Sequence[int] = ()) -> float:
    """Return the normalized discounted cumulative gain: the grade is the gain, the discount is 1 / log2(rank + 1).

    Args:
        grades: Grade or relevance in ranking order, 0 for irrelevant, shape (n,).
        k: Number of top ranks that count; default all.
        unranked: Grades of the images that are not ranked, in any order.

    Returns:
        Value in [0, 1]; NaN if there are no relevant images.

    Source:
        Järvelin & Kekäläinen 2002, Cumulated gain-based evaluation of IR techniques, with the discount of trec_eval.
    """
    gains = np.asarray(grades, np.float64)
    ideal = np.sort(np.append(gains, np.asarray(unranked, np.float64)))[::-1]
    best = _discounted(ideal[:k])
    return _discounted(gains[:k]) / best if best > 0 else float("nan")


def _discounted(gains: FloatArray) -> float:
    places = np.flatnonzero(gains)
    return float((gains[places] / np.log2(places + 2)).sum())


def rbp(gains: BoolArray | FloatArray, p: float = 0.8) -> float:
    """Return the rank-biased precision: what a person gains per image who goes on to the next with probability ``p``.

    Args:
        gains: Relevance in ranking order, or gains in [0, 1] such as grades divided by the highest, shape (n,).
        p: Persistence, in (0, 1).

    Returns:
        Value in [0, 1]; the least it can be, for nothing is gained from images that are not ranked.

    Source:
        Moffat & Zobel 2008, Rank-biased precision for measurement of retrieval effectiveness, eq. 6.
    """
    values = np.asarray(gains, np.float64)
    return float((1 - p) * (values * p ** np.arange(len(values))).sum())


def err(grades: IntArray, highest: int, k: int | None = None) -> float:
    """Return the expected reciprocal rank at which a person is satisfied.

    An image of grade g satisfies with probability (2^g - 1) / 2^highest.

    Args:
        grades: Grade in ranking order, 0 for irrelevant, shape (n,).
        highest: The highest grade there is, whether or not an image has it.
        k: Number of top ranks that count; default all.

    Returns:
        Value in [0, 1].

    Source:
        Chapelle et al. 2009, Expected reciprocal rank for graded relevance, Algorithm 2.
    """
    satisfied = (2.0 ** np.asarray(grades[:k], np.float64) - 1) / 2.0**highest
    reached = np.cumprod(np.append(1.0, 1 - satisfied))[:-1]
    return float((reached * satisfied / np.arange(1, len(satisfied) + 1)).sum())


def recall_at(relevant: BoolArray, k: int, total: int | None = None) -> float:
    """Return the fraction of the relevant images that are among the first ``k``.

    Args:
        relevant: Relevance in ranking order, shape (n,).
        k: Number of top ranks, >= 0.
        total: Number of relevant images, if some of them are not ranked.

    Returns:
        Value in [0, 1]; NaN if there are no relevant images.
    """
    total = int(np.count_nonzero(relevant)) if total is None else total
    return float(np.count_nonzero(relevant[:k]) / total) if total else float("nan")


def ranks_to(relevant: BoolArray, recall: float) -> int:
    """Return the smallest number of top ranks with this fraction of the relevant images.

    Args:
        relevant: Relevance in ranking order, shape (n,), with at least one relevant image.
        recall: Fraction of the relevant images, in (0, 1].
    """
    places = np.flatnonzero(relevant)
    needed = int(np.ceil(recall * len(places) - 1e-9))  # in binary, 0.07 * 100 is slightly more than 7
    return int(places[max(needed, 1) - 1]) + 1


def wss(relevant: BoolArray, recall: float = 0.95) -> float:
    """Return the work saved over sampling: the fraction of images that a random order inspects in addition.

    Args:
        relevant: Relevance in ranking order, shape (n,).
        recall: Fraction of the relevant images that must be found, in (0, 1].

    Returns:
        1 - N/n - (1 - recall), with N from :func:`ranks_to`; NaN if there are no relevant images.
    """
    return float(1 - ranks_to(relevant, recall) / len(relevant) - (1 - recall)) if relevant.any() else float("nan")


def area_under_curve(values: Sequence[float] | FloatArray) -> float:
    """Return the mean height of a learning curve by the trapezoidal rule.

    Args:
        values: Measure before the first round and after each of R rounds, R + 1 values, R >= 1.

    Returns:
        Value between the minimum and the maximum of ``values``; 1.0 for a perfect curve.

    Raises:
        ValueError: There are fewer than two values.
    """
    if len(values) < 2:
        raise ValueError("a learning curve needs at least one round, two values")
    return float(np.trapezoid(values)) / (len(values) - 1)


def reference_area_under_curve(values: Sequence[float] | FloatArray) -> float:
    """Return the area as normalized by the reference implementation of ITAL: divided by R + 1 instead of R.

    Use only to compare with figures computed that way: a perfect curve of 10 rounds has an area of 10/11.
    """
    return area_under_curve(values) * (len(values) - 1) / len(values)


def collection_order(score: NDArray[np.floating[Any]], rows: IntArray, y: FloatArray, tie: FloatArray) -> IntArray:
    """Order a partially labeled collection: labeled relevant, then unlabeled, then labeled irrelevant.

    Args:
        score: Score of every image, shape (n,); NaN counts as the lowest.
        rows: Labeled images, shape (m,), unique.
        y: Their labels, shape (m,), +1 or -1.
        tie: Breaks ties between equal scores, lowest first, shape (n,). Use random numbers if the order of the images
            correlates with what is measured, e.g. if they are sorted by class.

    Returns:
        Permutation of 0..n-1, best first; by score within each of the three groups.
    """
    group = np.zeros(len(score))
    group[rows] = -np.sign(y)
    order: IntArray = np.lexsort((tie, -np.where(np.isnan(score), -np.inf, score), group))
    return order


def clustering_accuracy(cluster: IntArray, label: IntArray) -> float:
    """Return the fraction of images that are in the cluster matched to their label.

    Each label is matched to at most one cluster so that the accuracy is maximal. Images in unmatched clusters count as
    errors.

    Args:
        cluster: Cluster of each image, shape (m,), arbitrary integers.
        label: Label of each image, shape (m,), arbitrary integers.

    Returns:
        Value in [0, 1]; NaN for zero images.
    """
    if not len(label):
        return float("nan")
    from scipy.optimize import linear_sum_assignment  # importing it takes a tenth of a second
    from sklearn.metrics.cluster import contingency_matrix

    table = contingency_matrix(cluster, label)
    return float(table[linear_sum_assignment(table, maximize=True)].sum() / len(label))


def normalized_mutual_information(cluster: IntArray, label: IntArray) -> float:
    """Return the mutual information of clusters and labels divided by the arithmetic mean of their entropies.

    Returns:
        Value in [0, 1]; 1 for a single cluster and a single label, NaN for zero images. Arguments as in
        :func:`clustering_accuracy`.
    """
    if not len(label):
        return float("nan")
    from sklearn.metrics import normalized_mutual_info_score

    return float(normalized_mutual_info_score(cluster, label))


def adjusted_rand_index(cluster: IntArray, label: IntArray) -> float:
    """Return the chance-corrected agreement of two partitions over pairs of images: 0 by chance, 1 for identity.

    Returns:
        Value in [-0.5, 1]; NaN for zero images. Arguments as in :func:`clustering_accuracy`.

    Source:
        Hubert & Arabie 1985, Comparing partitions, eq. 5.
    """
    if not len(label):
        return float("nan")
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(cluster, label))
