"""The dialogs of a project: make one, pick examples, export."""

import re
import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest
from on_screen import on_screen
from patience import let_events_pass, wait_for
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

import annotator.gui
from annotator.data.collection.collection import ImportReport
from annotator.data.exporting import FORMATS
from annotator.gui.dialogs.export_dialog import PREVIEW_LINES, ExportDialog, file_name
from annotator.gui.dialogs.import_report import SHOWN, ImportReportView, findings, summary
from annotator.gui.dialogs.name_dialog import NameDialog
from annotator.gui.dialogs.new_project import NewProjectDialog
from annotator.gui.workspace.example_picker import ExamplePicker
from annotator.session.session import Session
from annotator.types import Label

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def own(collection, tmp_path):
    """A copy of the collection that a test may change."""
    shutil.copytree(collection, tmp_path / "own")
    return tmp_path / "own"


def test_a_project_is_made_step_by_step_and_opened(window, own, qtbot):
    with h5py.File(own / "features.h5", "a") as file:
        file["features"][0] = np.nan
    (own / "images" / "other" / "without features.png").write_bytes(
        (own / "images" / "other" / "image 020.png").read_bytes()
    )
    window.new_project()
    dialog = window.findChild(NewProjectDialog)
    assert not dialog.go.isEnabled()
    dialog.images.set_path(own / "images")
    qtbot.waitUntil(lambda: dialog.features.path == own / "features.h5")
    assert dialog.target.path == own / "images.annotator"
    dialog.topic.setText("red things")
    assert dialog.go.isEnabled()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.created is not None)
    assert dialog.pages.currentWidget() is dialog.report
    assert "60 of 61 images have features" in dialog.report.summary.text()
    headings = [dialog.report.tree.topLevelItem(row).text(0) for row in range(dialog.report.tree.topLevelItemCount())]
    assert any(text.startswith("Images without features") for text in headings)
    assert any(text.startswith("Features that are not numbers") for text in headings)
    assert dialog.go.text() == "Start judging"
    dialog.go.click()
    qtbot.waitUntil(lambda: on_screen(window))
    session = window.workspace.controller.session
    assert session.topic.name == "red things"
    assert session.project.path == own / "images.annotator"


def test_what_is_missing_or_exists_already_is_told(window, own, tmp_path, qtbot):
    window.new_project(own / "images", own / "features.h5")
    dialog = window.findChild(NewProjectDialog)
    taken = tmp_path / "taken.annotator"
    taken.write_text("")
    dialog.target.set_path(taken)
    assert not dialog.go.isEnabled()
    assert "this file exists" in dialog.problem.text()
    dialog.target.set_path(tmp_path / "free.annotator")
    dialog.features.set_path(tmp_path / "nowhere.h5")
    assert "no such file" in dialog.problem.text()
    dialog.images.set_path(tmp_path / "nowhere")
    assert "no such folder" in dialog.problem.text()
    dialog.reject()


@pytest.mark.parametrize("damage", ["no match", "not hdf5"])
def test_features_that_cannot_be_used_are_told_and_leave_nothing_behind(window, own, qtbot, damage):
    (own / "features.h5").unlink()
    if damage == "not hdf5":
        (own / "features.h5").write_text("hello")
    else:
        with h5py.File(own / "features.h5", "w") as file:
            file["features"] = np.ones((3, 2), np.float32)
            file.create_dataset("filenames", data=["a.png", "b.png", "c.png"], dtype=h5py.string_dtype("utf-8"))
    window.new_project(own / "images", own / "features.h5")
    dialog = window.findChild(NewProjectDialog)
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.problem.isHidden())
    assert str(own / "features.h5") in dialog.problem.text()
    assert dialog.created is None
    assert not list(own.glob("*.annotator*"))
    assert dialog.go.isEnabled(), "another file can be chosen"
    dialog.reject()


def test_making_a_project_can_be_cancelled(window, own, qtbot, monkeypatch):
    import threading

    entered, gate = threading.Event(), threading.Event()
    real = Session.create

    def slow(*arguments, progress, **options):
        entered.set()
        wait_for(gate)
        return real(*arguments, progress=progress, **options)

    monkeypatch.setattr(Session, "create", slow)
    window.new_project(own / "images", own / "features.h5")
    dialog = window.findChild(NewProjectDialog)
    dialog.go.click()
    qtbot.waitUntil(entered.is_set)
    assert dialog.bar.isVisible()
    dialog.reject()
    gate.set()
    qtbot.waitUntil(lambda: not dialog.bar.isVisible())
    assert dialog.isVisible(), "the first Cancel stops the work, the second closes"
    assert dialog.created is None
    assert not list(own.glob("*.annotator"))
    dialog.reject()


