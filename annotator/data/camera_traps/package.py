"""Packages of camera traps in the format Camtrap DP 1.0 (Bubnicki et al. 2024, doi:10.1002/rse2.374).

A package is a file ``datapackage.json`` and three tables: where and when cameras stood (deployments), the photos
(media), and what is to be seen (observations), on one photo or on all photos of a time at one camera (an event).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from annotator.data.files.names import inside
from annotator.data.files.tables import Table, open_table
from annotator.errors import ImageError, TableError

OF_DEPLOYMENTS = (
    "locationName", "latitude", "longitude", "cameraID", "cameraModel", "featureType", "habitat", "baitUse",
    "deploymentGroups", "deploymentTags",
)  # fmt: skip
OF_MEDIA = ("deploymentID", "timestamp", "captureMethod", "favorite", "mediaComments")
OF_OBSERVATIONS = ("observationType", "scientificName", "count")
KNOWN = frozenset(title.lower() for title in (*OF_DEPLOYMENTS, *OF_MEDIA, *OF_OBSERVATIONS, "mediaID", "observationID"))
"""Titles of the tables, in lower case."""

_NONE = ("", "NA", "NaN", "nan")


@dataclass(frozen=True)
class Package:
    """An opened package.

    Attributes:
        file: Its ``datapackage.json``.
        descriptor: What is in it.
    """

    file: Path
    descriptor: Mapping[str, Any]

    def table(self, name: str) -> AbstractContextManager[Table]:
        """Open the table ``deployments``, ``media`` or ``observations``.

        Raises:
            TableError: The package does not name it, or elsewhere than in a file next to it, or it cannot be read.
        """
        return open_table(self.path(name), KNOWN)

    def path(self, name: str) -> Path:
        """Return the file of a table; raises as :meth:`table` does."""
        resources = self.descriptor.get("resources")
        for one in resources if isinstance(resources, list) else ():
            if isinstance(one, dict) and one.get("name") == name:
                paths = one.get("path")
                path = paths[0] if isinstance(paths, list) and len(paths) == 1 else paths
                try:
                    return inside(self.file.parent, path if isinstance(path, str) and "://" not in path else "")
                except ImageError:
                    raise TableError(
                        "{file}: the table {name!r} must be one file next to it, but its path is {path!r}; download "
                        "the whole package",
                        file=self.file,
                        name=name,
                        path=paths,
                    ) from None
        raise TableError("{file}: this is no Camtrap DP package: it names no table {name!r}", file=self.file, name=name)


@contextmanager
def open_media(package: Package) -> Iterator[Table]:
    """Open a table of all media, with the columns of their deployments and of what was observed."""
    with package.table("deployments") as table:
        deployments = {row["deploymentID"]: row for row in rows(table, ("deploymentID", *OF_DEPLOYMENTS))}
    with package.table("observations") as table:
        observed = _Observed(rows(table, _Observed.TITLES))
    with package.table("media") as table:
        yield Table(
            table.name,
            ("filePath", *OF_MEDIA, *OF_DEPLOYMENTS, *OF_OBSERVATIONS),
            enumerate(_media(table, deployments, observed), 2),
            ",",
        )


def _media(table: Table, deployments: Mapping[str, Mapping[str, str]], observed: _Observed) -> Iterator[list[str]]:
    for row in rows(table, ("mediaID", "filePath", *OF_MEDIA)):
        place = deployments.get(row["deploymentID"], {})
        yield [
            row["filePath"],
            *(row[title] for title in OF_MEDIA),
            *(place.get(title, "") for title in OF_DEPLOYMENTS),
            *observed.on(row["mediaID"], row["deploymentID"], moment(row["timestamp"])),
        ]


def rows(table: Table, titles: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the cells of every row by title; a missing value or column is "".

    Raises:
        TableError: The first of ``titles`` is missing, or a row cannot be read.
    """
    at = {title: table.titles.index(title) for title in titles if title in table.titles}
    if titles[0] not in at:
        raise TableError("{name}: there is no column {title!r}", name=table.name, title=titles[0])
    for _, cells in table.rows:
        found = {title: cells[at[title]].strip() if at.get(title, len(cells)) < len(cells) else "" for title in titles}
        yield {title: "" if text in _NONE else text for title, text in found.items()}


def moment(text: str) -> datetime | None:
    """Return a time of a package, which has an offset from UTC; None if it is missing or none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


@dataclass
class _Seen:
    """What was observed on one photo."""

    kinds: set[str] = field(default_factory=set)
    species: set[str] = field(default_factory=set)
    count: int = 0

    def add(self, row: Mapping[str, str]) -> None:
        self.kinds.add(row["observationType"])
        self.species.add(row["scientificName"])
        self.count += int(row["count"]) if row["count"].isdecimal() else 0


class _Observed:
    """Observations by the photo, or by camera and time, that they are about."""

    TITLES = ("observationID", "mediaID", "deploymentID", "eventStart", "eventEnd", *OF_OBSERVATIONS)

    def __init__(self, observations: Iterable[Mapping[str, str]]) -> None:
        self._of_media: dict[str, _Seen] = defaultdict(_Seen)
        self._events: dict[str, list[tuple[datetime, datetime, Mapping[str, str]]]] = defaultdict(list)
        for row in observations:
            start, end = moment(row["eventStart"]), moment(row["eventEnd"])
            if row["mediaID"]:
                self._of_media[row["mediaID"]].add(row)
            elif start is not None and end is not None:
                self._events[row["deploymentID"]].append((start, end, row))
        self._longest = timedelta(0)
        for events in self._events.values():
            events.sort(key=lambda event: event[0])
            self._longest = max(self._longest, *(end - start for start, end, _ in events))

    def on(self, media: str, deployment: str, at: datetime | None) -> list[str]:
        """Return the values of :data:`OF_OBSERVATIONS` for a photo."""
        seen = self._of_media.get(media)
        if seen is None:
            seen = _Seen()
            events = self._events.get(deployment, []) if at is not None else []
            first = bisect_right(events, at, key=lambda event: event[0]) if at is not None else 0
            for start, end, row in reversed(events[:first]):
                if at is None or at - start > self._longest:
                    break
                if at <= end:
                    seen.add(row)
        texts = ("; ".join(sorted(filter(None, found))) for found in (seen.kinds, seen.species))
        return [*texts, str(seen.count or "")]
