"""Start the program: application, theme, window, exception hook."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from annotator.data.files.guard import Guard
from annotator.data.project.preview import guards_of_projects
from annotator.gui.diagnostics import log_file
from annotator.gui.diagnostics.freeze_log import FreezeLog
from annotator.gui.settings.language import translation
from annotator.gui.settings.preferences import PreferenceStore
from annotator.gui.shell.crash_report import ExceptionHook
from annotator.gui.shell.file_open import FileOpening
from annotator.gui.shell.last_project import at_log_out
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.shell.recent_commands import reopen
from annotator.gui.widgets.icons import app_icon
from annotator.gui.widgets.splash import bare_application, close_splash
from annotator.gui.widgets.theme import apply_theme
from annotator.runtime.memory import reuse_freed_memory
from annotator.runtime.parallel import reserve_processor
from annotator.runtime.paths import UserFolders
from annotator.sample import SamplePaths
from annotator.version import __version__


def run(
    project: Path | None = None,
    *,
    demo: bool = False,
    sample: SamplePaths | None = None,
    read_only: bool = False,
    restore: bool = True,
    stalls: Path | None = None,
    cluster: str | None = None,
    places: UserFolders | None = None,
) -> int:
    """Show the window until the user closes it.

    Args:
        project: Project, image folder or feature file to open; by default the start page.
        demo: Open the sample.
        sample: Path of an existing sample to open.
        read_only: Open ``project`` without changing it.
        restore: Without anything else to open, open the last project.
        stalls: File to record when the window did not respond; by default nothing is recorded.
        cluster: Address of a Dask scheduler on whose workers batches are chosen; by default this machine.
        places: Folders of the program's own files; by default the system's.

    Returns:
        Exit status of the program.
    """
    app = make_application()
    theme = apply_theme(app, "system")
    places = places or UserFolders()
    preferences = PreferenceStore(places.config)
    translation().install(preferences.current.language)
    window = MainWindow(theme, places, preferences)
    window.opener.cluster = cluster
    if stalls is not None:
        _check_stalls(stalls, window, sample, restore=restore and project is None)
    log = log_file.start(window.places.state)
    logging.getLogger(__name__).info("Annotator %s started", __version__)
    hook = ExceptionHook(window.tell, QApplication.activeWindow)
    hook.install()
    recorder = None if stalls is None else FreezeLog(stalls, parent=window)
    try:
        at_log_out(app, window.keep)
        if sys.platform == "darwin":  # only macOS sends files as events, and a filter sees every event
            FileOpening(app, window.take)
        with ended_by_signals(app, window):
            window.show()
            close_splash()
            if demo or sample is not None:
                window.open_sample(sample)
            else:
                _open(window, project, read_only=read_only, restore=restore)
            status = app.exec()
    finally:
        hook.remove()
        logging.getLogger(__name__).info("ended")
        log_file.stop(log)
        if recorder is not None:
            recorder.close()
            sys.stderr.write(f"{recorder.summary()}\n")
    return status


def _check_stalls(file: Path, window: MainWindow, sample: SamplePaths | None, *, restore: bool) -> None:
    """Raise ExportError if stalls would be recorded among the images that are opened first without being named."""
    last = window.last.get() if restore else None
    guards = guards_of_projects(last.project) if last is not None else ()
    for guard in [Guard((sample.images,))] if sample is not None else guards:
        guard(file, ours=True, streams=False)


def _open(window: MainWindow, project: Path | None, *, read_only: bool, restore: bool) -> None:
    if project is not None and read_only:
        window.open_project(project, read_only=True)
    elif project is not None:
        window.take([project])
    elif restore:
        reopen(window)


def make_application() -> QApplication:
    """Return the application; create it if there is none."""
    reuse_freed_memory()
    reserve_processor()
    # The model's threads release the interpreter lock to the window after a fifth of the usual time.
    sys.setswitchinterval(0.001)
    app = bare_application()
    app.setWindowIcon(app_icon())
    return app


@contextmanager
def ended_by_signals(app: QApplication, window: MainWindow) -> Iterator[None]:
    """Close the window on a request to exit (Ctrl+C in the terminal, the end of the desktop session).

    Python runs signal handlers only between byte codes; a byte on a socket wakes Qt up.
    """
    reader, writer = socket.socketpair()
    for end in (reader, writer):
        end.setblocking(False)
    before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    signals = (signal.SIGINT, signal.SIGTERM)
    handlers = {number: signal.signal(number, lambda _number, _frame: None) for number in signals}
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, app)

    def close() -> None:
        reader.recv(64)
        window.close()

    notifier.activated.connect(close)
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()
