"""Preview of the similarities an encoder produces, before a long run over the whole collection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.files.names import inside
from annotator.data.images.images import decode, scan
from annotator.errors import FeatureError, ImageError
from annotator.extraction.encoder import Encoder
from annotator.extras import lacks
from annotator.types import Progress

SAMPLE = 200


@dataclass(frozen=True)
class EncoderSample:
    """An image and the most similar images of the sample.

    Attributes:
        path: The image.
        nearest: The other images, most similar first.
        similarities: Cosine similarities of ``nearest``.
    """

    path: str
    nearest: tuple[str, ...]
    similarities: tuple[float, ...]


def look(
    images: Path, encoder: Encoder, progress: Progress | None = None, *, queries: int = 6, nearest: int = 5
) -> tuple[EncoderSample, ...]:
    """Encode up to 200 images spread over the collection; return some of them with their most similar images.

    Raises:
        ImageError: The folder is missing or holds no image.
        FeatureError: Fewer than two images of the sample can be read.
        Cancelled: The user canceled.
    """
    progress = progress or Progress()
    paths = scan(images).paths
    chosen = [paths[i] for i in np.unique(np.linspace(0, len(paths) - 1, min(SAMPLE, len(paths))).round().astype(int))]
    kept, rows = [], []
    for number, path in enumerate(chosen):
        progress.step(number / len(chosen))
        try:
            rows.append(encoder.encode([encoder.prepare(decode(inside(images, path), least_edge=encoder.edge))])[0])
        except ImageError:
            continue
        kept.append(path)
    if len(kept) < 2:
        raise FeatureError("{images}: too few images can be read to compare any", images=images)
    vectors = np.stack(rows)
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -np.inf)
    found = []
    for query in np.unique(np.linspace(0, len(kept) - 1, min(queries, len(kept))).round().astype(int)).tolist():
        order = np.argsort(-alike[query], kind="stable")[: min(nearest, len(kept) - 1)].tolist()
        found.append(
            EncoderSample(kept[query], tuple(kept[i] for i in order), tuple(float(alike[query, i]) for i in order))
        )
    return tuple(found)


DEFAULT = "lite0"
"""Name of the encoder that is used unless another one is chosen."""


def default_encoder() -> str:
    """Return the name of the best encoder whose packages are installed."""
    from annotator.extraction.lite0 import PACKAGE

    return "descriptor" if lacks("onnxruntime") or lacks(PACKAGE) else DEFAULT


def encoder_of(head: Mapping[str, Any]) -> Callable[[], Encoder] | None:
    """Return what loads the encoder that began a feature file; None if it is not known here.

    Args:
        head: See :func:`annotator.data.features.growing.head_of`.
    """
    from annotator.extraction.builtin import BuiltIn
    from annotator.extraction.known_encoders import known
    from annotator.extraction.lite0 import Lite0

    wanted = str(head.get("extractor")), str(head.get("extractor_version"))
    ours = {(Lite0.name, Lite0.version): DEFAULT, (BuiltIn.name, BuiltIn.version): "descriptor"}
    name = ours.get(wanted)
    return known(head) if name is None else lambda: encoder_called(name)


def check_same(head: Mapping[str, Any], encoder: Encoder, path: Path) -> None:
    """Raise FeatureError unless ``encoder`` computed the feature file at ``path``, or began it.

    A network may have been renamed or moved since: its hash decides, and how images are prepared for it.

    Args:
        head: What the file says, see :func:`annotator.data.features.growing.head_of`.
        encoder: The encoder.
        path: The file, for the message.
    """
    same = head.get("extractor_version") == encoder.version and head.get("preprocessing") == encoder.preprocessing
    if not same or (":" not in encoder.name and head.get("extractor") != encoder.name):
        raise FeatureError(
            "{path} was computed by {made_by} ({preprocessing}), not by {name} ({other}).",
            path=path,
            made_by=" ".join(str(head[key]) for key in ("extractor", "extractor_version") if key in head) or "?",
            preprocessing=head.get("preprocessing", "?"),
            name=f"{encoder.name} {encoder.version}",
            other=encoder.preprocessing,
        )


def encoder_called(name: str, changes: dict[str, object] | None = None, *, threads: int = 0) -> Encoder:
    """Return the encoder ``lite0`` or ``descriptor``, else the network in the ONNX file or the folder ``name``.

    Raises:
        FeatureError: The network does not exist, cannot be used, or needs a package that is not installed.
        ConfigError: A setting is out of range.
    """
    if name in (DEFAULT, "descriptor") and changes:
        raise FeatureError("The encoder {name} has no settings; they are those of networks of your own.", name=name)
    if name == DEFAULT:
        from annotator.extraction.lite0 import Lite0

        return Lite0()
    if name == "descriptor":
        from annotator.extraction.builtin import BuiltIn

        return BuiltIn()
    from annotator.extraction.onnx_encoder import OnnxEncoder
    from annotator.extraction.pair import PairEncoder

    kind = PairEncoder if Path(name).is_dir() else OnnxEncoder
    return kind(Path(name), dict(changes or {}), threads=threads)
