"""Formats that other programs read, with names that break naive writers; and how folders are written."""

from __future__ import annotations

import csv
import json
import os
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from annotator.data.exporting import FORMATS, UNLABELLED, ExportSource, Judged, Replay, ReviewedLabels, export
from annotator.errors import AnnotatorError, ExportError
from annotator.types import Label, Ranking

PATHS = (
    "plain.jpg", "with space.jpg", "#first.png", "100%.jpg", "a,b.jpg", "'say'.jpg", "kite \U0001fa81.jpg",
    unicodedata.normalize("NFC", "ä.jpg"), unicodedata.normalize("NFD", "ä.png"), "same/stem.jpg", "same/stem.png",
    "other/stem.jpg", "=1+1.jpg", "<&>.jpg", "x" * 240 + ".jpg", "deep/er/plain.jpg",
)  # fmt: skip
IMAGES = [one.name for one in FORMATS.values() if one.folder]


@pytest.fixture
def source(tmp_path) -> ExportSource:
    """Real images; labels go round: unlabelled, relevant, irrelevant; one is unsure."""
    root = tmp_path / "images"
    for number, path in enumerate(PATHS):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (30 + number, 20), (number * 9, 0, 0)).save(root / path)
    n = len(PATHS)
    labels = np.array([(UNLABELLED, 1, -1)[i % 3] for i in range(n)], np.int8)
    labels[5] = 0
    judged = {int(i): Judged(1, "ital", f"2026-01-31T09:00:{i:02d}Z") for i in np.flatnonzero(labels != UNLABELLED)}
    ranking = Ranking(
        np.arange(n - 1, -1, -1), np.linspace(0.9, -0.9, n).astype(np.float32), np.full(n, 0.5, np.float32), 4, 17
    )
    return ExportSource(
        "Red kites", "birds", PATHS, labels, judged, ranking, (), {"strategy": "ital"}, {}, root,
        ReviewedLabels(dict.fromkeys(judged, 0.9) | {1: 0.2}, frozenset({1})),
        Replay(np.arange(n), np.empty((0, 4)), frozenset(), graph=True, topic=1), (tmp_path / "birds.annotator",),
    )  # fmt: skip


def labeled(source: ExportSource, *labels: Label) -> list[str]:
    return sorted(path for path, label in zip(source.paths, source.labels, strict=True) if label in labels)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_list_of_relevant_paths(source, tmp_path):
    report = export("paths-list", source, tmp_path / "list.txt")
    assert (tmp_path / "list.txt").read_text("utf-8").splitlines() == labeled(source, Label.RELEVANT)
    assert report.written == 5
    broken = replace(source, paths=("a\nb.jpg", *PATHS[1:]))
    report = export("paths-list", broken, tmp_path / "list.txt", options={"images": "all"})
    assert "1 image with a line break" in report.left_out


def test_table_in_the_order_of_a_review(source, tmp_path):
    export("labels-csv", source, tmp_path / "t.csv", options={"images": "all", "order": "review"})
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        words = [row["label"] for row in csv.DictReader(stream)]
    assert words[:5] == ["relevant"] * 5
    assert words[-4:] == ["irrelevant"] * 4
    assert set(words[5:-4]) == {"", "unsure"}


def test_table_for_excel_is_marked_and_holds_no_formula(source, tmp_path):
    source = replace(source, topic="-kites")
    export("labels-csv", source, tmp_path / "t.csv", options={"excel": True})
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfpath,")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert "'=1+1.jpg" in {row["path"] for row in rows}
    assert {row["topic"] for row in rows} == {"'-kites"}
    assert min(float(row["score"]) for row in rows) < 0  # numbers stay numbers


