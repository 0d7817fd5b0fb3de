"""Detect which program wrote a file of labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from annotator.data.files.json_text import parse_json
from annotator.data.files.names import printable
from annotator.data.files.reading import open_bytes
from annotator.data.files.tables import encoding_of
from annotator.data.images.image_columns import IMAGE_COLUMNS, KNOWN_TITLES, LABEL_COLUMNS, NO_CHOICE
from annotator.data.images.scanning import IMAGE_SUFFIXES
from annotator.data.importing import archives, documents, folders, label_studio, tables
from annotator.data.importing.foreign import ForeignLabels, Words, document
from annotator.data.importing.formats import Importer
from annotator.errors import ImportLabelsError, PluginError
from annotator.messages import listed
from annotator.types import Label

_ALL = (
    Importer(
        "csv",
        "Table with a column of images and one of labels (also ASReview, AnomalyMatch)",
        tables.read_csv,
        asks=True,
    ),
    Importer("list", "List of paths, all relevant", tables.read_list),
    Importer("qrels", "TREC qrels", tables.read_qrels),
    Importer("labels-json", "Labels with their history, as exported", documents.read_document),
    Importer(
        "jsonl",
        "JSON Lines, or a JSON list, of images or of events (also Prodigy)",
        documents.read_json_lines,
        asks=True,
    ),
    Importer("label-studio", "Label Studio", label_studio.read_label_studio, asks=True),
    Importer("smqtk", "State of SMQTK-IQR", documents.read_smqtk),
    Importer("cvat", "CVAT for images 1.1", folders.read_cvat),
    Importer("class-folders", "Folders of images called like their label or class", folders.read_class_folders),
    Importer("labelme", "Flags of labelme and X-AnyLabeling", documents.read_labelme),
    Importer("xmp", "Pick labels and tags of digiKam (XMP sidecars)", folders.read_sidecars),
    Importer("reference", "Text files of the reference, image numbers from 1", folders.read_reference),
)

FORMATS: Mapping[str, Importer] = MappingProxyType({one.name: one for one in _ALL})
"""The built-in formats. With those of plugins they are in :class:`annotator.extensions.Extensions`."""


def read_labels(
    path: Path,
    format: str = "",
    mapping: Mapping[str, Label | None] | None = None,
    among: Mapping[str, Importer] = FORMATS,
    columns: Mapping[str, str] = NO_CHOICE,
) -> ForeignLabels:
    """Read the labels of another program.

    Args:
        path: File or folder.
        format: Name of one of ``among``; if empty, the built-in format that the file looks like.
        mapping: What words of the file mean, beside those that are known.
        among: The formats there are.
        columns: Columns or fields that the person has chosen, by ``image`` and ``label``.

    Raises:
        AmbiguousColumnError: Several columns or fields can be meant, and none was chosen.
        ImportLabelsError: The file cannot be read or understood, or lacks a word of ``mapping``; the message says where
            and what to do.
    """
    if format and format not in among:
        raise ImportLabelsError(
            "There is no format {format!r}; the formats are: {among}.", format=format, among=", ".join(among)
        )
    try:
        one = among[format] if format else FORMATS[detected(path)]
        words = Words(mapping or {})
        found = one.reader(path, words, columns) if one.asks else one.reader(path, words)
        if words.unused and (words.met or FORMATS.get(one.name) is one):  # a plugin may look words up in its own way
            raise ImportLabelsError(
                "{path}: the word {word!r}, whose meaning was given, is not among its labels: {words}.",
                path=path,
                word=words.unused[0],
                words=listed(sorted(words.met), 10) if words.met else "-",
            )
        return found
    except PluginError as error:
        raise ImportLabelsError("{path}: {error}", path=path, error=error) from error
    except NotADirectoryError:
        raise ImportLabelsError("{path} is not a folder, as {format} needs it.", path=path, format=format) from None
    except OSError as error:
        raise ImportLabelsError("{path}: this cannot be read ({reason})", path=path, reason=error.strerror) from error


def detected(path: Path) -> str:
    """Return the format of a file or folder; raise ImportLabelsError if it is unknown."""
    if path.is_dir():
        return _folder(path)
    with open_bytes(path, ImportLabelsError) as stream:
        start = stream.read(4096)
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return archives.detected(path)
        try:
            encoding = encoding_of(stream)
        except UnicodeDecodeError:
            encoding = "utf-8"
    text = start.decode(encoding, "replace").lstrip()
    if not text:
        raise ImportLabelsError("{path}: the file is empty", path=path)
    first = text.splitlines()[0]
    if first.lower().rstrip().endswith(tuple(IMAGE_SUFFIXES)):
        return "list"
    if text.startswith("<"):
        return "cvat"
    if text.startswith("["):
        return _json_list(path)
    if text.startswith("{"):
        return "labels-json" if '"annotator-labels/' in text[:200] else _lines_or_document(path, text)
    if len(first.split()) == 4 and first.split()[3].lstrip("-").isdecimal():
        return "qrels"
    titles = {cell.strip().strip('"').lower() for cell in re.split(r"[,;\t|]", first)}
    if (len(titles) > 1 and titles & KNOWN_TITLES) or first.lower().startswith(("sep=", '"sep=')):
        return "csv"
    raise ImportLabelsError(
        "{path}: it is not clear what this is. A table needs a line of titles with {name} and {label}; otherwise say "
        "the format: {formats}",
        path=path,
        name=IMAGE_COLUMNS[0][0],
        label=LABEL_COLUMNS[0][0],
        formats=", ".join(FORMATS),
    )


def _json_list(path: Path) -> str:
    """Return the format of a JSON list by its first entry; raise ImportLabelsError if it holds no objects."""
    entries = document(path)
    first = entries[0] if entries else {"data": {}}
    if isinstance(first, dict):
        return "label-studio" if "data" in first or "annotation_id" in first else "jsonl"
    raise ImportLabelsError(
        "{path}: this is a JSON list of {kind}, and a list of objects with an image and a label is needed. A list of "
        "names is read as text, one per line.",
        path=path,
        kind=type(first).__name__,
    )


def _lines_or_document(path: Path, start: str) -> str:
    """Return ``jsonl``, or raise ImportLabelsError for one JSON object over many lines, as other programs write."""
    try:
        parse_json(start.splitlines()[0], dict)
    except ValueError:
        try:
            fields = list(document(path))
        except ImportLabelsError:
            return "jsonl"  # its reader says which line is wrong
        raise ImportLabelsError(
            "{path}: no labels are read from this kind of JSON, an object with the fields {fields}. Choose a table "
            "(CSV), JSON Lines with one object per image, or the export of a labeling tool: {formats}",
            path=path,
            fields=listed([printable(str(field)) for field in fields], 5),
            formats=", ".join(FORMATS),
        ) from None
    return "jsonl"


def _folder(path: Path) -> str:
    endings = {file.suffix.lower() for file in path.rglob("*")}
    if ".xmp" in endings:
        return "xmp"
    if folders.looks_like_reference(path):
        return "reference"
    if (path / "metadata.csv").is_file() or (path / "metadata.jsonl").is_file():
        raise ImportLabelsError("{path}: choose metadata.csv or metadata.jsonl in this folder", path=path)
    if ".json" in endings:
        return "labelme"
    return folders.detected_class_folders(path)
