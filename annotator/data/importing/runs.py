"""Rankings of other systems: TREC runs, the JSON of ranx, and tables with topic, image, score and perhaps system.

The files come from strangers: a line that is not understood is an error with its number, and nothing is guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import numpy as np

from annotator.data.collection.match_names import match
from annotator.data.collection.mismatch import unmatched
from annotator.data.files.names import printable
from annotator.data.files.reading import open_bytes
from annotator.data.files.tables import open_table
from annotator.data.images.image_columns import IMAGE_COLUMNS
from annotator.data.importing.foreign import document, lines_of
from annotator.errors import ImportLabelsError, TableError
from annotator.messages import Message
from annotator.types import IntArray, Progress

_TOPIC, _SCORE, _SYSTEM = ("topic", "query", "qid"), ("score",), ("system", "run", "tag")
_IMAGE = tuple(title for group in IMAGE_COLUMNS for title in group)
_LONGEST = 200
_CHECKED = 10_000


class Ranked(NamedTuple):
    """An image in a ranking, as a file has it.

    Attributes:
        topic: Id of the topic.
        image: Name of the image.
        score: Its score; the largest is ranked first.
        system: The system, "" if the file does not say.
        line: Number of the line, 0 where the file has no lines.
    """

    topic: str
    image: str
    score: float
    system: str
    line: int


def read_runs(
    files: Sequence[Path], paths: Sequence[str], root: Path | None = None, progress: Progress | None = None
) -> Mapping[str, Mapping[str, IntArray]]:
    """Read rankings of systems.

    As in trec_eval, the score decides and not the rank in the file, in single precision; of equal scores, the name that
    is last in alphabetical order comes first.

    Args:
        files: Files of runs. A system is called as the file says, else like the file.
        paths: Path of each image; by id.
        root: The image folder, for absolute names below it.
        progress: Where to report; may cancel.

    Returns:
        Image ids, best first, by system and id of the topic.

    Raises:
        ImportLabelsError: A file cannot be read or understood, has no line, an image twice in a ranking, an unknown
            image, or a ranking that another file has.
        Cancelled: The person asked to stop.
    """
    progress = progress or Progress()
    runs: dict[str, dict[str, IntArray]] = {}
    source: dict[tuple[str, str], Path] = {}
    for place, file in enumerate(files):
        progress.step(place / len(files))
        rows: list[Ranked] = []
        for row in _rows(file):
            if len(rows) % _CHECKED == 0:
                progress.check()
            rows.append(row)
        if not rows:
            raise ImportLabelsError("{path}: the run is empty", path=file)
        for (system, topic), ranking in _rankings(file, rows, paths, root).items():
            if (other := source.setdefault((system, topic), file)) is not file:
                raise ImportLabelsError(
                    "{path}: the system {system!r} ranks topic {topic!r} in {other}, too. Every ranking is read once; "
                    "give the systems different names.",
                    path=file,
                    system=system,
                    topic=topic,
                    other=other,
                )
            runs.setdefault(system, {})[topic] = ranking
    return runs


def read_topics(file: Path) -> dict[str, str]:
    """Read topics: lines of id, tab, text.

    Raises:
        ImportLabelsError: The file cannot be read or is empty, a line has no tab, or an id is there twice.
    """
    topics: dict[str, str] = {}
    for number, line in enumerate(lines_of(file), 1):
        if not line.strip():
            continue
        key, _, text = (part.strip() for part in line.partition("\t"))
        if not key or not text:
            raise ImportLabelsError("{path}, line {line:,}: a topic is an id, a tab and a text", path=file, line=number)
        if key in topics:
            raise ImportLabelsError(
                "{path}, line {line:,}: the topic {topic!r} is there twice", path=file, line=number, topic=key
            )
        topics[key] = " ".join(text.split())
    if not topics:
        raise ImportLabelsError("{path}: there is no topic: lines of an id, a tab and a text", path=file)
    return topics


def _rows(file: Path) -> Iterator[Ranked]:
    with open_bytes(file, ImportLabelsError) as stream:
        start = stream.read(4096).decode("utf-8-sig", "replace").lstrip()
    first = start.splitlines()[0] if start else ""
    if start.startswith("{"):
        return _of_json(file)
    titles = {cell.strip().strip('"').lower() for cell in re.split(r"[,;\t|]", first)}
    if titles & set(_TOPIC) and titles & set(_SCORE):
        return _of_table(file)
    return _of_trec(file)


def _of_trec(file: Path) -> Iterator[Ranked]:
    for number, line in enumerate(lines_of(file), 1):
        fields = line.split()
        if not fields:
            continue
        if len(fields) != 6:
            raise ImportLabelsError(
                "{path}, line {line:,}: a run has six fields (topic, Q0, image, rank, score, system), and this line "
                "has {n_fields}. A table needs a line of titles with topic, image and score.",
                path=file,
                line=number,
                n_fields=len(fields),
            )
        topic, _, image, _, score, system = fields
        yield Ranked(topic, image, _number(file, number, score), system, number)


def _of_table(file: Path) -> Iterator[Ranked]:
    try:
        with open_table(file, {*_TOPIC, *_SCORE, *_SYSTEM, *_IMAGE}) as table:
            table.check_titles()
            topic, image, score, system = (_place(table.lowered, names) for names in (_TOPIC, _IMAGE, _SCORE, _SYSTEM))
            if image < 0:
                raise ImportLabelsError(
                    "{path}: no column has the images; call one of them image, path or file", path=file
                )
            for number, cells in table.rows:
                if len(cells) != len(table.titles):
                    raise ImportLabelsError(
                        "{path}, line {line:,}: this line has {n_cells} cells, and there are {n_titles} titles",
                        path=file,
                        line=number,
                        n_cells=len(cells),
                        n_titles=len(table.titles),
                    )
                value = _number(file, number, cells[score])
                named = cells[system].strip() if system >= 0 else ""
                yield Ranked(cells[topic].strip(), cells[image], value, named, number)
    except TableError as error:
        raise ImportLabelsError("{error}", error=error) from error


def _place(titles: Sequence[str], names: Sequence[str]) -> int:
    return next((titles.index(name) for name in names if name in titles), -1)


def _of_json(file: Path) -> Iterator[Ranked]:
    topics = document(file)
    for topic, images in topics.items():
        if not isinstance(images, dict):
            raise ImportLabelsError(
                "{path}: the topic {topic!r} is no object of images and scores", path=file, topic=topic
            )
        for image, score in images.items():
            if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
                raise ImportLabelsError(
                    "{path}: the score of {image!r} for topic {topic!r} is not a number",
                    path=file,
                    image=image,
                    topic=topic,
                )
            yield Ranked(topic, image, float(score), "", 0)


def _number(file: Path, line: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ImportLabelsError(
            "{path}, line {line:,}: the score {text!r} is not a number", path=file, line=line, text=printable(text)
        )
    return value


def _rankings(
    file: Path, rows: Sequence[Ranked], paths: Sequence[str], root: Path | None
) -> dict[tuple[str, str], IntArray]:
    images = _images(file, rows, paths, root)
    own = printable(file.stem)
    grouped: dict[tuple[str, str], dict[int, Ranked]] = {}
    for row in rows:
        system, image = row.system or own, images[row.image]
        for name in (system, row.topic):
            if not name or len(name) > _LONGEST or not name.isprintable():
                raise _wrong(
                    file, row, Message("{name!r} cannot name a system or topic", name=printable(name[:_LONGEST]))
                )
        one = grouped.setdefault((system, row.topic), {})
        if image in one:
            name = printable(row.image)
            raise _wrong(
                file,
                row,
                Message("the image {image!r} is there twice for topic {topic!r}", image=name, topic=row.topic),
            )
        one[image] = row
    return {key: _sorted(found) for key, found in grouped.items()}


def _sorted(found: Mapping[int, Ranked]) -> IntArray:
    with np.errstate(over="ignore"):
        scores = np.array([row.score for row in found.values()]).astype(np.float32)
    names = [row.image for row in found.values()]
    last_first = np.empty(len(names), np.int64)
    last_first[sorted(range(len(names)), key=names.__getitem__, reverse=True)] = np.arange(len(names))
    order = np.lexsort((last_first, -scores))
    return np.fromiter(found, np.int64, len(found))[order]


def _images(file: Path, rows: Sequence[Ranked], paths: Sequence[str], root: Path | None) -> dict[str, int]:
    """Return the image that each name in a file means, also of names that are percent-encoded as in our exports."""
    first = {row.image: row for row in reversed(rows)}
    names = list(first)[::-1]
    found = match(names, paths, root)
    images = found.image_of_name.copy()
    left = np.flatnonzero(images < 0).tolist()
    if left:
        images[left] = match([unquote(names[place]) for place in left], paths, root).image_of_name
        if (images < 0).any():
            name = names[int(np.flatnonzero(images < 0)[0])]
            reasons = {problem.path: problem.reason for problem in unmatched(found, names, paths)}
            reason = reasons.get(printable(name), "")
            raise _wrong(file, first[name], Message("{image!r}: {reason}", image=printable(name), reason=reason))
    return dict(zip(names, images.tolist(), strict=True))


def _wrong(file: Path, row: Ranked, reason: Message) -> ImportLabelsError:
    place = Message("{path}, line {line:,}", path=file, line=row.line) if row.line else str(file)
    return ImportLabelsError("{place}: {reason}", place=place, reason=reason)
