"""Images are moved with a journal, and moved back."""

from __future__ import annotations

import errno
import os
import sys

import pytest
import small_collection
from PIL import Image

from annotator.cli import main
from annotator.data.exporting import move_images as moving
from annotator.data.exporting.move_images import move_images, plan_moves, undo_moves
from annotator.errors import ExportError
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def small(tmp_path):
    made = small_collection.make(tmp_path)
    for number, file in enumerate(sorted(made.images.rglob("*.png"))):
        Image.new("RGB", (20, 20), (20 * number, 0, 0)).save(file)
    with made.create() as session:
        session.judge([0, 5], Label.RELEVANT)
        session.judge([1], Label.IRRELEVANT)
        session.judge([2], Label.UNSURE)
    return made


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_moved_there_and_back(small, tmp_path, capsys):
    before = tree(small.images)
    target, journal = tmp_path / "sorted", tmp_path / "sorted.moves.jsonl"
    assert main(["move", str(small.project), "-o", str(target)]) == 0
    assert "3 images would be moved" in capsys.readouterr().out
    assert tree(small.images) == before
    assert not target.exists()
    assert main(["move", str(small.project), "-o", str(target), "--yes"]) == 0
    names = sorted(before)
    assert tree(target) == {
        f"relevant/{names[0].rpartition('/')[2]}": before[names[0]],
        f"relevant/{names[5].rpartition('/')[2]}": before[names[5]],
        f"irrelevant/{names[1].rpartition('/')[2]}": before[names[1]],
    }
    assert len(tree(small.images)) == len(before) - 3
    with Session.open(small.project) as session:
        assert session.collection.rescan().run().removed == (0, 1, 5)
        assert session.label_of(0) is Label.RELEVANT
    assert main(["undo-move", str(journal)]) == 0
    assert "Moved 3 images back" in capsys.readouterr().out
    assert tree(small.images) == before
    assert tree(target) == {}
    assert main(["undo-move", str(journal)]) == 0
    assert "Moved 0 images back" in capsys.readouterr().out


@pytest.mark.parametrize("across", [True, False])
def test_what_was_interrupted_is_in_the_journal(small, tmp_path, monkeypatch, across):
    before = tree(small.images)
    with Session.open(small.project, read_only=True) as session:
        moves = plan_moves(session.exports.source(), tmp_path / "out", unsure=True)
    assert len(moves) == 4
    link = os.link

    def fails(old, new):
        if str(old) == str(moves[2].old):
            raise PermissionError(errno.EACCES, "denied")
        if across:
            raise OSError(errno.EXDEV, "another drive")
        link(old, new)

    monkeypatch.setattr(moving.os, "link", fails)
    monkeypatch.setattr(moving.shutil, "copy2", _copy_but(moves[2].old))
    with pytest.raises(ExportError, match="undo-move"):
        move_images(moves, tmp_path / "journal")
    monkeypatch.undo()
    assert len(tree(small.images)) == len(before) - 2
    (tmp_path / "out" / moves[2].new.relative_to((tmp_path / "out").resolve())).unlink(missing_ok=True)
    assert undo_moves(tmp_path / "journal") == (2, ())
    assert tree(small.images) == before


def _copy_but(bad):
    from shutil import copy2

    def copy(old, new):
        if str(old) == str(bad):
            raise OSError(errno.ENOSPC, "no space left")
        return copy2(old, new)

    return copy


def test_nothing_is_ever_replaced(small, tmp_path):
    with Session.open(small.project, read_only=True) as session:
        source = session.exports.source()
    moves = plan_moves(source, tmp_path / "out")
    move_images(moves, tmp_path / "journal")
    moves[0].old.write_text("another file")
    back, problems = undo_moves(tmp_path / "journal")
    assert back == 2
    assert "exists, so" in problems[0]
    assert moves[0].old.read_text() == "another file"
    assert moves[0].new.exists()
    with pytest.raises(ExportError, match="belongs to earlier moves"):
        move_images(moves, tmp_path / "journal")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").touch()
    for target in (small.images / "sub", small.images.parent, tmp_path / "full"):
        with pytest.raises(ExportError, match="Choose"):
            plan_moves(source, target)
    (tmp_path / "no journal").write_text("x")
    with pytest.raises(ExportError, match="no journal of moves"):
        undo_moves(tmp_path / "no journal")


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes with names")
def test_an_image_that_cannot_be_read_is_named_and_not_the_target(small, tmp_path):
    with Session.open(small.project) as session:
        image = session.collection.image_path(0)
        image.unlink()
        os.mkfifo(image)
        with pytest.raises(ExportError, match=f"{image.name}: this is a pipe, not a file"):
            session.export("class-folders", tmp_path / "out")
    assert not (tmp_path / "out").exists()
