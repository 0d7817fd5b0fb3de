"""What is exported is imported again as exactly the same labels, whatever the images are called."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from annotator.data.exporting import FORMATS, UNLABELLED, ExportSource, Judged, export
from annotator.data.exporting.source import ReviewedLabels
from annotator.data.files.flat_names import flat_name, path_of_flat_name
from annotator.data.files.names import fault
from annotator.data.images.addresses import address_of, path_of
from annotator.data.importing import FORMATS as READERS
from annotator.data.importing import plan_import, read_labels
from annotator.errors import AnnotatorError, ExportError
from annotator.types import Label, Ranking

R, N, U = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


@dataclass(frozen=True)
class Trip:
    """How labels come back from a format: options of the export, file in a folder, and the labels that it can hold."""

    options: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    holds: frozenset[Label] = frozenset(Label)
    whole: bool = True


TRIPS: Mapping[str, tuple[Trip, ...]] = {
    "labels-csv": (Trip(), Trip({"excel": True}), Trip({"images": "judged"})),
    "labels-json": (Trip(),),
    "labels-jsonl": (Trip(), Trip({"images": "judged"})),
    "paths-list": (Trip(holds=frozenset({R})),),
    "cvat": (Trip(),),
    "label-studio": (Trip(), Trip({"prefix": "https://host/a b/?d="}), Trip({"prefix": ""}),
                     # Found by its end, where names that differ only in case are not told apart.
                     Trip({"prefix": "http://host/photos/"}, whole=False)),
    "labelme": (Trip(),),
    "cleanlab": (Trip(holds=frozenset({R, N})),),
    "ranking-csv": (Trip(), Trip({"excel": True})),
    "trec-qrels": (Trip(holds=frozenset({R, N})),),
    "xmp": (Trip(), Trip({"beside_images": True}), Trip({"naming": "adobe"}, whole=False), Trip({"pick": False})),
    "best-images": (Trip({"best": 99}, "ranking.csv", frozenset({R})),),
    "class-folders": (Trip({"unsure": True}),),
    "imagefolder": (Trip({"unsure": True}, "train/metadata.jsonl"),),
}  # fmt: skip
"""Every export format that labels are read from again."""

NOT_READ = {
    "labels-parquet", "ranking-parquet", "coco", "trec-run", "trec-run-residual", "ranx", "hydrus", "fiftyone",
    "contact-sheet", "contact-sheet-pdf", "evidence", "camtrap-dp", "darwin-core", "web-annotations",
}  # fmt: skip
"""Those that are for other programs only; they are refused or give nothing wrong."""

_PARTS = st.sampled_from(
    ["a", "A", "b", "é", "e\u0301", "ß", "ss", " ", "+", "#", "&", "%", "%20", "%2F", "%25", "%41", ";", ",", "'", "=",
     "-2", ".", "?d=", "\\", "[1]", "{", "<", "PK", "path", "label", "relevant", "1 0 2 ", "file:", "http:", '"', "@"]
)  # fmt: skip
_NAME = st.builds(
    lambda folders, stem, ending: "/".join(["".join(folder) for folder in folders] + ["".join(stem) + ending]),
    st.lists(st.lists(_PARTS, min_size=1, max_size=2), max_size=2),
    st.lists(_PARTS, min_size=1, max_size=3),
    st.sampled_from([".jpg", ".JPG", ".png"]),
).filter(lambda name: fault(name) is None and not any(part.startswith(".") for part in name.split("/")))
_NAMES = st.lists(_NAME, min_size=1, max_size=7, unique=True)

CLASHING = ["a.jpg", "a-2.jpg", "x/a.jpg", "y/a.jpg", "x/a-2.jpg"]
ADDRESSES = ["a b.jpg", "a+b.jpg", "a#b.jpg", "a&b.jpg", "a%20b.jpg", "a%b.jpg", "a;b.jpg", "a?d=b.jpg"]
TWINS = ["a/x.png", "a/X.png", "a/x-2.png", "z.png", "b.JPG", "b.jpg", "b.Jpg"]
SIGNS = ["=1.jpg", "'=1.jpg", "''=1.jpg", "-1.jpg", "@.jpg", "x/%2Fa.jpg", "x%2Fa.jpg", "x/a.jpg"]


def picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (3, 2)).save(stream, "JPEG")
    return stream.getvalue()


def source_of(folder: Path, paths: list[str], codes: list[int]) -> ExportSource:
    root = folder / "images"
    content = picture()
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    n = len(paths)
    labels = np.array(codes, np.int8)
    judged = {int(i): Judged(1, "ital", "2026-01-31T09:00:00Z") for i in np.flatnonzero(labels != UNLABELLED)}
    ranking = Ranking(np.arange(n)[::-1], np.linspace(1, -1, n).astype(np.float32), np.ones(n, np.float32), 1, 1)
    review = ReviewedLabels(dict.fromkeys(judged, 0.9))
    return ExportSource("kites", "birds", tuple(paths), labels, judged, ranking, images_root=root, review=review)


def labels_of(source: ExportSource) -> dict[int, Label]:
    return {i: Label(int(code)) for i, code in enumerate(source.labels) if code != UNLABELLED}


def check_trip(source: ExportSource, name: str, trip: Trip, folder: Path) -> None:
    one = FORMATS[name]
    target = source.images_root if trip.options.get("beside_images") else folder / f"out{one.suffix}"
    truth = {image: label for image, label in labels_of(source).items() if label in trip.holds}
    if name == "best-images":
        truth = dict.fromkeys(truth, R)
    folder.mkdir()
    try:
        report = export(one, source, target, options=trip.options)
    except ExportError as error:  # names that would be the same file on some systems
        if "would be written twice" not in str(error):
            raise
        return
    file = target / trip.file if trip.file else target
    if not truth:
        return
    labels = read_labels(file, "xmp" if name == "xmp" else "")
    plan = plan_import(labels, source.paths, {}, root=source.images_root)
    assert plan.new.items() <= truth.items(), (name, trip)
    if trip.whole and not report.left_out:
        assert plan.new == truth, (name, trip, plan.unmatched, plan.contradictory)
        assert not plan.contradictory


def test_every_export_format_says_whether_it_is_read_again():
    assert set(TRIPS) | NOT_READ == set(FORMATS)
    assert not set(TRIPS) & NOT_READ


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(paths=_NAMES, data=st.data())
def test_labels_come_back_from_every_format(paths, data):
    codes = data.draw(st.lists(st.sampled_from([1, -1, 0, UNLABELLED]), min_size=len(paths), max_size=len(paths)))
    with tempfile.TemporaryDirectory() as folder:
        try:
            source = source_of(Path(folder), paths, codes)
        except OSError:  # a file and a folder of one name, or a system that cannot write the name
            assume(False)
        for name, trips in TRIPS.items():
            for number, trip in enumerate(trips):
                check_trip(source, name, trip, Path(folder) / f"{name} {number}")


@pytest.mark.parametrize("name", TRIPS)
@pytest.mark.parametrize("paths", [CLASHING, ADDRESSES, SIGNS, TWINS], ids=["clashing", "addresses", "signs", "twins"])
@pytest.mark.parametrize("some", [(1, -1, 0), (1, 1, UNLABELLED, UNLABELLED)], ids=["all", "some"])
def test_labels_of_names_that_are_easily_confused_come_back(tmp_path, name, paths, some):
    codes = [some[i % len(some)] for i in range(len(paths))]
    for turn in range(len(paths)):
        source = source_of(tmp_path / str(turn), paths[turn:] + paths[:turn], codes)
        for number, trip in enumerate(TRIPS[name]):
            check_trip(source, name, trip, tmp_path / str(turn) / str(number))


def test_a_copy_whose_whole_name_is_too_long_is_told_and_means_no_other_image(tmp_path):
    folder, name = "d" * 120, f"{'b' * 200}.jpg"
    paths = [f"{folder}/{name}", name, f"{'b' * 190}.jpg", "a.jpg"]
    source = source_of(tmp_path, paths, [1, -1, UNLABELLED, 1])
    export("class-folders", source, tmp_path / "out")
    plan = plan_import(read_labels(tmp_path / "out"), paths, {})
    assert plan.new == {1: N, 3: R}
    assert len(plan.unmatched) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_every_reader_of_every_export_gives_labels_or_says_why_not(tmp_path, name):
    source = source_of(tmp_path, ["a.jpg", "x/b c.jpg", "x/d.png", "y/d.png", "e.jpg"], [1, -1, 0, 1, UNLABELLED])
    one = FORMATS[name]
    with contextlib.suppress(ExportError):  # evidence needs a project
        export(one, source, tmp_path / f"out{one.suffix}")
    for reader in READERS:
        with contextlib.suppress(AnnotatorError):
            read_labels(tmp_path / f"out{one.suffix}", reader)
    with contextlib.suppress(AnnotatorError):
        labels = read_labels(tmp_path / f"out{one.suffix}")
        plan = plan_import(labels, source.paths, {}, next(iter(labels.topics), None), root=source.images_root)
        assert plan.new.items() <= labels_of(source).items(), "what was not asked for is wrong"


@given(_NAME)
@example("a%2Fb.jpg")
@example("x/%41.jpg")
@example("x/a.JPG")
def test_encoded_paths_are_decoded_once(path):
    for strict in (False, True):
        name = flat_name(path, strict=strict)
        assert "/" not in name
        assert path_of_flat_name(name) == path
    for prefix in ("/data/local-files/?d=", "https://host/files?d=", "http://host/", ""):
        assert path_of(address_of(path, prefix)) == path


@pytest.mark.parametrize("paths", [["a.png", "2018/a.png"], CLASHING, ["x.png", "y/x.jpg", "y/x.png"]])
def test_a_whole_path_without_its_ending_is_that_image(tmp_path, paths):
    source = source_of(tmp_path, paths, [1, -1, 1, -1, 0][: len(paths)])
    report = export("xmp", source, tmp_path / "out", options={"naming": "adobe"})
    truth = {0: R} if report.left_out else labels_of(source)  # y/x.xmp could be of either
    assert plan_import(read_labels(tmp_path / "out", "xmp"), paths, {}).new == truth


@pytest.mark.parametrize("naming", ["digikam", "adobe"])
def test_sidecars_follow_a_label_that_is_changed_or_taken_off(tmp_path, naming):
    source = source_of(tmp_path, ["a.jpg", "b.jpg", "c.jpg", "d.jpg"], [1, 1, -1, UNLABELLED])
    options = {"beside_images": True, "naming": naming}
    export("xmp", source, tmp_path / "none", options=options)
    for codes in ([-1, UNLABELLED, 1, UNLABELLED], [UNLABELLED, 1, -1, 0]):
        source.labels[:] = codes
        export("xmp", source, tmp_path / "none", options=options | {"images": "relevant"})
        export("xmp", source, tmp_path / "none", options=options)
        read = plan_import(read_labels(source.images_root, "xmp"), source.paths, {}).new
        assert read == labels_of(source)


TOLD_APART = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="disks do not tell capitals apart")
IN_PLACE = [(name, {"beside_images": True}) for name, one in FORMATS.items() if hasattr(one.options, "beside_images")]
IN_PLACE.append(("xmp", {"beside_images": True, "naming": "adobe"}))


@TOLD_APART
@pytest.mark.parametrize(("name", "options"), IN_PLACE)
def test_files_beside_images_follow_every_label_also_of_names_that_differ_in_capitals(tmp_path, name, options):
    source = source_of(tmp_path, [*TWINS[:4], "c.png"], [1, 1, -1, 0, UNLABELLED])
    for codes in ([1, 1, -1, 0, 1], [-1, 1, UNLABELLED, 0, 1], [1, UNLABELLED, 0, UNLABELLED, UNLABELLED]):
        source.labels[:] = codes
        export(name, source, tmp_path / "none", options=options | {"images": "relevant"})
        report = export(name, source, tmp_path / "none", options=options)
        assert not report.left_out
        assert plan_import(read_labels(source.images_root, name), source.paths, {}).new == labels_of(source)


@TOLD_APART
@pytest.mark.parametrize("name", ["xmp", "labelme", "hydrus"])
def test_images_whose_names_differ_in_capitals_have_files_of_their_own(tmp_path, name):
    source = source_of(tmp_path, TWINS[:3], [1, -1, UNLABELLED])
    dry = export(name, source, tmp_path / "dry", dry_run=True)
    report = export(name, source, tmp_path / "out")
    assert len(dry.listing) == report.written == len(list((tmp_path / "out").rglob("*.*"))) == 2


def test_another_naming_leaves_no_label_behind(tmp_path):
    source = source_of(tmp_path, ["a.png", "b.jpg", "x/c.png"], [1, -1, 0])
    for naming, codes in (("digikam", [1, -1, 0]), ("adobe", [-1, -1, UNLABELLED]), ("digikam", [UNLABELLED, 1, 1])):
        source.labels[:] = codes
        export("xmp", source, tmp_path / "none", options={"beside_images": True, "naming": naming})
        plan = plan_import(read_labels(source.images_root, "xmp"), source.paths, {})
        assert (plan.new, plan.contradictory) == (labels_of(source), ())


def test_flags_that_are_taken_off_leave_the_rest_and_other_flags(tmp_path):
    source = source_of(tmp_path, ["a.jpg", "b.jpg", "c.jpg"], [1, UNLABELLED, 1])
    root = source.images_root
    old = {"flags": {"mine": True}, "shapes": [{"label": "wing"}], "imagePath": "a.jpg"}
    (root / "a.json").write_text(json.dumps(old))
    of_others = json.dumps({"flags": {"relevant": True}, "shapes": [], "imagePath": "b.jpg"})
    (root / "b.json").write_text(of_others)
    for codes in ([1, UNLABELLED, 1], [UNLABELLED, UNLABELLED, 1]):
        source.labels[:] = codes
        export("labelme", source, tmp_path / "none", options={"beside_images": True})
    document = json.loads((root / "a.json").read_text())
    assert {key: document[key] for key in old} == old
    assert "annotator" not in document
    assert (root / "b.json").read_text() == of_others


def test_flags_of_an_older_version_follow_labels_that_the_image_once_had(tmp_path):
    source = source_of(tmp_path, ["a.jpg", "b.jpg", "c.jpg"], [UNLABELLED, UNLABELLED, UNLABELLED])
    events = [(0, Label.RELEVANT), (0, None), (1, Label.IRRELEVANT), (1, None)]
    source = replace(source, history=tuple(SimpleNamespace(image=image, new=new) for image, new in events))
    flags = {"relevant": True, "unsure": False, "irrelevant": False}
    for name in "abc":
        old = {"version": "5.0.0", "flags": {**flags, "mine": True}, "shapes": [], "imagePath": f"{name}.jpg"}
        (source.images_root / f"{name}.json").write_text(json.dumps(old))
    export("labelme", source, tmp_path / "none", options={"beside_images": True})
    left = [json.loads((source.images_root / f"{name}.json").read_text())["flags"] for name in "abc"]
    assert left == [{"mine": True}, {**flags, "mine": True}, {**flags, "mine": True}]


def test_two_topics_in_one_sidecar_keep_apart(tmp_path):
    source = source_of(tmp_path, ["a.jpg"], [1])
    other = replace(source, topic="owls", labels=np.array([-1], np.int8))
    for one in (source, other):
        export("xmp", one, tmp_path / "none", options={"beside_images": True})
    text = (source.images_root / "a.jpg.xmp").read_text("utf-8")
    labels = read_labels(source.images_root, "xmp")
    assert plan_import(labels, source.paths, {}, "kites").new == {0: R}
    assert plan_import(labels, source.paths, {}, "owls").new == {0: N}
    assert ">relevant<" in text
    assert ">irrelevant<" in text
    other.labels[:] = UNLABELLED
    export("xmp", other, tmp_path / "none", options={"beside_images": True})
    assert ">irrelevant<" not in (source.images_root / "a.jpg.xmp").read_text("utf-8")
    assert plan_import(read_labels(source.images_root, "xmp"), source.paths, {}).new == {0: R}


def test_a_sidecar_in_capitals_is_read_and_written_again(tmp_path):
    source = source_of(tmp_path, ["a.jpg"], [1])
    options = {"beside_images": True}
    export("xmp", source, tmp_path / "none", options=options)
    (source.images_root / "a.jpg.xmp").rename(source.images_root / "a.jpg.XMP")
    source.labels[:] = -1
    export("xmp", source, tmp_path / "none", options=options)
    assert len(list(source.images_root.iterdir())) == 2
    assert plan_import(read_labels(source.images_root), source.paths, {}).new == {0: N}
