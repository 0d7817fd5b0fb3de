"""Labels of other programs, laid out as they write them, and our own exports read back."""

from __future__ import annotations

import contextlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.data.exporting import UNLABELLED, ExportSource, Judged, export
from annotator.data.images import xmp
from annotator.data.importing import FORMATS, plan_import, read_labels
from annotator.data.importing.detect import detected
from annotator.errors import AmbiguousColumnError, AnnotatorError, ImportLabelsError
from annotator.types import Label

R, N, U = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE
PATHS = ("a.jpg", "b c.jpg", "d,e.jpg", "same/stem.jpg", "same/stem.png", "ü é🦋.jpg", "=1.jpg", "#50%.jpg", "l\nf.jpg")


def found(path: Path, format: str = "", **mapping: Label | None) -> dict[str, Label]:
    labels = read_labels(path, format, mapping).labels
    assert all(one.place for one in labels)
    return {one.name: one.label for one in labels}


def refused(path: Path, format: str = "", **mapping: Label) -> str:
    with pytest.raises(ImportLabelsError) as caught:
        read_labels(path, format, mapping)
    return str(caught.value)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def source_of(tmp_path: Path, labels=(1, -1, 0, 1, -1, 1, -1, UNLABELLED, 1)) -> ExportSource:
    from PIL import Image

    root = tmp_path / "images"
    for path in PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (9, 9)).save(root / path)
    codes = np.array(labels, np.int8)
    judged = {int(i): Judged(1, "ital", "2026-01-31T09:00:00Z") for i in np.flatnonzero(codes != UNLABELLED)}
    return ExportSource("red kites", "birds", PATHS, codes, judged, images_root=root)


# Round trips of our own exports


def labels_of(source: ExportSource, *, unsure: bool = True) -> dict[int, Label]:
    return {i: Label(int(c)) for i, c in enumerate(source.labels) if c != UNLABELLED and (unsure or c != 0)}


@pytest.mark.parametrize(
    ("name", "suffix", "options", "unsure"),
    [
        ("labels-csv", ".csv", {}, True),
        ("labels-csv", ".csv", {"excel": True}, True),
        ("labels-json", ".json", {}, True),
        ("labels-jsonl", ".jsonl", {}, True),
        ("trec-qrels", ".qrels", {}, False),
        ("label-studio", ".json", {}, True),
        ("cvat", ".xml", {}, True),
        ("imagefolder", "", {"unsure": True}, True),
    ],
)
def test_our_exports_come_back_as_they_were(tmp_path, name, suffix, options, unsure):
    source = source_of(tmp_path)
    if name == "imagefolder":  # a name with a line break cannot be a file on every system, so it is not copied
        source = replace(source, paths=PATHS[:-1], labels=source.labels[:-1])
    target = tmp_path / f"out{suffix}"
    export(name, source, target, options=options)
    file = target / "train" / "metadata.jsonl" if name == "imagefolder" else target
    plan = plan_import(read_labels(file), source.paths, {})
    skipped = {i for i, path in enumerate(source.paths) if "\n" in path}  # names of files may not break lines
    expected = {i: label for i, label in labels_of(source, unsure=unsure).items() if i not in skipped}
    assert {i: label for i, label in plan.new.items() if i not in skipped} == expected
    assert not plan.conflicts


def test_lists_and_class_folders_come_back(tmp_path):
    source = source_of(tmp_path)
    source = replace(source, paths=PATHS[:-1], labels=source.labels[:-1])
    export("paths-list", source, tmp_path / "list.txt")
    plan = plan_import(read_labels(tmp_path / "list.txt"), source.paths, {})
    assert plan.new == {i: label for i, label in labels_of(source).items() if label is R}
    export("class-folders", source, tmp_path / "out", options={"unsure": True})
    plan = plan_import(read_labels(tmp_path / "out"), source.paths, {})
    assert plan.new == labels_of(source)


