"""Log of freezes: when the window did not respond, for how long, and what it was doing.

A timer of the event loop records a time stamp every few milliseconds. A watchdog thread checks it: when the stamp is
too old, the thread records the stack of the GUI thread and, once the loop runs again, the duration of the stall.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from annotator.data.files import own_output
from annotator.data.files.atomic import ANY
from annotator.errors import ExportError

THRESHOLD_S = 0.05
"""Shorter stalls are not logged."""

_BEAT_MS = 5
_LOOK_S = 0.01
_FRAMES = 12


@dataclass(frozen=True)
class Stall:
    """A period in which the event loop did not run.

    Attributes:
        at: UTC time of its end, ISO 8601.
        seconds: Duration.
        stack: Stack of the GUI thread, innermost call first; empty if it was unavailable.
    """

    at: str
    seconds: float
    stack: tuple[str, ...]


class FreezeLog(QObject):
    """Records stalls from its creation until :meth:`close`.

    Attributes:
        stalls: Recorded stalls, oldest first.
        problem: Why the file cannot be written, "" if it can.
    """

    def __init__(self, file: Path | None = None, threshold: float = THRESHOLD_S, parent: QObject | None = None) -> None:
        """Start recording.

        Args:
            file: Where to append one JSON object per stall and line; created as soon as the window answers for the
                first time. None to keep them in memory only.
            threshold: Least duration in seconds.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.stalls: list[Stall] = []
        self.problem = ""
        self._file, self._threshold = file, threshold
        self._window_thread = threading.get_ident()
        self._beat = time.perf_counter()
        self._stop = threading.Event()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note_beat)
        self._timer.timeout.connect(self._answer_first)
        self._timer.start(_BEAT_MS)
        self._thread = threading.Thread(target=self._watch, name="stalls", daemon=True)
        self._thread.start()

    def _answer_first(self) -> None:
        self._write("")
        self._timer.timeout.disconnect(self._answer_first)

    def _note_beat(self) -> None:
        self._beat = time.perf_counter()

    def _watch(self) -> None:
        """Check the time stamp until stopped; runs in its own thread."""
        while not self._stop.wait(_LOOK_S):
            beat = self._beat
            if time.perf_counter() - beat < self._threshold:
                continue
            stack = self._stack()
            while self._beat == beat and not self._stop.wait(_BEAT_MS / 1000):
                pass
            self._record(Stall(datetime.now(UTC).isoformat(), round(time.perf_counter() - beat, 4), stack))

    def _stack(self) -> tuple[str, ...]:
        frame = sys._current_frames().get(self._window_thread)
        if frame is None:
            return ()
        calls = traceback.extract_stack(frame)[-_FRAMES:]
        return tuple(f"{Path(call.filename).name}:{call.lineno} {call.name}" for call in reversed(calls))

    def _record(self, stall: Stall) -> None:
        self.stalls.append(stall)
        self._write(json.dumps(asdict(stall)) + "\n")

    def _write(self, text: str) -> None:
        if self._file is None or self.problem:
            return
        try:
            ANY(self._file, ours=True, streams=False)  # a project may have been opened among whose images it is
            with self._file.open("a", encoding="utf-8") as file:
                file.write(text)
        except ExportError as error:
            self.problem = str(error)
        except OSError as error:
            self.problem = f"{self._file}: stalls cannot be written ({error.strerror}). Choose a file you may write to."

    def summary(self) -> str:
        """Return a text with the number of stalls, the longest, and where they occurred."""
        stalls = list(self.stalls)
        if not stalls:
            nothing = f"No stall of the window above {1000 * self._threshold:.0f} ms."
            return f"{nothing}\n{self.problem}" if self.problem else nothing
        longest = max(stalls, key=lambda stall: stall.seconds)
        places = Counter(stall.stack[0] if stall.stack else "unknown" for stall in stalls)
        lines = [
            f"{len(stalls)} stalls of the window above {1000 * self._threshold:.0f} ms; "
            f"the longest took {1000 * longest.seconds:.0f} ms.",
            *(f"  {count} x in {place}" for place, count in places.most_common(5)),
        ]
        return "\n".join([*lines, self.problem] if self.problem else lines)

    def close(self) -> None:
        """Stop recording."""
        self._timer.stop()
        self._stop.set()
        self._thread.join()
        if self._file is not None and not self.problem:
            own_output.remember(self._file)
