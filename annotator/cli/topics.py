"""Commands for all topics of a project: progress, archive and overlaps; and the words that a topic looks for."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import Adder, add_output, add_project, input_path
from annotator.cli.opening import opened, topic_called
from annotator.cli.output import print_json, print_table, progress_bar, remark
from annotator.errors import ConfigError

_SHOWN = 5

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.data.project.topic_overlap import Overlaps, TopicSummary
    from annotator.session.session import Session


def add_commands(add: Adder) -> None:
    """Add the commands for all topics of a project."""
    command = add(
        "topics",
        topics,
        "show the progress of all topics and the images they share, and archive topics",
        "An archived topic keeps its judgements and can be restored at any time. An image should be relevant to at "
        "most one of the exclusive topics; --overlaps lists the images that violate this.",
    )
    add_project(command, topic=False)
    command.add_argument("--overlaps", action="store_true", help="count images that are relevant to two topics")
    command.add_argument("--archive", action="append", metavar="NAME", help="archive a topic")
    command.add_argument("--restore", action="append", metavar="NAME", help="restore an archived topic")
    command.add_argument(
        "--exclusive", nargs="*", metavar="NAME", help="topics that exclude each other; without NAME, none do"
    )
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add(
        "apply",
        apply,
        "compute how likely images show a saved topic, without a project",
        "annotator topic PROJECT --save writes the topic. The features have to be of the encoder it was saved with: "
        "they are computed here, or read from a file. The table has the most likely images first. With -o FILE.onnx "
        "and no images, the topic is written as a network for other programs, from features to probability.",
    )
    command.add_argument("saved", type=input_path, metavar="TOPIC", help="file of a saved topic")
    command.add_argument("images", type=input_path, nargs="?", metavar="FOLDER", help="folder of images")
    command.add_argument("--features", type=input_path, metavar="FILE", help="feature file, instead of a folder")
    command.add_argument(
        "--encoder", type=input_path, metavar="FILE", help="your own network that computed the features"
    )
    add_output(
        *(command, "-o", "--output"),
        required=True,
        metavar="FILE",
        help="table to write: path, probability, score; or a network, if its name ends with .onnx",
    )

    command = add("goals", goals, "list the goals, and the strategy of each")
    command.add_argument("--json", action="store_true", help="print JSON")


def topics(given: argparse.Namespace) -> int:
    """Show all topics, after changes to the archive or to exclusive topics."""
    changes = given.archive or given.restore or given.exclusive is not None
    with opened(given, read_only=not changes) as session:
        _change(session, given)
        compared = session.topics.compare().run()
        summaries, overlaps = compared.summaries, compared.overlaps if given.overlaps else None
        current, paths = session.topic.id, session.paths
    names = {summary.topic.id: summary.topic.name for summary in summaries}
    if given.json:
        about: dict[str, Any] = {"topics": [_as_json(summary, current) for summary in summaries]}
        if overlaps is not None:
            about |= _overlaps_as_json(overlaps, names, paths)
        print_json(about)
    else:
        _print_summaries(summaries, current)
        if overlaps is not None:
            _print_overlaps(overlaps, names, paths)
    return 0


def goals(given: argparse.Namespace) -> int:
    """List the goals and what each sets."""
    from annotator.strategies.goals import GOALS

    if given.json:
        fields = ("id", "title", "help", "strategy")
        print_json([{name: getattr(one, name) for name in fields} | {"parameters": one.parameters} for one in GOALS])
        return 0
    for one in GOALS:
        print(f"{one.id:<10} {one.title}")
        print(textwrap.fill(one.help, 100, initial_indent=" " * 11, subsequent_indent=" " * 11))
        extra = "".join(f", {name}={value}" for name, value in one.parameters.items())
        print(f"{'':<11}sets: {one.strategy}{extra}")
    return 0


def _change(session: Session, given: argparse.Namespace) -> None:
    every = (*session.topics, *session.topics.archived)
    for name in given.archive or ():
        session.topics.archive(topic_called(session, name).id)
    for name in given.restore or ():
        session.topics.restore(topic_called(session, name, every).id)
    if given.exclusive is not None:
        session.topics.set_exclusive(topic_called(session, name).id for name in given.exclusive)


def _as_json(summary: TopicSummary, current: int) -> dict[str, Any]:
    topic = summary.topic
    return {
        "topic": topic.name,
        "current": topic.id == current,
        "archived": topic.archived or None,
        "exclusive": topic.exclusive,
        "round": summary.round,
        "relevant": summary.relevant,
        "irrelevant": summary.irrelevant,
        "unsure": summary.unsure,
        "last_judged": summary.last_judged or None,
        "strategy": topic.strategy,
    }


def _overlaps_as_json(overlaps: Overlaps, names: dict[int, str], paths: Any) -> dict[str, Any]:
    ordered = [names[topic] for topic in overlaps.topics]
    return {
        "overlaps": {
            name: dict(zip(ordered, row, strict=True))
            for name, row in zip(ordered, overlaps.both.tolist(), strict=True)
        },
        "conflicts": [
            {"path": paths[one.image], "relevant to": [names[topic] for topic in one.topics]}
            for one in overlaps.conflicts
        ],
    }


def _print_summaries(summaries: tuple[TopicSummary, ...], current: int) -> None:
    titles = ("", "topic", "round", "relevant", "irrelevant", "unsure", "last judged", "strategy", "")
    rows = []
    for summary in summaries:
        topic = summary.topic
        remarks = ", ".join(
            word for word, true in (("archived", topic.archived), ("exclusive", topic.exclusive)) if true
        )
        counts = (summary.round, summary.relevant, summary.irrelevant, summary.unsure)
        last = summary.last_judged[:16].replace("T", " ")
        mark = "*" if topic.id == current else " "
        rows.append([mark, topic.name, *map(str, counts), last, topic.strategy, remarks])
    print_table(titles, rows)


def _print_overlaps(overlaps: Overlaps, names: dict[int, str], paths: Any) -> None:
    ordered = [names[topic] for topic in overlaps.topics]
    print("\nimages relevant to both")
    rows = [[name, *map(str, row)] for name, row in zip(ordered, overlaps.both.tolist(), strict=True)]
    print_table(("", *ordered), rows)
    if overlaps.conflicts:
        print("\nimages that are relevant to more than one of the exclusive topics")
        for one in overlaps.conflicts:
            print(f"{paths[one.image]}: {', '.join(names[topic] for topic in one.topics)}")


def add_saved(command: argparse.ArgumentParser) -> None:
    """Add the options for saved topics."""
    command.add_argument(
        "--load", type=input_path, metavar="FILE", help="begin a topic with what a saved one has learned elsewhere"
    )
    add_output(command, "--save", metavar="FILE", help="save what the topic has learned, to begin with it elsewhere")


def load(session: Session, file: Path, name: str) -> None:
    """Begin a topic with a saved one, and say whether the images are alike."""
    with progress_bar("Comparing") as progress:
        started = session.topics.use_saved(file, name).run(progress)
    if started.drift.text:
        remark(started.drift.text)


def save(session: Session, file: Path) -> None:
    """Save the current topic for other collections."""
    saved = session.topics.save(file)
    remark(f"{file}: {_judgements(saved.labels)} of {saved.name!r}, without images and file names.")


def print_saved(session: Session) -> None:
    """Print where judgements come from that were made elsewhere."""
    for one in session.topics.inherited:
        print(f"learned elsewhere: {one.topic}, {_judgements(one.labels)}, saved {one.facts['saved'][:10]}")
        if told := one.facts.get("certificate"):
            print(f"  there: {told['statement']}")
        if one.encoder != session.features.extractor:
            print("They are without effect: they were made on features of another encoder.")


def _judgements(labels: Any) -> str:
    return f"{(labels > 0).sum():,} relevant and {(labels < 0).sum():,} irrelevant judgements"


def apply(given: argparse.Namespace) -> int:
    """Write the probabilities of images by a saved topic."""
    from annotator.extraction.applying import apply as compute
    from annotator.extraction.topic_network import write_network

    if given.output.suffix.lower() == ".onnx":
        if given.images is not None or given.features is not None:
            raise ConfigError("A network is of the topic alone. Leave out the images, or name a .csv file with -o.")
        topic = write_network(given.saved, given.output)
        print(f"{given.output}: {topic.d:,} features of {topic.encoder} in, probability of {topic.name!r} out.")
        return 0
    if (given.images is None) == (given.features is None):
        raise ConfigError("Give the folder of the images, or --features FILE.")
    with progress_bar("Computing") as progress:
        done = compute(given.saved, given.output, given.images, given.features, given.encoder, progress)
    print(f"{given.output}: {done.images:,} images, {done.likely:,} of them more likely than not {done.topic!r}.")
    for problem in done.problems[:_SHOWN]:
        remark(f"{problem.path}: {problem.reason}")
    if done.problems:
        remark(f"{len(done.problems):,} images have no features and are not in the table.")
    return 0


def add_words(command: argparse.ArgumentParser) -> None:
    """Add the options for words."""
    words = command.add_argument_group("what to look for, in words")
    words.add_argument(
        "--words",
        metavar="TEXT",
        help="English words, e.g. 'glass bottle', or 'street + night - snow' to add and subtract; '' ends their use",
    )
    words.add_argument(
        "--not", dest="without", action="append", metavar="NAME", help="a meaning that does not count; repeatable"
    )


def say(session: Session, given: argparse.Namespace) -> None:
    """Use the words of the command line in the current topic."""
    from annotator.data.project.examples import Words
    from annotator.words import Interpreter

    known = session.topics.words
    if given.words is None and not given.without:
        return
    text = given.words if given.words is not None else known.text if known is not None else ""
    if not text.strip():
        if given.without:
            raise ConfigError(
                "--not takes a meaning off the words of a topic, and there are no words. Give them: --words"
            )
        if known is not None:
            session.topics.use_words(Words(""))
        return
    interpreter, extractor = Interpreter(), session.features.extractor
    words = interpreter.understand(text, extractor)
    if given.without:
        keys = {meaning.name.lower(): meaning.key for meaning in words.meanings}
        unknown = [name for name in given.without if name.lower() not in keys]
        if unknown:
            raise ConfigError(
                "{name!r} is no meaning of {text!r}. They are: {meanings}.",
                name=unknown[0],
                text=text,
                meanings=", ".join(keys),
            )
        before = () if known is None or given.words is not None else known.meanings
        off = {keys[name.lower()] for name in given.without} | {one.key for one in before if not one.used}
        words = interpreter.understand(text, extractor, off)
    session.topics.use_words(words)


def print_words(session: Session) -> None:
    """Print the words of the current topic, and what they were understood as."""
    words = session.topics.words
    if words is None:
        return
    print(f"words: {words.text}")
    meanings = (
        f"{'not ' if one.weight < 0 else ''}{one.name}{'' if one.used else ' (does not count)'}" for one in words.main
    )
    if words.meanings:
        print(f"understood as: {', '.join(meanings)}")
    if words.unknown:
        print(f"nothing that the program knows by name answers to: {', '.join(words.unknown)}")
    if not session.topics.words_in_effect:
        print("The words are without effect: they were understood for features of another encoder.")