@pytest.mark.parametrize("naming", ["digikam", "adobe"])
def test_sidecars_come_back_and_keep_what_others_wrote(tmp_path, naming):
    source = source_of(tmp_path)
    source = replace(source, paths=PATHS[:-1], labels=source.labels[:-1])
    first = source.images_root / ("a.jpg.xmp" if naming == "digikam" else "a.xmp")
    first.write_bytes(DIGIKAM)
    (source.images_root / ("b c.jpg.xmp" if naming == "digikam" else "b c.xmp")).write_text("no XML")
    report = export("xmp", source, tmp_path / "none", options={"beside_images": True, "naming": naming})
    assert "1 image with a sidecar that cannot be read" in report.left_out
    if naming == "adobe":
        assert "1 image with the same name as another" in report.left_out
    data = first.read_bytes()
    assert b"Anna" in data
    assert b"crs:Exposure" in data
    packet = xmp.read(first)
    assert packet.pick == 3
    assert packet.tags == ("Places/Bremen", "birds/red kites/relevant")
    labels = read_labels(source.images_root, "xmp")
    assert any("b c" in remark for remark in labels.remarks)
    expected = labels_of(source)
    expected.pop(1)
    if naming == "adobe":  # stem.xmp could be either of two images
        expected = {i: label for i, label in expected.items() if "stem" not in PATHS[i]}
    assert plan_import(labels, source.paths, {}).new == expected
    once = first.read_bytes()
    export("xmp", source, tmp_path / "none", options={"beside_images": True, "naming": naming})
    assert first.read_bytes() == once
    source.labels[0] = -1
    export("xmp", source, tmp_path / "none", options={"beside_images": True, "naming": naming})
    assert xmp.read(first).tags == ("Places/Bremen", "birds/red kites/irrelevant")


DIGIKAM = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" digiKam:PickLabel="1" crs:Exposure="+0.35">
   <digiKam:TagsList><rdf:Seq><rdf:li>Places/Bremen</rdf:li></rdf:Seq></digiKam:TagsList>
   <dc:creator><rdf:Seq><rdf:li>Anna</rdf:li></rdf:Seq></dc:creator>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def test_exiv2_reads_our_sidecars(tmp_path):
    pyexiv2 = pytest.importorskip("pyexiv2")
    source = source_of(tmp_path)
    source = replace(source, paths=PATHS[:-1], labels=source.labels[:-1])
    (source.images_root / "a.jpg.xmp").write_bytes(DIGIKAM)
    export("xmp", source, tmp_path / "out")
    with pyexiv2.Image(str(tmp_path / "out" / "a.jpg.xmp")) as image:
        data = image.read_xmp()
    assert data["Xmp.digiKam.PickLabel"] == "3"
    assert data["Xmp.digiKam.TagsList"] == ["Places/Bremen", "birds/red kites/relevant"]
    assert data["Xmp.lr.hierarchicalSubject"] == ["birds|red kites|relevant"]
    assert data["Xmp.dc.creator"] == ["Anna"]
    assert data["Xmp.crs.Exposure"] == "+0.35"


def test_hydrus_tags(tmp_path):
    source = source_of(tmp_path)
    source = replace(source, paths=PATHS[:-1], labels=source.labels[:-1])
    export("hydrus", source, tmp_path / "out")
    assert (tmp_path / "out" / "a.jpg.txt").read_text() == "red kites:relevant\n"
    export("hydrus", source, tmp_path / "json", options={"json": True})
    assert json.loads((tmp_path / "json" / "b c.jpg.json").read_text()) == ["red kites:irrelevant"]


# Files of other programs


