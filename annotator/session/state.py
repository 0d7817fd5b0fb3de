"""State shared by the parts of a session: the open project, its collection, and the current topic."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from annotator.data.collection.collection import Collection, ImportReport
from annotator.data.collection.find_image import ImageFinder
from annotator.data.features.features import FeatureStore, check_features
from annotator.data.features.tiles import read_tiles
from annotator.data.files import guard
from annotator.data.metadata.metadata import Metadata
from annotator.data.project import batches, feature_sets, topics
from annotator.data.project.backups import Backups, back_up
from annotator.data.project.database import Database
from annotator.data.project.judgements import Judgements
from annotator.data.project.project import Project
from annotator.data.project.search_log import SearchLog, read_search
from annotator.data.project.text_log import TextLog
from annotator.data.project.topics import Topic
from annotator.errors import ConfigError, ImageError, ProjectError
from annotator.extensions import Extensions
from annotator.types import Batch, Change, IntArray, Label, Ranking


class Use:
    """Lets one thread at a time use an open project."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.RLock()

    def begin(self) -> None:
        """Begin a call, also within another one of the same thread.

        Raises:
            ProjectError: Another thread is using the project, or it is closed.
        """
        if not self._lock.acquire(blocking=False):
            raise ProjectError(
                "{path} is in use by another thread. One thread at a time can use an open project.",
                path=self._database.path,
            )
        try:
            _ = self._database.connection
        except ProjectError:
            self._lock.release()
            raise

    def end(self) -> None:
        """End a call."""
        self._lock.release()


