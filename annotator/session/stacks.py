"""Stacks: bursts, near-duplicates and events, which are judged together."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from annotator.data.features import stack_file
from annotator.data.features.features import FeatureStore
from annotator.data.metadata.metadata import Column, Metadata, text_column
from annotator.expressions.text_column import TextColumn
from annotator.model.geometry import frame_of
from annotator.numerics.graph import NeighborGraph
from annotator.numerics.stacks import Looks, Stacks, apart, events, similar
from annotator.numerics.undivided import joined, undivided
from annotator.parameters import Stacking
from annotator.runtime.job import Job
from annotator.session.calls import checked
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.types import UNLABELLED, Change, FloatArray, IntArray, Label, Progress

FOUND_ALONG = 20_000
"""Largest collection whose stacks are found along with its first batch."""


@checked
class ImageStacks:
    """The stacks of the collection. They concern all topics; images stay what is labeled, counted and exported."""

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections
        self._settings = Stacking()

    @property
    def settings(self) -> Stacking:
        """What makes a stack."""
        return self._settings

    @property
    def found(self) -> Stacks | None:
        """The stacks; None before :meth:`find` has found them, and while they are off."""
        return self._selections.stacks

    @property
    def times_known(self) -> bool:
        """Whether it was read when the images were taken, which events need."""
        return "time" in self._state.metadata

    def use(self, settings: Stacking) -> None:
        """Set what makes a stack; :meth:`find` finds them."""
        if settings != self._settings:
            self._settings = settings
            self._take(None)

    def find(self) -> Job[Stacks, Stacks]:
        """Find the stacks, and use them from now on: one image of each per batch, and one for the model to learn from.

        Bursts need the times of the images, so far as they were read; near-duplicates use the neighbor graph, or
        without one compare images that were taken or named one after another. The result is cached.

        Raises:
            ConfigError: Events are wanted, but the times have not been read from the images.
        """
        state, settings = self._state, self._settings
        if settings.kind == "off":
            return Job.of(lambda _progress: apart(state.n_images), self._take)
        if settings.kind == "events":
            state.metadata.used_in("time")
        times, cameras = _times(state.metadata), state.metadata.get("camera")
        paths, row_of_image, usable = state.collection.paths, state.row_of_image, state.usable
        graph = self._selections.engine.graph if self._selections.cluster is None else None
        path, layout, project = state.store.path, state.project.layout, state.project.path
        depends_on = (dataclasses.astuple(settings), state.project.fingerprint, graph is not None)

        def compute(progress: Progress) -> Stacks:
            rows = np.where((row_of_image >= 0) & usable[row_of_image], row_of_image, -1)
            places = _places(paths, cameras)
            sums = [zlib.crc32(array.tobytes()) for array in (times, places, rows)]
            mark = stack_file.mark_of(*depends_on, sums)
            known = stack_file.load(project, mark, len(rows))
            if known is not None:
                return known
            if settings.kind == "events":
                found = events(times, places, settings.gap)
            elif not (rows >= 0).any():
                found = apart(len(rows))
            else:
                with FeatureStore.open(path, layout=layout) as store:  # a separate one: each is read by one thread
                    found = similar(_looks(store, rows, graph), times, places, progress)
            stack_file.store(found, project, mark)
            return found

        def use(found: Stacks) -> Stacks:
            return self._take(found) if self._settings == settings else found

        return Job.of(compute, use)

    def undivided(self) -> Job[IntArray, IntArray]:
        """Find the images that a split into parts must not divide: those with the same number, shape (N,).

        These are bursts and near-duplicates, whatever makes a stack now, and events if they do.
        """
        state, settings = self._state, self._settings
        times, places = _times(state.metadata), _places(state.collection.paths, state.metadata.get("camera"))
        row_of_image, usable = state.row_of_image, state.usable
        graph = self._selections.engine.graph if self._selections.cluster is None else None
        path, layout = state.store.path, state.project.layout

        def compute(progress: Progress) -> IntArray:
            rows = np.where((row_of_image >= 0) & usable[row_of_image], row_of_image, -1)
            found = np.arange(len(rows))
            if (rows >= 0).any():
                with FeatureStore.open(path, layout=layout) as store:
                    found = undivided(_looks(store, rows, graph), times, places, progress)
            return joined(found, events(times, places, settings.gap).of) if settings.kind == "events" else found

        return Job.of(compute)

    def find_along(self, progress: Progress | None = None) -> None:
        """Find the stacks if they are unknown and the collection is small; see :data:`FOUND_ALONG`."""
        state = self._state
        wanted = self._settings.kind == "similar" or (self._settings.kind == "events" and self.times_known)
        if self._selections.stacks is None and wanted and not state.project.growing and state.n_images <= FOUND_ALONG:
            self.find().run(None if progress is None else Progress(cancel=progress.cancel))

    def members(self, image: int) -> tuple[int, ...]:
        """Return the images of the stack of an image, ascending: at least the image; ImageError if it is unknown."""
        (image,) = self._state.existing([image])
        stacks = self._selections.stacks
        return (image,) if stacks is None else tuple(stacks.members(image).tolist())

    def targets(self, images: Iterable[int], label: Label | None) -> list[int]:
        """Return the images that a judgement of the stacks of ``images`` labels, each of ``images`` before its stack.

        These are the images of a stack that have no label yet, or the same label as the image: one that was judged by
        itself keeps another label. ``None`` clears those that have the same label as the image.

        Raises:
            ImageError: There is no such image.
        """
        found: dict[int, None] = {}
        for image in self._state.existing(images):
            found |= dict.fromkeys(self._of_stack(image, label))
        return list(found)

    def _of_stack(self, image: int, label: Label | None) -> list[int]:
        stacks, codes = self._selections.stacks, self._state.judgements.codes(self._state.n_images)
        if stacks is None or stacks.size[image] == 1:
            return [image]
        members = stacks.members(image)
        wanted = codes[members] == codes[image]
        if label is not None:
            wanted |= codes[members] == UNLABELLED
        chosen: list[int] = members[wanted].tolist()
        return sorted(chosen, key=lambda one: one != image)

    def judge(self, images: Iterable[int], label: Label | None) -> Change:
        """Label the stacks of ``images`` as one step, see :meth:`targets`.

        Returns:
            The change, durable; empty if nothing changed.

        Raises:
            ImageError: There is no such image; nothing was changed.
            ProjectError: It could not be stored; nothing was changed.
        """
        return self._state.record(dict.fromkeys(self.targets(images, label), label), "judge")

    def _take(self, found: Stacks | None) -> Stacks:
        self._selections.use_stacks(None if self._settings.kind == "off" else found)
        return found or apart(self._state.n_images)


def _looks(store: FeatureStore, rows: IntArray, graph: NeighborGraph | None) -> Looks:
    usable = np.zeros(store.n, np.bool_)
    usable[rows[rows >= 0]] = True
    scale = frame_of(store.n, store.rows, usable).median_distance
    if graph is None:
        return Looks(store, rows, scale)
    return Looks(store, rows, scale, graph.neighbours, graph.distances)


def _times(metadata: Metadata) -> FloatArray:
    times = metadata.get("time")
    return times if isinstance(times, np.ndarray) else np.full(metadata.n_images, np.nan)


def _places(paths: Sequence[str], cameras: Column | None) -> IntArray:
    """Return a number for the folder and the camera of each image, shape (N,)."""
    places = text_column([path.rpartition("/")[0] for path in paths]).codes.astype(np.int64)
    if isinstance(cameras, TextColumn):
        places = places * (len(cameras.words) + 1) + cameras.codes + 1
    return places