def test_json_lines_of_state_and_events(source, tmp_path):
    report = export("labels-jsonl", source, tmp_path / "kites.jsonl")
    state = [json.loads(line) for line in (tmp_path / "kites.jsonl").read_text("utf-8").split("\n")[:-1]]
    assert [entry["path"] for entry in state] == sorted(PATHS)
    assert {entry["topic"] for entry in state} == {"Red kites"}
    assert [file.name for file in report.files] == ["kites.jsonl", "kites.events.jsonl"]


def test_a_file_beside_the_main_one_is_not_replaced_by_accident(source, tmp_path):
    (tmp_path / "kites.events.jsonl").write_text("mine")
    with pytest.raises(ExportError, match="would be replaced along"):
        export("labels-jsonl", source, tmp_path / "kites.jsonl")
    assert (tmp_path / "kites.events.jsonl").read_text() == "mine"
    assert not (tmp_path / "kites.jsonl").exists()


def test_parquet_of_labels_holds_what_the_table_holds(source, tmp_path):
    export("labels-parquet", source, tmp_path / "l.parquet", options={"images": "judged"})
    rows = pq.read_table(tmp_path / "l.parquet").to_pylist()
    assert {row["path"]: row["label"] for row in rows} == {
        path: Label(label).word for path, label in zip(PATHS, source.labels, strict=True) if label != UNLABELLED
    }
    assert {row["label_int"] for row in rows} == {0, 1, None}
    assert next(row["rank"] for row in rows if row["path"] == PATHS[1]) == len(PATHS) - 1


def test_parquet_of_ranking_has_the_columns_of_ranx(source, tmp_path):
    export("ranking-parquet", source, tmp_path / "r.parquet")
    rows = pq.read_table(tmp_path / "r.parquet").to_pylist()
    assert [row["path"] for row in rows] == [PATHS[i] for i in source.ranking.images]
    assert [unquote(row["doc_id"]) for row in rows] == [row["path"] for row in rows]
    assert (np.diff([row["score"] for row in rows]) < 0).all()
    assert rows[0]["q_id"] == "red-kites"


@pytest.mark.parametrize("ties", [False, True])
def test_ranx_json(source, tmp_path, ties):
    if ties:
        source.ranking.mean[3] = source.ranking.mean[2]
    export("ranx", source, tmp_path / "kites.json")
    run = json.loads((tmp_path / "kites.json").read_text("ascii"))
    qrels = json.loads((tmp_path / "kites.qrels.json").read_text("ascii"))
    assert [unquote(doc) for doc in run["red-kites"]] == [PATHS[i] for i in source.ranking.images]
    assert (np.diff(list(run["red-kites"].values())) < 0).all()
    assert all(isinstance(score, float) for score in run["red-kites"].values())
    assert {unquote(d) for d, grade in qrels["red-kites"].items() if grade} == set(labeled(source, Label.RELEVANT))
    assert "0" not in qrels
    empty = replace(source, labels=np.full(len(PATHS), UNLABELLED, np.int8))
    export("ranx", empty, tmp_path / "kites.json")
    assert json.loads((tmp_path / "kites.qrels.json").read_text("ascii")) == {"red-kites": {}}


def test_cvat_declares_its_labels_and_the_sizes_of_images(source, tmp_path):
    (source.images_root / PATHS[1]).write_bytes(b"no image")
    report = export("cvat", source, tmp_path / "annotations.xml")
    document = ET.parse(tmp_path / "annotations.xml").getroot()
    assert [label.findtext("name") for label in document.iter("label")] == ["relevant", "irrelevant", "unsure"]
    found = {image.get("name"): image.find("tag").get("label") for image in document.iter("image")}
    assert found == {
        path: Label(label).word
        for path, label in zip(PATHS, source.labels, strict=True)
        if label != UNLABELLED and path != PATHS[1]
    }
    assert next(i.get("width") for i in document.iter("image") if i.get("name") == PATHS[2]) == "32"
    assert report.left_out == "1 image missing or unreadable: left out."


