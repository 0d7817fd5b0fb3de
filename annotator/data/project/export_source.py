"""The data of a topic for exports: labels, batches, and who judged when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from annotator.data.exporting import ExportSource, Judged, Replay
from annotator.data.exporting.source import grades_of
from annotator.data.project.database import Database
from annotator.data.project.history import read_grades, read_notes
from annotator.data.project.judgements import Judgements
from annotator.data.project.log.topic_texts import GRADES, read_texts
from annotator.data.project.topics import Topic
from annotator.parameters import values_of
from annotator.types import UNLABELLED, Batch, LabelCodes, Ranking


# An export names all of these, and they have different owners; the session is the only caller.
def export_source(
    database: Database,
    topic: Topic,
    judgements: Judgements,
    batches: Sequence[Batch],
    *,
    paths: Sequence[str],
    ranking: Ranking | None,
    provenance: Mapping[str, Any],
    images_root: Path,
    features: Path,
    replay: Replay | None = None,
    givers: Mapping[tuple[int, int], str] = MappingProxyType({}),
) -> ExportSource:
    """Collect everything that an export may write; immutable, so that it can be written in another thread.

    ``givers`` are those who gave the labels by event and image, see :func:`annotator.data.judges.opinions.givers`.
    """
    words, said = judgements.words(), judgements.texts
    return ExportSource(
        topic=topic.name,
        project=database.path.stem,
        paths=paths,
        labels=judgements.codes(len(paths)).copy(),
        judged=_judged(database, topic, batches, givers),
        ranking=ranking,
        history=judgements.history()[::-1],
        settings={
            "strategy": topic.strategy,
            "parameters": dict(topic.parameters),
            "batch_size": topic.batch_size,
            "seed": topic.seed,
            "model": values_of(topic.model),
            "scope": values_of(topic.scope),
            **({"words": words.facts()} if words is not None else {}),
            **({"rules": [rule.facts() for rule in judgements.rules()]} if judgements.rules() else {}),
            **({"grades": list(said.grade_words)} if said.grade_words else {}),
            **({"criteria": said.criteria} if said.criteria else {}),
        },
        provenance=provenance,
        images_root=images_root,
        protected=(database.path, features),
        replay=replay,
        notes=read_notes(database),
        grades=grades_of(judgements.labels, judgements.grades) if said.grade_words else None,
    )


def labels_of_topics(database: Database, topics: Sequence[Topic], n_images: int) -> dict[str, LabelCodes]:
    """Return the label codes of all images in each of ``topics``, by name, in their order."""
    labels = {topic.id: np.full(n_images, UNLABELLED, np.int8) for topic in topics}
    for topic, image, label in database.read("SELECT topic, image, label FROM label"):
        if topic in labels:
            labels[topic][image] = label
    return {topic.name: labels[topic.id] for topic in topics}


def grades_of_topics(database: Database, topics: Sequence[Topic]) -> dict[str, dict[int, int]]:
    """Return the grades that relevant images were given, by image, of each of ``topics`` that has grades, by name."""
    graded = [topic for topic in topics if GRADES in read_texts(database, topic.id)]
    return {topic.name: read_grades(database, topic.id) for topic in graded}


def _judged(
    database: Database, topic: Topic, batches: Sequence[Batch], givers: Mapping[tuple[int, int], str]
) -> dict[int, Judged]:
    """Return how each image got its label; an image whose label was redone or undone has the time of that step."""
    proposed = {image: batch for batch in batches for image in batch.images}
    rows = database.read(
        "SELECT image, event.id, event.round, event.at, coalesce(step.kind, event.kind) FROM label"
        " JOIN event ON event.id = label.event LEFT JOIN event AS step ON step.id = event.target WHERE label.topic = ?",
        (topic.id,),
    )
    judged = {}
    for image, event, round_, at, kind in rows:
        batch = proposed.get(image)
        strategy = batch.strategy if batch is not None and batch.round <= round_ else ""
        giver = givers.get((event, image), "" if kind == "import" else topic.judge)
        judged[image] = Judged(round_ or None, strategy, at, giver, "" if kind == "judge" else kind)
    return judged
