"""A saved topic as a network for other programs: features in, probability out, in the format ONNX.

It computes the posterior of the portable model (:mod:`annotator.session.saved_topics`) in closed form:

    mean = m0 + k(x)' K^-1 (y - m0),        var = a - |L^-1 k(x)|^2,        p = 1 / (1 + exp(-(c0 + c1 mean / std)))

with K = L L' the covariance of the judgements, noise included, and c the calibration of the topic.

Source:
    Rasmussen & Williams 2006, eq. 2.25 and 2.26, algorithm 2.1.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy.linalg import lapack

from annotator.data.files.atomic import atomic_binary
from annotator.data.files.guard import Guard
from annotator.data.saved_topics.topic_file import SavedTopic, read
from annotator.engine import BATCH_LAG
from annotator.errors import ConfigError
from annotator.extras import missing_extra
from annotator.messages import Message
from annotator.model.hyperparameters import noise_variances
from annotator.numerics.kernels import STATIONARY, between
from annotator.session.saved_topics import scale_of
from annotator.types import FloatArray
from annotator.version import __version__

OPSET, IR = 17, 8
"""Versions of the format, of 2022: old enough for the programs that are in use."""
MOST = 10_000
"""Most judgements: their square is in the file, with four bytes each."""
_SMALLEST = 1e-12  # of a variance, as in the posterior of float64

# Operator, inputs, output. ``squares`` are squared distances over the square of the length scale.
_DISTANCES = (
    *(("Cast", "features", "wide"), ("Sub", "wide middle", "x"), ("ReduceSumSquare", "x", "own")),
    *(("MatMul", "x turned", "products"), ("Add", "products own", "partial"), ("Add", "partial norms", "sum")),
    *(("Max", "sum zero", "positive"), ("Mul", "range range", "square"), ("Div", "positive square", "squares")),
)
_KERNELS = {
    "rbf": (("Mul", "squares half", "exponent"), ("Neg", "exponent", "negative"), ("Exp", "negative", "k")),
    "exponential": (("Sqrt", "squares", "t"), ("Neg", "t", "negative"), ("Exp", "negative", "k")),
    "matern": (
        *(("Sqrt", "squares", "distance"), ("Mul", "distance root", "t"), ("Neg", "t", "negative")),
        *(("Exp", "negative", "decay"), ("Add", "t one", "rising"), ("Mul", "rising decay", "k")),
    ),
}
_POSTERIOR = (
    *(("MatMul", "k weights", "shift"), ("Mul", "shift amplitude", "scaled"), ("Add", "scaled prior_mean", "mean")),
    *(("MatMul", "k factor", "seen"), ("ReduceSumSquare", "seen", "known"), ("Sub", "amplitude known", "left")),
    *(("Squeeze", "left last", "flat"), ("Max", "flat smallest", "variance"), ("Sqrt", "variance", "std")),
    *(("Div", "mean std", "ratio"), ("Cast", "ratio", "score")),
    *(("Mul", "ratio slope", "steep"), ("Add", "steep intercept", "logit"), ("Sigmoid", "logit", "chance")),
    ("Cast", "chance", "probability"),
)


def write_network(saved: Path, output: Path) -> SavedTopic:
    """Write the network of a saved topic, and return the topic.

    Its input ``features`` has shape (n, d), float32, as the encoder of the topic gives them; its outputs
    ``probability`` and ``score`` have shape (n,), float32, as those of ``annotator apply``.

    Args:
        saved: File of a saved topic.
        output: File to write.

    Raises:
        ProjectError: The file of the topic cannot be used.
        ConfigError: The model of the topic has no such network, or the package ``onnx`` is missing.
        ExportError: The file must not or cannot be written.
    """
    topic = read(saved)
    if topic.portable.kernel not in STATIONARY:
        raise ConfigError(
            "{path}: the similarity {kernel!r} compares directions from the middle of a collection, which a network "
            "does not know. Save the topic with another similarity: {names}.",
            path=saved,
            kernel=topic.portable.kernel,
            names=", ".join(STATIONARY),
        )
    if len(topic.labels) > MOST:
        raise ConfigError(
            "{path}: the topic has {n:,} judgements; a network can hold {most:,}.",
            path=saved,
            n=len(topic.labels),
            most=MOST,
        )
    try:
        import onnx  # noqa: F401
    except ImportError as error:
        needed = Message("A file in the format ONNX needs {package}", package=missing_extra("onnx", "network"))
        raise ConfigError("{needed}.", needed=needed) from error
    content = _network(topic).SerializeToString(deterministic=True)
    with atomic_binary(output, Guard((saved,))) as stream:
        stream.write(content)
    return topic


def _posterior(topic: SavedTopic) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the middle (d,), the judged vectors around it (m, d), K^-1 (y - m0) (m,) and L^-1 (m, m)."""
    settings, y = topic.portable, topic.targets.astype(np.float64)
    vectors = topic.vectors.astype(np.float64)
    middle = vectors.mean(axis=0)
    vectors -= middle
    noise = noise_variances(np.empty(0), y, BATCH_LAG, settings)
    covariance = settings.amplitude * between(settings.kernel, vectors, vectors, scale_of(settings))
    covariance[np.diag_indices(len(y))] = settings.amplitude + (settings.noise if noise is None else noise)
    inverse = lapack.dtrtri(np.linalg.cholesky(covariance), lower=1)[0]
    return middle, vectors, inverse.T @ (inverse @ (y - settings.prior_mean)), inverse


