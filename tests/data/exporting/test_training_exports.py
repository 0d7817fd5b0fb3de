"""Exports for training: topics as classes, and splits that keep together what shows the same."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_files

from annotator.data.exporting import UNLABELLED, ExportSource, Judged, export
from annotator.data.exporting.classes import PARTS
from annotator.errors import AnnotatorError, ExportError

N = 60
PATHS = tuple(f"{'test' if i % 2 else 'train'}/{i:02d}.png" for i in range(N))
"""Folders of a collection that Hugging Face would take for parts."""


def codes(*relevant, irrelevant=(), unsure=()):
    labels = np.full(N, UNLABELLED, np.int8)
    labels[list(irrelevant)] = -1
    labels[list(unsure)] = 0
    labels[list(relevant)] = 1
    return labels


@pytest.fixture
def source(tmp_path) -> ExportSource:
    """Three images in a row belong together; cats and dogs share the images 20 to 22, nothing is known of 54 to 59."""
    root = tmp_path / "images"
    for number, path in enumerate(PATHS):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (10 + number, 8), (number * 4, 0, 0)).save(root / path)
    cats = codes(*range(23), irrelevant=range(23, 50), unsure=(50,))
    dogs = codes(*range(20, 47), irrelevant=range(10, 20), unsure=(50, 51))
    birds = codes(*range(47, 50), irrelevant=(53,))
    judged = {int(i): Judged(1, "mix", "2026-01-31T09:00:00Z") for i in np.flatnonzero(cats != UNLABELLED)}
    topics = {"cats": cats, "dogs": dogs, "birds: all/any": birds}
    return ExportSource(
        "cats", "animals", PATHS, cats, judged, images_root=root, topics=topics, stacks=np.arange(N) // 3
    )


def number_of(file: Path) -> int:
    with Image.open(file) as image:
        return image.size[0] - 10


def images_below(folder: Path) -> dict[str, list[int]]:
    """Return the images by the folder that they are in, by what they show."""
    found: dict[str, list[int]] = {}
    for file in sorted(folder.rglob("*.png")):
        found.setdefault(file.parent.relative_to(folder).as_posix(), []).append(number_of(file))
    return found


def as_training(target: Path) -> dict[str, tuple[list[str], list[list[int]]]]:
    """Read class folders part by part as scikit-learn does, which numbers classes by their folders as ImageFolder."""
    read = {part: load_files(target / part, load_content=False) for part in PARTS if (target / part).is_dir()}
    return {
        part: (
            list(data.target_names),
            [
                sorted(number_of(Path(file)) for file in data.filenames[data.target == at])
                for at in range(len(data.target_names))
            ],
        )
        for part, data in read.items()
    }


def check_whole(parts: dict[str, set[int]], source: ExportSource) -> None:
    """Assert that what belongs together is in one part, and every image in only one."""
    place = {image: part for part, images in parts.items() for image in images}
    assert sum(map(len, parts.values())) == len(place)
    stacks: dict[int, set[str]] = {}
    for image, part in place.items():
        stacks.setdefault(int(source.stacks[image]), set()).add(part)
    assert all(len(one) == 1 for one in stacks.values())


def test_class_folders_in_parts_are_read_part_by_part(source, tmp_path):
    report = export("class-folders", source, tmp_path / "out", options={"split": "60/20/20"})
    read = as_training(tmp_path / "out")
    assert list(read) == list(PARTS)
    assert {tuple(names) for names, _ in read.values()} == {("irrelevant", "relevant")}
    check_whole({part: {i for images in lists for i in images} for part, (_, lists) in read.items()}, source)
    assert sorted(i for _, (no, _) in read.values() for i in no) == list(range(23, 50))
    assert sorted(i for _, (_, yes) in read.values() for i in yes) == list(range(23))
    assert report.counts.parts == PARTS
    assert dict(report.counts.rows) == {
        "relevant": tuple(len(read[part][1][1]) for part in PARTS),
        "irrelevant": tuple(len(read[part][1][0]) for part in PARTS),
    }
    assert dict(report.counts.rows)["relevant"] == (15, 5, 3)
    assert report.left_out == "1 image judged unsure: left out."


def test_the_same_seed_gives_the_same_parts_and_another_one_others(source, tmp_path):
    found = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        export("class-folders", source, tmp_path / name, options={"split": "60/20/20", "seed": seed})
        found.append(images_below(tmp_path / name))
    assert found[0] == found[1] != found[2]


def test_topics_are_classes_and_an_image_of_several_is_left_out(source, tmp_path):
    report = export("class-folders", source, tmp_path / "out", options={"all_topics": True})
    assert images_below(tmp_path / "out") == {
        "birds%3A all%2Fany": [47, 48, 49],
        "cats": list(range(20)),
        "dogs": list(range(23, 47)),
    }
    assert "3 images relevant to several topics: left out." in report.left_out
    assert "1 image relevant to no topic: left out." in report.left_out  # 53
    assert "2 images judged unsure: left out." in report.left_out
    assert report.written == 47


@pytest.mark.parametrize(("several", "cats", "dogs"), [("first", 23, 24), ("every", 23, 27)])
def test_an_image_of_several_topics_goes_where_the_person_says(source, tmp_path, several, cats, dogs):
    options = {"all_topics": True, "several": several, "split": "60/20/20"}
    report = export("class-folders", source, tmp_path / "out", options=options)
    found = images_below(tmp_path / "out")
    assert sum(len(images) for folder, images in found.items() if folder.endswith("/cats")) == cats
    assert sum(len(images) for folder, images in found.items() if folder.endswith("/dogs")) == dogs
    assert report.written == 50
    assert "3 images relevant to several topics" in report.left_out
    parts: dict[str, set[int]] = {part: set() for part in PARTS}
    for folder, images in found.items():
        parts[folder.partition("/")[0]].update(images)
    check_whole(parts, source)


def test_a_class_that_is_too_small_for_every_part_is_named(source, tmp_path):
    report = export("class-folders", source, tmp_path / "out", options={"all_topics": True, "split": "80/10/10"})
    assert ": birds: all/any (test)." in report.left_out  # 47 is in a stack of its own
    assert dict(report.counts.rows)["birds: all/any"] == (2, 1, 0)
    without = export("class-folders", replace(source, topics={}), tmp_path / "b", options={"split": "80/10/10"})
    assert "lack a class" not in without.left_out


def read_lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_hugging_face_image_folders_have_every_label_of_an_image(source, tmp_path):
    report = export("imagefolder", source, tmp_path / "out", options={"all_topics": True, "split": "60/20/20"})
    parts = {}
    for part in PARTS:
        folder = tmp_path / "out" / part
        rows = read_lines(folder / "metadata.jsonl")
        assert {row["file_name"] for row in rows} == {file.name for file in folder.iterdir()} - {"metadata.jsonl"}
        parts[part] = {number_of(folder / row["file_name"]) for row in rows}
        for row in rows:
            image = number_of(folder / row["file_name"])
            assert row["path"] == PATHS[image]
            assert row["labels"] == [name for name, label in source.topics.items() if label[image] == 1]
            assert row["irrelevant"] == [name for name, label in source.topics.items() if label[image] == -1]
    check_whole(parts, source)
    assert set().union(*parts.values()) == {*range(50), 53}
    assert report.written == 51


def test_coco_has_a_file_for_each_part_with_the_same_numbers(source, tmp_path):
    options = {"all_topics": True, "split": "60/20/20"}
    report = export("coco", source, tmp_path / "animals.json", options=options)
    assert [file.name for file in report.files] == ["animals.json", *(f"animals.{part}.json" for part in PARTS)]
    whole, *parts = (json.loads(file.read_text("utf-8")) for file in report.files)
    names = {category["id"]: category["name"] for category in whole["categories"]}
    assert list(names.values()) == list(source.topics)
    assert all(part["categories"] == whole["categories"] for part in parts)
    for key in ("images", "annotations"):
        together = sorted((one for part in parts for one in part[key]), key=lambda one: one["id"])
        assert together == whole[key]
        assert len({one["id"] for one in whole[key]}) == len(whole[key])
    at = {path: number for number, path in enumerate(PATHS)}
    numbers = {one["id"]: at[one["file_name"]] for one in whole["images"]}
    check_whole({str(i): {numbers[one["id"]] for one in part["images"]} for i, part in enumerate(parts)}, source)
    found = {(numbers[one["image_id"]], names[one["category_id"]]) for one in whole["annotations"]}
    assert found == {(int(i), name) for name, label in source.topics.items() for i in np.flatnonzero(label == 1)}
    refused = {(numbers[one["id"]], names[no]) for one in whole["images"] for no in one["neg_category_ids"]}
    assert refused == {(int(i), name) for name, label in source.topics.items() for i in np.flatnonzero(label == -1)}


def test_fiftyone_has_a_data_set_for_each_part(source, tmp_path):
    export("fiftyone", source, tmp_path / "out", options={"all_topics": True, "split": "60/20/20"})
    parts = {}
    for part in PARTS:
        document = json.loads((tmp_path / "out" / part / "labels.json").read_text("utf-8"))
        files = {file.stem: number_of(file) for file in (tmp_path / "out" / part / "data").iterdir()}
        assert set(files) == set(document["labels"])
        assert all(source.topics[document["classes"][document["labels"][stem]]][i] == 1 for stem, i in files.items())
        parts[part] = set(files.values())
    check_whole(parts, source)


@pytest.mark.parametrize("split", ["80/20", "80/10/20", "a/b/c", "120/-10/-10", "nan/50/50", "100"])
def test_what_is_no_split_is_refused_before_anything_is_written(source, tmp_path, split):
    with pytest.raises(ExportError, match="three percentages with the sum 100, such as 80/10/10"):
        export("class-folders", source, tmp_path / "out", options={"split": split})
    assert not (tmp_path / "out").exists()


def test_a_part_with_the_share_zero_is_not_written(source, tmp_path):
    report = export("class-folders", source, tmp_path / "out", options={"split": "80/0/20"})
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["test", "train"]
    assert report.counts.parts == ("train", "test")


def test_a_preview_counts_what_is_written(source, tmp_path):
    options = {"all_topics": True, "split": "60/20/20"}
    (source.images_root / PATHS[0]).unlink()
    planned = export("class-folders", source, tmp_path / "out", options=options, dry_run=True)
    assert not (tmp_path / "out").exists()
    report = export("class-folders", source, tmp_path / "out", options=options)
    assert planned.counts == report.counts
    assert sum(sum(images) for _, images in report.counts.rows) == report.written == 46


def test_a_folder_that_holds_something_else_is_refused(source, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(AnnotatorError, match="files that no export wrote"):
        export("class-folders", source, tmp_path / "out", options={"split": "60/20/20"})
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def test_images_are_copied_where_a_drive_has_no_hard_links(source, tmp_path, monkeypatch):
    def refused(_source, _target, **_options):
        raise OSError(errno.EXDEV, "another drive")

    monkeypatch.setattr(os, "link", refused)
    before = {path: (source.images_root / path).read_bytes() for path in PATHS}
    report = export("class-folders", source, tmp_path / "out", options={"mode": "hardlink"})
    assert report.written == sum(len(images) for images in images_below(tmp_path / "out").values()) == 50
    assert {path: (source.images_root / path).read_bytes() for path in PATHS} == before
