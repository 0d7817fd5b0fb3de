"""The topics of a project: their names, settings, archive and overlaps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.data.files.names import printable
from annotator.data.metadata import scope as scopes
from annotator.data.project import topic_overlap
from annotator.data.project import topics as stored
from annotator.data.project.examples import Inherited, Words
from annotator.data.project.log.criteria import Picture, parts
from annotator.data.project.log.topic_texts import CRITERIA, GRADES, LONGEST_TEXT, checked_words, step_of, text_of_words
from annotator.data.project.topic_overlap import TopicComparison
from annotator.data.project.topics import Topic
from annotator.data.saved_topics.topic_file import SavedTopic
from annotator.errors import ConfigError, FeatureError, ProjectError
from annotator.expressions.expressions import LABEL_WORDS, called, label_column
from annotator.messages import Message
from annotator.parameters import ModelSettings, Scope, values_of
from annotator.runtime.job import Job
from annotator.session import saved_topics
from annotator.session.calls import StrPath, checked, plain_text
from annotator.session.rules.topic_rules import TopicRules
from annotator.session.saved_topics import Drift, Started
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.types import UNLABELLED, BoolArray, Change, Label, LabelCodes

_CODES = {label.word: label.value for label in Label}


@checked
class Topics:
    """The topics of a project. Its length is the number in use; iterating yields those, oldest first.

    Attributes:
        rules: Conditions that vote on images: :class:`~annotator.session.rules.topic_rules.TopicRules`.

    >>> from annotator.session.session import Session
    >>> import tempfile
    >>> from pathlib import Path
    >>> from annotator.sample import create_sample
    >>> folder = tempfile.TemporaryDirectory()
    >>> sample = create_sample(Path(folder.name) / "sample")
    >>> session = Session.create(Path(folder.name) / "a.annotator", sample.images, sample.features, topic="threes")
    >>> fives = session.topics.add("fives")
    >>> [topic.name for topic in session.topics], session.topic.name
    (['threes', 'fives'], 'threes')
    >>> session.topics.switch(fives.id).name
    'fives'
    >>> session.close()
    >>> folder.cleanup()
    """

    rules: TopicRules

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections
        self._codes: dict[int, LabelCodes] = {}

    def __iter__(self) -> Iterator[Topic]:
        return (topic for topic in self._own if not topic.archived)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def archived(self) -> tuple[Topic, ...]:
        """The topics in the archive, oldest first; nothing of them is lost."""
        return tuple(topic for topic in self._own if topic.archived)

    @property
    def _own(self) -> Iterator[Topic]:
        """The topics but for the opinions of other people on them."""
        return (topic for topic in self._state.topics.values() if topic.opinion_on is None)

    def add(self, name: str) -> Topic:
        """Add a topic with the settings of the current one and no labels; the current topic stays current.

        Raises:
            ProjectError: The name is taken or unusable.
        """
        topic = stored.checked(dataclasses.replace(self._state.topic, name=name, exclusive=False))
        with self._state.database.transaction() as connection:
            topic = stored.insert(connection, topic)
        self._state.topics[topic.id] = topic
        return topic

    def switch(self, topic: int) -> Topic:
        """Make the topic with this id the current one, also for the next time the project is opened.

        Raises:
            ProjectError: There is no such topic, or it is in the archive.
        """
        wanted = self._known(topic)
        if wanted.archived:
            raise ProjectError("{wanted!r} is in the archive. Restore it to work on it.", wanted=wanted.name)
        if not self._state.project.read_only:
            self._state.project.set_current_topic(topic)
        self._state.enter_topic(topic)
        self._codes.pop(topic, None)  # its labels may change from now on
        return wanted

    def archive(self, topic: int) -> Topic:
        """Archive a topic; its judgements and batches are kept, and :meth:`restore` brings it back.

        If it is the current one, the next of those in use (else the one before) becomes current.

        Raises:
            ProjectError: There is no such topic, or it is the last one in use.
        """
        known = self._known(topic)
        left = [other.id for other in self if other.id != topic]
        if not left:
            raise ProjectError(
                "{known!r} is the only topic in use. Add another one before you archive it.", known=known.name
            )
        if topic == self._state.topic.id:
            self.switch(next((other for other in left if other > topic), left[-1]))
        return self._change(topic, archived=self._state.now())

    def restore(self, topic: int) -> Topic:
        """Bring a topic back from the archive; the current one stays current.

        Raises:
            ProjectError: There is no such topic.
        """
        return self._change(topic, archived="")

    def rename(self, topic: int, name: str) -> Topic:
        """Give a topic another name, also one in the archive.

        Raises:
            ProjectError: There is no such topic, or the name is taken or unusable.
        """
        return self._change(topic, name=name)

    def set_exclusive(self, chosen: Iterable[int]) -> None:
        """Set the exclusive topics: an image may be relevant to at most one of them.

        Topics not named are not exclusive. Judgements do not change; :meth:`compare` lists the conflicting images.

        Raises:
            ProjectError: There is no such topic; nothing was changed.
        """
        exclusive = {self._known(topic).id for topic in chosen}
        changed = [
            dataclasses.replace(topic, exclusive=topic.id in exclusive)
            for topic in self._state.topics.values()
            if topic.exclusive != (topic.id in exclusive)
        ]
        with self._state.database.transaction() as connection:
            for topic in changed:
                stored.update(connection, topic)
        self._state.topics.update((topic.id, topic) for topic in changed)

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
            scope: Which images may be proposed, by their metadata.

        Raises:
            StrategyError: There is no such strategy or parameter.
            ConfigError: The batch size is out of its range, or the scope is no expression over the known columns.
            ProjectError: The name is taken or unusable, or the project is read-only.
        """
        topic = self._state.topic
        changes: dict[str, Any] = {"batch_size": batch_size, "model": model, "name": name, "scope": scope}
        if strategy is not None or parameters is not None:
            built = self._state.extensions.registry.make(strategy or topic.strategy, parameters)
            changes |= {"strategy": built.name, "parameters": values_of(built)}
        if scope is not None and scope != topic.scope:
            scopes.checked(scope, self._state.metadata)
        return self._change(topic.id, **{key: value for key, value in changes.items() if value is not None})

    @property
    def grades(self) -> tuple[str, ...]:
        """The words of the grades of the current topic, from 0 (not relevant) up; empty where it has no grades."""
        return self._state.judgements.texts.grade_words

    def set_grades(self, words: Iterable[str]) -> Change:
        """Let relevant images of the current topic have grades, as a step that can be undone.

        Grade 0 is irrelevant, and every other grade is relevant. Judgements do not change: a relevant image without a
        grade counts as one of grade 1.

        Args:
            words: A word for each grade, from 0 up: three or four; none for a topic without grades.

        Raises:
            ConfigError: There are too few or too many words, two are the same or one is unusable, or images have a
                grade that there would be no word for; nothing was changed.
        """
        state = self._state
        checked_ones = checked_words(list(words))
        highest = max(len(checked_ones) - 1, 1)
        beyond = sum(grade > highest for grade in state.judgements.grades.values())
        if beyond:
            raise ConfigError(
                "Grades above {highest}, the last of the new ones, are in use: {n} image(s). Judge them again first.",
                n=beyond,
                highest=highest,
            )
        return self._set_text(GRADES, text_of_words(checked_ones))

    @property
    def criteria(self) -> str:
        """What counts as relevant to the current topic and what does not, in the words of the person; "" for nothing.

        :mod:`annotator.data.project.log.criteria` says how the text names images.
        """
        return self._state.judgements.texts.criteria

    def set_criteria(self, text: str) -> Change:
        """Say what counts as relevant to the current topic, as a step that can be undone; "" removes the criteria.

        Raises:
            ConfigError: The text is too long, or is no valid Unicode; nothing was changed.
            ImageError: It shows an image that the project does not have; nothing was changed.
        """
        state = self._state
        text = plain_text(text, LONGEST_TEXT)
        for part in parts(text):
            if isinstance(part, Picture):
                state.finder.find(part.name)
        return self._set_text(CRITERIA, text)

    def _set_text(self, field: str, text: str) -> Change:
        state = self._state
        change = state.judgements.set_text(field, text, step_of(field, text), round=state.round, at=state.now())
        return state.done(change)

    @property
    def words(self) -> Words | None:
        """What the current topic looks for in words; None without words.

        They are without effect where the features are of another encoder: see :attr:`words_in_effect`.
        """
        return self._state.judgements.words()

    @property
    def words_in_effect(self) -> bool:
        """Whether the topic has words that were understood for the features in use."""
        words, store = self.words, self._state.store
        return words is not None and words.fit(store.extractor, store.d)

    def use_words(self, words: Words) -> Change:
        """Look for what ``words`` mean from now on, as a step that can be undone.

        :func:`annotator.words.understand` makes words of a text. They replace those in use; ``Words("")`` ends that.

        Raises:
            FeatureError: They were understood for features of another encoder, or are of another length.
        """
        state = self._state
        store = state.store
        if words.text and words.encoder != store.extractor:
            raise FeatureError(
                "{path}: the words were understood for features of {wanted}, and these are of {found}.",
                path=store.path,
                wanted=words.encoder or Message("an unknown encoder"),
                found=store.extractor or Message("an unknown encoder"),
            )
        if words.text and words.direction.shape != (store.d,):
            raise FeatureError(
                "{path}: words are {n:,} numbers, and the features {d:,}: the two networks of {encoder} do not belong "
                "together.",
                path=store.path,
                n=words.direction.size,
                d=store.d,
                encoder=words.encoder,
            )
        words = dataclasses.replace(words, text=printable(words.text), unknown=tuple(map(printable, words.unknown)))
        return state.done(state.judgements.use_words(words, round=state.round, at=state.now()))

    def save(self, path: StrPath) -> SavedTopic:
        """Write what the current topic has learned to a file, to begin a search in another collection with.

        It holds the features of the judged images and of some random ones, words and model settings, and no image and
        no file name.

        Raises:
            ProjectError: The topic has no relevant or no irrelevant judgement.
            ExportError: The file must not or cannot be written.
        """
        return saved_topics.save(self._state, self._selections, Path(path))

    def use_saved(self, path: StrPath, name: str = "") -> Job[Drift, Started]:
        """Begin a topic with what another one has learned, see :meth:`save`; it becomes the current one.

        Its judgements count as those of images outside of the collection, as a step that can be undone; the first batch
        shows whether they hold here.

        Args:
            path: The file.
            name: Name of the new topic; the one it was saved with, with a number if that is taken, unless given.

        Raises:
            ProjectError: The file is damaged or of another kind, or the name is unusable.
            FeatureError: The features of this project are of another encoder.
        """
        topic, job = saved_topics.using(self._state, Path(path))

        def begin(drift: Drift) -> Started:
            started = self.switch(self.add(name or self._free(topic.name)).id)
            self.configure(model=dataclasses.replace(topic.model, memory_mb=started.model.memory_mb))
            if topic.words is not None and topic.words.fit(self._state.store.extractor, self._state.store.d):
                self.use_words(topic.words)
            if topic.grades:
                self.set_grades(topic.grades)
            change = saved_topics.inherit(self._state, topic, drift)
            return Started(self._state.topic, change, topic, drift)

        return Job.of(job, begin)

    @property
    def inherited(self) -> tuple[Inherited, ...]:
        """The judgements of saved topics that the current topic uses, oldest first."""
        return self._state.judgements.inherited()

    def compare(self) -> Job[TopicComparison, TopicComparison]:
        """Compare all topics: the progress of each, and the overlaps of those in use."""
        return Job.of(topic_overlap.comparing(self._state.project.path, tuple(self._own)))

    def codes(self, topic: int) -> LabelCodes:
        """Return the label of every image in a topic, shape (N,), int8, as ``session.judgements.codes`` does.

        Raises:
            ProjectError: There is no such topic.
        """
        state = self._state
        if self._known(topic).id == state.topic.id:
            return state.judgements.codes(state.n_images)
        if topic not in self._codes or len(self._codes[topic]) != state.n_images:
            self._codes[topic] = topic_overlap.label_codes(state.database, topic, state.n_images)
        return self._codes[topic]

    def columns_in(self, text: str) -> dict[str, BoolArray]:
        """Return the labels of topics that a condition such as ``relevant('birds')`` names, by column, shape (N,).

        A topic is found by its name; case is ignored. A topic that does not exist has no columns.
        """
        columns: dict[str, BoolArray] = {}
        by_name = {topic.name.casefold(): topic.id for topic in self._state.topics.values()}
        for word, name in called(text):
            if word in LABEL_WORDS and name.casefold() in by_name:
                codes = self.codes(by_name[name.casefold()])
                judged = codes != UNLABELLED
                special = {"judged": judged, "unlabelled": ~judged}
                columns[label_column(word, name)] = special.get(word, codes == _CODES.get(word))
        return columns

    def _free(self, name: str) -> str:
        """Return the name, with a number if a topic has it already."""
        taken, number, free = {topic.name for topic in self._state.topics.values()}, 1, name
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        return free

    def _known(self, topic: int) -> Topic:
        if topic not in self._state.topics or self._state.topics[topic].opinion_on is not None:
            listed = ", ".join(f"{topic.id} {topic.name}" for topic in self)
            raise ProjectError(
                "There is no topic number {topic}. The topics are: {listed}.", topic=topic, listed=listed
            )
        return self._state.topics[topic]

    def _change(self, topic: int, **changes: Any) -> Topic:
        before = self._known(topic)
        changed = stored.checked(dataclasses.replace(before, **changes))
        if changed == before:
            return before
        with self._state.database.transaction() as connection:
            stored.update(connection, changed)
        self._state.topics[topic] = changed
        return changed
