"""The images of a grid as a Qt model: an array of image ids whose data is looked up on demand."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QItemSelection, QModelIndex, QObject, Qt

from annotator.gui.grid.part_frame import Part
from annotator.gui.grid.stack_mark import StackMark
from annotator.gui.text.translate import tr
from annotator.gui.widgets.row_model import Index
from annotator.gui.widgets.theme import label_text
from annotator.types import IntArray, Label


def selection_of(model: QAbstractItemModel, ranges: Iterable[tuple[int, int]]) -> QItemSelection:
    """Return inclusive ranges of rows (first, last) as a selection."""
    selection = QItemSelection()
    for first, last in ranges:
        selection.select(model.index(first, 0), model.index(last, 0))
    return selection


def ranges_of(selection: QItemSelection) -> list[tuple[int, int]]:
    """Return the inclusive ranges of rows (first, last) of a selection, ascending."""
    parts = (selection.at(i) for i in range(selection.size()))
    return sorted((part.top(), part.bottom()) for part in parts)


def contiguous(rows: IntArray) -> list[tuple[int, int]]:
    """Return ascending unique ``rows``, shape (m,), as inclusive ranges (first, last)."""
    if not rows.size:
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts, lasts = rows[np.r_[0, breaks + 1]], rows[np.r_[breaks, rows.size - 1]]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


IMAGE_ROLE = Qt.ItemDataRole.UserRole
"""Model role that holds the image id."""

_FEW = 64  # up to this number, changed images are announced individually


@dataclass(frozen=True)
class Overlay:
    """The model's prediction for an image, drawn over it.

    Attributes:
        rank: Position in the ranking, from 1.
        total: Length of the ranking.
        probability: Predicted probability of relevance, in [0, 1].
        uncertainty: Half the width of its interval, in [0, 1].
    """

    rank: int | None = None
    total: int | None = None
    probability: float | None = None
    uncertainty: float | None = None


@dataclass(frozen=True)
class ImageSource:
    """Data source of a grid; every function takes an image id and answers from memory.

    Attributes:
        name: Relative path; its last part is shown below the image, the full path in the tooltip.
        label: Current label.
        word: Word to show in place of that of the label, "" for that.
        overlay: Overlay to draw while overlays are on; ``None`` for nothing.
        remark: Additional text for the tooltip and for screen readers, "" for none.
        stack: What is drawn of the stack of an image; ``None`` for nothing.
        part: The part of an image to frame; ``None`` for no frame.
        shapes: Width and height in pixels of a few images, to which the cells are fitted; () if none is known.
    """

    name: Callable[[int], str]
    label: Callable[[int], Label | None] = lambda _image: None
    word: Callable[[int], str] = lambda _image: ""
    overlay: Callable[[int], Overlay | None] = lambda _image: None
    remark: Callable[[int], str] = lambda _image: ""
    stack: Callable[[int], StackMark | None] = lambda _image: None
    part: Callable[[int], Part | None] = lambda _image: None
    shapes: tuple[tuple[int, int], ...] = ()


class ImageModel(QAbstractListModel):
    """A list of image ids; a row of the model is a position in the list."""

    def __init__(
        self,
        source: ImageSource,
        error_of: Callable[[int], str | None] = lambda _image: None,
        parent: QObject | None = None,
    ) -> None:
        """Start with an empty list; ``error_of`` returns why an image cannot be shown."""
        super().__init__(parent)
        self.source = source
        self._error_of = error_of
        self.show_overlay = False
        self._ids = _frozen(())

    @property
    def ids(self) -> IntArray:
        """Image ids in order, shape (n,), read-only."""
        return self._ids

    def set_images(self, ids: Sequence[int] | NDArray[Any]) -> None:
        """Replace the list. An int64 array is used without copying and must not change afterwards."""
        self.beginResetModel()
        self._ids = _frozen(ids)
        self.endResetModel()

    def refresh(self, images: Iterable[int] | None = None) -> None:
        """Announce that the data of ``images`` (all if ``None``) changed."""
        changed = None if images is None else list(images)
        if changed is not None and len(changed) <= _FEW:
            for row in map(self.row_of, changed):
                if row is not None:
                    self.dataChanged.emit(self.index(row), self.index(row))
        elif len(self._ids):
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def image_at(self, row: int) -> int:
        """Return the image id at a row."""
        return int(self._ids[row])

    def row_of(self, image: int) -> int | None:
        """Return the row of an image, ``None`` if it is not in the list."""
        # Comparing a million ids takes a third of a millisecond; an index would have to be rebuilt for every ranking.
        found = np.flatnonzero(self._ids == image)
        return int(found[0]) if found.size else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of images."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of the image at ``index`` for a role."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        image = self.image_at(index.row())
        if role == IMAGE_ROLE:
            return image
        if role == Qt.ItemDataRole.DisplayRole:
            return self.short_name(image)
        if role == Qt.ItemDataRole.ToolTipRole:
            # Escaped and marked as rich text: a file may be named "<b>.jpg", and long paths are wrapped.
            lines = (self.source.name(image), self.describe(image), self._error_of(image))
            return "<qt>" + "<br>".join(html.escape(line) for line in lines if line) + "</qt>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            failed = tr("cannot be shown") if self._error_of(image) else ""
            return ", ".join(filter(None, (self.short_name(image), self.describe(image), failed)))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.source.name(image)
        return None

    def short_name(self, image: int) -> str:
        """Return the file name of an image, without its folders."""
        return self.source.name(image).rpartition("/")[2]

    def overlay(self, image: int) -> Overlay | None:
        """Return the overlay of an image if overlays are on."""
        return self.source.overlay(image) if self.show_overlay else None

    def describe(self, image: int) -> str:
        """Return label, rank and remark as text, e.g. ``relevant, rank 14 of 980``."""
        words = [self.source.word(image) or label_text(self.source.label(image)).lower()]
        overlay = self.overlay(image)
        if overlay is not None and overlay.rank is not None:
            of = tr("rank {rank} of {total}") if overlay.total is not None else tr("rank {rank}")
            words.append(of.format(rank=overlay.rank, total=overlay.total))
        if overlay is not None and overlay.probability is not None:
            words.append(tr("{percent} % probable").format(percent=round(100 * overlay.probability)))
        remark = self.source.remark(image)
        return ", ".join([*words, remark] if remark else words)


def _frozen(ids: Sequence[int] | NDArray[Any]) -> IntArray:
    view = np.asarray(ids, dtype=np.int64).reshape(-1).view()
    view.flags.writeable = False
    return view
