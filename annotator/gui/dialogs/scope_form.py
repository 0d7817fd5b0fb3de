"""The part of the topic's settings that limits the proposed images, checked while typing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from annotator.errors import ConfigError
from annotator.gui.dialogs.metadata_reader import MetadataReader
from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.tasks.tasks import TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import hint, in_column
from annotator.parameters import Scope, build, values_of
from annotator.session.session import Session


class ScopeForm(QWidget):
    """Filter, weight and the like, with the number of images that the filter matches.

    Signals:
        edited: A value changed, or other columns are known.
    """

    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None, tasks: TaskCenter | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.fields = ParameterForm(Scope, values_of(session.topic.scope), self)
        self._matches = QLabel(self, wordWrap=True)
        self._columns = hint("", self)
        self.reader = MetadataReader(session, tasks, self)
        in_column(self.fields, self._matches, self._columns, self.reader, on=self, margins=0)
        self.fields.edited.connect(self._changed)
        self.reader.columns_changed.connect(self._changed)
        self._problem = ""
        self._check()

    @property
    def matches(self) -> str:
        """How many images the filter matches, in words; "" while it is wrong."""
        return self._matches.text()

    def problem(self) -> str:
        """Return the error of the first invalid setting, "" if all are valid."""
        return self._problem

    def value(self) -> Scope:
        """Return the settings.

        Raises:
            ConfigError: Some setting is wrong.
        """
        return build(Scope, self.fields.values())

    def reset(self) -> None:
        """Show the defaults."""
        self.fields.reset()
        self._changed()

    def check_again(self) -> None:
        """Check the conditions again, since more metadata is known."""
        self._changed()

    def _changed(self) -> None:
        self._check()
        self.edited.emit()

    def _check(self) -> None:
        self._columns.setText(tr("Columns: ") + ", ".join(self._session.collection.metadata.columns))
        try:
            count = self._session.collection.metadata.check_scope(self.value())
        except ConfigError as error:
            self._problem = core_words(error)
            self._matches.setText("")
            return
        self._problem = ""
        total = tr("{n_images} images").format(n_images=number(self._session.n_images))
        self._matches.setText(
            tr("The filter matches {count} of {total}").format(count=number(count), total=total)
            if self.value().filter.strip()
            else ""
        )
