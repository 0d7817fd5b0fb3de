"""Why an image was proposed, what the model expects of it, and which images are similar."""

from __future__ import annotations

from collections.abc import Callable

from annotator.data.project.topic_at_revision import Proposal, proposals
from annotator.engine import FIRST_LOOK_NOTE
from annotator.model.explanation import Explanation, SimilarImage, of_images, similar_images
from annotator.model.similarity import Similarity
from annotator.runtime.job import Job
from annotator.session.calls import Count, checked
from annotator.session.feature_sets import FeatureSets
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.strategies.score_meanings import FIRST_LOOK, Meaning, meaning
from annotator.types import IntArray, Progress


@checked
class Explanations:
    """Explanations for one image."""

    def __init__(self, state: State, selections: Selections, features: FeatureSets) -> None:
        self._state = state
        self._selections = selections
        self._features = features

    def proposals(self, image: int) -> tuple[Proposal, ...]:
        """Return the batches of the topic that an image was in, by round; ImageError if there is no such image."""
        return proposals(self._state.batches, *self._state.existing([image]))

    def meaning(self, proposal: Proposal) -> Meaning:
        """Return the meaning of the score of a proposal, in words."""
        if proposal.note == FIRST_LOOK_NOTE:
            return FIRST_LOOK
        return meaning(proposal.strategy, proposal.parameters, proposal.place, proposal.size)

    def explain(self, image: int) -> Job[Explanation, Explanation]:
        """Explain what the model expects of an image and why, by the labels now. Work of the model.

        Raises:
            ImageError: There is no such image, or it has no usable features.
            ModelError: The labels and settings admit no model; raised when the job runs.
        """
        row, images = self._features.row(image), self._state.image_of_row
        selections, snapshot, before = (
            self._selections,
            self._selections.snapshot(0),
            self._selections.snapshot_before(),
        )
        return Job.of(
            lambda progress: of_images(selections.engine.explain(snapshot, row, images, before, progress), images),
            prepare=self._features.build_graph_along,
        )

    def similar(self, image: int, k: Count = 60) -> Job[tuple[SimilarImage, ...], tuple[SimilarImage, ...]]:
        """Find the ``k`` images most like an image by their features, the most similar first. Work of the model.

        Raises:
            ImageError: There is no such image, or it has no usable features.
        """
        images = self._state.image_of_row
        similarity = self._similarity(image)
        return Job.of(lambda progress: similar_images(similarity(progress).nearest(k, progress), images))

    def by_similarity(self, image: int) -> Job[IntArray, IntArray]:
        """Sort all images with features by their similarity to an image, which comes first. Work of the model.

        The answer is an array of image ids, shape (m,), int64.

        Raises:
            ImageError: There is no such image, or it has no usable features.
        """
        images, similarity = self._state.image_of_row, self._similarity(image)

        def ordered(progress: Progress) -> IntArray:
            found = images[similarity(progress).order(progress)]
            return found[found >= 0]

        return Job.of(ordered)

    def _similarity(self, image: int) -> Callable[[Progress], Similarity]:
        row, selections, snapshot = self._features.row(image), self._selections, self._selections.snapshot(0)
        return lambda progress: selections.engine.similarity(snapshot, row, progress)