def test_examples_are_searched_selected_and_used(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.workspace.batch.start.examples.click()
    dialog = window.findChild(ExamplePicker)
    qtbot.waitUntil(lambda: len(dialog.grid.images()) == 60)
    assert not dialog.use.isEnabled()
    dialog.search.setText("cherry")
    qtbot.waitUntil(lambda: len(dialog.grid.images()) == 12)
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.grid.hasFocus()
    dialog.grid.set_current(3)
    QTest.keyClick(dialog.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.use.text() == "Use 2 images as examples"
    dialog.use.click()
    space = window.workspace
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None)
    assert dict(space.controller.session.labels) == {3: Label.RELEVANT, 4: Label.RELEVANT}
    assert space.controller.session.judgements.history()[0].kind == "example"
    assert all(image < 12 for image in space.controller.browser.batch.images)


def test_picking_examples_can_be_left_without_one(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.dialogs.pick_examples(window.workspace)
    dialog = window.findChild(ExamplePicker)
    dialog.reject()
    assert window.workspace.batch.start.isVisible()
    window.dialogs.pick_examples(window.workspace)
    dialog = next(d for d in window.findChildren(ExamplePicker) if d.isVisible())
    dialog.skip.click()
    qtbot.waitUntil(lambda: window.workspace.controller.browser.batch is not None)
    assert dict(window.workspace.controller.session.labels) == {}


@pytest.fixture
def session(project):
    with Session.open(project) as opened:
        opened.examples.add([0])
        opened.next_batch()
        opened.judge([20], Label.UNSURE)
        yield opened


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_exported(qtbot, session, tmp_path, name):
    session.judge(range(30, 40), Label.IRRELEVANT)
    session.judge(range(40, 50), Label.RELEVANT)
    session.rank()
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    dialog.choose(name)
    form = FORMATS[name]
    assert dialog.target.path.suffix == form.suffix
    target = tmp_path / f"out{form.suffix}"
    dialog.target.set_path(target)
    dialog.try_out.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Would write"))
    assert not target.exists()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Wrote"))
    if form.folder:
        assert any(target.iterdir())
    else:
        assert target.stat().st_size > 0
        assert dialog.go.text() == "Replace the file"
    dialog.done(QDialog.DialogCode.Rejected)


def test_an_export_is_remembered_and_repeated(qtbot, session, tmp_path):
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    assert not dialog.profile.isEnabled()
    dialog.choose("labels-csv")
    dialog.options.fields["excel"].set_value(True)
    dialog.target.set_path(tmp_path / "for ada.csv")
    dialog.remember.click()
    question = dialog.findChild(NameDialog)
    question.name.setText("For Ada")
    question.accept()
    assert "Remembered" in dialog.result_text
    (profile,) = session.exports.profiles
    assert (profile.name, profile.format, profile.options["excel"]) == ("For Ada", "labels-csv", True)
    dialog.choose("trec-qrels")
    dialog.profile.setCurrentIndex(dialog.profile.findText("For Ada"))
    dialog.profile.activated.emit(dialog.profile.currentIndex())
    assert dialog.format.currentData() == "labels-csv"
    assert dialog.options.values()["excel"] is True
    assert dialog.target.path == tmp_path / "for ada.csv"
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Wrote"))
    assert (tmp_path / "for ada.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_formats_are_listed_by_what_they_are_for_and_the_first_rows_are_shown(qtbot, session, tmp_path, monkeypatch):
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    listed = []
    for place in range(dialog.purpose.count()):
        dialog.purpose.setCurrentIndex(place)
        listed += [dialog.format.itemData(at) for at in range(dialog.format.count())]
        assert dialog.target.path.suffix == FORMATS[dialog.format.currentData()].suffix
    assert sorted(listed) == sorted(FORMATS)
    dialog.choose("labels-csv")
    dialog.target.set_path(tmp_path / "table.csv")
    dialog.try_out.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Would write"))
    assert not dialog.preview.isHidden()
    assert dialog.show_files.isHidden()
    rows = dialog.preview.toPlainText().splitlines()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Wrote"))
    assert rows == (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines()[: len(rows)]
    assert len(rows) == PREVIEW_LINES
    assert dialog.preview.isHidden()
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    dialog.show_files.click()
    assert [url.toLocalFile() for url in shown] == [str(tmp_path)]
    dialog.choose("trec-qrels")
    assert dialog.show_files.isHidden()


def test_files_beside_the_images_need_no_target(qtbot, session, tmp_path):
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    dialog.choose("labelme")
    assert dialog.target.isEnabled()
    dialog.options.fields["beside_images"].set_value(True)
    dialog.options.edited.emit()
    assert not dialog.target.isEnabled()
    assert dialog.go.isEnabled()


def test_an_export_that_fails_says_why(qtbot, session, tmp_path):
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    dialog.target.set_path(session.project.path)
    dialog.go.click()
    qtbot.waitUntil(lambda: "in use by this project" in dialog.result_text)
    assert dialog.go.isEnabled()
    dialog.done(QDialog.DialogCode.Rejected)


def test_without_a_ranking_only_labels_can_be_exported(qtbot, project):
    with Session.open(project) as opened:
        dialog = ExportDialog(opened)
        qtbot.addWidget(dialog)
        assert dialog.go.isEnabled()
        dialog.choose("ranking-csv")
        assert not dialog.go.isEnabled()
        assert "no ranking yet" in dialog.result_text
        dialog.done(QDialog.DialogCode.Rejected)


def test_export_names_are_safe(tmp_path):
    assert file_name(tmp_path / "p.annotator", "a/b: c?", ".csv") == tmp_path / "p a-b- c-.csv"


def test_a_report_lists_everything_but_not_a_million_rows(qtbot):
    names = tuple(f"{number}.jpg" for number in range(SHOWN + 5))
    report = ImportReport(
        n_images=10, n_features=2000, matched=3, steps={"exact": 3}, images_without_features=(),
        features_without_images=names, duplicates=(), refused=(), problems=(), invalid_rows=(), zero_rows=(),
    )  # fmt: skip
    assert summary(report) == (
        "3 of 10 images have features and can be proposed. 1,997 of 2,000 features have no image and are ignored."
    )
    assert [title for title, _, _ in findings(report)] == ["Features without an image"]
    view = ImportReportView()
    qtbot.addWidget(view)
    view.show_report(report)
    item = view.tree.topLevelItem(1)
    assert item.childCount() == SHOWN + 1
    assert item.child(SHOWN).text(0) == "… and 5 more"
    assert item.text(1) == "1,005"


def test_the_dialogs_of_a_project_open_from_the_menus(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    for action, title in {
        "project.report": "Matching report", "topic.settings": "Strategy and model", "topic.add": "Add a topic",
        "topic.rename": "Rename the topic", "help.keys": "Keys", "help.about": "About",
        "edit.preferences": "Preferences", "project.export": "Export", "batch.examples": "Pick examples",
    }.items():  # fmt: skip
        window.actions_[action].trigger()
        dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
        assert dialog.windowTitle().startswith(title)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not [d for d in window.findChildren(QDialog) if d.isVisible()])


def test_a_topic_is_added_by_its_name(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.actions_["topic.add"].trigger()
    dialog = window.findChild(NameDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible(), "an empty name is no name"
    QTest.keyClicks(dialog.name, "  blue ")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    session = window.workspace.controller.session
    assert [topic.name for topic in session.topics] == ["red", "blue"]
    assert session.topic.name == "blue"
    window.dialogs.rename_topic(window.workspace.controller)
    dialog = next(d for d in window.findChildren(NameDialog) if d.isVisible())
    dialog.name.setText("red")
    with qtbot.captureExceptions() as exceptions:
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert "There is a topic called 'red' already" in str(exceptions[0][1])
    assert session.topic.name == "blue"


def test_settings_of_a_topic_are_stored_and_used_by_the_next_batch(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.workspace.begin_with([0])
    qtbot.waitUntil(lambda: window.workspace.controller.browser.batch is not None)
    window.actions_["topic.settings"].trigger()
    from annotator.gui.dialogs.topic_settings import TopicSettingsDialog

    dialog = window.findChild(TopicSettingsDialog)
    assert "in use" in dialog.model_form.fields["length_scale"].editor.placeholderText()
    dialog.strategies.list.choose("random")
    dialog.batch_size.setValue(6)
    dialog.model_form.fields["prior_mean"].set_value(-1.0)
    dialog.use.click()
    session = window.workspace.controller.session
    assert (session.topic.strategy, session.topic.batch_size, session.topic.model.prior_mean) == ("random", 6, -1.0)
    assert "6 per batch" in window.tools.strategy.text()
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    window.activateWindow()  # the offscreen platform leaves no window active when a dialog closes
    qtbot.waitUntil(window.workspace.batch.grid.hasFocus)
    QTest.keyClick(window.workspace.batch.grid, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: window.workspace.controller.browser.batch.round == 2)
    assert len(window.workspace.controller.browser.batch.images) == 6
    assert window.workspace.controller.browser.batch.strategy == "random"


def test_every_dialog_is_opened_in_the_one_place_that_keeps_keys_from_the_window_behind_it():
    gui = Path(annotator.gui.__file__).parent
    allowed = {"open_dialog.py", "app.py"}
    opening = re.compile(r"[dD]ialog\w*(\([^\n]*\))?\.(open|exec|show)\(\)")
    found = [path.name for path in sorted(gui.rglob("*.py")) if opening.search(path.read_text(encoding="utf-8"))]
    assert set(found) <= allowed


def test_the_fields_of_a_format_line_up_with_those_above(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    dialog = ExportDialog(window.workspace.controller.session, window)
    qtbot.addWidget(dialog)
    dialog.show()
    for name in ("labels-csv", "coco"):
        assert dialog.choose(name)
        let_events_pass()
        rows = dialog.options.rows.values()
        lefts = {field.mapTo(dialog, QPoint()).x() for field in (dialog.purpose, dialog.format, *rows)}
        assert len(lefts) == 1
        assert len(list(rows)) > 0