def test_asreview_and_anomalymatch_and_astronomaly(tmp_path):
    path = write(tmp_path / "a.csv", "filename,included,notes\na.jpg,1,x\nb.jpg,0,\nc.jpg,,\n")
    assert found(path) == {"a.jpg": R, "b.jpg": N}
    path = write(tmp_path / "b.csv", "filename,label,score\na.jpg,Anomaly,.9\nb.jpg,Normal,.1\nc.jpg,Unlabelled,\n")
    assert found(path) == {"a.jpg": R, "b.jpg": N}
    path = write(tmp_path / "c.csv", "image,human_label\na.jpg,5\nb.jpg,0\nc.jpg,-1\n")
    assert "line 2: '5' is not a label" in refused(path)
    assert found(path, **{"5": R, "0": N}) == {"a.jpg": R, "b.jpg": N}
    path = write(tmp_path / "d.csv", "image,human_label\na.jpg,5\nb.jpg,1\n")
    assert "line 3: '1' is not a label" in refused(path, **{"5": R})  # a rating far below 5


@pytest.mark.parametrize("words", [("1", "0", "-1"), ("relevant", "irrelevant", ""), ("Anomaly", "normal", "-1.0")])
def test_the_usual_words_are_known_in_human_label(tmp_path, words):
    lines = "".join(f"{name}.jpg,{word}\n" for name, word in zip("abc", words, strict=True))
    assert found(write(tmp_path / "a.csv", "image,human_label\n" + lines)) == {"a.jpg": R, "b.jpg": N}


FIELDS_TWICE = {
    "a.jsonl": '{"path": "a.jpg", "label": "relevant", "label": "irrelevant"}\n',
    "labels.json": '{"schema": "annotator-labels/1", "images": [{"path": "a.jpg", "label": "unsure", "path": "b"}]}',
    "tasks.json": '[{"data": {"image": "a.jpg", "image": "b.jpg"}, "annotations": []}]',
}


@pytest.mark.parametrize("name", FIELDS_TWICE)
def test_a_field_that_is_there_twice_is_an_error(tmp_path, name):
    assert "is there twice" in refused(write(tmp_path / name, FIELDS_TWICE[name]))


def test_a_word_that_is_not_known_is_refused_with_the_place(tmp_path):
    path = write(tmp_path / "a.csv", "path,label\na.jpg,relevant\nb.jpg,wanted\n")
    text = refused(path)
    assert "a.csv, line 3: 'wanted' is not a label" in text
    assert "--map 'wanted=relevant'" in text
    assert found(path, wanted=U) == {"a.jpg": R, "b.jpg": U}
    assert found(path, wanted=None) == {"a.jpg": R}


def test_hugging_face_metadata(tmp_path):
    path = write(tmp_path / "metadata.jsonl", '{"file_name": "x/a.jpg", "label": "relevant"}\n')
    assert found(path) == {"x/a.jpg": R}
    assert "choose metadata" in refused(tmp_path)


def test_class_folders_of_any_classes(tmp_path):
    for name in ("glass/1.jpg", "glass/sub/2.png", "metal/3.jpg", "metal/note.txt"):
        write(tmp_path / "f" / name, "x")
    assert "are its folders (glass, metal) classes?" in refused(tmp_path / "f")
    labels = read_labels(tmp_path / "f", "class-folders")
    assert labels.topics == ("glass", "metal")
    paths = ("glass/1.jpg", "glass/sub/2.png", "metal/3.jpg", "other.jpg")
    with pytest.raises(ImportLabelsError, match="about 2 topics; choose one"):
        plan_import(labels, paths, {})
    assert plan_import(labels, paths, {}, "glass").new == {0: R, 1: R}
    assert plan_import(labels, paths, {}, "glass", N).new == {0: R, 1: R, 2: N}
    with pytest.raises(ImportLabelsError, match="there is no topic 'wood'"):
        plan_import(labels, paths, {}, "wood")


def test_qrels_of_others(tmp_path):
    path = write(tmp_path / "q.qrels", "t1 0 a.jpg 2\nt1 0 b%20c.jpg 0\nt1 0 d.jpg -1\nt2 0 a.jpg 0\n")
    labels = read_labels(path)
    assert labels.topics == ("t1", "t2")
    assert [(one.name, one.label) for one in labels.labels] == [("a.jpg", R), ("b c.jpg", N), ("a.jpg", N)]
    write(tmp_path / "docmap.csv", "docno,path,sha256\na.jpg,real/a.jpg,\n")
    assert read_labels(path).labels[0].name == "real/a.jpg"
    assert "line 2: qrels have four fields" in refused(write(tmp_path / "r.qrels", "t 0 a 1\nt 0 b\n"))


