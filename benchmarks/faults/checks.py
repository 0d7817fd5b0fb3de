"""What a user would miss of a project after a fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.data.project.database import Database
from annotator.errors import AnnotatorError
from annotator.session.session import Session
from annotator.types import Label


def state(session: Session) -> dict[str, Any]:
    """Return the state that a user would miss."""
    return {
        "topic": session.topic.id,
        "revision": max(session.judgements.revision, latest_event(session)),
        "labels": {str(image): int(label) for image, label in session.labels.items()},
        "batches": [list(batch.images) for batch in session.judgements.batches],
        "topics": [topic.name for topic in session.topics],
        "undo": session.judgements.undo_text,
        "redo": session.judgements.redo_text,
    }


def latest_event(session: Session) -> int:
    """Return the number of the latest event of all topics."""
    return int(session._state.project.database.read("SELECT coalesce(max(id), 0) FROM event")[0][0])


def reopened(project: Path, acknowledged: list[dict[str, Any]]) -> list[str]:
    """Open a project and compare it with the latest acknowledged state; one more step may have been stored."""
    try:
        session = Session.open(project)
    except AnnotatorError as error:
        return [f"cannot be opened: {error}"] if acknowledged else []
    try:
        return _compared(session, acknowledged)
    except AnnotatorError as error:
        return [f"cannot be worked with: {error}"]


def _compared(session: Session, acknowledged: list[dict[str, Any]]) -> list[str]:
    with session:
        found = list(session.project.check())
        if session.project.log_problem is not None:
            found.append(f"its own log was not recognized: {session.project.log_problem}")
        if session.project.lost_steps:
            found.append(f"{session.project.lost_steps} steps are only in the log in plain text")
        if not acknowledged:
            return found
        last = acknowledged[-1]
        if last["topic"] not in {topic.id for topic in session.topics}:
            return [*found, f"topic {last['topic']} was acknowledged and is gone"]
        session.topics.switch(last["topic"])
        database = session._state.project.database
        beyond = database.read("SELECT count(*) FROM event WHERE id > ?", (last["revision"],))[0][0]
        if latest_event(session) < last["revision"]:
            found.append(f"event {last['revision']} was acknowledged, {latest_event(session)} is the last one")
        if beyond > 1:
            found.append(f"{beyond} steps are there that nobody acknowledged; one may be")
        now = labels_at(database, last["topic"], last["revision"])
        if now != last["labels"]:
            found.append(f"acknowledged {last['labels']}, found {now}")
        if [list(batch.images) for batch in session.judgements.batches][: len(last["batches"])] != last["batches"]:
            found.append("a batch that was shown is not the one that was stored")
        if not set(last["topics"]) <= {topic.name for topic in session.topics}:
            found.append(f"topics {last['topics']} were acknowledged")
        if beyond == 0 and (session.judgements.undo_text, session.judgements.redo_text) != (last["undo"], last["redo"]):
            found.append(
                f"undo and redo are {session.judgements.undo_text}, {session.judgements.redo_text}; not as acknowledged"
            )
        before = dict(session.labels)
        change = session.judge([0], None if before.get(0) is not None else Label.UNSURE)
        if session.undo() is None or dict(session.labels) != before or not change.images:
            found.append("judging and undo do not work any more")
    return found


def labels_at(database: Database, topic: int, revision: int) -> dict[str, int]:
    """Return the labels of a topic at an event, according to the log."""
    labels: dict[str, int] = {}
    for image, new in database.read(
        "SELECT image, new FROM change JOIN event ON event.id = change.event"
        " WHERE topic = ? AND event <= ? ORDER BY event, position",
        (topic, revision),
    ):
        labels.pop(str(image), None)
        if new is not None:
            labels[str(image)] = new
    return labels
