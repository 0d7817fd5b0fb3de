"""The two collections of the stored reference values, as engines and snapshots."""

import json

import numpy as np
from sklearn.datasets import load_digits

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.parameters import ModelSettings
from annotator.strategies.pool import PosteriorPool
from annotator.types import Snapshot

NAMES = ["iris100", "digits240"]


def load(shared_data, name):
    case = json.loads((shared_data / "reference" / "golden.json").read_text())[name]
    case["array"] = np.array(case["rows"]) if "rows" in case else load_digits().data[:240] / 16
    return case


def snapshot(case, k=0, strategy="ital", parameters=None):
    feedback = {int(row): label for row, label in case["feedback"].items()}
    rows = np.array([row for row, label in feedback.items() if label])
    return Snapshot(
        revision=1,
        round=1,
        rows=rows,
        y=np.array([float(feedback[int(row)]) for row in rows]),
        closed=np.array([row for row, label in feedback.items() if not label], np.int64),
        examples=np.empty((0, case["array"].shape[1])),
        strategy=strategy,
        parameters=parameters or {},
        k=k,
        seed=(0,),
        model=ModelSettings(
            kernel="rbf",
            prior_mean=0.0,
            length_scale=float(case["length_scale"]),
            noise=float(case["noise"]),
            amplitude=float(case["var"]),
        ),
    )


def engine(case):
    return Engine(ArrayFeatures(case["array"]), dtype=np.float64)


def pool(case):
    """The pool of all images that were neither judged nor left unsure."""
    taken = snapshot(case)
    posterior = engine(case).posterior(taken)
    return PosteriorPool(posterior, np.array(case["unseen"]), taken.rows, taken.y, np.random.default_rng(0))
