# ruff: noqa: E501 - whole sentences and rows of tables
"""Write docs/clusters.md from the stored results in benchmarks/published; see :mod:`benchmarks.clusters`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.stats import wilcoxon

from annotator.numerics.clusters.doubt import LOOK
from annotator.numerics.clusters.partition import DEFAULT, MOST_DENSE
from annotator.words.naming import SHARE
from benchmarks.command import in_words

Runs = Sequence[dict[str, Any]]
EASY = ("digits", "butterflies")
MEASURES = ("acc", "nmi", "ari")

HEAD = """\
# Clusters

<!-- written by python -m benchmarks.clusters --page from benchmarks/published; without --page it runs it again -->

A cluster is a group of images that are similar by their features. If all images of a cluster are what you look for, or none
is, one judgement does for all of them. Clusters depend on the features only and are the same for all topics.

## In the window

Unfold *Clusters* below the map (*View > Panels > Map*), say how many there should be, and press *Find clusters*. They are
listed by size, with the number of their images that are relevant and irrelevant, and color the map. A
click on a row selects the cluster on the map; *Look and judge…* shows its {look} most doubtful images and asks for the label
of all. An image that you press in that look is left without a label. Images that have a label keep it. The judgement is one
step, which `Ctrl+Z` takes back.

![The clusters of the digits below the map](images/panel-clusters.png)

Doubtful are the images farthest from the center of the cluster. Once the topic has a ranking, every second image is in turn
the least and the most probable one instead, because it is the exception whichever label the cluster gets. In blind mode,
the predictions are not used.

Once clusters were found, *Progress* says under *Details* how many of them have a judged image and a relevant one, and shows the
largest without a judgement. Images outside the filter of the topic do not count. A cluster without a judgement is a reason to
look; clusters that all have one are no proof that nothing is left ([stopping.md](stopping.md)).

Where the program computed the features with its own network (EfficientNet-Lite0), a cluster is named by the class of
ImageNet that is among the five best classes of {share:.0%} of its images or more; otherwise it has no name. The name says what the
images look like to the network, and can be wrong.

## Without the window

```sh
annotator clusters kites.annotator --k 20                          # sizes, labels, and a typical image of each
annotator clusters kites.annotator --k 20 --look 3                 # the {look} most doubtful images of cluster 3
annotator clusters kites.annotator --k 20 --judge 3 irrelevant     # one step, which annotator undo takes back
annotator clusters kites.annotator --method gmm                    # the number of clusters by BIC
```

The same options give the same clusters. `--words bird car` names clusters by your own English words where one stands out; it
needs features that words can be compared with ([words.md](words.md)). In Python:

```python
from annotator.session.session import Session

with Session.open("kites.annotator") as session:
    found = session.collection.clusters.find(20).run()
    doubtful = found.doubtful(found.members(2), session.rank())
```

## Methods

| `--method` | what it does | for large collections |
|---|---|---|
| `spectral` | k-means of the leading eigenvectors of the neighbor graph, weighted by {steps} steps of a random walk (Ng, Jordan & Weiss 2002; Coifman & Lafon 2006) | uses the graph that the model uses |
| `kmeans` | k-means in 50 principal components | learns from 50,000 images and assigns all |
| `gmm` | a Gaussian mixture in the components; its covariances, and without `--k` its number of clusters, by BIC (Fraley & Raftery 2002) | learns from 20,000 images |
| `hdbscan` | dense regions of any shape; images between them are in no cluster, and `--k` does not count (Campello et al. 2013) | refuses more than {dense:,} images: it compares all with each other |
| `dec` | deep embedded clustering: an encoder and centers learned together (Xie et al. 2016) | learns from 50,000 images |
| `idec` | the same, and the codes must be decoded, too (Guo et al. 2017) | learns from 50,000 images |

The default is `{default}`. Equal images are never divided; images without usable features are in no cluster.

## Which agree with the classes?

As many clusters as classes, means over {seeds} seeds (one of `hdbscan`, which has none): accuracy of the best match (ACC),
normalized mutual information (NMI), adjusted Rand index (ARI). Settings were chosen on the first, third, ... class of each
collection; these are the others, and all classes of collections with two or three. Images that `hdbscan` leaves out count as
one more cluster. Seconds are of one thread, with the neighbor graph for `spectral`. `python -m benchmarks.clusters` runs it.

