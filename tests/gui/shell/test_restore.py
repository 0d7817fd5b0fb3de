"""A project is there again as it was left: place, selection, filter, viewer; also after a crash."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from on_screen import on_screen
from patience import PATIENCE_S
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.cli import main, windows
from annotator.gui.controller import view_state
from annotator.gui.controller.ranking_filter import Order, Tab
from annotator.gui.controller.view_state import GridView, ViewState
from annotator.gui.shell import app
from annotator.gui.shell.last_project import at_log_out
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.shell.recent_commands import reopen
from annotator.gui.widgets.theme import apply_theme
from annotator.runtime.paths import UserFolders
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def ranked(project):
    """The project after a few judgements, with an open batch."""
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
        session.judge([40, 41], Label.IRRELEVANT)
        session.next_batch()
    return project


def show(window, qtbot):
    qtbot.waitUntil(lambda: on_screen(window))
    controller = window.workspace.controller
    qtbot.waitUntil(lambda: controller.ranking is not None and not controller.busy)
    qtbot.waitUntil(lambda: len(window.workspace.ranking.grid.images()) > 0)
    return window.workspace


def another(window, qtbot, *, size=True):
    """A window of a second start, with the files that the first one has left."""
    made = MainWindow(apply_theme(QApplication.instance(), "light"), window.places)
    qtbot.addWidget(made)
    if size:
        made.resize(window.size())
    made.show()
    reopen(made)
    return made


@pytest.fixture
def space(window, ranked, qtbot):
    window.prefer(thumbnail=240)
    window.open_project(ranked)
    return show(window, qtbot)


def settled(space, qtbot):
    """Wait until the ranking is where it will stay."""
    qtbot.waitUntil(lambda: space.window()._keeper._wanted is None)
    return space


def test_the_ranking_is_where_it_was_with_its_selection(window, space, qtbot):
    grid = settled(space, qtbot).ranking.grid
    images = grid.images()
    space.panes.work_with(grid)
    grid.set_current(int(images[20]))
    grid.select_images([int(image) for image in images[20:23]])
    grid.verticalScrollBar().setValue(555)
    place, selected = grid.place(), grid.selected_images()
    window.close()
    later = settled(show(another(window, qtbot), qtbot), qtbot)
    grid = later.ranking.grid
    assert grid.place() == place
    assert grid.selected_images() == selected
    assert grid.current_image() == images[20]
    assert later.panes.active is grid
    assert grid.cell_edge() == 240
    later.window().close()


def test_the_batch_keeps_its_current_image_and_the_viewer_is_open_again(window, space, qtbot):
    settled(space, qtbot)
    grid = space.batch.grid
    image = int(grid.images()[2])
    grid.set_current(image)
    space.panes.view(grid, image)
    window.close()
    later = show(another(window, qtbot), qtbot)
    assert later.panes.viewing
    assert later.panes.viewer.image == image
    assert later.panes.active is later.batch.grid
    later.window().close()


def test_filters_are_there_again(window, space, qtbot):
    ranking = settled(space, qtbot).ranking
    ranking.controls.search.setText("cherry")
    ranking.controls.open_tab(Tab.SUGGESTIONS)
    ranking.controls.condition.setText("folder('cherry')")
    ranking.controls.order.setCurrentIndex(ranking.controls.order.findData(Order.NAME))
    qtbot.waitUntil(lambda: len(ranking.grid.images()) == 10)
    wanted = ranking.controls.wanted
    window.close()
    later = show(another(window, qtbot), qtbot)
    assert later.ranking.controls.wanted == wanted
    assert later.ranking.controls.condition.isVisibleTo(later)
    qtbot.waitUntil(lambda: len(later.ranking.grid.images()) == 10)
    later.window().close()


def test_after_a_crash_nothing_is_lost(window, space, qtbot):
    """What was done a moment before is in the files, though the window was never closed."""
    settled(space, qtbot)
    grid = space.ranking.grid
    grid.verticalScrollBar().setValue(300)
    window.actions_["view.history"].trigger()
    file = view_state.file_of(window.places.state / "views", space.controller.session.project.path)
    qtbot.waitUntil(lambda: file.exists() and view_state.read(file).ranking.top == grid.place()[0])
    qtbot.waitUntil(lambda: window.last.get() is not None)
    window.settings.sync()
    stored = (window.places.state / "window.ini").read_text()
    assert "project=" in stored
    assert "layouts" in stored


def test_another_topic_begins_at_the_top(window, space, qtbot):
    settled(space, qtbot)
    space.ranking.grid.verticalScrollBar().setValue(555)
    window.close()
    project = space.controller.session.project.path
    with Session.open(project) as session:
        session.topics.switch(session.topics.add("other").id)
        session.judge([0, 41], Label.RELEVANT)
        session.next_batch()
    later = show(another(window, qtbot), qtbot)
    assert later.ranking.grid.verticalScrollBar().value() == 0
    later.window().close()


def test_a_closed_project_and_an_unticked_preference_lead_to_the_start_page(window, space, qtbot):
    window.actions_["project.close"].trigger()
    assert window.last.get() is None
    window.open_project(space.controller.session.project.path)
    show(window, qtbot)
    window.prefer(reopen=False)
    window.close()
    later = another(window, qtbot)
    assert later.pages.currentWidget() is later.start
    assert later.last.get() is not None


def test_a_damaged_project_shows_the_error_with_the_start_page(window, space, qtbot):
    window.close()
    project = space.controller.session.project.path
    project.write_bytes(b"nothing of ours")
    later = another(window, qtbot)
    qtbot.waitUntil(lambda: "is not a project file" in later.messages.text)
    assert later.pages.currentWidget() is later.start
    later.close()


def test_a_project_that_ended_the_program_is_opened_only_when_asked_for(window, space, qtbot):
    window.last.trying()  # and then the program ends
    later = another(window, qtbot)
    assert "ended while it was opening" in later.messages.text
    assert later.pages.currentWidget() is later.start
    assert later.last.get().failed is False  # the next start tries again
    later.close()


def test_logging_out_keeps_and_never_asks(window, space, qtbot, monkeypatch):
    def asked(*_arguments):
        raise AssertionError("nobody is asked anything")

    class Signal:
        def connect(self, slot):
            self.emit = slot

    desktop = SimpleNamespace(commitDataRequest=Signal(), saveStateRequest=Signal())
    settled(space, qtbot)
    monkeypatch.setattr(QMessageBox, "exec", asked)
    monkeypatch.setattr(QMessageBox, "question", asked)
    at_log_out(desktop, window.keep)
    file = view_state.file_of(window.places.state / "views", space.controller.session.project.path)
    for signal in (desktop.commitDataRequest, desktop.saveStateRequest):
        file.unlink(missing_ok=True)
        window._keeper._written = None
        signal.emit(None)
        qtbot.waitUntil(file.exists)
    assert on_screen(window)
    assert hasattr(QApplication.instance(), "commitDataRequest")
    assert hasattr(QApplication.instance(), "saveStateRequest")


@pytest.mark.parametrize(("words", "restore"), [((), True), (("--no-restore",), False)])
def test_the_command_line_can_begin_with_the_start_page(monkeypatch, words, restore):
    asked = {}
    monkeypatch.setattr(windows, "window_problem", lambda: "")
    monkeypatch.setattr(app, "run", lambda project, **how: asked.update(how) or 0)
    assert main(["gui", *words]) == 0
    assert asked["restore"] is restore


STATE = ViewState(3, GridView(4, (4, 5), 2, 17), GridView(), True, False, {"name": "kite"})


def test_a_state_comes_back_from_its_file(tmp_path):
    file = view_state.file_of(tmp_path / "views", Path("/a/kites.annotator"))
    view_state.write(file, STATE)
    assert view_state.read(file) == STATE
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "damage", ["", "[]", "{", '{"topic": "x"}', '{"topic": 1, "batch": []}', "null", "[" * 100_000]
)
def test_a_damaged_state_is_as_none(tmp_path, damage):
    file = tmp_path / "x.json"
    file.write_text(damage)
    assert view_state.read(file) == ViewState()


def test_a_state_of_wrong_kinds_is_as_none(tmp_path):
    file = tmp_path / "x.json"
    view_state.write(file, STATE)
    stored = json.loads(file.read_text())
    file.write_text(json.dumps({**stored, "filters": ["name"]}))
    assert view_state.read(file) == ViewState()


def test_nothing_can_be_written_and_the_window_works_all_the_same(ranked, tmp_path, qtbot):
    """The folders of the program cannot be made: a file is where they would be."""
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    window = MainWindow(apply_theme(QApplication.instance(), "light"), UserFolders.under(blocked))
    qtbot.addWidget(window)
    window.show()
    reopen(window)
    window.open_project(ranked)
    qtbot.waitUntil(lambda: window.messages.choices == ("Allow and open",))
    window.messages.choose("Allow and open")  # holds until the program ends, for it cannot be written down
    space = show(window, qtbot)
    space.controller.judge([7], Label.RELEVANT)
    window.prefer(scores=True)
    assert space.ranking.grid.image_model().show_overlay
    assert "cannot be written" in window.preferences.problem
    window.keep()
    window.close()
    with Session.open(ranked, read_only=True) as session:
        assert session.label_of(7) is Label.RELEVANT


START = """
import sys
from PySide6.QtCore import QTimer
from annotator.gui.shell.app import make_application, run
app = make_application()

