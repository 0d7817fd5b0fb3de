"""The open project: judge, undo, choose the next batch, rank, export.

This is the public Python interface. It knows no window; the window and the command line are written on it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from annotator.data import exporting
from annotator.data.collection.collection import Collection, ImportReport, check_fingerprint, import_collection, part_of
from annotator.data.collection.find_image import ImageFinder
from annotator.data.collection.match_names import join
from annotator.data.exporting import ExportReport, ExportSource, Replay, ReviewedLabels
from annotator.data.features import graph_file
from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.files.filesystem import network_kind
from annotator.data.files.names import printable
from annotator.data.images.images import inside
from annotator.data.importing import ForeignLabels, LabelPlan, plan_import
from annotator.data.metadata import metadata as stored_metadata
from annotator.data.metadata import reader
from annotator.data.metadata import scope as scopes
from annotator.data.metadata.metadata import Metadata
from annotator.data.metadata.tables import Table, read_table
from annotator.data.project import batches, database, feature_sets, judgements, profiles, topic_overlap, topics, trust
from annotator.data.project.backups import Backups, back_up, labels_against_log
from annotator.data.project.export_source import export_source
from annotator.data.project.feature_sets import FeatureSet
from annotator.data.project.history import EVERYTHING, HistoryFilter, Judgement
from annotator.data.project.judgements import ExternalExample, Judgements, Step
from annotator.data.project.places import check_images, existing_folder, open_features, scratch_folder
from annotator.data.project.profiles import Profile
from annotator.data.project.project import Project
from annotator.data.project.search_log import SearchLog, read_search
from annotator.data.project.snapshot import rank_images, take_snapshot
from annotator.data.project.text_log import TextLog
from annotator.data.project.topic_at_revision import Proposal, TopicAtRevision, proposals, topic_at_revision
from annotator.data.project.topic_overlap import Overlaps, TopicSummary
from annotator.data.project.topics import Topic
from annotator.data.updates import apply_rescan, replace_features, rescan
from annotator.data.updates.replace_features import FeatureReplacement
from annotator.data.updates.rescan import Recorded, RescanReport
from annotator.engine import FIRST_LOOK_NOTE, Engine
from annotator.errors import ConfigError, FeatureError, ImageError, ModelError, ProjectError
from annotator.extensions import Extensions
from annotator.model.explanation import Explanation, SimilarImage, of_images, similar_images
from annotator.model.feature_comparison import Fit, fit
from annotator.model.label_errors import LabelError, Review
from annotator.model.label_quality import MODES
from annotator.numerics.graph import NeighbourGraph, build_graph
from annotator.parameters import ModelSettings, Scope, values_of
from annotator.runtime.threads import give_way
from annotator.stopping.advice import Advice, advise, enough
from annotator.stopping.evidence import Evidence, audit_selection, evidence
from annotator.stopping.expected import audit_weights, expected_left
from annotator.stopping.pace import pace
from annotator.stopping.progress import SearchProgress
from annotator.strategies.registry import Registry
from annotator.strategies.score_meanings import FIRST_LOOK, Meaning, meaning
from annotator.types import Batch, Change, IntArray, Label, Progress, Ranking, Selection, Snapshot
from annotator.version import __version__

__all__ = [
    "Counts",
    "Explanation",
    "ExportReport",
    "ExternalExample",
    "ImportReport",
    "Judgement",
    "LabelError",
    "Overlaps",
    "Proposal",
    "Session",
    "SimilarImage",
    "Topic",
    "TopicSummary",
    "rank_images",
]


BUILT_ALONG = 20_000
"""Largest collection that gets its neighbour graph along with its first batch: that takes a few seconds."""


@dataclass(frozen=True)
class Counts:
    """How many images of the collection have which label."""

    relevant: int
    irrelevant: int
    unsure: int
    unlabelled: int


class Session:
    """An open project; one thread at a time uses it.

    What a method changes is durable when it returns. Everything about labels, batches and rankings concerns the current
    topic. Images are named by their id, the index into :attr:`paths`.

    >>> import tempfile
    >>> from annotator.sample import create_sample
    >>> from annotator.types import Label
    >>> folder = tempfile.TemporaryDirectory()
    >>> sample = create_sample(Path(folder.name) / "sample")
    >>> project = Path(folder.name) / "digits.annotator"
    >>> session = Session.create(project, sample.images, sample.features, topic="threes", batch_size=4)
    >>> session.judge([17, 99], Label.RELEVANT).text
    '2 images to relevant'
    >>> session.judge([17], Label.IRRELEVANT).text
    '1 image to irrelevant'
    >>> batch = session.next_batch()
    >>> len(batch.images), batch.strategy, session.round
    (4, 'mix', 1)
    >>> session.judge_remaining(Label.UNSURE).images == batch.images
    True
    >>> session.close()

    Nothing is ever saved by hand, and undo reaches back beyond the last time the project was closed:

    >>> session = Session.open(project)
    >>> session.counts
    Counts(relevant=1, irrelevant=1, unsure=4, unlabelled=1791)
    >>> session.undo().text, session.undo().text, session.redo_text
    ('4 images to unsure', '1 image to irrelevant', '1 image to irrelevant')
    >>> ranking = session.rank()
    >>> len(ranking.images), bool(ranking.mean[0] > ranking.mean[-1])
    (1797, True)
    >>> print(session.export("labels-csv", Path(folder.name) / "threes.csv").summary)
    Wrote 1797 images to threes.csv.
    >>> session.close()
    >>> folder.cleanup()
    """

    def __init__(self, project: Project, store: FeatureStore, images_root: Path, extensions: Extensions) -> None:
        """Use :meth:`create` or :meth:`open` instead."""
        self._project = project
        self._store = store
        self.extensions = extensions
        """The strategies and formats there are."""
        self._registry = extensions.registry
        self._images_root = images_root
        self._read_collection()
        self._engine: Engine | None = None
        self._cluster: str | None = None
        self._report: ImportReport | None = None
        self._rankings: dict[int, Ranking] = {}
        self._earlier: tuple[int, TopicAtRevision] | None = None
        self._backups = None if project.read_only else Backups(project.path, datetime.now(UTC))
        self._mirror = None if project.read_only else TextLog(project.path)
        self._judged_anything = False
        self._topics = {topic.id: topic for topic in topics.load(project.database)}
        self._enter_topic(project.current_topic())
        self.damage = labels_against_log(project.database)
        """What is wrong with the labels, in a sentence, "" if they follow from the record of the judgements."""
        self.network = network_kind(project.path.parent)
        """Kind of the network drive that the project lies on, "" for a disk of this machine."""
        latest = int(project.database.read("SELECT coalesce(max(id), 0) FROM event")[0][0])
        self.lost_steps = self._mirror is not None and self._mirror.knows_more(latest)
        """Whether the log in plain text has steps that the project file lacks: that was damaged, or replaced."""
        if self._mirror is not None and (latest or self.lost_steps):
            self._mirror.follow()

    @classmethod
    def create(
        cls,
        project: Path,
        images: Path,
        features: Path,
        *,
        topic: str = "relevant images",
        strategy: str = "mix",
        parameters: Mapping[str, Any] = MappingProxyType({}),
        batch_size: int = 8,
        model: ModelSettings | None = None,
        seed: int = 0,
        layout: FeatureLayout = DETECT,
        extensions: Extensions | None = None,
        progress: Progress | None = None,
    ) -> Session:
        """Create a project from a folder of images and a feature file, and open it.

        Args:
            project: Project file to write; must not exist. It appears complete or not at all.
            images: Folder of the images, searched with all its subfolders.
            features: Feature file, or a folder of them, see docs/features.md; opened read-only now and ever.
            topic: Name of the first topic.
            strategy: Name of its strategy.
            parameters: Parameters of the strategy; missing ones take their defaults.
            batch_size: Images of a batch.
            model: Settings of the relevance model; the defaults unless given.
            seed: Seed of all random choices, at least 0.
            layout: What is what in the feature file, as far as it is not to be found out; remembered.
            extensions: Strategies and formats there are; the built-in ones unless given.
            progress: Where to report. Cancelling leaves nothing behind.

        Raises:
            ProjectError: The file exists or cannot be written there.
            ImageError: The folder is missing or holds no image.
            FeatureError: The feature file cannot be used, or fits none of the images.
            StrategyError: There is no such strategy or parameter.
            ConfigError: The batch size or seed is out of its range.
            Cancelled: The person asked to stop.
        """
        extensions = extensions or Extensions()
        progress = progress or Progress()
        complete = values_of(extensions.registry.make(strategy, parameters))
        settings = Topic(0, topic, strategy, complete, batch_size, seed, model or ModelSettings())
        first = topics.checked(settings)
        with ExitStack() as stack:
            store = stack.enter_context(FeatureStore.open(features, layout=layout))
            made = Project.create(project, images, features, first, lambda: import_collection(images, store, progress))
            stack.callback(made.close)
            session = cls(made, store, images.absolute(), extensions)
            stack.pop_all()  # the session closes them
        return session

    @staticmethod
    def preview(
        images: Path, features: Path, progress: Progress | None = None, layout: FeatureLayout = DETECT
    ) -> ImportReport:
        """Return what a project of a folder of images and a feature file would consist of; nothing is written.

        Args:
            images: Folder of the images, searched with all its subfolders.
            features: Feature file, or a folder of them.
            progress: Where to report.
            layout: What is what in the feature file, as far as it is not to be found out.

        Raises:
            ImageError: The folder is missing or holds no image.
            FeatureError: The feature file cannot be used, or fits none of the images.
            Cancelled: The person asked to stop.
        """
        with FeatureStore.open(features, layout=layout) as store:
            return import_collection(images, store, progress or Progress()).report

    @classmethod
    def open(
        cls,
        project: Path,
        *,
        read_only: bool = False,
        images: Path | None = None,
        features: Path | None = None,
        adopt: bool = False,
        layout: FeatureLayout = DETECT,
        cluster: str | None = None,
        extensions: Extensions | None = None,
        may_use: trust.MayUse | None = None,
        progress: Progress | None = None,
    ) -> Session:
        """Open an existing project where it was left: same topic, same open batch, same steps to undo.

        Args:
            project: Project file.
            read_only: Open it without the right to change it, also while another program has it open.
            images: Where the image folder is now, if it is neither where it was nor where it was relative to the
                project; remembered.
            features: Where the feature file is now, likewise.
            adopt: Whether ``features`` may be another file than the one the project was made with, with more rows or
                of another network; its rows are matched with the images anew. Labels and history stay.
            layout: What is what in a file that is adopted, as far as it is not to be found out.
            cluster: Address of a Dask scheduler on whose workers batches are chosen; see docs/scale.md.
            extensions: Strategies and formats there are; the built-in ones unless given.
            may_use: Asked, with the project file, before images or features are read that lie outside of its folder
                and were not named here; they may be used unless given.
            progress: Where to report.

        Raises:
            ProjectError: The file is missing, damaged, foreign, from a newer program, or open elsewhere.
            UnknownPlacesError: ``may_use`` said no.
            ImageError: The image folder is missing, or holds none of the project's images.
            FeatureError: The feature file is missing, damaged, or not the one the project was made with.
            Cancelled: The person asked to stop.
        """
        progress = progress or Progress()
        with ExitStack() as stack:
            opened = Project.open(project, read_only=read_only)
            stack.callback(opened.close)
            progress.step(0.3)
            with database.understood(opened.path):
                (images_place, features_place), known_layout = opened.places, opened.layout
                fingerprint = opened.fingerprint
            if may_use is not None:
                named = (images is not None, features is not None)
                asked = (place for place, given in zip((images_place, features_place), named, strict=True) if not given)
                trust.ask_for_places(opened.path, tuple(asked), may_use)
            root = existing_folder(images or images_place.find(opened.path), opened.path)
            store = stack.enter_context(
                open_features(
                    features or features_place.find(opened.path), opened.path, layout if adopt else known_layout
                )
            )
            if adopt and not read_only and store.fingerprint() != fingerprint:
                paths = [path for (path,) in opened.database.read("SELECT path FROM image ORDER BY id")]
                found = replace_features.match(paths, opened.report(), store, part_of(progress, 0.3, 0.6))
                replace_features.replace(opened, found)
                fingerprint = opened.fingerprint
            check_fingerprint(fingerprint, store)
            progress.step(0.6)
            with database.understood(opened.path):
                session = cls(opened, store, root, extensions or Extensions())
            session.use_cluster(cluster)
            if images is not None:
                check_images(root, session.paths)
            opened.relink(root, store.path)
            progress.step(1.0)
            stack.pop_all()  # the session closes them
        return session

    def close(self) -> None:
        """Close the project and the feature file; a second call does nothing. Nothing needs saving."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        if self._backups is not None:
            if self._judged_anything:
                self._judged_anything = False
                self._backups.backup_if_due(datetime.now(UTC), closing=True)
            self._backups.wait()
        if self._mirror is not None:
            self._mirror.close()
        self._store.close()
        self._project.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # The collection

    def _read_collection(self) -> None:
        self._collection: Collection = self._project.collection(self._store.n)
        self._image_of_row = self._collection.image_of_row()
        self._usable = self._collection.usable()
        self._finite = self._collection.finite()
        self._finder: ImageFinder | None = None
        self._metadata = Metadata(self._project.database, self._collection.paths)

    def rescan(self, progress: Progress | None = None) -> RescanReport:
        """Find out which images were added, removed, changed or moved since the project was made; nothing is changed.

        Raises:
            ImageError: The image folder is missing, cannot be read, or holds no image at all.
            Cancelled: The person asked to stop.
        """
        return self.rescan_job()(progress or Progress())

    def rescan_job(self) -> Callable[[Progress], RescanReport]:
        """Return what does the work of :meth:`rescan` on any thread."""
        root, known = self.images_root, rescan.known_images(self._project.database)
        return lambda progress: rescan.look(root, known, progress)

    def apply_rescan(self, report: RescanReport) -> dict[str, int]:
        """Bring the project up to date, whole or not at all; a backup is made before.

        Moved images keep their labels. New images come last and have features where the feature file holds a row that
        answers to their name; images that are gone stay with their labels, and are not proposed. Whatever was taken
        from this session before (paths, rankings, selections) is out of date; what the person has done is not.

        Returns:
            Number of images added, and of those that have features.

        Raises:
            ProjectError: The project cannot be written, or no backup can be made.
        """
        if report.n_images != self.n_images:
            raise ProjectError("The project has changed since its folder was looked at. Look again.")
        if report.anything and self._backups is not None:
            self._backups.wait()
            back_up(self._project.database.connection, self._backups.before("rescan"))
        rows = {image: row for image, row in enumerate(self.row_of_image.tolist()) if row >= 0}
        done = apply_rescan.apply_rescan(self._project.database, report, self._store.names, rows, _now())
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        self._rankings.clear()
        self._earlier = None
        self._read_collection()
        return done

    @property
    def feature_sets(self) -> tuple[FeatureSet, ...]:
        """The feature files that the project knows besides, by name; the one in use may be among them."""
        return feature_sets.load(self._project.database)

    def add_feature_set(self, name: str, path: Path, layout: FeatureLayout = DETECT) -> FeatureSet:
        """Remember a feature file by name.

        Raises:
            FeatureError: The file cannot be used, has features of none of the images, or the name is no name.
        """
        with FeatureStore.open(path, layout=layout) as store:
            if not join(store.names, self.paths).matched:
                raise FeatureError(f"{path}: it has features of none of the images of this project")
            one = FeatureSet(name.strip(), path.absolute(), store.layout)
        feature_sets.save(self._project.database, one)
        return one

    def remove_feature_set(self, name: str) -> None:
        """Forget a feature file; the file stays.

        Raises:
            FeatureError: There is none of that name.
        """
        feature_sets.delete(self._project.database, feature_sets.find(self._project.database, name).name)

    def adoption_job(self, name: str) -> Callable[[Progress], FeatureReplacement]:
        """Return what matches the images with another feature set on any thread, for :meth:`use_features`."""
        one = feature_sets.find(self._project.database, name)
        paths, report = list(self.paths), self.import_report

        def match(progress: Progress) -> FeatureReplacement:
            with FeatureStore.open(one.path, layout=one.layout) as store:
                return replace_features.match(paths, report, store, progress)

        return match

    def use_features(self, wanted: FeatureReplacement) -> None:
        """Use other features from the next opening on: close the session and open it again. Everything judged stays.

        Raises:
            FeatureError: External examples are vectors of another length.
        """
        replace_features.replace(self._project, wanted)

    def comparison_job(self) -> Callable[[Progress], tuple[tuple[str, int, int, Fit], ...]]:
        """Return what compares the features in use and the known sets by the labels of the topic, on any thread.

        It answers with name, features, images and fit of each. The features in use are called "". The graph of
        neighbours takes no part, for it would have to be built for each.

        Raises:
            ModelError: There are too few judgements.
        """
        labels = {image: label for image, label in self.labels.items() if label is not Label.UNSURE}
        known = [FeatureSet("", self.features_path, self._project.layout), *self.feature_sets]
        settings = dataclasses.replace(self.topic.model, graph_weight=0.0, adapt=False)
        paths, base = list(self.paths), self.snapshot(0)

        def compare(progress: Progress) -> tuple[tuple[str, int, int, Fit], ...]:
            found = []
            for number, one in enumerate(known):
                progress.step(number / len(known))
                with FeatureStore.open(one.path, layout=one.layout) as store:
                    row_of_image = join(store.names, paths).row_of_image
                    found.append((one.name, store.d, int(np.sum(row_of_image >= 0)), _fit(store, row_of_image)))
            return tuple(found)

        def _fit(store: FeatureStore, row_of_image: IntArray) -> Fit:
            images = [image for image in labels if row_of_image[image] >= 0]
            rows = row_of_image[images]
            y = np.array([float(labels[image].value) for image in images])
            engine = Engine(store, registry=self._registry)
            try:
                told = dataclasses.replace(
                    base, rows=rows, y=y, model=settings, closed=np.empty(0, np.int64), reviewed=np.empty(0, np.int64),
                    examples=np.empty((0, store.d)),
                )  # fmt: skip
                kernel = np.asarray(engine.posterior(told).kernel(rows, rows), np.float64)
            finally:
                engine.close()
            return fit(kernel, y, settings.prior_mean, settings.noise)

        return compare

    def record_contents(self, progress: Progress | None = None) -> int:
        """Record what every image holds, so that it is known again when it is renamed; returns how many were read."""
        return rescan.record_contents(self._project.database, self.images_root, progress)

    def contents_job(self) -> Callable[[Progress], list[Recorded]]:
        """Return what reads the contents that are not recorded yet, on any thread, for :meth:`store_contents`."""
        root, todo = self.images_root, rescan.unrecorded(self._project.database)
        return lambda progress: rescan.read_contents(root, todo, progress)

    def store_contents(self, rows: Sequence[Recorded]) -> None:
        """Record what images hold."""
        rescan.store_contents(self._project.database, rows)

    @property
    def missing_images(self) -> IntArray:
        """Images whose files are known to be gone, ascending."""
        return self._collection.missing

    @property
    def project_path(self) -> Path:
        """The project file."""
        return self._project.path

    @property
    def images_root(self) -> Path:
        """The image folder."""
        return self._images_root

    @property
    def features_path(self) -> Path:
        """The feature file."""
        return self._store.path

    @property
    def places_outside(self) -> tuple[str, ...]:
        """Where the images or the features lie, as far as that is outside of the project's folder."""
        return trust.places_outside(self.project_path, self._project.places)

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._project.read_only

    @property
    def paths(self) -> Sequence[str]:
        """Path of each image relative to the image folder, POSIX separators; by id."""
        return self._collection.paths

    @property
    def n_images(self) -> int:
        """Number of images."""
        return len(self._collection.paths)

    @property
    def row_of_image(self) -> IntArray:
        """Feature row of each image, -1 for none, shape (n_images,)."""
        return self._collection.row_of_image

    @property
    def image_of_row(self) -> IntArray:
        """Image of each feature row, -1 for none, shape (n_rows,)."""
        return self._image_of_row

    @property
    def import_report(self) -> ImportReport:
        """What was found when images and features were brought together."""
        if self._report is None:
            self._report = self._project.report()
        return self._report

    def image_path(self, image: int) -> Path:
        """Return the file of an image; any thread may ask."""
        return inside(self._images_root, self._collection.paths[image])

    def find(self, text: str) -> int:
        """Return the image called ``text``: its relative path, else its file name or stem if only one has it.

        Raises:
            ImageError: There is none, or more than one; the message lists candidates.
        """
        if self._finder is None:
            self._finder = ImageFinder(self.paths)
        return self._finder.find(text)

    # Metadata

    @property
    def metadata(self) -> Metadata:
        """The columns of metadata by name; see docs/metadata.md."""
        return self._metadata

    def read_metadata(self, sources: Iterable[str], progress: Progress | None = None, *, again: bool = False) -> None:
        """Read metadata from all images that were not read yet; what cannot be read is missing.

        Args:
            sources: Some of :data:`annotator.data.images.image_metadata.SOURCES`.
            progress: Where to report. Cancelling keeps what was read, and the next call goes on from there.
            again: Read all images anew, e.g. because files have changed.

        Raises:
            ConfigError: There is no such source.
            ProjectError: It could not be stored, or the project is read-only.
            Cancelled: The person asked to stop.
        """
        plan = self.metadata_plan(sources, again=again)
        for block in reader.read_blocks(plan, self.image_path, progress or Progress()):
            self.store_metadata(block)

    def metadata_plan(self, sources: Iterable[str], *, again: bool = False) -> reader.Plan:
        """Return what :meth:`read_metadata` would read, for who reads it on another thread."""
        return reader.plan(self._project.database, tuple(sources), self.n_images, again=again)

    def store_metadata(self, block: reader.Block) -> None:
        """Store what was read from some images; durable when it returns."""
        reader.store_block(self._project.database, block)
        self._metadata.refresh()

    def import_metadata(self, file: Path) -> Table:
        """Take over the columns of a CSV file that names images; older columns of the same names are replaced.

        Raises:
            ConfigError: The file is no such table, or names none of the images.
            ProjectError: It could not be stored; nothing was.
        """
        table = read_table(file, self.paths)
        with self._project.database.transaction() as connection:
            for name, column in table.columns.items():
                stored_metadata.remove(connection, name)
                stored_metadata.store(connection, name, "csv", 0, column)
        self._metadata.refresh()
        return table

    def check_scope(self, scope: Scope) -> int:
        """Return how many images fulfil the filter of ``scope``, having checked all of its settings.

        Raises:
            ConfigError: Some setting cannot be used; the message names it and says what is wrong.
        """
        return scopes.checked(scope, self._metadata)

    # Topics

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics in use, oldest first."""
        return tuple(topic for topic in self._topics.values() if not topic.archived)

    @property
    def archived_topics(self) -> tuple[Topic, ...]:
        """The topics in the archive, oldest first; nothing of them is lost."""
        return tuple(topic for topic in self._topics.values() if topic.archived)

    @property
    def topic(self) -> Topic:
        """The current topic."""
        return self._topics[self._judgements.topic]

    def add_topic(self, name: str) -> Topic:
        """Add a topic with the settings of the current one and no labels; the current topic stays current.

        Raises:
            ProjectError: The name is taken or unusable.
        """
        topic = topics.checked(dataclasses.replace(self.topic, name=name, exclusive=False))
        with self._project.database.transaction() as connection:
            topic = topics.insert(connection, topic)
        self._topics[topic.id] = topic
        return topic

    def switch_topic(self, topic: int) -> Topic:
        """Make the topic with this id the current one, also for the next time the project is opened.

        Raises:
            ProjectError: There is no such topic, or it is in the archive.
        """
        if self._known_topic(topic).archived:
            raise ProjectError(f"{self._topics[topic].name!r} is in the archive. Restore it to work on it.")
        if not self.read_only:
            self._project.set_current_topic(topic)
        self._enter_topic(topic)
        return self.topic

    def archive_topic(self, topic: int) -> Topic:
        """Put a topic into the archive; its judgements and batches stay, and :meth:`restore_topic` brings it back.

        If it is the current one, the next of those in use (else the one before) becomes current.

        Raises:
            ProjectError: There is no such topic, or it is the last one in use.
        """
        left = [other.id for other in self.topics if other.id != self._known_topic(topic).id]
        if not left:
            raise ProjectError(
                f"{self._topics[topic].name!r} is the only topic in use. Add another one before you archive it."
            )
        if topic == self.topic.id:
            self.switch_topic(next((other for other in left if other > topic), left[-1]))
        return self._change_topic(topic, archived=_now())

    def restore_topic(self, topic: int) -> Topic:
        """Bring a topic back from the archive; the current one stays current.

        Raises:
            ProjectError: There is no such topic.
        """
        return self._change_topic(topic, archived="")

    def rename_topic(self, topic: int, name: str) -> Topic:
        """Give a topic another name, also one in the archive.

        Raises:
            ProjectError: There is no such topic, or the name is taken or unusable.
        """
        return self._change_topic(topic, name=name)

    def set_exclusive(self, chosen: Iterable[int]) -> None:
        """Say of which topics an image is relevant to at most one; those not named do not exclude any.

        Nothing is changed about judgements: :meth:`overlaps` lists the images that contradict it.

        Raises:
            ProjectError: There is no such topic; nothing was changed.
        """
        exclusive = {self._known_topic(topic).id for topic in chosen}
        changed = [
            dataclasses.replace(topic, exclusive=topic.id in exclusive)
            for topic in self._topics.values()
            if topic.exclusive != (topic.id in exclusive)
        ]
        with self._project.database.transaction() as connection:
            for topic in changed:
                topics.update(connection, topic)
        self._topics.update((topic.id, topic) for topic in changed)

    def _known_topic(self, topic: int) -> Topic:
        if topic not in self._topics:
            raise ProjectError(f"There is no topic number {topic}. The topics are: {self._listed_topics()}.")
        return self._topics[topic]

    def _change_topic(self, topic: int, **changes: Any) -> Topic:
        changed = topics.checked(dataclasses.replace(self._known_topic(topic), **changes))
        with self._project.database.transaction() as connection:
            topics.update(connection, changed)
        self._topics[topic] = changed
        return changed

    def topic_summaries(self) -> tuple[TopicSummary, ...]:
        """Return how far every topic is, in use or archived, oldest first."""
        return topic_overlap.summaries(self._project.database, tuple(self._topics.values()))

    def overlaps(self) -> Overlaps:
        """Return how many images are relevant to two topics at once, and those that contradict exclusive topics."""
        return topic_overlap.overlaps(self._project.database, self.topics)

    def compare_topics(self) -> Callable[[], tuple[tuple[TopicSummary, ...], Overlaps]]:
        """Return what computes :meth:`topic_summaries` and :meth:`overlaps` on any thread."""
        return topic_overlap.job(self.project_path, tuple(self._topics.values()))

    def configure(
        self,
        *,
        strategy: str | None = None,
        parameters: Mapping[str, Any] | None = None,
        batch_size: int | None = None,
        model: ModelSettings | None = None,
        name: str | None = None,
        scope: Scope | None = None,
    ) -> Topic:
        """Change settings of the current topic, from its next batch on.

        Args:
            strategy: Name of the strategy; it takes its default parameters unless ``parameters`` are given.
            parameters: Parameters of the strategy; missing ones take their defaults.
            batch_size: Images of a batch.
            model: Settings of the relevance model.
            name: New name of the topic.
            scope: Which images are proposed, by their metadata.

        Raises:
            StrategyError: There is no such strategy or parameter.
            ConfigError: The batch size is out of its range, or the scope is no expression over the known columns.
            ProjectError: The name is taken or unusable, or the project is read-only.
        """
        topic = self.topic
        if strategy is not None or parameters is not None:
            made = self._registry.make(strategy or topic.strategy, parameters)
            topic = dataclasses.replace(topic, strategy=made.name, parameters=values_of(made))
        topic = dataclasses.replace(
            topic,
            batch_size=topic.batch_size if batch_size is None else batch_size,
            model=topic.model if model is None else model,
            name=topic.name if name is None else name,
            scope=topic.scope if scope is None else scope,
        )
        if topic.scope != self.topic.scope:
            scopes.checked(topic.scope, self._metadata)
        topic = topics.checked(topic)
        with self._project.database.transaction() as connection:
            topics.update(connection, topic)
        self._topics[topic.id] = topic
        return topic

    # Judgements

    def judge(self, images: Iterable[int], label: Label | None) -> Change:
        """Label images as one step; ``None`` clears their labels.

        Any image can be judged and judged anew at any time, whether it was proposed or not.

        Args:
            images: Image ids.
            label: Label they get; those that have it already are left out.

        Returns:
            What changed; empty, and nothing is written, if nothing did. Durable.

        Raises:
            ImageError: There is no such image; nothing was changed.
            ProjectError: It could not be stored; nothing was changed.
        """
        return self._judge(dict.fromkeys(images, label), "judge")

    def judge_remaining(self, label: Label) -> Change:
        """Label all unlabelled images of the open batch as one step."""
        return self.judge(self.remaining, label)

    def add_examples(self, images: Iterable[int]) -> Change:
        """Label images of the collection relevant because they show what is looked for."""
        return self._judge(dict.fromkeys(images, Label.RELEVANT), "example")

    def import_labels(self, labels: Mapping[int, Label | None]) -> Change:
        """Take over labels from elsewhere as one step; ``None`` clears."""
        return self._judge(labels, "import")

    def plan_import(self, foreign: ForeignLabels, topic: str | None = None, others: Label | None = None) -> LabelPlan:
        """Return what importing labels would change in the topic; see :mod:`annotator.data.importing`.

        Args:
            foreign: Labels of another program.
            topic: Which of the topics of the file is meant; may be left out where there is one only.
            others: Label of images that the file names in its other topics only; ``None`` leaves them as they are.
        """
        return plan_import(foreign, self.paths, self.labels, topic, others)

    def undo(self) -> Change | None:
        """Take back the latest step, however long ago it was; None if there is none."""
        return self._done(self._judgements.undo(round=self.round, at=_now()))

    def redo(self) -> Change | None:
        """Repeat the step undone last; None if there is none or something was judged since."""
        return self._done(self._judgements.redo(round=self.round, at=_now()))

    def steps(self, limit: int = 200) -> list[Step]:
        """Return the steps that can be redone, and at most ``limit`` that can be undone, newest first."""
        return self._judgements.steps(limit)

    @property
    def undo_text(self) -> str | None:
        """The step that :meth:`undo` takes back, e.g. "12 images to irrelevant"; None if there is none."""
        return self._judgements.undo_text()

    @property
    def redo_text(self) -> str | None:
        """The step that :meth:`redo` repeats; None if there is none."""
        return self._judgements.redo_text()

    def label_of(self, image: int) -> Label | None:
        """Return the label of an image, None for unlabelled."""
        return self._judgements.labels.get(image)

    @property
    def labels(self) -> Mapping[int, Label]:
        """Label by image id, in the order in which they were set; a view of the current topic that stays current."""
        return MappingProxyType(self._judgements.labels)

    @property
    def counts(self) -> Counts:
        """How many images have which label."""
        count = self._judgements.count
        return Counts(
            relevant=count(Label.RELEVANT),
            irrelevant=count(Label.IRRELEVANT),
            unsure=count(Label.UNSURE),
            unlabelled=self.n_images - len(self._judgements.labels),
        )

    @property
    def revision(self) -> int:
        """Number of the latest event of the topic, 0 before the first."""
        return self._judgements.revision

    def history(self, limit: int | None = None, wanted: HistoryFilter = EVERYTHING) -> list[Judgement]:
        """Return the latest ``limit`` wanted judgements, newest first; all of them for None."""
        return self._judgements.history(limit, wanted)

    def history_size(self, wanted: HistoryFilter = EVERYTHING) -> int:
        """Return how many judgements there are of those ``wanted``."""
        return self._judgements.history_size(wanted)

    def images_of_kind(self, kind: str) -> IntArray:
        """Return the images that an event of ``kind`` labelled and that have a label now, ascending."""
        entries = self.history(None, HistoryFilter(kind=kind))
        return np.unique(np.array([one.image for one in entries if one.image in self.labels], dtype=np.int64))

    def history_of(self, image: int) -> list[Judgement]:
        """Return all judgements of an image, newest first."""
        return self._judgements.history(None, HistoryFilter(image=image))

    def confirm(self, images: Iterable[int]) -> Change:
        """Keep the labels of images after a second look, as one step that can be undone; nothing else changes.

        A confirmed label is never suspected again; the confirmation ends when the image gets another label.

        Args:
            images: Image ids; those that have no label, or one that is confirmed, are left out.

        Returns:
            The images that are confirmed now and were not; durable.

        Raises:
            ImageError: There is no such image; nothing was changed.
        """
        change = self._judgements.confirm(self._existing(images), round=self.round, at=_now())
        self._done(change)
        return change

    @property
    def reviewed(self) -> frozenset[int]:
        """The images that were looked at twice: their label is confirmed, or took the place of another."""
        return self._judgements.reviewed()

    def suspected_mistakes(self, mode: str = "active", progress: Progress | None = None) -> list[LabelError]:
        """Return the judgements that the others contradict and that were not reviewed, the most suspect first.

        Nothing is changed: the person looks, and judges anew or confirms.

        Args:
            mode: ``active``, ``voting`` or ``slimmed``, see :func:`annotator.model.label_quality.queue`.
            progress: Where to report.

        Raises:
            ModelError: There are too few judgements; the message says what is missing.
            ConfigError: There is no such mode.
        """
        if mode not in MODES:
            raise ConfigError(f"mode: {mode!r} is not one of {', '.join(MODES)}")
        found = self.engine.review(self.snapshot(0), mode, progress)
        if found.note:
            raise ModelError(found.note)
        return list(self.named(found).suspicions)

    def named(self, found: Review) -> Review:
        """Return a review of the engine with images in place of feature rows."""
        images = self.image_of_row
        return dataclasses.replace(
            found,
            suspicions=tuple(dataclasses.replace(one, image=int(images[one.image])) for one in found.suspicions),
            quality={int(images[row]): quality for row, quality in found.quality.items()},
        )

    def add_external_example(self, vector: ArrayLike, name: str) -> Change:
        """Use an image outside the collection as an example of what is looked for; can be undone.

        Args:
            vector: Its features, made like those of the collection, shape (d,).
            name: What to call it.

        Raises:
            FeatureError: The vector has another length than the features, or values that are not finite.
        """
        values = np.asarray(vector, dtype=np.float64)
        if values.shape != (self._store.d,):
            shape = " x ".join(str(size) for size in values.shape) or "1 number"
            raise FeatureError(
                f"{name}: an example needs {self._store.d} feature values like the collection, not {shape}."
            )
        if not np.isfinite(values).all():
            raise FeatureError(f"{name}: the features of this example contain NaN or Inf. Compute them again.")
        change = self._judgements.add_example(printable(name), values, round=self.round, at=_now())
        self._done(change)
        return change

    def remove_external_example(self, example: ExternalExample) -> Change:
        """Stop using an external example; can be undone.

        Raises:
            ProjectError: It is not in use.
        """
        if example.id not in [used.id for used in self.external_examples]:
            raise ProjectError(f"The external example {example.name} is not in use.")
        change = self._judgements.remove_example(example, round=self.round, at=_now())
        self._done(change)
        return change

    @property
    def external_examples(self) -> tuple[ExternalExample, ...]:
        """The external examples in use, oldest first."""
        return self._judgements.examples()

    # Batches and ranking

    @property
    def batch(self) -> Batch | None:
        """The open batch: the latest of the topic; None before the first."""
        return self._batches[-1] if self._batches else None

    @property
    def batches(self) -> tuple[Batch, ...]:
        """All batches of the topic, by round."""
        return tuple(self._batches)

    @property
    def remaining(self) -> tuple[int, ...]:
        """The unlabelled images of the open batch."""
        batch = self.batch
        return () if batch is None else tuple(i for i in batch.images if i not in self._judgements.labels)

    @property
    def round(self) -> int:
        """Round of the open batch, 0 before the first."""
        return len(self._batches)

    @property
    def registry(self) -> Registry:
        """The strategies that can be chosen."""
        return self._registry

    @property
    def engine(self) -> Engine:
        """What chooses batches; made on first use. It belongs to the thread that calls it."""
        if self._engine is None and self._cluster is not None:
            from annotator.cluster.engine import connected

            path, layout = self.features_path.resolve(), self._project.layout
            self._engine = connected(self._cluster, path, self._store.n, layout, self._usable, self._registry)
        elif self._engine is None:
            graph = graph_file.load(self.project_path, self._project.fingerprint)
            self._engine = Engine(
                self._store, usable=self._usable, registry=self._registry, graph=graph, scratch=scratch_folder()
            )
        return self._engine

    def renew_engine(self) -> Engine:
        """Return another engine in place of one whose thread never ends; that one is left to its thread."""
        self._engine = None
        return self.engine

    def use_cluster(self, address: str | None) -> None:
        """Choose batches on the workers of a Dask cluster from now on; None for this machine."""
        if self._engine is not None:
            self._engine.close()
        self._engine, self._cluster = None, address

    @property
    def graph_is_missing(self) -> bool:
        """Whether the current topic counts on the neighbour graph and there is none yet."""
        return self._cluster is None and self.topic.model.graph_weight > 0 and self.engine.graph is None

    def build_graph(self, progress: Progress | None = None) -> None:
        """Build the neighbour graph of the features, keep it beside the project, and use it from now on.

        Until there is one, the model compares features only. Small collections (:data:`BUILT_ALONG` images) get it
        along with their first batch or ranking; larger ones when this is called.

        Args:
            progress: Where to report; a cancel leaves everything as it was.

        Raises:
            Cancelled: The person asked to stop.
        """
        self.engine.build_graph(progress)
        self._kept(self.engine.graph)

    def graph_job(self) -> Callable[[Progress], NeighbourGraph]:
        """Return what builds the neighbour graph on any thread, from a feature file of its own, and keeps it.

        Give its answer to :attr:`engine` as its ``graph``.
        """
        path, valid = self.features_path, self._finite

        project, fingerprint, keeps = self.project_path, self._project.fingerprint, not self.read_only
        layout = self._project.layout

        def build(progress: Progress) -> NeighbourGraph:
            give_way()
            with FeatureStore.open(path, layout=layout) as store:
                graph = build_graph(store, valid, progress=progress)
            if keeps and graph_file.store(graph, project, fingerprint):
                # As it lies on the disk it takes no memory but what is used of it.
                return graph_file.load(project, fingerprint) or graph
            return graph

        return build

    def _kept(self, graph: NeighbourGraph | None) -> None:
        """Store the neighbour graph beside the project, so that it is there the next time."""
        if graph is not None and not self.read_only:
            graph_file.store(graph, self.project_path, self._project.fingerprint)

    def _graph_along(self, progress: Progress | None) -> None:
        if self.graph_is_missing and self._store.n <= BUILT_ALONG:
            self.build_graph(None if progress is None else Progress(cancel=progress.cancel))

    def snapshot(self, k: int | None = None) -> Snapshot:
        """Return everything the next selection depends on.

        Args:
            k: Number of images wanted, the batch size unless given; 0 asks for the ranking only.
        """
        snapshot = take_snapshot(
            self.topic,
            self._judgements,
            row_of_image=self.row_of_image,
            usable=self._usable,
            n_features=self._store.d,
            round=self.round + 1,
            k=k,
        )
        gone = self.row_of_image[self.missing_images]
        if gone.size:  # their features still tell something, but nobody could look at them
            snapshot = dataclasses.replace(snapshot, closed=np.union1d(snapshot.closed, gone[gone >= 0]))
        return scopes.steered(snapshot, self.topic.scope, self._metadata, self._image_of_row)

    def answers(self, selection: Selection) -> bool:
        """Tell whether ``selection`` can become the next batch: same topic, next round, no labels of the future.

        A selection made before the latest judgements still answers.
        """
        return self._concerns(selection) and selection.round == self.round + 1

    def accept(self, selection: Selection) -> Batch | None:
        """Store a selection as the open batch and return it; durable before it is shown.

        Images judged since its snapshot are left out.

        Returns:
            The batch, or None if nothing is left of it; then the open batch stays open.

        Raises:
            ProjectError: The selection is for another topic or round, see :meth:`answers`, or it could not be stored.
        """
        if not self.answers(selection):
            raise ProjectError(
                f"This batch was chosen for another topic, or for round {selection.round} while {self.topic.name!r} is "
                f"in round {self.round}. Ask for the next batch again."
            )
        chosen = zip(self.image_of_row[selection.rows].tolist(), selection.scores.tolist(), strict=True)
        images = [(image, score) for image, score in chosen if image >= 0 and image not in self._judgements.labels]
        if not images:
            return None
        with self._project.database.transaction() as connection:
            batch = batches.insert(connection, self.topic.id, selection, images, _now())
        self._batches.append(batch)
        return batch

    def accept_ranking(self, selection: Selection | tuple[Selection, Ranking]) -> Ranking:
        """Keep the ranking of a selection unless a newer one is there already; returns the one that is kept.

        Sorting a million images takes a tenth of a second: who cannot wait for that calls :func:`rank_images` on
        another thread and gives the pair (selection, ranking).

        Raises:
            ProjectError: The selection is for another topic.
        """
        selection, ranking = selection if isinstance(selection, tuple) else (selection, None)
        if not self._concerns(selection):
            raise ProjectError(f"This ranking is not one of the topic {self.topic.name!r}. Ask for it again.")
        latest = self.ranking
        if latest is not None and (latest.revision, latest.round) > (selection.revision, selection.round - 1):
            return latest
        ranking = ranking or rank_images(selection, self.row_of_image)
        self._rankings[self.topic.id] = ranking
        return ranking

    @property
    def ranking(self) -> Ranking | None:
        """The latest ranking of the topic; None until one was computed since the project was opened."""
        return self._rankings.get(self.topic.id)

    def next_batch(self, k: int | None = None, progress: Progress | None = None) -> Batch | None:
        """Choose, store and return the next batch, and keep the ranking; None if every image has been judged."""
        self._graph_along(progress)
        selection = self.engine.select(self.snapshot(k), progress)
        self.accept_ranking(selection)
        return self.accept(selection)

    def rank(self, progress: Progress | None = None) -> Ranking:
        """Rank all images that have features by the labels now."""
        self._graph_along(progress)
        return self.accept_ranking(self.engine.select(self.snapshot(0), progress))

    # One image

    def proposals(self, image: int) -> tuple[Proposal, ...]:
        """Return the batches of the topic that an image was in, by round."""
        return proposals(self._batches, image)

    def meaning(self, proposal: Proposal) -> Meaning:
        """Return what the score of a proposal means, in words."""
        if proposal.note == FIRST_LOOK_NOTE:
            return FIRST_LOOK
        return meaning(proposal.strategy, proposal.parameters, proposal.place, proposal.size)

    def explain(self, image: int, progress: Progress | None = None) -> Explanation:
        """Return what the model believes of an image and why, by the labels now.

        Raises:
            ImageError: There is no such image, or it has no usable features.
            ModelError: The labels and settings admit no model.
        """
        row = self.feature_row(image)
        self._graph_along(progress)
        found = self.engine.explain(self.snapshot(0), row, self.image_of_row, self.snapshot_before(), progress)
        return of_images(found, self.image_of_row)

    def similar(self, image: int, k: int = 60, progress: Progress | None = None) -> tuple[SimilarImage, ...]:
        """Return the ``k`` images most like an image by their features, the most similar first.

        Raises:
            ImageError: There is no such image, or it has no usable features.
        """
        row = self.feature_row(image)
        return similar_images(self.engine.similar(self.snapshot(0), row, k, progress), self.image_of_row)

    def feature_row(self, image: int) -> int:
        """Return the feature row of an image.

        Raises:
            ImageError: There is no such image, or it has no usable features.
        """
        self._existing([image])
        row = int(self.row_of_image[image])
        if row < 0 or not self._finite[row]:
            what = "has no features" if row < 0 else "has features that contain NaN or Inf"
            raise ImageError(f"{self.paths[image]}: this image {what}, so that nothing can be compared with it.")
        return row

    def snapshot_before(self) -> Snapshot | None:
        """Return what was known when the open batch was chosen, with the settings now; None if that was nothing."""
        batch = self.batch
        if batch is None:
            return None
        if self._earlier is None or self._earlier[0] != batch.id:
            self._earlier = (batch.id, topic_at_revision(self._project.database, self.topic.id, batch.revision))
        known = self._earlier[1]
        snapshot = take_snapshot(
            self.topic,
            known,
            row_of_image=self.row_of_image,
            usable=self._usable,
            n_features=self._store.d,
            round=batch.round,
            k=0,
        )
        return snapshot if len(snapshot.rows) or len(snapshot.examples) else None

    # When to stop

    def audit(self, k: int | None = None, share: float = 0.5, progress: Progress | None = None) -> Batch | None:
        """Draw, store and return a batch of random unlabelled images; None if every image has been judged.

        Its scores are the chances with which the images were drawn. Judging all of them tells what is left to find.

        Args:
            k: Images to draw, the batch size unless given.
            share: Share of the draw that ignores the ranking, in (0, 1]; the rest prefers probably relevant images.
            progress: Where to report.

        Raises:
            ConfigError: ``share`` is out of its range.
        """
        snapshot = self.snapshot(0)
        selection = self.engine.select(snapshot, progress)
        self.accept_ranking(selection)
        return self.accept_audit(selection, snapshot, self.topic.batch_size if k is None else k, share)

    def accept_audit(self, ranked: Selection, snapshot: Snapshot, k: int, share: float) -> Batch | None:
        """Draw, store and return random images as :meth:`audit` does, with a ranking computed elsewhere.

        Args:
            ranked: The engine's answer to ``snapshot``.
            snapshot: State of the topic when it was asked, with ``k`` 0.
            k: Images to draw.
            share: Share of the draw that ignores the ranking, in (0, 1].

        Raises:
            ConfigError: ``share`` is out of its range.
        """
        return self.accept(audit_selection(ranked, snapshot, self._usable, k, share))

    def evidence(self) -> Evidence:
        """Return what audits and judgements of the topic have shown, from the record."""
        return evidence(self._search_log())

    def advice(self) -> Advice:
        """Return what is known about what is left to find; advice, never a lock."""
        return self.progress().advice

    def progress(self) -> SearchProgress:
        """Return how far the search is: what it has shown, advice, and the pace of the person."""
        return self.progress_job()(self.engine, self.snapshot(0))

    def progress_job(self) -> Callable[[Engine, Snapshot], SearchProgress]:
        """Return a function that computes :meth:`progress` from what is known now, on the thread of the engine."""
        log, batches, rows = self._search_log(), tuple(self._batches), self._image_of_row
        rateable, n_images = self._usable & (rows >= 0), self.n_images

        def compute(engine: Engine, snapshot: Snapshot) -> SearchProgress:
            n, seen, left = int(np.count_nonzero(rateable)), evidence(log), None
            if enough(seen):
                open_ = rateable.copy()
                open_[np.concatenate([snapshot.rows, snapshot.closed])] = False
                left = expected_left(
                    engine.posterior(snapshot),
                    engine.settings(snapshot),
                    snapshot,
                    audit_weights(batches, rows[snapshot.rows]),
                    np.flatnonzero(open_),
                )
            return SearchProgress(seen, advise(seen, n, n_images - n, left), pace(log.steps))

        return compute

    def _search_log(self) -> SearchLog:
        rateable = self._image_of_row[self._usable & (self._image_of_row >= 0)]
        return read_search(self._project.database, self._judgements, self._batches, rateable)

    # Files

    def export_source(self) -> ExportSource:
        """Return the topic as :func:`annotator.data.exporting.export` wants it, to be written on any thread."""
        return export_source(
            self._project.database,
            self.topic,
            self._judgements,
            self._batches,
            paths=self.paths,
            ranking=self.ranking,
            provenance={"program": f"annotator {__version__}", "features": self._project.fingerprint},
            images_root=self.images_root,
            features=self.features_path,
            replay=self._replay(),
        )

    def _replay(self) -> Replay:
        rows = np.where(self.row_of_image >= 0, self.row_of_image, 0)
        usable = (self.row_of_image >= 0) & self._usable[rows]
        examples = [example.vector for example in self.external_examples]
        return Replay(
            np.where(usable, self.row_of_image, -1),
            np.stack(examples) if examples else np.empty((0, self._store.d)),
            self._judgements.reviewed(),
            self._engine is not None and self._engine.graph is not None,
            self.topic.id,
        )

    def export(
        self,
        format: str,
        target: Path,
        progress: Progress | None = None,
        options: Mapping[str, Any] = MappingProxyType({}),
        *,
        dry_run: bool = False,
    ) -> ExportReport:
        """Write the topic to a file or folder, with the ranking by the labels now.

        Args:
            format: Name of one of the export formats in :attr:`extensions`.
            target: File or folder to write; an older file is replaced, a folder only if an export wrote all of it.
            progress: Where to report.
            options: Options of the format by name.
            dry_run: Write nothing, and list in the report what would be written.

        Raises:
            ExportError: Unknown format or option, nothing known that a ranking could be computed from, or a failure to
                write.
        """
        one = exporting.format_called(format, self.extensions.exporters)
        known = self._judgements.labels or self.external_examples
        if known and (self.ranking is None or self.ranking.revision < self.revision):
            self.rank(progress)
        source = self.reviewed_source(progress) if "review" in one.needs else self.export_source()
        return exporting.export(one, source, target, progress, options, dry_run=dry_run)

    def reviewed_source(self, progress: Progress | None = None) -> ExportSource:
        """Return the topic for an export that tells what the judgements say of each other."""
        return self.with_review(self.engine.review(self.snapshot(0), progress=progress))

    def with_review(self, found: Review) -> ExportSource:
        """Return the topic for an export with a review of the engine."""
        named = self.named(found)
        suspects = frozenset(one.image for one in named.suspicions)
        review = ReviewedLabels(named.quality, suspects, named.note)
        return dataclasses.replace(self.export_source(), review=review)

    @property
    def export_profiles(self) -> tuple[Profile, ...]:
        """The remembered ways to export, by name."""
        return profiles.load(self._project.database)

    def export_profile(self, name: str) -> Profile:
        """Return the remembered way to export called ``name``; ExportError if there is none."""
        return profiles.find(self._project.database, name)

    def save_export_profile(self, profile: Profile) -> None:
        """Remember a way to export; one of the same name is replaced.

        Raises:
            ExportError: The name cannot be used, or there is no such format or option.
        """
        exporting.built_options(exporting.format_called(profile.format, self.extensions.exporters), profile.options)
        profiles.save(self._project.database, profile)

    def delete_export_profile(self, name: str) -> None:
        """Forget a way to export."""
        profiles.delete(self._project.database, name)

    @property
    def backup_problem(self) -> str:
        """Why the latest backup or the second copy of the judgements failed, "" if neither did."""
        problems = (self._backups and self._backups.problem, self._mirror and self._mirror.problem)
        return next((problem for problem in problems if problem), "")

    def check(self) -> tuple[str, ...]:
        """Look for damage: the file as SQLite sees it, and labels that differ from what the log says.

        Returns:
            What was found, in sentences; empty if all is well.

        Raises:
            ProjectError: The file itself is damaged.
        """
        connected = self._project.database
        database.check_sound(connected.connection, connected.path)
        return tuple(
            f"The labels of {topic.name!r} differ from the record of the judgements."
            for topic in self._topics.values()
            if judgements.fold(connected, topic.id) != judgements.stored(connected, topic.id)
        )

    def repair(self) -> None:
        """Derive the labels of all topics anew from the record of the judgements."""
        for topic in self._topics.values():
            judgements.rebuild(self._project.database, topic.id)
        self._enter_topic(self.topic.id)

    def _judge(self, labels: Mapping[int, Label | None], kind: str) -> Change:
        checked = {int(image): None if label is None else Label(label) for image, label in labels.items()}
        self._existing(checked)
        change = self._judgements.record(checked, kind=kind, round=self.round, at=_now())
        self._done(change)
        return change

    def _existing(self, images: Iterable[int]) -> list[int]:
        """Return ``images`` if all of them exist."""
        checked = [int(image) for image in images]
        for image in checked:
            if not 0 <= image < self.n_images:
                raise ImageError(f"There is no image number {image}; the numbers go from 0 to {self.n_images - 1}.")
        return checked

    def _done(self, change: Change | None) -> Change | None:
        """Write the second copy, and back up if it is time to."""
        if change is not None and self._backups is not None and self._mirror is not None:
            self._judged_anything = True
            self._mirror.follow()
            self._backups.backup_if_due(datetime.now(UTC))
        return change

    def _concerns(self, selection: Selection) -> bool:
        return selection.seed[:2] == (self.topic.seed, self.topic.id) and selection.revision <= self.revision

    def _enter_topic(self, topic: int) -> None:
        self._judgements = Judgements(self._project.database, topic)
        self._batches = batches.load(self._project.database, topic)

    def _listed_topics(self) -> str:
        return ", ".join(f"{topic.id} {topic.name}" for topic in self.topics)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
