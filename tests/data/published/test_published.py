"""IIIF manifests and Darwin Core archives, read as metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.data.metadata.tables import Table, read_table
from annotator.errors import ConfigError

PATHS = ("book/f001r.jpg", "book/f001v.jpg", "book/f002r.tif")
HOST = "https://iiif.example.org"


def third(pages: list[str], **more: Any) -> dict[str, Any]:
    """A manifest of Presentation API 3 with an image server."""
    return {
        "@context": "http://iiif.io/api/presentation/3/context.json", "id": f"{HOST}/book/manifest", "type": "Manifest",
        "label": {"en": ["A book of <b>hours</b>"], "de": ["Ein Stundenbuch"]},
        "metadata": [{"label": {"en": ["Date"]}, "value": {"none": ["1480", "1490"]}}],
        "rights": "http://creativecommons.org/licenses/by/4.0/",
        "items": [
            {
                "id": f"{HOST}/book/canvas/{page}", "type": "Canvas", "label": {"none": [f"fol. {page}"]},
                "items": [{"type": "AnnotationPage", "items": [{
                    "type": "Annotation", "motivation": "painting",
                    "body": {"id": f"{HOST}/iiif/{page}/full/max/0/default.jpg", "type": "Image"},
                }]}],
            }
            for page in pages
        ],
        **more,
    }  # fmt: skip


def second() -> dict[str, Any]:
    """A manifest of Presentation API 2, whose images are named by a service or by their file."""
    resources = [
        {"@id": f"{HOST}/x", "@type": "dctypes:Image", "service": {"@id": f"{HOST}/iiif/2/book%2Ff001r.jpg"}},
        {
            "@type": "oa:Choice",
            "default": {"@id": f"{HOST}/files/f001v.jpg"},
            "item": [{"@id": f"{HOST}/uv/f001v.png"}],
        },
    ]
    canvases = [
        {"@id": f"{HOST}/canvas/{number}", "@type": "sc:Canvas", "label": str(number), "images": [{"resource": one}]}
        for number, one in enumerate(resources)
    ]
    return {
        "@context": "http://iiif.io/api/presentation/2/context.json", "@id": f"{HOST}/m", "@type": "sc:Manifest",
        "label": [{"@value": "Hours", "@language": "en"}], "sequences": [{"canvases": canvases}],
    }  # fmt: skip


def imported(file: Path, found: object) -> Table:
    file.write_text(json.dumps(found), encoding="utf-8")
    return read_table(file, PATHS)


def values(table: Table, name: str) -> list[object]:
    column = table.columns[name]
    return [None if column.codes[at] < 0 else column.words[column.codes[at]] for at in range(len(PATHS))]


def test_a_manifest_says_what_its_pages_are(tmp_path: Path) -> None:
    table = imported(tmp_path / "manifest.json", third(["f001r", "f001v", "f002r", "f009r"]))
    assert table.matched == 3
    assert values(table, "iiif_canvas") == [f"{HOST}/book/canvas/{page}" for page in ("f001r", "f001v", "f002r")]
    assert values(table, "iiif_label")[1] == "fol. f001v"
    assert values(table, "iiif_title") == ["A book of hours"] * 3
    assert values(table, "iiif_date") == ["1480; 1490"] * 3
    assert values(table, "iiif_manifest")[0] == f"{HOST}/book/manifest"
    assert [one.path for one in table.unmatched] == ["f009r"]


def test_a_manifest_of_the_older_version_is_read_too(tmp_path: Path) -> None:
    table = imported(tmp_path / "manifest.json", second())
    assert values(table, "iiif_canvas") == [f"{HOST}/canvas/0", f"{HOST}/canvas/1", None]
    assert values(table, "iiif_title")[0] == "Hours"


def test_several_manifests_come_as_a_collection(tmp_path: Path) -> None:
    others = third(["f002r"], id=f"{HOST}/other")
    table = imported(tmp_path / "all.json", {"type": "Collection", "items": [third(["f001r"]), others]})
    assert values(table, "iiif_manifest") == [f"{HOST}/book/manifest", None, f"{HOST}/other"]


@pytest.mark.parametrize(
    "found",
    [
        {"type": "Manifest"},
        {"type": "Manifest", "items": [None, 3, {"items": [{"items": [{"body": [{"id": 7}, "x"]}]}]}]},
        {"type": "Collection", "items": [{"type": "Manifest", "id": f"{HOST}/elsewhere"}]},
    ],
)
def test_a_manifest_without_images_is_refused(tmp_path: Path, found: object) -> None:
    with pytest.raises(ConfigError, match="no image in this IIIF manifest"):
        imported(tmp_path / "manifest.json", found)


META = """<archive xmlns="http://rs.tdwg.org/dwc/text/">
<core encoding="UTF-8" fieldsTerminatedBy="," fieldsEnclosedBy='"' ignoreHeaderLines="1"
 rowType="http://rs.tdwg.org/dwc/terms/Occurrence"><files><location>occurrence.csv</location></files><id index="0"/>
