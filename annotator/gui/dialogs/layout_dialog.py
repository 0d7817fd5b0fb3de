"""Lets the user describe the layout of a feature file, where it is ambiguous or inferred wrongly."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from annotator.data.features.formats.contents import Part
from annotator.data.features.layout import FeatureLayout
from annotator.errors import AnnotatorError
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, combo_box, form, hint, in_column, named, wrapped

WIDTH = 560
_NAMES, _LIST, _PATTERN = range(3)


class LayoutDialog(QDialog):
    """Choose features, names and direction from the contents of the file."""

    def __init__(
        self, path: Path, parts: tuple[Part, ...], layout: FeatureLayout, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Layout of {name}").format(name=path.name))
        self.features = _choice(parts, layout.features, self, tr("Features"))
        self.source = combo_box(self, tr("Where the names come from"), (
            (tr("From the file itself"), _NAMES), (tr("From a list in another file"), _LIST),
            (tr("Images are numbered from 1"), _PATTERN),
        ))  # fmt: skip
        self.names = _choice(parts, layout.names, self, tr("Image names"))
        self.list = PathField(
            tr("List of names"), Pick.FILE, tr("Lists (*.txt *.csv *.json *.jsonl *.parquet);;All files (*)"), self
        )
        if layout.names_file:
            self.list.set_path(path.parent / layout.names_file)
        self.pattern = named(QLineEdit(layout.pattern or "im{}.jpg", self), tr("Pattern of the names"))
        directions = (tr("find out"), None), (tr("a row"), False), (tr("a column"), True)
        self.turned = combo_box(self, tr("Direction"), directions)
        self.turned.setCurrentIndex({None: 0, False: 1, True: 2}[layout.transposed])
        self._problem = wrapped("", self, "problem")
        buttons = DialogButtons(self)
        self.use = buttons.accept(tr("Use"), self._accept)
        buttons.reject(tr("Cancel"))
        self._form = form(
            (tr("&Features"), self.features), (tr("An image is"), self.turned), (tr("&Names"), self.source),
            (tr("Data set of the names"), self.names), (tr("List"), self.list), (tr("Pattern"), self.pattern),
        )  # fmt: skip
        note = hint(tr("The choice is remembered in the project; the file is never changed."), self)
        in_column(note, self._form, self._problem, None, buttons, on=self)
        self.resize(WIDTH, self.sizeHint().height())
        place = _LIST if layout.names_file else _PATTERN if layout.pattern else _NAMES
        self.source.currentIndexChanged.connect(lambda _index: self._show_source())
        self.source.setCurrentIndex(place)
        self._show_source()

    def _show_source(self) -> None:
        for field, place in ((self.names, _NAMES), (self.list, _LIST), (self.pattern, _PATTERN)):
            self._form.setRowVisible(field, self.source.currentData() == place)

    def layout_(self) -> FeatureLayout:
        """Return what was chosen.

        Raises:
            FeatureError: The pattern has no number.
        """
        place = self.source.currentData()
        return FeatureLayout(
            features=self.features.currentData() or "",
            names=(self.names.currentData() or "") if place == _NAMES else "",
            names_file=str(self.list.path.absolute()) if place == _LIST and self.list.path is not None else "",
            pattern=self.pattern.text().strip() if place == _PATTERN else "",
            transposed=self.turned.currentData(),
        )

    def _accept(self) -> None:
        try:
            self.layout_()
        except AnnotatorError as error:
            self._problem.setText(core_words(error))
        else:
            self.accept()


def _choice(parts: tuple[Part, ...], chosen: str, parent: QWidget, name: str) -> QComboBox:
    box = combo_box(parent, name, [(tr("find out"), ""), *((core_words(part.words), part.name) for part in parts)])
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
