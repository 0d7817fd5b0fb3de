"""Darwin Core archives of GBIF and iNaturalist: what was observed on each photo, as a table of images.

An archive is a folder with ``meta.xml``, which says what the columns of the tables mean: occurrences, and the photos of
each. Only the tables of photos and of occurrences are read, and nothing is downloaded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from annotator.data.files.names import inside
from annotator.data.files.reading import read_bytes, read_text
from annotator.data.files.tables import Table
from annotator.errors import ImageError, TableError

_SPACE = "{http://rs.tdwg.org/dwc/text/}"
_MOST_META = 1 << 20
_MOST_TABLE = 1 << 31
_SIZES = frozenset({"original", "large", "medium", "small", "square", "thumb"})
"""How iNaturalist calls a photo in an address; the number before it is what tells it from others."""
_ADDRESSES = ("identifier", "accessURI", "associatedMedia")


@dataclass(frozen=True)
class _Part:
    """A table of the archive, and where its columns are.

    Attributes:
        file: The table.
        kind: Last word of what a row is, such as ``Occurrence``.
        key: Position of the identifier that joins the tables.
        terms: Position of each term, by its last word.
        constant: Values that all rows have.
        skip: Number of lines before the first row.
        delimiter, quote: What separates cells and encloses them, "" for nothing.
    """

    file: Path
    kind: str
    key: int
    terms: Mapping[str, int]
    constant: Mapping[str, str]
    skip: int
    delimiter: str
    quote: str

    def rows(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the identifier and the values of every row by term.

        Raises:
            TableError: It cannot be read.
        """
        text = read_text(self.file, TableError, _MOST_TABLE)
        lines = io.StringIO(text, newline="")
        try:
            if self.quote:
                reader = csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote)
            else:
                reader = csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)
            for number, cells in enumerate(reader):
                if number >= self.skip and self.key < len(cells):
                    there = {term: cells[at].strip() for term, at in self.terms.items() if at < len(cells)}
                    yield cells[self.key], {**self.constant, **there}
        except (csv.Error, TypeError) as error:
            raise TableError("{file}: this is no table ({error})", file=self.file, error=error) from error


def open_archive(meta: Path) -> Table:
    """Return the photos of an archive, with the columns of their occurrences.

    Args:
        meta: Its ``meta.xml``; the tables are files next to it.

    Raises:
        TableError: It is no Darwin Core archive, names no photos, or cannot be read.
    """
    core, *extensions = _parts(meta)
    photos = next((one for one in extensions if one.kind in ("Multimedia", "Image")), None)
    if photos is None and "associatedMedia" not in core.terms:
        raise TableError("{file}: this archive names no photos (Multimedia or associatedMedia)", file=meta)
    titles = ("file", *dict.fromkeys([*core.constant, *core.terms, *(_of_photos(photos) if photos else ())]))
    return Table(str(meta), titles, enumerate(_joined(core, photos, titles), 1), ",")


def _of_photos(photos: _Part) -> Iterator[str]:
    return (f"media_{term}" for term in (*photos.constant, *photos.terms))


def _joined(core: _Part, photos: _Part | None, titles: tuple[str, ...]) -> Iterator[list[str]]:
    occurrences = dict(core.rows())
    found = photos.rows() if photos is not None else occurrences.items()
    for key, row in found:
        own = {f"media_{term}": value for term, value in row.items()} if photos is not None else {}
        address = next((row[term] for term in _ADDRESSES if row.get(term)), "")
        for one in address.split("|"):
            if name := _name(one.strip()):
                values = {**occurrences.get(key, {}), **own, "file": name}
                yield [values.get(title, "") for title in titles]


def _name(address: str) -> str:
    """Return the name of the file at an address; of iNaturalist, it is the number of the photo."""
    path = PurePosixPath(unquote(urlsplit(address).path) or "/")
    return path.parent.name + path.suffix if path.stem in _SIZES and path.parent.name else path.name


def _parts(meta: Path) -> list[_Part]:
    """Return the tables of an archive, that of occurrences first."""
    try:
        root = ElementTree.fromstring(read_bytes(meta, TableError, _MOST_META), forbid_dtd=True)
        found = [*root.findall(f"{_SPACE}core"), *root.findall(f"{_SPACE}extension")]
        if root.tag != f"{_SPACE}archive" or not found or found[0].tag != f"{_SPACE}core":
            raise ValueError("it names no table of occurrences")
        return [_part(meta, one) for one in found]
    except (DefusedXmlException, SyntaxError, ValueError, LookupError, AttributeError, ImageError) as error:
        raise TableError(
            "{file}: this is no meta.xml of a Darwin Core archive ({error})", file=meta, error=error
        ) from error


def _part(meta: Path, one: ElementTree.Element) -> _Part:
    named = one.findtext(f"{_SPACE}files/{_SPACE}location")
    key = one.find(f"{_SPACE}id") if one.tag == f"{_SPACE}core" else one.find(f"{_SPACE}coreid")
    terms: dict[str, int] = {}
    constant: dict[str, str] = {}
    for field in one.findall(f"{_SPACE}field"):
        term = field.get("term", "").rpartition("/")[2]
        if field.get("index") is not None:
            terms[term] = int(field.get("index", ""))
        elif field.get("default"):
            constant[term] = field.get("default", "")
    if key is None or not named or "://" in named:
        raise ValueError("a table has no file or no identifier")
    escapes = {"\\t": "\t", "\\n": "\n", "\\r": "\r"}
    delimiter = one.get("fieldsTerminatedBy", ",")
    return _Part(
        file=inside(meta.parent, named.strip()),
        kind=one.get("rowType", "").rpartition("/")[2],
        key=int(key.get("index", "0")),
        terms=terms,
        constant=constant,
        skip=int(one.get("ignoreHeaderLines", "0")),
        delimiter=escapes.get(delimiter, delimiter),
        quote=one.get("fieldsEnclosedBy", '"'),
    )
