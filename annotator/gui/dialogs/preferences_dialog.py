"""The dialog for the preferences: a form built from their declaration, applied immediately."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.settings.preferences import Preferences, PreferenceStore
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.parameters import values_of

WIDTH, HEIGHT = 600, 640
"""Size at first, in logical pixels; on a smaller screen as large as fits."""


class PreferencesDialog(QDialog):
    """Changes take effect and are stored while the dialog is open.

    Signals:
        changed: A preference changed.
    """

    changed = Signal()

    def __init__(self, store: PreferenceStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Preferences"))
        self._store = store
        self.form = ParameterForm(Preferences, values_of(store.current), self)
        self.form.edited.connect(self._apply)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setProperty("role", "problem")
        buttons = QDialogButtonBox(self)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._scrolled(self.form), 1)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)
        self._tell(core_words(store.problem))
        self.resize(WIDTH, min(HEIGHT, self.screen().availableSize().height() * 9 // 10))

    def _scrolled(self, form: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(form)
        return area

    def _apply(self) -> None:
        problem = self.form.problem()
        if not problem:
            self._store.change(**self.form.values())
            problem = core_words(self._store.problem)
            self.changed.emit()
        self._tell(problem)

    def _tell(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
