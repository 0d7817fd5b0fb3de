"""The section on certificates in docs/stopping.md, from the figures of :mod:`benchmarks.certificate`."""

from __future__ import annotations

import math
import statistics
from typing import Any

from scipy.stats import binom, hypergeom

TEXT = """
## Certify

*Certify* in the progress panel and `annotator certify PROJECT` aim at a sentence that others can rely on: *at least
90 % of the relevant images are found, with 95 % confidence, by 230 random images*. `--recall` and `--confidence` name
other numbers; the window then keeps to those for which images were drawn last.

1. The sentence first says the price: how many random images are still to be judged if none of them is relevant, and how
   many if one is. It cannot know which of the two will come true. Search on while batches still bring relevant images:
   each one that is found makes the certificate cheaper, each one that a random image brings makes it dearer.
2. The button below the sentence, or `annotator certify PROJECT --draw`, draws them, every image with the same chance.
   Judge them in any order, and search in between if you like.
3. The certificate is there as soon as the judged images suffice, or the sentence says what is missing now.

You may look after every image: the confidence holds for all looks together. The certificate is not stored, it follows
from the judgements. If you correct labels so that it does not hold any more, it is gone, and undo brings it back.
Unsure images, and drawn ones that are not judged, count as relevant and not found. Images without features are not
covered, nor are mistakes in the judgements. If images are added after the random ones were drawn, the certificate says
that it holds for those that were there, and what covers the others: all of them judged, or more random images of the
whole collection.

The [evidence pack](formats.md) has all numbers and how to compute them again, as pages to print (`certificate.pdf`) and
for programs (`certificate.json`); `annotator verify` does. `annotator certify PROJECT -o recall.pdf` writes the pages
alone.

The bound behind it is that of *at least x % found* above. For every number N of relevant images that one may suppose,
twenty bettors stake money on each drawn image being irrelevant, at odds that are fair if N is right; c is the share of
what can be staked. An irrelevant image of n, of which m = N - found would be relevant, multiplies the capital by
1 / (1 - c m / n), a relevant one by (1 - c) / (1 - c m / n). The capital is a martingale, so it ever exceeds 20 times
what it was with a probability of at most 5 % (Ville 1939). N is excluded once the mean capital of all bettors did.
An image that came after an audit counts as found before it, unless it is judged irrelevant. Audits by score count too:
an image drawn with probability pi pays by least / pi, and a batch of them by the negative
association of its draw. The method is that of Waudby-Smith & Ramdas (2020) and Shekhar et al. (2023).

`python -m benchmarks.certificate` measures it with {simulations} audits for each row. "Holds" is how often the
95 % bound was right after a search of {rounds} rounds: looked at once, after as many images as were announced,
and after every image until all were drawn; a true share of 95 % is measured to within {error:.1f} percentage
points. The costs are random images until a recall of {recall} is certified with 95 % confidence, after a search
that found {searched} % of the relevant images: as announced if none were relevant, and the median of {draws}
audits. "Before" is the bound of earlier versions with audits of {audit}, half by score. The same audits with
the new bound, audits with a tenth by score, and audits by score whose predictions are subtracted (Zrnic &
Candès 2024; scaled to the true number of relevant images) show what scores change. They do not make the
certificate cheaper: it has to hold where the model is wrong, and what the model thinks relevant is found by the
search. So all images have the same chance. Audits drawn by score before still count.

"QBCB" is the other way (Lewis, Yang & Frieder 2021, Certifying one-phase technology-assisted reviews): random
images of the whole collection are judged before the search until a planned number of them is relevant, and the
search ends when it has found so many of these that a smaller recall would be refuted. The column has how many images
that takes, on average, for the least plan that certifies this search with a chance of one half; "all" where too few
images are relevant for any plan. These images also start the search. But nobody may look and plan anew, and one has
to know beforehand how rare the topic is.

"""

GAIN = """
The certificate takes {least:.0f} to {most:.0f} % of the random images that the bound before took, in the median
{middle:.0f} %. It saves least where a handful of images is relevant: then any method has to see a large part of the
collection, because one missed image changes the recall so much.
"""


def qbcb(images: int, relevant: int, found: int, recall: float, confidence: float) -> float:
    """Return how many random images the least plan judges that certifies a search with a chance of one half.

    Args:
        images: Size of the collection.
        relevant: Number of relevant images.
        found: How many of them the search finds.
        recall: Recall to certify.
        confidence: One minus the chance to certify although the recall is smaller.

    Returns:
        Expected number of images until the planned number of relevant ones is drawn; infinite if there is no plan.

    Source:
        Lewis, Yang & Frieder 2021, Certifying one-phase technology-assisted reviews, section 5: the quantile binomial
        confidence bound. The chance that a plan certifies is hypergeometric.
    """
    for planned in range(1, relevant + 1):
        enough = int(binom.isf(1 - confidence, planned, recall)) + 1  # P(X >= enough) <= 1 - confidence
        if enough <= planned and hypergeom.sf(enough - 1, relevant, found, planned) >= 0.5:
            return planned * (images + 1) / (relevant + 1)
    return math.inf


def section(stored: dict[str, Any]) -> str:
    """Return the section."""
    settings = stored["settings"]
    titles = ("data", "relevant", "open", "left", "holds, once", "holds, always", "announced", "uniform", "before")
    titles += ("half by score", "tenth by score", "predicted", "QBCB")
    head = f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}\n"
    shares = [100 * c["uniform"] / c["before"] for c in stored["cells"]]
    error = 196 * math.sqrt(0.95 * 0.05 / settings["simulations"])
    gain = GAIN.format(least=min(shares), middle=statistics.median(shares), most=max(shares))
    lines = [TEXT.format(error=error, **{**settings, "searched": f"{100 * settings['searched']:.0f}"}), head]
    for c in stored["cells"]:
        values = [c["data"], f"{c['relevant']} of {c['images']}", str(c["open"]), str(c["left"])]
        values += [f"{100 * c[name]:.1f} %" for name in ("once", "always")] + [str(c["said"])]
        values += [f"{c[name]:.0f}" for name in ("uniform", "before", "score", "mostly", "predicted")]
        found = c["relevant"] - c["left"]
        other = qbcb(c["images"], c["relevant"], found, settings["recall"], settings["confidence"])
        values.append("all" if math.isinf(other) else f"{other:.0f}")
        lines.append("| " + " | ".join(values) + " |\n")
    return "".join([*lines, gain])