"""

FINE = """
## What is lost by judging a cluster at once?

With more clusters than classes, clusters are purer. Purity is the share of images whose class is the most frequent of their
cluster: with one judgement for each cluster, the other images would get a wrong label. **Seen** is the share of impure
clusters of more than {look} images in which a look at the {look} farthest from the center shows an image of another class; **by
chance** is the same for {look} random images.

"""


def page(content: dict[str, Any]) -> str:
    """Return the page for stored results."""
    compared = [run for run in content["results"] if "acc" in run]
    fine = [run for run in content["results"] if "purity" in run]
    head = HEAD.format(look=LOOK, share=SHARE, steps=8, dense=MOST_DENSE, default=DEFAULT, seeds=content["seeds"])
    parts = [head, agreement(compared), "\n", verdict(compared), FINE.format(look=LOOK), purity(fine)]
    return "".join(parts) + f"\nRun on {in_words(content['machine'])}; times are indicative.\n"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def _methods(runs: Runs) -> list[str]:
    return list(dict.fromkeys(run["method"] for run in runs))


def agreement(runs: Runs) -> str:
    """Return ACC, NMI and ARI of every method by collection, and the means of the photos."""
    methods = _methods(runs)
    by = {(run["set"], run["method"]): run for run in runs}
    rows = []
    for name in dict.fromkeys(run["set"] for run in runs):
        some = [by[name, method] for method in methods]
        cells = [" ".join(f"{run[measure]:.2f}" for measure in MEASURES) for run in some]
        rows.append([f"{name}, {some[0]['images']:,} images, {some[0]['classes']} classes", *cells])
    photos = [name for name in dict.fromkeys(run["set"] for run in runs) if name not in EASY]
    if photos:
        means = [[np.mean([by[name, method][one] for name in photos]) for one in MEASURES] for method in methods]
        rows.append(["**photos, mean**", *(" ".join(f"**{value:.3f}**" for value in some) for some in means)])
    seconds = [np.median([run["seconds"] for run in runs if run["method"] == method]) for method in methods]
    rows.append(["seconds, median", *(f"{value:.1f}" for value in seconds)])
    return _table(["ACC NMI ARI", *(f"`{method}`" for method in methods)], rows)


def verdict(runs: Runs) -> str:
    """Return how the default compares with k-means, and which of the others is better than it anywhere."""
    by = {(run["set"], run["method"]): run["nmi"] for run in runs}
    names = [name for name in dict.fromkeys(run["set"] for run in runs) if name not in EASY]
    lines = []
    for other in _methods(runs):
        gains = np.array([by[name, DEFAULT] - by[name, other] for name in names])
        if other == DEFAULT or len(gains) < 2 or not gains.any():
            continue
        p = wilcoxon(gains).pvalue
        lines.append(
            f"- NMI of `{DEFAULT}` above `{other}` on photos: {gains.mean():+.3f} on average, larger on "
            f"{int((gains > 0).sum())} of {len(gains)} sets of features, p = {p:.2g} (Wilcoxon)."
        )
    return "\n".join(lines) + "\n"


def purity(runs: Runs) -> str:
    """Return the purity and what a look shows, means over the collections."""
    rows = []
    for more in sorted({run["more"] for run in runs}):
        for method in _methods(runs):
            some = [run for run in runs if run["more"] == more and run["method"] == method]
            photos = [run for run in some if run["set"] not in EASY] or some
            impure = sum(run["impure"] for run in photos)
            seen, chance = (
                sum(run[one] * run["impure"] for run in photos) / max(impure, 1) for one in ("seen", "by_chance")
            )
            clear = [run["purity"] for run in some if run["set"] in EASY]
            rows.append(
                [
                    "as many as classes" if more == 1 else f"{more} times as many",
                    f"`{method}`",
                    f"{np.mean([run['purity'] for run in photos]):.3f}",
                    f"{np.mean(clear):.3f}" if clear else "-",
                    f"{seen:.0%} of {impure}",
                    f"{chance:.0%}",
                ]
            )
    return _table(["clusters", "method", "purity, photos", "digits, butterflies", "seen, photos", "by chance"], rows)
