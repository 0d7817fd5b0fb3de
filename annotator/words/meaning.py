"""From words to a direction in the space of the features of photographs.

Where a pair of networks computed the features, the direction is the vector of the words by its network for texts.
Otherwise the words are compared with the names of the classes that the encoder of the images was trained on. The twenty
nearest ones, weighted by their similarity, are what the words mean. The same mean of the weights of the classifier,
each without the mean over the classes, is the direction. An image that points there looks like those classes, and
nobody has to judge anything before it is found.

Source:
    Norouzi et al. 2014, arXiv 1312.5650 (ConSE), in the space of the classifier as Frome et al. 2013 (DeViSE).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

import numpy as np

from annotator.data.project.examples import Meaning, Words
from annotator.errors import ConfigError, FeatureError
from annotator.extraction import lite0
from annotator.extraction.known_encoders import pair_of
from annotator.extraction.pair import PREFIX
from annotator.messages import Message, Remedy
from annotator.types import FloatArray
from annotator.words import classes
from annotator.words.pair_text import PairText, check_library
from annotator.words.text_encoder import NAME, TextEncoder, network_file

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
        self._text: tuple[tuple[Path, str], PairText] | None = None

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
        folder = check_extractor(extractor)
        parts = parts_of(text)
        unknown, meanings = [], dict[int, Meaning]()
        pair = None if folder is None else self._pair(folder, extractor)
        total = np.zeros(())
        for sign, part in parts:
            shares = None if pair is not None else self._shares(part)
            vector = pair(part) if pair is not None else self._direction(shares, without)
            if vector is None and not shares:
                unknown.append(part)
            for key, share in (shares or {}).items():
                known = meanings.get(key)
                if known is None or abs(known.weight) < share:
                    meanings[key] = Meaning(self._names[key], key, round(sign * share, 4), key not in without)
            if vector is not None:
                total = total + sign * vector
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
        model = NAME if pair is None else extractor
        return Words(text.strip(), total / length, ordered, tuple(unknown), extractor, model)

    def _pair(self, folder: Path, extractor: str) -> PairText:
        """Return what reads texts for features of a pair."""
        if self._text is None or self._text[0] != (folder, extractor):
            text = PairText(folder)
            if text.version != extractor.rpartition(" ")[2]:
                raise FeatureError(
                    "{folder} holds another pair of networks than the one that computed the features ({found} instead "
                    "of {wanted}), so words cannot be compared with them. {remedy}",
                    folder=folder,
                    found=text.version,
                    wanted=extractor,
                    remedy=_FIND,
                )
            self._text = (folder, extractor), text
        return self._text[1]

    def _direction(self, shares: dict[int, float] | None, without: Collection[int]) -> FloatArray | None:
        """Return the direction of the classes that count, of unit length; None if none does."""
        used = {key: share for key, share in (shares or {}).items() if key not in without}
        if not used:
            return None
        direction = np.array(list(used.values())) @ self._weights[list(used)]
        return np.asarray(direction / np.linalg.norm(direction))

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


_FIND = Remedy(
    "Name its folder: annotator rescan PROJECT --encoder FOLDER.",
    "Show its folder: Project > Feature sets… > Find the encoder….",
)


def check_extractor(extractor: str) -> Path | None:
    """Return the folder of the pair that computed features, None for the default encoder.

    Raises:
        FeatureError: Words cannot be understood for features of this extractor, or what they need is not installed.
    """
    name, _, version = extractor.partition(" ")
    if name == lite0.Lite0.name and version in ("", lite0.Lite0.version):
        network_file()
        lite0.weights_file()
        return None
    folder = pair_of(extractor)
    if folder is not None:
        check_library()
        return folder
    if extractor.startswith(PREFIX):
        raise FeatureError(
            "The features of this project were computed by the pair of networks {pair}, which is not known on this "
            "computer. {remedy}",
            pair=extractor,
            remedy=_FIND,
        )
    raise FeatureError(
        "Words find images by features of the network {wanted}, and the features of this project are of {found}. "
        "{remedy}",
        wanted=lite0.Lite0.name,
        found=extractor or Message("an unknown network"),
        remedy=Remedy(
            "Compute them with it (annotator extract FOLDER -o FILE) and use that file (annotator relink PROJECT "
            "--features FILE --adopt).",
            "Compute them in the dialog for a new project, and use that file: Project > Feature sets….",
        ),
    )
