"""Camtrap DP and MegaDetector: read as metadata, and observations written into a package."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from annotator.data.exporting import UNLABELLED, ExportSource, Judged, export
from annotator.data.metadata.tables import read_table
from annotator.errors import ConfigError, ExportError
from annotator.types import Ranking

PATHS = ("north/1.jpg", "north/2.jpg", "north/3.jpg", "south/1.jpg", "south/2.jpg")
TIMES = ("06:00:00", "06:00:30", "07:00:00", "06:00:00", "06:00:10")


def write_table(file: Path, *lines: str) -> None:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def images(tmp_path: Path) -> Path:
    root = tmp_path / "images"
    for path, time in zip(PATHS, TIMES, strict=True):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = f"2024:05:01 {time}"
        Image.new("RGB", (8, 8)).save(root / path, exif=exif)
    return root


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package whose observations are a fox on the first photo, and badgers during an event in the south."""
    folder = tmp_path / "package"
    folder.mkdir()
    write_table(
        folder / "deployments.csv",
        "deploymentID,locationName,latitude,longitude,deploymentStart,deploymentEnd,habitat",
        "n,Hill,51.5,4.25,2024-05-01T00:00:00+02:00,2024-06-01T00:00:00+02:00,forest",
        "s,Pond,51.0,4.5,2024-05-01T00:00:00+02:00,2024-06-01T00:00:00+02:00,NA",
    )
    write_table(
        folder / "media.csv",
        "mediaID,deploymentID,timestamp,filePath,filePublic,fileMediatype",
        *(
            f"m{at},{path[0]},2024-05-01T{time}+02:00,media/{path},false,image/jpeg"
            for at, (path, time) in enumerate(zip(PATHS, TIMES, strict=True))
        ),
    )
    write_table(
        folder / "observations.csv",
        "observationID,deploymentID,mediaID,eventStart,eventEnd,observationLevel,observationType,scientificName,count",
        "o1,n,m0,2024-05-01T06:00:00+02:00,2024-05-01T06:00:00+02:00,media,animal,Vulpes vulpes,1",
        "o2,s,,2024-05-01T04:00:00Z,2024-05-01T04:00:05Z,event,animal,Meles meles,2",
    )
    resources = [{"name": name, "path": f"{name}.csv"} for name in ("deployments", "media", "observations")]
    descriptor = {
        "resources": resources, "contributors": [{"title": "A. Bee"}], "spatial": {"coordinates": [4, 51]},
        "taxonomic": [{"scientificName": "Vulpes vulpes", "vernacularNames": {"eng": "fox"}}],
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


@pytest.fixture
def source(images: Path) -> ExportSource:
    """The first three photos are ranked; the first is relevant, the third irrelevant, the second probably relevant."""
    labels = np.array([1, UNLABELLED, -1, UNLABELLED, UNLABELLED], np.int8)
    judged = {image: Judged(1, "mix", "2026-01-31T09:00:00Z", "Ada") for image in (0, 2)}
    score = np.array([0.9, 0.8, -0.9], np.float32)
    ranking = Ranking(np.array([0, 1, 2]), score, np.full(3, 0.5, np.float32), 1, 1)
    return ExportSource("badgers at night", "traps", PATHS, labels, judged, ranking, images_root=images)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def values(table, name: str) -> list[str | float]:
    column = table.columns[name]
    if isinstance(column, np.ndarray):
        return column.tolist()
    return ["" if code < 0 else column.words[code] for code in column.codes.tolist()]


def test_a_package_is_read_as_metadata(package, images):
    table = read_table(package / "datapackage.json", PATHS, {}, images)
    assert table.matched == 5
    assert values(table, "locationname") == ["Hill", "Hill", "Hill", "Pond", "Pond"]
    assert values(table, "habitat") == ["forest", "forest", "forest", "", ""]
    assert values(table, "csv_latitude") == [51.5, 51.5, 51.5, 51.0, 51.0]
    # The event ends five seconds after its first photo.
    assert values(table, "scientificname") == ["Vulpes vulpes", "", "", "Meles meles", ""]
    assert np.nan_to_num(values(table, "count")).tolist() == [1, 0, 0, 2, 0]


def test_the_output_of_megadetector_is_read_as_metadata(tmp_path):
    def detected(category: str, confidence: float, *classes: list) -> dict:
        return {"category": category, "conf": confidence, "bbox": [0, 0, 1, 1], "classifications": list(classes)}

    output = {
        "images": [
            {"file": "north/1.jpg", "detections": [detected("1", 0.4), detected("1", 0.9, ["0", 0.7])]},
            {"file": "north\\2.jpg", "detections": []},
            {"file": "north/3.jpg", "failure": "Failure image access", "detections": None},
        ],
        "detection_categories": {"1": "animal", "2": "person"},
        "classification_categories": {"0": "badger"},
    }
    file = tmp_path / "detections.json"
    file.write_text(json.dumps(output), encoding="utf-8")
    table = read_table(file, PATHS)
    assert table.matched == 2
    assert np.nan_to_num(values(table, "animal"), nan=-1).tolist() == [0.9, 0, -1, -1, -1]
    assert np.nan_to_num(values(table, "person"), nan=-1).tolist() == [0, 0, -1, -1, -1]
    assert values(table, "classification") == ["badger", "", "", "", ""]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "this is not JSON"),
        ("[]", "this is not JSON (an object is expected)"),
        ('{"name": 1}', "no Camtrap DP package, no output of MegaDetector and no IIIF manifest"),
        ('{"resources": []}', "it names no table 'deployments'"),
        ('{"resources": [{"name": "deployments", "path": "../secret.csv"}]}', "must be one file next to it"),
        ('{"resources": [{"name": "deployments", "path": "https://x/y.csv"}]}', "must be one file next to it"),
        ('{"resources": [{"name": "deployments", "path": "gone.csv"}]}', "the file is missing"),
        ('{"images": [{"file": 1}], "detection_categories": {"1": "animal"}}', "image 1: it has no name"),
        (
            '{"images": [{"file": "a.jpg", "detections": [{}]}], "detection_categories": {"1": "animal"}}',
            "image 1: a detection has no category and confidence",
        ),
    ],
)
def test_what_is_neither_is_refused(source, tmp_path, content, reason):
    file = tmp_path / "datapackage.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read_table(file, PATHS)
    assert reason in str(refused.value)
    with pytest.raises(ExportError, match=tmp_path.name):
        export("camtrap-dp", source, tmp_path / "out", options={"deployments": str(file)})


