"""The facets that a collection has: folders, cameras, shapes, sizes, labels, and texts of tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.tables import probabilities
from annotator.data.files.names import natural_key
from annotator.data.metadata.metadata import Column
from annotator.expressions.text_column import TextColumn
from annotator.gui.controller.facets.facet import FOLDER, LABEL, Codes, Facet
from annotator.gui.text.translate import tr
from annotator.types import UNLABELLED, BoolArray, IntArray, Label, LabelCodes, Ranking

MOST_WORDS = 200
"""A column of a table with more texts is no facet."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known about the N images, for any thread.

    Attributes:
        columns: Columns of metadata that are loaded.
        labels: Label codes in the topic, shape (N,).
        ranking: The ranking on screen, None for none.
        topics: Names of the other topics with labels, and their label codes.
        featured: Which images have features, shape (N,).
        examples: Images picked as examples.
        hidden: Facts about images that are hidden.
        noted: Images with a note.
    """

    columns: Mapping[str, Column]
    labels: LabelCodes
    ranking: Ranking | None = None
    topics: Sequence[tuple[str, LabelCodes]] = ()
    featured: BoolArray | None = None
    examples: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    hidden: frozenset[str] = frozenset()
    noted: IntArray = field(default_factory=lambda: np.empty(0, np.int64))


class Facets:
    """Builds the facets of a collection; what has not changed is built once. Used by one thread."""

    def __init__(self) -> None:
        self._built: dict[str, tuple[tuple[Any, ...], Facet | None]] = {}

    def of(self, known: Known) -> list[Facet]:
        """Return the facets that have something to choose between, in the order on screen."""
        columns, n = known.columns, len(known.labels)
        made: list[Facet | None] = []
        for name, column in columns.items():
            if isinstance(column, TextColumn):
                build = _folders if name == FOLDER else partial(_texts, name)
                made.append(self._once(name, (column,), build))
        width, height = columns.get("width"), columns.get("height")
        if isinstance(width, np.ndarray) and isinstance(height, np.ndarray):
            made.append(self._once("shape", (width, height), _shapes))
            made.append(self._once("size", (width, height), _sizes))
        made.append(_labels(LABEL, tr("Label"), known.labels, "{}"))
        if known.ranking is not None:
            made.append(self._once("probability", (known.ranking,), partial(_probabilities, n)))
        for name, codes in known.topics:
            title = tr("Label in “{topic}”").format(topic=name)
            if (quoted := _quoted(name)) and (codes != UNLABELLED).any():
                made.append(_labels(f"topic {name}", title, codes, f"{{}}({quoted})"))
        made.append(_notes(known))
        made.append(_others(known))
        order = (FOLDER, "camera", "shape", "size", LABEL, "probability")
        found = [one for one in made if one is not None and one.field not in known.hidden]
        places = {key: place for place, key in enumerate(order)}
        return sorted(found, key=lambda one: places.get(one.key, len(order)))

    def _once(self, key: str, sources: tuple[Any, ...], build: Callable[..., Facet | None]) -> Facet | None:
        before, facet = self._built.get(key, ((), None))
        if len(before) != len(sources) or any(old is not new for old, new in zip(before, sources, strict=True)):
            facet = build(*sources)
            self._built[key] = sources, facet
        return facet


def _quoted(text: str) -> str:
    """Return a text as a condition quotes it, "" if that is impossible."""
    if not text.isprintable():
        return ""
    return f"'{text}'" if "'" not in text else f'"{text}"' if '"' not in text else ""


def _term(form: str, text: str) -> str:
    quoted = _quoted(text)
    return form.format(quoted) if quoted else ""


def _folders(column: TextColumn) -> Facet | None:
    """Return the tree of folders; those that only hold others are values too."""
    everything: set[str] = set()
    for folder in column.words:
        while folder and folder not in everything:
            everything.add(folder)
            folder = folder.rpartition("/")[0]
    children: dict[str, list[str]] = {}
    for folder in everything:
        children.setdefault(folder.rpartition("/")[0], []).append(folder)
    words: list[str] = [""] if "" in column.words else []
    ends = np.ones(len(everything) + len(words), np.int64)
    left: list[str | int] = _last_first(children.get("", ()))
    while left:
        one = left.pop()
        if isinstance(one, int):  # all within this folder are listed
            ends[one] = len(words)
            continue
        left.append(len(words))
        left.extend(_last_first(children.get(one, ())))
        words.append(one)
    if len(words) < 2:
        return None
    number = {word: place for place, word in enumerate(words)}
    lookup = np.array([*(number[word] for word in column.words), -1], np.int32)
    found = tuple(_term("folder({})", word) for word in words)
    return Facet(FOLDER, tr("Folder"), tuple(words), found, lookup[column.codes], ends, FOLDER)


def _last_first(folders: Sequence[str]) -> list[str | int]:
    return [*sorted(folders, key=_last_name, reverse=True)]


def _last_name(folder: str) -> str:
    return natural_key(folder.rpartition("/")[2])


def _texts(name: str, column: TextColumn) -> Facet | None:
    """Return the texts of a column; those that differ only in case are one."""
    if name != "camera" and len(column.words) > MOST_WORDS:
        return None
    words = sorted({word.casefold(): word for word in column.words}.values(), key=natural_key)
    place = {word.casefold(): number for number, word in enumerate(words)}
    lookup = np.array([*(place[word.casefold()] for word in column.words), len(words)], np.int32)
    forms = [_term(name + " == {}", word) for word in words]
    title = tr("Camera") if name == "camera" else name
    return _used(name, title, [*words, tr("Unknown")], [*forms, f"not known({name})"], lookup[column.codes])


def _shapes(width: NDArray[np.float64], height: NDArray[np.float64]) -> Facet | None:
    words = (tr("Landscape"), tr("Portrait"), tr("Square"))
    tests = (width > height, width < height, width == height)
    found = ("width > height", "width < height", "width == height")
    codes = np.select(tests, (0, 1, 2), -1).astype(np.int32)
    return _used("shape", tr("Shape"), words, found, codes, "width")


def _sizes(width: NDArray[np.float64], height: NDArray[np.float64]) -> Facet | None:
    words = (tr("Less than 1 MP"), tr("1 to 4 MP"), tr("4 to 12 MP"), tr("12 MP and more"))
    area = "width * height"
    found = (f"{area} < 1e6", f"1e6 <= {area} < 4e6", f"4e6 <= {area} < 12e6", f"{area} >= 12e6")
    pixels = width * height
    codes = np.where(np.isnan(pixels), -1, np.digitize(pixels, (1e6, 4e6, 12e6))).astype(np.int32)
    return _used("size", tr("Size"), words, found, codes, "width")


def _probabilities(n_images: int, ranking: Ranking) -> Facet | None:
    words = (tr("90 % and more"), tr("50 to 90 %"), tr("10 to 50 %"), tr("Less than 10 %"))
    name = "probability"
    found = (f"{name} >= 0.9", f"0.5 <= {name} < 0.9", f"0.1 <= {name} < 0.5", f"{name} < 0.1")
    codes = np.full(n_images, -1, np.int32)
    codes[ranking.images] = 3 - np.digitize(probabilities(ranking).astype(np.float64), (0.1, 0.5, 0.9))
    return Facet(name, tr("Probability"), words, found, codes)


_LABELS = (Label.RELEVANT.value, Label.IRRELEVANT.value, Label.UNSURE.value, UNLABELLED)


def _labels(key: str, title: str, labels: LabelCodes, form: str) -> Facet:
    words = (tr("Relevant"), tr("Irrelevant"), tr("Unsure"), tr("Unlabelled"))
    found = tuple(form.format(word) for word in ("relevant", "irrelevant", "unsure", "unlabelled"))
    codes = np.select([labels == value for value in _LABELS], range(4), -1).astype(np.int32)
    return Facet(key, title, words, found, codes)


def _notes(known: Known) -> Facet | None:
    """Return whether there is a note; None if all images are the same in this."""
    codes = np.ones(len(known.labels), np.int32)
    codes[known.noted] = 0
    words = (tr("With a note"), tr("Without a note"))
    return _used("note", tr("Note"), words, ("known(image_note)", "not known(image_note)"), codes, field="image_note")


def _others(known: Known) -> Facet | None:
    """Return what else one may look for: the examples, and images that are never proposed."""
    codes = np.full(len(known.labels), -1, np.int32)
    codes[known.examples] = 0
    if known.featured is not None:
        codes[~known.featured] = 1  # an example needs features
    words = (tr("Picked as examples"), tr("Without features"))
    if not len(known.examples) and (known.featured is None or known.featured.all()):
        return None
    return _used("others", tr("Other"), words, ("example", "not featured"), codes, least=1)


def _used(
    key: str,
    title: str,
    words: Sequence[str],
    conditions: Sequence[str],
    codes: Codes,
    field: str = "",
    least: int = 2,
) -> Facet | None:
    """Return a facet with the values that some image has; None if there are fewer than ``least`` of them."""
    there = np.flatnonzero(np.bincount(codes + 1, minlength=len(words) + 1)[1:]).tolist()
    if len(there) < least:
        return None
    lookup = np.full(len(words) + 1, -1, np.int32)
    lookup[there] = np.arange(len(there))
    return Facet(
        key,
        title,
        tuple(words[value] for value in there),
        tuple(conditions[value] for value in there),
        lookup[codes],
        None,
        field or key,
    )
