"""Pictures as queries: an image from anywhere, or a part of one, becomes an example of what is looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotator.data.features import growing
from annotator.data.images.images import decode, probe
from annotator.errors import FeatureError, ImageError
from annotator.extraction.encoder import Encoder
from annotator.extraction.known_encoders import remember
from annotator.extraction.looking import check_same, encoder_called, encoder_of
from annotator.messages import Message, Remedy
from annotator.runtime.job import Job
from annotator.session.session import Session
from annotator.types import Change, Progress

Picture = Path | Image.Image


class Box(NamedTuple):
    """A part of a picture, in pixels of the upright picture: its left upper corner and its size."""

    x: int
    y: int
    width: int
    height: int


_NAME_IT = Remedy(
    "If that was a network of your own, name it: annotator judge PROJECT --like PICTURE --encoder NETWORK. Or begin a "
    "project of the folder without a feature file.",
    "If that was a network of your own, show where it is: Project > Feature sets… > Find the encoder…. Or begin a "
    "project of the folder without a feature file.",
)
_COMPUTE_THEM = Remedy(
    "Compute features whose encoder is recorded (annotator extract FOLDER -o FILE) and use them (annotator relink "
    "PROJECT --features FILE --adopt).",
    "Compute features whose encoder is recorded, in the dialog for a new project, and use them: Project > Feature "
    "sets….",
)


def encoder_for(features: Path, network: Path | None = None) -> Encoder:
    """Return the encoder that computed a feature file.

    Args:
        features: The feature file.
        network: The network, if it was one of your own.

    Raises:
        FeatureError: It is not known which encoder that was, or it is another one than ``network``.
    """
    encoder = check_known(features, network)()
    check_same(growing.head_of(features), encoder, features)
    if network is not None:
        remember(encoder)
    return encoder


def check_known(features: Path, network: Path | None = None) -> Callable[[], Encoder]:
    """Return what loads the encoder of a feature file; FeatureError if it is not known which one that was."""
    head = growing.head_of(features)
    load = partial(encoder_called, str(network)) if network is not None else encoder_of(head)
    if load is None:
        made_by = head.get("extractor")
        known = Message("the encoder {made_by}", made_by=made_by) if made_by else Message("an unknown encoder")
        raise FeatureError(
            "{path} was computed by {known}, so no other picture can be compared with it. {remedy}",
            path=features,
            known=known,
            remedy=_NAME_IT if made_by else _COMPUTE_THEM,
        )
    return load


LEAST_PART = 16
"""Shortest side of a part of a picture in pixels: a smaller one is a color, not something to be looked for."""


def features_of(picture: Picture, encoder: Encoder, box: Box | None = None) -> NDArray[Any]:
    """Return the features of a picture, or of a part of it, shape (d,), float32.

    Raises:
        ImageError: The file cannot be read, or the part is not inside the picture or too small.
    """
    image = decode(picture, least_edge=None if box else encoder.edge) if isinstance(picture, Path) else picture
    if box is not None:
        right, bottom = box.x + box.width, box.y + box.height
        if not (0 <= box.x < right <= image.width and 0 <= box.y < bottom <= image.height):
            raise ImageError(
                "The part {part} is no part of this picture of {width} x {height} pixels.",
                part=",".join(map(str, box)),
                width=image.width,
                height=image.height,
            )
        if min(box.width, box.height) < LEAST_PART:
            raise ImageError(
                "The part {part} is too small to show anything. Both sides need {least} pixels or more.",
                part=",".join(map(str, box)),
                least=LEAST_PART,
            )
        image = image.crop((box.x, box.y, right, bottom))
    found: NDArray[Any] = encoder.encode([encoder.prepare(image.convert("RGB"))])[0]
    return found


def like(
    session: Session, pictures: Sequence[tuple[str, Picture]], *, box: Box | None = None, network: Path | None = None
) -> Job[tuple[str, Picture, NDArray[Any] | None], Change]:
    """Use pictures as examples of what the current topic looks for, each as a step that can be undone.

    A picture that is an image of the collection is labeled as an example; of any other, the features are stored.

    Args:
        session: The project.
        pictures: Their names, and the files or pixels.
        box: The part that counts; None for all of it.
        network: The network that computed the features of the project, if it is one of your own.

    Raises:
        FeatureError: When the job runs: the encoder of the features is not known.
        ImageError: A picture cannot be read.
    """
    features, root = session.features.path, session.collection.root
    image_of = {path: image for image, path in enumerate(session.paths)}

    def compute(progress: Progress) -> Iterator[tuple[str, Picture, NDArray[Any] | None]]:
        for _, picture in pictures:
            if isinstance(picture, Path):
                probe(picture)  # what is no picture is said first
        encoder = encoder_for(features, network)
        for number, (name, picture) in enumerate(pictures):
            progress.step(number / len(pictures))
            known = box is None and _inside(root, picture) in image_of
            if box is not None:
                name = f"{name}, part {','.join(map(str, box))}"
            yield name, picture, None if known else features_of(picture, encoder, box)

    def apply(part: tuple[str, Picture, NDArray[Any] | None]) -> Change:
        name, picture, vector = part
        if vector is None:
            return session.examples.add([image_of[_inside(root, picture)]])
        return session.examples.add_external(np.asarray(vector, np.float64), name)

    return Job(compute, apply)


def _inside(root: Path, picture: Picture) -> str:
    """Return the path of a file below ``root``, "" for all others."""
    if not isinstance(picture, Path):
        return ""
    try:
        return picture.resolve().relative_to(root.resolve()).as_posix()
    except (OSError, ValueError):
        return ""
