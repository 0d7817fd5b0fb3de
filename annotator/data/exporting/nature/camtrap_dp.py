"""Camtrap DP 1.0.2: the labels as observations, on single photos and on events.

The deployments, and the media if they are known, come from an existing package or a table. What a package says already
is kept: its deployments and media are copied, and of its observations only those are replaced that an export wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.camera_traps.documents import open_package
from annotator.data.camera_traps.package import Package, moment, rows
from annotator.data.collection.match_names import match
from annotator.data.exporting.nature.camtrap_package import (
    NEVER,
    PLACE,
    Photo,
    dated_photos,
    described,
    places_in,
    resources,
    stamp,
    time_zone,
    write_new,
)
from annotator.data.exporting.output import Output
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import probabilities, row
from annotator.errors import ExportError, TableError
from annotator.messages import Message, joined
from annotator.numerics.stacks import events
from annotator.parameters import parameter
from annotator.types import Label, Progress
from annotator.version import __version__

OURS = "annotator-"
"""How the identifiers of observations begin that an export wrote."""

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
            places = places_in(file) if options.deployments else {}
            photos = dated_photos(source, places, time_zone(options.time_zone), progress)
            write_new(out, source, places, photos)
            descriptor, kept = described(source, places, photos), []
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
    descriptor["created"] = _seconds(max(judged, default="")) or stamp(NEVER)
    with out.text("datapackage.json") as stream:
        json.dump(descriptor, stream, indent=2, ensure_ascii=False)
    return ExportReport((), len(photos), _left_out(source, photos, placed=placed))


def _left_out(source: ExportSource, photos: Sequence[Photo], *, placed: bool) -> str:
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


def _known_photos(source: ExportSource, package: Package) -> list[Photo]:
    """Return the images that are media of a package."""
    with package.table("media") as table:
        media = list(rows(table, ("mediaID", "deploymentID", "timestamp", "filePath", "fileName")))
    named = [one["filePath"] or one["fileName"] for one in media]
    photos: dict[int, Photo] = {}
    for image, one in zip(match(named, source.paths, source.images_root).image_of_name.tolist(), media, strict=True):
        at = moment(one["timestamp"])
        if image >= 0 and at is not None:
            photos.setdefault(image, Photo(image, one["mediaID"], one["deploymentID"], at))
    return list(photos.values())


def _copy(package: Package, out: Output, name: str) -> None:
    with package.table(name) as table, out.text(f"{name}.csv") as stream:
        stream.write(row(table.titles))
        stream.writelines(row(cells) for _, cells in table.rows)


def _kept(package: Package) -> list[dict[str, str]]:
    with package.table("observations") as table:
        found = rows(table, tuple(dict.fromkeys(("observationID", *table.titles))))
        return [one for one in found if not one["observationID"].startswith(OURS)]


def _events(photos: Sequence[Photo], pause: float) -> Iterator[list[Photo]]:
    """Yield the photos of each event in order of time; the events are those that the window stacks."""
    if not photos:
        return
    ordered = sorted(photos, key=lambda one: (one.deployment, one.at, one.image))
    places = np.unique([photo.deployment for photo in ordered], return_inverse=True)[1]
    event = events(np.array([photo.at.timestamp() for photo in ordered]), places, pause).of
    for members in np.split(np.arange(len(ordered)), np.flatnonzero(np.diff(event)) + 1):
        yield [ordered[one] for one in members.tolist()]


def _observations(source: ExportSource, options: CamtrapDp, found: Iterator[list[Photo]]) -> Iterator[dict[str, str]]:
    chances = np.full(len(source.paths), np.nan, np.float32)
    if options.predicted and source.ranking is not None:
        chances[source.ranking.images] = probabilities(source.ranking)
    program = f"annotator {__version__}"
    for event in found:
        name = f"{OURS}{event[0].media}"
        shared = {
            "deploymentID": event[0].deployment,
            "eventID": name,
            "eventStart": stamp(event[0].at),
            "eventEnd": stamp(event[-1].at),
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
    return stamp(found) if found is not None else ""


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
        "resources": [*resources(), *kept],
        "profile": f"{PLACE}/camtrap-dp-profile.json",
        "taxonomic": {
            one["scientificName"]: one
            for one in (taxa if isinstance(taxa, list) else ())
            if isinstance(one, dict) and isinstance(one.get("scientificName"), str)
        },
    }
