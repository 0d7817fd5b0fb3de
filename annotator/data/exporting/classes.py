"""What a classifier is trained on: the images, their classes, and the parts they are split into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.data.exporting.selection import chosen
from annotator.data.exporting.source import ClassCounts, ExportSource
from annotator.errors import ConfigError
from annotator.messages import Message, joined, listed
from annotator.numerics.grouped_split import grouped_split
from annotator.parameters import parameter
from annotator.types import BoolArray, FloatArray, IntArray, Label

PARTS = ("train", "val", "test")
"""Parts of a split, as folders and files are named after them: YOLO and Hugging Face know these names."""

SEVERAL = ("leave-out", "first", "every")
"""What becomes of an image with several classes where a format has one: it is left out, in the first, in each."""

_NAMED = 5


@dataclass(frozen=True)
class Training:
    """Options of exports for training."""

    all_topics: bool = parameter(
        False,
        "The topics are the classes, and an image has all that it is relevant to. Otherwise its label is its class.",
    )
    split: str = parameter(
        "",
        "Shares of training, validation and test in percent, such as 80/10/10; empty for no parts. Bursts, "
        "near-duplicates and events are never divided.",
    )
    seed: int = parameter(0, "Decides which images go to which part; the same seed gives the same parts.", low=0)

    def __post_init__(self) -> None:
        """Refuse what is no split; ConfigError says what one looks like."""
        self.shares()

    def shares(self) -> FloatArray | None:
        """Return the share of each of :data:`PARTS`, sum 1, shape (3,); None for no split."""
        if not self.split.strip():
            return None
        try:
            shares = np.array([float(text) for text in self.split.split("/")])
        except ValueError:
            shares = np.empty(0)
        if shares.shape != (3,) or not (shares >= 0).all() or abs(shares.sum() - 100) > 1e-6:
            raise ConfigError(
                "split: {split!r} is not three percentages with the sum 100, such as 80/10/10", split=self.split
            )
        scaled: FloatArray = shares / 100
        return scaled


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """The images of an export for training.

    Attributes:
        classes: Names of the classes.
        images: Image ids in order of path, shape (m,).
        member: Which classes each has, shape (m, c).
        refused: Which classes each was judged not to have, shape (m, c).
        parts: Names of the parts that have a share, empty without a split.
        part: Part of each image, shape (m,), values in [0, p); zeros without a split.
        note: Sentences on images that are left out, and on classes that are not in every part; "" for none.
    """

    classes: tuple[str, ...]
    images: IntArray
    member: BoolArray
    refused: BoolArray
    parts: tuple[str, ...]
    part: IntArray
    note: str

    def of(self, row: int) -> list[str]:
        """Return the names of the classes of the image in a row."""
        return [self.classes[one] for one in np.flatnonzero(self.member[row])]

    def folder(self, row: int) -> str:
        """Return the folder of the part of the image in a row, with a slash; "" without a split."""
        return f"{self.parts[self.part[row]]}/" if self.parts else ""

    def counts(self, kept: BoolArray) -> ClassCounts:
        """Return how many of the ``kept`` images, shape (m,), each class has in each part."""
        parts = range(max(1, len(self.parts)))
        table = [self.member[kept & (self.part == part)].sum(axis=0) for part in parts]
        return ClassCounts(
            self.parts, tuple((name, tuple(int(row[at]) for row in table)) for at, name in enumerate(self.classes))
        )


def training_set(
    source: ExportSource, options: Training, *, images: str = "judged", unsure: bool = False, several: str = ""
) -> TrainingSet:
    """Return what is written for training.

    Args:
        source: The topic, and the labels of the others.
        options: Which classes, and how they are split.
        images: One of :data:`annotator.data.exporting.selection.WHICH`.
        unsure: Whether the label unsure is a class, if the labels are the classes.
        several: One of :data:`SEVERAL` for a format with one class per image, "" for one with several.
    """
    if options.all_topics:
        classes, order, member, refused, note = _by_topic(source, images)
        if several:
            order, member, refused, note = _in_one_class(order, member, refused, note, several)
    else:
        classes, order, member, note = _by_label(source, images, unsure=unsure)
        refused = np.zeros_like(member)
    parts, part, lacking = _split(source, options, classes, order, member)
    return TrainingSet(classes, order, member, refused, parts, part, joined((note, lacking)))


def _by_label(source: ExportSource, images: str, *, unsure: bool) -> tuple[tuple[str, ...], IntArray, BoolArray, str]:
    order = chosen(source, images)
    note = ""
    doubtful = source.labels[order] == Label.UNSURE
    if not unsure and doubtful.any():
        order = order[~doubtful]
        note = Message("{n} image(s) judged unsure: left out.", n=int(np.count_nonzero(doubtful)))
    labels = (Label.RELEVANT, Label.IRRELEVANT, *((Label.UNSURE,) if unsure else ()))
    member = source.labels[order][:, None] == np.array(labels, np.int8)
    return tuple(label.word for label in labels), order, member, note


def _by_topic(source: ExportSource, images: str) -> tuple[tuple[str, ...], IntArray, BoolArray, BoolArray, str]:
    """Images judged only unsure have neither a class nor one that they lack."""
    topics = source.topics or {source.topic: source.labels}
    codes = np.stack(list(topics.values()), axis=1)
    relevant, irrelevant = codes == Label.RELEVANT, codes == Label.IRRELEVANT
    decided = (relevant | irrelevant).any(axis=1)
    order = chosen(source, "all")
    if images != "all":
        order = order[(relevant.any(axis=1) if images == "relevant" else decided)[order]]
    n = int(np.count_nonzero(~decided & (codes == Label.UNSURE).any(axis=1))) if images == "judged" else 0
    note = Message("{n} image(s) judged unsure: left out.", n=n) if n else ""
    return tuple(topics), order, relevant[order], irrelevant[order], note


def _in_one_class(
    order: IntArray, member: BoolArray, refused: BoolArray, note: str, several: str
) -> tuple[IntArray, BoolArray, BoolArray, str]:
    """Keep the images that a format with one class per image can hold, as :data:`SEVERAL` says."""
    count = member.sum(axis=1)
    none, many = int(np.count_nonzero(count == 0)), int(np.count_nonzero(count > 1))
    without = Message("{n} image(s) relevant to no topic: left out.", n=none) if none else ""
    kept = count == 1 if several == "leave-out" else count > 0
    said = ""
    if many and several == "leave-out":
        said = Message("{n} image(s) relevant to several topics: left out.", n=many)
    elif many and several == "first":
        member = member & (np.cumsum(member, axis=1) == 1)
        said = Message("{n} image(s) relevant to several topics: only in the first of them.", n=many)
    elif many:
        said = Message("{n} image(s) relevant to several topics: in each of them.", n=many)
    return order[kept], member[kept], refused[kept], joined((note, without, said))


def _split(
    source: ExportSource, options: Training, classes: tuple[str, ...], order: IntArray, member: BoolArray
) -> tuple[tuple[str, ...], IntArray, str]:
    shares = options.shares()
    if shares is None:
        return (), np.zeros(len(order), np.int64), ""
    group = order if source.stacks is None else source.stacks[order]
    used = np.flatnonzero(shares > 0)
    part = np.searchsorted(used, grouped_split(member, group, shares, options.seed))
    parts = tuple(PARTS[one] for one in used)
    short = [
        Message("{name} ({where})", name=name, where=", ".join(missing))
        for at, name in enumerate(classes)
        if member[:, at].any()
        and (missing := [parts[one] for one in range(len(used)) if not member[part == one, at].any()])
    ]
    lacking = Message(
        "Some parts lack a class, because too few of its images are independent of each other: {names}. Programs that "
        "number the classes by the folders of a part number them differently there.",
        names=listed(short, _NAMED),
    )
    return parts, part, lacking if short else ""
