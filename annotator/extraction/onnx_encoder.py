"""Encoder for networks in ONNX format; the preprocessing is guessed from their metadata and can be corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotator.data.files.names import printable
from annotator.data.files.reading import check_file, open_bytes
from annotator.errors import FeatureError
from annotator.extras import missing_extra
from annotator.messages import Message, joined
from annotator.parameters import parameter

_MOST_BYTES = 1 << 31  # the format allows no more in one file
_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
FAMILIES: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("siglip",), {"mean": "0.5,0.5,0.5", "std": "0.5,0.5,0.5", "fit": "squash", "interpolation": "bicubic"}),
    (("mobileclip",), {"mean": "0,0,0", "std": "1,1,1", "fit": "crop"}),
    (("clip", "openai"), {
        "mean": "0.48145466,0.4578275,0.40821073", "std": "0.26862954,0.26130258,0.27577711", "fit": "crop",
        "interpolation": "bicubic",
    }),
    (("caffe", "squeezenet_v1"), {
        "channels": "BGR", "scale": 255.0, "mean": "103.94,116.78,123.68", "std": "1,1,1", "fit": "squash",
    }),
    (("tf_", "efficientnet", "mobilenet_v"), {"mean": "0.5,0.5,0.5", "std": "0.5,0.5,0.5", "fit": "squash"}),
)  # fmt: skip
"""Words in the names of networks, and how images are usually prepared for these."""
_FEATURE_WORDS = ("image_emb", "embed", "feature", "pool", "last_hidden")
_SIZE = 224


@dataclass(frozen=True)
class Preprocessing:
    """Preprocessing of an image for the network."""

    size: int = parameter(_SIZE, "Edge of the square that the network sees.", low=8, high=4096, unit="pixels")
    layout: str = parameter("NCHW", "Order of channels (C), rows (H) and columns (W).", choices=("NCHW", "NHWC"))
    channels: str = parameter("RGB", "Order of the colors.", choices=("RGB", "BGR"))
    scale: float = parameter(1.0, "Largest value of a color: 1 or 255.", low=0.1, high=65535.0)
    mean: str = parameter("0.485,0.456,0.406", "Subtracted from the colors, in their order.")
    std: str = parameter("0.229,0.224,0.225", "What the colors are divided by then.")
    fit: str = parameter(
        "crop", "How an oblong image becomes a square: cropped to its middle, or squashed.", choices=("crop", "squash")
    )
    interpolation: str = parameter(
        "bilinear", "How pixels are computed when an image is scaled.", choices=("bilinear", "bicubic")
    )
    output: str = parameter("", "Which output of the network holds the features.")

    def described(self) -> str:
        """Return the settings in one line."""
        return (
            f"upright, sRGB, {self.size} x {self.size} {self.fit}, {self.interpolation}, "
            f"{self.layout} {self.channels}, 0 to {self.scale:g}, minus {self.mean}, over {self.std}, "
            f"output {self.output}"
        )


class OnnxEncoder:
    """A network in ONNX format, run on the CPU.

    Attributes:
        settings: Preprocessing of images.
        why: Reasons for the settings, in words.
        guessed: Whether no file says how the colors are prepared.
        place: The file, or the folder of a pair.
        changes: Settings that were given and not guessed.
    """

    def __init__(self, path: Path, changes: dict[str, Any] | None = None, *, threads: int = 0) -> None:
        """Load a network and guess its preprocessing; ``changes`` override guessed settings.

        Raises:
            FeatureError: The file is not a network that can be run, or its inputs and outputs are not images and
                vectors; the message lists them.
            ConfigError: A setting is out of range.
        """
        from annotator.parameters import build, values_of

        self._path = self.place = path
        self.changes = dict(changes or {})
        check_file(path, FeatureError, _MOST_BYTES)
        self._session = start_session(path, path, threads)
        known = self._known()
        self.guessed = known is None or known[2]
        guess, self.why = guessed(path, self._session, None if known is None else known[:2])
        self.settings: Preprocessing = build(Preprocessing, {**values_of(guess), **(changes or {})}, of=path.name)
        self._input, self._others = _inputs(path, self._session)
        self._mean, self._std = (_three(path, text) for text in (self.settings.mean, self.settings.std))
        outputs = [output.name for output in self._session.get_outputs()]
        if self.settings.output not in outputs:
            raise FeatureError(
                "{path}: there is no output {output!r}; there are: {outputs}",
                path=path,
                output=self.settings.output,
                outputs=", ".join(outputs),
            )
        self.name = f"onnx:{printable(path.name)}"
        with open_bytes(path, FeatureError) as stream:
            self.version = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
        self.preprocessing = self.settings.described()
        self.edge = 2 * self.settings.size
        self.d = self._run(np.zeros((1, *self._shape()), np.float32)).shape[1]

    def _known(self) -> tuple[Mapping[str, Any], Message, bool] | None:
        """Return settings that belong to the network, where they come from, and whether they are guessed."""
        return None

    def prepare(self, image: Image.Image) -> NDArray[Any]:
        """Return an image as network input."""
        size, by = self.settings.size, Image.Resampling[self.settings.interpolation.upper()]
        if self.settings.fit == "crop":
            factor = size / min(image.size)
            width, height = (max(size, round(side * factor)) for side in image.size)
            image = image.resize((width, height), by)
            left, top = (width - size) // 2, (height - size) // 2
            image = image.crop((left, top, left + size, top + size))
        else:
            image = image.resize((size, size), by)
        values = np.asarray(image, np.float32)
        if self.settings.channels == "BGR":
            values = values[:, :, ::-1]
        values = (values * np.float32(self.settings.scale / 255) - self._mean) / self._std
        return np.ascontiguousarray(values.transpose(2, 0, 1) if self.settings.layout == "NCHW" else values)

    def encode(self, prepared: list[NDArray[Any]]) -> NDArray[Any]:
        """Return the features, rows of unit length."""
        fixed = self._input.shape[0]
        step = fixed if isinstance(fixed, int) and fixed > 0 else len(prepared)
        rows = []
        for start in range(0, len(prepared), step):
            part = prepared[start : start + step]
            padded = part + [part[-1]] * (step - len(part))
            rows.append(self._run(np.stack(padded))[: len(part)])
        found = np.concatenate(rows)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    def _shape(self) -> tuple[int, int, int]:
        size = self.settings.size
        return (3, size, size) if self.settings.layout == "NCHW" else (size, size, 3)

    def _run(self, values: NDArray[Any]) -> NDArray[Any]:
        """Run the network; feature maps and token sequences are averaged."""
        fixed = self._input.shape[0]
        if isinstance(fixed, int) and fixed > len(values):
            values = np.repeat(values[:1], fixed, axis=0)
        kind = {"tensor(float16)": np.float16, "tensor(uint8)": np.uint8}.get(self._input.type, np.float32)
        if kind is np.uint8:
            values = np.clip(np.round(values), 0, 255)
        try:
            result = self._session.run([self.settings.output], {self._input.name: values.astype(kind), **self._others})[
                0
            ]
        except Exception as error:  # onnxruntime errors have no common base class
            raise FeatureError(
                "{path}: the network fails ({error}); check size, layout and output", path=self._path, error=error
            ) from error
        found: NDArray[Any] = np.asarray(result, np.float32)
        if found.ndim == 4:
            found = found.mean(axis=(2, 3) if self.settings.layout == "NCHW" else (1, 2))
        elif found.ndim == 3:
            found = found.mean(axis=1)
        if found.ndim != 2:
            raise FeatureError(
                "{path}: the output {output} of shape {shape} is no vector",
                path=self._path,
                output=self.settings.output,
                shape=found.shape,
            )
        return found


def guessed(
    path: Path, session: Any, known: tuple[Mapping[str, Any], Message] | None = None
) -> tuple[Preprocessing, str]:
    """Return the settings suggested by the metadata of the network, and the reasons; what is ``known`` goes first."""
    outputs, (image, _) = session.get_outputs(), _inputs(path, session)
    nhwc = image.shape[3] == 3 and image.shape[1] != 3
    if not nhwc and image.shape[1] not in (3, None) and isinstance(image.shape[1], int):
        raise FeatureError(
            "{path}: images of {channels} channels are needed; color images have 3", path=path, channels=image.shape[1]
        )
    side = image.shape[1] if nhwc else image.shape[2]
    reasons = [Message("layout and size from its input")]
    if not isinstance(side, int):
        reasons = [Message("layout from its input, usual size")]
    found = Preprocessing(
        size=side if isinstance(side, int) else _SIZE, layout="NHWC" if nhwc else "NCHW", output=_output(outputs)
    )
    if image.type == "tensor(uint8)":
        return replace(found, scale=255.0, mean="0,0,0", std="1,1,1"), joined(
            [*reasons, Message("colors as bytes")], "; "
        )
    if known is not None:
        return replace(found, **known[0]), joined([*reasons, known[1]], "; ")
    names = f"{path.stem} {session.get_modelmeta().graph_name} {image.name}".lower()
    for words, values in FAMILIES:
        word = next((word for word in words if word in names), None)
        if word is not None:
            return replace(found, **values), joined(
                [*reasons, Message("colors as usual where the name says {word!r}", word=word)], "; "
            )
    return found, joined([*reasons, Message("colors as usual for networks trained on ImageNet")], "; ")


def _inputs(path: Path, session: Any) -> tuple[Any, dict[str, NDArray[Any]]]:
    """Return the input for images, and a text without words for each other input of a network that reads both."""
    inputs = session.get_inputs()
    images = [one for one in inputs if len(one.shape) == 4 and one.type.startswith("tensor(")]
    texts = [one for one in inputs if len(one.shape) == 2 and one.type in TOKENS]
    if len(images) != 1 or len(images) + len(texts) < len(inputs):
        raise FeatureError(
            "{path}: one input of images (N x 3 x H x W) is needed, not {inputs}. Is it an encoder of images?",
            path=path,
            inputs=_listing(inputs),
        )
    return images[0], {one.name: np.ones(fixed_shape(one.shape, 1, 2), TOKENS[one.type]) for one in texts}


def fixed_shape(shape: Sequence[object], *usual: int) -> tuple[int, ...]:
    """Return the shape of an input, with usual sizes where it has none of its own."""
    return tuple(
        size if isinstance(size, int) and size > 0 else other for size, other in zip(shape, usual, strict=True)
    )


TOKENS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
"""Types of the inputs that take the numbers of tokens."""


def _output(outputs: Any) -> str:
    """Return the output that most likely contains features: by its name, else a vector that is not of 1,000 classes."""
    for word in _FEATURE_WORDS:
        for output in outputs:
            if word in output.name.lower():
                return str(output.name)
    vectors = [output for output in outputs if len(output.shape) == 2 and output.shape[1] != 1000]
    return str((vectors or list(outputs))[0].name)


def start_session(network: Path | bytes, name: object, threads: int) -> Any:
    """Return a session of onnxruntime for a network in a file or in memory.

    Args:
        network: The network.
        name: What an error calls it.
        threads: Number of threads of one run; 0 for the number of processors.

    Raises:
        FeatureError: onnxruntime is not installed, or cannot run the network.
    """
    try:
        import onnxruntime
    except ImportError:
        needed = missing_extra("onnxruntime", "onnx")
        raise FeatureError("{name} needs {needed}", name=name, needed=needed) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    given = network if isinstance(network, bytes) else str(network)
    try:
        return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime errors have no common base class
        raise FeatureError(
            "{path}: this network cannot be run ({error}). It must be one ONNX file without operations of its own",
            path=name,
            error=str(error).splitlines()[0],
        ) from error


def _three(path: Path, text: str) -> NDArray[np.float32]:
    try:
        values = np.array([float(part) for part in text.split(",")], np.float32)
    except ValueError:
        values = np.empty(0, np.float32)
    if len(values) not in (1, 3) or not np.isfinite(values).all():
        raise FeatureError("{path}: {text!r} is not one number or three, like 0.485,0.456,0.406", path=path, text=text)
    return values


def _listing(tensors: Any) -> str:
    return ", ".join(f"{t.name} ({' x '.join(map(str, t.shape))} {t.type})" for t in tensors) or "none"
