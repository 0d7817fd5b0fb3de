"""Decode images in separate processes, so that a crash or hang on a malicious file does not affect the window.

This costs a copy of the pixels through a pipe and about 60 MB per process, and is off by default. A process receives
one line of JSON per image and answers with one line and, on success, the pixels. It is started as the program itself
with a special first argument, so that it also works if the program is a single frozen file.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import threading
from pathlib import Path
from typing import IO

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage

from annotator.data.files.json_text import parse_json
from annotator.errors import ImageError
from annotator.gui.images.decoder import read_here
from annotator.messages import Message, as_message, for_json
from annotator.runtime import child

PATIENCE_S = 60.0
_MEMORY = 4 << 30  # bytes of address space per process; an image of the largest allowed size takes 0.8 GB


class SubprocessDecoder:
    """A pool of decoding processes; may be used from any thread."""

    def __init__(self, processes: int = 2) -> None:
        """Prepare the pool; processes are started on demand."""
        self._free: queue.SimpleQueue[_Process | None] = queue.SimpleQueue()
        for _ in range(processes):
            self._free.put(None)
        self._n = processes

    def read(self, path: Path, max_edge: int | None) -> tuple[QImage, QSize]:
        """Decode ``path`` as :func:`annotator.gui.images.image_reader.read_image` does.

        Raises:
            ImageError: As there, or the process crashed, or took longer than a minute.
        """
        process = self._free.get()
        try:
            if process is None or not process.alive:
                process = _Process()
            return process.read(path, max_edge)
        finally:
            self._free.put(process if process is not None and process.alive else None)

    def close(self) -> None:
        """End the processes."""
        for _ in range(self._n):
            process = self._free.get()
            if process is not None:
                process.end()
            self._free.put(None)


class _Process:
    def __init__(self) -> None:
        self._process = child.start(child.DECODE_IMAGES, {"QT_QPA_PLATFORM": "offscreen"})

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def read(self, path: Path, max_edge: int | None) -> tuple[QImage, QSize]:
        timer = threading.Timer(PATIENCE_S, self._process.kill)
        timer.start()
        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            line = json.dumps({"path": os.fsdecode(path), "edge": max_edge}) + "\n"
            self._process.stdin.write(line.encode("utf-8", "surrogateescape"))
            self._process.stdin.flush()
            answer = parse_json(self._process.stdout.readline(), hook=as_message)
            if isinstance(answer, dict) and "error" in answer:
                raise ImageError("{error}", error=answer["error"])
            width, height, size = (int(answer[name]) for name in ("width", "height", "bytes"))
            pixels = self._process.stdout.read(size)
            if len(pixels) != size or size != 4 * width * height:
                raise ValueError("cut short")
            image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
            return image, QSize(int(answer["full_width"]), int(answer["full_height"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            self.end()
            raise ImageError(
                "{path}: the image is damaged so badly that decoding it crashed or did not end", path=path
            ) from error
        finally:
            timer.cancel()

    def end(self) -> None:
        """End the process and close its pipes."""
        child.end(self._process)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Decode until there are no more requests; the main loop of a decoding process."""
    _limit_memory()
    _application = QGuiApplication.instance() or QGuiApplication(["annotator"])
    for line in requests:
        asked = parse_json(line.decode("utf-8", "surrogateescape"), dict)
        try:
            picture = read_here(Path(asked["path"]), asked["edge"])
        except (ImageError, MemoryError) as error:
            text = Message("{path}: there is not enough memory to decode it", path=asked["path"])
            if isinstance(error, ImageError):
                text = error.message
            answers.write(json.dumps({"error": for_json(text)}).encode() + b"\n")
            answers.flush()
            continue
        image = picture.image.convertToFormat(QImage.Format.Format_RGB32)
        pixels = image.constBits()
        head = {
            "width": image.width(), "height": image.height(), "bytes": image.sizeInBytes(),
            "full_width": picture.size.width(), "full_height": picture.size.height(),
        }  # fmt: skip
        answers.write(json.dumps(head).encode() + b"\n")
        answers.write(pixels)
        answers.flush()


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
