"""The export formats of a topic, by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from annotator.data.exporting.cleanlab import write_cleanlab
from annotator.data.exporting.coco import Coco, write_coco
from annotator.data.exporting.contact_sheet import Sheet, write_html, write_pdf
from annotator.data.exporting.document import write_document
from annotator.data.exporting.evidence import write_evidence
from annotator.data.exporting.formats import Format, write_topic
from annotator.data.exporting.lines import JsonLines, PathList, write_json_lines, write_list
from annotator.data.exporting.linked.web_annotations import write_annotations
from annotator.data.exporting.nature.camtrap_dp import CamtrapDp, write_camtrap_dp
from annotator.data.exporting.nature.darwin_core import DarwinCore, write_darwin_core
from annotator.data.exporting.parquet import lacks_pyarrow, write_label_parquet, write_ranking_parquet
from annotator.data.exporting.pictures import (
    BestPictures,
    OneClass,
    Pictures,
    write_best,
    write_fiftyone,
    write_image_folder,
    write_tree,
)
from annotator.data.exporting.ranx import write_ranx
from annotator.data.exporting.sidecars import Hydrus, Xmp, write_hydrus, write_xmp
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import LabelTable, RankingTable, write_labels, write_ranking
from annotator.data.exporting.tasks import (
    Flags,
    LabelStudio,
    Tagged,
    write_cvat,
    write_label_studio,
    write_labelme,
)
from annotator.data.exporting.trec import Qrels, write_qrels, write_residual_run, write_run
from annotator.errors import ExportError
from annotator.types import Progress

_RANKING = frozenset({"ranking"})

_ALL = (
    Format(
        "labels-csv", "Labels as a table", ".csv",
        "Every image with its label, score and rank, for spreadsheets and scripts.", write_labels, LabelTable,
        "spreadsheet",
    ),
    Format(
        "labels-json", "Labels with their history", ".json",
        "Labels, settings and every judgement ever made, in one document.", write_document,
    ),
    Format(
        "labels-jsonl", "Labels as JSON Lines", ".jsonl",
        "One object per image, and every judgement ever made in a second file, for scripts.",
        write_json_lines, JsonLines,
    ),
    Format(
        "labels-parquet", "Labels as Parquet", ".parquet",
        "The table of labels for pandas, Polars and DuckDB.", write_label_parquet, JsonLines, lacking=lacks_pyarrow,
    ),
    Format(
        "paths-list", "List of paths", ".txt",
        "The paths of the relevant images, one per line.", write_list, PathList, "spreadsheet",
    ),
    Format(
        "cvat", "Labels for CVAT", ".xml",
        "CVAT for images 1.1, with one tag per judged image.", write_cvat, Tagged,
    ),
    Format(
        "label-studio", "Labels for Label Studio", ".json",
        "Tasks with annotations and predictions, and a matching labeling configuration.",
        write_label_studio, LabelStudio,
    ),
    Format(
        "labelme", "Labels for labelme and X-AnyLabeling", "",
        "One file per judged image with its label as flags.", write_labelme, Flags,
    ),
    Format(
        "class-folders", "Images in class folders", "",
        "One folder per class with its images, as ImageFolder of torchvision, Keras and YOLO read them.",
        write_tree, OneClass, "training",
    ),
    Format(
        "coco", "Labels as COCO", ".json",
        "For tools that read only COCO, which has no labels of whole images: each becomes a box around the image.",
        write_coco, Coco, "training",
    ),
    Format(
        "camtrap-dp", "Observations of camera traps (Camtrap DP)", "",
        "A package of deployments, photos and observations, as GBIF and the R package camtrapdp read it.",
        write_camtrap_dp, CamtrapDp, needs=frozenset({"metadata"}),
    ),
    Format(
        "darwin-core", "Occurrences (Darwin Core archive)", "",
        "An occurrence for every relevant image, with its photos, as GBIF reads it.",
        write_darwin_core, DarwinCore, "sharing", frozenset({"metadata"}),
    ),
    Format(
        "web-annotations", "Web annotations (W3C, for IIIF)", ".json",
        "An annotation for every judged image, of its IIIF canvas if a manifest was imported.",
        write_annotations, purpose="sharing", needs=frozenset({"metadata"}),
    ),
    Format(
        "cleanlab", "Suspected mistakes for cleanlab", ".csv",
        "Every judgement with the probability that the others give it, in cleanlab's columns.",
        write_cleanlab, needs=frozenset({"review"}),
    ),
    Format(
        "ranking-csv", "Ranking as a table", ".csv",
        "The ranked images, best first, with their scores.", write_ranking, RankingTable, "spreadsheet",
        _RANKING,
    ),
    Format(
        "ranking-parquet", "Ranking as Parquet", ".parquet",
        "The ranked images for pandas, Polars, DuckDB and ranx.", write_ranking_parquet,
        needs=_RANKING, lacking=lacks_pyarrow,
    ),
    Format(
        "trec-run", "Ranking as a TREC run", ".run",
        "The whole ranking for trec_eval, ir_measures and similar tools.", write_run,
        purpose="evaluation", needs=_RANKING,
    ),
    Format(
        "trec-run-residual", "Ranking of the unjudged images as a TREC run", ".run",
        "The ranking without the judged images, which would bias every measure.", write_residual_run,
        purpose="evaluation", needs=_RANKING,
    ),
    Format(
        "trec-qrels", "Judgements as TREC qrels", ".qrels",
        "Relevant and irrelevant images for trec_eval, ir_measures and similar tools.", write_qrels, Qrels,
        "evaluation",
    ),
    Format(
        "ranx", "Ranking and judgements for ranx", ".json",
        "Run and qrels as the JSON that ranx reads.", write_ranx, purpose="evaluation", needs=_RANKING,
    ),
    Format(
        "xmp", "XMP sidecars for digiKam, darktable, Lightroom", "",
        "One file per judged image with its pick label and tags, merged with an existing one.", write_xmp, Xmp,
        "archive",
    ),
    Format(
        "hydrus", "Tags for Hydrus", "",
        "One file per judged image with its label as a tag.", write_hydrus, Hydrus, "archive",
    ),
    Format(
        "best-images", "Best images", "",
        "A folder with the top images of the ranking, their rank before the name.", write_best, BestPictures,
        "sharing", _RANKING,
    ),
    Format(
        "imagefolder", "Hugging Face image folder", "",
        "Images and metadata.jsonl, as load_dataset(\"imagefolder\") reads them.", write_image_folder, Pictures,
        "training",
    ),
    Format(
        "fiftyone", "FiftyOne data set", "",
        "Images and labels.json, as FiftyOne reads image classifications.", write_fiftyone, OneClass, "training",
    ),
    Format(
        "contact-sheet", "Contact sheet", ".html",
        "The best images in one self-contained page, to view, browse by keyboard and print.",
        write_html, Sheet, "sharing",
    ),
    Format(
        "contact-sheet-pdf", "Contact sheet as PDF", ".pdf",
        "A4 pages with 20 images each.", write_pdf, Sheet, "sharing",
    ),
    Format(
        "evidence", "Evidence pack", ".zip",
        "Everything the search is based on, in one archive that 'annotator verify' checks and recomputes.",
        write_evidence, purpose="evaluation", needs=_RANKING,
    ),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _ALL})
"""The built-in formats. With those of plugins they are in :class:`annotator.extensions.Extensions`."""


def format_called(name: str, among: Mapping[str, Format] = FORMATS) -> Format:
    """Return the format called ``name``; ExportError with the list of all if there is none."""
    if name not in among:
        raise ExportError(
            "There is no export format {name!r}; the formats are: {among}.", name=name, among=", ".join(among)
        )
    return among[name]


def export(
    one: str | Format,
    source: ExportSource,
    target: Path,
    progress: Progress | None = None,
    options: Mapping[str, Any] = MappingProxyType({}),
    *,
    dry_run: bool = False,
) -> ExportReport:
    """Write a topic in a format.

    The same source gives the same bytes. A failed or canceled export leaves existing files unchanged.

    Args:
        one: The format, or the name of a built-in one.
        source: What to write.
        target: File or folder to write. An existing file is replaced unless it is in use; an existing folder only if an
            export wrote all of it.
        progress: Receives the share that is done; cancellation is checked every few thousand images.
        options: Options of the format by name; missing ones have their defaults.
        dry_run: Write nothing, and list in the report what would be written.

    Raises:
        ExportError: Unknown format (the message lists them) or option, a file or folder that must not be replaced, no
            ranking although the format needs one, or a write error.
        Cancelled: The user canceled the export.
    """
    form = format_called(one) if isinstance(one, str) else one
    return write_topic(form, source, target, progress or Progress(), options, dry=dry_run)
