"""Pools: which images of several rankings are judged, and in which order.

A ranking is an array of image ids, best first, without repetition. All orders are computed anew from the labels so far,
so that it does not matter in which order images were judged, by whom, or whether a judgement was taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from annotator.types import UNLABELLED, FloatArray, IntArray, Label, LabelCodes

Rankings = Mapping[str, IntArray]
"""The ranking of each system, image ids, best first."""

FUSION = 60
"""The constant of reciprocal rank fusion, as in its source."""

_BETA = 0.1  # how fast Hedge leaves a system that was wrong, as in its source


def union(rankings: Rankings, depth: int) -> IntArray:
    """Return the images among the first ``depth`` of any system, shape (p,): all first ranks first, then the second."""
    ranks = best_ranks(rankings, depth)
    images = np.fromiter(ranks, np.int64, len(ranks))
    return images[np.argsort(np.fromiter(ranks.values(), np.int64, len(ranks)), kind="stable")]


def best_ranks(rankings: Rankings, depth: int) -> dict[int, int]:
    """Return the best rank, from 0, of every image among the first ``depth`` of any system."""
    best: dict[int, int] = {}
    for images in rankings.values():
        for rank, image in enumerate(images[:depth].tolist()):
            if rank < best.get(image, depth):
                best[image] = rank
    return best


def fused(rankings: Rankings, images: IntArray) -> FloatArray:
    """Return the scores of images by reciprocal rank fusion: the sum over systems of 1 / (60 + rank), shape (n,).

    Source:
        Cormack, Clarke & Buettcher 2009, Reciprocal rank fusion outperforms Condorcet and individual rank learning
        methods, section 2.
    """
    score = dict.fromkeys(images.tolist(), 0.0)
    for ranking in rankings.values():
        for rank, image in enumerate(ranking.tolist(), 1):
            if image in score:
                score[image] += 1 / (FUSION + rank)
    return np.fromiter(score.values(), np.float64, len(score))


def _by_rank(rankings: Rankings, pool: IntArray, labels: LabelCodes) -> IntArray:
    """Order by the best rank in any system; images of equal rank by reciprocal rank fusion."""
    best = best_ranks(rankings, max((len(one) for one in rankings.values()), default=0))
    ranks = np.array([best.get(image, len(best)) for image in pool.tolist()], np.int64)
    return _open(pool[np.lexsort((-fused(rankings, pool), ranks))], labels)


def _by_fusion(rankings: Rankings, pool: IntArray, labels: LabelCodes) -> IntArray:
    """Order by reciprocal rank fusion."""
    return _open(pool[np.argsort(-fused(rankings, pool), kind="stable")], labels)


def _move_to_front(rankings: Rankings, pool: IntArray, labels: LabelCodes) -> IntArray:
    """Order by move-to-front: go down the ranking of one system as long as it gives relevant images.

    A system whose image was not relevant, or is not judged yet, steps behind the others; a relevant image brings it
    back to the front. Among equals, the one that waited longest is next.

    Source:
        Cormack, Palmer & Clarke 1998, Efficient construction of large test collections, section 4.
    """
    members = set(pool.tolist())
    left = {name: [image for image in images.tolist() if image in members][::-1] for name, images in rankings.items()}
    missed, waited = dict.fromkeys(left, 0), {name: place for place, name in enumerate(left)}
    order: dict[int, None] = {}
    turn = len(left)
    while left:
        name = min(left, key=lambda one: (missed[one], waited[one]))
        turn, waited[name] = turn + 1, turn
        while left[name]:
            image = left[name].pop()
            if image in order:
                continue
            order[image] = None
            if labels[image] <= 0:  # irrelevant, unsure or not judged yet
                missed[name] += 1
                break
            missed[name] = 0
        if not left[name]:
            del left[name]
    return _open(np.fromiter(order, np.int64, len(order)), labels)


def _hedge(rankings: Rankings, pool: IntArray, labels: LabelCodes) -> IntArray:
    """Order by Hedge: the images first that the systems rank highest which were right so far.

    An image at rank r of c, from 1, costs a system half the logarithm of (c + 1) / r if it is not relevant, and saves
    as much if it is; an image that the system does not have costs nothing. A system counts with 0.1 to the power of its
    costs.

    Source:
        Aslam, Pavlu & Savell 2003, A unified model for metasearch, pooling, and system evaluation, section 2.
    """
    place = {image: at for at, image in enumerate(pool.tolist())}
    length = max((len(images) for images in rankings.values()), default=0)
    loss = np.zeros((len(rankings), len(pool)))
    for system, images in enumerate(rankings.values()):
        for rank, image in enumerate(images.tolist(), 1):
            if image in place:
                loss[system, place[image]] = 0.5 * np.log((length + 1) / rank)
    codes = labels[pool]
    sign = np.where(codes > 0, -1.0, np.where(codes == Label.IRRELEVANT, 1.0, 0.0))
    power = np.log(_BETA) * (loss @ sign)
    weight = np.exp(power - power.max(initial=-np.inf)) if len(power) else power
    return _open(pool[np.argsort(-(weight @ loss), kind="stable")], labels)


def _open(order: IntArray, labels: LabelCodes) -> IntArray:
    open_: IntArray = order[labels[order] == UNLABELLED]
    return open_


ORDERS: Mapping[str, Callable[[Rankings, IntArray, LabelCodes], IntArray]] = MappingProxyType(
    {"mtf": _move_to_front, "hedge": _hedge, "rrf": _by_fusion, "rank": _by_rank}
)
"""How the next images of a pool are chosen, by name; the first is the default.

