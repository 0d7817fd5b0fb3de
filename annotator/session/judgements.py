"""The record of the judgements of the current topic: every step, its order, and labels from other programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from annotator.data.importing import ForeignLabels, Graded, LabelPlan, plan_import
from annotator.data.judges.merging import record_opinion
from annotator.data.judges.opinions import givers
from annotator.data.judges.sharing import judge_name
from annotator.data.project.history import EVERYTHING, KINDS, HistoryFilter, Judgement, round_of_step
from annotator.data.project.judgements import Step
from annotator.data.project.log.topic_texts import check_grade
from annotator.errors import ConfigError
from annotator.session.calls import Count, checked
from annotator.session.judges import Judges
from annotator.session.state import State
from annotator.types import Batch, Change, IntArray, Label, LabelCodes


@dataclass(frozen=True)
class Counts:
    """How many images of the collection have which label."""

    relevant: int
    irrelevant: int
    unsure: int
    unlabelled: int


@checked
class JudgementRecord:
    """What was judged in the current topic, when, and in which round.

    Attributes:
        others: Other people who judge: :class:`~annotator.session.judges.Judges`.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self.others = Judges(state)

    @property
    def batches(self) -> tuple[Batch, ...]:
        """All batches of the topic, by round."""
        return tuple(self._state.batches)

    @property
    def codes(self) -> LabelCodes:
        """Label of every image, shape (N,), int8: +1, -1, 0, or :data:`annotator.types.UNLABELLED`; read-only.

        The array follows every change.
        """
        return self._state.judgements.codes(len(self._state.collection.paths))

    @property
    def grades(self) -> IntArray:
        """Grade of every image, shape (N,), int64: 0 irrelevant, 1 or more relevant, -1 without such a label.

        A relevant image that was given no grade has grade 1, also where the topic has no grades.
        """
        codes = self.codes
        grades = np.where(codes == Label.IRRELEVANT, 0, np.where(codes == Label.RELEVANT, 1, -1)).astype(np.int64)
        given = self._state.judgements.grades
        grades[list(given)] = list(given.values())
        return grades

    @property
    def given(self) -> Mapping[int, int]:
        """Grade of the relevant images that were given one, from 1, by image id; a view that stays current."""
        return MappingProxyType(self._state.judgements.grades)

    def grade(self, images: Iterable[int], grade: Count) -> Change:
        """Give images a grade as one step: 0 is irrelevant, every other grade is relevant.

        Raises:
            ConfigError: The topic has no such grade; nothing was changed.
            ImageError: There is no such image; nothing was changed.
        """
        listed = list(images)
        self.check_grades(dict.fromkeys(listed, grade))
        label = Label.RELEVANT if grade else Label.IRRELEVANT
        return self._state.record(dict.fromkeys(listed, label), "judge", dict.fromkeys(listed, grade) if grade else {})

    def record(self, labels: Mapping[int, Label | None], grades: Mapping[int, int] = MappingProxyType({})) -> Change:
        """Give images different labels as one step; ``None`` clears.

        Args:
            labels: The labels by image.
            grades: The grades of relevant images, from 1, of those that are given one.

        Raises:
            ConfigError: The topic has no such grade; nothing was changed.
            ImageError: There is no such image; nothing was changed.
        """
        return self._state.record(labels, "judge", self.check_grades(grades))

    def check_grades(self, grades: Mapping[int, int]) -> Mapping[int, int]:
        """Return grades by image if the topic has all of them; ConfigError otherwise, and where it has no grades."""
        words = self._state.judgements.texts.grade_words
        for grade in set(grades.values()):
            check_grade(grade, words, self._state.topic.name)
        return grades

    @property
    def by_age(self) -> IntArray:
        """Images with a label, shape (m,), int64; the newest judgement last."""
        labels = self._state.judgements.labels
        return np.fromiter(labels, dtype=np.int64, count=len(labels))

    @property
    def anything(self) -> bool:
        """Whether there is anything to rank by: a label, an external example, words, rules, or a saved topic."""
        judgements, store = self._state.judgements, self._state.store
        if judgements.labels or judgements.examples() or judgements.rules():
            return True
        words, known = judgements.words(), (store.extractor, store.d)
        return any(one.fit(*known) for one in judgements.inherited()) or (words is not None and words.fit(*known))

    @property
    def outside(self) -> int:
        """Number of images outside of the collection that are learned from: examples, and those of saved topics."""
        judgements, store = self._state.judgements, self._state.store
        fitting = [one for one in judgements.inherited() if one.fit(store.extractor, store.d)]
        return len(judgements.examples()) + sum(len(one.labels) for one in fitting)

    @property
    def revision(self) -> int:
        """Number of the latest event of the topic, 0 before the first."""
        return self._state.judgements.revision

    @property
    def undo_text(self) -> str | None:
        """The step that undo takes back, e.g. "12 images to irrelevant"; None if there is none."""
        return self._state.judgements.undo_text()

    @property
    def redo_text(self) -> str | None:
        """The step that redo repeats; None if there is none."""
        return self._state.judgements.redo_text()

    def steps(self, limit: Count = 200) -> list[Step]:
        """Return the steps that can be redone, and at most ``limit`` that can be undone, newest first."""
        return self._state.judgements.steps(limit)

    def round_at(self, revision: int) -> int:
        """Return the round of the latest step up to event ``revision`` that is not undone, 0 before the first batch."""
        return round_of_step(self._state.database, self._state.topic.id, revision)

    def history(self, limit: Count | None = None, wanted: HistoryFilter = EVERYTHING) -> list[Judgement]:
        """Return the latest ``limit`` wanted judgements, newest first; all of them for None."""
        return self._named(self._state.judgements.history(limit, wanted))

    def _named(self, entries: list[Judgement]) -> list[Judgement]:
        """Return entries of the history with who gave each label."""
        state = self._state
        images = {one.image for one in entries}
        names = givers(state.database, state.topic, tuple(state.topics.values()), images)
        return [
            dataclasses.replace(
                one, judge=names.get((one.revision, one.image), "" if one.kind == "import" else state.topic.judge)
            )
            for one in entries
        ]

    def history_size(self, wanted: HistoryFilter = EVERYTHING) -> int:
        """Return how many judgements there are of those ``wanted``."""
        return self._state.judgements.history_size(wanted)

    def history_of(self, image: int) -> list[Judgement]:
        """Return all judgements of an image, newest first; ImageError if there is no such image."""
        self._state.existing([image])
        return self._named(self._state.judgements.history(None, HistoryFilter(image=image)))

    def images_of_kind(self, kind: str) -> IntArray:
        """Return the images that an event of ``kind`` labeled and that have a label now, ascending.

        Raises:
            ConfigError: There is no such kind of event.
        """
        if kind not in KINDS:
            raise ConfigError("There is no kind {kind!r}; the kinds are: {exist}", kind=kind, exist=", ".join(KINDS))
        labels = self._state.judgements.labels
        entries = self.history(None, HistoryFilter(kind=kind))
        return np.unique(np.array([one.image for one in entries if one.image in labels], dtype=np.int64))

    def import_labels(
        self,
        labels: Mapping[int, Label | None],
        opinions: Mapping[str, Mapping[int, Label]] = MappingProxyType({}),
        grades: Mapping[int, int] = MappingProxyType({}),
    ) -> Change:
        """Add imported labels as one step; ``None`` clears.

        Args:
            labels: The labels by image.
            grades: The grades of relevant images, from 1, of those that have one.
            opinions: What each person said about images, where the file has labels of several; kept as their records,
                see :attr:`others`.
        """
        state = self._state
        self.check_grades(grades)
        for judge, said in opinions.items():
            state.existing(said)
            opinion = record_opinion(state.database, state.topic, judge_name(judge), said, state.now())
            if opinion is not None:
                state.topics[opinion.id] = opinion
        return state.record(labels, "import", grades)

    def plan_import(self, foreign: ForeignLabels, topic: str | None = None, others: Label | None = None) -> LabelPlan:
        """Return what importing labels would change in the topic; see :mod:`annotator.data.importing`.

        Args:
            foreign: Labels of another program.
            topic: Which topic of the file to import; optional if there is only one.
            others: Label of images that the file names in its other topics only; ``None`` leaves them unchanged.
        """
        state = self._state
        ours = state.judgements.labels
        graded = Graded(len(state.judgements.grade_words), state.judgements.grades)
        return plan_import(foreign, state.collection.paths, ours, topic, others, state.images_root, graded)
