"""Lets the user describe the layout of a feature file, where it is ambiguous or inferred wrongly."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.data.features.formats.contents import Part
from annotator.data.features.layout import FeatureLayout
from annotator.errors import AnnotatorError
from annotator.gui.forms.parameter_form import hint
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr

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
        self.source = QComboBox(self)
        self.source.setAccessibleName(tr("Where the names come from"))
        self.source.addItem(tr("From the file itself"), _NAMES)
        self.source.addItem(tr("From a list in another file"), _LIST)
        self.source.addItem(tr("Images are numbered from 1"), _PATTERN)
        self.names = _choice(parts, layout.names, self, tr("Image names"))
        self.list = PathField(
            tr("List of names"), Pick.FILE, tr("Lists (*.txt *.csv *.json *.jsonl *.parquet);;All files (*)"), self
        )
        if layout.names_file:
            self.list.set_path(path.parent / layout.names_file)
        self.pattern = QLineEdit(layout.pattern or "im{}.jpg", self)
        self.pattern.setAccessibleName(tr("Pattern of the names"))
        self.turned = QComboBox(self)
        self.turned.setAccessibleName(tr("Direction"))
        for words, value in ((tr("find out"), None), (tr("a row"), False), (tr("a column"), True)):
            self.turned.addItem(words, value)
        self.turned.setCurrentIndex({None: 0, False: 1, True: 2}[layout.transposed])
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setProperty("role", "problem")
        buttons = QDialogButtonBox(self)
        self.use = buttons.addButton(tr("Use"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("&Features"), self.features), (tr("An image is"), self.turned), (tr("&Names"), self.source),
            (tr("Data set of the names"), self.names), (tr("List"), self.list), (tr("Pattern"), self.pattern),
        )  # fmt: skip
        for words, field in rows:
            self._form.addRow(words, field)
        column = QVBoxLayout(self)
        column.addWidget(hint(tr("The choice is remembered in the project; the file is never changed."), self))
        column.addLayout(self._form)
        column.addWidget(self._problem)
        column.addStretch(1)
        column.addWidget(buttons)
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
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.addItem(tr("find out"), "")
    for part in parts:
        box.addItem(core_words(part.words), part.name)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
