"""Which images the ranking shows and in which order: arrays in, arrays out."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from annotator.data.project.snapshot import rank_images
from annotator.gui.controller.filename_index import FilenameIndex
from annotator.types import UNLABELLED, BoolArray, FloatArray, IntArray, Label, LabelCodes, Ranking, Selection


class Tab(enum.Enum):
    """The images among which one looks: what to judge next, what was found, or everything."""

    SUGGESTIONS = "suggestions"
    FOUND = "found"
    ALL = "all"

    def holds(self, labels: LabelCodes) -> BoolArray:
        """Return which of ``labels`` (shape (N,)) belong to this tab."""
        if self is Tab.ALL:
            return np.ones(len(labels), dtype=np.bool_)
        return labels == (UNLABELLED if self is Tab.SUGGESTIONS else Label.RELEVANT.value)


class Order(enum.Enum):
    """Orders of the ranking."""

    BEST = "best first"
    NEWEST = "newest judgement first"
    UNCERTAIN = "most uncertain first"
    RISEN = "risen most since the last round"
    SIMILAR = "similar to this"
    NAME = "by folder and name"
    FILE = "by file name"
    LABEL = "by label"
    TAKEN = "by date taken"


def orders(tab: Tab, *, ranked: bool, ranked_before: bool) -> tuple[Order, ...]:
    """Return the orders that make sense in ``tab``, the default first.

    Args:
        tab: The tab.
        ranked: Whether there is a ranking.
        ranked_before: Whether there is one of an earlier round, too.
    """
    without = {
        Order.BEST: not ranked,
        Order.UNCERTAIN: not ranked,
        Order.RISEN: not ranked_before,
        Order.NEWEST: tab is Tab.SUGGESTIONS,
        Order.LABEL: tab is not Tab.ALL,
    }
    found = [order for order in Order if not without.get(order, False)]
    first = Order.NEWEST if tab is Tab.FOUND else Order.BEST if ranked else Order.NAME
    return (first, *(order for order in found if order is not first))


@dataclass(frozen=True)
class RankingFilter:
    """Filter and order chosen by the user.

    Attributes:
        tab: The tab that is open.
        text: Words that the path must contain.
        expression: Condition on the columns of the ranking, "" for none.
        order: Order of the images.
    """

    tab: Tab = Tab.ALL
    text: str = ""
    expression: str = ""
    order: Order = Order.BEST

    @property
    def narrows(self) -> bool:
        """Whether some images are in no tab."""
        return bool(self.text.strip() or self.expression.strip())

    @property
    def follows_labels(self) -> bool:
        """Whether a judgement may change which images pass."""
        return bool(self.expression.strip())


def _no_images() -> IntArray:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class RankedImages:
    """Data of the images other than labels and ranking.

    Attributes:
        before: Ranking of the round before.
        taken: When every image was taken, in seconds, NaN for unknown, shape (N,); None before it was read.
        judged: Images with a label, the newest judgement last.
        similar: Images by their similarity to one of them, the most similar first.
        kept: Images that stay in the open tab although their label belongs to another one.
    """

    before: Ranking | None = None
    taken: FloatArray | None = None
    judged: IntArray = field(default_factory=_no_images)
    similar: IntArray = field(default_factory=_no_images)
    kept: IntArray = field(default_factory=_no_images)


NOTHING_KNOWN = RankedImages()


@dataclass(frozen=True, eq=False)
class Shown:
    """What passes a filter.

    Attributes:
        images: Image ids of the open tab, in order.
        listed: Which images these are, shape (N,).
        passing: Which images pass whatever their tab, shape (N,).
    """

    images: IntArray
    listed: BoolArray
    passing: BoolArray

    def counts(self, labels: LabelCodes) -> dict[Tab, int]:
        """Return how many images belong to each tab by ``labels``, shape (N,); a millisecond for a million images."""
        return {tab: int(np.count_nonzero(self.passing & tab.holds(labels))) for tab in Tab}


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
) -> Shown:
    """Return the images to show.

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
    passing = passes(wanted, n_images, ranking, labels, names, evaluate)
    listed = wanted.tab.holds(labels)
    listed[known.kept] = True
    listed &= passing
    order = ordered(wanted.order, n_images, ranking, labels, names, known)
    return Shown(order[listed[order]], listed, passing)


def passes(
    wanted: RankingFilter,
    n_images: int,
    ranking: Ranking | None,
    labels: LabelCodes,
    names: FilenameIndex,
    evaluate: Evaluate,
) -> BoolArray:
    """Return which images pass the filter whatever their tab, shape (N,); see :func:`visible_images`."""
    keep = np.ones(n_images, dtype=np.bool_)
    if wanted.text.strip():
        keep &= names.matches(wanted.text)
    if wanted.expression.strip():
        scored = covering(n_images, ranking)
        keep &= _spread(evaluate(wanted.expression, scored, labels), scored, n_images)
    return keep


def _spread(holds: BoolArray, ranking: Ranking, n_images: int) -> BoolArray:
    """Expand ``holds``, aligned with ``ranking``, to all images."""
    result = np.zeros(n_images, dtype=np.bool_)
    result[ranking.images[holds]] = True
    return result


def covering(n_images: int, ranking: Ranking | None) -> Ranking:
    """Return all images: those of ``ranking``, then the others without scores, for conditions on what else is known."""
    missing = np.ones(n_images, np.bool_)
    if ranking is not None:
        missing[ranking.images] = False
        if not missing.any():
            return ranking
    others = np.flatnonzero(missing)
    nothing = np.full(len(others), np.nan, np.float32)
    if ranking is None:
        return Ranking(others, nothing, nothing, 0, 0)
    return Ranking(
        np.concatenate([ranking.images, others]),
        np.concatenate([ranking.mean, nothing]),
        np.concatenate([ranking.std, nothing]),
        ranking.revision,
        ranking.round,
    )


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
    if order is Order.NAME:
        return names.by_path()
    if order is Order.FILE:
        return names.by_file_name()
    best = names.by_path() if ranking is None else _first(ranking.images, names.by_path, n_images)
    if order is Order.TAKEN and known.taken is not None:
        by_path = names.by_path()
        return by_path[np.argsort(known.taken[by_path], kind="stable")]
    if order is Order.NEWEST:
        return _first(known.judged[::-1], lambda: best, n_images)
    if order is Order.SIMILAR:
        return _first(known.similar, lambda: best, n_images)
    if order is Order.LABEL:
        return best[np.argsort(_GROUPS[labels[best]], kind="stable")]
    if ranking is not None and order is Order.UNCERTAIN:
        return _first(ranking.images[np.argsort(-ranking.std, kind="stable")], lambda: best, n_images)
    if ranking is not None and known.before is not None and order is Order.RISEN:
        now, before = ranks(n_images, ranking)[best], ranks(n_images, known.before)[best]
        risen = np.where((now > 0) & (before > 0), before - now, -n_images)
        return best[np.argsort(-risen, kind="stable")]
    return best


def _first(images: IntArray, everything: Callable[[], IntArray], n_images: int) -> IntArray:
    """Return ``images``, then the others in the order of ``everything``, which is asked only if there are others."""
    others = np.ones(n_images, dtype=np.bool_)
    others[images] = False
    if not others.any():
        return images
    rest = everything()
    return np.concatenate([images, rest[others[rest]]])


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
