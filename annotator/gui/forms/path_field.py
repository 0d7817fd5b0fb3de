"""A text field for a path with a button that opens the system's file dialog."""

from __future__ import annotations

import enum
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QWidget

from annotator.data.images.images import IMAGE_SUFFIXES
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_row, named
from annotator.gui.widgets.save_file import choose_file


class Pick(enum.Enum):
    """The kind of path that the dialog selects."""

    FOLDER = "folder"
    FILE = "file"
    NEW_FILE = "new file"
    NEW_FOLDER = "new folder"


class PathField(QWidget):
    """A path that can be typed, chosen from suggestions, or selected in a dialog.

    Signals:
        changed: The path has changed.
    """

    changed = Signal()

    def __init__(self, name: str, pick: Pick, filters: str = "", parent: QWidget | None = None) -> None:
        """Set the accessible name; ``filters`` are the file dialog's, e.g. ``Feature files (*.h5)``."""
        super().__init__(parent)
        self._pick, self._filters, self._name = pick, filters, name
        never, size = QComboBox.InsertPolicy.NoInsert, QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self._box = QComboBox(self, editable=True, insertPolicy=never, minimumContentsLength=36, sizeAdjustPolicy=size)
        self._box.setAccessibleName(name)
        self._box.editTextChanged.connect(lambda _text: self.changed.emit())
        browse = named(QPushButton(tr("Browse…"), self), tr("Browse for {lower}").format(lower=name.lower()))
        browse.clicked.connect(lambda _checked=False: self._browse())
        in_row((self._box, 1), browse, on=self, margins=0)
        self.setFocusProxy(self._box)

    @property
    def path(self) -> Path | None:
        """The path in the field, ``None`` if it is empty."""
        text = self._box.currentText().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path | None) -> None:
        """Show ``path``."""
        self._box.setEditText("" if path is None else str(path))

    def set_pick(self, pick: Pick) -> None:
        """Change the kind of path to select."""
        self._pick = pick

    def suggest(self, paths: tuple[Path, ...]) -> None:
        """Offer ``paths`` in the list; the first is entered if the field is empty."""
        before = self._box.currentText()
        with QSignalBlocker(self._box):
            self._box.clear()
            self._box.addItems([str(path) for path in paths])
            self._box.setEditText(before or (str(paths[0]) if paths else ""))
        if self._box.currentText() != before:
            self.changed.emit()

    def _browse(self) -> None:
        here = str(self.path or Path.home())
        if self._pick is Pick.FOLDER:
            chosen = QFileDialog.getExistingDirectory(self, self._name, here)
        elif self._pick is Pick.FILE:
            chosen, _ = QFileDialog.getOpenFileName(self, self._name, here, self._filters)
        elif self._pick is Pick.NEW_FOLDER:
            chosen = self._new_folder(here)
        else:
            chosen, _ = choose_file(self, self._name, here, self._filters)
        if chosen:
            self.set_path(Path(chosen))

    def _new_folder(self, here: str) -> str:
        """Ask for the location of the new folder: an empty folder itself, or a subfolder of a non-empty one."""
        chosen = QFileDialog.getExistingDirectory(self, self._name, str(Path(here).parent))
        if chosen and self.path is not None and any(Path(chosen).iterdir()):
            return str(Path(chosen) / self.path.name)
        return chosen


def ask_for_pictures(parent: QWidget) -> list[Path]:
    """Let the user choose picture files, from anywhere."""
    kinds = tr("Pictures ({suffixes});;All files (*)").format(
        suffixes=" ".join(f"*{suffix}" for suffix in sorted(IMAGE_SUFFIXES))
    )
    chosen, _ = QFileDialog.getOpenFileNames(parent, tr("A picture of what you are looking for"), "", kinds)
    return [Path(path) for path in chosen]
