"""Plan an import: match labels with images and compare them with existing ones before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from annotator.data.collection.match_names import Match, match
from annotator.data.collection.mismatch import unmatched
from annotator.data.files.names import Problem
from annotator.data.importing.foreign import ForeignLabels, place_words
from annotator.errors import ImportLabelsError
from annotator.messages import Message, Remedy
from annotator.types import Label

POLICIES = ("stop", "ours", "theirs", "unsure")
"""Policies for conflicts: import nothing, keep our label, take theirs, mark as unsure."""


@dataclass(frozen=True)
class Graded:
    """The grades of the topic that labels are imported to.

    Attributes:
        levels: How many grades it has, with 0; 0 for a topic without grades.
        given: Grades that its relevant images have, by image.
    """

    levels: int = 0
    given: Mapping[int, int] = field(default_factory=dict)


NOT_GRADED = Graded()


@dataclass(frozen=True)
class Conflict:
    """An image whose label in the file differs from ours.

    Attributes:
        image: Image id.
        ours, theirs: The labels.
        place: Location in the file.
    """

    image: int
    ours: Label
    theirs: Label
    place: str


@dataclass(frozen=True)
class LabelPlan:
    """The effect of an import on one topic.

    Attributes:
        format: Format of the file.
        topic: Topic in the file, "" if there is none.
        new: Labels of images that have none here.
        same: Number of images with the same label in both.
        conflicts: Images with different labels, in the order of the collection.
        unmatched: Names that match no image, or more than one, with the reason.
        contradictory: Paths of the images with different labels within the file; skipped.
        remarks: Sentences on what was not understood.
        steps: Number of matched names by step, see :data:`annotator.data.collection.match_names.STEPS`.
        loose: Names of which only a part was compared, with their images, at most 1,000.
        shift: Which leading folders were ignored or added; "" for none.
        opinions: What each person said about images, where the file has labels of several.
        differing: Images on which these people do not say the same; they get no label.
        grades: Grades that relevant images get, by image; where an image has a grade here already, it keeps that.
    """

    format: str
    topic: str
    new: Mapping[int, Label]
    same: int
    conflicts: tuple[Conflict, ...]
    unmatched: tuple[Problem, ...]
    contradictory: tuple[str, ...]
    remarks: tuple[str, ...]
    steps: Mapping[str, int]
    loose: tuple[tuple[str, str], ...]
    shift: str
    opinions: Mapping[str, Mapping[int, Label]]
    differing: tuple[int, ...]
    grades: Mapping[int, int] = field(default_factory=dict)

    def grades_of(self, labels: Mapping[int, Label]) -> dict[int, int]:
        """Return the grades to set together with ``labels``, which :meth:`labels` returned."""
        return {image: grade for image, grade in self.grades.items() if labels.get(image) is Label.RELEVANT}

    def labels(self, policy: str, chosen: Mapping[int, str] | None = None) -> dict[int, Label]:
        """Return the labels to set.

        Args:
            policy: One of :data:`POLICIES`.
            chosen: Policy of individual conflicts by image, where the user has chosen one.

        Raises:
            ImportLabelsError: There are conflicts, and the policy is ``stop``.
        """
        if policy not in POLICIES:
            raise ImportLabelsError("{policy!r} is not one of {policies}", policy=policy, policies=", ".join(POLICIES))
        result = {**dict.fromkeys(self.grades, Label.RELEVANT), **self.new}
        for conflict in self.conflicts:
            result.pop(conflict.image, None)
        for conflict in self.conflicts:
            said = (chosen or {}).get(conflict.image, policy)
            if said == "stop":
                raise ImportLabelsError(
                    "{n_conflicts:,} images have other labels here. Choose which labels to keep: ours, theirs, or "
                    "unsure",
                    n_conflicts=len(self.conflicts),
                )
            if said != "ours":
                result[conflict.image] = conflict.theirs if said == "theirs" else Label.UNSURE
        return result


def plan_import(
    foreign: ForeignLabels,
    paths: Sequence[str],
    ours: Mapping[int, Label],
    topic: str | None = None,
    others: Label | None = None,
    root: Path | None = None,
    graded: Graded = NOT_GRADED,
) -> LabelPlan:
    """Return the effect of an import.

    Args:
        foreign: Labels of another program.
        paths: Paths of the images.
        ours: Labels of the topic by image.
        topic: Topic in the file to import; may be omitted if there is only one.
        others: Label for images that occur only in other topics of the file, e.g. other classes; ``None`` leaves them
            unchanged.
        root: The image folder, for absolute names below it.
        graded: The grades of the topic.

    Raises:
        ImportLabelsError: The file contains no labels, several topics without a choice, or not the chosen topic, or
            grades that the topic does not have.
    """
    meant = _topic(foreign, topic)
    wanted = {one.name: one.otherwise for one in foreign.labels if others is not None or one.topic == meant}
    names, found = _matched(wanted, paths, root)
    image_of = dict(zip(wanted, found.image_of_name.tolist(), strict=True))
    opinions, contradictory = _opinions(foreign, meant, image_of)
    grades, regraded = _grades(foreign, meant, image_of, graded)
    theirs, differing = _by_image(foreign, meant, others, image_of)
    contradictory, differing = (contradictory, differing - contradictory) if opinions else (differing | regraded, set())
    new: dict[int, Label] = {}
    conflicts = []
    same = 0
    for image in sorted(theirs.keys() - contradictory - differing):
        label, place = theirs[image]
        if image not in ours:
            new[image] = label
        elif ours[image] == label:
            same += 1
        else:
            conflicts.append(Conflict(image, ours[image], label, place_words(place)))
    return LabelPlan(
        foreign.format,
        meant,
        new,
        same,
        tuple(conflicts),
        unmatched(found, names, paths),
        tuple(paths[image] for image in sorted(contradictory)),
        (*foreign.remarks, *_remarks(grades, graded)),
        {step: count for step, count in found.steps().items() if count},
        found.loose(names, paths),
        found.shift,
        opinions,
        tuple(sorted(differing)),
        _to_set(grades, graded, contradictory),
    )


def _matched(wanted: Mapping[str, str], paths: Sequence[str], root: Path | None) -> tuple[list[str], Match]:
    """Return the names that were looked up, the other one where a name means no image, and what they mean."""
    names = list(wanted)
    found = match(names, paths, root)
    if any(wanted.values()):
        names = [name if at >= 0 else wanted[name] or name for name, at in zip(names, found.image_of_name, strict=True)]
        found = match(names, paths, root)
    return names, found


def _grades(
    foreign: ForeignLabels, meant: str, image_of: Mapping[str, int], graded: Graded
) -> tuple[dict[int, int], set[int]]:
    """Return the grades of the file by image, and the images to which it gives two.

    Raises:
        ImportLabelsError: The topic has grades, and not one of these.
    """
    grades: dict[int, int] = {}
    different: set[int] = set()
    for one in foreign.labels:
        image = image_of.get(one.name, -1)
        if one.topic != meant or image < 0 or one.grade is None or one.judge:
            continue
        if graded.levels and one.grade >= graded.levels:
            raise ImportLabelsError(
                "{path}, {place}: grade {grade}, and the grades of the topic go up to {highest}. {remedy}.",
                path=foreign.path,
                place=place_words(one.place),
                grade=one.grade,
                highest=graded.levels - 1,
                remedy=Remedy(
                    "Give the topic more grades: annotator topic PROJECT --grades",
                    "Give the topic more grades: Topic, Grades",
                ),
            )
        if grades.setdefault(image, one.grade) != one.grade and graded.levels:
            different.add(image)
    return grades, different


def _to_set(grades: Mapping[int, int], graded: Graded, contradictory: Set[int]) -> dict[int, int]:
    """Return the grades that images get: those that have none here and are not left out."""
    left = contradictory | graded.given.keys()
    return {image: grade for image, grade in grades.items() if graded.levels and image not in left}


def _remarks(grades: Mapping[int, int], graded: Graded) -> Iterator[str]:
    if graded.levels:
        kept = sum(grades.get(image, grade) != grade for image, grade in graded.given.items())
        if kept:
            yield Message("Kept, because another grade was given here: that of {n} image(s).", n=kept)
    elif any(grade > 1 for grade in grades.values()):
        yield Message("The file has grades and the topic has none: every grade above 0 is relevant.")


def _opinions(
    foreign: ForeignLabels, meant: str, image_of: Mapping[str, int]
) -> tuple[dict[str, dict[int, Label]], set[int]]:
    """Return the labels of each person by image, none if there is only one, and where one contradicts themselves."""
    said: dict[str, dict[int, Label]] = {}
    contradictory: set[int] = set()
    for one in foreign.labels:
        image = image_of.get(one.name, -1)
        if one.topic != meant or image < 0 or not one.judge:
            continue
        if said.setdefault(one.judge, {}).setdefault(image, one.label) != one.label:
            contradictory.add(image)
    if len(said) < 2:
        return {}, set()
    left = {
        judge: {image: label for image, label in labels.items() if image not in contradictory}
        for judge, labels in said.items()
    }
    return left, contradictory


def _by_image(
    foreign: ForeignLabels, meant: str, others: Label | None, image_of: Mapping[str, int]
) -> tuple[dict[int, tuple[Label, str]], set[int]]:
    """Return label and place by image, and the images with different labels, under whatever names."""
    theirs: dict[int, tuple[Label, str]] = {}
    contradictory: set[int] = set()
    for one in foreign.labels:
        image = image_of.get(one.name, -1)
        if one.topic == meant and image >= 0 and theirs.setdefault(image, (one.label, one.place))[0] != one.label:
            contradictory.add(image)
    if others is not None:  # the chosen topic takes precedence over other topics, whatever the file order
        for one in foreign.labels:
            if image_of[one.name] >= 0:
                theirs.setdefault(image_of[one.name], (others, one.place))
    return theirs, contradictory


def _topic(foreign: ForeignLabels, wanted: str | None) -> str:
    topics = foreign.topics
    if not topics:
        raise ImportLabelsError("{path}: it contains no usable label.", path=foreign.path)
    if wanted is not None:
        if wanted not in topics:
            raise ImportLabelsError(
                "{path}: there is no topic {wanted!r}; there are: {topics}",
                path=foreign.path,
                wanted=wanted,
                topics=", ".join(topics),
            )
        return wanted
    if len(topics) > 1:
        raise ImportLabelsError(
            "{path}: it is about {n_topics} topics; {remedy}: {topics}",
            path=foreign.path,
            n_topics=len(topics),
            remedy=Remedy("choose one (--from)", "choose one"),
            topics=", ".join(topics),
        )
    return topics[0]
