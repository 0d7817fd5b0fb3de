"""Imports the columns of a table as metadata of the images."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from annotator.data.metadata.tables import Table
from annotator.errors import AmbiguousColumnError
from annotator.gui.controller.controller import Controller
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, form, hint, in_column, named

SIZE = (620, 300)


class TableDialog(JobDialog):
    """Choose a file, import it, and read what became of it."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(tr("Import a table"), SIZE, "table", parent, progress=tr("Progress of the import"))
        self._controller = controller
        kinds = tr(
            "Tables, datapackage.json, MegaDetector, IIIF, meta.xml (*.csv *.tsv *.txt *.json *.xml);;All files (*)"
        )
        self.file = PathField(tr("File"), Pick.FILE, kinds, self)
        self.column = named(QComboBox(self), tr("Column with the image"))
        self._form = form((tr("&File"), self.file), (tr("Column with the &image"), self.column))
        self._form.setRowVisible(self.column, False)
        buttons = DialogButtons(self)
        self.go = buttons.act(tr("Import"), self._import)
        buttons.reject(tr("Close"))
        why = tr(
            "The first line of a table names its columns, and one of them names the images. The columns can then be "
            "used in Filter and in conditions. Columns of the same names from an earlier import are replaced."
        )
        in_column(hint(why, self), self._form, self.bar, self.said, (None, 1), buttons, on=self)
        self.file.changed.connect(self._other_file)
        self.work_changed()

    def work_changed(self) -> None:
        """Nothing can be imported while work runs."""
        self.go.setEnabled(not self.working and self.file.path is not None)

    def _other_file(self) -> None:
        self.column.clear()
        self._form.setRowVisible(self.column, False)
        self.say("")
        self.work_changed()

    def _import(self) -> None:
        file, column = self.file.path, self.column.currentData()
        if file is not None:
            self.say(tr("Reading…"))
            metadata = self._controller.session.collection.metadata
            self.run(metadata.import_table(file, {"image": column} if column else {}), self._imported)

    def say_why(self, error: Exception) -> None:
        """Show why it failed; ask for a column that is not clear."""
        if not isinstance(error, AmbiguousColumnError):
            super().say_why(error)
            return
        self.column.clear()
        for name in error.candidates:
            self.column.addItem(name, name)
        self._form.setRowVisible(self.column, True)
        self.say(tr("Several columns fit: choose the one that is meant."))

    def _imported(self, table: Table) -> None:
        self._controller.metadata.stored.emit()
        words = tr("Values for %n image(s) in: {names}.", "", table.matched).format(names=", ".join(table.columns))
        if table.unmatched:
            words += " " + tr("%n name(s) mean no image, such as {name}.", "", len(table.unmatched)).format(
                name=table.unmatched[0].path
            )
        if table.repeated:
            words += " " + tr("%n image(s) with several rows that differ got no values.", "", len(table.repeated))
        self.say(words)
