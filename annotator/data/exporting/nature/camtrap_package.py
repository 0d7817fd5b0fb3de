"""A new package of Camtrap DP 1.0.2: deployments, media and description, from folders, dates and a table of places."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from pathlib import Path, PurePosixPath
from typing import Any

from annotator.data.camera_traps.package import KNOWN, rows
from annotator.data.exporting.output import Output
from annotator.data.exporting.source import ExportSource
from annotator.data.exporting.tables import media_type, row
from annotator.data.files.names import inside
from annotator.data.files.tables import open_table
from annotator.data.images.image_metadata import read_facts
from annotator.errors import ExportError, TableError
from annotator.types import Progress

VERSION = "1.0.2"
PLACE = "https://raw.githubusercontent.com/tdwg/camtrap-dp/" + VERSION
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
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


@dataclass(frozen=True)
class Photo:
    """A photo of the package."""

    image: int
    media: str
    deployment: str
    at: datetime


def places_in(file: Path) -> dict[str, dict[str, str]]:
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


def dated_photos(
    source: ExportSource, places: dict[str, dict[str, str]], zone: timezone, progress: Progress
) -> list[Photo]:
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
            photos.append(Photo(image, path, name, datetime.fromtimestamp(seconds, UTC).replace(tzinfo=zone)))
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


def time_zone(offset: str) -> timezone:
    """Return the time zone of an offset; ExportError if it is none."""
    try:
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").utcoffset()
    except ValueError:
        zone = None
    if zone is None:
        raise ExportError("{offset!r} is no offset from UTC, such as +01:00.", offset=offset)
    return timezone(zone)


def write_new(
    out: Output, source: ExportSource, places: Mapping[str, Mapping[str, str]], photos: Sequence[Photo]
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
                start, end = stamp(min(times[name])), stamp(max(times[name]))
                known = {title: value for title, value in place.items() if value}
                full = {"deploymentStart": start, "deploymentEnd": end, **known}
                stream.write(row([full.get(title, "") for title in titles]))
    with out.text("media.csv") as stream:
        stream.write(row(_MEDIA))
        for photo in photos:
            path = source.paths[photo.image]
            name, kind = PurePosixPath(path).name, media_type(path)
            cells = [photo.media, photo.deployment, "", stamp(photo.at), path, "false", name, kind, "", "", ""]
            stream.write(row(cells))


def stamp(at: datetime) -> str:
    """Return a time as packages write it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def described(source: ExportSource, places: Mapping[str, Mapping[str, str]], photos: Sequence[Photo]) -> dict[str, Any]:
    """Return the descriptor of a new package. Who contributed, and the design of the study, are for people to say."""
    used = {photo.deployment for photo in photos}
    known = [places[name] for name in sorted(used) if places[name]["longitude"]]
    points = sorted({(float(place["longitude"]), float(place["latitude"])) for place in known})
    return {
        "resources": resources(),
        "profile": f"{PLACE}/camtrap-dp-profile.json",
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
            "start": min((photo.at for photo in photos), default=NEVER).date().isoformat(),
            "end": max((photo.at for photo in photos), default=NEVER).date().isoformat(),
        },
        "taxonomic": {},
    }


def resources() -> list[dict[str, str]]:
    """Return the tables of a package with their schemas."""
    return [
        {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": f"{PLACE}/{name}-table-schema.json",
        }
        for name in ("deployments", "media", "observations")
    ]
