"""How far people agree about the images of a topic, and on which they do not, read in any thread."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotator.agreement import MISSING, Agreement, agreement, cohen_kappa, gwet_ac1, krippendorff_alpha, raw
from annotator.data.judges.opinions import Opinions, read_opinions
from annotator.data.project.database import Database
from annotator.data.project.history import read_notes, read_notes_of
from annotator.data.project.topics import Topic
from annotator.types import Label, Progress


@dataclass(frozen=True)
class Dispute:
    """An image on which people contradict each other.

    Attributes:
        image: Image id.
        labels: What each person said, None for nothing; the owner of the project first.
        notes: What each person wrote about it, "" for nothing.
    """

    image: int
    labels: tuple[Label | None, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """How far some people agree.

    Attributes:
        judges: Their names; two, or all of them.
        images: Images that at least two of them judged.
        raw, kappa, ac1, alpha: Share of agreement, Cohen's kappa (None for more than two), Gwet's AC1, Krippendorff's
            alpha.
        relevant: Share of its images that each called relevant; NaN where nothing was judged.
    """

    judges: tuple[str, ...]
    images: int
    raw: Agreement
    kappa: Agreement | None
    ac1: Agreement
    alpha: Agreement
    relevant: tuple[float, ...]


@dataclass(frozen=True)
class JudgesReview:
    """What the people who judged a topic agree and disagree about.

    Attributes:
        names: The people, the owner of the project (perhaps "") first.
        theirs: Images that somebody else than the owner judged.
        pairs: How far each two of them agree, then all if they are more than two.
        disputes: The images on which they contradict each other and about which the owner has not decided since.
    """

    names: tuple[str, ...]
    theirs: frozenset[int]
    pairs: tuple[Pair, ...]
    disputes: tuple[Dispute, ...]


def reviewing(path: Path, topic: Topic, topics: Sequence[Topic]) -> Callable[[Progress], JudgesReview]:
    """Return a function that reviews the opinions on a topic, in any thread, with a connection of its own."""

    def review(_progress: Progress) -> JudgesReview:
        with closing(Database(path, read_only=True)) as database:
            opinions = read_opinions(database, topic, topics)
            theirs = (opinions.labels[:, 1:] != MISSING).any(axis=1)
            return JudgesReview(
                opinions.judges,
                frozenset(opinions.images[theirs].tolist()),
                pairs_of(opinions),
                disputes_of(database, opinions),
            )

    return review


def disputes_of(database: Database, opinions: Opinions) -> tuple[Dispute, ...]:
    """Return the disputed images with what each person said and wrote, in the order of the collection."""
    if len(opinions.judges) < 2:
        return ()
    rows = np.flatnonzero(opinions.disputed & ~opinions.settled)
    notes = [read_notes(database), *(read_notes_of(database, judge) for judge in opinions.judges[1:])]
    return tuple(
        Dispute(
            image,
            tuple(None if code == MISSING else Label(code) for code in opinions.labels[row].tolist()),
            tuple(one.get(image, "") for one in notes),
        )
        for row, image in zip(rows.tolist(), opinions.images[rows].tolist(), strict=True)
    )


def pairs_of(opinions: Opinions) -> tuple[Pair, ...]:
    """Return how far each two people agree, and then all of them if they are more than two.

    Judgements that the owner made knowing the answer of another person do not count, nor does *unsure*. Who gave no
    answer that counts is left out.
    """
    who = np.flatnonzero((opinions.answers != MISSING).any(axis=0)).tolist()
    groups: list[tuple[int, ...]] = list(itertools.combinations(who, 2))
    if len(who) > 2:
        groups.append(tuple(who))
    return tuple(_pair(opinions, group) for group in groups)


def _pair(opinions: Opinions, group: tuple[int, ...]) -> Pair:
    answers = opinions.answers[:, group]
    judged = answers != MISSING
    counts = zip((answers == 1).sum(axis=0).tolist(), judged.sum(axis=0).tolist(), strict=True)
    return Pair(
        judges=tuple(opinions.judges[one] for one in group),
        images=int((judged.sum(axis=1) >= 2).sum()),
        raw=agreement(answers, raw),
        kappa=agreement(answers, cohen_kappa) if len(group) == 2 else None,
        ac1=agreement(answers, gwet_ac1),
        alpha=agreement(answers, krippendorff_alpha),
        relevant=tuple(found / seen if seen else math.nan for found, seen in counts),
    )


SCHEMA = "annotator-agreement/1"
_HOW = (
    "Each image counts that at least two of the people judged relevant or irrelevant before they knew the answer of "
    "another; unsure counts as not judged. value is the measure, low and high are the 2.5 and 97.5 % points of 2,000 "
    "bootstrap draws of the images; null where only one label occurs."
)


def agreement_record(opinions: Opinions, paths: Sequence[str]) -> dict[str, Any]:
    """Return how far people agree and what each of them said, as plain values from which it can be computed again."""
    words = {label.value: label.word for label in Label}
    return {
        "schema": SCHEMA,
        "judges": list(opinions.judges),
        "how": _HOW,
        "figures": [
            {
                "judges": list(pair.judges),
                "images": pair.images,
                **{name: _values(getattr(pair, name)) for name in ("raw", "kappa", "ac1", "alpha")},
            }
            for pair in pairs_of(opinions)
        ],
        "images": [
            {"path": paths[image], "labels": [words.get(code) for code in codes]}
            for image, codes in zip(opinions.images.tolist(), opinions.labels.tolist(), strict=True)
        ],
    }


def opinions_in(record: Mapping[str, Any], image_of: Mapping[str, int]) -> Opinions:
    """Return the opinions in a record.

    Raises:
        ValueError, KeyError, TypeError: It holds something else than :func:`agreement_record` makes.
    """
    judges = tuple(str(one) for one in record["judges"])
    codes = [
        [MISSING if one is None else Label.from_word(one).value for one in row["labels"]] for row in record["images"]
    ]
    images = np.array([image_of[row["path"]] for row in record["images"]], np.int64)
    labels = np.array(codes, np.int8).reshape(len(images), len(judges))
    return Opinions(judges, images, labels, np.zeros(len(images), np.bool_))


def _values(found: Agreement | None) -> dict[str, float | None] | None:
    """Return a measure to six digits: libraries sum in different orders."""
    if found is None:
        return None
    values = {"value": found.value, "low": found.low, "high": found.high}
    return {name: None if math.isnan(value) else round(value, 6) for name, value in values.items()}
