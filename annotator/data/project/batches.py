"""The batches of a topic: stored before they are shown, with everything needed to reproduce the selection."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence
from itertools import groupby

from annotator.data.files.json_text import parse_json
from annotator.data.project.database import Database
from annotator.messages import recognized
from annotator.parameters import Scope, build, values_of
from annotator.types import Batch, Selection

_NOTES = (
    "A random check: judge every image, it tells how much is left to find.",
    "From the pool: images that other systems rank high.",
    "Images for two people: judge every one, they tell how far you agree.",
    "A first look: images that together stand for the whole collection.",
    "Only exact copies of judged images are left.",
    "Only 1 image is left to judge.",
    "Only {k} images are left to judge.",
)
"""What the note of a batch in the file can say."""


def load(database: Database, topic: int) -> list[Batch]:
    """Return the batches of ``topic`` in order of round."""
    members = database.read(
        "SELECT batch, image, score FROM batch_image JOIN batch ON batch.id = batch_image.batch"
        " WHERE topic = ? ORDER BY batch, position",
        (topic,),
    )
    images = {batch: [(image, score) for _, image, score in rows] for batch, rows in groupby(members, lambda m: m[0])}
    rows = database.read(
        "SELECT id, round, strategy, parameters, revision, created, note, scope FROM batch WHERE topic = ?"
        " ORDER BY round",
        (topic,),
    )
    return [
        Batch(
            id=id_,
            round=round_,
            images=tuple(image for image, _ in images[id_]),
            scores=tuple(math.nan if score is None else score for _, score in images[id_]),
            strategy=strategy,
            parameters=parse_json(parameters, dict),
            revision=revision,
            created=created,
            note=recognized(note, _NOTES),
            scope=build(Scope, parse_json(scope, dict)),
        )
        for id_, round_, strategy, parameters, revision, created, note, scope in rows
    ]


def insert(
    connection: sqlite3.Connection, topic: int, selection: Selection, images: Sequence[tuple[int, float]], created: str
) -> Batch:
    """Store the next batch of ``topic`` within the caller's transaction.

    Args:
        connection: Connection in a transaction.
        topic: Key of the topic.
        selection: Selection that produced the batch.
        images: (image id, score) of the images to judge, best first.
        created: UTC time, ISO 8601.
    """
    key = connection.execute(
        "INSERT INTO batch (topic, round, strategy, parameters, model, length_scale, seed, revision, created, seconds,"
        " evaluations, note, scope) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            topic,
            selection.round,
            selection.strategy,
            json.dumps(dict(selection.parameters)),
            json.dumps(values_of(selection.model)),
            float(selection.length_scale),
            json.dumps([int(part) for part in selection.seed]),
            selection.revision,
            created,
            float(selection.seconds),
            int(selection.evaluations),
            selection.note,
            json.dumps(values_of(selection.scope)),
        ),
    ).lastrowid
    assert key is not None
    connection.executemany(
        "INSERT INTO batch_image (batch, position, image, score) VALUES (?, ?, ?, ?)",
        [(key, position, image, score) for position, (image, score) in enumerate(images)],  # SQLite stores NaN as NULL
    )
    return Batch(
        id=key,
        round=selection.round,
        images=tuple(image for image, _ in images),
        scores=tuple(score for _, score in images),
        strategy=selection.strategy,
        parameters=dict(selection.parameters),
        revision=selection.revision,
        created=created,
        note=selection.note,
        scope=selection.scope,
    )