class State:
    """The open project and what was read from it. It belongs to one thread.

    Attributes:
        project: The project file.
        store: The feature file, with its tiles if it has any.
        extensions: Strategies and formats.
        images_root: The image folder.
        collection: Images, and the feature row of each.
        image_of_row: Image of each feature row, -1 for none, shape (n_rows,).
        usable: Whether a row has an image and finite values, shape (n_rows,).
        metadata: Columns of metadata by name.
        topics: Topics by id, archived ones too.
        judgements: Judgements of the current topic.
        batches: Batches of the current topic, by round.
        rankings: Latest ranking by topic id, of the topics that were ranked since the project was opened.
        use: Which thread is using the session.
        backups, mirror: The copies of the judgements; None for a read-only project.
    """

    def __init__(self, project: Project, store: FeatureStore, images_root: Path, extensions: Extensions) -> None:
        self.project = project
        self.use = Use(project.database)
        self.store = store
        store.tiles = read_tiles(store)
        self.extensions = extensions
        self.images_root = images_root
        self.read_collection()
        self.backups = None if project.read_only else Backups(project.path, datetime.now(UTC))
        self.mirror = None if project.read_only else TextLog(project.path)
        self._judged_anything = False
        self.rankings: dict[int, Ranking] = {}
        self.topics = {topic.id: topic for topic in topics.load(project.database)}
        self.enter_topic(project.current_topic())

    def guard_files(self) -> None:
        """Let nothing that this process writes replace the project, its features or its images while it is open."""
        features = (self.store.path, *(one.path for one in feature_sets.load(self.database)))
        path = self.project.path
        guard.hold(self, guard.Guard((path, *features), self.images_root, self.collection.paths, path))

    def close(self) -> None:
        """Close the files, after a last backup if anything was judged; a forked process only closes them."""
        if self.project.owned:
            if self.backups is not None:
                if self._judged_anything:
                    self._judged_anything = False
                    self.backups.backup_if_due(datetime.now(UTC), closing=True)
                self.backups.wait()
            if self.mirror is not None:
                self.mirror.close()
        self.store.close()
        self.project.close()
        guard.release(self)

    def read_collection(self) -> None:
        """Read images, features and metadata, also again after they have changed."""
        collection = self.project.collection(self.store.n)
        if self.project.growing:  # it does not know what was computed since
            collection = replace(collection, invalid=check_features(self.store).unusable)
        self.take_collection(collection)
        self._finder: ImageFinder | None = None
        self.metadata = Metadata(self.project.database, self.collection.paths)
        self.guard_files()

    def take_collection(self, collection: Collection) -> None:
        """Use a collection from now on: what the project says of it has changed, or features have been computed."""
        self.collection = collection
        self.image_of_row = collection.image_of_row()
        self.usable = collection.usable()
        self._report: ImportReport | None = None

    def enter_topic(self, topic: int) -> None:
        """Read the judgements and batches of a topic, which becomes the current one."""
        self.judgements = Judgements(self.project.database, topic)
        self.batches: list[Batch] = batches.load(self.project.database, topic)

    @property
    def database(self) -> Database:
        """The database in the project file."""
        return self.project.database

    @property
    def topic(self) -> Topic:
        """The current topic."""
        return self.topics[self.judgements.topic]

    @property
    def finder(self) -> ImageFinder:
        """Finds images by name."""
        if self._finder is None:
            self._finder = ImageFinder(self.collection.paths)
        return self._finder

    @property
    def n_images(self) -> int:
        """Number of images."""
        return len(self.collection.paths)

    @property
    def row_of_image(self) -> IntArray:
        """Feature row of each image, -1 for none, shape (n_images,)."""
        return self.collection.row_of_image

    @property
    def import_report(self) -> ImportReport:
        """The report of matching images and features."""
        if self._report is None:
            self._report = self.project.report()
        return self._report

    def batch_size(self, k: int | None) -> int:
        """Return how many images to choose: ``k``, or as many as the topic says; ConfigError for less than one."""
        if k is not None and k < 1:
            raise ConfigError("{k} images: a batch has at least one.", k=k)
        return self.topic.batch_size if k is None else k

    def existing(self, images: Iterable[int]) -> list[int]:
        """Return ``images`` if all of them exist.

        Raises:
            ImageError: There is no such image.
        """
        checked = [int(image) for image in images]
        for image in checked:
            if not 0 <= image < self.n_images:
                raise ImageError(
                    "There is no image number {image}; the numbers go from 0 to {last}.",
                    image=image,
                    last=self.n_images - 1,
                )
        return checked

    def record(
        self, labels: Mapping[int, Label | None], kind: str, grades: Mapping[int, int] = MappingProxyType({})
    ) -> Change:
        """Store labels as one step of a kind, with the grades of relevant images that have one.

        Raises:
            ImageError: There is no such image; nothing was changed.
            ProjectError: It could not be stored; nothing was changed.
        """
        checked = {int(image): None if label is None else Label(label) for image, label in labels.items()}
        self.existing(checked)
        judgements, now = self.judgements, self.now()
        return self.done(judgements.record(checked, kind=kind, round=self.round, at=now, grades=grades))

    def reverse(self, undo_or_redo: Callable[..., Change | None]) -> Change | None:
        """Undo or redo a step; return None if there is none."""
        change = undo_or_redo(round=self.round, at=self.now())
        return None if change is None else self.done(change)

    def done(self, change: Change) -> Change:
        """Write the second copy of a change, and back up if a backup is due; returns the change."""
        if self.backups is not None and self.mirror is not None:
            self._judged_anything = True
            self.mirror.follow()
            self.backups.backup_if_due(datetime.now(UTC))
        return change

    def back_up_before(self, what: str) -> None:
        """Create a backup named after the coming change."""
        if self.backups is not None:
            self.backups.wait()
            back_up(self.database.connection, self.backups.before(what))

    @property
    def round(self) -> int:
        """Round of the open batch, 0 before the first."""
        return len(self.batches)

    @staticmethod
    def now() -> str:
        """Return the UTC time, ISO 8601, to the millisecond."""
        return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def search_log(state: State) -> SearchLog:
    """Return what the estimates of the current topic rest on."""
    rateable = state.image_of_row[state.usable & (state.image_of_row >= 0)]
    return read_search(state.database, state.judgements, state.batches, rateable)
