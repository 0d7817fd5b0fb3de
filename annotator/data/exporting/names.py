"""Names of relevant images without their folders."""

from __future__ import annotations

from annotator.data.exporting.formats import NoOptions
from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import blocks
from annotator.types import Progress


def write_names(source: ExportSource, out: Output, options: NoOptions, progress: Progress) -> ExportReport:
    """Write the file names of relevant images without folders, one per line."""
    images = chosen(source, "relevant")
    with out.text(out.name) as stream:
        for _, some in blocks(images, progress):
            stream.write("".join(f"{source.paths[image].rpartition('/')[2]}\n" for image in some))
    return ExportReport((), len(images))
