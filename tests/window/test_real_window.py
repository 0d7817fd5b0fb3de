"""The program in a real window: an X server, real keys, and the project file afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import missing
from patience import PATIENCE_S, hold_up, wait_until

from annotator.data.project.trust import TrustStore
from annotator.sample import SamplePaths
from annotator.session.session import Session
from annotator.types import Label

pytestmark = pytest.mark.window

TOOLS = ("Xvfb", "xdotool")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """Return the name of an X server that nobody else uses."""
    for tool in TOOLS:
        if shutil.which(tool) is None:
            missing(tool)
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    answer = b""
    while not answer.endswith(b"\n"):  # read to the newline: closing the pipe earlier can kill the server
        part = os.read(read, 16)
        assert part, "Xvfb did not start"
        answer += part
    os.close(read)
    yield f":{answer.decode().strip()}"
    server.terminate()
    server.wait(PATIENCE_S)


class Program:
    """The program in its own process, with a keyboard."""

    def __init__(self, display: str, home: Path, *arguments: str) -> None:
        self._environment = {
            **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(home),
            **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
        }  # fmt: skip
        self._home = home
        self._log = (home / "program.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "annotator", *arguments],
            env=self._environment, stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _xdotool(self, *words: str) -> list[str]:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return done.stdout.split()

    def wait_for_window(self, title: str) -> None:
        """Wait until the window with this title can be typed into."""
        windows: list[str] = []

        def there() -> bool:
            assert self.process.poll() is None, self.output()
            windows[:] = self._xdotool("search", "--onlyvisible", "--name", title)
            return bool(windows)

        wait_until(there)
        self._xdotool("windowfocus", "--sync", windows[-1])
        # Shortly after it is on screen, the program begins to note what is seen of the project.
        wait_until(lambda: any(self._home.rglob("views/*")))

    def focus_the_front_window(self) -> None:
        """Give the keyboard to the window in front, as a window manager does with a dialog."""
        windows = self._xdotool("search", "--onlyvisible", "--name", ".")
        if windows:  # the X server lists them from the back to the front
            self._xdotool("windowfocus", windows[-1])

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)

    def press_at_once(self, *keys: str) -> None:
        """Press keys faster than a window opens."""
        self._xdotool("key", "--delay", "0", *keys)

    def write(self, text: str) -> None:
        """Type text."""
        self._xdotool("type", "--delay", "20", text)

    def output(self) -> str:
        """Return what the program printed."""
        self._log.seek(0)
        return self._log.read()

    def hold(self, key: str, seconds: float) -> None:
        """Hold a key down; the X server repeats it."""
        self._xdotool("keydown", key)
        hold_up(seconds)
        self._xdotool("keyup", key)

    def end(self) -> int:
        """Press the keys that quit, and return the exit status."""
        self.press("ctrl+q")
        return self.process.wait(PATIENCE_S)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        printed = self.output()
        self._log.close()
        assert "Traceback" not in printed, printed


def labels_of(project: Path) -> dict[int, Label]:
    with Session.open(project, read_only=True) as session:
        return dict(session.labels)


def batches_of(project: Path) -> list[tuple[int, ...]]:
    with Session.open(project, read_only=True) as session:
        return [batch.images for batch in session.judgements.batches]


@pytest.fixture
def project(sample: SamplePaths, tmp_path: Path) -> Path:
    path = tmp_path / "digits.annotator"
    with Session.create(path, sample.images, sample.features, topic="threes", batch_size=4) as session:
        session.examples.add([0])
        session.next_batch()
        # The sample lies elsewhere, which the person has allowed.
        TrustStore(tmp_path / "home" / "data" / "annotator").allow_places(path, session.project.places_outside)
    return path


def test_a_person_judges_two_batches_by_keyboard_and_everything_is_in_the_file(project, display, tmp_path):
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    with Program(display, home, "gui", str(project)) as program:
        program.wait_for_window("digits")
        first = batches_of(project)[0]

        program.press("p", "x", "u")
        expected = {0: Label.RELEVANT, first[0]: Label.RELEVANT, first[1]: Label.IRRELEVANT, first[2]: Label.UNSURE}
        wait_until(lambda: labels_of(project) == expected)

        program.press("ctrl+f")
        program.write("pxa")
        program.press("Escape", "Escape", "F6", "ctrl+z")
        wait_until(lambda: first[2] not in labels_of(project))
        left = {image: label for image, label in expected.items() if image != first[2]}
        assert labels_of(project) == left, "typing into the search field judged images"
        program.press("ctrl+shift+z")
        wait_until(lambda: labels_of(project) == expected)

        program.press("a")
        wait_until(lambda: len(batches_of(project)) == 2)
        assert labels_of(project)[first[3]] is Label.IRRELEVANT

        second = batches_of(project)[1]
        assert not set(first) & set(second)
        program.press("space", "p", "Escape")
        wait_until(lambda: labels_of(project).get(second[0]) is Label.RELEVANT)
        assert program.end() == 0, program.output()

    with Session.open(project) as session:
        assert session.labels[second[0]] is Label.RELEVANT
        change = session.undo()
        assert change is not None
        assert change.images == (second[0],)


def test_a_key_that_is_held_down_judges_one_image(project, display, tmp_path):
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    with Program(display, home, "gui", str(project)) as program:
        program.wait_for_window("digits")
        program.hold("x", 1.5)
        program.press("u")  # comes after all repetitions
        wait_until(lambda: Label.UNSURE in labels_of(project).values())
        assert list(labels_of(project).values()) == [Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE]
        assert program.end() == 0, program.output()


def test_what_is_typed_while_a_dialog_opens_judges_nothing(project, display, tmp_path):
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    with Program(display, home, "gui", str(project)) as program:
        program.wait_for_window("digits")
        program.press_at_once("ctrl+k", *"allremainingunsure", "Return")
        wait_until(lambda: len(labels_of(project)) == 5)
        assert set(labels_of(project).values()) == {Label.RELEVANT, Label.UNSURE}, "letters for the palette judged"
        wait_until(lambda: len(batches_of(project)) == 2)
        program.press_at_once("ctrl+t", "a", "x", "Escape")  # Add a topic

        def judged() -> bool:
            program.focus_the_front_window()
            program.press("Escape")  # the dialog may have opened since
            program.focus_the_front_window()
            program.press("u")
            return len(labels_of(project)) > 5

        wait_until(judged)
        assert set(labels_of(project).values()) == {Label.RELEVANT, Label.UNSURE}, "letters for the dialog judged"
        assert program.end() == 0, program.output()


def test_the_window_ends_when_the_process_is_asked_to(project, display, tmp_path):
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    with Program(display, home, "gui", str(project)) as program:
        program.wait_for_window("digits")
        program.press("x")
        wait_until(lambda: Label.IRRELEVANT in labels_of(project).values())
        program.process.terminate()
        assert program.process.wait(PATIENCE_S) == 0, program.output()
    with Session.open(project) as session:
        assert len(session.labels) == 2
