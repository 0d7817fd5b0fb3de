"""The rules of the topic: on how many images each votes, how far it can be trusted, and which images those are."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from annotator.errors import AnnotatorError
from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.progress_words import percent
from annotator.gui.panels.rules.rule_dialog import RuleDialog
from annotator.gui.text.core_messages import core_words, label_word
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import error_line, in_column, in_row, push_button, show_error, wrapped
from annotator.gui.widgets.open_dialog import show_once
from annotator.gui.widgets.row_model import Index, RowModel, row_table
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.session.rules.topic_rules import LIKE_ANOTHER, RuleReport
from annotator.types import Change, Label

CONDITION, IMAGES, ACCURACY, JUDGED = range(4)
LEAST_WIDTH = 390
"""Width that leaves room for a condition, in logical pixels."""


class RulesModel(RowModel[RuleReport]):
    """The rules as a table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__((tr("Rule"), tr("Images"), tr("Accuracy"), tr("Judged")), parent)
        self._meanings = (
            tr("The vote, and the condition on the images"),
            tr("On how many images it votes"),
            tr("Estimated share of its votes that are right, with the interval that holds it with 95 % probability"),
            tr("How many of its votes on judged images are right"),
        )

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name the columns, and say what they mean."""
        if orientation is Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return self._meanings[section]
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a rule for Qt."""
        if not index.isValid():
            return None
        one, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(one, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column != CONDITION:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{core_words(one.rule.text)}\n{said_of(one)}"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == CONDITION:
            return f"{core_words(one.rule.text)}. {said_of(one)}"
        return None

    def _text(self, one: RuleReport, column: int) -> str:
        if column == CONDITION:
            return f"{LABEL_STYLE[one.rule.vote].glyph} {one.rule.condition}"
        if one.problem:
            return "⚠" if column == IMAGES else ""
        if column == IMAGES:
            return number(one.images)
        if column == JUDGED:
            return tr("{right} of {all}").format(right=number(one.right), all=number(one.judged)) if one.judged else ""
        return "" if math.isnan(one.accuracy) else percent(one.accuracy)


class RulesPanel(Panel):
    """The table, what is known of the selected rule, and the buttons. Nothing is computed while it is hidden."""

    question = "rules"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(tr("Rules"))
        self.model = RulesModel(self)
        self.table = row_table(self.model, tr("Rules"), self)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.setMinimumWidth(LEAST_WIDTH)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(CONDITION, QHeaderView.ResizeMode.Stretch)
        self.note = wrapped("", self, "hint")
        self.said = wrapped("", self)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.problem = error_line(self)
        self.add = push_button(tr("Add…"), self, self._add)
        self.edit = push_button(tr("Change…"), self, self._edit)
        self.remove = push_button(tr("Remove"), self, self._remove)
        self.show_images = push_button(tr("Show its images"), self, self._show_images)
        self.show_images.setToolTip(tr("Show in the ranking only the images on which this rule votes."))
        buttons = in_row(self.add, self.edit, self.remove, self.show_images, None, margins=0)
        in_column(self.note, (self.table, 1), self.said, self.problem, buttons, on=self, margins=(8, 4, 8, 8))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_selected())
        self.table.doubleClicked.connect(lambda _index: self._edit())
        self.controller.metadata.stored.connect(self._metadata_stored)
        self._show(())

    def refresh(self) -> None:
        """Have the rules looked at again."""
        self.controller.ask_job(self.question, self.controller.session.topics.rules.report(), self._show)

    def _metadata_stored(self) -> None:
        if self.seen:
            self.refresh()

    def _show(self, reports: Sequence[RuleReport]) -> None:
        """Show these rules; the selected row stays selected."""
        at = max(self.table.currentIndex().row(), 0)
        self.model.show(reports)
        if reports:
            self.table.selectRow(min(at, len(reports) - 1))
        self.table.setVisible(bool(reports))
        self.note.setText(
            tr(
                "Votes count in the ranking, less and less as you judge. How far each rule can be trusted is estimated "
                "from how rules and judgements agree."
            )
            if reports
            else tr(
                "Say what you know of the images before you judge them: “hour < 6” is probably irrelevant, images in "
                "the folder “kites” are probably relevant. Rules may be wrong at times; your judgements correct them."
            )
        )
        self._show_selected()

    def _selected(self) -> int | None:
        row = self.table.currentIndex().row()
        return row if 0 <= row < len(self.model.rows) else None

    def _show_selected(self) -> None:
        row, may = self._selected(), not self.controller.session.project.read_only
        self.said.setText("" if row is None else said_of(self.model.rows[row]))
        self.said.setVisible(row is not None)
        self.add.setEnabled(may)
        for button in (self.edit, self.remove):
            button.setEnabled(may and row is not None)
        self.show_images.setEnabled(row is not None and self.model.rows[row].images > 0)
        self.problem.hide()

    # What the person does

    def _add(self) -> None:
        self._ask(None, lambda condition, vote: self.controller.session.topics.rules.add(condition, vote))

    def _edit(self) -> None:
        row = self._selected()
        if row is not None and self.edit.isEnabled():
            report, rules = self.model.rows[row], self.controller.session.topics.rules
            self._ask(report, lambda condition, vote: rules.replace(rules.number(report.rule), condition, vote))

    def _ask(self, report: RuleReport | None, store: Callable[[str, Label], Change]) -> None:
        session = self.controller.session

        def stored(condition: str, vote: Label) -> None:
            self._use(store(condition, vote))

        rule = None if report is None else report.rule
        columns = session.collection.metadata.columns
        filtered = self.controller.filtering.wanted.expression.strip()
        show_once(RuleDialog(rule, columns, filtered, session.topics.rules.images, stored, self.window()))

    def _remove(self) -> None:
        row = self._selected()
        if row is None:
            return
        rules = self.controller.session.topics.rules
        try:  # the table may be of a moment ago
            self._use(rules.remove(rules.number(self.model.rows[row].rule)))
        except AnnotatorError as error:
            show_error(self.problem, error)

    def _use(self, change: Change) -> None:
        if change.text:
            self.controller.go_by(change)

    def _show_images(self) -> None:
        row = self._selected()
        if row is not None:
            filtering = self.controller.filtering
            filtering.tab_wanted.emit(Tab.ALL)
            filtering.condition_wanted.emit(self.model.rows[row].rule.condition)


def said_of(one: RuleReport) -> str:
    """Return what is known of a rule, in sentences."""
    if one.problem:
        return tr("It does not vote, and the ranking goes on without it: {problem}").format(
            problem=core_words(one.problem)
        )
    if not one.images:
        return tr("Its condition holds for no image, so it does not vote.")
    votes = tr(
        "Votes {vote} on {share} of all images; another rule votes, too, on {overlap}, and the other way on {conflict}."
    )
    lines = [
        votes.format(
            vote=label_word(one.rule.vote),
            share=percent(one.coverage),
            overlap=percent(one.overlap),
            conflict=percent(one.conflict),
        )
    ]
    lines.append(
        tr("Probably {share} of its votes are right ({low} to {high}).").format(
            share=percent(one.accuracy), low=percent(one.interval[0]), high=percent(one.interval[1])
        )
    )
    if one.weight < LIKE_ANOTHER:
        lines.append(
            tr("It votes nearly as another rule does, so it counts only {share}.").format(share=percent(one.weight))
        )
    return "\n".join(lines)
