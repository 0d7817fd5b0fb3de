"""Plots as files: drawn in the thread of the window, written atomically in another one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from annotator.data.files.atomic import atomic_binary
from annotator.gui.tasks.tasks import State, Task, TaskCenter
from annotator.gui.text.translate import tr

SUFFIXES = (".png", ".svg", ".csv")
"""Kinds of files, in the order in which they are offered."""


def file_name(title: str) -> str:
    """Return ``title`` without the characters that some system does not allow in the name of a file."""
    return " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", title).split()).strip(" .") or "plots"


def with_suffix(chosen: str, kind: str) -> Path:
    """Return the ``chosen`` file; without a known suffix, append that of its ``kind``, ``Name (*.png)``."""
    target = Path(chosen)
    wanted = next((suffix for suffix in SUFFIXES if f"*{suffix}" in kind), SUFFIXES[0])
    return target if target.suffix.lower() in SUFFIXES else target.with_name(target.name + wanted)


def png(image: QImage) -> bytes:
    """Return a picture as PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def write(target: Path, data: bytes) -> Path:
    """Write ``data``; return the file.

    Raises:
        ExportError: The file must not or cannot be written; an existing one is unchanged.
    """
    with atomic_binary(target) as stream:
        stream.write(data)
    return target


def save(tasks: TaskCenter, target: Path, content: Callable[[], bytes], tell: Callable[[str], object]) -> Task:
    """Compute ``content`` and write it in another thread; ``tell`` reports the result."""
    task = tasks.run(
        tr("Save the plots to {file}").format(file=target.name),
        lambda _progress: write(target, content()),
        lambda file: tr("Saved: {file}").format(file=file),
        thread="export",
    )

    def ended(_task: Task) -> None:
        if task.state is State.DONE:
            tell(task.result)
        elif task.state is State.FAILED:
            tell(tr("Not saved: {error}").format(error=task.result))

    task.changed.connect(ended)
    return task
