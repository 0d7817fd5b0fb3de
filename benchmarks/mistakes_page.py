"""Write docs/mistakes.md from the stored results in benchmarks/published; see :mod:`benchmarks.mistakes`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.model.label_errors import LEAST
from annotator.model.label_noise import WEAK
from annotator.model.label_quality import LEAST_PER_CLASS, NOISE

Runs = Sequence[dict[str, Any]]

HEAD = """\
# Suspected mistakes

<!-- written by python -m benchmarks.mistakes --page from benchmarks/published; without --page it runs it again -->

Everybody presses a wrong key now and then. Annotator predicts every judgement from all the others, estimates how many
are wrong, and lists those that are more likely wrong than right. Nothing changes until you decide: assign another
label, or keep the label, and the image is never suspected again.

- In the window: *View > Panels > Suspected mistakes*. The list updates with every new ranking.
- `annotator mistakes PROJECT` lists them with the reason. `annotator judge` changes a label, `annotator confirm
  PROJECT IMAGE...` keeps it, and `annotator undo` reverts either.
- In Python: `session.label_errors.find().run()` and `session.label_errors.confirm(images)`.

A prediction that contradicts a label can mean a wrong key or a difficult image. Two numbers tell them apart, both
estimated from all judgements of the search: how far predictions can be trusted with these features (leave-one-out in
closed form, Rasmussen & Williams 2006, equation 5.12, with a noise variance of at least {noise:g} and temperature
scaling, Guo et al. 2017), and the share of wrong keys (flipping noise, Kim & Ghahramani 2008). With fewer than
{least} judgements, or {each} of either label, the program says that these are too few; where the model contradicts more
than {weak:.0%} of the judgements, it says that these features cannot tell.

## Does it help?

A simulated user starts from one relevant image, judges 12 batches of 8 chosen by the default strategy, and answers all
images rightly, or 5 or 10 % of them wrongly. Priors and limits were chosen on one half of the classes; these are the
others. **Empty**: searches without a mistake in which nothing is listed. **Precision**: share of the listed judgements
that are wrong. **Recall**: share of the wrong judgements that are listed. **Expected**: mistakes that the program
expects, and those that there are, per search. **AP**: average precision of the ranking of the collection with the
mistakes, after all that is listed was judged again, and of the search without mistakes.

"""

REMAINS = """
Where classes overlap, as in the photos of waste, a wrong label looks no less likely than a difficult image: the list
stays empty, and the number of mistakes is underestimated, which is why the window says *or more*. The loss of average
precision has a second cause: a search with mistakes asks about other images than one without.
"""


def page(content: dict[str, Any]) -> str:
    """Return the page for stored results."""
    head = HEAD.format(noise=NOISE, least=LEAST, each=LEAST_PER_CLASS, weak=WEAK)
    return head + table(content["searches"]) + REMAINS


def table(searches: Runs) -> str:
    """Return the results by collection, and those of all."""
    titles = ("features", "searches", "empty", "wrong", "listed", "precision", "recall", "expected", "AP")
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    for name in dict.fromkeys(run["set"] for run in searches):
        lines += rows(name, [run for run in searches if run["set"] == name])
    lines += rows("**all**", searches)
    return "\n".join(lines) + "\n"


def rows(name: str, searches: Runs) -> list[str]:
    """Return a row for every share of wrong answers but 0, whose searches tell how often the list is empty."""
    clean = [run for run in searches if not run["share"]]
    empty = sum(not run["listed"] for run in clean) / len(clean)
    lines = []
    for share in sorted({run["share"] for run in searches} - {0.0}):
        runs = [run for run in searches if run["share"] == share]
        mistakes, listed, hits = (total(runs, what) for what in ("mistakes", "listed", "hits"))
        cells = (
            name,
            str(len(runs)),
            f"{empty:.0%}",
            f"{share:.0%}",
            f"{listed:.0f}",
            f"{hits / listed:.2f}" if listed else "-",
            f"{hits / mistakes:.2f}" if mistakes else "-",
            f"{total(runs, 'expected') / len(runs):.1f} / {mistakes / len(runs):.1f}",
            f"{mean(runs, 'ap'):.3f} -> {mean(runs, 'ap_after'):.3f} ({mean(clean, 'ap'):.3f})",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def total(runs: Runs, key: str) -> float:
    """Return the sum of a number over searches."""
    return float(sum(run[key] for run in runs))


def mean(runs: Runs, key: str) -> float:
    """Return the mean of a number over searches."""
    return total(runs, key) / len(runs)
