"""Run a complete search in the real window and take a picture of every scene; called by take_pictures.py.

    python scripts/picture_story.py FOLDER WIDTHxHEIGHT THEME LANGUAGE FONT [SCENE ...]

Judges the sample by key, as a user would, and writes FOLDER/SCENE.png. Needs a display.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import ExifTags, Image
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from annotator.gui.map.map_panel import MapPanel
from annotator.gui.panels.filters.filter_panel import FilterPanel
from annotator.gui.settings.language import translation
from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.widgets.theme import apply_theme
from annotator.gui.workspace.panels import PANELS
from annotator.runtime.paths import UserFolders
from annotator.sample import SamplePaths, create_sample
from annotator.session.session import Session
from annotator.types import Label

Key = Qt.Key
DIGIT = "3"
ROUNDS = 4
MORE = 3
"""Rounds after which the list of suspected mistakes has enough judgements."""


FILTER = "camera == 'Scanner B' and (folder('sheet-02') or folder('sheet-05'))"
RULES = (
    ("camera == 'Scanner A' and hour < 12", Label.RELEVANT),
    ("folder('sheet-02') or folder('sheet-03')", Label.IRRELEVANT),
    ("month == 4", Label.IRRELEVANT),
)


class Story:
    """A window, a simulated user who knows the digits, and a camera."""

    def __init__(self, folder: Path, size: tuple[int, int], dress: tuple[str, str, int], scenes: set[str]) -> None:
        theme, language, font = dress
        self.folder, self.scenes = folder, scenes
        self.places = UserFolders.under(Path(tempfile.mkdtemp(prefix="pictures-")))
        app = make_application()
        translation().install(language)
        self.window = MainWindow(apply_theme(app, theme), self.places)
        self.window.prefer(theme=theme, font_scale=font)
        self.window.resize(*size)
        self.window.move(0, 0)
        self.window.show()
        self.idle(0.5)
        self.sample: SamplePaths = create_sample(self.places.data / "sample")
        date(self.sample.images)
        with self.sample.classes.open(encoding="utf-8", newline="") as table:
            self.classes = {row["filename"]: row["class"] for row in csv.DictReader(table)}

    # The user

    def idle(self, seconds: float) -> None:
        """Run the event loop for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.005)

    def wait(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Run the event loop until ``condition`` holds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"nothing happened within {seconds} s")
            self.idle(0.02)

    @property
    def space(self):
        """The open project."""
        return self.window.workspace

    def trigger(self, action: str) -> None:
        """Trigger an action without waiting for a dialog it may open."""
        self.window.actions_[action].trigger()
        self.idle(0.4)

    def judge(self, image: int) -> None:
        """Judge an image of the batch by key."""
        grid = self.space.batch.grid
        self.focus()
        grid.setFocus()
        grid.set_current(image)
        wanted = self.classes[self.space.controller.session.paths[image]] == DIGIT
        QTest.keyClick(grid, Key.Key_P if wanted else Key.Key_X)
        self.idle(0.03)

    def judge_batch(self) -> None:
        """Judge the batch on screen and wait for the next one."""
        shown = self.space.controller.browser.batch
        for image in shown.images:
            self.judge(image)
        self.wait(lambda: self.space.controller.browser.batch.id != shown.id)
        self.rest()

    def focus(self) -> None:
        """Give the keyboard focus to the window, because there is no window manager."""
        if not self.window.isActiveWindow():
            self.window.windowHandle().requestActivate()
            self.wait(self.window.isActiveWindow)

    def rest(self) -> None:
        """Wait until the window stops changing."""
        work = self.space.controller
        self.wait(lambda: not (work.busy or work.graph.running or work.metadata.running), 300)
        self.idle(1.2)

    # The camera

    def picture(self, scene: str) -> None:
        """Save a picture of the screen, including popups and dialogs above the window."""
        if self.scenes and scene not in self.scenes:
            return
        self.idle(0.5)
        target = self.window.grab()
        painter = QPainter(target)
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible() and widget.windowHandle() is not None:
                at = widget.mapToGlobal(QPoint()) - self.window.mapToGlobal(QPoint())
                self._frame(painter, at, widget)
        painter.end()
        target.save(str(self.folder / f"{scene}.png"))
        print(scene, flush=True)
        if self.scenes:
            self.scenes.remove(scene)
            if not self.scenes:
                self.window.close()
                sys.exit()

    @staticmethod
    def _frame(painter: QPainter, at: QPoint, widget: QWidget) -> None:
        picture: QPixmap = widget.grab()
        size = widget.size()
        if isinstance(widget, QDialog):
            painter.fillRect(at.x() - 1, at.y() - 1, size.width() + 2, size.height() + 2, Qt.GlobalColor.gray)
        painter.drawPixmap(at, picture)

    def dialog(self, action: str, scene: str) -> None:
        """Show a dialog, take its picture, and close it."""
        self.trigger(action)
        for _ in range(3):
            self.idle(0.3)
        self.picture(scene)
        self.close_dialogs()

    def close_dialogs(self) -> None:
        """Close all popups and dialogs above the window."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog | QMenu) and widget.isVisible():
                widget.close()
        self.idle(0.2)

    def panel(self, action: str, scene: str) -> None:
        """Show a panel, take the picture, and hide it."""
        if not self.space.docks.shown(action):
            self.trigger(action)
        self.idle(1.5)
        shown, controller = self.space.panes.panel(action), self.space.controller
        if isinstance(shown, MapPanel):
            self.wait(lambda: shown.builder.map is not None and shown.builder.map.refined, 300)
            best = next(i for i in controller.ranking.images.tolist() if controller.session.label_of(i) is None)
            shown.view.choose(best)
            shown.view.select_around(5)
        if isinstance(shown, FilterPanel):
            controller.filtering.condition_wanted.emit(FILTER)
            self.idle(1)
        self.picture(scene)
        controller.filtering.clear_wanted.emit(True)
        self.trigger(action)


def clustered(story: Story) -> None:
    """Find clusters below the map, and look at one."""
    story.trigger("view.map")
    shown = story.space.panes.panel("view.map")
    story.wait(lambda: shown.builder.map is not None and shown.builder.map.refined, 300)
    shown.fold.button.click()
    shown.clusters.count.setValue(12)
    shown.clusters.start.click()
    story.wait(lambda: shown.clusters.clusters is not None, 300)
    shown.clusters.table.selectRow(2)
    story.idle(1)
    story.picture("panel-clusters")
    shown.clusters.judge.click()
    story.idle(1)
    story.picture("judge-cluster")
    story.close_dialogs()
    shown.fold.button.click()
    story.trigger("view.map")


def ruled(story: Story) -> None:
    """Say what is known of the images before they are judged, and take it back."""
    controller = story.space.controller
    for condition, vote in RULES:
        controller.go_by(controller.session.topics.rules.add(condition, vote))
    story.rest()
    story.panel("view.rules", "panel-rules")
    for _ in RULES:
        story.trigger("edit.undo")
    story.rest()


def second_opinion(story: Story) -> None:
    """Bring the judgements of another person, who says something else about three images."""
    session = story.space.controller.session
    copy = story.places.data / "for Ben.annotator"
    both = session.judgements.others.share(copy, "Ben", 30).run()
    found = [image for image in both if session.label_of(image) is Label.RELEVANT]
    other = {found[0]: Label.IRRELEVANT, found[1]: Label.IRRELEVANT}
    other[next(image for image in both if session.label_of(image) is Label.IRRELEVANT)] = Label.RELEVANT
    with Session.open(copy) as theirs:
        for image in both:
            theirs.judge([image], other.get(image, session.label_of(image)))
        theirs.collection.notes.set(min(other), "The lower arc is missing.")
    session.collection.notes.set(min(other), "Written with one stroke.")
    session.judgements.others.merge(copy).run()


def date(images: Path) -> None:
    """Write into the files when and with what they were scanned, which the sample does not know."""
    start = datetime(2024, 3, 4, 9, tzinfo=UTC)
    for number, path in enumerate(sorted(images.rglob("*.png"))):
        with Image.open(path) as image:
            exif = image.getexif()
            exif[ExifTags.Base.Model] = "Scanner B" if number % 5 > 2 else "Scanner A"
            sheet, place = divmod(number, 100)
            at = start + timedelta(days=sheet * sheet * 7 % 180, minutes=3 * place)
            exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{at:%Y:%m:%d %H:%M:%S}"
            image.save(path, exif=exif)


def graded(story: Story) -> None:
    """Give the topic grades and criteria."""
    session = story.space.controller.session
    found = [image for image in session.labels if story.classes[session.paths[image]] == DIGIT]
    session.topics.set_grades(["not a three", "hardly legible", "a clear three"])
    session.topics.set_criteria(
        f"# What counts\nA three that a child would read.\n\n![a clear one]({session.paths[found[0]]})\n\n"
        "# What does not\nEights with a gap, and threes that lie on their back."
    )
    for image in found[:5]:
        session.judgements.grade([image], 2)
    story.window.reopen()
    story.wait(lambda: story.space is not None and story.space.isVisible())
    story.rest()
    story.panel("view.criteria", "grades")


def pooled(story: Story) -> None:
    """Pool the runs of two systems for two topics, and judge some of the first one."""
    session, folder = story.space.controller.session, story.places.data
    topics = {"301": ("red kites", range(1, 42)), "302": ("gulls over water", range(200, 243))}
    for system, step in (("bm25", 3), ("clip", 7)):
        lines = [
            f"{query} Q0 {session.paths[images[step * rank % len(images)]]} {rank + 1} {99 - rank} {system}\n"
            for query, (_, images) in topics.items()
            for rank in range(30)
        ]
        (folder / f"{system}.run").write_text("".join(lines), "utf-8")
    (folder / "topics.tsv").write_text("".join(f"{query}\t{name}\n" for query, (name, _) in topics.items()), "utf-8")
    runs = [folder / "bm25.run", folder / "clip.run"]
    session.collection.pools.add(runs, topics=folder / "topics.tsv", depth=20).run()
    story.space.controller.switch_topic(next(topic.id for topic in session.topics if topic.name == "red kites"))
    story.wait(lambda: story.space.controller.browser.batch is not None)
    story.rest()
    for image in story.space.controller.browser.batch.images[:3]:
        story.judge(image)
    story.panel("view.topics", "pool")


def play(story: Story) -> None:
    """Run all scenes."""
    window = story.window
    story.picture("start")
    window.new_project(story.sample.images, story.sample.features)
    story.idle(3.0)
    story.picture("assistant")
    story.close_dialogs()
    window.open_sample(story.sample)
    story.wait(lambda: story.space is not None and story.space.isVisible())
    story.wait(lambda: story.space.controller.browser.batch is not None)
    story.rest()
    story.picture("first-batch")
    first = story.space.controller.browser.batch
    for image in first.images[:3]:
        story.judge(image)
    story.picture("judging")
    story.trigger("edit.undo")
    story.picture("undo")
    story.trigger("edit.redo")
    for image in story.space.controller.browser.remaining:
        story.judge(image)
    story.wait(lambda: story.space.controller.browser.batch.id != first.id)
    for _ in range(ROUNDS):
        story.judge_batch()
    story.picture("round-five")
    for _ in range(MORE):
        story.judge_batch()
    second_opinion(story)
    controller = story.space.controller
    labels = controller.session.labels
    wrong = next(i for i in controller.ranking.images.tolist() if labels.get(i) is Label.RELEVANT and i not in (0, 1))
    controller.judge([wrong], Label.IRRELEVANT)
    story.rest()
    for kind in PANELS:
        if kind.action != "view.rules":
            story.panel(kind.action, f"panel-{kind.action.split('.')[1]}")
    ruled(story)
    clustered(story)
    story.trigger("edit.undo")
    story.space.batch.grid.setFocus()
    story.trigger("view.preview")
    story.idle(0.5)
    story.picture("viewer")
    story.trigger("view.compare")
    story.picture("compare")
    story.trigger("view.back")
    story.dialog("project.export", "export")
    story.dialog("project.import", "import-labels")
    story.dialog("project.rescan", "rescan")
    story.dialog("project.features", "feature-sets")
    story.dialog("topic.settings", "strategy")
    story.dialog("edit.preferences", "preferences")
    story.dialog("edit.palette", "palette")
    story.dialog("edit.keys", "change-keys")
    story.dialog("batch.audit", "random-sample")
    story.dialog("view.stacks_events", "stack-events")
    story.dialog("help.keys", "keys")
    window.reopen()  # closing makes a backup
    story.wait(lambda: story.space is not None and story.space.isVisible())
    story.rest()
    story.dialog("project.safety", "safety")
    graded(story)
    pooled(story)


def main() -> None:
    """Parse the arguments and run the story."""
    folder, size, theme, language, font, *scenes = sys.argv[1:]
    width, height = (int(part) for part in size.split("x"))
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    story = Story(target, (width, height), (theme, language, int(font)), set(scenes))
    assert QGuiApplication.instance() is not None
    play(story)
    story.window.close()


if __name__ == "__main__":
    main()
