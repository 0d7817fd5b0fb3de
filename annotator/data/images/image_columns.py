"""Which column of a table, or field of an entry, names the image, and which has its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from annotator.data.files.tables import Table
from annotator.data.images.addresses import path_of
from annotator.errors import AmbiguousColumnError, TableError
from annotator.messages import Message, Remedy

IMAGE_COLUMNS = (
    ("path", "filename", "file_name", "filepath", "file_path", "image_path", "imagepath", "file"),
    ("image", "image_name", "docno"),
    ("name", "image_id", "id", "key"),
)
"""Titles in lower case that name the image; a later group counts only where no earlier one has any."""

LABEL_COLUMNS = (
    ("label", "included", "label_included", "final_included", "human_label", "class", "relevance"),
    ("label_int", "choice"),
)
"""Titles in lower case that have the label, in the same way."""

FOLDER_COLUMNS = ("relativepath", "folder", "directory")
"""Titles in lower case of the folder of a file name without one; the first that is there counts."""

NO_CHOICE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class _Known:
    """Columns that a program writes, and which of them are meant."""

    titles: frozenset[str]
    image: str = ""
    label: str = ""


_PROGRAMS = (
    _Known(frozenset({"asreview_label"}), label="asreview_label"),
    _Known(frozenset({"path", "is_label_issue", "given_label"}), "path", "given_label"),
    _Known(frozenset({"path", "label", "label_int"}), "path", "label"),
    _Known(frozenset({"file_name", "path", "rank", "label"}), "path", "label"),  # our folders of images
    _Known(frozenset({"human_label", "image"}), label="human_label"),  # Astronomaly
    _Known(frozenset({"sourcefile"}), "sourcefile"),  # ExifTool
    _Known(frozenset({"file", "relativepath"}), "file"),  # Timelapse
)

KNOWN_TITLES = frozenset(
    {*FOLDER_COLUMNS, *(title for group in (*IMAGE_COLUMNS, *LABEL_COLUMNS) for title in group)}
    | {title for program in _PROGRAMS for title in program.titles}
)
"""All titles above."""


@dataclass(frozen=True)
class ImageColumns:
    """Where the columns are.

    Attributes:
        image: Position of the column with the name of the image.
        folder: Position of that with its folder, -1 for none.
        label: Position of that with its label, -1 for none.
    """

    image: int
    folder: int = -1
    label: int = -1

    def name(self, cells: Sequence[str]) -> str:
        """Return the name of the image of a row, "" if it is missing.

        It is put together with its folder if it has none; of an address, it is the path.
        """
        name = path_of(cells[self.image]) if self.image < len(cells) else ""
        folder = cells[self.folder].strip() if 0 <= self.folder < len(cells) else ""
        if not name or not folder or "/" in name or "\\" in name:
            return name
        return f"{folder.rstrip('/' + chr(92))}/{name}" if folder.strip("./\\") else name


def find_columns(table: Table, chosen: Mapping[str, str] = NO_CHOICE, *, labels: bool) -> ImageColumns:
    """Find the columns of a table.

    Args:
        table: The table.
        chosen: Titles that the person has chosen, by ``image`` and ``label``.
        labels: Whether a column of labels is needed.

    Raises:
        TableError: A column is missing, or there are two of its title.
        AmbiguousColumnError: Several can be meant.
    """
    image = _find(table, "image", IMAGE_COLUMNS, chosen)
    label = _find(table, "label", LABEL_COLUMNS, chosen, image) if labels else -1
    folders = (title for title in FOLDER_COLUMNS if title in table.lowered)
    folder = next((_only(table, title) for title in folders), -1)
    return ImageColumns(image, -1 if folder == image else folder, label)


def _find(
    table: Table, role: str, groups: Sequence[Sequence[str]], chosen: Mapping[str, str], taken: int | None = None
) -> int:
    if role in chosen:
        wanted = chosen[role].strip()
        if wanted in table.titles or wanted.lower() in table.lowered:
            return _place(table, wanted)
        raise TableError(
            "{name}: there is no column {wanted!r}; its columns are: {titles}",
            name=table.name,
            wanted=wanted,
            titles=", ".join(table.titles),
        )
    for program in _PROGRAMS:
        written = getattr(program, role)
        if written and program.titles <= set(table.lowered):
            return _only(table, written)
    for group in groups:
        there = [title for title in group if title in table.lowered]
        if len(there) > 1:
            titles = tuple(table.titles[table.lowered.index(title)] for title in there)
            raise ambiguous(table.name, role, titles)
        if there:
            return _only(table, there[0])
    left = [
        title for at, title in enumerate(table.titles) if title and at != taken and title.lower() not in FOLDER_COLUMNS
    ]
    if taken is not None and left:  # a table of images, whose labels are called differently
        raise ambiguous(table.name, role, left)
    raise TableError(
        "{name}: the first line must name a column with {what} ({titles}); it names: {header}",
        name=table.name,
        what=role_words(role),
        titles=", ".join(groups[0][:4]),
        header=", ".join(filter(None, table.titles)) or Message("nothing"),
    )


def _place(table: Table, title: str) -> int:
    """Return the column of a title as it is written, else in any case."""
    if table.titles.count(title) == 1:
        return table.titles.index(title)
    return _only(table, title.lower())


def _only(table: Table, title: str) -> int:
    """Return the column of a title in lower case; TableError if there are two."""
    if table.lowered.count(title) > 1:
        raise table.twice(title)
    return table.lowered.index(title)


def role_words(role: str) -> Message:
    """Return what a column is needed for."""
    return Message("the image") if role == "image" else Message("the label")


def ambiguous(name: str, role: str, candidates: Sequence[str]) -> AmbiguousColumnError:
    """Return the error that several columns or fields can be meant."""
    return AmbiguousColumnError(
        "{name}: it is not clear which column has {what}: {candidates}. {remedy}",
        role,
        tuple(candidates),
        name=name,
        what=role_words(role),
        candidates=", ".join(candidates),
        remedy=Remedy("Choose one (--column {role}={first}).", "Choose one.", role=role, first=candidates[0]),
    )
