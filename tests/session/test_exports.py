"""What is exported from a session."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from small_collection import Small, selection

from annotator.data.files import guard
from annotator.errors import ExportError
from annotator.session.session import Session
from annotator.types import Label

REL, IRR = Label.RELEVANT, Label.IRRELEVANT


def test_labels_are_exported_with_the_story_of_each(session: Session, tmp_path: Path) -> None:
    session.examples.add([0])
    session.selections.accept(selection(session, [3, 4]))
    session.judge([3, 8], IRR)
    session.undo()
    session.redo()
    session.rank()
    report = session.export("labels-csv", tmp_path / "labels.csv")
    assert report.written == 12
    with (tmp_path / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["path"]: row for row in csv.DictReader(file)}
    told = {session.find(path): (r["label"], r["round"], r["strategy"], r["note"]) for path, r in rows.items()}
    assert told[0] == ("relevant", "", "", "example")
    assert told[3] == ("irrelevant", "1", "mix", "")
    assert told[8] == ("irrelevant", "1", "", "")
    assert told[4][0] == ""


def test_an_export_is_ranked_by_the_labels_now(session: Session, tmp_path: Path) -> None:
    session.judge([3], REL)
    session.export("ranking-csv", tmp_path / "ranking.csv")
    assert session.ranking is not None
    assert session.ranking.images[0] == 3
    session.judge([3], IRR)
    session.judge([8], REL)
    session.export("ranking-csv", tmp_path / "ranking.csv")
    with (tmp_path / "ranking.csv").open(newline="", encoding="utf-8") as file:
        assert next(csv.DictReader(file))["path"] == session.paths[8]


def test_an_export_never_replaces_the_project_or_the_features(session: Session, small: Small) -> None:
    for target in (small.project, small.features, session.collection.image_path(0)):
        before = target.read_bytes()
        with pytest.raises(ExportError):
            session.export("labels-csv", target)
        assert target.read_bytes() == before
    with pytest.raises(ExportError, match="labels-csv"):
        session.export("labels-vhs", small.project.parent / "x")


def test_a_file_next_to_an_image_is_asked_about_once(
    session: Session, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    check = guard.Guard.__call__

    def counted(self: guard.Guard, target: Path, **how: bool) -> guard.Found:
        asked.append(target)
        return check(self, target, **how)

    monkeypatch.setattr(guard.Guard, "__call__", counted)
    session.judge(range(5), Label.RELEVANT)
    for _ in range(2):
        asked.clear()
        session.export("xmp", small.images, options={"beside_images": True})
        sidecars = [target.name for target in asked if target.suffix == ".xmp"]
        assert len(sidecars) == len(set(sidecars)) == 5
