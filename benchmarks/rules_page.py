"""Write docs/rules.md from the stored results in benchmarks/published; see :mod:`benchmarks.rules`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import wilcoxon

from annotator.types import FloatArray

Runs = Sequence[dict[str, Any]]
NONE, PHOTOS = "none", "photos"
EASY = ("digits", "butterflies")
SHARE = 0.8
_FEW = 6  # searches below which no test is made

HEAD = ""


def page(content: dict[str, Any]) -> str:
    """Return the page for stored results."""
    return HEAD + tell(content["searches"], content["batch"])


def above(run: dict[str, Any], first: int = 0, last: int | None = None) -> float:
    """Return the area above the curve of average precision, from 0 to 1, between two rounds."""
    return max(1.0 - float(np.mean(run["ap"][first:last])), 1e-3)


def judgements(run: dict[str, Any], batch: int) -> float:
    """Return after how many judgements 80 % were found; what the search judged in all and a round, if they were not."""
    enough = [rounds for rounds, found in enumerate(run["found"]) if found >= SHARE * run["relevant"]]
    return float(batch * (enough[0] if enough else len(run["found"])))


def tell(searches: Runs, batch: int = 8) -> str:
    """Return a table: rules by accuracy, compared with no rules."""
    titles = ("rules", "searches", "AP at the start", "after 24", "at the end", "area above", "p", "judgements to 80 %")
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    groups = {"photos": lambda one: one["set"] not in EASY, "digits, butterflies": lambda one: one["set"] in EASY}
    for group, belongs in groups.items():
        chosen = [one for one in searches if belongs(one)]
        lines += [_row(group, rules, chosen, batch) for rules in dict.fromkeys(one["rules"] for one in chosen)]
    return "\n".join(lines) + "\n"


def _row(group: str, rules: str, searches: Runs, batch: int) -> str:
    def key(one: dict[str, Any]) -> tuple[Any, ...]:
        return one["set"], one["wanted"], one["number"]

    plain = {key(one): one for one in searches if one["rules"] == NONE}
    runs = [one for one in searches if one["rules"] == rules]
    ratio: FloatArray = np.array([np.log(above(one) / above(plain[key(one)])) for one in runs])
    p = f"{wilcoxon(ratio).pvalue:.2g}" if len(ratio) >= _FEW and np.any(ratio) else ""
    needed = np.array([[judgements(one, batch), judgements(plain[key(one)], batch)] for one in runs])
    cells = (
        f"{group}: {rules}",
        str(len(runs)),
        *(f"{np.mean([one['ap'][min(at, len(one['ap']) - 1)] for one in runs]):.3f}" for at in (0, 3, 10**6)),
        "" if rules == NONE else f"{np.exp(ratio.mean()) - 1:+.1%}",
        p,
        f"{np.exp(np.log(np.maximum(needed[:, 0], 1)).mean()):.0f} "
        f"({np.exp(np.log(np.maximum(needed[:, 1], 1)).mean()):.0f})",
    )
    return f"| {' | '.join(cells)} |"
