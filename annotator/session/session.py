"""The open project: judge, undo, choose the next batch, rank, export.

This is the public Python interface. It does not depend on the window; the window and the command line use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any
from weakref import proxy

from annotator.data import exporting
from annotator.data.collection.collection import ImportReport, import_collection
from annotator.data.exporting import ExportReport
from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.project import database, topics, trust
from annotator.data.project.project import Project
from annotator.data.project.topics import Topic
from annotator.extensions import Extensions, load_extensions
from annotator.parameters import ModelSettings, values_of
from annotator.session.calls import StrPath, checked
from annotator.session.collection import OpenCollection
from annotator.session.conditions import columns_of
from annotator.session.examples import Examples
from annotator.session.explanations import Explanations
from annotator.session.exports import Exports
from annotator.session.feature_sets import FeatureSets
from annotator.session.judgements import Counts, JudgementRecord
from annotator.session.label_errors import LabelErrors
from annotator.session.opening import Places, open_project, remember_places
from annotator.session.project_file import ProjectFile
from annotator.session.rules.topic_rules import TopicRules
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.session.stopping import Stopping
from annotator.session.topics import Topics
from annotator.types import Batch, Change, Label, Progress, Ranking

__all__ = ["Session"]


@checked
class Session:
    """An open project; one thread at a time uses it.

    What a method changes is durable when it returns. Labels, batches and rankings are those of the current topic.
    Images are named by their id, the index into :attr:`paths`. The common operations are here, the rest in the parts
    below. A method that takes long returns a :class:`~annotator.runtime.job.Job`, whose ``run()`` works and answers.

    Attributes:
        extensions: Strategies, and formats of exports and imports: the built-in ones and those of plugins.
        topics: The topics of the project: :class:`~annotator.session.topics.Topics`.
        judgements: The record of the judgements: :class:`~annotator.session.judgements.JudgementRecord`.
        examples: Examples of wanted images: :class:`~annotator.session.examples.Examples`.
        label_errors: Suspected mistakes: :class:`~annotator.session.label_errors.LabelErrors`.
        collection: Image files, metadata and stacks: :class:`~annotator.session.collection.OpenCollection`.
        features: Feature files and neighbor graph: :class:`~annotator.session.feature_sets.FeatureSets`.
        stopping: When to stop: :class:`~annotator.session.stopping.Stopping`.
        exports: Sources and profiles of exports: :class:`~annotator.session.exports.Exports`.
        explanations: Explanations for one image: :class:`~annotator.session.explanations.Explanations`.
        selections: The engine on another thread: :class:`~annotator.session.selections.Selections`.
        project: The project file and its copies: :class:`~annotator.session.project_file.ProjectFile`.

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

    Every change is saved automatically, and undo works across sessions:

    >>> session = Session.open(project)
    >>> session.counts
    Counts(relevant=1, irrelevant=1, unsure=4, unlabelled=1791)
    >>> session.undo().text, session.undo().text, session.judgements.redo_text
    ('4 images to unsure', '1 image to irrelevant', '1 image to irrelevant')
    >>> ranking = session.rank()
    >>> len(ranking.images), bool(ranking.mean[0] > ranking.mean[-1])
    (1797, True)
    >>> print(session.export("labels-csv", Path(folder.name) / "threes.csv").summary)
    Wrote 1797 images to threes.csv.
    >>> session.close()
    >>> folder.cleanup()
    """

    def __init__(self, state: State) -> None:
        """Use :meth:`create` or :meth:`open` instead."""
        self._state = state
        self.selections = selections = Selections(state)
        self.extensions = state.extensions
        self.topics = Topics(state, selections)
        self.judgements = JudgementRecord(state)
        self.examples = Examples(state)
        self.label_errors = LabelErrors(state, selections)
        self.collection = OpenCollection(state, selections)
        self.features = FeatureSets(state, selections)
        self.stopping = Stopping(state, selections)
        self.exports = Exports(state, selections, self.label_errors, self.collection.stacks)
        self.explanations = Explanations(state, selections, self.features)
        self.project = ProjectFile(state)
        self.topics.rules = TopicRules(state, selections, partial(columns_of, proxy(self)))

    @classmethod
    def create(
        cls,
        project: StrPath,
        images: StrPath,
        features: StrPath,
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
    ) -> Session:  # all but three by keyword: most scripts name one or two, which does not justify a settings object
        """Create a project from a folder of images and a feature file, and open it.

        Args:
            project: Project file to write; must not exist. It appears complete or not at all.
            images: Folder of the images, searched with all its subfolders.
            features: Feature file, or a folder of them, see docs/features.md; always opened read-only.
            topic: Name of the first topic.
            strategy: Name of its strategy.
            parameters: Parameters of the strategy; missing ones take their defaults.
            batch_size: Images of a batch.
            model: Settings of the relevance model; the defaults unless given.
            seed: Seed of all random choices, at least 0.
            layout: What is what in the feature file, as far as it is not to be found out; remembered.
            extensions: Available strategies and formats; by default the built-in ones.
            progress: Where to report. Cancelling leaves nothing behind.

        Raises:
            ProjectError: The file exists or cannot be written there.
            ImageError: The folder is missing or holds no image.
            FeatureError: The feature file cannot be used, or fits none of the images.
            StrategyError: There is no such strategy or parameter.
            ConfigError: The batch size or seed is out of its range.
            Cancelled: The user cancelled.
        """
        extensions = extensions or Extensions()
        progress = progress or Progress()
        complete = values_of(extensions.registry.make(strategy, parameters))
        first = topics.checked(Topic(0, topic, strategy, complete, batch_size, seed, model or ModelSettings()))
        project, images, features = Path(project), Path(images), Path(features)
        with ExitStack() as stack:
            store = stack.enter_context(FeatureStore.open(features, layout=layout))
            collect = partial(import_collection, images, store, progress)
            created = Project.create(project, images, features, first, collect)
            stack.callback(created.close)
            session = cls(State(created, store, images.absolute(), extensions))
            stack.pop_all()  # closed by the session
        return session

    @staticmethod
    def preview(
        images: StrPath, features: StrPath, progress: Progress | None = None, layout: FeatureLayout = DETECT
    ) -> ImportReport:
        """Preview a project created from an image folder and a feature file; nothing is written.

        Args:
            images: Folder of the images, searched with all its subfolders.
            features: Feature file, or a folder of them.
            progress: Where to report.
            layout: What is what in the feature file, as far as it is not to be found out.

        Raises:
            ImageError: The folder is missing or holds no image.
            FeatureError: The feature file cannot be used, or fits none of the images.
            Cancelled: The user cancelled.
        """
        with FeatureStore.open(Path(features), layout=layout) as store:
            return import_collection(Path(images), store, progress or Progress()).report

    @classmethod
    def open(
        cls,
        project: StrPath,
        *,
        read_only: bool = False,
        images: StrPath | None = None,
        features: StrPath | None = None,
        adopt: bool = False,
        layout: FeatureLayout = DETECT,
        cluster: str | None = None,
        extensions: Extensions | None = None,
        may_use: trust.MayUse | None = None,
        progress: Progress | None = None,
    ) -> Session:  # by keyword, because most calls use none of them
        """Open an existing project in its last state: same topic, same open batch, same steps to undo.

        Args:
            project: Project file.
            read_only: Open it without write access, also while another program has it open.
            images: Where the image folder is now, if neither its absolute nor its relative recorded path exists;
                remembered.
            features: Where the feature file is now, likewise.
            adopt: Whether ``features`` may be another file than the one the project was created with, with more rows or
                of another network; its rows are matched with the images again. Labels and history are kept.
            layout: Layout of a file that is adopted, as far as it cannot be inferred.
            cluster: Address of a Dask scheduler on whose workers batches are chosen; see docs/scale.md.
            extensions: Available strategies and formats; by default the built-in ones.
            may_use: Asked, with the project file, before images or features are read that lie outside of its folder
                and were not named here; they may be used unless given.
            progress: Where to report.

        Raises:
            ProjectError: The file is missing, damaged, foreign, from a newer program, or open elsewhere.
            UnknownPlacesError: ``may_use`` said no.
            ImageError: The image folder is missing, or holds none of the project's images.
            FeatureError: The feature file is missing, damaged, or not the one the project was created with.
            Cancelled: The user cancelled.
        """
        project, progress = Path(project), progress or Progress()
        root = None if images is None else Path(images)
        places = Places(root, None if features is None else Path(features), adopt, layout, may_use)
        with ExitStack() as stack:
            state = open_project(stack, project, places, extensions or load_extensions(), progress, read_only=read_only)
            with database.understood(project):
                session = cls(state)
            session.selections.use_cluster(cluster)
            remember_places(state, check=images is not None)
            progress.step(1.0)
            stack.pop_all()  # closed by the session
        return session

    def close(self) -> None:
        """Close the project and the feature file; a second call does nothing."""
        self.selections.close()
        self._state.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def paths(self) -> Sequence[str]:
        """Path of each image relative to the image folder, POSIX separators; by id."""
        return self._state.collection.paths

    @property
    def n_images(self) -> int:
        """Number of images."""
        return self._state.n_images

    def find(self, text: str) -> int:
        """Return the image called ``text``: its relative path, else its file name or stem if only one has it.

        Raises:
            ImageError: There is none, or more than one; the message lists candidates.
        """
        return self._state.finder.find(text)

    @property
    def topic(self) -> Topic:
        """The current topic."""
        return self._state.topic

    def judge(self, images: Iterable[int], label: Label | None) -> Change:
        """Label images as one step; ``None`` clears their labels.

        Any image can be judged and judged again at any time, whether it was proposed or not.

        Args:
            images: Image ids.
            label: The label; images that have it already are skipped.

        Returns:
            The change, durable; empty if nothing changed, and then nothing is written.

        Raises:
            ImageError: There is no such image; nothing was changed.
            ProjectError: It could not be stored; nothing was changed.
        """
        return self._state.record(dict.fromkeys(images, label), "judge")

    def judge_remaining(self, label: Label) -> Change:
        """Label all unlabelled images of the open batch as one step."""
        return self.judge(self.remaining, label)

    def undo(self) -> Change | None:
        """Undo the latest step, however old; None if there is none."""
        return self._state.reverse(self._state.judgements.undo)

    def redo(self) -> Change | None:
        """Repeat the step undone last; None if there is none or something was judged since."""
        return self._state.reverse(self._state.judgements.redo)

    def label_of(self, image: int) -> Label | None:
        """Return the label of an image, None for unlabelled; ImageError if there is no such image."""
        return self._state.judgements.labels.get(self._state.existing([image])[0])

    @property
    def labels(self) -> Mapping[int, Label]:
        """Label by image id, in the order in which they were set; a view of the current topic that stays current."""
        return MappingProxyType(self._state.judgements.labels)

    @property
    def counts(self) -> Counts:
        """How many images have which label."""
        judgements = self._state.judgements
        return Counts(
            relevant=judgements.count(Label.RELEVANT),
            irrelevant=judgements.count(Label.IRRELEVANT),
            unsure=judgements.count(Label.UNSURE),
            unlabelled=self.n_images - len(judgements.labels),
        )

    @property
    def batch(self) -> Batch | None:
        """The open batch: the latest of the topic; None before the first."""
        return self._state.batches[-1] if self._state.batches else None

    @property
    def remaining(self) -> tuple[int, ...]:
        """The unlabelled images of the open batch."""
        batch, labels = self.batch, self._state.judgements.labels
        return () if batch is None else tuple(image for image in batch.images if image not in labels)

    @property
    def round(self) -> int:
        """Round of the open batch, 0 before the first."""
        return self._state.round

    @property
    def ranking(self) -> Ranking | None:
        """The latest ranking of the topic; None until one was computed since the project was opened."""
        return self._state.rankings.get(self.topic.id)

    def next_batch(self, k: int | None = None, progress: Progress | None = None) -> Batch | None:
        """Choose, store and return the next batch, and keep the ranking; None if every image has been judged.

        As long as the topic has a pool with unjudged images, it is the next of those, and nothing is ranked.
        """
        self.features.build_graph_along(progress)
        self.collection.stacks.find_along(progress)
        if (batch := self.collection.pools.next_batch(k)) is not None:
            return batch
        snapshot = self.selections.snapshot(None if k is None else self._state.batch_size(k))
        selection = self.selections.engine.select(snapshot, progress)
        self.selections.accept_ranking(selection)
        return self.selections.accept(selection)

    def rank(self, progress: Progress | None = None) -> Ranking:
        """Rank all images that have features by the labels now."""
        self.features.build_graph_along(progress)
        self.collection.stacks.find_along(progress)
        return self.selections.accept_ranking(self.selections.engine.select(self.selections.snapshot(0), progress))

    def export(
        self,
        format: str,
        target: StrPath,
        progress: Progress | None = None,
        options: Mapping[str, Any] = MappingProxyType({}),
        *,
        dry_run: bool = False,
    ) -> ExportReport:
        """Write the topic to a file or folder, with the ranking by the labels now.

        Args:
            format: Name of one of the export formats in :attr:`extensions`.
            target: File or folder to write; an existing file is replaced unless it must not be written, an existing
                folder only if an export wrote all of it.
            progress: Where to report.
            options: Options of the format by name.
            dry_run: Write nothing; the report lists what would be written.

        Raises:
            ExportError: Unknown format or option, no judgement to rank by, or a failure to write.
        """
        one = exporting.format_called(format, self.extensions.exporters)
        if self.judgements.anything and (self.ranking is None or self.ranking.revision < self.judgements.revision):
            self.rank(progress)
        source = self.exports.source_for(one, options).run(progress)
        return exporting.export(one, source, Path(target), progress, options, dry_run=dry_run)
