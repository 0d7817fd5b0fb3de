"""A saved topic as a classifier: the probability of every image of a folder, without a project."""

from __future__ import annotations

import csv
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.data.features import growing
from annotator.data.features.features import FeatureStore
from annotator.data.files.atomic import atomic_write
from annotator.data.files.guard import Guard
from annotator.data.files.names import printable
from annotator.data.images.images import Problem
from annotator.data.saved_topics.topic_file import Encoder, SavedTopic, read
from annotator.errors import FeatureError
from annotator.extraction.encoder import Encoder as ImageEncoder
from annotator.extraction.looking import encoder_called, encoder_of
from annotator.extraction.runner import extract
from annotator.messages import Message, Remedy
from annotator.session.saved_topics import probabilities
from annotator.types import Progress


@dataclass(frozen=True)
class Applied:
    """What was written.

    Attributes:
        topic: Name of the topic.
        images: Number of images in the table.
        likely: How many of them have a probability above one half.
        problems: Images without features, and why.
    """

    topic: str
    images: int
    likely: int
    problems: tuple[Problem, ...]


def apply(
    saved: Path,
    output: Path,
    images: Path | None = None,
    features: Path | None = None,
    network: Path | None = None,
    progress: Progress | None = None,
) -> Applied:
    """Write a table of path, probability and score (mean / standard deviation), the most likely image first.

    Args:
        saved: File of a saved topic.
        output: CSV file to write.
        images: Folder of images, whose features are computed.
        features: Feature file in place of the folder.
        network: The network that computed the features of the topic, if it is one of your own.
        progress: Where to report; may cancel.

    Raises:
        ProjectError: The file of the topic cannot be used.
        FeatureError: The features are of another encoder, or it is not known here.
        ImageError: The folder holds no image.
    """
    progress = progress or Progress()
    topic = read(saved)
    with ExitStack() as stack:
        problems: tuple[Problem, ...] = ()
        if features is None:
            assert images is not None
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="annotator-")))
            done = extract(images, folder / "features.h5", _encoder(topic, images, network), progress.part(0.0, 0.9))
            features, problems = done.file, done.problems
        store = stack.enter_context(FeatureStore.open(features))
        told = Encoder.from_head(growing.head_of(features))
        topic.check_fits(told if told.name else Encoder(store.extractor), store.d, features)
        ratio, chance = probabilities(topic, store, store.scale, progress.part(0.9, 1.0))
        names = store.names
    ranked = np.argsort(-ratio, kind="stable")[: np.count_nonzero(np.isfinite(ratio))].tolist()  # NaN comes last
    with atomic_write(output, Guard(tuple(filter(None, (saved, images, features))))) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["path", "probability", "score"])
        for row in ranked:
            writer.writerow([names[row], f"{chance[row]:.6f}", f"{ratio[row]:.6f}"])
    without = [Problem(printable(names[row]), Message("NaN or Inf")) for row in np.flatnonzero(~np.isfinite(chance))]
    return Applied(topic.name, len(ranked), int((chance > 0.5).sum()), (*problems, *without))


def _encoder(topic: SavedTopic, images: Path, network: Path | None) -> ImageEncoder:
    """Return the encoder of a topic, for a folder of images; FeatureError if it is not there, or is another one."""
    told = topic.encoder
    head = {"extractor": told.name, "extractor_version": told.version, "preprocessing": told.preprocessing}
    load = encoder_of(head) if network is None else lambda: encoder_called(str(network))
    if load is None:
        raise FeatureError(
            "{path}: the topic {topic!r} needs features of {encoder}, which is not known on this machine. {remedy}",
            path=images,
            topic=topic.name,
            encoder=str(told),
            remedy=Remedy(
                "Name the network with --encoder, or give its features with --features.",
                "Choose the network, or a file with its features.",
            ),
        )
    found = load()
    topic.check_fits(Encoder(found.name, found.version, found.preprocessing), found.d, images)
    return found