<field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/>
<field index="2" term="http://rs.tdwg.org/dwc/terms/decimalLatitude"/>
<field default="HumanObservation" term="http://rs.tdwg.org/dwc/terms/basisOfRecord"/></core>
<extension fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="1"
 rowType="http://rs.gbif.org/terms/1.0/Multimedia"><files><location>media.txt</location></files><coreid index="0"/>
<field index="1" term="http://purl.org/dc/terms/identifier"/><field index="2" term="http://purl.org/dc/terms/license"/>
</extension></archive>"""
OCCURRENCES = 'id,scientificName,decimalLatitude\n1,"Milvus milvus",51.5\n2,Buteo buteo,52\n'


def archive(folder: Path, meta: str = META, occurrences: str = OCCURRENCES) -> Path:
    (folder / "occurrence.csv").write_text(occurrences, encoding="utf-8")
    media = [
        ("1", f"{HOST}/photos/77/original.jpg", "CC"),
        ("1", f"{HOST}/a/78.jpeg", ""),
        ("2", f"{HOST}/b/9.jpg", ""),
    ]
    lines = ["coreid\tidentifier\tlicense", *("\t".join(one) for one in media)]
    (folder / "media.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "meta.xml").write_text(meta, encoding="utf-8")
    return folder / "meta.xml"


def test_an_archive_says_what_was_observed_on_each_photo(tmp_path: Path) -> None:
    table = read_table(archive(tmp_path), ("77.jpg", "78.jpeg", "79.jpg"))
    assert table.matched == 2
    assert values(table, "scientificname") == ["Milvus milvus", "Milvus milvus", None]
    assert values(table, "basisofrecord")[0] == "HumanObservation"
    assert table.columns["decimallatitude"][0] == 51.5
    assert values(table, "media_license") == ["CC", None, None]


def test_photos_may_be_named_in_the_table_of_occurrences(tmp_path: Path) -> None:
    meta = META[: META.index("<extension")].replace("scientificName", "associatedMedia") + "</archive>"
    meta = archive(tmp_path, meta, f"id,associatedMedia,lat\n1,{HOST}/77.jpg | {HOST}/79.jpg,51.5\n")
    table = read_table(meta, ("77.jpg", "78.jpeg", "79.jpg"))
    assert table.columns["decimallatitude"][[0, 2]].tolist() == [51.5, 51.5]


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ("<archive/>", "no meta.xml of a Darwin Core archive"),
        ("no xml", "no meta.xml of a Darwin Core archive"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "no meta.xml of a Darwin Core archive"),
        (META.replace("occurrence.csv", "../occurrence.csv"), "no meta.xml of a Darwin Core archive"),
        (META.replace('index="1"', 'index="x"'), "no meta.xml of a Darwin Core archive"),
        (META.replace("terms/1.0/Multimedia", "terms/1.0/Else"), "names no photos"),
        (META.replace("media.txt", "missing.txt"), "missing.txt"),
        (META.replace('"\\t"', '"too long"'), "this is no table"),
    ],
)
def test_an_archive_that_cannot_be_used_is_refused(tmp_path: Path, meta: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_table(archive(tmp_path, meta), ("77.jpg",))
