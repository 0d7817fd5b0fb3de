"""Input and result of an export: immutable values, so that it can be written in any thread."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.output import Written
from annotator.expressions.text_column import TextColumn
from annotator.messages import Message, joined
from annotator.types import IntArray, Label, LabelCodes, Ranking

LABELS: Mapping[int, Label] = {label.value: label for label in Label}


@dataclass(frozen=True)
class Judged:
    """How an image got its current label.

    Attributes:
        round: Round in which it was judged; ``None`` outside of any round.
        strategy: Strategy that proposed it, "" if the user chose it.
        timestamp: UTC time of the judgement, ISO 8601 with ``Z``.
        annotator: Who judged it; "" if unknown.
        note: Remark, e.g. ``example`` for an image from which the search started.
    """

    round: int | None
    strategy: str
    timestamp: str
    annotator: str = ""
    note: str = ""


class HistoryEntry(Protocol):
    """One label change, as in the session's history."""

    @property
    def revision(self) -> int:
        """Number of the event; images changed in one step share it."""
        ...

    @property
    def at(self) -> str:
        """UTC time, ISO 8601 with ``Z``."""
        ...

    @property
    def kind(self) -> str:
        """Kind of action: judge, example, undo, redo, import."""
        ...

    @property
    def image(self) -> int:
        """Image id."""
        ...

    @property
    def old(self) -> Label | None:
        """Label before."""
        ...

    @property
    def new(self) -> Label | None:
        """Label after."""
        ...

    @property
    def round(self) -> int | None:
        """Round in which it was made."""
        ...

    @property
    def old_grade(self) -> int | None:
        """Grade before, None for none."""
        ...

    @property
    def new_grade(self) -> int | None:
        """Grade after, None for none."""
        ...


@dataclass(frozen=True)
class ReviewedLabels:
    """Consistency of the judgements of a topic with each other.

    Attributes:
        quality: Leave-one-out probability of the label by image, in [0, 1].
        suspects: Images whose label is a suspected error.
        note: Why these are not available, "" if they are.
    """

    quality: Mapping[int, float] = field(default_factory=dict)
    suspects: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, eq=False)
class Replay:
    """What the ranking is based on in addition to labels and settings.

    Attributes:
        row_of_image: Feature row of each image, -1 for none or for non-finite values, shape (N,).
        examples: Feature vectors of external examples, shape (e, d).
        reviewed: Images that were judged twice.
        graph: Whether the model used the neighbor graph.
        topic: Key of the topic, part of the seed.
        words: What the topic looks for in words, and the direction that they mean; plain values, None without words.
        alike: Labeled images that the model did not learn from, because another one of their stack has the same label.
        certificate: The certificate of recall with what it rests on; plain values, None if no random images were drawn.
        agreement: How far the people who judged agree, with what each said; plain values, None if only one judged.
        inherited: Judgements of saved topics, oldest first: plain values, with the features of the judged images.
        doubt: Factor of the noise variance of each image on whose label people disagree or agree.
        votes: Vote of each rule on each image, -1, 0 or +1, shape (r, N); None without rules.
    """

    row_of_image: IntArray
    examples: NDArray[np.float64]
    reviewed: frozenset[int]
    graph: bool
    topic: int
    words: Mapping[str, Any] | None = None
    alike: frozenset[int] = frozenset()
    certificate: Mapping[str, Any] | None = None
    agreement: Mapping[str, Any] | None = None
    inherited: Sequence[Mapping[str, Any]] = ()
    doubt: Mapping[int, float] = field(default_factory=dict)
    votes: NDArray[np.int8] | None = None


@dataclass(frozen=True)
class ClassCounts:
    """How many images of each class an export for training has.

    Attributes:
        parts: Names of the parts, empty if it was not split.
        rows: Name of each class, and its images in each part; one number without parts.
    """

    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, eq=False)
