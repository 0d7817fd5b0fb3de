"""Example of an export format: the ranking as a Markdown checklist, to work through in any editor.

Copy this file, rename the format, change ``write``, and test it::

    from annotator.data.exporting.conformance import check_exporter

    check_exporter(EXPORTERS[0])
"""

from annotator.data.exporting import ExportReport, ExportSource, Format, NoOptions, Output
from annotator.types import Label, Progress


def write(source: ExportSource, out: Output, _options: NoOptions, progress: Progress) -> ExportReport:
    """Write a line per image, best first; relevant images are ticked."""
    with out.text(out.name) as stream:
        stream.write(f"# {source.topic}\n\n")
        for place, image in enumerate(source.order().tolist()):
            ticked = "x" if source.label(image) is Label.RELEVANT else " "
            stream.write(f"- [{ticked}] `{source.paths[image]}`\n")
            if place % 1000 == 0:
                progress.step(place / len(source.paths))
    return ExportReport((), len(source.paths))


EXPORTERS = (Format("checklist", "Checklist in Markdown", ".md", "A list to tick, for any text editor.", write),)
