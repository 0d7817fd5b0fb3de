"""Imports labels of other programs: read, compared with ours in a table, and only then stored, as one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.data.collection.match_names import LOOSE, STEPS
from annotator.data.importing import ForeignLabels, LabelPlan, read_labels
from annotator.errors import AmbiguousColumnError, AnnotatorError
from annotator.gui.controller.controller import Controller
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import DialogButtons, combo_box, form, hint, in_column, named
from annotator.runtime.job import Job
from annotator.types import Label, Progress

SIZE = (720, 600)
SHOWN = 1000
"""Conflicts listed at most; the others follow the choice for all."""
POLICIES = {"ours": "Keep our label", "theirs": "Use their label", "unsure": "Mark as unsure"}


class ImportDialog(JobDialog):
    """Choose a file or folder, see what would change, decide conflicts, import."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        title = tr("Import labels into “{name}”").format(name=controller.session.topic.name)
        super().__init__(title, SIZE, "import", parent)
        self._controller = controller
        self._foreign: ForeignLabels | None = None
        self.plan: LabelPlan | None = None
        self.file = PathField(tr("File"), Pick.FILE, tr("All files (*)"), self)
        self.folder = PathField(tr("Folder"), Pick.FOLDER, parent=self)
        formats = [(tr(one.title), one.name) for one in controller.session.extensions.importers.values()]
        self.format = combo_box(self, tr("Format"), [(tr("Find out"), ""), *formats])
        example = tr("e.g. keep=relevant, drop=irrelevant")
        self.words = named(QLineEdit(self, placeholderText=example), tr("What words mean"))
        columns = {"image": tr("Column with the image"), "label": tr("Column with the label")}
        self.columns = {role: named(QComboBox(self), name) for role, name in columns.items()}
        self.topic = named(QComboBox(self), tr("Topic of the file"))
        choices = (tr("leave as they are"), None), (tr("irrelevant"), Label.IRRELEVANT)
        self.others = combo_box(self, tr("Images of its other topics"), choices)
        self.policy = self._policies(self, tr("Where both have a label"))
        self.table = _table(self)
        self._lay_out()
        for changed in (self.words.textChanged, self.format.currentIndexChanged):
            changed.connect(lambda *_: self._read(self.file.path))
        for place in (self.file, self.folder):
            place.changed.connect(lambda place=place: self._read_other(place.path))
        for column in self.columns.values():
            column.activated.connect(lambda _index: self._read(self.file.path))
        for choice in (self.topic, self.others):
            choice.activated.connect(lambda _index: self._compare())
        self.policy.currentIndexChanged.connect(lambda _index: self._set_all())
        self._show_choices()

    @staticmethod
    def _policies(parent: QWidget, name: str) -> QComboBox:
        return combo_box(parent, name, [(tr(words), policy) for policy, words in POLICIES.items()])

    def _lay_out(self) -> None:
        self._form = form(
            (tr("&File"), self.file), (tr("or f&older"), self.folder), (tr("F&ormat"), self.format),
            (tr("&Words"), self.words), (tr("Column with the &image"), self.columns["image"]),
            (tr("Column with the &label"), self.columns["label"]), (tr("&Topic of the file"), self.topic),
            (tr("Its other topics"), self.others), (tr("&Conflicts"), self.policy),
        )  # fmt: skip
        buttons = DialogButtons(self)
        self.go = buttons.accept(tr("Import"), self._import)
        buttons.reject(tr("Cancel"))
        why = tr("Nothing is changed before you press Import, and undo takes all of it back in one step.")
        in_column(hint(why, self), self._form, self.said, (self.table, 1), (None, 0), buttons, on=self)

    def _read_other(self, path: Path | None) -> None:
        """Read a file that was not read before, of which nothing is chosen yet."""
        for column in self.columns.values():
            column.clear()
        self._read(path)

    def say_why(self, error: Exception) -> None:
        """Show why something failed; ask for a column that is not clear."""
        if not isinstance(error, AmbiguousColumnError):
            super().say_why(error)
            return
        column = self.columns[error.role]
        column.clear()
        column.addItem(tr("choose"), "")
        for name in error.candidates:
            column.addItem(name, name)
        self.say(tr("Several columns fit: choose the one that is meant."))

    def _read(self, path: Path | None) -> None:
        """Read a file in another thread."""
        self.drop()
        self._foreign = self.plan = None
        path = path or self.file.path or self.folder.path
        if path is None or not path.exists():
            self.say(tr("There is no such file.") if path is not None else "")
            return
        try:
            mapping = _mapping(self.words.text())
        except ValueError:
            self.say(tr("Words are written like keep=relevant, drop=irrelevant."))
            return
        chosen, among = self.format.currentData(), self._controller.session.extensions.importers

        columns = {role: column.currentData() for role, column in self.columns.items() if column.currentData()}

        def work(_progress: Progress) -> ForeignLabels:
            return read_labels(path, chosen, mapping, among, columns)

        self.say(tr("Reading…"))
        self.run(Job.of(work), self._took)

    def _took(self, foreign: ForeignLabels) -> None:
        self._foreign = foreign
        self.topic.clear()
        for topic in foreign.topics:
            self.topic.addItem(topic or tr("not named"), topic)
        place = self.topic.findText(self._controller.session.topic.name)
        self.topic.setCurrentIndex(max(0, place))
        self._compare()

    def _compare(self) -> None:
        """Match the labels with the images and compare them with ours."""
        if self._foreign is None:
            return
        try:
            self.plan = self._controller.session.judgements.plan_import(
                self._foreign, self.topic.currentData(), self.others.currentData()
            )
        except AnnotatorError as error:
            self.plan = None
            self.say_why(error)
            return
        self._fill_table(self.plan)
        self.say(_described(self.plan))

    def _fill_table(self, plan: LabelPlan) -> None:
        self.table.setRowCount(0)
        self.table.setRowCount(min(SHOWN, len(plan.conflicts)))
        for row, conflict in enumerate(plan.conflicts[:SHOWN]):
            path = self._controller.session.paths[conflict.image]
            for column, text in enumerate(
                (path, core_words(conflict.ours.word), core_words(conflict.theirs.word), core_words(conflict.place))
            ):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
            choice = self._policies(self.table, tr("Label of {path}").format(path=path))
            choice.setCurrentIndex(self.policy.currentIndex())
            self.table.setCellWidget(row, 4, choice)

    def _set_all(self) -> None:
        for choice in self._row_choices():
            choice.setCurrentIndex(self.policy.currentIndex())

    def _row_choices(self) -> Iterator[QComboBox]:
        for row in range(self.table.rowCount()):
            choice = self.table.cellWidget(row, 4)
            assert isinstance(choice, QComboBox)
            yield choice

    def say(self, words: str) -> None:
        """Show ``words`` and the remaining choices."""
        super().say(words)
        self._show_choices()

    def _show_choices(self) -> None:
        several = self._foreign is not None and len(self._foreign.topics) > 1
        conflicts = self.plan is not None and bool(self.plan.conflicts)
        for column in self.columns.values():
            self._form.setRowVisible(column, column.count() > 0)
        self._form.setRowVisible(self.topic, several)
        self._form.setRowVisible(self.others, several)
        self._form.setRowVisible(self.policy, conflicts)
        self.table.setVisible(conflicts)
        plan = self.plan
        self.go.setEnabled(plan is not None and bool(plan.new or plan.conflicts or plan.opinions or plan.grades))

    def _import(self) -> None:
        if self.plan is None:
            return
        listed = zip(self.plan.conflicts, self._row_choices(), strict=False)  # those beyond the list follow the policy
        chosen = {conflict.image: choice.currentData() for conflict, choice in listed}
        labels = self.plan.labels(self.policy.currentData(), chosen)
        self._controller.import_labels(labels, self.plan)
        self.accept()


