"""The small parts of the window, each by itself."""

import sys

import numpy as np
import pytest
from patience import let_events_pass
from PIL import Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from small_collection import write_features

from annotator.errors import ProjectError
from annotator.gui.actions.actions import ACTIONS, Need
from annotator.gui.actions.cheat_sheet import KeysDialog
from annotator.gui.actions.judgement_bar import JudgementBar
from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.dialogs.dropped import Dropped, feature_files, image_folder, kind_of, project_file
from annotator.gui.shell import help_dialogs
from annotator.gui.shell.crash_report import CrashDialog, ExceptionHook
from annotator.gui.shell.help_dialogs import AboutDialog
from annotator.gui.shell.recent_list import RecentProjects
from annotator.gui.shell.start_page import StartPage
from annotator.gui.widgets.build import in_column
from annotator.gui.widgets.message_bar import MessageBar
from annotator.gui.workspace.onboarding_hints import OnboardingHints, Progress, advice
from annotator.gui.workspace.status_line import StatusLine
from annotator.runtime.paths import UserFolders


def test_the_message_bar_offers_remedies_once(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    assert bar.text == ""
    chosen = []
    bar.tell("It broke.", details="line 1", choices=[("Try again", lambda: chosen.append("again")), ("Stop", list)])
    assert bar.text == "It broke."
    assert bar.choices == ("Try again", "Stop")
    bar.choose("Try again")
    assert chosen == ["again"]
    assert bar.text == ""
    bar.tell("Something else.", problem=False)
    assert bar.choices == ()
    assert not bar.property("problem")


def test_message_and_details_can_be_copied(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.tell("It broke.", details="line 1")
    next(b for b in bar.findChildren(QPushButton) if b.text() == "Copy").click()
    assert QGuiApplication.clipboard().text() == "It broke.\n\nline 1"


def test_the_coach_follows_and_can_be_sent_away(qtbot):
    coach = OnboardingHints()
    qtbot.addWidget(coach)
    coach.follow(Progress("threes", 1, 8, 8, 2, False))
    assert "Find the threes:</b> 2 are marked already" in coach.text
    assert "P" in coach.text
    before = coach.text
    coach.follow(Progress("threes", 1, 8, 5, 1, False))
    assert coach.text != before
    assert "5 left" in coach.text
    with qtbot.waitSignal(coach.dismissed):
        coach.findChild(QPushButton).click()
    coach.follow(Progress("threes", 2, 8, 8, 3, False))
    assert coach.text == ""


def test_the_coach_has_something_to_say_until_the_last_round_and_then_is_silent():
    for at_round in range(5):
        for left in (8, 1):
            assert advice(Progress("threes", at_round, 8, left, 3, False))
    assert "Ctrl+E" in advice(Progress("threes", 4, 8, 8, 12, False))
    assert advice(Progress("threes", 5, 8, 8, 12, False)) == ""


def test_every_key_is_on_the_cheat_sheet(qtbot):
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    text = dialog.sheet.toPlainText()
    for entry in ACTIONS.values():
        if entry.keys:
            assert entry.text.rstrip("…") in text
            assert entry.keys[0] in text
    about = AboutDialog(UserFolders())
    qtbot.addWidget(about)
    assert "MIT" in about.findChild(QLabel).text()


def test_the_licences_are_a_button_where_they_came_along(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "annotator"))
    shown = []
    monkeypatch.setattr(help_dialogs, "open_on_desktop", shown.append)

    without = AboutDialog(UserFolders())
    qtbot.addWidget(without)
    assert [button.text() for button in without.findChildren(QPushButton)] == ["Close"]
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "index.html").write_text("<p>")
    about = AboutDialog(UserFolders())
    qtbot.addWidget(about)
    next(button for button in about.findChildren(QPushButton) if button.text() == "Licenses").click()
    assert shown == [tmp_path / "licences" / "index.html"]


def test_a_defect_is_shown_and_can_be_copied_and_a_users_error_is_only_told(qtbot):
    told = []
    parent = QWidget()
    qtbot.addWidget(parent)
    hook = ExceptionHook(told.append, lambda: parent)
    before = sys.excepthook
    hook.install()
    try:
        hook.handle(ProjectError, ProjectError("the disk is full"), None)
        assert told == ["the disk is full"]
        assert hook.dialog is None
        error = ZeroDivisionError("by nothing")
        hook.handle(type(error), error, None)
        qtbot.waitUntil(lambda: hook.dialog is not None)
        dialog = hook.dialog
        assert isinstance(dialog, CrashDialog)
        assert "ZeroDivisionError: by nothing" in dialog.report.toPlainText()
        next(b for b in dialog.findChildren(QPushButton) if "Copy" in b.text()).click()
        assert "by nothing" in QGuiApplication.clipboard().text()
        dialog.accept()
        assert hook.dialog is None
    finally:
        hook.remove()
    assert sys.excepthook is before


