"""From words to a direction in the space of the features of photographs.

The words are compared with the names of the classes that the encoder of the images was trained on. The twenty nearest
ones, weighted by their similarity, are what the words mean. The same mean of the weights of the classifier, each
without the mean over the classes, is the direction. An image that points there looks like those classes, and nobody has
to judge anything before it is found.

Source:
    Norouzi et al. 2014, arXiv 1312.5650 (ConSE), in the space of the classifier as Frome et al. 2013 (DeViSE).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

import numpy as np

from annotator.data.project.examples import Meaning, Words
from annotator.errors import ConfigError, FeatureError
from annotator.extraction import lite0
from annotator.messages import Message, Remedy
from annotator.types import FloatArray
from annotator.words import classes
from annotator.words.text_encoder import NAME, TextEncoder

LONGEST = 300
"""Largest number of signs of a text."""
NEAREST = 20
TEMPERATURE = 0.07
LEAST = 0.43
"""Similarity to the nearest class below which nothing answers to the words."""
_SIGN = re.compile(r"(?:^|(?<=\s))([+\-−–])\s*")
_MINUS = "-−–"


class Interpreter:
    """Understands words; what it needs is loaded when it is first used, which takes half a second."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encode = encoder or TextEncoder()

    def understand(self, text: str, extractor: str, without: Collection[int] = ()) -> Words:
        """Return what a text means for features of an extractor.

        Args:
            text: English words. ``+`` and ``-`` before a part, after a space, add and subtract it.
            extractor: What computed the features, as :attr:`annotator.data.features.features.FeatureStore.extractor`.
            without: Keys of the meanings that do not count.

        Raises:
            ConfigError: There are no words, too many, or nothing answers to them.
            FeatureError: The features are of another encoder, or what the words need is not installed.
        """
        check_extractor(extractor)
        parts = parts_of(text)
        total, unknown, meanings = np.zeros(lite0.D), [], dict[int, Meaning]()
        for sign, part in parts:
            shares = self._shares(part)
            if shares is None:
                unknown.append(part)
                continue
            for key, share in shares.items():
                known = meanings.get(key)
                if known is None or abs(known.weight) < share:
                    meanings[key] = Meaning(self._names[key], key, round(sign * share, 4), key not in without)
            used = {key: share for key, share in shares.items() if key not in without}
            if used:
                direction = np.array(list(used.values())) @ self._weights[list(used)]
                total += sign * direction / np.linalg.norm(direction)
        if len(unknown) == len(parts):
            raise ConfigError(
                "Nothing that the program knows by name answers to {words}. Try a more common English word, or pick "
                "examples instead.",
                words=", ".join(map(repr, unknown)),
            )
        length = float(np.linalg.norm(total))
        if length < 1e-6:
            raise ConfigError(
                "Nothing is left of {text!r}: what is added is subtracted again, or does not count.", text=text
            )
        ordered = tuple(sorted(meanings.values(), key=lambda one: -abs(one.weight)))
        return Words(text.strip(), total / length, ordered, tuple(unknown), extractor, NAME)

    def _shares(self, part: str) -> dict[int, float] | None:
        """Return the weights of the nearest classes, which add up to 1; None if nothing answers to the part."""
        if not self._encode.knows(part):
            return None
        similar = self._classes @ self._encode(part)
        nearest = np.argsort(-similar, kind="stable")[:NEAREST]
        if similar[nearest[0]] < LEAST:
            return None
        shares = np.exp((similar[nearest] - similar[nearest[0]]) / TEMPERATURE)
        return dict(zip(nearest.tolist(), (shares / shares.sum()).tolist(), strict=True))

    @cached_property
    def _names(self) -> list[str]:
        return [name for name, _ in classes.names()]

    @cached_property
    def _classes(self) -> FloatArray:
        return classes.vectors()

    @cached_property
    def _weights(self) -> FloatArray:
        weights = lite0.classifier()[0].astype(np.float64)
        return np.asarray(weights - weights.mean(axis=0))


def parts_of(text: str) -> list[tuple[int, str]]:
    """Return the parts of a text, each with +1 or -1.

    >>> parts_of("street + night -snow")
    [(1, 'street'), (1, 'night'), (-1, 'snow')]

    Raises:
        ConfigError: There are no words, or too many.
    """
    if len(text) > LONGEST:
        raise ConfigError(
            "{n:,} signs are too many for what you look for: a few words are enough, {most} signs at most.",
            n=len(text),
            most=LONGEST,
        )
    first, *rest = _SIGN.split(text)
    parts = [
        (1, first),
        *((-1 if sign in _MINUS else 1, part) for sign, part in zip(rest[::2], rest[1::2], strict=True)),
    ]
    found = [(sign, " ".join(part.split())) for sign, part in parts if part.strip()]
    if not any(sign > 0 for sign, _ in found):
        raise ConfigError("Say in a few words what you are looking for, e.g. glass bottle, or street + night - snow.")
    return found


def check_extractor(extractor: str) -> None:
    """Raise FeatureError unless words can be understood for features of this extractor."""
    name, _, version = extractor.partition(" ")
    if name != lite0.Lite0.name or version not in ("", lite0.Lite0.version):
        raise FeatureError(
            "Words find images by features of the network {wanted}, and the features of this project are of "
            "{found}. {remedy}",
            wanted=lite0.Lite0.name,
            found=extractor or Message("an unknown network"),
            remedy=Remedy(
                "Compute them with it (annotator extract FOLDER -o FILE) and use that file (annotator relink PROJECT "
                "--features FILE --adopt).",
                "Compute them in the dialog for a new project, and use that file: Project > Feature sets….",
            ),
        )
