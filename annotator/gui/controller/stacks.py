"""Stacks in the window: which are shown as one card, and finding them in a separate thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError
from annotator.gui.controller.feature_builder import FeatureBuilder
from annotator.gui.controller.graph_builder import GraphBuilder
from annotator.gui.controller.metadata_builder import MetadataBuilder
from annotator.gui.tasks.builder import Builder
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import localized, tr
from annotator.numerics.stacks import Stacks
from annotator.parameters import Stacking
from annotator.runtime.job import Job
from annotator.session.session import Session
from annotator.types import UNLABELLED, IntArray, Label


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Which images are shown, and where; usable on any thread.

    Attributes:
        stacks: The stacks; None for none.
        opened: Stacks that are open, ascending, shape (o,).
    """

    stacks: Stacks | None = None
    opened: IntArray = field(default_factory=lambda: np.empty(0, np.int64))

    def of(self, images: IntArray) -> IntArray:
        """Return ``images`` with one image of each closed stack, and those of an open stack after each other.

        Args:
            images: Image ids, best first, unique, shape (r,).

        Returns:
            The images to show, in order; of a stack, the first one of ``images`` stands for it.
        """
        if self.stacks is None:
            return images
        stack = self.stacks.of[images]
        place = np.arange(len(images))
        first = np.empty(self.stacks.n_images, np.int64)
        first[stack[::-1]] = place[::-1]
        leading = first[stack]
        shown = leading == place
        if self.opened.size:
            shown |= np.isin(stack, self.opened)
        order: IntArray = images[shown][np.argsort(leading[shown], kind="stable")]
        return order