def test_label_studio_tasks_and_their_configuration(source, tmp_path):
    export("label-studio", source, tmp_path / "tasks.json")
    tasks = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    config = ET.parse(tmp_path / "tasks.config.xml").getroot()
    assert config.find("Image").get("name") == "image"
    choices = {choice.get("value") for choice in config.iter("Choice")}
    # As Label Studio reads the address to find the file.
    by_path = {parse_qs(urlsplit(task["data"]["image"]).query)["d"][0]: task for task in tasks}
    assert len(by_path) == len(tasks) == np.count_nonzero(source.labels != UNLABELLED)
    assert by_path[PATHS[1]]["annotations"][0]["result"][0]["value"]["choices"] == ["Relevant"]
    assert by_path[PATHS[5]]["annotations"][0]["was_cancelled"] is True
    results = [r for task in tasks for part in (*task["annotations"], *task["predictions"]) for r in part["result"]]
    assert {result["from_name"] for result in results} == {config.find("Choices").get("name")}
    assert {word for result in results for word in result["value"]["choices"]} <= choices
    scores = [prediction["score"] for task in tasks for prediction in task["predictions"]]
    assert 0 < min(scores) < max(scores) < 1


def test_labelme_flags_are_booleans_and_clashing_names_are_told(source, tmp_path):
    source.labels[10] = 1  # same/stem.png beside same/stem.jpg
    source.labels[9] = 1
    report = export("labelme", source, tmp_path / "out")
    document = json.loads((tmp_path / "out" / "with space.json").read_text("utf-8"))
    assert document["flags"] == {"relevant": True, "irrelevant": False, "unsure": False}
    assert (document["shapes"], document["imageData"], document["imageWidth"]) == ([], None, 31)
    assert (tmp_path / "out" / document["imagePath"]).resolve() == (source.images_root / PATHS[1]).resolve()
    # Some systems do not tell the two compositions of "ä" apart.
    assert report.left_out.startswith(("1 image with the same name as another", "2 images with the same name"))


def test_labelme_beside_the_images_keeps_shapes_and_foreign_files(source, tmp_path):
    root = source.images_root
    old = {"version": "5.5.0", "flags": {"mine": True}, "shapes": [{"label": "wing"}], "imagePath": "with space.jpg"}
    (root / "with space.json").write_text(json.dumps({**old, "note": "kept"}))
    (root / "a,b.json").write_text("[1, 2]")
    before = tree(root)
    report = export("labelme", source, tmp_path / "ignored", options={"beside_images": True}, dry_run=True)
    assert tree(root) == before
    assert "with space.json" in {file.name for file in report.listing}
    report = export("labelme", source, tmp_path / "ignored", options={"beside_images": True})
    document = json.loads((root / "with space.json").read_text("utf-8"))
    assert document["shapes"] == old["shapes"]
    assert document["note"] == "kept"
    assert document["flags"] == {"mine": True, "relevant": True, "irrelevant": False, "unsure": False}
    assert document["imagePath"] == "with space.jpg"
    assert (root / "a,b.json").read_text() == "[1, 2]"
    assert "1 image with a .json file that labelme did not write" in report.left_out
    assert all(tree(root)[name] == data for name, data in before.items() if not name.endswith(".json"))
    assert not (tmp_path / "ignored").exists()


def test_coco_says_that_its_boxes_are_artificial(source, tmp_path):
    export("coco", source, tmp_path / "coco.json")
    document = json.loads((tmp_path / "coco.json").read_text("utf-8"))
    assert "artificial" in document["info"]["description"]
    images = {image["id"]: image for image in document["images"]}
    names = {category["id"]: category["name"] for category in document["categories"]}
    found = {images[a["image_id"]]["file_name"]: names[a["category_id"]] for a in document["annotations"]}
    assert sorted(path for path, word in found.items() if word == "relevant") == labeled(source, Label.RELEVANT)
    assert document["annotations"][0]["bbox"] == [0, 0, images[1]["width"], 20]