def test_label_studio_exports(tmp_path):
    def task(image: str, *annotations: object) -> dict[str, object]:
        return {"id": 1, "data": {"image": image}, "annotations": list(annotations)}

    def chose(word: str) -> dict[str, object]:
        return {"result": [{"type": "choices", "value": {"choices": [word]}, "from_name": "c", "to_name": "image"}]}

    tasks = [
        task("/data/local-files/?d=sub%2Fa%20b.jpg", chose("Irrelevant"), chose("Relevant")),
        task("http://host/data/local-files/?d=c.jpg", chose("Irrelevant")),
        task("/data/local-files/?d=d.jpg", {"was_cancelled": True, "result": []}),
        task("/data/local-files/?d=e.jpg"),
    ]
    path = write(tmp_path / "export.json", json.dumps(tasks))
    assert found(path) == {"sub/a b.jpg": R, "c.jpg": N, "d.jpg": U}
    assert "task 1: there is no data" in refused(write(tmp_path / "x.json", '[{"id": 1}]'), "label-studio")


def studio(image: str, *annotations: object, **data: str) -> dict[str, object]:
    return {"id": 1, "data": {**data, "image": image}, "annotations": list(annotations)}


def choice(*words: str, control: str = "c", **more: object) -> dict[str, object]:
    result = {"type": "choices", "value": {"choices": list(words)}, "from_name": control, "to_name": "image"}
    return {"result": [result], **more}


def test_the_image_of_a_task_is_the_field_that_names_an_image(tmp_path):
    task = studio("a.jpg", choice("Relevant"), ref="site 17", note="x")
    path = write(tmp_path / "export.json", json.dumps([task]))
    assert found(path) == {"a.jpg": R}
    task["data"]["mask"] = "m.png"
    write(path, json.dumps([task]))
    with pytest.raises(AmbiguousColumnError) as caught:
        read_labels(path)
    assert caught.value.candidates == ("image", "mask")
    assert read_labels(path, columns={"image": "mask"}).labels[0].name == "m.png"
    write(tmp_path / "export.config.xml", '<View><Image name="i" value="$mask"/><Text value="$ref"/></View>')
    assert found(path) == {"m.png": R}


def test_the_latest_annotation_counts_wherever_it_stands(tmp_path):
    early = choice("Irrelevant", created_at="2026-01-01T10:00:00Z", updated_at="2026-01-02T10:00:00Z")
    late = choice("Relevant", created_at="2026-01-01T11:00:00Z", updated_at="2026-01-02T10:00:00.5+00:00")
    for both in ((early, late), (late, early)):
        path = write(tmp_path / "export.json", json.dumps([studio("a.jpg", *both)]))
        assert found(path) == {"a.jpg": R}


def test_several_controls_are_asked_for_and_several_choices_contradict(tmp_path):
    one = choice("Relevant", control="seen")
    one["result"] += choice("No", control="sharp")["result"]
    path = write(tmp_path / "export.json", json.dumps([studio("a.jpg", one)]))
    with pytest.raises(AmbiguousColumnError, match="--column label=seen") as caught:
        read_labels(path)
    assert caught.value.candidates == ("seen", "sharp")
    assert read_labels(path, columns={"label": "sharp"}).labels[0].label == N
    write(path, json.dumps([studio("a.jpg", choice("Relevant", "Irrelevant"))]))
    assert plan_import(read_labels(path), ("a.jpg",), {}).contradictory == ("a.jpg",)


