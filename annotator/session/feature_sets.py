"""The features of a project: the file in use, other files of the same images, and the graph of neighbors."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np

from annotator.data.collection.match_names import join
from annotator.data.features import graph_file
from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.project import feature_sets
from annotator.data.project.feature_sets import FeatureSet
from annotator.data.updates import replace_features
from annotator.data.updates.replace_features import FeatureReplacement
from annotator.engine import Engine
from annotator.errors import FeatureError, ImageError
from annotator.messages import Message
from annotator.model.feature_comparison import Fit, fit
from annotator.numerics.graph import NeighborGraph, build_graph
from annotator.runtime.job import Job
from annotator.session.calls import StrPath, checked
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.types import IntArray, Label, Progress

BUILT_ALONG = 20_000
"""Largest collection that gets its neighbor graph along with its first batch: that takes a few seconds."""

ComparedSet = tuple[str, int, int, Fit]
"""Name of a feature set, its number of features, the images that have them, and how well they fit the judgements."""


@checked
class FeatureSets:
    """The features in use and the other feature files that the project knows."""

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections

    @property
    def path(self) -> Path:
        """The feature file in use."""
        return self._state.store.path

    @property
    def row_of_image(self) -> IntArray:
        """Feature row of each image, -1 for none, shape (n_images,)."""
        return self._state.row_of_image

    @property
    def image_of_row(self) -> IntArray:
        """Image of each feature row, -1 for none, shape (n_rows,)."""
        return self._state.image_of_row

    @property
    def has_tiles(self) -> bool:
        """Whether the features in use include those of tiles, so that an image counts as its most relevant tile."""
        return self._state.store.tiles is not None

    def best_tile(self, image: int) -> tuple[float, float, float, float] | None:
        """Return the most relevant tile of an image by the latest ranking: left, top, width, height as shares of it.

        None if that is all of the image, or there are no tiles or no ranking yet.
        """
        state = self._state
        state.existing([image])
        ranking = state.rankings.get(state.topic.id)
        if state.store.tiles is None or ranking is None or ranking.tiles is None or ranking.tiles[image] < 0:
            return None
        left, top, width, height = state.store.tiles.boxes[ranking.tiles[image]].tolist()
        return left, top, width, height

    def row(self, image: int) -> int:
        """Return the feature row of an image.

        Raises:
            ImageError: There is no such image, or it has no usable features.
        """
        state = self._state
        state.existing([image])
        row = int(state.row_of_image[image])
        if row < 0 or not state.collection.finite()[row]:
            what = Message("has no features") if row < 0 else Message("has features that contain NaN or Inf")
            what = Message("has no features yet") if row >= 0 and state.project.growing else what
            name = state.collection.paths[image]
            raise ImageError("{name}: this image {what}, so nothing can be compared with it.", name=name, what=what)
        return row

    # Features that are still being computed

    @property
    def growing(self) -> bool:
        """Whether features are still to be computed, as :mod:`annotator.extraction.filling` does."""
        return self._state.project.growing

    @property
    def pending(self) -> IntArray:
        """Images whose features are still to be computed, ascending; none if the features are complete."""
        state = self._state
        if not state.project.growing:
            return np.empty(0, np.int64)
        waiting = state.row_of_image >= 0
        waiting[waiting] = ~state.collection.finite()[state.row_of_image[waiting]]
        waiting[state.collection.missing] = False
        return np.flatnonzero(waiting)

    @property
    def n_usable(self) -> int:
        """Number of images that can be proposed: they have features without NaN and Inf."""
        return int(np.count_nonzero(self._state.usable))

    def arrived(self, rows: IntArray) -> None:
        """Use feature rows that have been computed since, from the next batch or ranking on."""
        collection = self._state.collection
        left = np.setdiff1d(collection.invalid, rows)
        self._state.take_collection(dataclasses.replace(collection, invalid=left))
        self._selections.rows_arrived()

    def complete(self, found: FeatureReplacement) -> None:
        """Remember what the complete features are, see :func:`annotator.data.updates.replace_features.match`."""
        if not self._state.project.read_only:
            replace_features.replace(self._state.project, found)
        self._state.take_collection(self._state.project.collection(self._state.store.n))

    # Other files

    @property
    def sets(self) -> tuple[FeatureSet, ...]:
        """The other feature files that the project knows, by name; may include the one in use."""
        return feature_sets.load(self._state.database)

    def add(self, name: str, path: StrPath, layout: FeatureLayout = DETECT) -> FeatureSet:
        """Remember a feature file by name.

        Raises:
            FeatureError: The file cannot be used, has features of none of the images, or the name is no name.
        """
        path = Path(path)
        with FeatureStore.open(path, layout=layout) as store:
            if not join(store.names, self._state.collection.paths).matched:
                raise FeatureError("{path}: it has features of none of the images of this project", path=path)
            one = FeatureSet(name.strip(), path.absolute(), store.layout)
        feature_sets.save(self._state.database, one)
        self._state.guard_files()
        return one

    @property
    def extractor(self) -> str:
        """What computed the features in use, and its version; "" if their file does not say so."""
        return self._state.store.extractor

    def remove(self, name: str) -> None:
        """Forget a feature file; the file stays.

        Raises:
            FeatureError: There is none of that name.
        """
        feature_sets.delete(self._state.database, feature_sets.find(self._state.database, name).name)
        self._state.guard_files()

    def use(self, name: str) -> Job[FeatureReplacement, FeatureReplacement]:
        """Match the images with another feature file, and use it when the project is opened next.

        Close the session and open it again after the job has run. All judgements are kept.

        Raises:
            FeatureError: There is no such feature set. When the job runs: the file cannot be used, or external examples
                are vectors of another length.
        """
        one = feature_sets.find(self._state.database, name)
        paths, report = list(self._state.collection.paths), self._state.import_report

        def match(progress: Progress) -> FeatureReplacement:
            with FeatureStore.open(one.path, layout=one.layout) as store:
                return replace_features.match(paths, report, store, progress)

        def adopt(wanted: FeatureReplacement) -> FeatureReplacement:
            replace_features.replace(self._state.project, wanted)
            return wanted

        return Job.of(match, adopt)

    def compare(self) -> Job[tuple[ComparedSet, ...], tuple[ComparedSet, ...]]:
        """Compare the features in use, which are called "", and the known sets by the labels of the topic.

        The neighbor graph is not used, because each set would need its own. The job raises
        :class:`~annotator.errors.ModelError` if there are too few judgements.
        """
        state = self._state
        known = [FeatureSet("", state.store.path, state.project.layout), *self.sets]
        paths, measure = list(state.collection.paths), self._measure()

        def compute(progress: Progress) -> tuple[ComparedSet, ...]:
            found = []
            for number, one in enumerate(known):
                progress.step(number / len(known))
                with FeatureStore.open(one.path, layout=one.layout) as store:
                    row_of_image = join(store.names, paths).row_of_image
                    found.append((one.name, store.d, int(np.sum(row_of_image >= 0)), measure(store, row_of_image)))
            return tuple(found)

        return Job.of(compute)

    def _measure(self) -> Callable[[FeatureStore, IntArray], Fit]:
        decided = {image: label for image, label in self._state.judgements.labels.items() if label is not Label.UNSURE}
        settings = dataclasses.replace(self._state.topic.model, graph_weight=0.0, adapt=False)
        nothing = np.empty(0, np.int64)
        base = dataclasses.replace(
            self._selections.snapshot(0),
            model=settings,
            closed=nothing,
            reviewed=nothing,
            words=None,
            votes=None,
            doubt=None,
            example_y=None,
        )
        registry = self._state.extensions.registry

        def measure(store: FeatureStore, row_of_image: IntArray) -> Fit:
            images = [image for image in decided if row_of_image[image] >= 0]
            rows, y = row_of_image[images], np.array([float(decided[image].value) for image in images])
            engine = Engine(store, registry=registry)
            try:
                snapshot = dataclasses.replace(base, rows=rows, y=y, examples=np.empty((0, store.d)))
                kernel = np.asarray(engine.posterior(snapshot).kernel(rows, rows), np.float64)
            finally:
                engine.close()
            return fit(kernel, y, settings.prior_mean, settings.noise)

        return measure

    # The graph of neighbors

    @property
    def graph_is_missing(self) -> bool:
        """Whether the current topic needs the neighbor graph and it does not exist yet."""
        weight, selections = self._state.topic.model.graph_weight, self._selections
        wanted = weight > 0 and selections.cluster is None and not self._state.project.growing
        return wanted and selections.engine.graph is None

    def build_graph(self) -> Job[NeighborGraph, None]:
        """Build the neighbor graph of the features, store it in a file next to the project, and use it from now on.

        Without a graph the model compares features only. Small collections (at most :data:`BUILT_ALONG` images) get one
        with their first batch or ranking, larger ones when this job runs. Cancelling changes nothing.
        """
        state = self._state
        path, layout, valid = state.store.path, state.project.layout, state.collection.finite()
        project, fingerprint, keeps = state.project.path, state.project.fingerprint, not state.project.read_only

        def build(progress: Progress) -> NeighborGraph:
            with FeatureStore.open(path, layout=layout) as store:  # a separate one: each is read by one thread
                graph = build_graph(store, valid, progress=progress)
            if keeps and graph_file.store(graph, project, fingerprint):
                # Mapped from disk, it takes memory only for the parts that are used.
                return graph_file.load(project, fingerprint) or graph
            return graph

        def use(graph: NeighborGraph) -> None:
            self._selections.engine.graph = graph

        return Job.of(build, use)

    def build_graph_along(self, progress: Progress | None) -> None:
        """Build the neighbor graph if it is missing and the collection is small."""
        if self.graph_is_missing and self._state.store.n <= BUILT_ALONG:
            self.build_graph().run(None if progress is None else Progress(cancel=progress.cancel))
