"""Explanations of the scores by which strategies select images, for the user."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Meaning:
    """Explanation of a score.

    Attributes:
        quantity: Name of the quantity, e.g. "Expected information".
        help: Explanation in one sentence without jargon.
        unit: Unit of the displayed number, "" for none; "%" displays a fraction in percent.
        factor: Factor that converts the score to this unit.
    """

    quantity: str
    help: str
    unit: str = ""
    factor: float = 1.0

    def value(self, score: float) -> str:
        """Return ``score`` as a number with its unit; "" if the strategy gave none."""
        if not math.isfinite(score):
            return ""
        number = score * self.factor
        if self.unit == "%":
            return f"{number:.0%}"
        digits = 0 if number == round(number) else 3 if abs(number) < 0.1 else 2
        return f"{number:.{digits}f} {self.unit}".strip().replace("-", "−")


_BITS = 1.0 / math.log(2.0)
_RELEVANCE = Meaning(
    "Predicted relevance", "The prediction of the model: 1 is like the relevant images, −1 like the irrelevant ones."
)
_INFORMATION = Meaning(
    "Expected information",
    "How informative your answer is expected to be, given the other images of the batch. "
    "One bit is the answer to a question that could go either way.",
    "bits",
    _BITS,
)
_DOUBT = Meaning(
    "Uncertainty",
    "How undecided the model is: 1 bit if the image may as well be relevant as irrelevant, 0 if it is certain.",
    "bits",
    _BITS,
)
_DISTANCE = Meaning(
    "Distance from the boundary",
    "How far the prediction is from the border between relevant and irrelevant; 0 is right on it.",
    factor=-1.0,
)
_LEFT = Meaning(
    "Doubt left in the collection",
    "Expected total uncertainty of all other images after your answer; the image with the lowest total is chosen.",
    "bits",
    -_BITS,
)
_TRADE = "The strategy weighs several criteria against each other; the image with the largest sum is chosen first."
GENERAL = Meaning("Score", "The number by which the strategy chose this image; larger is better.")
"""For strategies without an entry below, such as third-party ones."""

FIRST_LOOK = Meaning(
    "Added coverage",
    "How much this image adds to a batch that represents the whole collection; there was no judgement to learn from.",
)
"""For the first batch of a topic without judgements and examples, whatever its strategy."""

MEANINGS: Mapping[str, Meaning] = {
    "mix": Meaning(
        "Expected information",
        "How informative your answer is expected to be about this image or similar ones. "
        "One bit is the answer to a question that could go either way.",
        "bits",
        _BITS,
    ),
    "ital": _INFORMATION,
    "topscoring": _RELEVANCE,
    "borderline": _DISTANCE,
    "borderline-diversity": Meaning("Nearness to the boundary, and difference from the rest of the batch", _TRADE),
    "tcal": _DISTANCE,
    "usdm": Meaning(
        "Share of the batch", "How much of the batch this image represents; similar images share their weight."
    ),
    "uncertainty": Meaning(
        "Distance from the boundary, in standard deviations",
        "How far the prediction is from the border between relevant and irrelevant, measured by how unsure it is.",
        factor=-1.0,
    ),
    "entropy": _INFORMATION,
    "ceal": Meaning("Doubt", "How undecided the model is about this image, by the measure that was chosen."),
    "sud": Meaning("Uncertainty and density", "How undecided the model is, times how similar its nearest images are."),
    "variance": Meaning(
        "Variance",
        "How little the judgements say about this image, whatever the answer will be; largest far from all of them.",
    ),
    "maxherding": FIRST_LOOK,
    "epig": Meaning(
        "Expected information about other images",
        "How informative your answer is expected to be about another image of the collection, on average.",
        "bits",
        _BITS,
    ),
    "emoc": Meaning(
        "Expected change of the ranking",
        "How much your answer is expected to move the predictions of all other images, on average.",
    ),
    "mcmi": _LEFT,
    "adaptal": Meaning(
        "Expected errors",
        "How many wrong predictions are expected to remain after your answer; the image with the fewest comes first.",
        factor=-1.0,
    ),
    "rbmal": Meaning("Difference from judged images, and uncertainty", _TRADE),
    "least-confidence": _DOUBT,
    "qbc": Meaning("Disagreement", "How much several models that fit your judgements contradict each other here."),
    "bald": Meaning(
        "Expected information about the model",
        "How informative your answer is expected to be about what the model does not know yet.",
        "bits",
        _BITS,
    ),
    "batchbald": _INFORMATION,
    "learning-loss": Meaning(
        "Expected mistake", "How wrong the model is expected to be here, judging by its earlier mistakes."
    ),
    "badge": Meaning(
        "Expected change of the model, different from the rest of the batch",
        "How far the change that your answer would cause is from the changes by the other images of the batch.",
    ),
    "kmeans-uncertain": _DOUBT,
    "cb-entropy": Meaning("Uncertainty and balance of the labels", _TRADE),
    "minority": Meaning(
        "Likelihood of the rarer label", "How likely the image has the label that was given less often."
    ),
    "galaxy": _DISTANCE,
    "ucb": Meaning(
        "Possible relevance",
        "The upper end of the prediction: high if the image seems relevant, or if little is known about it.",
    ),
    "thompson": Meaning(
        "Drawn relevance", "The relevance of the image in a random draw from all predictions that fit your judgements."
    ),
    "coreset": Meaning(
        "Distance to judged images", "How far the image is from the nearest judged one, by its features."
    ),
    "bait": Meaning("Removed variance", "How much your answer reduces the uncertainty about the whole collection."),
    "representative": Meaning("Typicality, and difference from judged images", _TRADE),
    "typiclust": Meaning("Typicality", "How close the image is to its nearest images."),
    "probcover": Meaning("Covered images", "How many nearby images have no judged image near them yet.", "images"),
    "clusters": Meaning(
        "Size of its cluster", "How many images are in the cluster that has this image at its center.", "images"
    ),
    "eer": _LEFT,
    "ens": Meaning(
        "Expected finds",
        "How many relevant images are expected to be found with the judgements left, beginning with this one.",
        "images",
    ),
    "power": Meaning(
        "Score in a draw", "The image was drawn by chance; those with a higher score are drawn more often."
    ),
    "mmr": Meaning("Score, and difference from the rest of the batch", _TRADE),
    "audit": Meaning(
        "Probability of being drawn",
        "The image was drawn at random with this probability, to estimate what was missed.",
        "%",
    ),
    "combination": GENERAL,
    "random": Meaning("Chance", "The image was drawn at random; every image is equally likely."),
}
"""Meanings by name of the strategy, for all built-in ones."""


def meaning(strategy: str, parameters: Mapping[str, Any], place: int = 0, size: int = 1) -> Meaning:
    """Return the meaning of the score of an image in a batch.

    Args:
        strategy: Name of the strategy that selected the batch.
        parameters: Parameters of the strategy.
        place: Position of the image in the batch, from 0.
        size: Number of images in the batch.
    """
    if strategy == "mix":
        if parameters.get("collect_first"):
            return GENERAL  # it is not recorded which images were selected to find and which to learn
        if place < math.ceil(float(parameters.get("find", 0.0)) * size):
            return _RELEVANCE
    return MEANINGS.get(strategy, GENERAL)
