"""Which batch of the topic is on screen: usually the newest, but every earlier one can be shown."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.session.session import Session
from annotator.types import Batch


class BatchBrowser:
    """A position in the list of batches. It stays at the newest batch until it is moved."""

    def __init__(self, session: Session) -> None:
        """Start at the newest batch of the current topic of ``session``."""
        self._session = session
        self._place: int | None = None

    @property
    def _batches(self) -> Sequence[Batch]:
        return self._session.judgements.batches

    @property
    def place(self) -> int:
        """Position of the batch on screen, -1 while there is none."""
        newest = len(self._batches) - 1
        return newest if self._place is None else min(self._place, newest)

    @property
    def batch(self) -> Batch | None:
        """The batch on screen."""
        return self._batches[self.place] if self._batches else None

    @property
    def at_newest(self) -> bool:
        """Whether there is no batch after the one on screen."""
        return self.place == len(self._batches) - 1

    @property
    def at_first(self) -> bool:
        """Whether there is no batch before the one on screen."""
        return self.place <= 0

    @property
    def newest_round(self) -> int:
        """Round of the newest batch, 0 before the first."""
        return self._batches[-1].round if self._batches else 0

    @property
    def begun(self) -> bool:
        """Whether some images of the batch on screen are judged, and some are not."""
        return self.batch is not None and 0 < len(self.remaining) < len(self.batch.images)

    @property
    def remaining(self) -> tuple[int, ...]:
        """Images of the batch on screen that are unlabelled, or others of whose stack are."""
        return self._unlabelled(self.batch)

    @property
    def unlabelled(self) -> tuple[int, ...]:
        """Unlabelled images of the batch on screen and of its stacks; those of a stack in turn."""
        members, label_of = self._session.collection.stacks.members, self._session.label_of
        batch = () if self.batch is None else self.batch.images
        shown = dict.fromkeys(one for image in batch for one in (image, *members(image)))
        return tuple(image for image in shown if label_of(image) is None)

    @property
    def newest_is_open(self) -> bool:
        """Whether the newest batch has unlabelled images."""
        return bool(self._batches) and bool(self._unlabelled(self._batches[-1]))

    def _unlabelled(self, batch: Batch | None) -> tuple[int, ...]:
        return () if batch is None else tuple(image for image in batch.images if self._is_open(image))

    def _is_open(self, image: int) -> bool:
        members, label_of = self._session.collection.stacks.members(image), self._session.label_of
        return any(label_of(one) is None for one in members)

    def holds_any(self, images: Sequence[int]) -> bool:
        """Whether the batch on screen has any of ``images``, or others of their stacks."""
        batch = self.batch
        wanted, members = set(images), self._session.collection.stacks.members
        return batch is not None and any(not wanted.isdisjoint(members(image)) for image in batch.images)

    def completed_by(self, images: Sequence[int]) -> bool:
        """Whether the newest batch is on screen and labels of ``images`` have just completed it."""
        return self.at_newest and not self.remaining and self.holds_any(images)

    def to_newest(self) -> None:
        """Go to the newest batch, and stay with the newest."""
        self._place = None

    def move(self, step: int) -> None:
        """Move ``step`` batches forward, within the list."""
        self._go(max(0, self.place + step))

    def find(self, images: Sequence[int]) -> bool:
        """Go to the newest batch that shows all of ``images``, unless the one on screen has any of them.

        What was judged elsewhere, as on the map, may be in many batches by accident: none of them is its place.

        Returns:
            Whether another batch is on screen now.
        """
        wanted, members = set(images), self._session.collection.stacks.members
        if self.holds_any(images):
            return False
        for place in range(len(self._batches) - 1, -1, -1):
            batch = self._batches[place].images
            if not wanted.isdisjoint(batch) and wanted <= {one for image in batch for one in (image, *members(image))}:
                self._go(place)
                return True
        return False

    def _go(self, place: int) -> None:
        self._place = None if place >= len(self._batches) - 1 else place
