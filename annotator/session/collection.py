"""The images of a project: their files, what changed in the image folder, and their metadata."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from annotator.data.collection.collection import ImportReport
from annotator.data.features.growing import is_growing
from annotator.data.images.images import inside
from annotator.data.images.shapes import some_shapes
from annotator.data.updates import apply_rescan, replace_features, rescan
from annotator.data.updates.rescan import Recorded, RescanReport
from annotator.errors import ProjectError
from annotator.runtime.job import Job
from annotator.session.calls import checked
from annotator.session.clusters.finding import ImageClusters
from annotator.session.map import CollectionMap
from annotator.session.metadata import CollectionMetadata
from annotator.session.notes import Notes
from annotator.session.pools import Pools
from annotator.session.selections import Selections
from annotator.session.stacks import ImageStacks
from annotator.session.state import State
from annotator.types import IntArray, Progress


@checked
class OpenCollection:
    """The images of the open project.

    Attributes:
        metadata: Their metadata.
        notes: Notes on them: :class:`~annotator.session.notes.Notes`.
        stacks: Bursts, near-duplicates and events among them: :class:`~annotator.session.stacks.ImageStacks`.
        clusters: Clusters of similar images: :class:`~annotator.session.clusters.finding.ImageClusters`.
        map: Similar images near each other in two dimensions: :class:`~annotator.session.map.CollectionMap`.
        pools: What other systems found in them: :class:`~annotator.session.pools.Pools`.
    """

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections
        self.metadata = CollectionMetadata(state)
        self.notes = Notes(state)
        self.stacks = ImageStacks(state, selections)
        self.clusters = ImageClusters(state, selections)
        self.map = CollectionMap(state, selections)
        self.pools = Pools(state, selections)
        self._shapes: tuple[tuple[int, int], ...] | None = None

    @property
    def root(self) -> Path:
        """The image folder."""
        return self._state.images_root

    def image_path(self, image: int) -> Path:
        """Return the file of an image; any thread may ask. ImageError: there is no such image."""
        self._state.existing([image])
        return inside(self._state.images_root, self._state.collection.paths[image])

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """Width and height in pixels of a few images spread over the collection; the first call reads their files."""
        if self._shapes is None:
            self._shapes = some_shapes(self._state.images_root, self._state.collection.paths)
        return self._shapes

    @property
    def missing(self) -> IntArray:
        """Images whose files are known to be gone, ascending."""
        return self._state.collection.missing

    @property
    def import_report(self) -> ImportReport:
        """The report of matching images and features."""
        return self._state.import_report

    def rescan(self) -> Job[RescanReport, RescanReport]:
        """Find out which images were added, removed, changed or moved since the project was created.

        Nothing is changed: give the report to :meth:`update`. The job raises :class:`~annotator.errors.ImageError` if
        the image folder is missing, cannot be read, or holds no image at all.
        """
        root, known = self._state.images_root, rescan.known_images(self._state.database)
        return Job.of(lambda progress: rescan.look(root, known, progress))

    def update(self, report: RescanReport) -> dict[str, int]:
        """Update the project, completely or not at all; a backup is written first.

        Moved images keep their labels. New images come last; they have features if a row of the feature file has their
        name. Missing images keep their labels and are not proposed. Features that the program computed are emptied for
        changed images; :mod:`annotator.extraction.filling` computes these and those of new images. Paths, rankings and
        selections obtained from the session before are out of date; judgements are not.

        Returns:
            Number of images added, and of those that have features, by ``added`` and ``with features``.

        Raises:
            ProjectError: The project cannot be written, or no backup can be written.
        """
        state = self._state
        if report.n_images != state.n_images:
            raise ProjectError("The project has changed since its folder was looked at. Look again.")
        if report.anything:
            state.back_up_before("rescan")
        rows = {image: row for image, row in enumerate(state.row_of_image.tolist()) if row >= 0}
        done = apply_rescan.apply_rescan(state.database, report, state.store.names, rows, state.now())
        stale = np.array([rows[image] for image in report.changed if image in rows], np.int64)
        if stale.size and is_growing(state.store.path):
            replace_features.compute_again(state.project, state.store.path, stale)
        self._selections.forget()
        state.read_collection()
        return done

    def record_contents(self) -> Job[list[Recorded], int]:
        """Record the contents of every image, so that renamed images are recognized; returns how many were read.

        The parts are blocks of images; those that were applied stay if the rest is cancelled.
        """
        root, todo = self._state.images_root, rescan.unrecorded(self._state.database)
        done = 0

        def compute(progress: Progress) -> Iterator[list[Recorded]]:
            yield from rescan.read_in_blocks(root, todo, progress)

        def store(rows: list[Recorded]) -> int:
            nonlocal done
            if rows:
                rescan.store_contents(self._state.database, rows)
            done += len(rows)
            return done

        return Job(compute, store)