def _table(parent: QWidget) -> QTableWidget:
    table = named(QTableWidget(0, 5, parent), tr("Images with another label here"))
    table.setHorizontalHeaderLabels([tr("Image"), tr("Here"), tr("In the file"), tr("Where"), tr("Result")])
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.ResizeToContents)
    table.verticalHeader().hide()
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    return table


def _mapping(text: str) -> dict[str, Label | None]:
    """Parse the mapping of words to labels; ValueError if it is invalid."""
    found: dict[str, Label | None] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        word, sign, label = part.partition("=")
        if not sign:
            raise ValueError(part)
        found[word.strip()] = None if label.strip().lower() in ("", "unlabelled") else Label.from_word(label)
    return found


def _described(plan: LabelPlan) -> str:
    """Describe what an import would change."""
    lines = [
        tr("{new} images get a label, {same} have the same already, {conflicts} have another one here.").format(
            new=number(len(plan.new)), same=number(plan.same), conflicts=number(len(plan.conflicts))
        )
    ]
    if plan.unmatched:
        lines.append(
            tr("{count} names have no image: {names}").format(
                count=number(len(plan.unmatched)),
                names="; ".join(f"{one.path} ({core_words(one.reason)})" for one in plan.unmatched[:3]),
            )
        )
    if plan.shift:
        lines.append(core_words(plan.shift))
    if plan.loose:
        lines.append(
            tr("{count} names were matched by a part only: {names}").format(
                count=number(sum(plan.steps.get(step, 0) for step in STEPS[LOOSE:])),
                names="; ".join(f"{name} → {path}" for name, path in plan.loose[:3]),
            )
        )
    if plan.grades:
        lines.append(tr("{count} images get a grade.").format(count=number(len(plan.grades))))
    if plan.opinions:
        lines.append(
            tr("%n image(s) have different labels of {people}, and get none: the panel Agreement lists them.", "",
               len(plan.differing)).format(people=", ".join(plan.opinions))
        )  # fmt: skip
    if plan.contradictory:
        lines.append(
            tr("{count} images have two labels in the file and are left out.").format(
                count=number(len(plan.contradictory))
            )
        )
    return "\n".join([*lines, *map(core_words, plan.remarks)])
