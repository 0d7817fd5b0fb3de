"""Several people who judge the same collection: copies for each, their judgements together, how far they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.data.collection.collection import check_fingerprint
from annotator.data.features.features import FeatureStore
from annotator.data.judges.agreeing import Dispute, JudgesReview, Pair, disputes_of, pairs_of, reviewing
from annotator.data.judges.merging import (
    OtherCopy,
    agreed_grades,
    check_merge,
    judged_in,
    merge_topic,
    new_steps,
    read_copy,
    steps_of,
    to_adopt,
    words_in,
)
from annotator.data.judges.opinions import Opinions, disputed_images, givers, opinions_on, read_opinions
from annotator.data.judges.sharing import judge_name, to_judge_again, write_copy
from annotator.data.project.backups import back_up_file
from annotator.data.project.log.topic_texts import GRADES, read_texts, words_of_text
from annotator.data.project.project import Project
from annotator.errors import FeatureError, ProjectError
from annotator.expressions.text_column import TextColumn
from annotator.messages import Message, Remedy
from annotator.runtime.job import Job
from annotator.session.calls import Count, StrPath, checked
from annotator.session.state import State
from annotator.types import IntArray, Progress

OVERLAP = 50
"""How many images two people judge unless said otherwise."""


@dataclass(frozen=True)
class JudgeReport:
    """What merging brought for one topic.

    Attributes:
        topic: Name of the topic.
        judge: Who judged.
        steps: Steps that were new; 0 where everything was merged before.
        judged: Images that this person has judged in all.
        adopted: Images of the topic that took over a label.
        unknown: Paths of judged images that this project does not have.
        disputed: Images on which the people contradict each other and nobody decided.
    """

    topic: str
    judge: str
    steps: int
    judged: int
    adopted: int
    unknown: tuple[str, ...]
    disputed: int


@dataclass(frozen=True)
class MergeReport:
    """What merging a file brought.

    Attributes:
        topics: What it brought by topic; empty if nobody judged anything in the file.
        notes: What differs between the two collections, as sentences.
    """

    topics: tuple[JudgeReport, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Brought:
    """What a file of another person has about one topic.

    Attributes:
        topic: Name of the topic.
        judged: Images that this person has judged in all.
        new: Those judged in steps that are not merged yet.
    """

    topic: str
    judged: int
    new: int


@dataclass(frozen=True)
class Comparison:
    """What merging a file would bring.

    Attributes:
        judge: Who judged in it, "" if it does not say so.
        topics: What it has about each topic in which anything was judged.
        notes: What differs between the two collections, as sentences.
    """

    judge: str
    topics: tuple[Brought, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Read:
    """The file of another person, and what differs from this project, as sentences."""

    copy: OtherCopy
    notes: tuple[str, ...]


@checked
class Judges:
    """Who judges in the project besides its owner. Everything is about the current topic unless it says otherwise."""

    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def names(self) -> tuple[str, ...]:
        """The people who judged the current topic, the owner of the project (perhaps "") first."""
        topic = self._state.topic
        return (topic.judge, *(one.judge for one in opinions_on(topic, tuple(self._state.topics.values()))))

    def share(self, target: StrPath, judge: str, overlap: Count = OVERLAP) -> Job[tuple[int, ...], tuple[int, ...]]:
        """Write a copy of the project for another person, without any judgement.

        Its first batch in the current topic are images that both judge: drawn from those judged here, and from the
        others where these are too few. From the second batch on, the other person searches alone.

        Args:
            target: The new project file; must not exist.
            judge: Name of the other person.
            overlap: How many images both judge; 0 for none.

        Returns:
            The images that both judge.

        Raises:
            ProjectError: The name is unusable, or that of who judges here. When the job runs: the file exists or cannot
                be written.
        """
        state = self._state
        judge = judge_name(judge)
        if judge.casefold() == state.topic.judge.casefold():
            raise ProjectError("{judge} is the name of who judges in this project. Give another one.", judge=judge)
        there = np.setdiff1d(np.arange(state.n_images), state.collection.missing)
        judged = np.intersect1d(there, list(state.judgements.labels))
        both = to_judge_again(judged, there, overlap, state.project.seed)
        source, collection, places, first = (
            state.project.path, state.collection, (state.images_root, state.store.path), {state.topic.id: both}
        )  # fmt: skip
        now = state.now()

        def write(_progress: Progress) -> tuple[int, ...]:
            project = Project.open(source, read_only=True)
            try:
                write_copy(project, collection, places, Path(target), judge, first, now)
            finally:
                project.close()
            return both

        return Job.of(write)

    def compare(self, copy: StrPath) -> Job[_Read, Comparison]:
        """Read the file of another person and say what merging it would bring; nothing is changed.

        Args:
            copy: The project file of the other person, of the same images.

        Raises:
            ProjectError: The file cannot be read, is this project, or is about other images; raised when the job runs.
        """
        return Job(self._reading(copy), self._compared)

    def merge(self, copy: StrPath, judge: str = "") -> Job[_Read, MergeReport]:
        """Add what another person judged in a copy of the project; merging again adds only what is new.

        The copy is not changed. The judgements of that person are kept as their own record, with their notes. Images
        without a label here take over theirs, as one step that can be undone; labels given here never change.

        Args:
            copy: The project file of the other person, of the same images.
            judge: Their name, if the file does not say it.

        Raises:
            ProjectError: The file cannot be read, is this project, does not say who judged, or is about other images;
                raised when the job runs. Nothing was changed.
        """
        state = self._state
        judge = judge_name(judge) if judge else ""
        backup = None if state.backups is None else state.backups.before("merging")
        read, path = self._reading(copy), state.project.path

        def prepared(progress: Progress) -> Iterator[_Read]:
            for found in read(progress):
                if any(steps and not (judge or topic.judge) for topic, steps in found.copy.topics):
                    raise ProjectError(
                        "{copy} does not say who judged in it. {remedy}",
                        copy=found.copy.path,
                        remedy=Remedy("Name the person: --judge NAME.", "Enter the name of the person."),
                    )
                if backup is not None:
                    back_up_file(path, backup)
                yield found

        return Job(prepared, lambda found: self._merged(found, judge))

    def _reading(self, copy: StrPath) -> Callable[[Progress], Iterator[_Read]]:
        """Return what reads a file of another person on any thread."""
        project, known, store = self._state.project.path, self._state.collection.paths, self._state.store

        def read(_progress: Progress) -> Iterator[_Read]:
            other, paths = read_copy(Path(copy)), frozenset(known)
            check_merge(project, paths, other)
            yield _Read(other, tuple(_differences(other, paths, store)))

        return read

    def _compared(self, found: _Read) -> Comparison:
        state, topics = self._state, tuple(self._state.topics.values())
        brought = []
        for given, _ in found.copy.topics:
            _, opinion, steps = steps_of(state.database, topics, found.copy, given, given.judge)
            if steps:
                new = judged_in(new_steps(state.database, opinion, steps))
                brought.append(Brought(given.name, len(judged_in(steps)), len(new)))
        names = {topic.judge for topic, steps in found.copy.topics if steps}
        return Comparison(", ".join(sorted(names)), tuple(brought), found.notes)

    def _merged(self, found: _Read, judge: str) -> MergeReport:
        reports = [
            report
            for topic, steps in found.copy.topics
            if steps and (report := self._merge_topic(found.copy, topic.id, judge or judge_name(topic.judge)))
        ]
        return MergeReport(tuple(reports), (*found.notes, *self._other_words(found.copy)))

    def _other_words(self, copy: OtherCopy) -> Iterator[str]:
        """Yield sentences on the topics whose grades have other words in the file of another person."""
        for given, steps in copy.topics:
            own = next(
                (one for one in self._state.topics.values() if one.name.casefold() == given.name.casefold()), None
            )
            theirs = words_in(copy, given)
            if own is None or not steps or not theirs:
                continue
            if theirs != words_of_text(read_texts(self._state.database, own.id).get(GRADES, "")):
                yield Message(
                    "The grades of {topic} have other words in {copy}: {grades}.",
                    topic=own.name,
                    copy=copy.path.name,
                    grades=" / ".join(theirs),
                )

    def opinions(self) -> Opinions:
        """Return who said what about which image of the topic."""
        return read_opinions(self._state.database, self._state.topic, tuple(self._state.topics.values()))

    def disputed(self) -> IntArray:
        """Return the images on which people contradict each other and about which the owner has not decided since."""
        state = self._state
        return disputed_images(state.database, state.topic, tuple(state.topics.values()))

    def who(self) -> TextColumn:
        """Return who gave each image its label, shape (N,); missing where nobody did, or somebody without a name."""
        state = self._state
        given = givers(state.database, state.topic, tuple(state.topics.values()))
        codes, words = np.full(state.n_images, -1, np.int32), dict[str, int]()
        for image, event, kind in state.database.read(
            "SELECT image, event.id, kind FROM label JOIN event ON event.id = label.event WHERE label.topic = ?",
            (state.topic.id,),
        ):
            name = given.get((event, image), "" if kind == "import" else state.topic.judge)
            if name:
                codes[image] = words.setdefault(name, len(words))
        return TextColumn(codes, tuple(words))

    def disputes(self) -> tuple[Dispute, ...]:
        """Return the disputed images with what each person said and wrote, in the order of the collection."""
        return disputes_of(self._state.database, self.opinions())

    def agreement(self) -> tuple[Pair, ...]:
        """Return how far each two people agree, and then all of them if they are more than two.

        Judgements that the owner made knowing the answer of another person do not count, nor does *unsure*. Who gave no
        answer that counts is left out.
        """
        return pairs_of(self.opinions())

    def review(self) -> Job[JudgesReview, JudgesReview]:
        """Read how far the people agree and what is disputed, without holding up who judges meanwhile."""
        state = self._state
        return Job.of(reviewing(state.project.path, state.topic, tuple(state.topics.values())))

    def _merge_topic(self, other: OtherCopy, topic: int, judge: str) -> JudgeReport | None:
        state = self._state
        given = next(one for one, _ in other.topics if one.id == topic)
        with state.database.transaction() as connection:
            merged = merge_topic(connection, state.database, other, given, judge)
        if merged is None:
            return None
        state.topics |= {merged.topic.id: merged.topic, merged.opinion.id: merged.opinion}
        before = state.topic.id
        state.enter_topic(merged.topic.id)
        try:
            labels = to_adopt(state.database, merged, state.judgements.labels)
            highest = len(state.judgements.grade_words) - 1
            grades = agreed_grades(state.database, merged.topic, labels)
            fitting = {image: grade for image, grade in grades.items() if grade <= highest}
            adopted = state.record(labels, "import", fitting).images
            disputed = len(self.disputed())
        finally:
            state.enter_topic(before)
        return JudgeReport(
            merged.topic.name, merged.judge, merged.steps, merged.judged, len(adopted), merged.unknown, disputed
        )


def _differences(other: OtherCopy, paths: Set[str], store: FeatureStore) -> Iterator[str]:
    if n := len(other.paths - paths):
        yield Message("{n} image(s) of {copy} are not in this project.", n=n, copy=other.path.name)
    if n := len(paths - other.paths):
        yield Message("{n} image(s) of this project are not in {copy}.", n=n, copy=other.path.name)
    try:
        check_fingerprint(other.fingerprint, store)
    except FeatureError:
        yield Message("{copy} was judged with other features, which changes nothing here.", copy=other.path.name)