def _constants(topic: SavedTopic) -> dict[str, FloatArray]:
    settings = topic.portable
    middle, vectors, weights, inverse = _posterior(topic)
    numbers = {
        "amplitude": settings.amplitude,
        "prior_mean": settings.prior_mean,
        "range": scale_of(settings),
        "intercept": topic.calibration[0],
        "slope": topic.calibration[1],
        "smallest": _SMALLEST,
        "root": 3.0**0.5,
        "half": 0.5,
        "zero": 0.0,
        "one": 1.0,
    }
    return {
        "middle": middle,
        "turned": -2 * vectors.T,
        "norms": np.square(vectors).sum(axis=1),
        "weights": weights,
        "factor": settings.amplitude * inverse.T,
        **{name: np.array(value) for name, value in numbers.items()},
    }


def _network(topic: SavedTopic) -> Any:
    from onnx import TensorProto, helper, numpy_helper

    steps = (*_DISTANCES, *_KERNELS[topic.portable.kernel], *_POSTERIOR)
    along = {"axes": [1], "keepdims": 1}
    options: dict[str, dict[str, Any]] = {
        **{name: {"to": TensorProto.FLOAT} for name in ("score", "probability")},
        "wide": {"to": TensorProto.DOUBLE},
        "own": along,
        "known": along,
    }
    nodes, initial = [], [numpy_helper.from_array(np.array([1]), "last")]
    used = {name for _, given, _ in steps for name in given.split()}
    for name, value in _constants(topic).items():
        if name in ("turned", "factor"):  # the large ones
            initial.append(numpy_helper.from_array(value.astype(np.float32), f"{name}32"))
            nodes.append(helper.make_node("Cast", [f"{name}32"], [name], to=TensorProto.DOUBLE))
        elif name in used:
            initial.append(numpy_helper.from_array(value, name))
    nodes += [helper.make_node(kind, given.split(), [made], **options.get(made, {})) for kind, given, made in steps]
    graph = helper.make_graph(
        nodes,
        "topic",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["images", topic.d])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["images"]) for name in ("probability", "score")],
        initializer=initial,
    )
    opset = [helper.make_opsetid("", OPSET)]
    made_by = {"producer_name": "Annotator", "producer_version": __version__}
    model = helper.make_model(graph, opset_imports=opset, ir_version=IR, **made_by)
    told = {"topic": topic.name, "saved": topic.saved, "encoder": str(topic.encoder), "sha256": topic.checksum}
    helper.set_model_props(model, told)
    return model
