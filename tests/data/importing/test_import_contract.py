"""The contract over every import format: ours, the example plugin, and formats that break it in each way."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.data.importing import FORMATS, ForeignLabel, ForeignLabels, Importer
from annotator.data.importing.conformance import check_importer
from annotator.errors import ImportLabelsError, PluginError
from annotator.extensions import load_extensions
from annotator.types import Label

PLUGINS = Path(__file__).parents[3] / "plugins"
ALL = load_extensions([PLUGINS]).importers

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:digiKam="http://www.digikam.org/ns/1.0/" digiKam:PickLabel="3"/>
</rdf:RDF></x:xmpmeta>"""
CVAT = '<annotations><image name="a.jpg"><tag label="relevant"/></image><image name="b.jpg"/></annotations>'
TASKS = [{"data": {"image": "a.jpg"}, "annotations": [{"result": [{"value": {"choices": ["relevant"]}}]}]}]
WRITTEN = {
    "csv": ("labels.csv", "path,label\na.jpg,relevant\nb.jpg,0\n"),
    "list": ("paths.txt", "a.jpg\nsub/b.jpg\n"),
    "qrels": ("kites.qrels", "kites 0 a.jpg 1\nkites 0 b.jpg 0\n"),
    "labels-json": ("labels.json", json.dumps({"images": [{"path": "a.jpg", "label": "relevant"}]})),
    "jsonl": ("labels.jsonl", '{"path": "a.jpg", "label": "relevant"}\n{"path": "b.jpg", "label": "unsure"}\n'),
    "label-studio": ("tasks.json", json.dumps(TASKS)),
    "cvat": ("annotations.xml", CVAT),
    "class-folders": ("folder/relevant/a.jpg", "a picture"),
    "labelme": ("folder/a.json", json.dumps({"imagePath": "a.jpg", "flags": {"relevant": True}})),
    "xmp": ("folder/a.jpg.xmp", XMP),
    "reference": ("folder/kites.txt", "1 1\n2 -1\n3\n"),
    "stars": ("stars.txt", "5 a.jpg\n0 b.jpg\n1 with space.jpg\n"),
}
"""A file of every format that is text; the first part of its name is what is read."""


def written(folder: Path, name: str) -> Path:
    if name == "smqtk":
        with zipfile.ZipFile(folder / "state.zip", "w") as archive:
            archive.writestr("iqr_state.json", json.dumps({"pos": [["a.jpg", [0.5]]], "neg": [["b.jpg", [0.1]]]}))
        return folder / "state.zip"
    file, text = WRITTEN[name]
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    return folder / Path(file).parts[0]


@pytest.mark.parametrize("name", ALL)
def test_every_import_format_keeps_the_contract(tmp_path, name):
    check_importer(ALL[name], written(tmp_path, name))


def test_the_example_plugin_is_among_them():
    assert set(ALL) == {*FORMATS, "stars"}


def labels(path, mapping, name="a.jpg", place="line 1"):
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ImportLabelsError(f"{path}: this is no text") from None
    return ForeignLabels(path, "good", (ForeignLabel(name, Label.RELEVANT, "", place),) if text else ())


GOOD = Importer("good", "Good", labels)


def careless(path, mapping):
    return labels(path, mapping) if int(path.read_text().splitlines()[0]) else None


def nameless(path, mapping):
    if not path.read_bytes():
        raise ImportLabelsError("this file is empty")
    return labels(path, mapping)


def writing(path, mapping):
    found = labels(path, mapping)
    path.write_text("1\nread\n")
    return found


def restless(path, mapping, calls=[]):  # noqa: B006 - it is to remember
    calls.append(path)
    return labels(path, mapping, name=f"{len(calls)}.jpg")


def lenient(path, mapping):
    return labels(path, mapping) if path.exists() else ForeignLabels(path, "good", ())


def indifferent(path, mapping):
    return ForeignLabels(path, "good", ()) if path.is_dir() else labels(path, mapping)


@pytest.mark.parametrize(
    ("reader", "message"),
    [
        (careless, "empty: IndexError instead of ImportLabelsError"),
        (nameless, "empty: the message does not name the file"),
        (writing, "changed the file"),
        (restless, "gave other labels"),
        (lenient, "read a missing file"),
        (indifferent, "read a folder as a file"),
        (lambda path, mapping: ForeignLabels(path, "good", ()), "no label was found"),
        (lambda path, mapping: ForeignLabels(path.parent, "good", labels(path, mapping).labels), "the path is"),
        (lambda path, mapping: labels(path, mapping, place=""), "where it is in the file"),
        (lambda path, mapping: labels(path, mapping, name=""), "no name of an image"),
        (lambda path, mapping: labels(path, mapping, name="../a.jpg"), "matched"),
        (lambda path, mapping: [], "list instead of ForeignLabels"),
    ],
)
def test_a_broken_import_format_is_told_what_is_broken(tmp_path, reader, message):
    (tmp_path / "labels.txt").write_text("1\n")
    with pytest.raises(AssertionError, match=message):
        check_importer(replace(GOOD, reader=reader), tmp_path / "labels.txt")


@pytest.mark.parametrize("wrong", [replace(GOOD, name="A name"), replace(GOOD, title=None), replace(GOOD, reader=3)])
def test_a_declaration_that_would_not_be_loaded_is_refused(tmp_path, wrong):
    (tmp_path / "labels.txt").write_text("1\n")
    with pytest.raises(PluginError):
        check_importer(wrong, tmp_path / "labels.txt")


def test_the_smallest_possible_import_format_passes(tmp_path):
    (tmp_path / "labels.txt").write_text("1\n")
    check_importer(GOOD, tmp_path / "labels.txt")
