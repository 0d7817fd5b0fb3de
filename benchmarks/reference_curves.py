"""Runs the program of the reference implementation, unchanged, in an environment of its own: not for import elsewhere.

It only prints means; the measure of every round of every search is taken down where it computes it.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from pathlib import Path
from types import ModuleType
from typing import Any


def serve() -> None:
    """Run one learner of one file; arguments are the folder of the program, these two, the answer, and a limit in s."""
    code, conf, learner, answer, limit = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))
    os.chdir(code)
    sys.path.insert(0, code)
    sys.modules["viz_utils"] = ModuleType("viz_utils")  # draws, with packages that nothing else needs
    utils, program = importlib.import_module("utils"), importlib.import_module("run_experiment")
    config, data, made = utils.load_config(conf, "EXPERIMENT", {"method": learner})
    graded = isinstance(made, importlib.import_module("ital.regression_base").ActiveRegressionBase)
    measure = "mean_squared_error" if graded else "average_precision_score"
    values: list[float] = []
    original = getattr(program, measure)

    def noted(*arguments: Any) -> float:
        values.append(float(original(*arguments)))
        return values[-1]

    setattr(program, measure, noted)
    (program.run_regression_experiment if graded else program.run_retrieval_experiment)(config, data, made)
    width = config.getint("EXPERIMENT", "rounds", fallback=10) + 1
    values = [value**0.5 for value in values] if graded else values
    found = [values[start : start + width] for start in range(0, len(values), width)]
    Path(answer).write_text(json.dumps(found), encoding="utf-8")
