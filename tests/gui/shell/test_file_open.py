"""Files that the system asks the running program to open."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from annotator.gui.shell.file_open import FileOpening


def test_a_file_of_the_system_is_opened(qapp, tmp_path):
    taken = []
    opening = FileOpening(qapp, taken.extend)
    wanted = tmp_path / "kites and 🐦.annotator"
    QApplication.sendEvent(qapp, QFileOpenEvent(str(wanted)))
    qapp.removeEventFilter(opening)
    assert taken == [wanted]
    QApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path)))
    assert taken == [wanted]


def test_other_events_pass(qapp):
    opening = FileOpening(qapp, lambda paths: (_ for _ in ()).throw(AssertionError(paths)))
    heard = []

    class Other(QObject):
        def event(self, event):
            heard.append(event.type())
            return super().event(event)

    other = Other()
    other.setObjectName(str(Path("x")))
    QApplication.sendEvent(other, QFileOpenEvent(""))
    qapp.removeEventFilter(opening)
    assert QFileOpenEvent("").type() in heard