def test_judgements_become_observations_of_a_package(source, package, tmp_path):
    out = tmp_path / "out"
    options = {"deployments": str(package / "datapackage.json"), "species": "Meles meles"}
    report = export("camtrap-dp", source, out, options=options)
    assert report.written == 5
    assert (out / "media.csv").read_text() == (package / "media.csv").read_text()
    found = {row["observationID"]: row for row in rows_of(out / "observations.csv")}
    assert list(found) == ["o1", "o2", "annotator-m0/media", "annotator-m1/media", "annotator-m0/event"]
    assert found["o1"]["scientificName"] == "Vulpes vulpes"
    person, machine, event = (found[name] for name in list(found)[2:])
    assert (person["mediaID"], person["classificationMethod"], person["classifiedBy"]) == ("m0", "human", "Ada")
    assert (person["classificationTimestamp"], person["classificationProbability"]) == ("2026-01-31T09:00:00Z", "")
    assert (machine["mediaID"], machine["classificationMethod"]) == ("m1", "machine")
    assert 0.9 < float(machine["classificationProbability"]) <= 1
    assert (event["mediaID"], event["observationLevel"], event["classificationMethod"]) == ("", "event", "human")
    # The third photo, an hour later, is another event, and irrelevant.
    span = ("2024-05-01T06:00:00+02:00", "2024-05-01T06:00:30+02:00")
    assert {(row["eventStart"], row["eventEnd"]) for row in (person, machine, event)} == {span}
    described = json.loads((out / "datapackage.json").read_text())
    assert described["contributors"] == [{"title": "A. Bee"}]
    assert described["taxonomic"][1] == {"scientificName": "Vulpes vulpes", "vernacularNames": {"eng": "fox"}}

    # What the package does not say, or says in another form, is not held against it.
    other = package / "datapackage.json"
    for spatial in (None, "Belgium", {"type": "FeatureCollection", "features": []}):
        other.write_text(json.dumps({**json.loads(other.read_text()), "spatial": spatial, "taxonomic": [{}, 3]}))
        assert "where" not in export("camtrap-dp", source, tmp_path / "out", options=options).left_out
        assert json.loads((out / "datapackage.json").read_text())["spatial"] == spatial

    # Exported again onto what was exported: only our own observations are replaced.
    later = {"deployments": str(out / "datapackage.json"), "predicted": False}
    export("camtrap-dp", source, tmp_path / "later", options=later)
    again = [row["observationID"] for row in rows_of(tmp_path / "later" / "observations.csv")]
    assert again == ["o1", "o2", "annotator-m0/media", "annotator-m0/event"]


