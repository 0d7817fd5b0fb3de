"""Write docs/rules.md from the stored results in benchmarks/published; see :mod:`benchmarks.rules`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import wilcoxon

from annotator.model.label_model import ACCURACY, PRIOR, UNJUDGED
from annotator.model.trend import OWN, SHARED
from annotator.types import FloatArray

Runs = Sequence[dict[str, Any]]
NONE, WRITTEN = "none", "written"
WASTE = "photos of waste"
"""Name of the searches with rules that a person could have written."""
EASY = ("digits", "butterflies")
LATER = 3
"""Round after which the average precision is shown, too."""
_FEW = 6  # searches below which no test is made

HEAD = """\
# Rules

<!-- written by python -m benchmarks.rules --page from benchmarks/published; without --page it runs it again -->

You know things of your images before you judge any: those taken at night show no kites, those in the folder *harbor*
show mostly gulls, what is relevant to another topic is not relevant to this one. A rule is a
[condition](metadata.md#conditions) on images and a vote: where the condition holds, they are probably relevant, or
probably irrelevant; elsewhere the rule says nothing. It may be wrong at times.

    annotator rules kites.annotator --irrelevant "hour < 6" --relevant "folder('2019/kites')"
    annotator rules kites.annotator
    annotator rules kites.annotator --which 1
    annotator rules kites.annotator --remove 2

In the window, *View > Panels > Rules* (`Ctrl+Alt+R`) lists, adds, changes and removes them; *Show its images* shows
in the ranking only those on which a rule votes, and *Take the filter of the ranking* makes a rule of folders, dates
and labels that were chosen in the panel *Filter*.

![The panel Rules](images/panel-rules.png)

In Python:

```python
from annotator import Label, Session

with Session.open("kites.annotator") as session:
    session.topics.rules.add("hour < 6", Label.IRRELEVANT)
    for one in session.topics.rules.report().run():
        print(one.rule.condition, one.images, one.accuracy, one.interval, one.problem)
```

| the list says | what it means |
|---|---|
| images, coverage | on how many images the rule votes, and on which share of all |
| overlap, conflict | on which share of all images another rule votes, too, and on which one votes the other way |
| accuracy, interval | estimated share of its votes that are right, with a 95 % interval |
| judged | how many of its votes on judged images are right |

- Every topic has its own rules, at most 30. A rule cannot ask for the labels of its own topic, nor for what was judged
  or is selected (`disputed`, `example`, `judge`, `selected`): it is what you know besides. It knows another topic by
  its name; when that is renamed, change the rule.
- Adding, changing and removing a rule are steps: undo takes them back, also days later, and a recovery finds them. A
  copy for another person has the rules. JSON and the evidence pack hold them, the pack also every vote, and
  `annotator verify` computes the ranking again with them.
- A rule that cannot be evaluated any more, because its column or the other topic is gone, is marked with the reason.
  It does not vote, and the ranking goes on without it.
- Rules are looked at whenever the collection is ranked, so those on metadata and on other topics follow what changes
  there.
- On a [cluster](scale.md), rules cannot be used.

## How it works

The votes of all rules on an image become one number by a label model (Dawid & Skene 1979; Ratner et al. 2016, data
programming): given the relevance of an image, rules vote independently of each other. How often each votes on
relevant and on irrelevant images is the estimate of largest posterior by expectation maximization. Judged images
anchor it. All others together count as {unjudged:.0f} judgements at most, because rules also agree for reasons that
have nothing to do with the topic. Before anything is known, a rule is expected to be right in {accuracy:.0%} of its
votes if half of the images were relevant; this counts as {prior:.0f} judgements of each class. The share of relevant
images is the one that the setting `prior_mean` stands for. Two rules that vote nearly the same count together about as
much as one: each is weighted by the correlation of their votes that relevance does not explain.

The logarithm of how much more often relevant images have these votes is the evidence t of an image, and s is its
average along the neighbor graph, as with [words](words.md#how-it-works):

    f ~ GP(prior_mean + beta s + gamma t, k)
    beta ~ N({shared[0]:g}, {shared[1]:g}^2),     gamma ~ N({own[0]:g}, {own[1]:g}^2)

The average evens out the errors of rules on single images. Votes count most where nothing similar was judged, and
fade where judgements contradict them. As long as nothing relevant is known, half of each batch is what the rules say,
and the other half stands for the rest of the collection.

## Does it help?

A simulated user starts from one relevant image and judges batches of {batch} that the default strategy chooses. The
rules are made up: two for relevant images and one for irrelevant ones. One of accuracy .8 votes on 80 % of the images
that it is for, and on 20 % of the others; .5 is chance. In the rows *{written}*, they are four that a person could
write for the photos of waste: the range of colors that fits best for relevant images and one for the others, the
names of another class, and similarity to the first image in other features. The expectations above were chosen on one
half of the classes; these are the others (`python -m benchmarks.rules`). **AP**: average precision of the ranking.
**Area above**: area above its curve, geometric mean of the ratio to the same search without rules; less is better;
*p* of a Wilcoxon signed-rank test. **Found**: share of the relevant images found at the end. A row for {none} begins
each group.

"""

REMAINS = """
Rules of accuracy .7 and more make the first ranking better, and their lead lasts as long as was measured. Those of .6
make no clear difference, and rules that are no better than chance cost something until judgements have shown it. The
number of relevant images found in {judgements} judgements hardly changes: the default strategy asks about images that
it can learn from.
"""


def page(content: dict[str, Any]) -> str:
    """Return the page for stored results."""
    head = HEAD.format(
        unjudged=UNJUDGED,
        accuracy=ACCURACY,
        prior=PRIOR,
        shared=SHARED,
        own=OWN,
        batch=content["batch"],
        written=WRITTEN,
        none=NONE,
    )
    batch, searches = content["batch"], content["searches"]
    return head + tell(searches, batch) + REMAINS.format(judgements=batch * (len(searches[0]["ap"]) - 1))


def above(run: dict[str, Any], first: int = 0, last: int | None = None) -> float:
    """Return the area above the curve of average precision, from 0 to 1, between two rounds."""
    return max(1.0 - float(np.mean(run["ap"][first:last])), 1e-3)


def share(run: dict[str, Any]) -> float:
    """Return which share of the relevant images was found, with the one that the search began with."""
    return float((run["found"][-1]) / run["relevant"])


def tell(searches: Runs, batch: int) -> str:
    """Return a table: rules by accuracy, compared with no rules."""
    after = [f"after {batch * rounds}" for rounds in (LATER, len(searches[0]["ap"]) - 1)]
    titles = ("rules", "searches", "AP at the start", *after, "area above", "p", "found")
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    for group, easy in (("photos", False), ("digits, butterflies", True), (WASTE, None)):
        chosen = [one for one in searches if (None if one["set"] == WASTE else one["set"] in EASY) is easy]
        lines += [_row(group, rules, chosen) for rules in dict.fromkeys(one["rules"] for one in chosen)]
    return "\n".join(lines) + "\n"


def _row(group: str, rules: str, searches: Runs) -> str:
    def key(one: dict[str, Any]) -> tuple[Any, ...]:
        return one["set"], one["wanted"], one["number"]

    plain = {key(one): one for one in searches if one["rules"] == NONE}
    runs = [one for one in searches if one["rules"] == rules]
    ratio: FloatArray = np.array([np.log(above(one) / above(plain[key(one)])) for one in runs])
    p = f"{wilcoxon(ratio).pvalue:.2g}" if len(ratio) >= _FEW and np.any(ratio) else ""
    cells = (
        f"{group}: {rules}",
        str(len(runs)),
        *(f"{np.mean([one['ap'][min(at, len(one['ap']) - 1)] for one in runs]):.3f}" for at in (0, LATER, 10**6)),
        "" if rules == NONE else f"{np.exp(ratio.mean()) - 1:+.1%}",
        p,
        f"{np.mean([share(one) for one in runs]):.0%}",
    )
    return f"| {' | '.join(cells)} |"
