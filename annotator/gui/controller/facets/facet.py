"""Facets of a collection: what the panel Filter offers to choose, and the conditions that stand for a choice.

A facet is a property of images with few values: the folder, the camera, the label. The values chosen in one facet are
joined by "or", facets by "and"; the result is a condition as a person could type it. Nothing is kept but the condition:
what is chosen is read from it. Parts of it that no facet writes are left as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.expressions.dates import span
from annotator.expressions.parser import alternatives, joined, parse, terms
from annotator.session.conditions import SELECTED
from annotator.types import BoolArray, IntArray

FOLDER, TIME, LABEL = "folder", "time", "label"

Codes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Facet:
    """One property of the images of a collection and its w values.

    Attributes:
        key: Identifies the facet.
        title: What it is called on screen.
        words: What the values are called: full paths for folders.
        terms: The condition that stands for each value; "" if none can be written.
        codes: Value of each image, -1 for none, shape (N,).
        ends: For values that lie within others: number of the first value after all those within each, shape (w,); the
            values within one follow it directly.
        field: The fact about images that it shows, as :class:`~annotator.gui.controller.blind_mode.BlindMode` names it.
    """

    key: str
    title: str
    words: tuple[str, ...]
    terms: tuple[str, ...]
    codes: Codes
    ends: IntArray | None = None
    field: str = ""

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Number of each value by its condition in the form that :func:`_plain` gives."""
        if self.key == FOLDER:  # there may be many
            return {f"folder({word!r})".casefold(): number for number, word in enumerate(self.words)}
        return {_plain(parse(term)): number for number, term in enumerate(self.terms) if term}

    def counts(self, passing: BoolArray) -> IntArray:
        """Return how many of the images ``passing`` have each value, or one within it, shape (w,)."""
        each = np.bincount(self.codes[passing] + 1, minlength=len(self.words) + 1)[1:]
        if self.ends is None:
            return each
        sums = np.concatenate([[0], np.cumsum(each)])
        return sums[self.ends] - sums[:-1]

    def condition(self, values: Iterable[int]) -> str:
        """Return the condition that an image has one of ``values``."""
        return " or ".join(self.terms[value] for value in sorted(values))

    def name(self, value: int) -> str:
        """Return what a value is called within the value that it lies in."""
        return self.words[value].rpartition("/")[2] if self.ends is not None else self.words[value]


Period = tuple[str, str]
"""The first and the last year, month, day, hour or minute of a range of time, as in conditions."""


@dataclass(frozen=True, eq=False)
class Choice:
    """What a condition chooses in each facet.

    Attributes:
        parts: The parts of the condition: the key of the facet that wrote it, the word for the selection on the map, or
            "" for neither; and the text.
        values: Chosen values by the key of the facet.
        period: Chosen range of time, None for all.
    """

    parts: tuple[tuple[str, str], ...]
    values: Mapping[str, frozenset[int]]
    period: Period | None

    @property
    def condition(self) -> str:
        """The condition."""
        return joined([text for _, text in self.parts])

    @property
    def rest(self) -> str:
        """The part of the condition that no facet wrote."""
        return joined([text for key, text in self.parts if not key])

    @property
    def keys(self) -> frozenset[str]:
        """The facets in which something is chosen."""
        return frozenset(key for key, _ in self.parts if key)

    def of(self, facet: Facet) -> frozenset[int]:
        """Return the values chosen in ``facet``."""
        return self.values.get(facet.key, frozenset())

    def replaced(self, key: str, text: str) -> str:
        """Return the condition with another part for the facet ``key``; with "" for none. "" stands for the rest."""
        parts = [(one, old if one != key else text) for one, old in self.parts]
        if key not in {one for one, _ in parts}:
            parts.append((key, text))
        return joined([one for _, one in parts if one])

    def choosing(self, facet: Facet, values: Collection[int]) -> str:
        """Return the condition with these values chosen in ``facet``."""
        return self.replaced(facet.key, facet.condition(values))

    def choosing_period(self, period: Period | None) -> str:
        """Return the condition with another range of time."""
        return self.replaced(TIME, "" if period is None else period_condition(period))

    def without(self, key: str) -> str:
        """Return the condition without what a facet chooses; without the rest for ""."""
        return joined([text for one, text in self.parts if one != key])


def read(condition: str, facets: Iterable[Facet]) -> Choice:
    """Return what ``condition`` chooses.

    Raises:
        ConfigError: It is no condition.
    """
    parts: list[tuple[str, str]] = []
    values: dict[str, frozenset[int]] = {}
    period: Period | None = None
    for text, node in terms(condition):
        found = period_of(node)
        if found is not None and period is None:
            parts.append((TIME, text))
            period = found
            continue
        plain = [_plain(one) for one in alternatives(node)]
        if plain == [SELECTED]:
            parts.append((SELECTED, text))
            continue
        facet = next((one for one in facets if one.key not in values and _all_known(one, plain)), None)
        parts.append(("" if facet is None else facet.key, text))
        if facet is not None:
            values[facet.key] = frozenset(facet.number_of[one] for one in plain)
    return Choice(tuple(parts), values, period)


def _all_known(facet: Facet, plain: Sequence[str]) -> bool:
    return all(one in facet.number_of for one in plain)


def _plain(node: ast.expr) -> str:
    return ast.unparse(node).casefold()


def period_condition(period: Period) -> str:
    """Return the condition that stands for a range of time."""
    first, last = period
    return f"time == '{first}'" if first == last else f"'{first}' <= time <= '{last}'"


def period_of(node: ast.expr) -> Period | None:
    """Return the range of time that part of a condition stands for, None if it is something else."""
    match node:
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=str(first))]):
            period = first, first
        case ast.Compare(
            left=ast.Constant(value=str(first)),
            ops=[ast.LtE(), ast.LtE()],
            comparators=[ast.Name(id=name), ast.Constant(value=str(last))],
        ):
            period = first, last
        case _:
            return None
    return period if name.lower() == TIME and all(span(text) is not None for text in period) else None
