"""The map of the collection: a place in two dimensions for every image, near those of similar images."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from annotator.data.features import map_file
from annotator.data.features.features import FeatureStore
from annotator.numerics.graph import NEIGHBOURS
from annotator.numerics.neighbors import nearest_neighbors
from annotator.numerics.tsne import Positions, neighbor_map, principal_map
from annotator.runtime.job import Job
from annotator.session.calls import checked
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.types import BoolArray, IntArray, Progress


@dataclass(frozen=True, eq=False)
class ImageMap:
    """A map of all images.

    Attributes:
        positions: Place of every image, shape (n_images, 2), float32; NaN for images without usable features.
        refined: Whether these are the places by neighbors, and not yet the first two principal components.
    """

    positions: Positions
    refined: bool


@checked
class CollectionMap:
    """The map of the collection. It depends on the features only, so it is the same for all topics."""

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections
        self._selected: IntArray = np.empty(0, np.int64)

    @property
    def selected(self) -> IntArray:
        """The images that the condition ``selected`` means, ascending; none in a project that was just opened."""
        return self._selected

    def select(self, images: Iterable[int]) -> None:
        """Let the condition ``selected`` mean these images, until the project is closed.

        Raises:
            ImageError: There is no such image.
        """
        self._selected = np.unique(np.array(self._state.existing(images), np.int64))

    def sketch(self) -> Job[ImageMap, ImageMap]:
        """Return the stored map, or one by the first two principal components, which takes seconds."""
        state = self._state
        path, layout, valid = state.store.path, state.project.layout, state.collection.finite()
        stored, placed = self._stored(), self._placed()

        def compute(progress: Progress) -> ImageMap:
            known = stored()
            if known is not None:
                return placed(known, refined=True)
            with FeatureStore.open(path, layout=layout) as store:  # a separate one: each is read by one thread
                return placed(principal_map(store, valid, progress), refined=False)

        return Job.of(compute)

    def lay_out(self) -> Job[ImageMap, ImageMap]:
        """Lay out the map by neighbors (t-SNE), unless it is stored. The same features give the same map.

        The neighbor graph of the project is used if it exists, else neighbors are searched for. The result is stored in
        the user's cache folder.
        """
        state = self._state
        path, layout, valid = state.store.path, state.project.layout, state.collection.finite()
        fingerprint, complete = state.project.fingerprint, not state.project.growing
        graph = self._selections.engine.graph if self._selections.cluster is None else None
        stored, placed = self._stored(), self._placed()

        def compute(progress: Progress) -> ImageMap:
            known = stored()
            if known is not None:
                return placed(known, refined=True)
            with FeatureStore.open(path, layout=layout) as store:
                start = principal_map(store, valid, progress.part(0.0, 0.05))
                if graph is None:
                    found = nearest_neighbors(store, valid, NEIGHBOURS, progress.part(0.05, 0.5))
                else:
                    found = graph.neighbours, graph.distances
            positions = neighbor_map(*found, start, progress.part(0.05 if graph is not None else 0.5, 1.0))
            if complete:
                map_file.store(positions, fingerprint)
            return placed(positions, refined=True)

        return Job.of(compute)

    def _stored(self) -> Callable[[], Positions | None]:
        """Return a function that reads the stored map by row, for any thread."""
        state = self._state
        fingerprint, complete, n_rows = state.project.fingerprint, not state.project.growing, state.store.n
        return lambda: map_file.load(fingerprint, n_rows) if complete else None

    def _placed(self) -> Callable[..., ImageMap]:
        """Return a function that turns places of rows into a map of images, for any thread."""
        rows, usable = self._state.row_of_image, self._state.usable
        return lambda positions, refined: ImageMap(_by_image(positions, rows, usable), refined)


def _by_image(positions: Positions, rows: IntArray, usable: BoolArray) -> Positions:
    """Return the places by image, shape (n_images, 2)."""
    found = np.full((len(rows), 2), np.nan, np.float32)
    there = np.flatnonzero(rows >= 0)
    there = there[usable[rows[there]]]
    found[there] = positions[rows[there]]
    return found
