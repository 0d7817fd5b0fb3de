"""Judgements that the others contradict, and labels that were confirmed after a second look."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from annotator.data.judges.opinions import disputed_images
from annotator.errors import ModelError
from annotator.messages import Message
from annotator.model.label_errors import LabelError, Review
from annotator.runtime.job import Job
from annotator.session.calls import checked
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.types import Change


@checked
class LabelErrors:
    """Suspected mistakes of the current topic. Finding them changes nothing: the user judges again or confirms."""

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections

    def find(self) -> Job[Review, list[LabelError]]:
        """Find the judgements that are more likely wrong than right and were not reviewed, the most suspect first.

        Raises:
            ModelError: The judgements or features cannot tell; raised when the job runs, the message says why.
        """
        review = self.review()

        def suspicions(found: Review) -> list[LabelError]:
            of_images = review.apply(found)
            if of_images.note:
                raise ModelError("{note}", note=of_images.note)
            return list(of_images.suspicions)

        return Job(review.compute, suspicions)

    def review(self) -> Job[Review, Review]:
        """Compare every judgement with the others, as :meth:`find`; a note explains what is missing. Work of the model.

        Its expected number of wrong labels includes those that cannot be named.
        """
        snapshot, images = self._selections.snapshot(0), self._state.image_of_row
        corrected = self._state.judgements.corrected()

        def named(found: Review) -> Review:
            known = found.quality  # of few judgements, nothing is known
            quality = {**known, **{row: known[same] for row, same in snapshot.alike.tolist() if same in known}}
            note = found.note
            if note and len(snapshot.alike):
                note = Message("{note} Of the images of a stack, one counts.", note=note)
            return dataclasses.replace(
                found,
                note=note,
                suspicions=tuple(dataclasses.replace(one, image=int(images[one.image])) for one in found.suspicions),
                quality={int(images[row]): chance for row, chance in quality.items()},
            )

        return Job.of(lambda progress: self._selections.engine.review(snapshot, corrected, progress), named)

    def confirm(self, images: Iterable[int]) -> Change:
        """Confirm the labels of images after a second look, as one step that can be undone; nothing else changes.

        A confirmed label is never suspected again; the confirmation ends when the image gets another label.

        Args:
            images: Image ids; those without a label are skipped, and those with a confirmed label unless another person
                has contradicted it since.

        Returns:
            The newly confirmed images; durable.

        Raises:
            ImageError: There is no such image; nothing was changed.
        """
        state = self._state
        disputed = disputed_images(state.database, state.topic, tuple(state.topics.values()))
        again = frozenset(disputed.tolist())
        change = state.judgements.confirm(state.existing(images), round=state.round, at=state.now(), again=again)
        return state.done(change)

    @property
    def reviewed(self) -> frozenset[int]:
        """The reviewed images: their label is confirmed, or replaced an earlier one."""
        return self._state.judgements.reviewed()
