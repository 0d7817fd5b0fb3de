"""Labels one per line: a plain list of paths, or JSON Lines of the final state with the event log in a second file."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.data.exporting.document import change_entry, image_entry, json_text
from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import ORDERS, WHICH, chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks, places
from annotator.messages import Message
from annotator.parameters import parameter
from annotator.types import Progress


@dataclass(frozen=True)
class PathList:
    """Options of the list of paths."""

    images: str = parameter("relevant", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)
    order: str = parameter("path", "Order of the list.", choices=ORDERS)


@dataclass(frozen=True)
class JsonLines:
    """Options of labels as JSON Lines."""

    images: str = parameter("all", "Which images: all, those with a label, or the relevant ones.", choices=WHICH)


def write_list(source: ExportSource, out: Output, options: PathList, progress: Progress) -> ExportReport:
    """Write the paths of the images, one per line; paths that contain a line break are omitted."""
    order = chosen(source, options.images, options.order)
    broken = 0
    with out.text(out.name) as stream:
        for _, images in blocks(order, progress):
            paths = [source.paths[image] for image in images]
            whole = [path for path in paths if len(path.splitlines()) == 1]
            broken += len(paths) - len(whole)
            stream.write("".join(f"{path}\n" for path in whole))
    note = Message("{n} image(s) with a line break in the name: left out.", n=broken) if broken else ""
    return ExportReport((), len(order) - broken, note)


def write_json_lines(source: ExportSource, out: Output, options: JsonLines, progress: Progress) -> ExportReport:
    """Write one object per image, and in a second file one object per label change, oldest first.

    The fields of an image are those of :mod:`annotator.data.exporting.document`, and the topic. Applying the events in
    order to unlabeled images gives the final state.
    """
    order = chosen(source, options.images)
    place = places(source)
    with out.text(out.name) as stream:
        for _, images in blocks(order, progress):
            entries = (image_entry(source, image, int(place[image])) for image in images)
            stream.write("".join(json_text({"topic": source.topic, **entry}) + "\n" for entry in entries))
    with out.text(out.companion(".events.jsonl")) as stream:
        stream.writelines(
            json_text({"topic": source.topic, **change_entry(source, entry)}) + "\n" for entry in source.history
        )
    return ExportReport((), len(order))