def test_answers_of_prodigy_are_read(tmp_path):
    records = [
        {"image": "a.jpg", "label": "KITE", "answer": "accept"},
        {"image": "b.jpg", "label": "KITE", "answer": "reject"},
        {"image": "c.jpg", "label": "KITE", "answer": "ignore"},
        {"image": "d.jpg", "answer": "accept"},
        {"image": "data:image/jpeg;base64,AAAA", "meta": {"file": "e.jpg"}, "answer": "reject"},
        {"image": "f.jpg", "options": [{"id": "KITE"}], "accept": ["KITE"], "answer": "accept"},
        {"image": "g.jpg", "options": [{"id": "KITE"}], "accept": ["KITE"], "answer": "reject"},
        {"image": "h.jpg", "accept": [], "answer": "accept"},
    ]
    path = write(tmp_path / "p.jsonl", "\n".join(map(json.dumps, records)))
    assert "'KITE' is not a label" in refused(path)
    assert found(path, KITE=R) == {"a.jpg": R, "b.jpg": N, "d.jpg": R, "e.jpg": N, "f.jpg": R}


def test_two_lines_of_one_image_are_never_decided_by_their_order(tmp_path):
    lines = [
        {"path": "a.jpg", "label": "relevant"},
        {"path": "A.JPG", "label": "irrelevant"},
        {"path": "b.jpg", "label": 1},
    ]
    for order in (lines, lines[::-1]):
        path = write(tmp_path / "l.jsonl", "\n".join(map(json.dumps, order)))
        plan = plan_import(read_labels(path), ("a.jpg", "b.jpg"), {})
        assert (dict(plan.new), plan.contradictory) == ({1: R}, ("a.jpg",))


def test_other_tags_and_the_archive_of_cvat(tmp_path):
    def image(name: str, *tags: str) -> str:
        return f'<image name="{name}">' + "".join(f'<tag label="{tag}"/>' for tag in tags) + "</image>"

    inside = (
        f"<annotations>{image('a.jpg', 'night', 'relevant')}{image('b.jpg', 'irrelevant')}{image('c.jpg', 'night')}"
    )
    path = write(tmp_path / "a.xml", f"{inside}</annotations>")
    with zipfile.ZipFile(tmp_path / "job.zip", "w") as archive:
        archive.write(path, "annotations.xml")
        archive.writestr("images/a.jpg", b"x")
    for file in (path, tmp_path / "job.zip"):
        labels = read_labels(file)
        assert {one.name: one.label for one in labels.labels} == {"a.jpg": R, "b.jpg": N}
        assert labels.remarks == ("Tags that are not labels were left out: night.",)
        assert found(file, night=U)["c.jpg"] == U
    write(path, f"<annotations>{image('a.jpg', 'kite')}</annotations>")
    assert "image 1: 'kite' is not a label" in refused(path)


def test_a_folder_of_images_is_no_folder_of_classes(tmp_path):
    for name in ("2019/a.jpg", "2020/b.jpg", "2021/c.jpg", "2022/d.jpg"):
        write(tmp_path / "photos" / name, "x")
    assert "are its folders (2019, 2020, 2021 and 1 more) classes?" in refused(tmp_path / "photos")
    write(tmp_path / "photos" / "irrelevant" / "e.jpg", "x")
    labels = read_labels(tmp_path / "photos")
    assert labels.topics == ("2019", "2020", "2021", "2022", "")
    assert plan_import(labels, ("e.jpg", "x/a.jpg"), {}, "").new == {0: N}


def test_copies_in_class_folders_are_found_where_they_came_from(tmp_path):
    for name in ("owl/a.jpg", "owl/b.jpg", "tit/c.jpg"):
        write(tmp_path / "sorted" / name, "x")
    labels = read_labels(tmp_path / "sorted", "class-folders")
    assert plan_import(labels, ("2019/a.jpg", "owl/b.jpg", "2020/c.jpg"), {}, "owl", N).new == {0: R, 1: R, 2: N}


def test_a_file_where_the_reference_has_a_folder(tmp_path):
    assert "choose the folder" in refused(write(tmp_path / "kites.txt", "1\n"), "reference")


