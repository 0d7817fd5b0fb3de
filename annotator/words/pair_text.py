"""Vectors of texts by the network for texts of a pair, see :mod:`annotator.extraction.pair`.

Source:
    Radford et al. 2021, arXiv 2103.00020, section 3.1.4: vectors of several texts that say the same are averaged.
"""

from __future__ import annotations

import string
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import read_text
from annotator.errors import ConfigError, FeatureError
from annotator.extraction.onnx_encoder import TOKENS, fixed_shape, start_session
from annotator.extraction.pair import Pair, read_pair, version_of
from annotator.extras import lacks, missing_extra
from annotator.messages import Message
from annotator.types import FloatArray

TEMPLATES = ("{}", "a photo of {}")
"""What is read of each part: the words alone, because people also type sentences, and as captions of photos are."""
_MOST_TOKENIZER = 1 << 28
_PUNCTUATION = str.maketrans("", "", string.punctuation)  # as in the training of SigLIP
_TEXT_WORDS = ("text_emb", "embed", "pool", "last_hidden")


def check_library() -> None:
    """Raise FeatureError if the library that splits texts into tokens is not installed."""
    if lacks("tokenizers"):
        name = Message("The search by words for a pair of networks")
        raise FeatureError("{name} needs {needed}", name=name, needed=missing_extra("tokenizers", "pair"))


class PairText:
    """Computes the vectors of texts; the network is loaded with the first one.

    Attributes:
        version: Hash of the pair.
    """

    def __init__(self, folder: Path) -> None:
        """Read the pair in ``folder``.

        Raises:
            FeatureError: The folder holds no pair.
        """
        self._pair: Pair = read_pair(folder)
        self.version = version_of(self._pair)

    def __call__(self, text: str) -> FloatArray | None:
        """Return the vector of a text, shape (d,), of unit length; None if no token of it is known.

        Raises:
            ConfigError: The text is too long for the network.
            FeatureError: The network cannot be run, or what it needs is not installed.
        """
        if not self._knows(text):
            return None
        read = [self._numbers(template.format(text)) for template in TEMPLATES]
        if read[0] is None:
            raise ConfigError(
                "{text!r} is too long: the network reads {most} tokens at most, about as many words. Say it shorter.",
                text=text,
                most=self._context,
            )
        vectors = [self._vector(numbers) for numbers in read if numbers is not None]
        total = np.sum(vectors, axis=0)
        return np.asarray(total / (np.linalg.norm(total) or 1.0))

    def _vector(self, numbers: list[int]) -> FloatArray:
        """Return the vector of tokens, of unit length."""
        length = len(numbers)
        filled = numbers + [self._pad] * (self._context - length)
        given: dict[str, Any] = {}
        for one in self._network.get_inputs():
            if len(one.shape) == 4:
                side = 224  # an image without content, for a network that reads both
                channels_last = one.shape[3] == 3
                usual = (1, side, side, 3) if channels_last else (1, 3, side, side)
                given[one.name] = np.zeros(fixed_shape(one.shape, *usual), np.float32)
            else:
                mask = "mask" in one.name
                values = [1] * length + [0] * (self._context - length) if mask else filled
                given[one.name] = np.array([values], TOKENS[one.type])
        try:
            found = np.asarray(self._network.run([self._output], given)[0], np.float64)
        except Exception as error:  # onnxruntime errors have no common base class
            raise FeatureError(
                "{path}: the network for texts fails ({error})", path=self._pair.textual, error=error
            ) from error
        if found.ndim != 2 or not np.isfinite(found).all():
            raise FeatureError(
                "{path}: the output {output} of shape {shape} is no vector",
                path=self._pair.textual,
                output=self._output,
                shape=found.shape,
            )
        return np.asarray(found[0] / (np.linalg.norm(found[0]) or 1.0))

    def _numbers(self, text: str) -> list[int] | None:
        """Return the numbers of the tokens of a text with those that begin and end it; None if they are too many."""
        numbers: list[int] = self._tokenizer.encode(self._cleaned(text)).ids
        return numbers if len(numbers) <= self._context else None

    def _knows(self, text: str) -> bool:
        """Tell whether any token of a text, apart from the sign for a space, is in the vocabulary."""
        read = self._tokenizer.encode(self._cleaned(text), add_special_tokens=False)
        return any(n != self._unknown and token.strip("▁ ") for n, token in zip(read.ids, read.tokens, strict=True))

    def _cleaned(self, text: str) -> str:
        if self._pair.clean in ("canonicalize", "lower"):
            text = text.lower()
        if self._pair.clean == "canonicalize":
            text = text.replace("_", " ").translate(_PUNCTUATION)
        return " ".join(text.split())

    @cached_property
    def _context(self) -> int:
        """Number of tokens that the network takes: by the shape of its input, else as its settings say."""
        shapes = [one.shape for one in self._network.get_inputs() if len(one.shape) == 2]
        return fixed_shape(shapes[0], 1, self._pair.context)[1]

    @cached_property
    def _output(self) -> str:
        outputs = self._network.get_outputs()
        named = (one for word in _TEXT_WORDS for one in outputs if word in one.name.lower())
        return str(next(named, outputs[0]).name)

    @cached_property
    def _network(self) -> Any:
        path = self._pair.textual
        session = start_session(path, path, threads=0)
        inputs = session.get_inputs()
        texts = [one for one in inputs if len(one.shape) == 2 and one.type in TOKENS]
        images = [one for one in inputs if len(one.shape) == 4]
        if not texts or len(texts) + len(images) < len(inputs):
            raise FeatureError("{path}: this network does not read texts. Is it the one for texts?", path=path)
        return session

    @cached_property
    def _description(self) -> dict[str, Any]:
        path = self._pair.tokenizer
        try:
            found: dict[str, Any] = parse_json(read_text(path, FeatureError, _MOST_TOKENIZER), dict)
        except ValueError as error:
            raise self._unreadable(error) from error
        return found

    @cached_property
    def _tokenizer(self) -> Any:
        check_library()
        from tokenizers import Tokenizer

        _ = self._description  # which says in words what is wrong with the file
        try:
            made = Tokenizer.from_file(str(self._pair.tokenizer))
        except Exception as error:  # the library raises nothing more special
            raise self._unreadable(error) from error
        made.no_padding()
        made.no_truncation()
        return made

    def _unreadable(self, error: Exception) -> FeatureError:
        return FeatureError(
            "{path}: this is no description of tokens that can be read ({error}). Take the tokenizer.json that belongs "
            "to the network.",
            path=self._pair.tokenizer,
            error=str(error).splitlines()[0][:200],
        )

    @cached_property
    def _unknown(self) -> int | None:
        """Number of the token for what is not in the vocabulary, None if there is no such token."""
        model = self._description.get("model")
        model = model if isinstance(model, dict) else {}
        if isinstance(number := model.get("unk_id"), int):
            return number
        return self._tokenizer.token_to_id(model["unk_token"]) if isinstance(model.get("unk_token"), str) else None

    @cached_property
    def _pad(self) -> int:
        """Number of the token that fills up short texts."""
        padding = self._description.get("padding")
        names = (self._pair.pad, padding.get("pad_token") if isinstance(padding, dict) else None, "<pad>", "[PAD]")
        numbers = (self._tokenizer.token_to_id(name) for name in names if name)
        found = next((number for number in numbers if number is not None), None)
        if found is None:
            raise FeatureError(
                "{path} does not say which token fills up short texts. Put the tokenizer_config.json that belongs to "
                "it next to it.",
                path=self._pair.tokenizer,
            )
        return int(found)
