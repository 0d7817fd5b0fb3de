"""Projects in every format version ever written, created by the program of that time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Container
from pathlib import Path
from typing import Any

from annotator.session.session import Session

FOLDER = Path(__file__).parents[2] / "tests" / "old_projects"
FORMATS = tuple(sorted(int(file.stem.rpartition("-")[2]) for file in FOLDER.glob("format-*.json")))


def unpack(format: int, folder: Path, project: Path) -> None:
    """Unpack the project of a format version; its images are ``../images`` and its features ``../features.h5``."""
    folder.mkdir(parents=True, exist_ok=True)
    project.write_bytes(gzip.decompress((FOLDER / f"format-{format}.annotator.gz").read_bytes()))


def expected(format: int) -> dict[str, Any]:
    """Return what the program of that time displayed, by topic."""
    shown: dict[str, Any] = json.loads((FOLDER / f"format-{format}.json").read_text("utf-8"))
    return shown


def shown(session: Session) -> dict[str, Any]:
    """Return what the current program displays, by topic."""
    found = {}
    current = session.topic.id
    notes = {session.paths[image]: text for image, text in session.collection.notes.all.items()}
    for topic in session.topics:
        session.topics.switch(topic.id)
        found[topic.name] = {
            "labels": {session.paths[image]: int(label) for image, label in session.labels.items()},
            "undo": session.judgements.undo_text,
            "redo": session.judgements.redo_text,
            "batches": [[session.paths[image] for image in batch.images] for batch in session.judgements.batches],
            "examples": [example.name for example in session.examples.external],
            "history": len(session.judgements.history()),
            **({"notes": notes} if notes else {}),  # formats before 8 have none
            **({"saved topics": saved} if (saved := _saved(session)) else {}),  # formats before 10 have none
            **({"graded": graded} if (graded := _graded(session)) else {}),  # formats before 11 have none
            **({"pool": pool} if (pool := _pool(session)) else {}),  # formats before 12 have none
        }
    session.topics.switch(current)
    return found


def _saved(session: Session) -> dict[str, list[int]]:
    return {one.topic: one.labels.tolist() for one in session.topics.inherited}


def _graded(session: Session) -> dict[str, Any]:
    if not session.topics.grades and not session.topics.criteria:
        return {}
    given = {session.paths[image]: grade for image, grade in session.judgements.given.items()}
    return {"words": list(session.topics.grades), "criteria": session.topics.criteria, "grades": given}


def _pool(session: Session) -> dict[str, Any]:
    pool = session.collection.pools.current
    if pool is None:
        return {}
    rankings = {name: [session.paths[image] for image in images] for name, images in pool.rankings.items()}
    return {"query": pool.query, "order": pool.order, "rankings": rankings}


def complaints(project: Path, format: int = 1, ignoring: Container[str] = ()) -> list[str]:
    """Return what a migrated project has lost, apart from the labels of images that were judged since."""
    with Session.open(project) as session:
        now = shown(session)
    found = []
    for topic, was in expected(format).items():
        if topic not in now:
            found.append(f"the topic {topic} is gone")
            continue
        for image, label in was["labels"].items():
            if image not in ignoring and now[topic]["labels"].get(image) != label:
                found.append(f"{topic}: {image} was {label}")
        if now[topic]["batches"][: len(was["batches"])] != was["batches"] or now[topic]["examples"] != was["examples"]:
            found.append(f"{topic}: batches or examples differ")
        parts = ("notes", "saved topics", "graded", "pool")
        found += [f"{topic}: {part} differ" for part in parts if now[topic].get(part) != was.get(part)]
    return found
