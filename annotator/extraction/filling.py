"""Features for a project that is open already: they are computed beside judging, and join the model as they arrive."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.collection.collection import check_fingerprint, part_of
from annotator.data.features import growing
from annotator.data.features.features import FeatureStore
from annotator.data.features.tiles import has_tiles
from annotator.data.files.guard import Guard
from annotator.data.files.names import Problem
from annotator.data.images.images import scan
from annotator.data.project.project import Project
from annotator.data.updates import replace_features
from annotator.data.updates.replace_features import FeatureReplacement
from annotator.errors import FeatureError
from annotator.extraction.encoder import Encoder
from annotator.extraction.known_encoders import remember
from annotator.extraction.looking import check_same, encoder_of
from annotator.extraction.runner import prepared
from annotator.messages import Remedy
from annotator.runtime.job import Job
from annotator.session.session import Session
from annotator.types import IntArray, Progress

FIRST = 250
"""Number of images after which the first batch can be chosen. They are computed in random order, so that the first ones
stand for all folders."""

GROWTH = 1.25
"""Factor by which the images with features grow before the model reads all of them again. The passes over the features
then take five times as long together as one over all of them, whatever the number of images."""

_BATCH = 16


@dataclass(frozen=True, eq=False)
class Arrived:
    """Rows that have been computed and are on the disk."""

    rows: IntArray


@dataclass(frozen=True, eq=False)
class Filled:
    """The end of a run.

    Attributes:
        computed: Number of images that got features.
        problems: Images that cannot be read, and why.
    """

    computed: int
    problems: tuple[Problem, ...]


def begin(images: Path, target: Path, encoder: Encoder, progress: Progress | None = None) -> None:
    """Write a feature file for the images of a folder in which every row is still to be computed.

    Raises:
        ImageError: The folder is missing or contains no image.
        ExportError, FeatureError: The file must not or cannot be written.
        Cancelled: The user canceled.
    """
    progress = progress or Progress()
    found = scan(images, part_of(progress, 0.0, 0.5))
    rest = part_of(progress, 0.5, 1.0)
    growing.begin(target, found.paths, encoder.d, _head(encoder), guard=Guard((images,)), progress=rest)
    remember(encoder)


def create(
    project: Path, images: Path, encoder: Encoder, *, progress: Progress | None = None, **settings: Any
) -> Session:
    """Create a project whose features are still to be computed, and open it; :func:`fill` computes them.

    They are stored next to the project.

    Args:
        project: Project file to write; must not exist.
        images: Folder of the images.
        encoder: Computes the features.
        progress: Where to report. Cancelling leaves nothing behind.
        settings: As for :meth:`annotator.session.session.Session.create`.

    Raises:
        ProjectError, ImageError, ExportError, Cancelled: See there and :func:`begin`.
    """
    progress = progress or Progress()
    target = free_place(project)
    begin(images, target, encoder, part_of(progress, 0.0, 0.5))
    try:
        return Session.create(project, images, target, progress=part_of(progress, 0.5, 1.0), **settings)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def free_place(project: Path) -> Path:
    """Return a free name for the features of a project, next to it."""
    names = (f"{project.stem} features{'' if number < 2 else f' {number}'}.h5" for number in count(1))
    return next(place for name in names if not (place := project.with_name(name)).exists())


def extend(project: Path, progress: Progress | None = None) -> int:
    """Give the images that were added to a project rows in its feature file, which :func:`fill` computes.

    That is possible if an encoder that is known here made the file. A file that the program did not begin for a project
    is not changed: its rows are copied next to the project, which uses the copy from then on. One with tiles stays in
    use as it is, because the copy would lack them.

    Args:
        project: Project file, not open.
        progress: Where to report. Cancelling changes nothing.

    Returns:
        Number of images that had no row.

    Raises:
        ProjectError, FeatureError, ExportError: Something cannot be read or written.
        Cancelled: The user canceled.
    """
    progress = progress or Progress()
    opened = Project.open(project)
    try:
        features = opened.places[1].find(opened.path)
        head = growing.head_of(features) if features.exists() else {}
        lacking = opened.database.read("SELECT count(*) FROM image WHERE feature_row IS NULL AND missing IS NULL")[0][0]
        if not lacking or encoder_of(head) is None or has_tiles(features):
            return 0
        store = FeatureStore.open(features, layout=opened.layout)
        check_fingerprint(opened.fingerprint, store)
        images = opened.collection(store.n)
        target = features if head.get("growing") else free_place(opened.path)
        known, first = (store, images.row_of_image), part_of(progress, 0.0, 0.7)
        growing.begin(target, images.paths, store.d, head, known=known, progress=first)
        with FeatureStore.open(target) as grown:
            found = replace_features.match(images.paths, opened.report(), grown, part_of(progress, 0.7, 1.0))
        replace_features.replace(opened, found)
        return int(lacking)
    finally:
        opened.close()


Seen = Callable[[str], object]
"""Receives the path of every image whose features have been computed, in the thread that computes."""


def fill_in(session: Session, seen: Seen | None = None) -> Job[Any, Filled] | None:
    """Return the job that computes the features which a project still lacks; None if it lacks none.

    Raises:
        FeatureError: They were begun by an encoder that is not known here.
    """
    if not session.features.growing or session.project.read_only:
        return None
    head = growing.head_of(session.features.path)
    load = encoder_of(head)
    if load is None:
        raise FeatureError(
            "{path}: its features were begun by {encoder!r}, which is not known here. {remedy}",
            path=session.features.path,
            encoder=head.get("extractor", "?"),
            remedy=Remedy(
                "Name the network: annotator rescan PROJECT --apply --encoder NETWORK. Or compute them again.",
                "Name the network: Project > Feature sets… > Find the encoder…. Or compute them again.",
            ),
        )
    return fill(session, load, seen=seen)


def _head(encoder: Encoder) -> dict[str, Any]:
    return {
        "extractor": encoder.name,
        "extractor_version": encoder.version,
        "preprocessing": encoder.preprocessing,
        "normalized": True,
    }


def fill(
    session: Session, make: Callable[[], Encoder], *, threads: int = 0, seen: Seen | None = None
) -> Job[Any, Filled]:
    """Compute the features that the images of a project still lack.

    The parts that are applied let the model use more images: :data:`FIRST` at first, then by :data:`GROWTH`.

    Args:
        session: The project.
        make: Returns the encoder that began the file; called where the job computes.
        threads: Number of threads; 0 for the number of processors.
        seen: Receives the images.

    Raises:
        FeatureError: When the job runs: the encoder is another one, or the disk is full. What is done is kept.
    """
    features, collection = session.features, session.collection
    pending, path, root, paths = features.pending, features.path, collection.root, list(session.paths)
    rows = features.row_of_image[pending].tolist()
    row_of = dict(zip([paths[image] for image in pending.tolist()], rows, strict=True))
    usable, report = features.n_usable, collection.import_report
    problems: list[Problem] = []

    def compute(progress: Progress) -> Iterator[Any]:
        if row_of:
            workers = threads or os.cpu_count() or 1
            yield from _filled(path, root, row_of, usable, make(), problems, progress, workers, seen)
        with FeatureStore.open(path) as store:
            known = replace(report, problems=(*report.problems, *problems))
            yield replace_features.match(paths, known, store, Progress(cancel=progress.cancel), finished=True)

    def apply(part: Any) -> Filled:
        if isinstance(part, FeatureReplacement):
            features.complete(part)
        else:
            features.arrived(part.rows)
        return Filled(len(row_of) - len(problems), tuple(problems))

    return Job(compute, apply)


# One part of fill, cut off where it reads and encodes; it shares the variables of the other.
def _filled(
    path: Path,
    root: Path,
    row_of: dict[str, int],
    usable: int,
    encoder: Encoder,
    problems: list[Problem],
    progress: Progress,
    threads: int,
    seen: Seen | None,
) -> Iterator[Arrived]:
    """Compute rows and yield their numbers whenever there are enough new ones."""
    check_same(growing.head_of(path), encoder, path)
    new: list[int] = []
    waiting: dict[int, NDArray[Any]] = {}

    def keep(filler: growing.RowFiller) -> None:
        if waiting:
            filler.put(np.array(list(waiting), np.int64), encoder.encode(list(waiting.values())))
            new.extend(waiting)
            waiting.clear()

    with growing.RowFiller(path) as filler:
        rows = np.array(list(row_of.values()), np.int64)
        missing = filler.missing(rows)
        if not missing.all():  # a run that was stopped has computed more than it could announce
            yield Arrived(rows[~missing])
            usable += len(rows) - int(missing.sum())
        todo = [path for path, absent in zip(row_of, missing.tolist(), strict=True) if absent]
        np.random.default_rng(0).shuffle(todo)
        try:
            for number, (one, values) in enumerate(prepared(root, todo, encoder, threads), len(rows) - len(todo) + 1):
                if values is None:
                    problems.append(Problem(one.path, one.reason))
                else:
                    waiting[row_of[one.path]] = values
                    if seen is not None:
                        seen(one.path)
                if len(waiting) == _BATCH:
                    keep(filler)
                if usable + len(new) >= max(FIRST, GROWTH * usable):
                    usable += len(new)
                    yield Arrived(np.array(new, np.int64))
                    new.clear()
                progress.step(number / len(row_of))
        finally:
            keep(filler)
    if new:
        yield Arrived(np.array(new, np.int64))
