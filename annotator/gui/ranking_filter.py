"""Which images the ranking shows and in which order: arrays in, arrays out."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting import UNLABELLED
from annotator.gui.name_index import NameIndex
from annotator.types import BoolArray, IntArray, Label, Ranking

LabelCodes = NDArray[np.int8]


class Order(enum.Enum):
    """Orders of the ranking."""

    BEST = "best first"
    UNCERTAIN = "most uncertain first"
    NAME = "by name"


class State(enum.Enum):
    """Images by their label."""

    ALL = "all images"
    UNLABELLED = "unlabelled"
    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"
    UNSURE = "unsure"

    def holds(self, labels: LabelCodes) -> BoolArray:
        """Return which of ``labels`` (shape (N,)) belong to this state."""
        if self is State.ALL:
            return np.ones(len(labels), dtype=np.bool_)
        if self is State.UNLABELLED:
            return labels == UNLABELLED
        return labels == Label.from_word(self.value).value


@dataclass(frozen=True)
class RankingFilter:
    """What the person asked to see.

    Attributes:
        text: Words that the path must contain.
        state: Label that the image must have.
        expression: Condition on the columns of the ranking, "" for none.
        order: Order of the images.
    """

    text: str = ""
    state: State = State.ALL
    expression: str = ""
    order: Order = Order.BEST

    @property
    def narrows(self) -> bool:
        """Whether some images may be left out."""
        return bool(self.text.strip() or self.expression.strip()) or self.state is not State.ALL


Evaluate = Callable[[str, Ranking, LabelCodes], BoolArray]
"""Returns which images of a ranking fulfil an expression, aligned with the ranking."""


def visible_images(
    wanted: RankingFilter,
    n_images: int,
    ranking: Ranking | None,
    labels: LabelCodes,
    names: NameIndex,
    evaluate: Evaluate,
) -> IntArray:
    """Return the image ids to show, in order.

    Args:
        wanted: Filter and order.
        n_images: Number of images of the collection, N.
        ranking: Latest ranking; images that it does not hold come last, by name. ``None`` orders by name.
        labels: Label codes, shape (N,).
        names: Index of the paths.
        evaluate: Evaluates the expression.

    Raises:
        ConfigError: The expression cannot be evaluated; the message says why.
    """
    keep = wanted.state.holds(labels)
    if wanted.text.strip():
        keep &= names.matches(wanted.text)
    if wanted.expression.strip():
        fulfils = np.zeros(n_images, dtype=np.bool_)
        known = _unranked(n_images) if ranking is None else ranking
        fulfils[known.images[evaluate(wanted.expression, known, labels)]] = True
        keep &= fulfils
    order = ordered(wanted.order, n_images, ranking)
    return order[keep[order]]


def _unranked(n_images: int) -> Ranking:
    """Return all images without scores, so that conditions on labels and metadata can be evaluated."""
    nothing = np.full(n_images, np.nan, np.float32)
    return Ranking(np.arange(n_images, dtype=np.int64), nothing, nothing, 0, 0)


def ordered(order: Order, n_images: int, ranking: Ranking | None) -> IntArray:
    """Return all image ids in ``order``, shape (N,); images without a rank last."""
    everything = np.arange(n_images, dtype=np.int64)
    if ranking is None or order is Order.NAME:
        return everything
    images = ranking.images
    if order is Order.UNCERTAIN:
        images = images[np.argsort(-ranking.std, kind="stable")]
    unranked = np.ones(n_images, dtype=np.bool_)
    unranked[images] = False
    return np.concatenate([images, everything[unranked]])


def ranks(n_images: int, ranking: Ranking) -> IntArray:
    """Return the rank of every image from 1, shape (N,); 0 for images that are not ranked."""
    result = np.zeros(n_images, dtype=np.int64)
    result[ranking.images] = np.arange(1, len(ranking.images) + 1)
    return result