class StackView(Builder):
    """Finds the stacks of a project, and knows which of them are open.

    Signals:
        found: Other stacks, or none any more.
        changed: Other images are to be shown: stacks were found, or one was opened or closed.
        chosen: Something else makes a stack now.
        status_message: A remark for the status line.
    """

    found, changed, chosen = Signal(), Signal(), Signal()
    status_message = Signal(str)

    def __init__(
        self,
        session: Session,
        tasks: TaskCenter,
        graph: GraphBuilder,
        features: FeatureBuilder,
        metadata: MetadataBuilder,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tasks, "stacks", parent)
        self._session, self._graph, self._metadata = session, graph, metadata
        self._opened: set[int] = set()  # images, as the stacks that are found next may have others
        self._any = False
        self._knew: tuple[bool, bool] | None = None  # the graph, the times
        graph.progressed.connect(lambda share: self.build() if share < 0 else None)
        features.finished.connect(self.build)
        self._asked = False
        metadata.finished.connect(self._times_known)

    # What makes a stack

    @property
    def settings(self) -> Stacking:
        """What makes a stack."""
        return self._session.collection.stacks.settings

    def set_settings(self, settings: Stacking) -> None:
        """Set what makes a stack, before the project is shown."""
        self._session.collection.stacks.use(settings)

    def choose(self, settings: Stacking) -> None:
        """Stack other images from now on; where events lack the times of the images, these are read first."""
        self._drop()
        self._session.collection.stacks.use(settings)
        self._opened.clear()
        self.chosen.emit()
        self._report()
        self.build(asked=True)

    def build(self, *, asked: bool = False) -> None:
        """Find the stacks as soon as all is known that they need.

        Args:
            asked: Whether the user has just asked for them, and wants to know the result.
        """
        session, kind = self._session, self.settings.kind
        waits = kind == "similar" and (self._graph.running or session.features.growing)
        if self.running or kind == "off" or waits:
            return
        stacks = session.collection.stacks
        knows = session.selections.has_graph, stacks.times_known
        if stacks.found is not None and self._knew == knows and not asked:
            return  # as when the topic changes
        if kind == "events" and not stacks.times_known:
            if self._metadata.running:
                self._asked = self._asked or asked
            elif asked:
                job = session.collection.metadata.read(("exif",))
                self._start(tr("Reading when the images were taken"), job, lambda: self.build(asked=True))
            return
        try:
            found = stacks.find()
        except AnnotatorError as error:
            self.status_message.emit(core_words(error))
            return
        self._knew = knows
        self._start(tr("Finding stacks"), found, lambda: self._done(asked=asked))

    def _times_known(self) -> None:
        asked, self._asked = self._asked, False
        self.build(asked=asked)

    def _start(self, title: str, job: Job[Any, Any], done: Callable[[], object]) -> None:
        def finished(_answer: object) -> None:
            self._end()
            done()

        self._begin(title, job, finished)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._end(Task.stopped)

    def _done(self, *, asked: bool) -> None:
        self._report()
        stacks = self._session.collection.stacks.found
        if asked and (stacks is None or not len(stacks.heads())):
            times = self._session.collection.metadata.columns.get("time")
            unknown = self.settings.kind == "events" and not np.isfinite(np.asarray(times, np.float64)).any()
            self.status_message.emit(
                tr("No image file says when it was taken, so there are no events")
                if unknown
                else tr("No images belong together")
            )

    def _report(self) -> None:
        stacks = self._stacks
        before, self._any = self._any, stacks is not None and len(stacks.heads()) > 0
        if before or self._any:
            self.found.emit()
            self.changed.emit()

    def _stopped(self) -> None:
        self._end(Task.stopped)

    def _failed(self, error: Exception) -> None:
        self._end(Task.failed, error)
        self.status_message.emit(tr("Stacks were not found: {error}").format(error=core_words(error)))

    # Cards

    @property
    def _stacks(self) -> Stacks | None:
        return self._session.collection.stacks.found

    def size(self, image: int) -> int:
        """Return how many images the stack of an image has, at least 1."""
        return 1 if self._stacks is None else int(self._stacks.size[image])

    def members(self, image: int) -> IntArray:
        """Return the images of the stack of an image, ascending."""
        return np.array([image], np.int64) if self._stacks is None else self._stacks.members(image)

    def is_open(self, image: int) -> bool:
        """Whether the stack of an image is open."""
        return not self._opened.isdisjoint(self.members(image).tolist())

    @property
    def opened(self) -> tuple[int, ...]:
        """The images of the open stacks, ascending."""
        return tuple(sorted(self._opened))

    def open_all(self, images: Iterable[int]) -> None:
        """Open the stacks of ``images``, before the project is shown; images that there are not are ignored."""
        self._opened.update(image for image in images if 0 <= image < self._session.n_images)

    def closed(self, image: int) -> bool:
        """Whether an image stands for a stack of several images."""
        return self.size(image) > 1 and not self.is_open(image)

    def toggle(self, image: int) -> bool:
        """Open or close the stack of an image; return whether it is in one."""
        if self._stacks is None or self.size(image) == 1:
            return False
        members = self.members(image).tolist()
        if self.is_open(image):
            self._opened.difference_update(members)
        else:
            self._opened.update(members)
        self.changed.emit()
        return True

    def arrangement(self) -> Arrangement:
        """Return what is shown now, for any thread."""
        stacks = self._stacks
        return Arrangement() if stacks is None else Arrangement(stacks, np.unique(stacks.of[list(self._opened)]))

    def slots(self, images: Sequence[int]) -> list[int]:
        """Return the cards of a batch: one for a closed stack, all images of an open one."""
        shown: dict[int, None] = {}
        for image in images:
            if self.is_open(image):
                shown |= dict.fromkeys([image, *self.members(image).tolist()])
            elif not shown.keys() & set(self.members(image).tolist()):
                shown[image] = None
        return list(shown)

    def targets(self, images: Iterable[int], label: Label | None) -> list[int]:
        """Return the images that a key judges on the cards ``images``: for a closed stack, those of the stack."""
        found: dict[int, None] = {}
        for image in images:
            found |= dict.fromkeys(
                self._session.collection.stacks.targets([image], label) if self.closed(image) else [image]
            )
        return list(found)

    def count(self, images: Sequence[int]) -> int:
        """Return how many images the cards ``images`` stand for."""
        if self._stacks is None:
            return len(images)
        return sum(self.size(image) if self.closed(image) else 1 for image in images)

    def touched(self, images: Sequence[int]) -> list[int]:
        """Return ``images`` and those that stand for them."""
        stacks = self._stacks
        if stacks is None:
            return list(images)
        return list(dict.fromkeys(one for image in images for one in (image, *stacks.members(image).tolist())))

    def judged(self, image: int) -> int:
        """Return how many images of the stack of an image have a label."""
        return int(np.count_nonzero(self._session.judgements.codes[self.members(image)] != UNLABELLED))

    def describe(self, image: int) -> str:
        """Return the stack of an image in words, "" for none."""
        size = self.size(image)
        if size == 1:
            return ""
        if self.is_open(image):
            return tr("in an open stack of {n} images").format(n=size)
        words, judged = tr("stack of {n} images").format(n=size), self.judged(image)
        return f"{words}, {tr('{n} of them judged').format(n=judged)}" if 0 < judged < size else words


def kind_words(settings: Stacking) -> str:
    """Return what makes a stack in words."""
    if settings.kind == "events":
        return tr("events with pauses of up to {gap} s").format(gap=localized(f"{settings.gap:g}"))
    return tr("bursts and near-duplicates") if settings.kind == "similar" else tr("no stacks")