def close():
    if any(window.isVisible() for window in app.topLevelWidgets()):
        timer.stop()
        app.closeAllWindows()

timer = QTimer(interval=20)
timer.timeout.connect(close)
timer.start()
sys.exit(run())
"""


def test_an_unwritable_home_does_not_stop_the_launch(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    home = str(blocked / "home")
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), home)
    ended = subprocess.run(
        [sys.executable, "-c", START], env={**os.environ, **folders}, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr


CRASH = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.runtime.paths import UserFolders
from annotator.gui.widgets.theme import apply_theme
from annotator.gui.controller import view_state
from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.runtime.paths import UserFolders
from annotator.gui.widgets.theme import apply_theme

app = make_application()
places, project = UserFolders.under(Path(sys.argv[1])), Path(sys.argv[2])
window = MainWindow(apply_theme(app, "light"), places)
window.prefer(thumbnail=240)
window.show()
window.open_project(project)

def ready():
    space, keeper = window.workspace, window._keeper
    return space is not None and keeper is not None and keeper._wanted is None and space.controller.ranking is not None

def scroll():
    if not ready():
        return
    timer.stop()
    grid = window.workspace.ranking.grid
    window.workspace.panes.work_with(grid)
    grid.set_current(int(grid.images()[30]))
    window.workspace.controller.judge([50], None)
    print(grid.current_image(), flush=True)
    later.start()

def die():
    kept = view_state.read(view_state.file_of(places.state / "views", project))
    settings = places.state / "window.ini"
    if kept.ranking.current == window.workspace.ranking.grid.current_image() and kept.in_ranking:
        if settings.exists() and "project=" in settings.read_text():
            os._exit(9)

timer, later = QTimer(interval=20), QTimer(interval=20)
timer.timeout.connect(scroll)
later.timeout.connect(die)
timer.start()
app.exec()
"""


def test_a_program_that_dies_comes_back_at_the_same_image(ranked, tmp_path, qtbot):
    places = UserFolders.under(tmp_path / "places")
    command = [sys.executable, "-c", CRASH, str(tmp_path / "places"), str(ranked)]
    died = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)
    assert died.returncode == 9, died.stderr
    window = MainWindow(apply_theme(QApplication.instance(), "light"), places)
    qtbot.addWidget(window)
    window.show()
    assert window.last.get() is not None
    reopen(window)
    space = settled(show(window, qtbot), qtbot)
    assert space.ranking.grid.current_image() == int(died.stdout)
    assert space.panes.active is space.ranking.grid
    window.close()
