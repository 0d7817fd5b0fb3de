"""The dialog for the preferences: a form built from their declaration, applied immediately."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.settings.preferences import Preferences, PreferenceStore
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, scrolled, wrapped
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
        self._problem = wrapped("", self, "problem")
        buttons = DialogButtons(self)
        buttons.reject(tr("Close"))
        in_column((scrolled(self.form, self), 1), self._problem, buttons, on=self)
        self._tell(core_words(store.problem))
        self.resize(WIDTH, min(HEIGHT, self.screen().availableSize().height() * 9 // 10))

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