def test_cleanlab_columns(source, tmp_path):
    report = export("cleanlab", source, tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["path"]: row for row in csv.DictReader(stream)}
    assert len(rows) == report.written == np.count_nonzero(np.abs(source.labels.astype(int)) == 1)
    suspect = rows[PATHS[1]]
    assert (suspect["is_label_issue"], suspect["given_label"], suspect["predicted_label"]) == (
        "True", "relevant", "irrelevant",
    )  # fmt: skip
    assert rows[PATHS[2]]["is_label_issue"] == "False"
    assert float(suspect["label_score"]) == 0.2
    with pytest.raises(ExportError, match="too few"):
        export("cleanlab", replace(source, review=ReviewedLabels(note="too few")), tmp_path / "d.csv")


def test_class_folders(source, tmp_path):
    report = export("class-folders", source, tmp_path / "out", options={"unsure": True})
    found = tree(tmp_path / "out")  # nothing but images: some programs refuse anything else
    for path, label in zip(PATHS, source.labels, strict=True):
        if label != UNLABELLED:
            name = path.replace("/", "%2F") if path.endswith(("stem.jpg", "plain.jpg")) else path.rpartition("/")[2]
            assert found[f"{Label(label).word}/{name}"] == (source.images_root / path).read_bytes()
    assert report.written == len(found)
    without = export("class-folders", source, tmp_path / "out")
    assert without.left_out == "1 image judged unsure: left out."
    assert not (tmp_path / "out" / "unsure").exists()


def test_file_names_of_several_images_say_which_is_meant(source, tmp_path):
    source.labels[:] = 1
    export("class-folders", source, tmp_path / "out")
    folder = tmp_path / "out" / "relevant"
    for name, path in (
        ("plain.jpg", "plain.jpg"),
        ("deep%2Fer%2Fplain.jpg", "deep/er/plain.jpg"),
        ("other%2Fstem.jpg", "other/stem.jpg"),
        ("same%2Fstem.jpg", "same/stem.jpg"),
        ("stem.png", "same/stem.png"),
    ):
        assert (folder / name).read_bytes() == (source.images_root / path).read_bytes()


@pytest.mark.parametrize("mode", ["copy", "hardlink", "symlink"])
def test_images_are_copied_or_linked(source, tmp_path, mode):
    os.utime(source.images_root / PATHS[1], (1_000_000, 1_000_000))
    (source.images_root / PATHS[2]).unlink()
    report = export("imagefolder", source, tmp_path / "out", options={"mode": mode})
    out = tmp_path / "out" / "train"
    file = out / PATHS[1]
    assert file.read_bytes() == (source.images_root / PATHS[1]).read_bytes()
    assert file.stat().st_mtime == 1_000_000
    assert file.is_symlink() == (mode == "symlink")
    assert file.samefile(source.images_root / PATHS[1]) == (mode != "copy")
    assert "1 image not found" in report.left_out
    rows = [json.loads(line) for line in (out / "metadata.jsonl").read_text("utf-8").splitlines()]
    assert all((out / row["file_name"]).is_file() for row in rows)
    assert {row["label"] for row in rows} == {"relevant", "irrelevant"}


def test_fiftyone_goes_by_stems(source, tmp_path):
    source.labels[:] = [1 if i % 2 else -1 for i in range(len(PATHS))]
    export("fiftyone", source, tmp_path / "out")
    document = json.loads((tmp_path / "out" / "labels.json").read_text("utf-8"))
    files = {path.stem: path for path in (tmp_path / "out" / "data").iterdir()}
    assert set(files) == set(document["labels"])
    assert len(files) == len(PATHS)
    for path, label in zip(PATHS, source.labels, strict=True):
        data = (source.images_root / path).read_bytes()
        (stem,) = [stem for stem, file in files.items() if file.read_bytes() == data]
        assert document["classes"][document["labels"][stem]] == Label(label).word


