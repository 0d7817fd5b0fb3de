"""Section of docs/benchmark.md about wrong answers, from benchmarks/published/wrong_answers.json."""

from __future__ import annotations

from typing import Any

HEAD = """\
## Wrong answers

The default settings with 5 and 10 % of wrong answers, on collections of photos: how much lower the average precision
is after 40 judgements than that of the same search without wrong answers. From the same answers, the collection is
also ranked with every way of doubting answers that the model offers (`robust` in [model.md](model.md), and more
noise), with true answers, and after answers were looked at again and corrected: those of the list of suspected
mistakes ([mistakes.md](mistakes.md)), or two, four and eight of those with the lowest leave-one-out probability,
computed again after each. An asterisk marks p < 0.05 in a paired Wilcoxon test against the default ranking of the same
answers. `python -m benchmarks.wrong_answers`.

"""
TRIED = """
A part of the loss is in no model: images are placed by their answers, relevant ones first and irrelevant ones last,
and the search has asked about other images. With *true answers* only the second is left; with *true answers, placed as
answered* the model knows better than the person, which is as far as any ranking can get. On the classes on which
choices were based, none of these did more than `weights` without a loss where all answers are right; all cost no more
than a matrix of the judged images:

- a noise variance learned by marginal likelihood or by leave-one-out;
- a probit likelihood in which 5 % of the answers are flipped, or a Gaussian one with 2 %, by expectation propagation;
- a Student-t likelihood with two or four degrees of freedom;
- a hundred times the noise where an answer is two or three standard deviations from its leave-one-out prediction: rare
  images look like mistakes;
- placing judged images by their prediction where that contradicts the answer;
- choosing batches with `weights`, too.

No way of doubting answers brings the loss to 0.03, the goal; hence none is a default. Looking again at the few answers
with the lowest probability does, if 5 % are wrong. The list of suspected mistakes names an answer only if it is more
likely wrong than right, which 40 judgements hardly ever show.
"""


def section(stored: dict[str, Any]) -> str:
    """Return the complete section."""
    return HEAD + "\n".join([*_table(stored["losses"]), "", said(stored["losses"])]) + "\n" + TRIED


def _find(losses: list[dict[str, Any]], ranking: str, wrong: float, rare: bool) -> dict[str, Any]:
    return next(one for one in losses if (one["ranking"], one["wrong"], one["rare"]) == (ranking, wrong, rare))


def _cell(one: dict[str, Any]) -> str:
    clear = "*" if one["p"] < 0.05 else ""
    return f"{one['loss']:+.3f}{clear}"


def _table(losses: list[dict[str, Any]]) -> list[str]:
    shares = list(dict.fromkeys(one["wrong"] for one in losses))
    lines = [
        "| ranking | " + " | ".join(f"{kind}{wrong:.0%} wrong" for kind in ("", "rare: ") for wrong in shares) + " |",
        "|---|" + "---|" * (2 * len(shares)),
    ]
    for name in dict.fromkeys(one["ranking"] for one in losses):
        cells = [_cell(_find(losses, name, wrong, rare)) for rare in (False, True) for wrong in shares]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def said(losses: list[dict[str, Any]]) -> str:
    """Return what helps, in a sentence."""
    parts = []
    for wrong in (0.05, 0.1):
        names = ("off", "noise 0.3", "weights", "4 second looks")
        off, noise, weights, again = (_find(losses, name, wrong, False)["loss"] for name in names)
        parts.append(
            f"with {wrong:.0%} of wrong answers, the default loses {off:.3f}, a ranking with a noise of 0.3 "
            f"{noise:.3f}, `weights` {weights:.3f}, and the default after four second looks {again:.3f}"
        )
    return f"**On whole collections, {'; '.join(parts)}.**"
