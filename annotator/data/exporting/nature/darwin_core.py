"""A Darwin Core archive: an occurrence for every relevant photo, and its photos, as GBIF and iNaturalist share them.

What was judged here is whether a photo shows the topic, so there is an occurrence only where a person said that it
does. Who looked and when is in ``identifiedBy`` and ``dateIdentified``; ``identificationVerificationStatus`` stays out,
because a label is no verification by an expert.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from annotator.data.exporting.linked.web_annotations import identifier
from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import media_type, row
from annotator.messages import Message
from annotator.parameters import parameter
from annotator.types import Progress

_DWC, _DC = "http://rs.tdwg.org/dwc/terms/", "http://purl.org/dc/terms/"
_OCCURRENCE = (
    f"{_DWC}occurrenceID", f"{_DWC}basisOfRecord", f"{_DWC}occurrenceStatus", f"{_DWC}scientificName",
    f"{_DWC}eventDate", f"{_DWC}decimalLatitude", f"{_DWC}decimalLongitude", f"{_DWC}identifiedBy",
    f"{_DWC}dateIdentified", f"{_DWC}identificationRemarks",
)  # fmt: skip
_MEDIA = (f"{_DWC}occurrenceID", f"{_DC}type", f"{_DC}format", f"{_DC}identifier", f"{_DC}title")


@dataclass(frozen=True)
class DarwinCore:
    """Options of Darwin Core."""

    species: str = parameter("", "Scientific name of what the relevant images show, such as Meles meles; may be empty.")
    basis: str = parameter(
        "HumanObservation",
        "Who was there: a person with a camera, or a camera alone.",
        choices=("HumanObservation", "MachineObservation"),
    )


def write_darwin_core(source: ExportSource, out: Output, options: DarwinCore, progress: Progress) -> ExportReport:
    """Write the tables of occurrences and photos, and ``meta.xml``, which says what their columns mean."""
    images = chosen(source, "relevant").tolist()
    known: set[str] = set()
    dated = 0
    with out.text("occurrence.csv") as occurrences, out.text("multimedia.csv") as media:
        occurrences.write(row(_titles(_OCCURRENCE)))
        media.write(row(_titles(_MEDIA)))
        for place, image in enumerate(images):
            progress.step(place / len(images))
            path = source.paths[image]
            name = source.text("occurrenceid", image) or identifier(source, "image", path)
            when = _moment(source, image)
            dated += bool(when)
            if name not in known:  # several photos may belong to one occurrence
                known.add(name)
                occurrences.write(row(_occurrence(source, image, options, name, when)))
            media.write(
                row((name, "StillImage", media_type(path), source.text("media_identifier", image) or path, path))
            )
    with out.text("meta.xml") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<archive xmlns="http://rs.tdwg.org/dwc/text/">\n')
        stream.write(_described("core", f"{_DWC}Occurrence", "occurrence.csv", _OCCURRENCE))
        stream.write(_described("extension", "http://rs.gbif.org/terms/1.0/Multimedia", "multimedia.csv", _MEDIA))
        stream.write("</archive>\n")
    undated = Message("{n} image(s) have no date, as metadata say.", n=len(images) - dated)
    return ExportReport((), len(images), undated if dated < len(images) else "")


def _occurrence(source: ExportSource, image: int, options: DarwinCore, name: str, when: str) -> Sequence[str]:
    how = source.judged.get(image)
    return (
        name, options.basis, "present", options.species or source.text("scientificname", image), when,
        _degrees(source.number("latitude", image)), _degrees(source.number("longitude", image)),
        how.annotator if how is not None else "", how.timestamp if how is not None else "",
        f"judged relevant for: {source.topic}",
    )  # fmt: skip


def _moment(source: ExportSource, image: int) -> str:
    """Return when a photo was taken, by the clock of the camera."""
    seconds = source.number("time", image)
    return "" if math.isnan(seconds) else datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()


def _degrees(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6f}"


def _titles(terms: Sequence[str]) -> list[str]:
    return [term.rpartition("/")[2] for term in terms]


def _described(part: str, kind: str, file: str, terms: Sequence[str]) -> str:
    key = "id" if part == "core" else "coreid"
    fields = "".join(f'<field index="{at}" term="{term}"/>\n' for at, term in enumerate(terms))
    return (
        f'<{part} encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy=\'"\' '
        f'ignoreHeaderLines="1" rowType="{kind}">\n<files><location>{file}</location></files>\n'
        f'<{key} index="0"/>\n{fields}</{part}>\n'
    )
