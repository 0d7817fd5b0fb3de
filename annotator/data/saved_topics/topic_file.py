"""A topic in a file of its own, from which a search in another collection begins.

One HDF5 file without variable-length values, so that whoever wrote it decides nothing about how it is read:

::

    /vectors     (m, d) float32, features of the judged images
    /labels      (m,)   int8: 1 relevant, -1 irrelevant
    /targets     (m,)   float32, what the model learns: the label, or between 0 and 1 for a lower grade; without grades,
                        it is missing
    /sample      (r, d) float32, features of random images of the collection
    /judged      (r,)   int32, the place of each of them in /vectors, -1 if it was not judged
    /direction   (d,)   float64, what the words mean; without words, it is missing
    /facts       JSON as bytes: topic, saved, encoder, model, words, grades, portable, calibration
    attributes   schema, schema_version

It holds no image and no name of a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from annotator.data.features.hdf5 import Entry, check_storage, data_sets, open_file
from annotator.data.features.hdf5_writing import written
from annotator.data.files.atomic import atomic_path
from annotator.data.files.guard import Guard
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import printable
from annotator.data.files.reading import read_bytes
from annotator.data.project.examples import Words, check_targets, words_of
from annotator.data.project.log.topic_texts import checked_words
from annotator.errors import AnnotatorError, FeatureError, ProjectError
from annotator.messages import Message, Remedy
from annotator.parameters import ModelSettings, build, values_of
from annotator.types import AnyFloatArray, FloatArray

SCHEMA, SCHEMA_VERSION = "annotator-topic", 1
MOST_BYTES = 1 << 30
"""Largest size of a file."""
ENDING = ".topic"
_MOST_FACTS = 1 << 20
_SIGNATURE = b"\x89HDF\r\n\x1a\n"


@dataclass(frozen=True)
class Encoder:
    """What computed features.

    Attributes:
        name: Its name, "" if the feature file does not say.
        version: The hash of its weights.
        preprocessing: How images are prepared for it.
        normalized: Whether the rows have unit length.
    """

    name: str = ""
    version: str = ""
    preprocessing: str = ""
    normalized: bool = False

    @classmethod
    def from_head(cls, head: Mapping[str, Any]) -> Encoder:
        """Return what a feature file records, see :func:`annotator.data.features.growing.head_of`."""
        name, version, preprocessing = (
            str(head.get(key, "")) for key in ("extractor", "extractor_version", "preprocessing")
        )
        return cls(name, version, preprocessing, bool(head.get("normalized", False)))

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.version))) or Message("an unknown encoder")


@dataclass(frozen=True, eq=False)
class SavedTopic:
    """A topic as it was saved.

    Attributes:
        name: Name of the topic.
        vectors: Features of the judged images, as in the feature file, shape (m, d), float32.
        targets: What the model learns of them, shape (m,), float32: +1 or -1, between 0 and 1 for a lower grade.
        sample: Features of random images of the collection, shape (r, d), float32.
        judged: The place of each of them in ``vectors``, -1 if it was not judged, shape (r,), int32.
        encoder: What computed the features.
        model: Settings of the topic.
        portable: Settings in effect without a neighbor graph; the length scale is in units of the feature file.
        calibration: Intercept and slope of the curve that turns scores of ``portable`` into probabilities.
        saved: When it was saved: UTC, ISO 8601.
        words: What the topic looks for in words, None without words.
        grades: The words of its grades, from *irrelevant* to the highest; empty without grades.
        certificate: What its certificate of recall says of the collection it was saved in, empty without one.
        checksum: SHA-256 of the file, "" before it is written.
    """

    name: str
    vectors: NDArray[np.float32]
    targets: NDArray[np.float32]
    sample: NDArray[np.float32]
    judged: NDArray[np.int32]
    encoder: Encoder
    model: ModelSettings
    portable: ModelSettings
    calibration: tuple[float, float]
    saved: str
    words: Words | None = None
    grades: tuple[str, ...] = ()
    certificate: Mapping[str, Any] = field(default_factory=dict)
    checksum: str = field(default="", compare=False)

    @property
    def labels(self) -> NDArray[np.int8]:
        """Labels of the judged images, shape (m,), int8, +1 or -1; both occur."""
        return np.sign(self.targets).astype(np.int8)

    @property
    def d(self) -> int:
        """Number of features."""
        return int(self.vectors.shape[1])

    def check_fits(self, encoder: Encoder, d: int, path: Path) -> None:
        """Raise FeatureError unless features at ``path``, of length ``d``, are of the encoder of the topic.

        The hash of the network decides, and how images are prepared for it; its name may have changed. Where neither
        side says what computed the features, only their length can be compared.
        """
        mine = (self.encoder.version, self.encoder.preprocessing) if self.encoder.version else (self.encoder.name, "")
        theirs = (encoder.version, encoder.preprocessing) if encoder.version else (encoder.name, "")
        if mine == theirs and d == self.d:
            return
        raise FeatureError(
            "{path}: the topic {topic!r} was saved with {own} features of {wanted}, and these are {d} features of "
            "{found}. Compute features with the same encoder.",
            path=path,
            topic=self.name,
            own=self.d,
            wanted=_described(self.encoder, encoder),
            d=d,
            found=_described(encoder, self.encoder),
        )


def _described(one: Encoder, other: Encoder) -> str:
    """Return an encoder in words, with the preparation of images where only that differs."""
    return f"{one} ({one.preprocessing})" if one.version and one.version == other.version else str(one)


def write(topic: SavedTopic, target: Path, guard: Guard) -> None:
    """Write a topic.

    Raises:
        ExportError: The file must not or cannot be written.
    """
    facts = {
        "topic": topic.name,
        "saved": topic.saved,
        "encoder": vars(topic.encoder),
        "model": values_of(topic.model),
        "portable": values_of(topic.portable),
        "calibration": list(topic.calibration),
        "words": None if topic.words is None else topic.words.facts(),
        **({"grades": list(topic.grades)} if topic.grades else {}),
        "certificate": dict(topic.certificate),
    }
    text = json.dumps(facts, ensure_ascii=False).encode("utf-8")
    arrays: dict[str, NDArray[Any]] = {
        "vectors": topic.vectors.astype("<f4"),
        "labels": topic.labels,
        "sample": topic.sample.astype("<f4"),
        "judged": topic.judged.astype("<i4"),
        "facts": np.frombuffer(text, np.uint8),
    }
    if topic.grades:
        arrays["targets"] = topic.targets.astype("<f4")
    if topic.words is not None:
        arrays["direction"] = topic.words.direction.astype("<f8")
    with atomic_path(target, guard) as temporary:
        try:
            with written(temporary, libver="latest") as file:
                file.attrs["schema"], file.attrs["schema_version"] = np.bytes_(SCHEMA.encode()), SCHEMA_VERSION
                for name, values in arrays.items():
                    file.create_dataset(name, data=values)
        except (OSError, RuntimeError) as error:
            raise FeatureError(
                "{target} cannot be written ({error}); make room and try again", target=target, error=error
            ) from error


def read(path: Path) -> SavedTopic:
    """Read a topic; nothing in the file is believed before it was checked.

    Raises:
        ProjectError: The file is missing, too large, damaged, of another kind, or of a newer program.
    """
    content = read_bytes(path, ProjectError, MOST_BYTES)
    if not content.startswith(_SIGNATURE):
        raise _other_kind(path)
    checksum = hashlib.sha256(content).hexdigest()
    del content
    try:
        with open_file(path) as file:
            _check_kind(path, file)
            entries = {entry.path[1:]: entry for entry in data_sets(file)[0]}
            facts = parse_json(_array(path, entries, "facts", np.uint8, (None,), _MOST_FACTS).tobytes(), dict)
            vectors = _array(path, entries, "vectors", np.float32, (None, None))
            d = vectors.shape[1]
            labels = _array(path, entries, "labels", np.int8, (len(vectors),))
            grades, targets = tuple(printable(str(word)) for word in facts.get("grades", ())), labels.astype(np.float32)
            if grades:
                grades = checked_words(grades)
                targets = _array(path, entries, "targets", np.float32, (len(vectors),))
            check_targets(labels, targets)
            sample = _array(path, entries, "sample", np.float32, (None, d))
            judged = _array(path, entries, "judged", np.int32, (len(sample),))
            words = None
            if facts["words"] is not None:
                words = words_of(facts["words"], _array(path, entries, "direction", np.float64, (d,)))
            topic = SavedTopic(
                *(printable(str(facts["topic"])), vectors, targets, sample, judged, Encoder(**facts["encoder"])),
                model=build(ModelSettings, facts["model"]),
                portable=build(ModelSettings, facts["portable"]),
                calibration=(float(facts["calibration"][0]), float(facts["calibration"][1])),
                saved=printable(str(facts["saved"])),
                words=words,
                grades=grades,
                certificate=_certified(facts.get("certificate", {})),  # the first files had none
                checksum=checksum,
            )
        _check(topic)
    except ProjectError:
        raise
    except (AnnotatorError, OSError, RuntimeError, LookupError, TypeError, ValueError) as error:
        raise ProjectError(
            "{path}: the saved topic is damaged or cut short ({error}). Copy it again, or save the topic again.",
            path=path,
            error=error,
        ) from error
    check_judged(topic.labels, topic.name, path)
    return topic


def _certified(told: Mapping[str, Any]) -> dict[str, Any]:
    if not told:
        return {}
    numbers = {name: float(told[name]) for name in ("recall", "confidence")}
    counts = {name: int(told[name]) for name in ("found", "audited", "images")}
    return {"statement": printable(str(told["statement"])), **numbers, **counts}


def check_judged(labels: NDArray[Any] | FloatArray, name: str, path: Path) -> None:
    """Raise ProjectError unless both relevant and irrelevant images were judged."""
    relevant, irrelevant = int((labels > 0).sum()), int((labels < 0).sum())
    if not relevant or not irrelevant:
        raise ProjectError(
            "{path}: the topic {topic!r} has {relevant} relevant and {irrelevant} irrelevant judgements. A saved topic "
            "needs both.",
            path=path,
            topic=name,
            relevant=relevant,
            irrelevant=irrelevant,
        )


def _check_kind(path: Path, file: h5py.File) -> None:
    if file.attrs.get("schema") != np.bytes_(SCHEMA.encode()):
        raise _other_kind(path)
    version = int(file.attrs["schema_version"])
    if version > SCHEMA_VERSION:
        raise ProjectError("{path} was saved by a newer version of the program. Update this one.", path=path)


def _other_kind(path: Path) -> ProjectError:
    return ProjectError(
        "{path}: this is not a saved topic. {remedy}",
        path=path,
        remedy=Remedy(
            "One is written by: annotator topic PROJECT --save FILE",
            "One is written by Topic > Save for other collections….",
        ),
    )


def _array(
    path: Path,
    entries: Mapping[str, Entry],
    name: str,
    kind: type[np.generic],
    shape: tuple[int | None, ...],
    most: int = MOST_BYTES,
) -> NDArray[Any]:
    """Return a data set; its type, shape and place are checked before memory is allocated for it."""
    entry = entries[name]
    check_storage(path, entry)
    data, wanted = entry.data, np.dtype(kind)
    fits = data.ndim == len(shape) and all(n in (None, m) for n, m in zip(shape, data.shape, strict=True))
    if not fits or data.dtype != wanted or data.nbytes > most:
        raise ValueError(f"{name} is {' x '.join(map(str, data.shape))} {data.dtype}")
    offset = data.id.get_offset()  # None if it is compressed: what is small here could be large in memory
    if data.size and (offset is None or offset + data.nbytes > path.stat().st_size):
        raise ValueError(f"{name} is not stored as it is")
    values: NDArray[Any] = data[()]
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise ValueError(f"{name} holds NaN or Inf")
    return values


def _check(topic: SavedTopic) -> None:
    """Raise ValueError if values are out of their range."""
    if topic.judged.size and not (topic.judged.min() >= -1 and topic.judged.max() < len(topic.vectors)):
        raise ValueError("a judged image that is not there")
    if not all(isinstance(value, str) for value in vars(topic.encoder).values() if not isinstance(value, bool)):
        raise TypeError("an encoder that is not described in words")
    if not np.isfinite(topic.calibration).all() or not topic.portable.length_scale:
        raise ValueError("no calibration, or no length scale")


def as_file(values: AnyFloatArray, scale: float, path: Path) -> NDArray[np.float32]:
    """Return feature vectors in units of their file, float32.

    Raises:
        FeatureError: They are too large for that.
    """
    with np.errstate(over="ignore"):
        found = (np.asarray(values, np.float64) / scale).astype(np.float32)
    if not np.isfinite(found).all():
        raise FeatureError("{path}: the features are too large to be saved with a topic.", path=path)
    return found
