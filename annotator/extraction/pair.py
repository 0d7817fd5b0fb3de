"""A pair of networks in a folder: one for images and one for texts, whose vectors can be compared.

CLIP (Radford et al. 2021, arXiv 2103.00020), SigLIP (Zhai et al. 2023, arXiv 2303.15343), SigLIP 2 and MobileCLIP are
published as such folders. Two layouts are read::

    config.json                                  config.json
    visual/model.onnx                            onnx/vision_model.onnx    or onnx/model.onnx, both in one network
    visual/preprocess_cfg.json                   preprocessor_config.json
    textual/model.onnx                           onnx/text_model.onnx
    textual/tokenizer.json                       tokenizer.json
    textual/tokenizer_config.json                tokenizer_config.json

The left one is that of Immich, with the settings of OpenCLIP; the right one is that of Transformers. Files of both may
also lie in the folder itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.data.files.names import printable
from annotator.data.files.reading import open_bytes, read_bytes, read_text
from annotator.errors import FeatureError
from annotator.extraction.onnx_encoder import FAMILIES, OnnxEncoder
from annotator.messages import Message

PREFIX = "pair:"
"""Begins the name of a pair in feature files."""

_VISUAL = ("visual/model.onnx", "onnx/vision_model.onnx", "vision_model.onnx", "visual.onnx")
_TEXTUAL = ("textual/model.onnx", "onnx/text_model.onnx", "text_model.onnx", "textual.onnx")
_BOTH = ("onnx/model.onnx", "model.onnx")
_TOKENIZER = ("textual/tokenizer.json", "tokenizer.json")
_IMAGES = (
    "visual/preprocess_cfg.json", "preprocess_cfg.json", "preprocessor_config.json", "visual/preprocessor_config.json",
)  # fmt: skip
_MOST_JSON = 1 << 20
_MOST_GRAPH = 1 << 26
"""Most bytes of a network whose weights lie in other files."""
_RESAMPLING = {2: "bilinear", 3: "bicubic"}
_CONTEXT = {"siglip": 64}
_USUAL_CONTEXT = 77


@dataclass(frozen=True)
class Pair:
    """The files of a pair, and what they say of themselves.

    Attributes:
        folder: The folder.
        visual, textual: The networks; the same file if one network reads both.
        tokenizer: Description of how texts become numbers.
        preparation: Settings of :class:`~annotator.extraction.onnx_encoder.Preprocessing` by name.
        why: Where these come from.
        guessed: Whether that is the family of the networks, and no file.
        context: Largest number of tokens of a text.
        pad: Token that fills up short texts; "" if the files do not say so.
        clean: How texts are written before: ``canonicalize`` (lower case without punctuation), ``lower`` or "".
    """

    folder: Path
    visual: Path
    textual: Path
    tokenizer: Path
    preparation: Mapping[str, Any]
    why: Message
    guessed: bool
    context: int
    pad: str
    clean: str

    @property
    def merged(self) -> bool:
        """Whether one network reads images and texts."""
        return self.visual == self.textual


class PairEncoder(OnnxEncoder):
    """The network for images of a pair.

    Attributes:
        pair: The pair.
    """

    def __init__(self, folder: Path, changes: dict[str, Any] | None = None, *, threads: int = 0) -> None:
        """Load the network; ``changes`` override the settings that the files of the pair contain.

        Raises:
            FeatureError: The folder holds no pair, or its network for images cannot be used.
            ConfigError: A setting is out of range.
        """
        self.pair = read_pair(folder)
        super().__init__(self.pair.visual, changes, threads=threads)
        self.place = folder
        self.name = PREFIX + printable(folder.resolve().name)
        self.version = version_of(self.pair)

    def _known(self) -> tuple[Mapping[str, Any], Message, bool]:
        """Return what the files of the pair say."""
        return self.pair.preparation, self.pair.why, self.pair.guessed


def read_pair(folder: Path) -> Pair:
    """Return the pair in a folder; its networks are not opened.

    Raises:
        FeatureError: A file is missing or damaged, or asks for something that is not known here.
    """
    visual, textual = _found(folder, _VISUAL), _found(folder, _TEXTUAL)
    if visual is None or textual is None:
        visual = textual = _found(folder, _BOTH)
    tokenizer = _found(folder, _TOKENIZER)
    if visual is None or textual is None or tokenizer is None:
        missing = (
            Message("{visual} or {textual}", visual=_VISUAL[0], textual=_TEXTUAL[0])
            if visual is None
            else _TOKENIZER[0]
        )
        raise FeatureError(
            "{folder} holds no pair of networks for images and texts: {missing} is missing. A pair is a folder with "
            "visual/model.onnx, textual/model.onnx, textual/tokenizer.json and config.json.",
            folder=folder,
            missing=missing,
        )
    config = _json(folder / "config.json")
    text = next((part for name in ("text_cfg", "text_config") if isinstance(part := config.get(name), dict)), {})
    kind = f"{config.get('model_type', '')} {text.get('hf_tokenizer_name', '')} {folder.resolve().name}".lower()
    settings = _found(folder, _IMAGES)
    preparation, why = _usual(kind) if settings is None else _preparation(settings)
    context = text.get("context_length", text.get("max_position_embeddings"))
    if not isinstance(context, int) or not 2 < context <= 1 << 16:
        context = next((known for word, known in _CONTEXT.items() if word in kind), _USUAL_CONTEXT)
    cleaning = text.get("tokenizer_kwargs")
    clean = str(cleaning.get("clean", "")) if isinstance(cleaning, dict) else "canonicalize" if "siglip" in kind else ""
    return Pair(folder, visual, textual, tokenizer, preparation, why, settings is None, context, _pad(tokenizer), clean)


def version_of(pair: Pair) -> str:
    """Return the start of the hash of everything in a pair that decides on the vectors of images and texts.

    Raises:
        FeatureError: A file cannot be read.
    """
    parts = [(hashlib.sha256(f"{pair.context} {pair.pad} {pair.clean}".encode())).hexdigest()]
    try:
        files = [*_weights(pair.visual), *(() if pair.merged else _weights(pair.textual)), pair.tokenizer]
    except OSError as error:
        raise FeatureError(
            "{folder} cannot be read ({reason}). Check that you may read it.",
            folder=pair.folder,
            reason=error.strerror,
        ) from error
    for path in files:
        with open_bytes(path, FeatureError) as stream:
            parts.append(hashlib.file_digest(stream, "sha256").hexdigest())
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def _weights(network: Path) -> list[Path]:
    """Return the file of a network and those next to it that hold its weights: a small network names them."""
    content = b"" if network.stat().st_size > _MOST_GRAPH else read_bytes(network, FeatureError)
    beside = (path for path in network.parent.iterdir() if path != network and path.is_file())
    return [network, *sorted(path for path in beside if os.fsencode(path.name) in content)]


def _preparation(path: Path) -> tuple[Mapping[str, Any], Message]:
    """Return how images are prepared by a file of the pair."""
    given = _json(path)
    read = _of_open_clip if "mean" in given else _of_transformers
    try:
        return read(given), Message("preparation of images from {file}", file=path.name)
    except (LookupError, TypeError, ValueError) as error:
        raise FeatureError(
            "{path}: how images are prepared cannot be read from it ({error}). Take the file that belongs to the "
            "networks.",
            path=path,
            error=error,
        ) from error


def _usual(kind: str) -> tuple[Mapping[str, Any], Message]:
    """Return how images are usually prepared for a family of networks."""
    for words, values in FAMILIES:
        word = next((word for word in words if word in kind), None)
        if word is not None:
            return values, Message("colors as usual where the name says {word!r}", word=word)
    return {}, Message("colors as usual for networks trained on ImageNet")


def _of_open_clip(given: Mapping[str, Any]) -> dict[str, Any]:
    mode = given.get("resize_mode", "shortest")
    fit = {"shortest": "crop", "squash": "squash"}.get(str(mode))
    if fit is None:
        raise ValueError(f"resize_mode {mode!r}")
    return {
        "mean": _three(given["mean"]),
        "std": _three(given["std"]),
        "fit": fit,
        "interpolation": _interpolation(given.get("interpolation", "bicubic")),
        **_size(given.get("size")),
    }


def _of_transformers(given: Mapping[str, Any]) -> dict[str, Any]:
    if given.get("do_rescale", True) and abs(float(given.get("rescale_factor", 1 / 255)) * 255 - 1) > 1e-3:
        raise ValueError(f"rescale_factor {given['rescale_factor']}")
    plain = not given.get("do_normalize", True)
    crop = given.get("do_center_crop", "shortest_edge" in str(given.get("size")))
    return {
        "mean": "0,0,0" if plain else _three(given["image_mean"]),
        "std": "1,1,1" if plain else _three(given["image_std"]),
        "fit": "crop" if crop else "squash",
        "interpolation": _interpolation(_RESAMPLING.get(given.get("resample", 3), "")),
        **_size((crop and given.get("crop_size")) or given.get("size")),
    }


def _three(values: Any) -> str:
    numbers = [float(value) for value in values]
    if len(numbers) != 3:
        raise ValueError(f"{values} are not three numbers")
    return ",".join(f"{number:g}" if number == float(f"{number:g}") else repr(number) for number in numbers)


def _interpolation(name: Any) -> str:
    if name not in _RESAMPLING.values():
        raise ValueError(f"interpolation {name!r}")
    return str(name)


def _size(given: Any) -> dict[str, int]:
    """Return the edge of the square that the network sees, nothing if the settings do not say so."""
    if isinstance(given, dict):
        given = given.get("shortest_edge") or [given.get("height"), given.get("width")]
    sides = set(given) if isinstance(given, list) else {given}
    if sides == {None}:
        return {}
    if len(sides) != 1 or not isinstance(side := sides.pop(), int):
        raise ValueError(f"size {given}: images have to become squares")
    return {"size": side}


def _pad(tokenizer: Path) -> str:
    """Return the token that fills up short texts, "" if no file says so."""
    beside = tokenizer.with_name("tokenizer_config.json")
    pad = _json(beside).get("pad_token") if beside.exists() else None
    if isinstance(pad, dict):
        pad = pad.get("content")
    return pad if isinstance(pad, str) else ""


def _json(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    try:
        found: Mapping[str, Any] = parse_json(read_text(path, FeatureError, _MOST_JSON), dict)
    except ValueError as error:
        raise FeatureError(
            "{path}: this is no file of settings ({error}). Take the one that belongs to the networks.",
            path=path,
            error=error,
        ) from error
    return found


def _found(folder: Path, names: Iterable[str]) -> Path | None:
    with contextlib.suppress(OSError):  # what cannot be looked at is missing
        return next((path for name in names if (path := folder / name).exists()), None)
    return None
