"""Move images into folders by label, with a journal from which every move can be undone.

The journal is completely on disk before the first image is moved. It has one line per image: old path, new path, size.
Undoing reads it in reverse; images that were never moved, or were already moved back, are skipped.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.data.exporting.output import Output, check_folder
from annotator.data.exporting.pictures import labeled
from annotator.data.exporting.source import ExportSource
from annotator.data.exporting.tables import word
from annotator.data.files.atomic import atomic_write
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import inside
from annotator.data.files.reading import read_text
from annotator.errors import ExportError
from annotator.messages import Message, Remedy
from annotator.types import Progress

SCHEMA = "annotator-moves/1"


@dataclass(frozen=True)
class Move:
    """The move of one image.

    Attributes:
        old, new: Absolute paths.
        size: Size in bytes.
    """

    old: Path
    new: Path
    size: int


def plan_moves(source: ExportSource, target: Path, *, unsure: bool = False) -> tuple[Move, ...]:
    """Return the moves of all labeled images to ``TARGET/LABEL/NAME``; name clashes are numbered in order of path.

    Raises:
        ExportError: The target contains files, or is inside the image folder.
    """
    if source.images_root is None:
        raise ExportError("The image folder is not known, so no images can be moved.")
    root = Path(os.path.realpath(source.images_root))
    final = Path(os.path.realpath(target))
    if final.is_relative_to(root) or root.is_relative_to(final):
        raise ExportError(
            "{target} is inside the image folder or contains it. Choose a folder elsewhere.", target=target
        )
    check_folder(target)
    names = Output(target, "", dry=True, staging=target)
    moves = []
    for image in labeled(source, unsure=unsure)[0].tolist():
        path = source.paths[image]
        old = inside(root, path)
        try:
            size = old.stat().st_size
        except OSError:
            continue
        name = names.free_name(f"{word(source.label(image))}/{path.rpartition('/')[2]}")
        names.copy(name, old)
        moves.append(Move(old, final / name, size))
    return tuple(moves)


def move_images(moves: Sequence[Move], journal: Path, progress: Progress | None = None) -> int:
    """Move images after writing the journal, and return how many were moved.

    Raises:
        ExportError: The journal exists or cannot be written, or a move failed; the moves before it remain and are in
            the journal.
        Cancelled: The user canceled the moves; those done remain and are in the journal.
    """
    progress = progress or Progress()
    if journal.exists():
        raise ExportError(
            "{journal} exists: it belongs to earlier moves. Undo them, or choose another journal.", journal=journal
        )
    with atomic_write(journal) as stream:
        stream.write(json.dumps({"schema": SCHEMA}) + "\n")
        for move in moves:
            entry = {"old": str(move.old), "new": str(move.new), "size": move.size}
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
    for number, move in enumerate(moves):
        progress.step(number / len(moves))
        _move(move.old, move.new, journal)
    return len(moves)


def undo_moves(journal: Path, progress: Progress | None = None) -> tuple[int, tuple[str, ...]]:
    """Move images back to their old paths.

    Returns:
        The number of images moved back, and sentences on those that could not be: a file is in the way, or the image is
            missing.

    Raises:
        ExportError: The journal cannot be read.
        Cancelled: The user canceled; another call continues.
    """
    progress = progress or Progress()
    moves = _read(journal)
    back, problems = 0, []
    for number, move in enumerate(reversed(moves)):
        progress.step(number / len(moves))
        if not move.new.exists():
            if not move.old.exists():
                problems.append(Message("{new} is gone, and so is {old}.", new=move.new, old=move.old))
            continue
        if move.old.exists():
            problems.append(Message("{old} exists, so {new} was left where it is.", old=move.old, new=move.new))
            continue
        _move(move.new, move.old, journal)
        back += 1
    for folder in {move.new.parent for move in moves}:
        with contextlib.suppress(OSError):
            folder.rmdir()
    return back, tuple(problems)


def _move(old: Path, new: Path, journal: Path) -> None:
    """Move a file without ever replacing another; across drives, copy it, compare the sizes, then delete it."""
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, new)  # fails if the target exists, unlike a rename
        except FileExistsError:
            raise
        except OSError:
            with new.open("xb"):
                pass
            shutil.copy2(old, new)
            if new.stat().st_size != old.stat().st_size:
                raise OSError(5, "the copy is not complete") from None
        old.unlink()
    except OSError as error:
        raise ExportError(
            "{old} cannot be moved to {new} ({reason}). {remedy}",
            old=old,
            new=new,
            reason=error.strerror,
            remedy=Remedy(
                "What was moved before is in {journal}: annotator undo-move {journal}",
                "{journal} lists where each image was before.",
                journal=journal,
            ),
        ) from error


def _read(journal: Path) -> list[Move]:
    try:
        lines = read_text(journal, ExportError).splitlines()
        if parse_json(lines[0], dict).get("schema") != SCHEMA:
            raise ValueError("another schema")
        entries = [parse_json(line, dict) for line in lines[1:]]
        return [Move(Path(entry["old"]), Path(entry["new"]), int(entry["size"])) for entry in entries]
    except (ValueError, LookupError, TypeError) as error:
        raise ExportError(
            "{journal}: this is no journal of moves, or it is damaged ({error})", journal=journal, error=error
        ) from error
