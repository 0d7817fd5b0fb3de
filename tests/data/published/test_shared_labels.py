"""Labels as Web Annotations and as Darwin Core, with what manifests and archives said about the images."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import small_collection

from annotator.data.metadata.tables import read_table
from annotator.session.session import Session
from annotator.types import Label

CANVAS = "https://iiif.example.org/canvas/0"
NAMES = [f"{image // 5:02d}/im{image:04d}.png" for image in range(4)]


@pytest.fixture
def session(tmp_path: Path):
    """Twelve images: the first is a canvas and an observation with a second photo; three are judged, one has a note."""
    small = small_collection.make(tmp_path)
    small_collection.take_at(small, {0: 0.0})
    with small.create(topic="red kites") as session:
        session.collection.metadata.read(("exif",)).run()
        body = {"id": f"https://iiif.example.org/{NAMES[0]}", "type": "Image"}
        painting = [{"type": "AnnotationPage", "items": [{"body": body}]}]
        manifest = {"type": "Manifest", "items": [{"id": CANVAS, "type": "Canvas", "items": painting}]}
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
        session.collection.metadata.import_table(tmp_path / "manifest.json").run()
        lines = [
            "path,occurrenceID,media_identifier",
            f"{NAMES[0]},obs:7,https://example.org/1.png",
            f"{NAMES[1]},obs:7,",
        ]
        (tmp_path / "table.csv").write_text("\n".join(lines))
        session.collection.metadata.import_table(tmp_path / "table.csv").run()
        session.judge([0, 1, 2], Label.RELEVANT)
        session.judge([3], Label.IRRELEVANT)
        session.collection.notes.set(3, "a buzzard")
        yield session


def test_annotations_point_to_canvases_and_files(session: Session, tmp_path: Path) -> None:
    report = session.export("web-annotations", tmp_path / "page.json")
    page = json.loads((tmp_path / "page.json").read_text())
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (page["type"], page["partOf"]["label"], page["partOf"]["total"]) == ("AnnotationPage", "red kites", 4)
    first, *_, last = page["items"]
    assert [one["target"] for one in page["items"]] == [CANVAS, *NAMES[1:]]
    assert [(body["purpose"], body["value"]) for body in first["body"]] == [
        ("classifying", "relevant"), ("tagging", "red kites"),
    ]  # fmt: skip
    assert [(body["purpose"], body["value"]) for body in last["body"]] == [
        ("classifying", "irrelevant"), ("commenting", "a buzzard"),
    ]  # fmt: skip
    assert first["created"].endswith("Z")
    assert len({one["id"] for one in page["items"]}) == 4
    assert "3 images are in no IIIF manifest" in report.left_out
    session.export("web-annotations", tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "page.json").read_bytes()


def test_occurrences_have_what_is_known_and_claim_no_more(session: Session, tmp_path: Path) -> None:
    report = session.export("darwin-core", tmp_path / "dwca", options={"species": "Milvus milvus"})
    with (tmp_path / "dwca" / "occurrence.csv").open(newline="") as stream:
        first, other = csv.DictReader(stream)
    assert (first["occurrenceID"], first["scientificName"], first["eventDate"]) == (
        "obs:7", "Milvus milvus", "1970-01-01T00:00:00",
    )  # fmt: skip
    assert other["occurrenceID"].startswith("urn:uuid:")
    assert other["eventDate"] == ""
    assert "identificationVerificationStatus" not in first
    with (tmp_path / "dwca" / "multimedia.csv").open(newline="") as stream:
        media = [(one["occurrenceID"], one["identifier"], one["format"]) for one in csv.DictReader(stream)]
    assert media[:2] == [("obs:7", "https://example.org/1.png", "image/png"), ("obs:7", NAMES[1], "image/png")]
    assert "2 images have no date" in report.left_out
    table = read_table(tmp_path / "dwca" / "meta.xml", ["1.png", *NAMES[1:3]])  # what is written can be read
    assert table.matched == 3
