"""The derived tables of a topic, computed from its log alone."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.data.project.database import Database


@dataclass
class Fold:
    """The state that results from a topic's log.

    Attributes:
        labels: (label, event that set it, position within the event) by image.
        done: Steps that can be undone, oldest first.
        undone: Steps that can be redone, next one first.
    """

    labels: dict[int, tuple[int, int, int]]
    done: list[int]
    undone: list[int]


def fold(database: Database, topic: int) -> Fold:
    """Compute the contents of the derived tables of ``topic`` from the log alone."""
    result = Fold({}, [], [])
    for event, kind, target in database.read(
        "SELECT id, kind, target FROM event WHERE topic = ? ORDER BY id", (topic,)
    ):
        if kind == "undo":
            result.done.remove(target)
            result.undone.insert(0, target)
        elif kind == "redo":
            result.undone.remove(target)
            result.done.append(target)
        else:
            result.undone.clear()
            result.done.append(event)
    for image, new, event, position in database.read(
        "SELECT image, new, event, position FROM change JOIN event ON event.id = change.event"
        " WHERE topic = ? ORDER BY event, position",
        (topic,),
    ):
        if new is None:
            result.labels.pop(image)
        else:
            result.labels[image] = (new, event, position)
    return result


def stored(database: Database, topic: int) -> Fold:
    """Return the current contents of the derived tables of ``topic``."""
    labels = database.read("SELECT image, label, event, position FROM label WHERE topic = ?", (topic,))
    steps = database.read("SELECT event, undone FROM step WHERE topic = ? ORDER BY event", (topic,))
    return Fold(
        {image: (label, event, position) for image, label, event, position in labels},
        [event for event, undone in steps if not undone],
        [event for event, undone in steps if undone],
    )


def rebuild(database: Database, topic: int) -> None:
    """Rewrite the derived tables of ``topic`` from the log."""
    result = fold(database, topic)
    with database.transaction() as connection:
        connection.execute("DELETE FROM label WHERE topic = ?", (topic,))
        connection.executemany(
            "INSERT INTO label (topic, image, label, event, position) VALUES (?, ?, ?, ?, ?)",
            [(topic, image, *row) for image, row in result.labels.items()],
        )
        connection.execute("DELETE FROM step WHERE topic = ?", (topic,))
        connection.executemany(
            "INSERT INTO step (topic, undone, event) VALUES (?, ?, ?)",
            [(topic, 0, event) for event in result.done] + [(topic, 1, event) for event in result.undone],
        )
