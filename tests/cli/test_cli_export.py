"""Exports on the command line: options, dry runs, profiles."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.data.exporting import FORMATS
from annotator.sample import create_sample
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    sample = create_sample(folder / "sample")
    with Session.create(folder / "digits.annotator", sample.images, sample.features) as session:
        session.judge(range(12), Label.RELEVANT)
        session.judge(range(100, 112), Label.IRRELEVANT)
        session.judge([200], Label.UNSURE)
        session.rank()
    return folder / "digits.annotator"


@pytest.fixture
def project(made, tmp_path) -> Path:
    copy = tmp_path / "digits.annotator"
    copy.write_bytes(made.read_bytes())
    return copy


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_as_its_dry_run_said(made, tmp_path, capsys, name):
    target = tmp_path / f"out{FORMATS[name].suffix}"
    assert run("export", made, "--format", name, "-o", target, "--dry-run", "--json") == 0
    planned = json.loads(capsys.readouterr().out)
    assert list(tmp_path.iterdir()) == []
    assert run("export", made, "--format", name, "-o", target, "--json") == 0
    written = json.loads(capsys.readouterr().out)
    assert written["files"] == planned["files"]
    assert written["images"] == planned["images"]
    assert (written["images"] > 0) == (name != "camtrap-dp")  # which leaves out images without a time
    base = target if FORMATS[name].folder else tmp_path
    found = {p.relative_to(base).as_posix(): p.stat().st_size for p in base.rglob("*") if p.is_file()}
    found.pop(f".{target.name}.annotator-export", None)
    assert found == {file["name"]: file["size"] for file in planned["listing"]}


def test_options_and_their_errors(made, tmp_path, capsys):
    target = tmp_path / "l.csv"
    assert run("export", made, "--format", "labels-csv", "-o", target, "--option", "images=judged") == 0
    with target.open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 25
    assert run("export", made, "--format", "labels-csv", "-o", target, "--option", "images=few") != 0
    assert "one of all, judged, relevant" in capsys.readouterr().err
    assert run("export", made, "--format", "labels-csv") != 0
    assert "--format NAME -o FILE" in capsys.readouterr().err


def test_a_profile_is_remembered_listed_repeated_and_forgotten(project, tmp_path, capsys):
    target = tmp_path / "best"
    said = ("--format", "best-images", "-o", target, "--option", "best=3", "--option", "mode=symlink")
    assert run("export", project, "--trust", *said, "--remember", "Best three", "--dry-run") == 0
    assert not target.exists()
    assert "would write 3 images" in capsys.readouterr().out.lower()
    assert run("export", project, "--profiles", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed["name"], listed["format"], listed["options"]) == (
        "Best three", "best-images", {"best": 3, "mode": "symlink"},
    )  # fmt: skip
    assert run("export", project, "--profile", "best THREE") == 0
    assert sum(file.is_symlink() for file in target.iterdir()) == 3
    assert run("export", project, "--profile", "best three", "--option", "best=5", "-o", tmp_path / "other") == 0
    assert sum(file.is_symlink() for file in (tmp_path / "other").iterdir()) == 5
    assert run("export", project, "--forget", "Best three") == 0
    capsys.readouterr()
    assert run("export", project, "--profile", "Best three") != 0
    assert "there is no export profile 'Best three'; the profiles are: none yet" in capsys.readouterr().err


def test_the_target_of_a_profile_moves_along_with_the_project(project, tmp_path):
    with Session.open(project) as session:
        from annotator.data.project.profiles import Profile

        session.exports.save_profile(Profile("near", "paths-list", tmp_path / "list.txt"))
        images, features = session.collection.root, session.features.path
    moved = tmp_path.with_name(tmp_path.name + " moved")
    tmp_path.rename(moved)
    with Session.open(moved / project.name, images=images, features=features) as session:
        assert session.exports.profile("near").target == moved / "list.txt"


def test_formats_tell_their_options(capsys):
    assert run("formats", "--json") == 0
    listed = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["best-images"]["options"]["best"]["default"] == 100
    assert run("formats") == 0
    assert "best, mode" in capsys.readouterr().out


def test_sidecars_next_to_images_follow_a_new_label(tmp_path):
    """The folder of the images may be named as the target; nothing but sidecars is written there."""
    sample = create_sample(tmp_path / "sample")
    project = tmp_path / "p.annotator"
    with Session.create(project, sample.images, sample.features) as session:
        image = session.paths[3]
    before = {file: file.read_bytes() for file in sample.images.rglob("*") if file.is_file()}
    export = ("export", project, "-o", sample.images, "--format")
    for word in ("relevant", "irrelevant"):
        assert run("judge", project, f"--{word}", image) == 0
        assert run(*export, "xmp", "--option", "beside_images=yes") == 0
        assert f">{word}<" in (sample.images / f"{image}.xmp").read_text("utf-8")
    assert ">relevant<" not in (sample.images / f"{image}.xmp").read_text("utf-8")
    assert run(*export, "class-folders") == 2
    (sample.images / f"{image}.xmp").unlink()
    assert {file: file.read_bytes() for file in sample.images.rglob("*") if file.is_file()} == before


@pytest.fixture
def two_topics(project) -> Path:
    with Session.open(project) as session:
        session.topics.switch(session.topics.add("ones").id)
        session.judge(range(10, 40), Label.RELEVANT)
    return project


def test_a_training_set_in_parts_with_the_topics_as_classes(two_topics, tmp_path, capsys):
    words = ("export", two_topics, "--trust", "--format", "class-folders", "--split", "60/20/20", "--all-topics")
    assert run(*words, "-o", tmp_path / "a", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "2 images relevant to several topics: left out." in said
    assert said.splitlines()[-3].split() == ["class", "train", "val", "test"]
    assert not (tmp_path / "a").exists()
    assert run(*words, "-o", tmp_path / "a", "--json") == 0
    counted = json.loads(capsys.readouterr().out)["classes"]
    with Session.open(two_topics, read_only=True) as session:
        first, second = (topic.name for topic in session.topics)
    assert (sum(counted[first].values()), sum(counted[second].values())) == (10, 28)
    for part in ("train", "val", "test"):
        for name in (first, second):
            assert len(list((tmp_path / "a" / part / name).iterdir())) == counted[name][part] > 0
    assert run(*words, "-o", tmp_path / "b", "--seed", "7") == 0
    found = [
        sorted(file.relative_to(tmp_path / name).as_posix() for file in (tmp_path / name).rglob("*.png"))
        for name in ("a", "b")
    ]
    assert len(found[0]) == len(found[1]) == 38
    assert found[0] != found[1]


def test_a_split_is_remembered_and_one_that_is_none_is_refused(project, tmp_path, capsys):
    words = ("export", project, "--format", "imagefolder", "-o", tmp_path / "out")
    assert run(*words, "--split", "50/25/25", "--seed", "3", "--remember", "parts", "--trust") == 0
    with Session.open(project, read_only=True) as session:
        assert dict(session.exports.profile("parts").options) == {"split": "50/25/25", "seed": 3}
    capsys.readouterr()
    assert run("export", project, "--profile", "parts", "--split", "80/20") == 2
    assert "three percentages with the sum 100, such as 80/10/10" in capsys.readouterr().err
    assert run("export", project, "--format", "labels-csv", "-o", tmp_path / "l.csv", "--split", "80/10/10") == 2
    assert "labels-csv: there is no parameter 'split'" in capsys.readouterr().err
