"""Which images the ranking shows and in which order: arrays in, arrays out."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from annotator.data.exporting.tables import probabilities
from annotator.data.project.snapshot import rank_images
from annotator.gui.controller.filename_index import FilenameIndex
from annotator.types import UNLABELLED, BoolArray, FloatArray, IntArray, Label, LabelCodes, Ranking, Selection


class Order(enum.Enum):
    """Orders of the ranking."""

    BEST = "best first"
    UNCERTAIN = "most uncertain first"
    NAME = "by folder and name"
    FILE = "by file name"
    RISEN = "risen most since the last round"
    LABEL = "by label"
    TAKEN = "by date taken"


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


class FeatureFilter(enum.Enum):
    """Images by the data available for them."""

    ANY = "with or without features"
    FEATURES = "with features"
    NO_FEATURES = "without features"
    EXAMPLE = "picked as examples"


@dataclass(frozen=True)
class RankingFilter:
    """Filter and order chosen by the user.

    Attributes:
        text: Words that the path must contain.
        state: Label that the image must have.
        expression: Condition on the columns of the ranking, "" for none.
        order: Order of the images.
        least, most: Range of the predicted probability in percent; an image without a prediction is only in the full
            range.
        folder: Folder that holds the image, or the beginning of its path; "" for any.
        having: Data that must be available for the image.
    """

    text: str = ""
    state: State = State.ALL
    expression: str = ""
    order: Order = Order.BEST
    least: float = 0.0
    most: float = 100.0
    folder: str = ""
    having: FeatureFilter = FeatureFilter.ANY

    @property
    def narrows(self) -> bool:
        """Whether some images may be hidden."""
        words = bool(self.text.strip() or self.expression.strip() or self.folder)
        return words or self.in_range or self.state is not State.ALL or self.having is not FeatureFilter.ANY

    @property
    def in_range(self) -> bool:
        """Whether images are filtered by probability."""
        return self.least > 0 or self.most < 100


def _no_images() -> IntArray:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class RankedImages:
    """Data of the images other than labels and ranking.

    Attributes:
        featured: Which images have features, shape (N,); None for all.
        examples: Images picked as examples.
        before: Ranking of the round before.
        taken: When every image was taken, in seconds, NaN for unknown, shape (N,); None before it was read.
    """

    featured: BoolArray | None = None
    examples: IntArray = field(default_factory=_no_images)
    before: Ranking | None = None
    taken: FloatArray | None = None


NOTHING_KNOWN = RankedImages()


Evaluate = Callable[[str, Ranking, LabelCodes], BoolArray]
"""Returns which images of a ranking fulfill an expression, aligned with the ranking."""


def visible_images(
    wanted: RankingFilter,
    n_images: int,
    ranking: Ranking | None,
    labels: LabelCodes,
    names: FilenameIndex,
    evaluate: Evaluate,
    known: RankedImages = NOTHING_KNOWN,
) -> IntArray:
    """Return the image ids to show, in order.

    Args:
        wanted: Filter and order.
        n_images: Number of images of the collection, N.
        ranking: Latest ranking; images missing from it come last, by name. ``None`` orders by name.
        labels: Label codes, shape (N,).
        names: Index of the paths.
        evaluate: Evaluates the expression.
        known: Other data for the filter and the order.

    Raises:
        ConfigError: The expression cannot be evaluated; the message says why.
    """
    keep = wanted.state.holds(labels)
    if wanted.text.strip():
        keep &= names.matches(wanted.text)
    if wanted.folder:
        keep &= names.within(wanted.folder)
    if wanted.having is not FeatureFilter.ANY:
        keep &= _having(wanted.having, n_images, known)
    scored = _unranked(n_images) if ranking is None else ranking
    if wanted.in_range:
        percent = 100 * probabilities(scored)  # NaN is in no range
        keep &= _spread((percent >= wanted.least) & (percent <= wanted.most), scored, n_images)
    if wanted.expression.strip():
        keep &= _spread(evaluate(wanted.expression, scored, labels), scored, n_images)
    order = ordered(wanted.order, n_images, ranking, labels, names, known)
    return order[keep[order]]


def _spread(holds: BoolArray, ranking: Ranking, n_images: int) -> BoolArray:
    """Expand ``holds``, aligned with ``ranking``, to all images."""
    result = np.zeros(n_images, dtype=np.bool_)
    result[ranking.images[holds]] = True
    return result


def _having(having: FeatureFilter, n_images: int, known: RankedImages) -> BoolArray:
    if having is FeatureFilter.EXAMPLE:
        result = np.zeros(n_images, dtype=np.bool_)
        result[known.examples] = True
        return result
    featured = np.ones(n_images, dtype=np.bool_) if known.featured is None else known.featured
    return featured if having is FeatureFilter.FEATURES else ~featured


def _unranked(n_images: int) -> Ranking:
    """Return all images without scores, so that conditions on labels and metadata can be evaluated."""
    nothing = np.full(n_images, np.nan, np.float32)
    return Ranking(np.arange(n_images, dtype=np.int64), nothing, nothing, 0, 0)


_GROUPS = np.full(256, 3, dtype=np.int8)
_GROUPS[[Label.RELEVANT.value, Label.UNSURE.value, Label.IRRELEVANT.value]] = (0, 1, 2)
"""Place of a label in the order by label; negative codes index from the end."""


def ordered(
    order: Order,
    n_images: int,
    ranking: Ranking | None,
    labels: LabelCodes,
    names: FilenameIndex,
    known: RankedImages = NOTHING_KNOWN,
) -> IntArray:
    """Return all image ids in ``order``, shape (N,); images that it does not order come last."""
    everything = np.arange(n_images, dtype=np.int64)
    if order is Order.NAME:
        return everything
    if order is Order.FILE:
        return names.by_file_name()
    if order is Order.TAKEN and known.taken is not None:
        return np.argsort(known.taken, kind="stable")
    best = everything if ranking is None else _with_unranked(ranking.images, n_images)
    if order is Order.LABEL:
        return best[np.argsort(_GROUPS[labels[best]], kind="stable")]
    if ranking is not None and order is Order.UNCERTAIN:
        return _with_unranked(ranking.images[np.argsort(-ranking.std, kind="stable")], n_images)
    if ranking is not None and known.before is not None and order is Order.RISEN:
        now, before = ranks(n_images, ranking)[best], ranks(n_images, known.before)[best]
        risen = np.where((now > 0) & (before > 0), before - now, -n_images)
        return best[np.argsort(-risen, kind="stable")]
    return best


def _with_unranked(images: IntArray, n_images: int) -> IntArray:
    unranked = np.ones(n_images, dtype=np.bool_)
    unranked[images] = False
    return np.concatenate([images, np.flatnonzero(unranked)])


def ranks(n_images: int, ranking: Ranking) -> IntArray:
    """Return the rank of every image from 1, shape (N,); 0 for images that are not ranked."""
    result = np.zeros(n_images, dtype=np.int64)
    result[ranking.images] = np.arange(1, len(ranking.images) + 1)
    return result


@dataclass(frozen=True, eq=False)
class Ranked:
    """The ranking that the model's thread computes from a selection.

    Attributes:
        ranking: The images, best first.
        ranks: Rank of every image from 1, 0 for none, shape (n_images,).
    """

    ranking: Ranking
    ranks: IntArray

    @classmethod
    def by(cls, row_of_image: IntArray, n_images: int, selection: Selection) -> Ranked:
        """Rank the images by a selection."""
        ranking = rank_images(selection, row_of_image)
        return cls(ranking, ranks(n_images, ranking))
