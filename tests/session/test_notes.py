"""Notes on images: steps that can be undone, of the image in all topics, found by conditions, and exported."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from small_collection import Small

from annotator.data.project.text_log import mirror_path
from annotator.errors import ConfigError, ImageError, ProjectError
from annotator.expressions.expressions import evaluate
from annotator.session.notes import LONGEST
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify

REL, IRR = Label.RELEVANT, Label.IRRELEVANT


def test_a_note_is_a_step_that_survives(session: Session, reopened: Callable[[Session], Session]) -> None:
    notes = session.collection.notes
    change = notes.set(3, "  wing is broken\r\nask Ada 🦉 ")
    assert change.images == (3,)
    assert change.text == f"note on {session.paths[3]}"
    assert notes.of(3) == "wing is broken\nask Ada 🦉"
    assert notes.of(4) == ""
    session = reopened(session)
    notes = session.collection.notes
    assert notes.all == {3: "wing is broken\nask Ada 🦉"}
    assert notes.set(3, "").text == f"note on {session.paths[3]} removed"
    assert notes.all == {}
    undone = session.undo()
    assert undone is not None
    assert undone.images == (3,)
    assert notes.of(3) == "wing is broken\nask Ada 🦉"
    session.undo()
    assert notes.all == {}
    session.redo()
    assert notes.of(3) == "wing is broken\nask Ada 🦉"
    assert session.project.check() == ()


def test_the_same_note_writes_nothing_and_what_is_none_is_refused(session: Session) -> None:
    notes = session.collection.notes
    notes.set(3, "a")
    before = session.judgements.revision
    assert notes.set(3, " a\n").images == ()
    assert notes.set(5, "").images == ()
    assert session.judgements.revision == before
    with pytest.raises(ImageError):
        notes.set(99, "a")
    for text in ("x" * (LONGEST + 1), "a\0b", "\ud800"):
        with pytest.raises(ConfigError, match="at most 10,000 characters"):
            notes.set(3, text)
    assert notes.all == {3: "a"}


def test_labels_and_the_model_know_nothing_of_notes(session: Session) -> None:
    session.judge([0], REL)
    session.judge([1], IRR)
    before = session.rank()
    session.collection.notes.set(5, "a")
    after = session.rank()
    assert session.counts.unlabelled == 10
    assert (after.images == before.images).all()
    assert (after.mean == before.mean).all()
    assert len(session.judgements.history()) == 2


def test_a_note_is_of_the_image_in_every_topic(session: Session) -> None:
    notes, first = session.collection.notes, session.topic.id
    notes.set(3, "from the first")
    session.topics.switch(session.topics.add("owls").id)
    assert notes.of(3) == "from the first"
    notes.set(3, "from the second")
    session.topics.switch(first)
    session.undo()  # its own step, but another topic has changed the note since
    assert notes.of(3) == "from the second"
    session.redo()
    assert notes.of(3) == "from the second"
    session.topics.switch(first + 1)
    session.undo()
    assert notes.of(3) == "from the first"


def test_conditions_find_notes_as_they_are_now(session: Session) -> None:
    notes, columns = session.collection.notes, session.collection.metadata.columns
    notes.set(3, "Barn owl at the window")
    notes.set(4, "crow")

    def found(condition: str) -> list[int]:
        return np.flatnonzero(evaluate(condition, columns.used_in(condition))).tolist()

    assert found("image_note == '*OWL*'") == [3]
    assert found("known(image_note)") == [3, 4]
    notes.set(5, "owls, two of them")
    session.undo()
    notes.set(6, "owl")
    assert found("image_note == '*owl*'") == [3, 6]
    assert columns.values_of(6)["image_note"] == "owl"
    assert "image_note" not in columns.values_of(7)


def test_a_column_of_a_table_does_not_hide_the_notes(session: Session, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"path,note,image_note\n{session.paths[2]},from a table,from another program\n")
    assert session.collection.metadata.import_table(table).run().renamed == {"image_note": "csv_image_note"}
    session.collection.notes.set(2, "mine")
    values = session.collection.metadata.columns.values_of(2)
    assert (values["image_note"], values["csv_image_note"]) == ("mine", "from another program")
    assert values["note"] == "from a table"


def test_notes_are_exported_with_every_table(session: Session, tmp_path: Path) -> None:
    session.judge([1], REL)
    session.collection.notes.set(1, 'ring: 12, left\n"blue"')
    session.collection.notes.set(2, "no label yet")
    expected = {session.paths[1]: 'ring: 12, left\n"blue"', session.paths[2]: "no label yet"}
    session.export("labels-csv", tmp_path / "l.csv")
    with (tmp_path / "l.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["path"]: row["image_note"] for row in rows if row["image_note"]} == expected
    assert {row["note"] for row in rows} == {""}  # how an image got its label is another column
    session.export("labels-json", tmp_path / "l.json")
    document = json.loads((tmp_path / "l.json").read_text("utf-8"))
    assert {one["path"]: one["image_note"] for one in document["images"] if "image_note" in one} == expected
    session.export("labels-parquet", tmp_path / "l.parquet")
    table = pq.read_table(tmp_path / "l.parquet").to_pylist()
    assert {row["path"]: row["image_note"] for row in table if row["image_note"]} == expected


def test_an_evidence_pack_holds_the_notes_and_is_verified(session: Session, small: Small, tmp_path: Path) -> None:
    session.judge([1], REL)
    session.judge([2], IRR)
    session.collection.notes.set(1, "ring, left")
    pack = tmp_path / "pack.zip"
    session.export("evidence", pack)
    assert all(one.passed for one in verify(pack, small.features) if one.passed is not None)
    with zipfile.ZipFile(pack) as archive:
        assert b'"ring, left"' in archive.read("labels.csv")
        changed = {name: archive.read(name) for name in archive.namelist()}
    changed["labels.csv"] = changed["labels.csv"].replace(b"ring, left", b"ring, right")
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(forged, "w") as archive:
        for name, content in changed.items():
            archive.writestr(name, content)
    assert any(one.passed is False for one in verify(forged))


def test_the_log_in_plain_text_has_every_note(session: Session) -> None:
    session.collection.notes.set(3, "a\nb")
    session.collection.notes.set(3, "")
    session.undo()
    path = session.paths[3]
    session.close()
    lines = [json.loads(line) for line in mirror_path(session.project.path).read_text("utf-8").splitlines()]
    assert [line["notes"] for line in lines if "notes" in line] == [
        [[path, "", "a\nb"]], [[path, "a\nb", ""]], [[path, "", "a\nb"]],
    ]  # fmt: skip


def test_a_project_that_is_only_read_refuses_notes(session: Session) -> None:
    session.collection.notes.set(3, "a")
    path = session.project.path
    session.close()
    with Session.open(path, read_only=True) as opened:
        assert opened.collection.notes.of(3) == "a"
        with pytest.raises(ProjectError):
            opened.collection.notes.set(3, "b")
