"""Commands for test collections: pool what other systems found, and evaluate them by the judgements."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import Adder, add_output, add_project, count, input_path
from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_table, progress_bar, remark
from annotator.errors import ConfigError

if TYPE_CHECKING:
    from annotator.session.pools import Evaluation, PoolState

_RUNS = "runs of systems: TREC, the JSON of ranx, or a table with topic, image, score and perhaps system"


def add_commands(add: Adder) -> None:
    """Add the commands for test collections."""
    command = add(
        "pool",
        pool,
        "pool the best images of several systems for several topics, to judge them; show how far they are judged",
        "'annotator next' and the window then ask for the images of the pool first. Topics that are missing are added. "
        "Without RUN and --topics, nothing is changed.",
    )
    add_project(command, topic=False)
    command.add_argument("runs", nargs="*", type=input_path, metavar="RUN", help=_RUNS)
    command.add_argument(
        "--topics", type=input_path, metavar="FILE", help="names of the topics: lines of id, tab, text"
    )
    command.add_argument(
        "--depth", type=count, metavar="K", help="how many images of each ranking are judged (default: 100)"
    )
    command.add_argument(
        "--order",
        metavar="NAME",
        help="which images come first: mtf (move-to-front, the default), hedge, rrf (reciprocal rank fusion) or rank",
    )
    command.add_argument(
        "--sample", type=count, metavar="N", help="judge only N images of each pool, drawn with known probabilities"
    )
    add_output(command, "--save-topics", metavar="FILE", help="write the topics: lines of id, tab, text")
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add(
        "evaluate",
        evaluate,
        "measure systems by the judgements of all topics, and whether the collection can be used for others",
        "Means over the topics with 95 % bootstrap intervals, and what changes if a system had not been in the pool. "
        "docs/test-collections.md explains the measures.",
    )
    add_project(command, topic=False)
    command.add_argument("runs", nargs="+", type=input_path, metavar="RUN", help=_RUNS)
    command.add_argument("--json", action="store_true", help="print JSON, with the values of each topic")


def pool(given: argparse.Namespace) -> int:
    """Add runs to the pools of the topics, and show how far each is judged."""
    how = {name: value for name in ("depth", "order", "sample") if (value := getattr(given, name)) is not None}
    changes = bool(given.runs) or given.topics is not None
    if how and not given.runs:
        raise ConfigError("--{option} is about the images of runs. Name the runs, too.", option=next(iter(how)))
    with opened(given, read_only=not changes) as session:
        if changes:
            with progress_bar("Reading") as progress:
                done = session.collection.pools.add(given.runs, topics=given.topics, **how).run(progress)
            if done.added:
                remark(f"{len(done.added):,} new topics.")
            for query in done.without_run:
                remark(f"No run ranks topic {query}.")
        states, queries = session.collection.pools.progress(), session.collection.pools.queries
    if given.save_topics is not None:
        _save(queries, given)
    if given.json:
        print_json([vars(one) for one in states])
    else:
        _print(states)
    return 0


def _save(queries: tuple[tuple[str, str], ...], given: argparse.Namespace) -> None:
    from annotator.data.exporting import atomic_write
    from annotator.session.pools import topics_table

    with atomic_write(given.save_topics) as stream:
        stream.write(topics_table(queries))


def _print(states: tuple[PoolState, ...]) -> None:
    if not states:
        remark("No topic has a pool. Name the runs of the systems.")
        return
    systems = list(dict.fromkeys(name for one in states for name in one.systems))
    rows = [
        (
            one.query,
            one.topic,
            str(one.judged),
            str(one.size),
            *(f"{one.systems[name]:.0%}" if name in one.systems else "" for name in systems),
        )
        for one in states
    ]
    print_table(("id", "topic", "judged", "pool", *systems), rows)
    done, size = sum(one.judged for one in states), sum(one.size for one in states)
    print(
        f"{done:,} of {size:,} images are judged. The other columns: judged share of what each system gave to the pool."
    )


def evaluate(given: argparse.Namespace) -> int:
    """Print the measures of each system, and what changes if it had not been in the pool."""
    with opened(given, read_only=True) as session, progress_bar("Evaluating") as progress:
        found = session.collection.pools.evaluate(given.runs).run(progress)
    if given.json:
        print_json(_as_json(found))
        return 0
    measures = list(found.systems[0].per_topic)
    rows = []
    for one in found.systems:
        cells = []
        for measure in measures:
            low, high = one.interval(measure)
            cells.append(f"{one.mean(measure):.4f}" + ("" if math.isnan(low) else f" [{low:.2f}, {high:.2f}]"))
        rows.append((one.name, *cells))
    print_table(("system", *measures), rows)
    if len(found.topics) > 1:
        print(f"Means over {len(found.topics):,} topics, with 95 % bootstrap intervals over topics.")
    else:
        print("One topic only: there is no interval.")
    print("\nif a system had not been in the pool")
    print_table(
        ("system", "only its own", "map", "without", "rank correlation"),
        [
            (one.name, str(one.unique), f"{one.score:.4f}", f"{one.without:.4f}", f"{one.tau:.2f}")
            for one in found.reusability
        ],
    )
    for one in found.systems:
        if one.missing:
            remark(f"{one.name} has no ranking for {len(one.missing):,} topics, which count as 0: {_some(one.missing)}")
    for names, what in (
        (found.without_relevant, "topics have no relevant image and do not count"),
        (found.unknown, "topics of the runs are not in the project"),
    ):
        if names:
            remark(f"{len(names):,} {what}: {_some(names)}")
    return 0


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")


def _as_json(found: Evaluation) -> dict[str, Any]:
    return {
        "topics": found.topics,
        "without_relevant": found.without_relevant,
        "unknown": found.unknown,
        "systems": [
            {
                "system": one.name,
                "missing": one.missing,
                "measures": {
                    measure: {
                        "mean": one.mean(measure),
                        "interval": one.interval(measure),
                        "per_topic": dict(zip(found.topics, values.tolist(), strict=True)),
                    }
                    for measure, values in one.per_topic.items()
                },
            }
            for one in found.systems
        ],
        "reusability": [vars(one) for one in found.reusability],
    }