def test_lists_begin_with_any_name(tmp_path):
    for name in ("[1].jpg", "{a}.jpg", "<b>.jpg", "PK.jpg", "path,label.jpg", "a 0 b 1.jpg"):
        assert found(write(tmp_path / "list.txt", f"{name}\nb.jpg\n")) == {name: R, "b.jpg": R}


@pytest.mark.parametrize("triples", [True, False])
def test_states_of_smqtk(tmp_path, triples):
    def entry(name: str) -> list[object]:
        return [name, "ImageNet", [0.1, 0.2]] if triples else [name, [0.1, 0.2]]

    state = {"pos": [entry("a.jpg")], "neg": [entry("b.jpg"), entry("c.jpg")], "external_pos": [entry("q")]}
    with zipfile.ZipFile(tmp_path / "iqr.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("iqr_state.json", json.dumps({**state, "external_neg": []}))
    assert found(tmp_path / "iqr.zip") == {"a.jpg": R, "b.jpg": N, "c.jpg": N}
    assert "1 examples from outside" in read_labels(tmp_path / "iqr.zip").remarks[0]
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "neither iqr_state.json nor annotations.xml. Unpack it" in refused(tmp_path / "other.zip")
    assert "iqr_state.json is missing" in refused(tmp_path / "other.zip", "smqtk")


def test_flags_of_labelme(tmp_path):
    def write_flags(name: str, image: str = "", **flags: object) -> None:
        entry = {"flags": flags, "shapes": [], "imagePath": image or f"{Path(name).name}.jpg"}
        write(tmp_path / f"{name}.json", json.dumps(entry))

    write_flags("a", relevant=True, irrelevant=False)
    write_flags("sub/b", irrelevant=True)
    write_flags("c", blurred=True)
    write_flags("sub/e", "..\\x\\e.jpg", relevant=True)
    write_flags("f", "../photos/f.jpg", relevant=True)
    write_flags("g", "C:\\photos\\g.jpg", irrelevant=True)
    write_flags("h", "/photos/h.jpg", irrelevant=True)
    write(tmp_path / "other.json", "{}")
    labels = read_labels(tmp_path, "labelme")
    elsewhere = {f"{tmp_path.parent.as_posix()}/photos/f.jpg": R, "C:/photos/g.jpg": N, "/photos/h.jpg": N}
    expected = {"a.jpg": R, "sub/b.jpg": N, "x/e.jpg": R, **elsewhere}
    assert {one.name: one.label for one in labels.labels} == expected
    assert labels.remarks == ("1 files are not of labelme.",)
    write_flags("d", relevant=True, irrelevant=True)
    assert "contradict each other" in refused(tmp_path, "labelme")


def test_text_files_of_the_reference_count_from_one(tmp_path):
    write(tmp_path / "kites.txt", "1 1\n3 -1\n4 0\n")
    write(tmp_path / "crows.txt", "2\n")
    labels = read_labels(tmp_path)
    assert labels.format == "reference"
    assert {(one.topic, one.name): one.label for one in labels.labels} == {
        ("kites", "im1.jpg"): R, ("kites", "im3.jpg"): N, ("kites", "im4.jpg"): U, ("crows", "im2.jpg"): R,
    }  # fmt: skip
    write(tmp_path / "kites.txt", "0 1\n")
    assert "kites.txt, line 1: an image number from 1 on" in refused(tmp_path, "reference")


def test_events_are_replayed_in_order(tmp_path):
    events = [("a.jpg", "relevant"), ("b.jpg", "relevant"), ("a.jpg", "irrelevant"), ("b.jpg", None)]
    lines = [json.dumps({"revision": i, "path": path, "old": None, "new": new}) for i, (path, new) in enumerate(events)]
    assert found(write(tmp_path / "e.jsonl", "\n".join(lines))) == {"a.jpg": N}


def test_xml_with_entities_is_refused(tmp_path):
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><annotations>&b;</annotations>'
    assert "refused for safety" in refused(write(tmp_path / "a.xml", bomb))
    assert "not a file of CVAT" in refused(write(tmp_path / "b.xml", "<svg/>"))


def test_what_is_no_file_of_labels(tmp_path):
    assert "the file is empty" in refused(write(tmp_path / "a.csv", " \n"))
    assert "not clear what this is" in refused(write(tmp_path / "b.csv", "colour,size\nred,1\n"))
    assert "the file is missing" in refused(tmp_path / "none.csv")
    assert "There is no format 'xlsx'" in refused(tmp_path / "a.csv", "xlsx")
    (tmp_path / "c.csv").write_bytes(b"path,label\n\x81\xfe,1\n")
    assert "byte 11 is neither UTF-8 nor Windows-1252" in refused(tmp_path / "c.csv")
    assert "no folder in it holds images" in refused(tmp_path, "class-folders")
    assert "is not JSON" in refused(write(tmp_path / "d.json", "[" * 200_000))


# Comparing


def test_conflicts_are_listed_and_decided(tmp_path):
    path = write(
        tmp_path / "a.csv", "path,label\na.jpg,1\nb.jpg,0\nC.JPG,1\nnone.jpg,1\n../x.jpg,1\nd.jpg,1\nd.jpg,0\n"
    )
    paths = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    plan = plan_import(read_labels(path), paths, {0: R, 1: R})
    assert (plan.same, dict(plan.new)) == (1, {2: R})
    assert [(c.image, c.ours, c.theirs, c.place) for c in plan.conflicts] == [(1, R, N, "line 3")]
    assert [(problem.path, problem.reason) for problem in plan.unmatched] == [
        ("none.jpg", "no image has this name"), ("../x.jpg", "the name leads out of the folder with '..'")
    ]  # fmt: skip
    assert plan.steps == {"exact": 3, "normalised": 1}
    assert plan.contradictory == ("d.jpg",)
    with pytest.raises(ImportLabelsError, match="1 images have other labels here"):
        plan.labels("stop")
    assert plan.labels("ours") == {2: R}
    assert plan.labels("theirs") == {1: N, 2: R}
    assert plan.labels("unsure") == {1: U, 2: R}
    assert plan.labels("ours", {1: "theirs"}) == {1: N, 2: R}


def test_an_image_of_several_classes_is_of_the_one_that_is_meant_whatever_the_order(tmp_path):
    paths = ("a.jpg", "b.jpg")
    rows = ["a.jpg,relevant,metal", "a.jpg,relevant,glass", "b.jpg,relevant,metal"]
    for order in (rows, rows[::-1]):
        path = write(tmp_path / "a.csv", "\n".join(["path,label,topic", *order]))
        plan = plan_import(read_labels(path), paths, {}, "glass", N)
        assert plan.new == {0: R, 1: N}
        assert plan.contradictory == ()


# Damage


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(FORMATS)), text=st.text(max_size=200), data=st.binary(max_size=100))
def test_anything_at_all_is_labels_or_a_clear_refusal(tmp_path, name, text, data):
    for content in (text.encode("utf-8", "replace"), data):
        (tmp_path / "f").write_bytes(content)
        with contextlib.suppress(AnnotatorError):
            read_labels(tmp_path / "f", name)
        with contextlib.suppress(AnnotatorError):
            read_labels(tmp_path / "f")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["relevant", "a.jpg"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["path", "label", "images", "data", "annotations", "result", "value", "choices", "flags"]),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["labels-json", "jsonl", "label-studio"]), entry=JSON)
