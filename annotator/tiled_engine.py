"""Selection of batches where images have tiles, see :mod:`annotator.model.tiles`."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from annotator.data.features.features import Tiles
from annotator.engine import WORTH_A_DEVICE, Engine
from annotator.model.cuda import find_device
from annotator.model.geometry import Geometry
from annotator.model.hyperparameters import more_local
from annotator.model.posterior import Posterior, RelevanceModel
from annotator.model.similarity import Similarity
from annotator.model.tiles import Parts, TiledPosterior, witnesses
from annotator.parameters import ModelSettings
from annotator.types import BoolArray, Features, IntArray, Progress, Selection, Snapshot


class TiledEngine(Engine):
    """Selects batches of images that are as relevant as their most relevant tile.

    Rows are those of images, as for :class:`annotator.engine.Engine`. The neighbor graph, which is one of whole images,
    is not used by the model, and the ranking is that of the posterior, whatever the settings say of refining it.

    Args:
        features: Features of n images.
        tiles: Features of their tiles, n * t rows; those of row i are the rows from ``i * t`` on.
        usable, settings: As for :class:`annotator.engine.Engine`.
    """

    def __init__(
        self, features: Features, tiles: Features, *, usable: BoolArray | None = None, **settings: Any
    ) -> None:
        super().__init__(features, usable=usable, **settings)
        self._parts = Parts(features, tiles)
        self._images: Geometry | None = None
        self._witnesses: tuple[tuple[Any, ...], IntArray] | None = None
        self._latest: TiledPosterior | None = None

    def _loaded(self, progress: Progress | None) -> RelevanceModel:
        usable = self.usable
        if self._model is None or self._read_for is not usable:
            self.close()
            among = None if usable is None else np.concatenate([usable, np.repeat(usable, self._parts.t)])
            geometry = Geometry(self._parts, self._dtype, progress, usable=among)
            device = find_device() if geometry.n >= WORTH_A_DEVICE else None
            self._model = RelevanceModel(geometry, None, self._scratch, device, self._cache)
            self._read_for, self._adapted, self._earlier, self._witnesses = usable, None, None, None
        return self._model

    def close(self) -> None:
        """Release the model and its caches."""
        super().close()
        self._images = self._latest = None

    def _select(self, snapshot: Snapshot, progress: Progress) -> Selection:
        selection = super()._select(snapshot, progress)
        assert self._latest is not None
        return dataclasses.replace(selection, tiles=self._latest.best)

    def _whole(self, progress: Progress | None) -> Geometry:
        """Return the geometry of the images as wholes, read in one pass over them."""
        if self._images is None:
            self._images = Geometry(self.features, self._dtype, progress, usable=self.usable)
        return self._images

    def _by_parts(self, snapshot: Snapshot) -> Snapshot:
        """Return the snapshot with the part that each judgement counts for, in place of its image."""
        model = self._loaded(None)
        settings = more_local(model.complete(snapshot.model), len(snapshot.targets))
        arrays = (snapshot.rows, snapshot.targets, snapshot.examples)
        key = (*(one.tobytes() for one in arrays), settings)
        if self._witnesses is None or self._witnesses[0] != key:
            kernel = model.kernel(settings)
            outside = model.points(kernel, np.empty(0, np.int64), snapshot.examples)
            labels = (snapshot.rows, snapshot.targets, settings.noise, outside)
            self._witnesses = (key, witnesses(kernel, self._parts, *labels))
        votes = snapshot.votes
        if votes is not None:  # a rule votes on the tiles of an image as on the image
            votes = np.concatenate([votes, np.repeat(votes, self._parts.t, axis=1)], axis=1)
        return dataclasses.replace(snapshot, rows=self._witnesses[1], votes=votes)

    def _condition(self, snapshot: Snapshot, progress: Progress | None) -> tuple[Posterior, ModelSettings]:
        by_parts = self._by_parts(snapshot)
        posterior, settings = super()._condition(by_parts, progress)
        images = self._whole(progress)
        self._latest = TiledPosterior.of(posterior, self._parts, images, snapshot.rows, by_parts.rows)
        return self._latest, settings

    def _ranked(
        self, posterior: Posterior, settings: ModelSettings, snapshot: Snapshot, progress: Progress | None
    ) -> Posterior:
        return posterior

    def _prepare(self, snapshot: Snapshot, rows: IntArray, progress: Progress | None) -> None:
        """Prepare for the parts that the images on screen would count for if nothing else changed."""
        at = rows if self._latest is None else self._latest.at[rows]
        super()._prepare(self._by_parts(snapshot), at, progress)

    def settings(self, snapshot: Snapshot) -> ModelSettings:
        """Return the model settings in effect for the snapshot."""
        return super().settings(self._by_parts(snapshot))

    def similarity(self, snapshot: Snapshot, row: int, progress: Progress | None = None) -> Similarity:
        """Return how similar all images are to ``row``, as wholes; see :meth:`annotator.engine.Engine.similarity`."""
        of_parts = super().similarity(snapshot, row, progress)
        return dataclasses.replace(of_parts, geometry=self._whole(progress))


def engine_over(features: Features, tiles: Tiles | None, **settings: Any) -> Engine:
    """Return the engine for features and their tiles, if there are any; ``settings`` are those of the engine."""
    return Engine(features, **settings) if tiles is None else TiledEngine(features, tiles.rows, **settings)
