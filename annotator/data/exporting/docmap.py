"""The table next to a TREC file that maps its document numbers back to images."""

from __future__ import annotations

import hashlib
import stat
from typing import TextIO
from urllib.parse import quote

import numpy as np

from annotator.data.exporting.output import Output
from annotator.data.exporting.source import ExportSource
from annotator.data.exporting.tables import blocks, row
from annotator.data.files.reading import open_bytes
from annotator.errors import ExportError, ImageError
from annotator.messages import Message
from annotator.types import IntArray, Progress

DOCMAP = "docmap.csv"
COLUMNS = ("docno", "path", "sha256")
HASH_BUDGET = 1 << 30
"""Maximum bytes of images that an export reads for checksums; larger collections get none."""


def docno(path: str) -> str:
    """Return ``path`` as a TREC document number: UTF-8 percent-encoded except for letters, digits and ``/ - . _ ~``."""
    return quote(path, safe="/")


def check_docmap(out: Output) -> None:
    """Raise ExportError if an existing docmap.csv is not a docmap, or the main file has that name."""
    if out.name == DOCMAP:
        raise ExportError(
            "{docmap} is the name of the table written next to the file. Choose another name.", docmap=DOCMAP
        )
    docmap = out.folder / DOCMAP
    header = row(COLUMNS).encode()
    try:
        with docmap.open("rb") as stream:
            ours = stream.read(len(header)) == header
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise ExportError(
            "{docmap} cannot be replaced: {reason}. Choose another folder.", docmap=docmap, reason=error.strerror
        ) from error
    if not ours:
        raise ExportError(
            "{docmap} exists and was not written by an export. Choose another folder, or move it.", docmap=docmap
        )


def write_docmap(source: ExportSource, stream: TextIO, progress: Progress) -> str:
    """Write the docno, path and SHA-256 of every image of the collection, in order of path.

    Returns:
        Sentences on missing checksums, "" for none.
    """
    sizes = _sizes(source)
    total = int(sizes.clip(0).sum())
    hashed = source.images_root is not None and total <= HASH_BUDGET
    order = np.array(sorted(range(len(source.paths)), key=source.paths.__getitem__), dtype=np.int64)
    without = 0
    stream.write(row(COLUMNS))
    for _, images in blocks(order, progress):
        for image in images:
            path = source.paths[image]
            checksum = _sha256(source, path) if hashed and sizes[image] >= 0 else ""
            without += not checksum
            stream.write(row((docno(path), path, checksum)))
    if source.images_root is None or not without:
        return ""
    if not hashed:
        return Message(
            "{docmap} has no checksums: reading {total:,} bytes of images would take too long.",
            docmap=DOCMAP,
            total=total,
        )
    return Message("{docmap} has no checksum for {n} image(s): missing or unreadable.", docmap=DOCMAP, n=without)


def _sha256(source: ExportSource, path: str) -> str:
    """Return the SHA-256 of an image in hexadecimal, "" if it cannot be read."""
    assert source.images_root is not None
    try:
        with open_bytes(source.images_root / path, ImageError) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ImageError):
        return ""


def _sizes(source: ExportSource) -> IntArray:
    """Return the size of every image in bytes, shape (N,); -1 if there is no regular file to read."""
    sizes = np.full(len(source.paths), -1, dtype=np.int64)
    if source.images_root is None:
        return sizes
    for image, path in enumerate(source.paths):
        try:
            status = (source.images_root / path).stat()
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(status.st_mode):
            sizes[image] = status.st_size
    return sizes