def test_json_of_any_shape_is_labels_or_a_clear_refusal(tmp_path, name, entry):
    (tmp_path / "f").write_text(json.dumps(entry))
    with contextlib.suppress(AnnotatorError):
        read_labels(tmp_path / "f", name)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_sidecars_are_kept_or_refused(tmp_path, data):
    content = bytearray(DIGIKAM)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "a.xmp").write_bytes(content)
    with contextlib.suppress(AnnotatorError):
        xmp.read(tmp_path / "a.xmp")
        xmp.merged(tmp_path / "a.xmp", 3, ["p/t/relevant"], "p/t/")


@pytest.mark.parametrize("indent", [None, 1])
def test_a_json_document_of_another_kind_is_not_called_broken(tmp_path, indent):
    """COCO and MegaDetector are JSON, but hold no labels of whole images that we could take."""
    file = tmp_path / "coco.json"
    file.write_text(json.dumps({"images": [{"file_name": "a.jpg"}], "annotations": []}, indent=indent))
    with pytest.raises(ImportLabelsError) as caught:
        read_labels(file)
    assert "not JSON" not in str(caught.value)
    if indent:
        assert "an object with the fields images, annotations" in str(caught.value)


def minimal(image: str, number: int, choice: object, date: str = "2024-01-01") -> dict[str, object]:
    about = {"id": number, "annotator": 1, "annotation_id": 3, "updated_at": f"{date}T00:00:00Z", "lead_time": 3.1}
    return {"image": image, "choice": choice, **about}