def test_best_images_have_their_rank_before_the_name(source, tmp_path):
    export("best-images", source, tmp_path / "out", options={"best": 4})
    with (tmp_path / "out" / "ranking.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["label"] for row in rows if row["label"] not in ("", "relevant")] == []
    expected = [i for i in source.ranking.images if source.labels[i] in (UNLABELLED, 1)][:4]
    assert [row["path"] for row in rows] == [PATHS[i] for i in expected]
    assert rows[0]["file_name"] == "1 plain.jpg"
    assert (tmp_path / "out" / rows[1]["file_name"]).is_file()


@pytest.mark.parametrize("name", IMAGES)
def test_folders_are_written_whole_or_not_at_all(source, tmp_path, name):
    target = tmp_path / "out"
    export(name, source, target)
    before = tree(target)
    export(name, source, target)  # an export may be replaced
    assert tree(target) == before
    (source.images_root / "plain.jpg").unlink()
    broken = replace(source, paths=_BreakingPaths(PATHS))
    with pytest.raises(KeyError):
        export(name, broken, target)
    assert tree(target) == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".out.annotator-export") == ["images", "out"]


class _BreakingPaths(tuple):
    def __getitem__(self, index):
        if index == 13:
            raise KeyError(index)
        return super().__getitem__(index)


@pytest.mark.parametrize("name", IMAGES)
def test_a_folder_with_files_of_others_is_never_replaced(source, tmp_path, name):
    target = tmp_path / "out"
    export(name, source, target)
    (target / "mine.txt").write_text("precious")
    with pytest.raises(ExportError, match=r"holds files that no export wrote \(mine.txt\)"):
        export(name, source, target)
    assert (target / "mine.txt").read_text() == "precious"
    other = tmp_path / "other"
    (other / "sub").mkdir(parents=True)
    export(name, source, other / "sub")  # an empty folder is fine
    with pytest.raises(ExportError, match="is in use by this project"):
        export(name, source, tmp_path)
    with pytest.raises(ExportError, match="holds the images of the collection"):
        export(name, replace(source, protected=()), tmp_path)
    with pytest.raises(ExportError, match="holds the images of the collection"):
        export(name, source, source.images_root)
    for bad in (tmp_path / "missing" / "out", tmp_path / ("x" * 300), other / "sub" / "plain.txt" / "x"):
        with pytest.raises(ExportError, match="Choose"):
            export(name, source, bad)


@pytest.mark.parametrize("name", FORMATS)
def test_a_dry_run_lists_what_would_be_written_and_writes_nothing(source, tmp_path, name):
    before = sorted(tmp_path.rglob("*"))
    planned = export(name, source, tmp_path / "out", dry_run=True)
    assert sorted(tmp_path.rglob("*")) == before
    assert planned.summary.startswith("Would write")
    report = export(name, source, tmp_path / "out")
    assert (planned.written, planned.files, planned.left_out) == (report.written, report.files, report.left_out)
    base = tmp_path / "out" if FORMATS[name].folder else tmp_path
    written = {file.name: (base / file.name).stat().st_size for file in planned.listing}
    assert written == {file.name: file.size for file in planned.listing}
    assert written


@pytest.mark.parametrize("name", FORMATS)
def test_unknown_options_are_refused_with_those_there_are(source, tmp_path, name):
    with pytest.raises(ExportError, match=f"{name}: there is no parameter 'colour'"):
        export(name, source, tmp_path / "out", options={"colour": "red"})


def test_names_never_lead_out_of_the_folder(source, tmp_path):
    source = replace(source, paths=("../escape.jpg", *PATHS[1:]))
    source.labels[0] = 1
    for name in ("imagefolder", "class-folders"):
        with pytest.raises(AnnotatorError, match="escape"):
            export(name, source, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert "1 image missing or unreadable" in export("labelme", source, tmp_path / "out").left_out
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".out.annotator-export") == ["images", "out"]