class ExportSource:
    """One topic in its current state.

    Attributes:
        topic: Name of the topic.
        project: Name of the project.
        paths: Relative POSIX path of every image, by image id, N in all, unique.
        labels: Label codes by image id, shape (N,), int8: +1, 0, -1, or :data:`UNLABELLED`.
        judged: How each labeled image got its label, by image id.
        ranking: Latest ranking, ``None`` if there is none yet.
        history: Every label change, oldest first.
        settings: Strategy, parameters, batch size, seed and model settings of the topic; plain values for JSON.
        provenance: Program version, feature fingerprint etc.; plain values for JSON.
        images_root: Image folder, for checksums, sizes and copies; ``None`` omits them.
        replay: What the ranking is based on; ``None`` if it need not be reproducible.
        review: Consistency of the judgements; ``None`` if it was not computed.
        protected: Files that no export may replace: the project and the feature file.
        topics: Label codes by image id of every topic in use, by name, oldest first; empty if only this one is wanted.
        stacks: Which images belong together, so that no part of a split divides them: those with the same number,
            shape (N,); ``None`` if each is on its own.
        notes: Notes of the person by image id; ``None`` if the tables have no column for them.
        metadata: Columns of metadata by name, for the formats that need them, shape (N,) each.
        grades: Grade of every image that is relevant (from 1) or irrelevant (0), by image id; ``None`` for a topic
            without grades, whose tables have no column for them.
        other_grades: Grades that relevant images were given in each of ``topics`` that has grades, by image id.
        pools: Id in the runs of other systems, and the images that are to be judged, of each topic with a pool.
    """

    topic: str
    project: str
    paths: Sequence[str]
    labels: LabelCodes
    judged: Mapping[int, Judged] = field(default_factory=dict)
    ranking: Ranking | None = None
    history: Iterable[HistoryEntry] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    images_root: Path | None = None
    review: ReviewedLabels | None = None
    replay: Replay | None = None
    protected: tuple[Path, ...] = ()
    topics: Mapping[str, LabelCodes] = field(default_factory=dict)
    stacks: IntArray | None = None
    notes: Mapping[int, str] | None = None
    grades: Mapping[int, int] | None = None
    metadata: Mapping[str, NDArray[np.float64] | TextColumn] = field(default_factory=dict)

    def number(self, name: str, image: int) -> float:
        """Return the value of an image in a column of numbers, NaN if it has none."""
        column = self.metadata.get(name)
        return float(column[image]) if isinstance(column, np.ndarray) else math.nan

    def text(self, name: str, image: int) -> str:
        """Return the value of an image in a column, "" if it has none."""
        column = self.metadata.get(name)
        if isinstance(column, TextColumn):
            code = int(column.codes[image])
            return column.words[code] if code >= 0 else ""
        value = self.number(name, image)
        return "" if math.isnan(value) else f"{value:.15g}"

    other_grades: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    pools: Mapping[str, tuple[str, IntArray]] = field(default_factory=dict)

    def label(self, image: int) -> Label | None:
        """Return the label of ``image``, ``None`` if it is unlabeled."""
        return LABELS.get(int(self.labels[image]))

    def grade(self, image: int) -> int:
        """Return the grade of an image that is relevant or irrelevant; without grades, 1 or 0."""
        return max(int(self.labels[image]), 0) if self.grades is None else self.grades[image]

    def order(self) -> IntArray:
        """Return all image ids: by rank, then the unranked by path; shape (N,)."""
        n = len(self.paths)
        ranked = np.empty(0, np.int64) if self.ranking is None else self.ranking.images
        unranked = np.ones(n, dtype=np.bool_)
        unranked[ranked] = False
        rest = sorted(np.flatnonzero(unranked).tolist(), key=self.paths.__getitem__)
        return np.concatenate([ranked, np.array(rest, dtype=np.int64)])


def grades_of(labels: Mapping[int, Label], given: Mapping[int, int]) -> dict[int, int]:
    """Return the grade of every relevant or irrelevant image; a relevant one that was given none has grade 1.

    Args:
        labels: Labels by image id.
        given: Grades that relevant images were given, by image id.
    """
    decided = {image: label for image, label in labels.items() if label is not Label.UNSURE}
    return {image: given.get(image, 1) if label is Label.RELEVANT else 0 for image, label in decided.items()}


@dataclass(frozen=True)
class ExportReport:
    """The files that an export wrote, and what its format could not express.

    Attributes:
        files: Files written, the main one first; for a folder, only the folder itself.
        written: Number of images in the export.
        left_out: Sentences on what could not be expressed and for how many images; "" for nothing.
        listing: For a dry run, every file that would be written, with its size.
        dry: Whether it was a dry run.
        counts: Images of each class, in each part of a split; ``None`` for a format without classes.
    """

    files: tuple[Path, ...]
    written: int
    left_out: str = ""
    listing: tuple[Written, ...] = ()
    dry: bool = False
    counts: ClassCounts | None = None

    @property
    def summary(self) -> str:
        """A description of the report."""
        names = ", ".join(file.name for file in self.files)
        if self.dry:
            done = Message("Would write {n} image(s) to {names}.", n=self.written, names=names)
        else:
            done = Message("Wrote {n} image(s) to {names}.", n=self.written, names=names)
        return joined((done, self.left_out))