def test_what_is_dropped_is_recognised(tmp_path, home, monkeypatch):
    photos = tmp_path / "photos"
    photos.mkdir()
    names = ["a.png", "b.png", "c.png"]
    for name in names:
        Image.new("RGB", (2, 2)).save(photos / name)
    write_features(photos / "inside.HDF5", np.ones((3, 2)), names)
    write_features(tmp_path / "beside.h5", np.ones((2, 2)), names[1:])
    write_features(tmp_path / "of others.h5", np.ones((3, 2)), ["c.png", "x.png", "y.png"])
    (tmp_path / "photos.graph.h5").write_bytes(b"")
    assert kind_of(photos) is Dropped.IMAGES
    assert kind_of(tmp_path / "x.annotator") is Dropped.PROJECT
    assert kind_of(tmp_path / "beside.h5") is Dropped.FEATURES
    assert kind_of(tmp_path / "x.txt") is Dropped.UNKNOWN
    assert feature_files(photos) == (photos / "inside.HDF5", tmp_path / "beside.h5")
    assert image_folder(tmp_path / "beside.h5") == photos
    assert feature_files(tmp_path / "missing" / "folder") == ()
    assert project_file(photos) == tmp_path / "photos.annotator"
    (tmp_path / "photos.annotator").write_text("")
    assert project_file(photos) == tmp_path / "photos 2.annotator"
    monkeypatch.setattr("annotator.gui.dialogs.dropped.os.access", lambda *_arguments: False)
    assert project_file(photos) == home / "photos.annotator"


def test_recent_projects_survive_and_the_newest_is_first(tmp_path):
    def settings():
        return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)

    store = settings()
    recent = RecentProjects(store)
    assert recent.paths() == ()
    for name in ("a", "b", "a"):
        recent.add(tmp_path / name)
    store.sync()
    again = RecentProjects(settings())
    assert again.paths() == (tmp_path / "a", tmp_path / "b")
    again.remove(tmp_path / "b")
    assert again.paths() == (tmp_path / "a",)
    for number in range(20):
        again.add(tmp_path / str(number))
    assert len(again.paths()) == 12


def test_the_start_page_opens_recent_projects_by_keyboard(qtbot, tmp_path):
    page = StartPage()
    qtbot.addWidget(page)
    here = tmp_path / "here.annotator"
    here.write_text("")
    page.show_recent([here, tmp_path / "gone.annotator"])
    assert page.recent.count() == 2
    qtbot.waitUntil(lambda: "not found" in page.recent.item(1).text())
    with qtbot.waitSignal(page.project_chosen) as chosen:
        QTest.keyClick(page.recent, Qt.Key.Key_Return)
    assert chosen.args == [here]
    QTest.keyClick(page.recent, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.project_removed) as removed:
        QTest.keyClick(page.recent, Qt.Key.Key_Delete)
    assert removed.args == [tmp_path / "gone.annotator"]


@pytest.mark.parametrize(
    ("button", "signal"), [("sample", "sample_wanted"), ("new", "new_wanted"), ("open", "open_wanted")]
)
def test_the_start_page_has_three_ways_to_start(qtbot, button, signal):
    page = StartPage()
    qtbot.addWidget(page)
    page.show_recent([])
    assert page.recent.isHidden()
    with qtbot.waitSignal(getattr(page, signal)):
        getattr(page, button).click()


def test_the_judgement_bar_has_the_keys_on_its_buttons_and_follows_the_actions(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    actions = ActionSet(window)
    bar = JudgementBar(actions, window)
    names = {identifier: button.accessibleName() for identifier, button in bar.buttons.items()}
    assert names["judge.relevant"] == "Relevant, key P"
    assert names["batch.next"] == "Next batch, key N"
    actions.enable(Need.NOTHING)
    assert not bar.buttons["judge.relevant"].isEnabled()
    actions.enable(Need.PROJECT | Need.WRITABLE | Need.IMAGES)
    assert bar.buttons["judge.relevant"].isEnabled()
    judged = []
    actions["judge.relevant"].triggered.connect(lambda _checked=False: judged.append(1))
    bar.buttons["judge.relevant"].click()
    assert judged == [1]
    window.resize(900, 60)
    image = bar.grab().toImage()
    assert image.width() > 0
    # The places of the buttons do not depend on what they are about.
    before = [button.geometry() for button in bar.buttons.values()]
    bar.show_target("1,234 images selected")
    assert [button.geometry() for button in bar.buttons.values()] == before


def test_short_work_shows_no_progress_and_long_work_can_be_cancelled(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    actions = ActionSet(window)
    line = StatusLine(actions, window)
    line.show_ranking("Ranking by the model of round 3 (24 judgements)")
    line.begin_work("choosing the next batch")
    line.end_work()
    assert not line._patience.isActive()  # nothing is on its way
    let_events_pass()
    assert line.texts["work"] == ""
    with qtbot.waitSignal(line.progress_shown):
        line.begin_work("choosing the next batch")
    line.progress(0.4)
    assert line.texts["work"] == "choosing the next batch 40 %"
    line.end_work()
    assert line.texts["work"] == ""
    line.remark("Stored: 1 image to relevant")
    assert line.texts["remark"].startswith("Stored")
    assert line.texts["ranking"].startswith("Ranking by the model of round 3")


@pytest.mark.parametrize("width", [260, 420, 800])
def test_the_images_do_not_move_from_one_hint_to_the_next(qtbot, width):
    pane = QWidget()
    qtbot.addWidget(pane)
    coach, images = OnboardingHints(pane), QWidget(pane)
    in_column(coach, (images, 1), on=pane)
    pane.resize(width, 600)
    pane.show()
    places = set()
    for at_round in range(5):
        for left in (8, 4, 1):
            coach.follow(Progress("threes", at_round, 8, left, 12, False))
            let_events_pass()
            assert coach.text
            assert not coach.geometry().intersects(images.geometry())
            places.add(images.geometry().getRect())
    assert len(places) == 1
