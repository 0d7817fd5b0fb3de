"""Every export is read back by a reader of its format, with names that break naive writers."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import threading
import tracemalloc
import unicodedata
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

import ir_measures
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ir_measures import AP, Bpref
from ir_measures import Judged as JudgedShare

from annotator.data.exporting import (
    FORMATS,
    UNLABELLED,
    ExportSource,
    Judged,
    Replay,
    ReviewedLabels,
    atomic_write,
    export,
    tables,
)
from annotator.data.exporting import docmap as docmap_module
from annotator.data.exporting.docmap import docno
from annotator.data.exporting.tables import cell, numbers
from annotator.data.exporting.trec import strictly_decreasing, topic_id
from annotator.errors import Cancelled, ExportError
from annotator.types import Label, Progress, Ranking

AWKWARD = (
    "plain.jpg", "with space.jpg", "#first.jpg", "100%.jpg", "%20.jpg", "a,b.jpg", 'say "hi".jpg', "line\nend.jpg",
    "carriage\rreturn.jpg", " outer .jpg", "kite \U0001fa81.jpg", unicodedata.normalize("NFC", "ä.jpg"),
    unicodedata.normalize("NFD", "ä.jpg"), "same/stem.jpg", "same/stem.png", "=1+1.jpg", "x" * 296 + ".jpg",
    "tab\t.jpg", "nb\u00a0sp.jpg", "line\u2028sep.jpg",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    revision: int
    at: str
    kind: str
    image: int
    old: Label | None
    new: Label | None
    round: int | None
    old_grade: int | None = None
    new_grade: int | None = None


def make_source(paths=AWKWARD, ties=False, **changes) -> ExportSource:
    """Every third image unlabelled, the last one without features, the rest ranked in reverse order."""
    n = len(paths)
    labels = np.array([(UNLABELLED, 1, -1)[i % 3] for i in range(n)], np.int8)
    labels[5] = 0
    images = np.arange(n - 2, -1, -1)
    mean = np.linspace(0.9, -0.9, n - 1).astype(np.float32)
    if ties:
        mean[3] = np.nextafter(mean[2], np.float32(2)) if ties == "rising" else mean[2]
    judged = {
        i: Judged(i % 4 + 1, "ital", f"2026-01-31T09:00:{i:02d}Z", "Jo, \"J\"", "example" if i == 1 else "")
        for i in np.flatnonzero(labels != UNLABELLED).tolist()
    }  # fmt: skip
    history = [
        Entry(number, judged[i].timestamp, "judge", i, None, Label(labels[i]), judged[i].round)
        for number, i in enumerate(judged, start=1)
    ]
    source = ExportSource(
        topic="Red kites, in flight", project="birds", paths=paths, labels=labels, judged=judged,
        ranking=Ranking(images, mean, np.full(n - 1, 0.5, np.float32), round=4, revision=17), history=history,
        settings={"strategy": "ital", "seed": 0}, provenance={"version": "1.0"},
        replay=Replay(np.arange(n), np.empty((0, 4)), frozenset(), graph=True, topic=1),
        review=ReviewedLabels({i: 0.25 + i / 100 for i in judged}, frozenset({1})),
    )  # fmt: skip
    return replace(source, **changes)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_lines(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("ascii")
    assert text.endswith("\n") or not text
    return [line.split() for line in text.split("\n")[:-1]]


def test_labels_csv_holds_every_image_by_rank_then_path(tmp_path):
    source, target = make_source(), tmp_path / "labels.csv"
    report = export("labels-csv", source, target)
    rows = read_csv(target)
    columns = "path,topic,label,label_int,score,score_std,rank,round,strategy,timestamp,annotator,note"
    assert ",".join(rows[0]) == columns
    assert report.written == len(rows) == len(AWKWARD)
    assert report.left_out == ""
    assert [row["path"] for row in rows] == [AWKWARD[i] for i in source.ranking.images] + [AWKWARD[-1]]
    assert [row["rank"] for row in rows] == [str(rank) for rank in range(1, len(AWKWARD))] + [""]
    assert {row["topic"] for row in rows} == {"Red kites, in flight"}
    assert np.array_equal(np.float32([row["score"] for row in rows[:-1]]), source.ranking.mean)
    assert rows[-1]["score"] == rows[-1]["score_std"] == ""


def test_labels_csv_tells_unsure_from_unlabelled(tmp_path):
    export("labels-csv", make_source(), tmp_path / "labels.csv")
    by_path = {row["path"]: row for row in read_csv(tmp_path / "labels.csv")}
    states = [(by_path[AWKWARD[i]]["label"], by_path[AWKWARD[i]]["label_int"]) for i in (0, 1, 2, 5)]
    assert states == [("", ""), ("relevant", "1"), ("irrelevant", "0"), ("unsure", "")]
    judged = by_path[AWKWARD[1]]
    assert (judged["round"], judged["strategy"], judged["annotator"]) == ("2", "ital", 'Jo, "J"')
    assert (judged["timestamp"], judged["note"]) == ("2026-01-31T09:00:01Z", "example")
    assert by_path[AWKWARD[0]]["strategy"] == by_path[AWKWARD[0]]["timestamp"] == ""


def test_labels_csv_without_a_ranking_and_without_labels(tmp_path):
    source = make_source(ranking=None, judged={}, labels=np.full(len(AWKWARD), UNLABELLED, np.int8))
    export("labels-csv", source, tmp_path / "labels.csv")
    rows = read_csv(tmp_path / "labels.csv")
    assert [row["path"] for row in rows] == sorted(AWKWARD)
    assert all(not (row["label"] or row["rank"] or row["score"] or row["round"]) for row in rows)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_cells_survive_the_standard_reader(cells):
    line = ",".join(cell(text) for text in cells) + "\n"
    assume(line != "\n")  # one empty cell alone is an empty line
    assert list(csv.reader(io.StringIO(line, newline=""), strict=True)) == [cells]


@given(st.lists(st.floats(width=32, allow_infinity=False), max_size=20))
def test_numbers_read_back_as_the_same_float32(values):
    texts = numbers(np.array(values, np.float32))
    assert [np.float32(text or "nan") for text in texts] == pytest.approx(np.float32(values), rel=0, abs=0, nan_ok=True)


def test_json_holds_settings_labels_and_a_history_that_replays_into_them(tmp_path):
    source, target = make_source(), tmp_path / "labels.json"
    report = export("labels-json", source, target)
    document = json.loads(target.read_text(encoding="utf-8"))
    assert " ".join(document) == "schema project topic settings provenance counts ranking images history"
    assert document["ranking"] == {"round": 4, "revision": 17}
    assert document["topic"] == "Red kites, in flight"
    assert document["settings"] == {"strategy": "ital", "seed": 0}
    assert [image["path"] for image in document["images"]] == sorted(AWKWARD)
    assert report.written == document["counts"]["images"] == len(AWKWARD)
    labels = {image["path"]: image["label"] for image in document["images"]}
    replayed = dict.fromkeys(labels)
    for change in document["history"]:
        assert replayed[change["path"]] == change["old"]
        replayed[change["path"]] = change["new"]
    assert replayed == labels
    assert document["counts"]["unsure"] == list(labels.values()).count("unsure") == 1
    best = next(image for image in document["images"] if image["rank"] == 1)
    assert best["path"] == AWKWARD[-2]
    assert np.float32(best["score"]) == np.float32(0.9)
    unjudged = next(image for image in document["images"] if image["label"] is None)
    assert "timestamp" not in unjudged


def test_json_without_ranking_history_or_finite_scores(tmp_path):
    source = make_source()
    ranking = replace(source.ranking, mean=np.full(len(AWKWARD) - 1, np.nan, np.float32))
    export("labels-json", replace(source, ranking=ranking, history=()), tmp_path / "labels.json")
    document = json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))
    assert document["history"] == []
    assert document["settings"]["seed"] == 0
    assert {image["score"] for image in document["images"]} == {None}


def test_ranking_csv(tmp_path):
    source, target = make_source(), tmp_path / "ranking.csv"
    report = export("ranking-csv", source, target)
    rows = read_csv(target)
    assert list(rows[0]) == ["rank", "path", "score", "score_std", "probability", "label"]
    assert [int(row["rank"]) for row in rows] == list(range(1, len(AWKWARD)))
    assert [row["path"] for row in rows] == [AWKWARD[i] for i in source.ranking.images]
    assert float(rows[0]["probability"]) == pytest.approx(0.99984, abs=1e-5)  # Phi(2 * 0.9 / 0.5)
    assert report.left_out == "1 image without usable features: not ranked, left out."


@pytest.mark.parametrize("ties", [False, True, "rising"])
def test_run_is_read_by_ir_measures_and_ranks_as_we_do(tmp_path, ties):
    source, target = make_source(ties=ties), tmp_path / "kites.run"
    report = export("trec-run", source, target)
    run = list(ir_measures.read_trec_run(str(target)))
    assert [unquote(line.doc_id) for line in run] == [AWKWARD[i] for i in source.ranking.images]
    assert {line.query_id for line in run} == {"red-kites-in-flight"}
    assert (np.diff(np.float32([line.score for line in run])) < 0).all()
    fields = read_lines(target)
    assert {len(line) for line in fields} == {6}
    assert [line[3] for line in fields] == [str(rank) for rank in range(1, len(AWKWARD))]
    assert {line[5] for line in fields} == {"ital-round4"}
    assert ("N - rank + 1" in report.left_out) == bool(ties)
    assert fields[0][4] == (str(len(AWKWARD) - 1) if ties else "0.9")


def test_average_precision_of_run_and_qrels_is_the_one_computed_by_hand(tmp_path):
    source = make_source(ties=True)
    export("trec-run", source, tmp_path / "kites.run")
    report = export("trec-qrels", source, tmp_path / "kites.qrels")
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "kites.qrels")))
    run = list(ir_measures.read_trec_run(str(tmp_path / "kites.run")))
    measured = ir_measures.calc_aggregate([AP, Bpref], qrels, run)
    relevant = source.labels[source.ranking.images] == 1
    precision = np.cumsum(relevant) / np.arange(1, len(relevant) + 1)
    assert measured[AP] == pytest.approx(precision[relevant].sum() / np.count_nonzero(source.labels == 1))
    assert {line.relevance for line in qrels} == {0, 1}
    assert report.written == len(qrels) == np.count_nonzero(np.abs(source.labels) == 1)
    assert report.left_out == "1 image judged unsure: qrels have no such grade, left out."


def test_residual_run_holds_no_judged_image(tmp_path):
    source = make_source()
    report = export("trec-run-residual", source, tmp_path / "rest.run")
    export("trec-qrels", source, tmp_path / "kites.qrels")
    run = list(ir_measures.read_trec_run(str(tmp_path / "rest.run")))
    open_images = [i for i in source.ranking.images if source.labels[i] == UNLABELLED]
    assert [unquote(line.doc_id) for line in run] == [AWKWARD[i] for i in open_images]
    assert [line[3] for line in read_lines(tmp_path / "rest.run")] == [str(i + 1) for i in range(len(run))]
    assert report.written == len(run) > 3
    qrels = ir_measures.read_trec_qrels(str(tmp_path / "kites.qrels"))
    assert ir_measures.calc_aggregate([JudgedShare @ 5], qrels, run)[JudgedShare @ 5] == 0


def test_docmap_leads_back_to_the_images(tmp_path):
    root = tmp_path / "images"
    root.mkdir()
    paths = ("a b.jpg", "c.jpg", "gone.jpg", "e.jpg", "f.jpg", "g.jpg")
    for path in set(paths) - {"gone.jpg"}:
        (root / path).write_bytes(path.encode())
    source = make_source(paths, images_root=root)
    report = export("trec-run", source, tmp_path / "kites.run")
    assert report.files == (tmp_path / "kites.run", tmp_path / "docmap.csv")
    rows = read_csv(tmp_path / "docmap.csv")
    assert [(row["docno"], row["path"]) for row in rows] == [(docno(path), path) for path in sorted(paths)]
    assert rows[0]["sha256"] == hashlib.sha256(b"a b.jpg").hexdigest()
    assert rows[-1]["sha256"] == ""
    assert "no checksum for 1 image" in report.left_out
    first = (tmp_path / "docmap.csv").read_bytes()
    export("trec-qrels", source, tmp_path / "kites.qrels")
    assert (tmp_path / "docmap.csv").read_bytes() == first


def test_large_collections_go_without_checksums(tmp_path, monkeypatch):
    monkeypatch.setattr(docmap_module, "HASH_BUDGET", 3)
    (tmp_path / "images").mkdir()
    for path in AWKWARD[:6]:
        (tmp_path / "images" / path).write_bytes(b"x")
    report = export("trec-run", make_source(AWKWARD[:6], images_root=tmp_path / "images"), tmp_path / "kites.run")
    assert {row["sha256"] for row in read_csv(tmp_path / "docmap.csv")} == {""}
    assert "no checksums: reading 6 bytes" in report.left_out


def test_a_file_that_is_no_docmap_is_not_replaced(tmp_path):
    (tmp_path / "docmap.csv").write_text("my,own\ntable,1\n")
    with pytest.raises(ExportError, match="was not written by an export"):
        export("trec-run", make_source(), tmp_path / "kites.run")
    assert (tmp_path / "docmap.csv").read_text() == "my,own\ntable,1\n"
    assert not (tmp_path / "kites.run").exists()
    with pytest.raises(ExportError, match="Choose another name"):
        export("trec-run", make_source(), tmp_path / "new" / "docmap.csv")


@pytest.mark.parametrize(
    ("topic", "expected"),
    [("Red kites", "red-kites"), (" a\tb\n", "a-b"), ("###", "topic"), ("Vögel", "v%C3%B6gel"), ("鳥", "%E9%B3%A5")],
)
def test_topic_ids_are_ascii_words(topic, expected):
    assert topic_id(topic) == expected


@given(st.text())
def test_docnos_are_ascii_without_white_space_and_reversible(path):
    try:
        path.encode()
    except UnicodeEncodeError:
        return
    number = docno(path)
    assert number.isascii()
    assert not set(number) & set(" \t\n\r\v\f#")
    assert unquote(number) == path


def test_scores_that_only_differ_beyond_float32_do_not_count_as_decreasing():
    assert strictly_decreasing(np.array([1.0, 0.5]))
    assert not strictly_decreasing(np.array([1.0, 1.0 - 1e-10]))
    assert not strictly_decreasing(np.array([1.0, np.nan, 0.5]))
    assert strictly_decreasing(np.empty(0))


FILES = [
    one.name
    for one in FORMATS.values()
    if not one.folder and one.name not in ("cvat", "coco") and one.purpose != "sharing"
]
"""Formats of one file that need no pictures."""


@pytest.mark.parametrize("name", FILES)
def test_exports_are_the_same_bytes_every_time(tmp_path, name):
    written = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        report = export(name, make_source(), tmp_path / folder / "file")
        written.append([file.read_bytes() for file in report.files])
        assert sorted(path.name for path in (tmp_path / folder).iterdir()) == sorted(f.name for f in report.files)
    assert written[0] == written[1]
    assert b"\r\n" not in b"".join(written[0])


@pytest.mark.parametrize("name", [one.name for one in FORMATS.values() if one.needs_ranking])
def test_without_a_ranking_the_message_says_what_to_do(tmp_path, name):
    with pytest.raises(ExportError, match="has no ranking yet"):
        export(name, make_source(ranking=None), tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_a_ranking_with_an_image_twice_is_refused(tmp_path):
    source = make_source()
    source.ranking.images[0] = source.ranking.images[1]
    with pytest.raises(ExportError, match="twice"):
        export("trec-run", source, tmp_path / "file")


def test_an_unknown_format_is_answered_with_the_list(tmp_path):
    with pytest.raises(ExportError, match="the formats are: labels-csv, labels-json, labels-jsonl"):
        export("xlsx", make_source(), tmp_path / "file")


class _Breaks:
    """A history that fails in the middle."""

    def __iter__(self):
        yield Entry(1, "", "judge", 0, None, Label.RELEVANT, 1)
        raise KeyError("in the middle")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("failure", ["disk full", "cancelled", "surrogate", "breaks"])
def test_a_failed_export_leaves_the_old_files(tmp_path, name, failure):
    target = tmp_path / "file"
    export(name, make_source(), target)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    source, progress, expected = make_source(), Progress(), ExportError
    source.labels[:3] = 1
    if failure == "cancelled":
        progress, expected = Progress(cancel=threading.Event()), Cancelled
        progress.cancel.set()
    elif failure == "surrogate":
        source, expected = make_source(("a\udcff.jpg", *AWKWARD[1:-1], "b\udcff.jpg")), ExportError
    elif failure == "breaks":
        broken = _BreakingPaths(AWKWARD)
        source, expected = replace(source, paths=broken, history=_Breaks()), KeyError
    with ExitStack() as undo:
        if failure == "disk full":
            resource = pytest.importorskip("resource")  # only POSIX limits the size of files
            limit = resource.getrlimit(resource.RLIMIT_FSIZE)
            undo.callback(resource.setrlimit, resource.RLIMIT_FSIZE, limit)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, limit[1]))
        with pytest.raises(expected):
            export(name, source, target, progress)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


class _BreakingPaths(tuple):
    """Paths of which one cannot be read."""

    def __getitem__(self, index):
        if index == 7:
            raise KeyError(index)
        return super().__getitem__(index)


@pytest.mark.parametrize("name", FILES)
def test_targets_that_cannot_be_files_are_refused_with_their_name(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").write_text("x")
    targets = [tmp_path / "folder", tmp_path / "missing" / "file", tmp_path / "plain" / "file", tmp_path / ("x" * 300)]
    if os.path.ismount("/sys"):  # nobody can make a file there, not even root; without a mount it is a common folder
        targets.append(Path("/sys/file"))
    for target in targets:
        with pytest.raises(ExportError, match=target.name):
            export(name, make_source(), target)
    with pytest.raises(ExportError, match="not a file name"):
        export(name, make_source(), tmp_path / "nul\0")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "plain"]
    assert (tmp_path / "plain").read_text() == "x"


def test_project_features_and_images_are_never_replaced(tmp_path):
    project = tmp_path / "kites.annotator"
    (tmp_path / "link").symlink_to(project)
    for file in (project, tmp_path / "plain.jpg"):
        file.write_text("precious")
    source = make_source(protected=(project,), images_root=tmp_path)
    for target in (project, tmp_path / "link", tmp_path / "plain.jpg"):
        with pytest.raises(ExportError, match="Choose another name"):
            export("labels-csv", source, target)
    assert project.read_text() == (tmp_path / "plain.jpg").read_text() == "precious"


def test_atomic_write_keeps_permissions_and_follows_links(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    with atomic_write(link) as stream:
        stream.write("a\nb\n")
        assert real.read_text() == "old"
    assert real.read_bytes() == b"a\nb\n"
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "real.csv"]


def test_new_files_get_the_usual_permissions(tmp_path):
    old = os.umask(0o027)
    try:
        with atomic_write(tmp_path / "new") as stream:
            stream.write("x")
    finally:
        os.umask(old)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_long_file_names_work(tmp_path):
    name = "x" * 251 + ".csv"
    export("labels-csv", make_source(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_summary_is_a_sentence(tmp_path):
    report = export("trec-qrels", make_source(), tmp_path / "kites.qrels")
    assert report.summary.startswith(f"Wrote {report.written} images to kites.qrels, docmap.csv. 1 image judged unsure")


@pytest.mark.parametrize("name", ["labels-csv", "labels-json", "trec-run"])
def test_a_large_collection_is_streamed(tmp_path, monkeypatch, name):
    monkeypatch.setattr(tables, "ROWS_PER_BLOCK", 1024)
    n = 20_000
    source = make_source([f"folder {i % 97}/image {i}.jpg" for i in range(n)], judged={}, history=())
    tracemalloc.start()
    try:
        report = export(name, source, tmp_path / name)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.written >= n - 1
    assert peak < 100 * n  # an object for every row would take more than 300 bytes
