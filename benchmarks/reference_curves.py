"""Runs the program of the reference implementation, unchanged, in an environment of its own: not for import elsewhere.

It only prints means; the measure of every round of every search is taken down where it computes it.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
from pathlib import Path
from types import ModuleType
from typing import Any


def serve() -> None:
    """Run learners of a file; arguments are the folder of the program, the file, where answers go, a limit, learners.

    Every learner has a process of its own, which ends after the limit in seconds of CPU time; processes that it starts
    count for themselves.
    """
    code, conf, answers, limit, *learners = sys.argv[1:]
    os.chdir(code)
    sys.path.insert(0, code)
    sys.modules["viz_utils"] = ModuleType("viz_utils")  # draws, with packages that nothing else needs
    utils, program = importlib.import_module("utils"), importlib.import_module("run_experiment")
    regression = importlib.import_module("ital.regression_base").ActiveRegressionBase
    for learner in learners:
        if (child := os.fork()) == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))
            play(utils, program, regression, conf, learner, Path(f"{answers}-{learner}.json"))
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if ended == -signal.SIGXCPU:
            Path(f"{answers}-{learner}.json").write_text(json.dumps(f"longer than {limit} s"), encoding="utf-8")


# The parts of the program, which only exist here.
def play(utils: Any, program: Any, regression: type, conf: str, learner: str, answer: Path) -> None:
    """Run a learner, and write its curves or why there are none."""
    try:
        config, data, made = utils.load_config(conf, "EXPERIMENT", {"method": learner})
        graded = isinstance(made, regression)
        measure = "mean_squared_error" if graded else "average_precision_score"
        values: list[float] = []
        original = getattr(program, measure)

        def noted(*arguments: Any) -> float:
            values.append(float(original(*arguments)))
            return values[-1]

        setattr(program, measure, noted)
        (program.run_regression_experiment if graded else program.run_retrieval_experiment)(config, data, made)
    except Exception as error:  # whatever it is, it is what the page shows
        answer.write_text(json.dumps(f"{type(error).__name__}"), encoding="utf-8")
        return
    width = config.getint("EXPERIMENT", "rounds", fallback=10) + 1
    values = [value**0.5 for value in values] if graded else values
    found = [values[start : start + width] for start in range(0, len(values), width)]
    answer.write_text(json.dumps(found), encoding="utf-8")