def test_a_package_is_made_of_folders_and_places(source, tmp_path):
    places = tmp_path / "places.csv"
    write_table(places, "deploymentID;latitude;longitude;habitat", "north;51.5;4.25;forest", "west;51;4;")
    out = tmp_path / "out"
    report = export("camtrap-dp", source, out, options={"deployments": str(places), "time_zone": "+01:00"})
    assert "2 images without a deployment or a time: left out." in report.left_out
    (place,) = rows_of(out / "deployments.csv")
    assert (place["deploymentStart"], place["deploymentEnd"]) == (
        "2024-05-01T06:00:00+01:00", "2024-05-01T07:00:00+01:00",
    )  # fmt: skip
    assert (place["latitude"], place["habitat"]) == ("51.5", "forest")
    assert [row["filePath"] for row in rows_of(out / "media.csv")] == list(PATHS[:3])
    described = json.loads((out / "datapackage.json").read_text())
    assert described["spatial"] == {"type": "MultiPoint", "coordinates": [[4.25, 51.5]]}


def test_without_places_it_says_what_is_to_be_filled_in(source, tmp_path):
    report = export("camtrap-dp", source, tmp_path / "out")
    assert "fill in latitude and longitude in deployments.csv" in report.left_out
    written = tmp_path / "out" / "deployments.csv"
    assert [row["deploymentID"] for row in rows_of(written)] == ["north", "south"]
    filled = tmp_path / "filled.csv"
    text = written.read_text().replace("north,,,,,", "north,,,51.5,4.25,").replace("south,,,,,", "south,,,51,4,")
    filled.write_text(text)
    assert (
        "latitude" not in export("camtrap-dp", source, tmp_path / "full", options={"deployments": str(filled)}).left_out
    )


@pytest.mark.parametrize(
    ("line", "options", "reason"),
    [
        ("north,91,4", {}, "the latitude of 'north' is '91'"),
        ("north,51,", {}, "the longitude of 'north' is ''"),
        ("north,51,4", {"time_zone": "CET"}, "'CET' is no offset from UTC"),
    ],
)
def test_places_that_are_none_are_refused(source, tmp_path, line, options, reason):
    places = tmp_path / "places.csv"
    write_table(places, "deploymentID,latitude,longitude", line)
    with pytest.raises(ExportError) as refused:
        export("camtrap-dp", source, tmp_path / "out", options={"deployments": str(places), **options})
    assert reason in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_times_that_the_project_knows_are_not_read_again(source: ExportSource, images: Path, tmp_path: Path) -> None:
    (images / PATHS[0]).write_bytes(b"cannot be read any more")
    start = datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp()
    known = {
        "time": np.array([start, *[np.nan] * 4]), "latitude": np.array([51.5, *[np.nan] * 4]),
        "longitude": np.array([4.25, *[np.nan] * 4]),
    }  # fmt: skip
    export("camtrap-dp", replace(source, metadata=known), tmp_path / "new")
    with (tmp_path / "new" / "media.csv").open(newline="") as stream:
        times = {one["filePath"]: one["timestamp"] for one in csv.DictReader(stream)}
    assert times[PATHS[0]] == "2024-05-01T12:00:00Z"
    assert times[PATHS[1]] == "2024-05-01T06:00:30Z"
    with (tmp_path / "new" / "deployments.csv").open(newline="") as stream:
        assert next(csv.DictReader(stream))["latitude"] == "51.500000"
