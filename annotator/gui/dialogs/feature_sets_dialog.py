"""The feature sets of a project: compare them by the judgements, use another one, add files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QTableWidget, QTableWidgetItem, QWidget

from annotator.data.features import growing
from annotator.data.updates.replace_features import FeatureReplacement
from annotator.errors import AnnotatorError
from annotator.extraction.looking import encoder_of
from annotator.extraction.pair import PREFIX
from annotator.extraction.pictures import encoder_for
from annotator.gui.controller.controller import Controller
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.dialogs.name_dialog import ask_name
from annotator.gui.text.translate import localized, number, tr
from annotator.gui.widgets.build import DialogButtons, hint, in_column, table_of_rows
from annotator.model.feature_comparison import Fit
from annotator.runtime.job import Job

SIZE = (680, 420)


class FeatureSetsDialog(JobDialog):
    """Lists the features in use and the other known sets; judgements are kept when the set changes.

    Attributes:
        switched: Whether other features are used now; the project must then be reopened.
    """

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(tr("Feature sets"), SIZE, "feature-sets", parent)
        self.switched = False
        self._controller = controller
        titles = [tr("Feature set"), tr("Features"), tr("Images"), tr("Fits the judgements"), tr("File")]
        self.table = table_of_rows(self, tr("Feature sets"), titles)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(True)
        buttons = DialogButtons(self)
        self.use = buttons.act(tr("Use this one"), self._use)
        self.compare = buttons.act(tr("Compare"), self._compare)
        self.add = buttons.act(tr("Add a file…"), self._choose_file)
        self.remove = buttons.act(tr("Forget"), self._remove)
        self.locate = buttons.act(tr("Find the encoder…"), self._find_encoder)
        self.locate.setToolTip(tr("Show where the network is that computed the features in use."))
        self._head = growing.head_of(controller.session.features.path)
        buttons.reject(tr("Close"))
        why = tr("Feature files of the same images, e.g. from two networks. Your judgements apply to all of them.")
        in_column(hint(why, self), (self.table, 1), self.said, buttons, on=self)
        self.table.itemSelectionChanged.connect(self.work_changed)
        self._fill()

    def _fill(self) -> None:
        session = self._controller.session
        rows = [(tr("in use"), "", session.features.path)]
        rows += [(one.name, one.name, one.path) for one in session.features.sets]
        self.table.setRowCount(len(rows))
        for row, (shown, name, path) in enumerate(rows):
            for column, text in enumerate((shown, "", "", "", path.name)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, name)
                item.setToolTip(str(path))
                self.table.setItem(row, column, item)
        self.work_changed()

    @property
    def _chosen(self) -> str:
        return self._name(self.table.currentRow()) if self.table.selectedItems() else ""

    def _name(self, row: int) -> str:
        item = self.table.item(row, 0)
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def work_changed(self) -> None:
        """Disable the buttons while work runs."""
        rest, writable = not self.working, not self._controller.session.project.read_only
        self.use.setEnabled(bool(self._chosen) and rest and writable)
        self.remove.setEnabled(bool(self._chosen) and rest and writable)
        self.compare.setEnabled(rest and self.table.rowCount() > 1)
        self.add.setEnabled(rest and writable)
        self.locate.setVisible(bool(self._head) and encoder_of(self._head) is None)
        self.locate.setEnabled(rest)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Feature file"), str(self._controller.session.features.path.parent),
            tr("Feature files (*.h5 *.hdf5 *.hdf *.he5 *.npy *.npz *.parquet *.mat);;All files (*)"),
        )  # fmt: skip
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Ask for the name of a file, and add it."""

        def remember(name: str) -> None:
            try:
                self._controller.session.features.add(name, path)
            except AnnotatorError as error:
                self.say_why(error)
                return
            self.say("")
            self._fill()

        ask_name(self, tr("Add a feature set"), tr("Name of the feature set:"), tr("Add"), path.stem, remember)

    def _find_encoder(self) -> None:
        title, here = tr("The network that computed the features"), str(Path.home())
        if str(self._head.get("extractor")).startswith(PREFIX):
            chosen = QFileDialog.getExistingDirectory(self, title, here)
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, title, here, tr("Networks (*.onnx);;All files (*)"))
        if chosen:
            self.take_encoder(Path(chosen))

    def take_encoder(self, place: Path) -> None:
        """Use the network at ``place`` for words, pictures and new images if it computed the features in use."""
        features = self._controller.session.features.path
        self.say(tr("Reading the network…"))
        self.run(Job.of(lambda _progress: encoder_for(features, place).name), self._encoder_found)

    def _encoder_found(self, name: str) -> None:
        self.say(tr("{name} computed these features. Words, pictures and new images use it now.").format(name=name))
        self.work_changed()
        self._controller.words.changed.emit()
        self._controller.features.again()

    def _remove(self) -> None:
        self._controller.session.features.remove(self._chosen)
        self._fill()

    def _compare(self) -> None:
        self.say(tr("Comparing…"))
        self.run(self._controller.session.features.compare(), self._show_fits)

    def _show_fits(self, found: tuple[tuple[str, int, int, Fit], ...]) -> None:
        by_name = {name: (d, n, fit) for name, d, n, fit in found}
        for row in range(self.table.rowCount()):
            d, n, fit = by_name[self._name(row)]
            words = localized(f"{fit.average_precision:.3f} ± {fit.error:.3f}")
            for column, text in ((1, number(d)), (2, number(n)), (3, words)):
                item = self.table.item(row, column)
                assert item is not None
                item.setText(text)
        self.say(
            tr(
                "Average precision when each of {judged} judgements is predicted from all others; 1 is best. Judged "
                "images are no random sample, so small differences mean nothing."
            ).format(judged=number(found[0][3].judged))
        )

    def _use(self) -> None:
        if self._controller.busy:
            self.say(tr("The next batch is being chosen; try again in a moment."))
            return
        self.say(tr("Matching images and features…"))
        self.run(self._controller.session.features.use(self._chosen), self._adopted)

    def _adopted(self, _wanted: FeatureReplacement) -> None:
        self.switched = True
        self.accept()
