"""The stopping rules side by side, each with its assumption."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import wrapped
from annotator.stopping.rules import Verdict


def title(rule: Verdict) -> str:
    """Return the name of a rule in plain words."""
    titles = {
        "consecutive irrelevant": tr("Irrelevant images in a row"),
        "knee": tr("Finds become rare (knee)"),
        "CMH": tr("Statistical test (CMH)"),
        "SAFE": tr("SAFE procedure"),
    }
    return titles.get(rule.name, rule.name)


def state(rule: Verdict) -> str:
    """Describe the quantity of a rule, its present value, and its threshold."""
    if math.isnan(rule.value):
        return tr("Too early to tell.")
    value, limit = (QLocale().toString(float(number), "g", 3) for number in (rule.value, rule.limit))
    sentences = {
        "consecutive irrelevant": tr("{value} in a row; it stops at {limit}."),
        "knee": tr("Finds were up to {value} times as frequent before as after; it stops at {limit} times."),
        "CMH": tr("p = {value} for less than 95 % found; it stops below {limit}."),
        "SAFE": tr("{share} % of what it asks for is done."),
    }
    share = QLocale().toString(math.floor(100 * rule.value))
    return sentences.get(rule.name, "{value}").format(value=value, limit=limit, share=share)


class RulesTable(QWidget):
    """One rule per row: its name and verdict, and below them its state and its assumption."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []

    def show_rules(self, rules: Sequence[Verdict]) -> None:
        """Show these rules."""
        while len(self._rows) < len(rules):
            self._rows.append(self._row(len(self._rows)))
        for (name, verdict, assumes), rule in zip(self._rows, rules, strict=False):
            name.setText(f"<b>{title(rule)}</b>")
            verdict.setText(tr("■ would stop") if rule.stop else tr("▸ would go on"))
            assumes.setText(f"{state(rule)} {tr(rule.assumes)}")

    def texts(self) -> list[tuple[str, str, str]]:
        """Return the texts of the rows."""
        return [(name.text(), verdict.text(), assumes.text()) for name, verdict, assumes in self._rows]

    def _row(self, number: int) -> tuple[QLabel, QLabel, QLabel]:
        name, verdict, assumes = wrapped("", self), QLabel(self), wrapped("", self, "hint")
        assumes.setContentsMargins(0, 0, 0, 8)
        self._grid.addWidget(name, 2 * number, 0)
        self._grid.addWidget(verdict, 2 * number, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(assumes, 2 * number + 1, 0, 1, 2)
        return name, verdict, assumes