Each takes the rankings to the depth of the pool, the images of the pool, and the labels of all images, and returns the
images of the pool without a label, those to judge next first.
"""


def drawn(rankings: Rankings, pool: IntArray, n: int, rng: np.random.Generator) -> FloatArray:
    """Draw ``n`` images of a pool without replacement, those more often that matter more to average precision.

    The probability of an image is proportional to the mean over systems of the prior that average precision implies,
    (1 + 1/r + ... + 1/c) / 2c for rank r of c, and at most 1. The sample is systematic, in random order, so that the
    probabilities are exact and exactly ``n`` images are drawn.

    Args:
        rankings: The rankings to the depth of the pool.
        pool: Images of the pool, shape (p,).
        n: How many to draw, at most p.
        rng: Source of the chance.

    Returns:
        The probability with which it was drawn of every image drawn, 0 of the others, shape (p,).

    Source:
        Aslam & Pavlu 2007, A practical sampling strategy for efficient retrieval evaluation, sections 2 and 3; Madow
        1949, On the theory of systematic sampling, II.
    """
    place = {image: at for at, image in enumerate(pool.tolist())}
    prior = np.zeros(len(pool))
    for images in rankings.values():
        c = len(images)
        tail = np.cumsum((1 / np.arange(1, c + 1))[::-1])[::-1]
        for weight, image in zip((1 + tail) / (2 * c), images.tolist(), strict=True):
            prior[place[image]] += weight
    chances = _proportional(prior, n)
    order = rng.permutation(len(pool))
    ends = np.cumsum(chances[order])
    steps = np.floor(np.concatenate([[0.0], ends]) - rng.random() + 1e-9)
    chosen = order[np.diff(steps) > 0][:n]
    result = np.zeros(len(pool))
    result[chosen] = chances[chosen]
    return result


def _proportional(sizes: FloatArray, n: int) -> FloatArray:
    """Return probabilities proportional to ``sizes``, at most 1, whose sum is ``n``."""
    chances = np.zeros(len(sizes))
    sure = np.zeros(len(sizes), np.bool_)
    while True:
        left = n - int(sure.sum())
        rest = sizes[~sure].sum()
        chances[~sure] = left * sizes[~sure] / rest if rest else 0.0
        chances[sure] = 1.0
        over = chances > 1
        if not over.any():
            return chances
        sure |= over
