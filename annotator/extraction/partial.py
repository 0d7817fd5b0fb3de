"""Unfinished features on disk, so that computed features survive any interruption.

A folder next to the output contains ``head.json`` (the encoder), ``rows.f32`` (the concatenated vectors) and
``images.jsonl`` (one line per image: path, size and modification time, or why it could not be read). Vectors are on
disk before their lines are written, so every complete line has its vector. Data after the last complete line is
truncated.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.files.atomic import ANY, refusal
from annotator.data.files.filesystem import sync_folder
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import Problem
from annotator.data.files.reading import open_bytes, read_text
from annotator.errors import FeatureError
from annotator.extraction.encoder import Encoder
from annotator.messages import Remedy, as_message, for_json

_FILES = {"head.json", "head.json.new", "rows.f32", "images.jsonl"}


@dataclass(frozen=True)
class Done:
    """A finished image.

    Attributes:
        path: Path of the image.
        size, mtime: Size in bytes and modification time in nanoseconds when it was read.
        reason: Why it could not be read, "" for an image with features.
    """

    path: str
    size: int
    mtime: int
    reason: str = ""

    def to_json(self) -> str:
        """Return the image as a line of the list of those that are finished."""
        return json.dumps({**vars(self), "reason": for_json(self.reason)}, ensure_ascii=False)


class Partial:
    """Unfinished features for one output."""

    def __init__(self, output: Path, encoder: Encoder, *, again: bool = False) -> None:
        """Open existing data, or start.

        Args:
            output: The final feature file.
            encoder: Encoder that computes the features.
            again: Discard existing data.

        Raises:
            FeatureError: The existing data was computed by another encoder, or the folder cannot be written.
        """
        self.folder = output.with_name(f"{output.name}.partial")
        self._d = encoder.d
        head = {
            "encoder": encoder.name, "version": encoder.version, "preprocessing": encoder.preprocessing, "d": encoder.d,
        }  # fmt: skip
        self._check_folder()
        try:
            if again and self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir(exist_ok=True)
            self._check_head(head, output)
            self.done = self._read()
            self._rows = (self.folder / "rows.f32").open("ab")
            self._lines = (self.folder / "images.jsonl").open("ab")
        except OSError as error:
            raise FeatureError(
                "{output} cannot be written ({reason}); choose another place", output=output, reason=error.strerror
            ) from error

    def _check_folder(self) -> None:
        """Raise FeatureError if there are other files than unfinished features."""
        ANY(self.folder)
        try:
            others = {file.name for file in self.folder.iterdir()} - _FILES
        except FileNotFoundError:
            return
        except OSError as error:
            raise refusal(self.folder, error) from error
        if others:
            raise FeatureError(
                "{folder} holds files that are no unfinished features ({file}). Choose another output.",
                folder=self.folder,
                file=min(others),
            )

    def _check_head(self, head: dict[str, Any], output: Path) -> None:
        file = self.folder / "head.json"
        try:
            found = parse_json(read_text(file, FeatureError)) if file.exists() else None
        except ValueError:
            found = None if self._nothing_done() else "damaged"
        if found is None:
            _write_durably(file, json.dumps(head))
            return
        if found != head:
            raise FeatureError(
                "{folder} holds unfinished features of another encoder or with other settings. Use the same again, or "
                "{remedy}",
                folder=self.folder,
                remedy=Remedy("start over (--again)", "choose another feature file"),
            )

    def _nothing_done(self) -> bool:
        lines = self.folder / "images.jsonl"
        return not lines.exists() or lines.stat().st_size == 0

    def _read(self) -> list[Done]:
        """Return the finished images, after truncating what was being written when the program ended."""
        lines, rows = self.folder / "images.jsonl", self.folder / "rows.f32"
        for file in (lines, rows):
            file.touch()
        done: list[Done] = []
        good, whole = 0, rows.stat().st_size // (4 * self._d)
        with open_bytes(lines, FeatureError) as stream:
            for line in stream:
                try:
                    one = Done(**parse_json(line, dict, as_message))
                except (ValueError, TypeError):
                    break
                if not line.endswith(b"\n") or (not one.reason and whole == 0):
                    break
                whole -= not one.reason
                good += len(line)
                done.append(one)
        os.truncate(lines, good)
        os.truncate(rows, 4 * self._d * sum(not one.reason for one in done))
        return done

    def append(self, images: Sequence[Done], rows: NDArray[Any]) -> None:
        """Append images; ``rows`` has the features of those without a reason, in order."""
        try:
            self._rows.write(np.ascontiguousarray(rows, "<f4").tobytes())
            self._rows.flush()
            os.fsync(self._rows.fileno())
            self._lines.write(b"".join(one.to_json().encode() + b"\n" for one in images))
            self._lines.flush()
            os.fsync(self._lines.fileno())
        except OSError as error:
            raise FeatureError(
                "{folder} cannot be written ({reason}); make room and start again: what is done is kept",
                folder=self.folder,
                reason=error.strerror,
            ) from error
        self.done += images

    def finished(self) -> tuple[dict[str, tuple[Done, int]], NDArray[np.float32], list[Problem]]:
        """Return the latest state of each image with its row, all rows, and the images that could not be read."""
        latest: dict[str, tuple[Done, int]] = {}
        row = 0
        for one in self.done:
            latest[one.path] = (one, row if not one.reason else -1)
            row += not one.reason
        problems = [Problem(path, one.reason) for path, (one, _) in latest.items() if one.reason]
        size = (self.folder / "rows.f32").stat().st_size
        if not size:
            return latest, np.empty((0, self._d), np.float32), problems
        return latest, np.memmap(self.folder / "rows.f32", "<f4", "r", shape=(row, self._d)), problems

    def close(self) -> None:
        """Close the files and keep them."""
        for stream in (self._rows, self._lines):
            with contextlib.suppress(OSError):  # retries a failed write, whose error has already been reported
                stream.close()

    def remove(self) -> None:
        """Delete the files."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _write_durably(file: Path, text: str) -> None:
    """Write a file atomically and durably, even if the program or the power fails."""
    new = file.with_name(f"{file.name}.new")
    with new.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    sync_folder(file.parent)
