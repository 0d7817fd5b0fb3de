"""Images are added, removed, changed and moved on the disk, and nothing judged is forgotten."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import small_collection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from annotator.cli import main
from annotator.data.updates import apply_rescan
from annotator.errors import ImageError, ProjectError
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def small(tmp_path):
    return distinct(small_collection.make(tmp_path))


def distinct(small):
    """Give every image a content of its own."""
    for number, file in enumerate(sorted(small.images.rglob("*.png"))):
        picture(file, 200 + number)
    return small


@pytest.fixture
def session(small):
    with small.create() as opened:
        yield opened


def picture(file: Path, seed: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (8 + seed % 5, 8, 3), np.uint8)
    Image.fromarray(pixels).save(file)


def update(session: Session):
    report = session.collection.rescan().run()
    session.collection.update(report)
    assert not session.collection.rescan().run().anything
    return report


def test_nothing_has_changed(session):
    report = session.collection.rescan().run()
    assert not report.anything
    assert "nothing has changed" in report.summary


@pytest.mark.parametrize("recorded", [True, False])
def test_a_renamed_folder_keeps_every_label(session, recorded):
    paths = session.paths
    session.judge([0, 1], Label.RELEVANT)
    batch = session.next_batch()
    if recorded:
        assert session.collection.record_contents().run() == session.n_images
    folder = paths[0].partition("/")[0]
    (session.collection.root / folder).rename(session.collection.root / "new é🦋 name")
    report = update(session)
    assert report.moved == {
        i: p.replace(folder, "new é🦋 name", 1) for i, p in enumerate(paths) if p.startswith(folder)
    }
    assert not report.added
    assert not report.removed
    assert session.label_of(0) is Label.RELEVANT
    assert session.paths[0].startswith("new é🦋 name/")
    assert session.batch == batch
    assert session.judgements.history_of(0)
    assert session.find(session.paths[0].rpartition("/")[2]) == 0
    assert len(session.rank().images) == session.n_images
    assert session.undo() is not None


def test_images_that_are_gone_stay_with_their_labels_and_come_back(session, small):
    session.judge([0], Label.RELEVANT)
    session.judge([5], Label.IRRELEVANT)
    file = session.collection.root / session.paths[1]
    kept = file.read_bytes(), file.stat().st_mtime_ns
    (session.collection.root / session.paths[0]).unlink()
    file.unlink()
    report = update(session)
    assert report.removed == (0, 1)
    assert session.collection.missing.tolist() == [0, 1]
    assert session.label_of(0) is Label.RELEVANT
    proposed = {image for _ in range(12) if (batch := session.next_batch(3)) for image in batch.images}
    assert proposed
    assert 1 not in proposed
    assert len(session.rank().images) == session.n_images
    file.write_bytes(kept[0])
    os.utime(file, ns=(kept[1], kept[1]))
    assert update(session).returned == (1,)
    assert session.collection.missing.tolist() == [0]


def test_a_search_to_the_last_image_never_proposes_one_that_is_gone(session):
    session.judge([0], Label.RELEVANT)
    gone = {1, 4, 11}
    for image in gone:
        (session.collection.root / session.paths[image]).unlink()
    update(session)
    proposed = []
    while batch := session.next_batch(3):
        proposed += batch.images
        assert session.judge_remaining(Label.IRRELEVANT).images
    assert sorted(proposed) == sorted(set(range(1, session.n_images)) - gone)
    assert session.counts.unlabelled == len(gone)


def test_new_images_come_last_and_have_features_if_there_is_a_row(tmp_path):
    small = distinct(small_collection.make(tmp_path))
    names = [path.relative_to(small.images).as_posix() for path in small.images.rglob("*.png")]
    early = sorted(names)[3]
    shutil.move(small.images / early, tmp_path / "later.png")
    with small.create() as session:
        n = session.n_images
        session.judge([n - 1], Label.RELEVANT)
        shutil.move(tmp_path / "later.png", small.images / early)
        picture(small.images / "no features.png", 77)
        report = session.collection.rescan().run()
        assert set(report.added) == {early, "no features.png"}
        assert session.collection.update(report) == {"added": 2, "with features": 1}
        assert list(session.paths[:n]) == sorted(session.paths[:n])
        assert set(session.paths[n:]) == set(report.added)
        assert session.features.row_of_image[session.find(early)] >= 0
        assert session.features.row_of_image[session.find("no features.png")] == -1
        assert session.find(early) in session.rank().images
        session.judge([session.find("no features.png")], Label.IRRELEVANT)
        assert session.counts.irrelevant == 1
        target = tmp_path / "labels.csv"
        session.export("labels-csv", target)
        assert target.read_text("utf-8").count("\n") == n + 3
    with Session.open(small.project) as session:
        assert session.n_images == n + 2
        assert session.label_of(session.find("no features.png")) is Label.IRRELEVANT


def test_swapped_names_are_told_apart_by_content(session):
    session.judge([0], Label.RELEVANT)
    session.judge([1], Label.IRRELEVANT)
    session.collection.record_contents().run()
    a, b = (session.collection.root / session.paths[i] for i in (0, 1))
    one, other = a.read_bytes(), b.read_bytes()
    a.write_bytes(other)
    b.write_bytes(one)
    paths = session.paths
    report = update(session)
    assert report.moved == {0: paths[1], 1: paths[0]}
    assert session.label_of(session.find(paths[1])) is Label.RELEVANT


def test_an_image_written_over_another_is_a_moved_one_and_the_other_is_missing(session):
    session.judge([0], Label.RELEVANT)
    session.judge([1], Label.IRRELEVANT)
    session.collection.record_contents().run()
    first, second = session.paths[:2]
    (session.collection.root / first).replace(session.collection.root / second)
    report = update(session)
    assert report.moved == {0: second}
    assert session.paths[0] == second
    assert session.paths[1] == f".missing/1/{second}"
    assert session.collection.missing.tolist() == [1]
    assert session.label_of(1) is Label.IRRELEVANT
    assert len(set(session.paths)) == session.n_images


def test_changed_and_touched_images(session):
    session.judge([0, 1], Label.RELEVANT)
    session.collection.metadata.read(["size"]).run()
    session.collection.record_contents().run()
    picture(session.collection.root / session.paths[0], 99)
    os.utime(session.collection.root / session.paths[1], ns=(7, 7))
    report = update(session)
    assert (report.changed, report.touched) == ((0,), (1,))
    assert session.label_of(0) is Label.RELEVANT
    session.collection.metadata.read(["size"]).run()
    assert session.collection.metadata.columns["height"][0] == 8 + 99 % 5


def test_copies_do_not_confuse(session):
    session.judge([0], Label.RELEVANT)
    session.collection.record_contents().run()
    original = session.collection.root / session.paths[0]
    shutil.copy2(original, session.collection.root / "copy.png")
    report = update(session)
    assert report.added == ("copy.png",)
    assert not report.moved
    shutil.copy2(original, session.collection.root / "another.png")
    original.unlink()
    report = update(session)  # the lost one could only be the new file; the old copy has an image of its own
    assert report.moved == {0: "another.png"}
    assert session.label_of(0) is Label.RELEVANT


def test_what_is_not_certain_is_not_moved(session):
    session.collection.record_contents().run()
    original = session.collection.root / session.paths[0]
    for name in ("x/one.png", "y/two.png"):
        (session.collection.root / name).parent.mkdir(exist_ok=True)
        shutil.copy2(original, session.collection.root / name)
    original.unlink()
    report = session.collection.rescan().run()
    assert not report.moved
    assert report.removed == (0,)
    assert set(report.added) == {"x/one.png", "y/two.png"}


def test_many_files_alike_take_no_time_and_those_with_a_name_of_their_own_are_known(tmp_path):
    from annotator.data.updates.rescan import KnownFile, look

    for number in range(2000):
        (tmp_path / f"new {number % 10}").mkdir(exist_ok=True)
        (tmp_path / f"new {number % 10}" / f"{number}.jpg").write_bytes(b"blank")
    known = [KnownFile(f"old/{number}.jpg", 5, 1, sha256=sha256(b"blank").hexdigest()) for number in range(2000)]
    known += [
        KnownFile(f"gone {number}/same name.jpg", 5, 1, sha256=sha256(b"blank").hexdigest()) for number in range(99)
    ]
    report = look(tmp_path, known)
    assert report.moved == {number: f"new {number % 10}/{number}.jpg" for number in range(2000)}
    assert len(report.removed) == 99


def test_an_empty_folder_and_one_that_cannot_be_read_take_nothing_away(session, small, tmp_path):
    small.images.rename(tmp_path / "elsewhere")
    with pytest.raises(ImageError, match="there is no such folder"):
        session.collection.rescan().run()
    small.images.mkdir()
    with pytest.raises(ImageError, match="no image was found"):
        session.collection.rescan().run()
    small.images.rmdir()
    (tmp_path / "elsewhere").rename(small.images)
    assert not session.collection.rescan().run().anything


def test_images_below_a_folder_that_cannot_be_read_are_not_removed(session, monkeypatch):
    folder = session.paths[0].partition("/")[0]
    from annotator.data.files.names import Problem
    from annotator.data.images import scanning
    from annotator.data.updates import rescan

    whole = scanning.scan(session.collection.root)
    kept = [i for i, path in enumerate(whole.paths) if not path.startswith(f"{folder}/")]
    partly = scanning.Scan(
        tuple(whole.paths[i] for i in kept), whole.sizes[kept], whole.mtimes[kept], (Problem(folder, "no permission"),)
    )
    monkeypatch.setattr(rescan, "scan", lambda *_: partly)
    report = session.collection.rescan().run()
    assert report.removed == ()
    assert report.problems[0].path == folder


def test_a_failure_in_the_middle_leaves_the_project_as_it_was(session, monkeypatch):
    session.judge([0], Label.RELEVANT)
    picture(session.collection.root / "new.png", 5)
    (session.collection.root / session.paths[1]).unlink()
    report = session.collection.rescan().run()
    before = session.paths

    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(apply_rescan, "_forget_metadata", fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        session.collection.update(report)
    monkeypatch.undo()
    assert session.paths == before
    assert session.collection.missing.size == 0
    copies = list((session.project.path.parent / f"{session.project.path.name}.backups").glob("*before-rescan*"))
    assert len(copies) == 1
    with sqlite3.connect(copies[0]) as copy:
        assert copy.execute("SELECT count(*) FROM label").fetchone() == (1,)
    copy.close()
    session.collection.update(report)
    with pytest.raises(ProjectError, match="Look again"):
        session.collection.update(report)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_labels_are_where_their_content_is(tmp_path_factory, data):
    small = distinct(small_collection.make(tmp_path_factory.mktemp("rescan")))
    with small.create() as session:
        session.collection.record_contents().run()
        contents = {(session.collection.root / p).read_bytes(): i for i, p in enumerate(session.paths)}
        assert len(contents) == session.n_images
        session.judge(range(0, 12, 2), Label.RELEVANT)
        session.judge(range(1, 12, 2), Label.IRRELEVANT)
        labels = dict(session.labels)
        for step in range(data.draw(st.integers(1, 6))):
            files = sorted(session.collection.root.rglob("*.png"))
            file = data.draw(st.sampled_from(files))
            kind = data.draw(st.sampled_from(["rename", "delete", "add", "swap", "folder", "touch"]))
            if kind == "rename":
                file.rename(file.with_name(f"renamed {step} é.png"))
            elif kind == "delete" and len(files) > 2:
                file.unlink()
            elif kind == "add":
                picture(session.collection.root / f"new{step}.png", 1000 + step)
            elif kind == "touch":
                os.utime(file, ns=(step, step))
            elif kind == "swap":
                other = data.draw(st.sampled_from(files))
                one, two = file.read_bytes(), other.read_bytes()
                file.write_bytes(two)
                other.write_bytes(one)
            elif kind == "folder":
                (session.collection.root / f"folder{step}").mkdir()
                file.rename(session.collection.root / f"folder{step}" / file.name)
            if data.draw(st.booleans()):
                update(session)
        update(session)
        assert dict(session.labels) == labels
        missing = set(session.collection.missing.tolist())
        for image, path in enumerate(session.paths):
            file = session.collection.root / path
            if image in missing:
                continue
            known = contents.get(file.read_bytes())
            assert known in (None, image)
        there = {file.read_bytes() for file in session.collection.root.rglob("*.png")}
        assert {image for content, image in contents.items() if content not in there} <= missing


def test_the_command(small, capsys):
    with small.create() as session:
        first = session.paths[0]
    (small.images / first).rename(small.images / "moved.png")
    picture(small.images / "new.png", 3)
    assert main(["rescan", str(small.project), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["moved"]) == (["new.png"], [[first, "moved.png"]])
    assert main(["rescan", str(small.project)]) == 0
    assert "--apply brings the project up to date" in capsys.readouterr().out
    assert main(["rescan", str(small.project), "--apply", "--hash"]) == 0
    said = capsys.readouterr().out
    assert "0 of 1 new images have features" in said
    assert "The content of 13 images was recorded" in said
    assert main(["rescan", str(small.project)]) == 0
    assert "nothing has changed" in capsys.readouterr().out
