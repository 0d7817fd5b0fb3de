"""Measures of a ranking, of a learning curve, and of clusters: pure functions of arrays.

A ranking is given as the relevance of its images, best first. Conventions for measuring a collection while it is being
labeled (:func:`collection_order`): the images labeled relevant come first, those labeled irrelevant last, and the
unlabeled ones between them by score. Everything in the collection counts, whether labeled or not, because what the
person has found is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from annotator.types import BoolArray, FloatArray, IntArray


def average_precision(relevant: BoolArray, total: int | None = None) -> float:
    """Return the mean of the precision at every relevant image.

    Args:
        relevant: Relevance in ranking order, shape (n,).
        total: Number of relevant images, where some are not ranked; those count with precision 0.

    Returns:
        A value in [0, 1]; NaN if there is nothing relevant.
    """
    places = np.flatnonzero(relevant)
    total = len(places) if total is None else total
    if total == 0:
        return float("nan")
    precision = np.arange(1, len(places) + 1) / (places + 1)
    return float(precision.sum() / total)


def ndcg(relevant: BoolArray, k: int | None = None, total: int | None = None) -> float:
    """Return the normalized discounted cumulative gain with gain 1 and discount 1 / log2(rank + 1).

    Args:
        relevant: Relevance in ranking order, shape (n,).
        k: Only the first ``k`` places count; all unless given.
        total: Number of relevant images, where some are not ranked.

    Returns:
        A value in [0, 1]; NaN if there is nothing relevant.
    """
    total = int(np.count_nonzero(relevant)) if total is None else total
    if total == 0:
        return float("nan")
    end = len(relevant) if k is None else k
    gain = (1 / np.log2(np.flatnonzero(relevant[:end]) + 2)).sum()
    ideal = total if k is None else min(total, k)
    return float(gain / (1 / np.log2(np.arange(ideal) + 2)).sum())


def recall_at(relevant: BoolArray, k: int, total: int | None = None) -> float:
    """Return the share of the relevant images among the first ``k``.

    Args:
        relevant: Relevance in ranking order, shape (n,).
        k: Number of places, >= 0.
        total: Number of relevant images, where some are not ranked.

    Returns:
        A value in [0, 1]; NaN if there is nothing relevant.
    """
    total = int(np.count_nonzero(relevant)) if total is None else total
    return float(np.count_nonzero(relevant[:k]) / total) if total else float("nan")


def wss(relevant: BoolArray, recall: float = 0.95) -> float:
    """Return the work saved over sampling: how much less is looked at than in random order, at the same recall.

    Args:
        relevant: Relevance in ranking order, shape (n,).
        recall: Share of the relevant images that has to be found, in (0, 1].

    Returns:
        1 - N/n - (1 - recall), with N the least number of places that hold ``recall`` of the relevant images; NaN if
        there is nothing relevant.
    """
    places = np.flatnonzero(relevant)
    if len(places) == 0:
        return float("nan")
    needed = int(np.ceil(recall * len(places) - 1e-9))  # 0.07 * 100 is a little more than 7 in binary
    return float(1 - (places[max(needed, 1) - 1] + 1) / len(relevant) - (1 - recall))


def area_under_curve(values: Sequence[float] | FloatArray) -> float:
    """Return the mean height of a learning curve: its trapezoids, divided by the number of rounds R.

    Args:
        values: Measure before the first round and after each, R + 1 of them, R >= 1.

    Returns:
        A value between the least and the greatest of ``values``: 1.0 for a perfect curve.

    Raises:
        ValueError: There are fewer than two values.
    """
    if len(values) < 2:
        raise ValueError("a learning curve needs at least one round, two values")
    return float(np.trapezoid(values)) / (len(values) - 1)


def reference_area_under_curve(values: Sequence[float] | FloatArray) -> float:
    """Return the area as the reference implementation of ITAL normalizes it: divided by R + 1 instead of R.

    A perfect curve of 10 rounds has 10/11 there. Only for comparison with figures computed so.
    """
    return area_under_curve(values) * (len(values) - 1) / len(values)


def collection_order(score: NDArray[np.floating[Any]], rows: IntArray, y: FloatArray, tie: FloatArray) -> IntArray:
    """Order a collection as its owner sees it: labeled relevant, then unlabeled, then labeled irrelevant.

    Args:
        score: Score of every image, shape (n,); NaN counts as the lowest.
        rows: Labeled images, shape (m,), unique.
        y: Their labels, shape (m,), +1 or -1.
        tie: Decides between equal scores, lower first, shape (n,). Give random numbers where the images are sorted by
            what is measured, e.g. by class.

    Returns:
        A permutation of 0..n-1, best first; by score within each of the three groups.
    """
    group = np.zeros(len(score))
    group[rows] = -np.sign(y)
    order: IntArray = np.lexsort((tie, -np.where(np.isnan(score), -np.inf, score), group))
    return order


def clustering_accuracy(cluster: IntArray, label: IntArray) -> float:
    """Return the share of images whose cluster is the one that stands for their label.

    Every label is matched with at most one cluster, so that the share is as high as it can be; images of clusters
    without a label are wrong.

    Args:
        cluster: Cluster of each image, shape (m,), any whole numbers.
        label: Its label, shape (m,), any whole numbers.

    Returns:
        A value in [0, 1]; NaN without images.
    """
    if not len(label):
        return float("nan")
    from scipy.optimize import linear_sum_assignment  # a tenth of a second to import, for this alone

    table = _contingency(cluster, label)
    return float(table[linear_sum_assignment(table, maximize=True)].sum() / len(label))


def normalized_mutual_information(cluster: IntArray, label: IntArray) -> float:
    """Return the mutual information of clusters and labels over the arithmetic mean of their entropies.

    Returns:
        A value in [0, 1]; 1 where there is but one cluster and one label, NaN without images. Arguments as for
        :func:`clustering_accuracy`.
    """
    if not len(label):
        return float("nan")
    joint = _contingency(cluster, label) / len(label)
    of_clusters, of_labels = float(entr(joint.sum(axis=1)).sum()), float(entr(joint.sum(axis=0)).sum())
    if of_clusters + of_labels == 0.0:
        return 1.0
    mutual = of_clusters + of_labels - float(entr(joint).sum())
    return min(max(2.0 * mutual / (of_clusters + of_labels), 0.0), 1.0)


def adjusted_rand_index(cluster: IntArray, label: IntArray) -> float:
    """Return how often pairs of images are together in both or in neither, 0 for chance and 1 for all.

    Returns:
        A value in [-0.5, 1]; NaN without images. Arguments as for :func:`clustering_accuracy`.

    Source:
        Hubert & Arabie 1985, Comparing partitions, eq. 5.
    """
    if not len(label):
        return float("nan")
    table = _contingency(cluster, label)
    together, in_clusters, in_labels = (
        float((count * (count - 1.0)).sum()) / 2.0 for count in (table, table.sum(axis=1), table.sum(axis=0))
    )
    expected = in_clusters * in_labels / max(len(label) * (len(label) - 1.0) / 2.0, 1.0)
    most = 0.5 * (in_clusters + in_labels)
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _contingency(cluster: IntArray, label: IntArray) -> FloatArray:
    """Number of images of each cluster and label, shape (clusters, labels)."""
    clusters, i = np.unique(cluster, return_inverse=True)
    labels, j = np.unique(label, return_inverse=True)
    table = np.zeros((len(clusters), len(labels)))
    np.add.at(table, (i, j), 1.0)
    return table