def test_the_minimal_json_of_label_studio_is_read(tmp_path):
    address = "/data/local-files/?d=b%20c.jpg"
    entries = [minimal("a.jpg", 1, "Relevant"), minimal(address, 2, "Irrelevant", "2024-03-01")]
    entries += [minimal(address, 2, "Relevant", "2024-02-01"), minimal("d,e.jpg", 3, {"choices": ["Relevant"]})]
    file = write(tmp_path / "min.json", json.dumps(entries))
    assert detected(file) == "label-studio"
    assert found(file) == {"a.jpg": R, address.rpartition("=")[2].replace("%20", " "): N, "d,e.jpg": R}


def test_the_minimal_json_with_several_answers_asks_for_the_field(tmp_path):
    entries = [{**minimal("a.jpg", 1, "Relevant"), "quality": "good"}]
    with pytest.raises(AmbiguousColumnError) as caught:
        read_labels(write(tmp_path / "min.json", json.dumps(entries)))
    assert caught.value.candidates == ("choice", "quality")


@pytest.mark.parametrize("indent", [None, 1])
def test_a_json_list_of_objects_is_read_as_json_lines_are(tmp_path, indent):
    entries = [{"path": "a.jpg", "label": "relevant"}, {"path": "b c.jpg", "label": "irrelevant"}]
    file = write(tmp_path / "list.json", json.dumps(entries, indent=indent))
    assert detected(file) == "jsonl"
    assert found(file) == {"a.jpg": R, "b c.jpg": N}


@pytest.mark.parametrize(("entries", "kind"), [(["a.jpg"], "str"), ([1, 2], "int"), ([["a.jpg", 1]], "list")])
def test_a_json_list_of_anything_else_is_called_what_it_is(tmp_path, entries, kind):
    assert f"this is a JSON list of {kind}" in refused(write(tmp_path / "list.json", json.dumps(entries)))


def with_words(tmp_path: Path, kind: str) -> Path:
    """Write a file of a kind with the word keep."""
    if kind == "class-folders":
        write(tmp_path / "classes" / "keep" / "a.jpg", "")
        return tmp_path / "classes"
    if kind == "labelme":
        write(tmp_path / "flags" / "a.json", json.dumps({"imagePath": "a.jpg", "flags": {"keep": True}}))
        return tmp_path / "flags"
    texts = {
        "csv": "path,label\na.jpg,keep\n",
        "qrels": "t 0 a.jpg keep\n",
        "jsonl": '{"path": "a.jpg", "label": "keep"}\n',
        "cvat": '<annotations><image name="a.jpg"><tag label="keep"/></image></annotations>',
    }
    return write(tmp_path / "file", texts[kind])


@pytest.mark.parametrize("kind", ["csv", "qrels", "jsonl", "cvat", "class-folders", "labelme"])
def test_a_word_that_the_file_does_not_have_is_refused_with_those_it_has(tmp_path, kind):
    file = with_words(tmp_path, kind)
    assert found(file, kind, Keep=R) == {"a.jpg": R}
    text = refused(file, kind, Keep=R, kepe=N)
    assert "the word 'kepe'" in text
    assert "among its labels: keep" in text
