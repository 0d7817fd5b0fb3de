"""Camtrap DP 1.0.2: the labels as observations, on single photos and on events.

The deployments, and the media if they are known, come from an existing package or a table. What a package says already
is kept: its deployments and media are copied, and of its observations only those are replaced that an export wrote.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from annotator.data.camera_traps.documents import open_package
from annotator.data.camera_traps.package import KNOWN, Package, moment, rows
from annotator.data.collection.match_names import match
from annotator.data.exporting.output import Output
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import probabilities, row
from annotator.data.files.names import inside
from annotator.data.files.tables import open_table
from annotator.data.images.image_metadata import read_facts
from annotator.errors import ExportError, TableError
from annotator.messages import Message, joined
from annotator.numerics.stacks import events
from annotator.parameters import parameter
from annotator.types import Label, Progress
from annotator.version import __version__

VERSION = "1.0.2"
OURS = "annotator-"
"""How the identifiers of observations begin that an export wrote."""

_PLACE = "https://raw.githubusercontent.com/tdwg/camtrap-dp/" + VERSION
_TYPES = {
    ".jpg": "jpeg", ".jpeg": "jpeg", ".tif": "tiff", ".tiff": "tiff", ".heic": "heic", ".heif": "heif",
}  # fmt: skip
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_PLACES = ("deploymentID", "latitude", "longitude")
# All columns in their order, also the empty ones: the validator of the field asks for them.
_DEPLOYMENTS = (
    "deploymentID", "locationID", "locationName", "latitude", "longitude", "coordinateUncertainty", "deploymentStart",
    "deploymentEnd", "setupBy", "cameraID", "cameraModel", "cameraDelay", "cameraHeight", "cameraDepth", "cameraTilt",
    "cameraHeading", "detectionDistance", "timestampIssues", "baitUse", "featureType", "habitat", "deploymentGroups",
    "deploymentTags", "deploymentComments",
)  # fmt: skip
_MEDIA = (
    "mediaID", "deploymentID", "captureMethod", "timestamp", "filePath", "filePublic", "fileName", "fileMediatype",
    "exifData", "favorite", "mediaComments",
)  # fmt: skip
_OBSERVATIONS = (
    "observationID", "deploymentID", "mediaID", "eventID", "eventStart", "eventEnd", "observationLevel",
    "observationType", "cameraSetupType", "scientificName", "count", "lifeStage", "sex", "behavior", "individualID",
    "individualPositionRadius", "individualPositionAngle", "individualSpeed", "bboxX", "bboxY", "bboxWidth",
    "bboxHeight", "classificationMethod", "classifiedBy", "classificationTimestamp", "classificationProbability",
    "observationTags", "observationComments",
)  # fmt: skip


@dataclass(frozen=True)
class CamtrapDp:
    """Options of Camtrap DP."""

    deployments: str = parameter(
        "",
        "Where the cameras stood: datapackage.json of an existing package, or a table with the columns deploymentID "
        "(the folder of the images), latitude and longitude.",
        files="*.json *.csv",
    )
    species: str = parameter("", "Scientific name of what the relevant images show, such as Meles meles; may be empty.")
    kind: str = parameter(
        "animal", "What the relevant images show.", choices=("animal", "human", "vehicle", "blank", "unknown")
    )
    predicted: bool = parameter(
        True, "Include unjudged images whose probability is 0.5 or more, as classified by a machine."
    )
    pause: float = parameter(60.0, "A longer pause between photos of a camera begins a new event.", low=0, unit="s")
    time_zone: str = parameter("+00:00", "Offset of the cameras' clocks from UTC, used where no package gives it.")


@dataclass(frozen=True)
class _Photo:
    """A photo of the package."""

    image: int
    media: str
    deployment: str
    at: datetime


def write_camtrap_dp(source: ExportSource, out: Output, options: CamtrapDp, progress: Progress) -> ExportReport:
    """Write a package with an observation for every relevant photo, and one for every event that has some."""
    file = Path(options.deployments).expanduser()
    try:
        if file.suffix.lower() == ".json":
            package = open_package(file)
            photos = _known_photos(source, package)
            _copy(package, out, "deployments")
            _copy(package, out, "media")
            descriptor, kept, placed = _adapted(package.descriptor), _kept(package), True
        else:
            places = _places(file) if options.deployments else {}
            photos = _dated_photos(source, places, _zone(options.time_zone), progress)
            _write_new(out, source, places, photos)
            descriptor, kept = _described(source, places, photos), []
            placed = all(places[photo.deployment]["longitude"] for photo in photos)
    except TableError as error:
        raise ExportError("{error}", error=error) from error
    titles = list(_OBSERVATIONS)
    titles += [title for title in dict.fromkeys(title for old in kept for title in old) if title not in titles]
    observations = [*kept, *_observations(source, options, _events(photos, options.pause))]
    with out.text("observations.csv") as stream:
        stream.write(row(titles))
        stream.writelines(row([one.get(title, "") for title in titles]) for one in observations)
    taxa = {one["scientificName"]: {"scientificName": one["scientificName"]} for one in observations}
    taxa = {name: taxon for name, taxon in taxa.items() if name} | descriptor["taxonomic"]
    descriptor["taxonomic"] = [taxa[name] for name in sorted(taxa)]
    judged = [one.timestamp for one in source.judged.values()]
    descriptor["created"] = _seconds(max(judged, default="")) or _time(_NEVER)
    with out.text("datapackage.json") as stream:
        json.dump(descriptor, stream, indent=2, ensure_ascii=False)
    return ExportReport((), len(photos), _left_out(source, photos, placed=placed))


def _left_out(source: ExportSource, photos: Sequence[_Photo], *, placed: bool) -> str:
    there = np.zeros(len(source.paths), np.bool_)
    there[[photo.image for photo in photos]] = True
    missing = int(np.count_nonzero(~there))
    irrelevant = int(np.count_nonzero(there & (source.labels == Label.IRRELEVANT)))
    notes = (
        Message("{n} image(s) without a deployment or a time: left out.", n=missing) if missing else "",
        Message("{n} irrelevant image(s) got no observation: irrelevant does not mean empty.", n=irrelevant)
        if irrelevant
        else "",
        Message(
            "It is not known where all cameras stood: fill in latitude and longitude in deployments.csv, keep a copy, "
            "and choose it in the next export."
        )
        if not placed
        else "",
    )
    return joined(notes)


def _known_photos(source: ExportSource, package: Package) -> list[_Photo]:
    """Return the images that are media of a package."""
    with package.table("media") as table:
        media = list(rows(table, ("mediaID", "deploymentID", "timestamp", "filePath", "fileName")))
    named = [one["filePath"] or one["fileName"] for one in media]
    photos: dict[int, _Photo] = {}
    for image, one in zip(match(named, source.paths, source.images_root).image_of_name.tolist(), media, strict=True):
        at = moment(one["timestamp"])
        if image >= 0 and at is not None:
            photos.setdefault(image, _Photo(image, one["mediaID"], one["deploymentID"], at))
    return list(photos.values())


def _places(file: Path) -> dict[str, dict[str, str]]:
    """Return the rows of a table of deployments by their identifier."""
    with open_table(file, KNOWN) as table:
        lacking = [title for title in _PLACES if title not in table.titles]
        if lacking:
            raise TableError("{name}: there is no column {title!r}", name=table.name, title=lacking[0])
        titles = tuple(dict.fromkeys((*_DEPLOYMENTS, *table.titles)))
        places = {one["deploymentID"]: one for one in rows(table, titles)}
    for name, place in places.items():
        for title, most in (("latitude", 90.0), ("longitude", 180.0)):
            try:
                fits = abs(float(place[title])) <= most
            except ValueError:
                fits = False
            if not fits:
                raise TableError(
                    "{file}: the {title} of {name!r} is {value!r}; degrees are needed, such as 51.25",
                    file=file,
                    title=title,
                    name=name,
                    value=place[title],
                )
    return places


def _dated_photos(
    source: ExportSource, places: dict[str, dict[str, str]], zone: timezone, progress: Progress
) -> list[_Photo]:
    """Return the images in folders of deployments, with their time, as metadata or else their EXIF data say.

    A single deployment has all images. If no places are known, every folder is a deployment and is added to
    ``places``, with the position in the EXIF data.
    """
    if source.images_root is None:
        raise ExportError("The image folder is not known, so the times of the images cannot be read.")
    photos, every, only = [], not places, next(iter(places)) if len(places) == 1 else None
    for image in range(len(source.paths)):
        progress.step(image / len(source.paths))
        path = source.paths[image]
        folders = [parent.as_posix() for parent in PurePosixPath(path).parents][:-1]
        names = [*folders, *(PurePosixPath(folder).name for folder in folders)]
        name = (names or [source.project])[0] if every else next((name for name in names if name in places), only)
        facts = _facts(source, source.images_root, image) if name is not None else {}
        seconds = facts.get("time")
        if name is not None and isinstance(seconds, float):
            photos.append(_Photo(image, path, name, datetime.fromtimestamp(seconds, UTC).replace(tzinfo=zone)))
            if name not in places:
                position = {title: f"{facts[title]:.6f}" for title in _PLACES if isinstance(facts.get(title), float)}
                places[name] = {**dict.fromkeys(_DEPLOYMENTS, ""), "deploymentID": name, **position}
    return photos


def _facts(source: ExportSource, root: Path, image: int) -> Mapping[str, Any]:
    """Return the time and the position of an image; its file is read only if its time is not known yet."""
    known = {name: source.number(name, image) for name in ("time", "latitude", "longitude")}
    if math.isnan(known["time"]):
        return read_facts(inside(root, source.paths[image]), ("exif",))
    return {name: value for name, value in known.items() if not math.isnan(value)}


def _zone(offset: str) -> timezone:
    try:
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").utcoffset()
    except ValueError:
        zone = None
    if zone is None:
        raise ExportError("{offset!r} is no offset from UTC, such as +01:00.", offset=offset)
    return timezone(zone)


def _copy(package: Package, out: Output, name: str) -> None:
    with package.table(name) as table, out.text(f"{name}.csv") as stream:
        stream.write(row(table.titles))
        stream.writelines(row(cells) for _, cells in table.rows)


def _kept(package: Package) -> list[dict[str, str]]:
    with package.table("observations") as table:
        found = rows(table, tuple(dict.fromkeys(("observationID", *table.titles))))
        return [one for one in found if not one["observationID"].startswith(OURS)]


def _write_new(
    out: Output, source: ExportSource, places: Mapping[str, Mapping[str, str]], photos: Sequence[_Photo]
) -> None:
    """Write the deployments that have photos, and these."""
    times: dict[str, list[datetime]] = {}
    for photo in photos:
        times.setdefault(photo.deployment, []).append(photo.at)
    titles = list(dict.fromkeys(title for place in places.values() for title in place)) or list(_DEPLOYMENTS)
    with out.text("deployments.csv") as stream:
        stream.write(row(titles))
        for name, place in places.items():
            if name in times:
                start, end = _time(min(times[name])), _time(max(times[name]))
                known = {title: value for title, value in place.items() if value}
                full = {"deploymentStart": start, "deploymentEnd": end, **known}
                stream.write(row([full.get(title, "") for title in titles]))
    with out.text("media.csv") as stream:
        stream.write(row(_MEDIA))
        for photo in photos:
            path = source.paths[photo.image]
            name, ending = PurePosixPath(path).name, PurePosixPath(path).suffix.lower()
            kind = f"image/{_TYPES.get(ending, ending[1:])}"
            cells = [photo.media, photo.deployment, "", _time(photo.at), path, "false", name, kind, "", "", ""]
            stream.write(row(cells))


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _events(photos: Sequence[_Photo], pause: float) -> Iterator[list[_Photo]]:
    """Yield the photos of each event in order of time; the events are those that the window stacks."""
    if not photos:
        return
    ordered = sorted(photos, key=lambda one: (one.deployment, one.at, one.image))
    places = np.unique([photo.deployment for photo in ordered], return_inverse=True)[1]
    event = events(np.array([photo.at.timestamp() for photo in ordered]), places, pause).of
    for members in np.split(np.arange(len(ordered)), np.flatnonzero(np.diff(event)) + 1):
        yield [ordered[one] for one in members.tolist()]


def _observations(source: ExportSource, options: CamtrapDp, found: Iterator[list[_Photo]]) -> Iterator[dict[str, str]]:
    chances = np.full(len(source.paths), np.nan, np.float32)
    if options.predicted and source.ranking is not None:
        chances[source.ranking.images] = probabilities(source.ranking)
    program = f"annotator {__version__}"
    for event in found:
        name = f"{OURS}{event[0].media}"
        shared = {
            "deploymentID": event[0].deployment,
            "eventID": name,
            "eventStart": _time(event[0].at),
            "eventEnd": _time(event[-1].at),
            "observationType": options.kind,
            "scientificName": options.species,
            "observationTags": f"topic:{' '.join(source.topic.split())}",
        }
        seen: list[dict[str, str]] = []
        for photo in event:
            label, chance = source.label(photo.image), float(chances[photo.image])
            if label is Label.RELEVANT:
                judged = source.judged.get(photo.image)
                how = {
                    "classificationMethod": "human",
                    "classifiedBy": judged.annotator if judged is not None else "",
                    "classificationTimestamp": _seconds(judged.timestamp) if judged is not None else "",
                }
            elif label is None and chance >= 0.5:
                how = {
                    "classificationMethod": "machine",
                    "classifiedBy": program,
                    "classificationProbability": f"{min(chance, 1.0):.4f}",
                }
            else:
                continue
            own = {"observationID": f"{OURS}{photo.media}/media", "mediaID": photo.media, "observationLevel": "media"}
            seen.append({**own, **shared, **how})
        yield from seen
        if seen:
            best = max(
                seen, key=lambda one: (one["classificationMethod"] == "human", one.get("classificationProbability", ""))
            )
            yield {**best, "observationID": f"{name}/event", "mediaID": "", "observationLevel": "event"}


def _seconds(timestamp: str) -> str:
    found = moment(timestamp)
    return _time(found) if found is not None else ""


def _adapted(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor of an existing package for the files that are written, its taxa by name."""
    kept = [
        one
        for one in descriptor["resources"]
        if isinstance(one, dict) and one.get("name") not in ("deployments", "media", "observations") and "data" in one
    ]
    taxa = descriptor.get("taxonomic")
    return {
        **descriptor,
        "resources": [*_resources(), *kept],
        "profile": f"{_PLACE}/camtrap-dp-profile.json",
        "taxonomic": {
            one["scientificName"]: one
            for one in (taxa if isinstance(taxa, list) else ())
            if isinstance(one, dict) and isinstance(one.get("scientificName"), str)
        },
    }


def _described(
    source: ExportSource, places: Mapping[str, Mapping[str, str]], photos: Sequence[_Photo]
) -> dict[str, Any]:
    """Return the descriptor of a new package. Who contributed, and the design of the study, are for people to say."""
    used = {photo.deployment for photo in photos}
    known = [places[name] for name in sorted(used) if places[name]["longitude"]]
    points = sorted({(float(place["longitude"]), float(place["latitude"])) for place in known})
    return {
        "resources": _resources(),
        "profile": f"{_PLACE}/camtrap-dp-profile.json",
        "title": source.project,
        "contributors": [{"title": "Not stated"}],
        "project": {
            "title": source.project,
            "samplingDesign": "opportunistic",
            "captureMethod": ["activityDetection"],
            "individualAnimals": False,
            "observationLevel": ["media", "event"],
        },
        "spatial": {"type": "MultiPoint", "coordinates": points},
        "temporal": {
            "start": min((photo.at for photo in photos), default=_NEVER).date().isoformat(),
            "end": max((photo.at for photo in photos), default=_NEVER).date().isoformat(),
        },
        "taxonomic": {},
    }


def _resources() -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": f"{_PLACE}/{name}-table-schema.json",
        }
        for name in ("deployments", "media", "observations")
    ]
