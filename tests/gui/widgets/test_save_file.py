"""Every dialog that saves asks the guard, and asks the user before another file is replaced."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import guarded_places
import pytest
from guarded_places import REFUSED, REFUSED_WHEN_USED, Places
from PySide6.QtWidgets import QWidget

import annotator.gui
from annotator.gui.actions.key_editor import KeyEditor
from annotator.gui.actions.key_store import KeyStore
from annotator.gui.controller.topic_files import save_topic_to
from annotator.gui.dialogs.export_dialog import ExportDialog
from annotator.gui.dialogs.extract_dialog import ExtractDialog
from annotator.gui.dialogs.new_project import NewProjectDialog
from annotator.gui.dialogs.report_dialog import ReportDialog
from annotator.gui.panels.progress_panel import ProgressPanel
from annotator.gui.widgets.save_file import ReplaceDialog
from annotator.session.session import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and devices as on Unix")

GUI = Path(annotator.gui.__file__).parent
ASKS = {
    "actions/key_editor.py", "dialogs/report_dialog.py", "panels/progress_panel.py", "dialogs/export_dialog.py",
    "dialogs/extract_dialog.py", "controller/topic_files.py",
}  # fmt: skip
"""Files of the window that write to a file the user names; each is tried below."""
ASKS_FOR_NEW = {"dialogs/new_project.py", "dialogs/judges/share_dialog.py"}
"""Those that refuse every existing file."""


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_every_dialog_that_saves_is_known() -> None:
    used = {file.relative_to(GUI).as_posix(): names_in(file) for file in GUI.rglob("*.py")}
    assert {name for name, words in used.items() if "getSaveFileName" in words} == {"widgets/save_file.py"}
    saves = {
        name
        for name, words in used.items()
        if {"choose_file", "NEW_FILE", "NEW_FOLDER"} & words
        and name not in ("widgets/save_file.py", "forms/path_field.py")
    }
    assert saves == ASKS | ASKS_FOR_NEW
    assert {name for name, words in used.items() if "save_to" in words and "save_file" not in name} == ASKS


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with guarded_places.made(tmp_path_factory.mktemp("guarded")) as places:
        yield places


@pytest.fixture
def at(_made: Places) -> Iterator[Places]:
    with guarded_places.as_made(_made):
        yield _made


@pytest.fixture
def session(at: Places) -> Iterator[Session]:
    with Session.open(at.project, read_only=True) as opened:
        yield opened


Saver = tuple[QWidget, Callable[[Path], object], Callable[[], str]]


def _keys(session: Session, at: Places) -> Saver:
    editor = KeyEditor(KeyStore())
    return editor, editor.export_to, editor.message.text


def _report(session: Session, at: Places) -> Saver:
    dialog = ReportDialog({"a.txt": "text"})
    return dialog, dialog.save_to, dialog.outcome.text


def _export(session: Session, at: Places) -> Saver:
    dialog = ExportDialog(session)
    dialog.choose("labels-csv")

    def save(target: Path) -> None:
        dialog.target.set_path(target)
        dialog.go.click()

    return dialog, save, lambda: dialog.result_text


def _extract(session: Session, at: Places) -> Saver:
    dialog = ExtractDialog(at.images)

    def save(target: Path) -> None:
        dialog.target.set_path(target)
        dialog.go.click()

    return dialog, save, dialog.outcome.text


def _topic(session: Session, at: Places) -> Saver:
    widget, said = QWidget(), [""]
    controller = SimpleNamespace(session=session, status_message=SimpleNamespace(emit=said.append))
    messages = SimpleNamespace(tell=said.append)
    return widget, partial(save_topic_to, controller, messages, widget), lambda: said[-1]


SAVERS = {"keys": _keys, "report": _report, "export": _export, "features": _extract, "topic": _topic}


@pytest.mark.parametrize("name", SAVERS)
def test_a_dialog_refuses_what_is_protected(qtbot, at: Places, session: Session, name: str) -> None:
    widget, save, said = SAVERS[name](session, at)
    qtbot.addWidget(widget)
    for makes in (*REFUSED.values(), *REFUSED_WHEN_USED.values()):
        try:
            target = makes(at)
        except pytest.skip.Exception:  # no device nodes without root
            continue
        before = at.contents()
        save(target)
        qtbot.waitUntil(lambda target=target: target.name in said() and "Choose" in said())
        assert at.contents() == before
        assert widget.findChild(ReplaceDialog) is None
        if target.parent == at.folder:
            target.unlink()


@pytest.mark.parametrize("name", SAVERS)
def test_a_dialog_asks_before_it_replaces_a_file(qtbot, at: Places, session: Session, name: str) -> None:
    widget, save, _said = SAVERS[name](session, at)
    qtbot.addWidget(widget)
    target = at.folder / "there.out"
    target.write_text("mine")
    save(target)
    question = widget.findChild(ReplaceDialog)
    assert not question.replace.isDefault()
    question.reject()
    assert target.read_text() == "mine"
    qtbot.waitUntil(lambda: widget.findChild(ReplaceDialog) is None)
    save(target)
    widget.findChild(ReplaceDialog).replace.click()
    qtbot.waitUntil(lambda: target.read_bytes() != b"mine")
    qtbot.waitUntil(lambda: widget.findChild(ReplaceDialog) is None)
    if name == "features":
        qtbot.waitUntil(lambda: widget.made is not None)
        return
    save(target)  # its own file: no question
    assert widget.findChild(ReplaceDialog) is None
    if name == "export":  # which goes on in the background
        qtbot.waitUntil(lambda: widget.result_text.startswith("Wrote"))


def test_the_export_asks_before_it_replaces_a_changed_folder(qtbot, at: Places, session: Session) -> None:
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    dialog.choose("imagefolder")
    dialog.target.set_path(at.folder / "out")
    table = at.folder / "out" / "train" / "metadata.jsonl"
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Wrote"))
    table.write_bytes(table.read_bytes() + b"mine")
    dialog.go.click()
    dialog.findChild(ReplaceDialog).reject()
    assert table.read_bytes().endswith(b"mine")


def test_plots_are_not_saved_over_a_project(window, project, qtbot) -> None:
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None and not window.workspace.controller.busy)
    window.actions_["view.progress"].trigger()
    panel = window.workspace.panes.panel("view.progress")
    assert isinstance(panel, ProgressPanel)
    qtbot.waitUntil(lambda: panel.progress is not None)
    said: list[str] = []
    panel.controller.status_message.connect(said.append)
    before = project.read_bytes()
    for target in (project, project.with_name(project.name + "-wal"), panel.controller.session.features.path):
        panel.save_to(target)
        assert target.name in said[-1]
        assert "Choose another name" in said[-1]
    assert project.read_bytes() == before
    other = project.with_name("mine.csv")
    other.write_text("mine")
    panel.save_to(other)
    panel.findChild(ReplaceDialog).reject()
    assert other.read_text() == "mine"


def test_a_new_project_replaces_nothing(qtbot, at: Places) -> None:
    dialog = NewProjectDialog(images=at.images, features=at.features)
    qtbot.addWidget(dialog)
    for name in ("its journal", "a new file among the backups"):
        before = at.contents()
        dialog.target.set_path(REFUSED[name](at))
        dialog.go.click()
        qtbot.waitUntil(lambda: "belongs to one" in dialog.problem.text())
        assert at.contents() == before
    for name in ("the project", "another project", "its mirror", "a socket"):
        dialog.target.set_path(REFUSED[name](at))
        assert not dialog.go.isEnabled()
        assert "Choose another name" in dialog.problem.text()
    dialog.done(0)
