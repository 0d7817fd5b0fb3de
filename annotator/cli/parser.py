"""The words of the command line.

The modules of the commands import numpy and the session when a command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator import __version__
from annotator.cli import (
    benchmarks,
    caches,
    clusters,
    experiments,
    extracting,
    features,
    history,
    importing,
    insight,
    judging,
    metadata,
    projects,
    report,
    rescanning,
    results,
    safety,
    stopping,
    topics,
    windows,
)

DESCRIPTION = """\
Find every image of a collection that shows what you have in mind, with few judgements.
Without a command, the window opens, with the project, image folder or feature file that is named.
A command wins over a file of the same name; ./NAME is the file."""

EXAMPLE = """\
a session without a window:
  annotator new photos features.h5 -o kites.annotator --topic "red kites"
  annotator judge kites.annotator --relevant 2019/kite.jpg
  annotator next kites.annotator
  annotator judge kites.annotator --relevant a.jpg b.jpg --irrelevant c.jpg --unsure d.jpg
  annotator rank kites.annotator --top 20
  annotator export kites.annotator --format trec-run -o kites.run

Each command explains itself: annotator COMMAND --help"""

Adder = Callable[..., argparse.ArgumentParser]


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; the namespace it makes holds the command to run as ``run``."""
    parser = argparse.ArgumentParser(
        prog="annotator",
        description=DESCRIPTION,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], help: str, description: str = "") -> Any:
        text = f"{help[0].upper()}{help[1:]}. {description}".strip()
        command = commands.add_parser(name, help=help, description=text)
        command.set_defaults(run=run)
        return command

    _add_window(add)
    _add_project(add)
    _add_judging(add)
    _add_review(add)
    _add_history(add)
    _add_report(add)
    _add_results(add)
    _add_stopping(add)
    _add_experiments(add)
    _add_benchmarks(add)
    return parser


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands of the parser by their names."""
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(commands.choices)


def _json_lines(text: str) -> Path:
    """Take a file that lines can be added to, and not a project that is named where a file is meant."""
    if not text.endswith(".jsonl"):
        raise argparse.ArgumentTypeError(f"{text}: the name of this file has to end with .jsonl")
    return Path(text)


def _time(text: str) -> str:
    """Take a time, UTC unless it says otherwise, and write it as the record does."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: no time. Write it like 2024-05-31 or 2024-05-31T08:00") from None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _add_stalls(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--record-stalls",
        type=_json_lines,
        metavar="FILE.jsonl",
        help="write down when the window did not answer for 50 ms, and what it was doing",
    )


def _add_cluster(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="choose on the workers of a Dask cluster, given by the address of its scheduler, e.g. tcp://10.0.0.1:8786",
    )


def _add_window(add: Adder) -> None:
    gui = add("gui", windows.gui, "open the window")
    gui.add_argument(
        "project", nargs="?", type=Path, metavar="PROJECT", help="project to open, or an image folder to make one from"
    )
    gui.add_argument("--read-only", action="store_true", help="look at a project without changing it")
    gui.add_argument("--no-restore", action="store_true", help="begin with the start page, not with the last project")
    _add_cluster(gui)
    _add_stalls(gui)
    demo = add(
        "demo",
        windows.demo,
        "open the window on a sample of 1,797 handwritten digits",
        "The sample is made on this machine; nothing is downloaded. Where no window can open, the same session runs "
        "without one: the program judges the batches itself and writes the exports.",
    )
    demo.add_argument("--headless", action="store_true", help="run without a window, with simulated judgements")
    demo.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="without a window: folder for project and exports"
    )
    _add_stalls(demo)
    held = add("cache", caches.cache, "say how much disk space thumbnails take, or empty their cache")
    held.add_argument("--clear", action="store_true", help="delete all thumbnails; they are made anew when needed")
    held.add_argument("--json", action="store_true", help="print JSON")


def _add_project(add: Adder) -> None:
    new = add("new", projects.new, "start a project from a folder of images and a feature file")
    new.add_argument("images", type=Path, metavar="FOLDER", help="folder of images, searched with its subfolders")
    new.add_argument("features", type=Path, metavar="FEATURES", help="feature file: HDF5, .npy, .npz, Parquet, ...")
    new.add_argument("-o", "--output", type=Path, required=True, metavar="PROJECT", help="project file to write")
    new.add_argument("--topic", default="relevant images", help="what you look for, in your words")
    new.add_argument("--seed", type=_number, default=0, help="seed of everything random in this project (default: 0)")
    _add_settings(new)
    features.add_layout(new)
    new.add_argument("--json", action="store_true", help="print what was matched as JSON")

    look = add(
        "preview",
        features.preview,
        "show what a project of a folder and a feature file would consist of",
        "Nothing is written.",
    )
    look.add_argument("images", type=Path, metavar="FOLDER", help="folder of images, searched with its subfolders")
    look.add_argument("features", type=Path, metavar="FEATURES", help="feature file: HDF5, .npy, .npz, Parquet, ...")
    features.add_layout(look)
    look.add_argument("--json", action="store_true", help="print JSON")

    compute = add(
        "extract",
        extracting.extract,
        "compute a feature file for a folder of images",
        "What was interrupted goes on where it was. The built-in descriptor needs no network; a trained one in the "
        "ONNX format finds more.",
    )
    compute.add_argument("images", type=Path, metavar="FOLDER", help="folder of images, searched with its subfolders")
    compute.add_argument("-o", "--output", type=Path, metavar="FILE", help="HDF5 file to write")
    compute.add_argument(
        "--encoder", default="builtin", metavar="NAME", help="builtin, or the file of a network (.onnx)"
    )
    _add_parameters(compute, "--set", "what a network needs, e.g. channels=BGR; may be repeated")
    compute.add_argument("--look", action="store_true", help="show what it finds alike in a sample; nothing is written")
    compute.add_argument("--batch", type=_count, default=16, metavar="N", help="images encoded together (default: 16)")
    compute.add_argument("--threads", type=_number, default=0, metavar="N", help="threads (default: all processors)")
    compute.add_argument("--again", action="store_true", help="begin anew where an earlier run was interrupted")
    compute.add_argument("--json", action="store_true", help="print JSON")

    several = add(
        "features",
        features.sets,
        "list, add, compare and switch the feature sets of a project",
        "Everything judged stays when other features are used.",
    )
    _add_project_argument(several)
    several.add_argument("--add", nargs=2, metavar=("NAME", "FILE"), help="remember a feature file by name")
    several.add_argument("--remove", metavar="NAME", help="forget one; its file stays")
    several.add_argument("--use", metavar="NAME", help="use it from now on")
    several.add_argument("--compare", action="store_true", help="how well each predicts the judgements of the topic")
    features.add_layout(several)
    several.add_argument("--json", action="store_true", help="print JSON")

    both = add("combine", features.combine, "write several feature sets of the same images as one, with weights")
    both.add_argument("features", type=Path, nargs="+", metavar="FEATURES", help="feature files, two or more")
    both.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="HDF5 file to write")
    both.add_argument("--weights", metavar="W,W", help="share of each in the mean squared distance (default: equal)")

    convert = add("convert", features.convert, "write a feature file of any kind in the layout that is documented")
    convert.add_argument("features", type=Path, metavar="FEATURES", help="feature file: HDF5, .npy, .npz, Parquet, ...")
    convert.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="HDF5 file to write")
    convert.add_argument("--extractor", default="", metavar="NAME", help="what computed the features, to be noted")
    features.add_layout(convert)

    status = add("status", projects.status, "show the topics of a project, their settings and how far they are")
    _add_project_argument(status, topic=False)
    status.add_argument("--json", action="store_true", help="print JSON")

    topic = add("topic", projects.topic, "add a topic, or change the name or the settings of one")
    _add_project_argument(topic)
    topic.add_argument("--add", metavar="NAME", help="add a topic and make it the current one")
    topic.add_argument("--rename", metavar="NAME", help="give the topic another name")
    _add_settings(topic)
    _add_scope(topic)

    every = add(
        "topics",
        topics.topics,
        "show how far all topics are and what they share, and keep the archive",
        "A topic in the archive keeps its judgements and comes back whenever you like. Exclusive topics are those of "
        "which an image should be relevant to at most one; --overlaps lists the images that contradict it.",
    )
    _add_project_argument(every, topic=False)
    every.add_argument("--overlaps", action="store_true", help="count images that are relevant to two topics")
    every.add_argument("--archive", action="append", metavar="NAME", help="put a topic into the archive")
    every.add_argument("--restore", action="append", metavar="NAME", help="bring a topic back from the archive")
    every.add_argument(
        "--exclusive", nargs="*", metavar="NAME", help="topics that exclude each other; none without NAME"
    )
    every.add_argument("--json", action="store_true", help="print JSON")

    about = add(
        "metadata",
        metadata.metadata,
        "read when, where and how images were taken, and show what is known",
        "The columns can be used in conditions: 'annotator rank --where', 'annotator topic --filter'. Reading that was "
        "stopped goes on where it was; what cannot be read is missing.",
    )
    _add_project_argument(about, topic=False)
    about.add_argument(
        "--read",
        metavar="WHAT",
        help="read from the images, separated by commas: exif (time, camera, place), size, quality (sharpness, "
        "luminance)",
    )
    about.add_argument("--again", action="store_true", help="read all images anew")
    about.add_argument("--csv", type=Path, metavar="FILE", help="take over the columns of a table that names images")
    about.add_argument("--json", action="store_true", help="print one JSON object per line")

    relink = add("relink", projects.relink, "tell a project where its images or features are now, after a move")
    _add_project_argument(relink, topic=False)
    relink.add_argument("--images", type=Path, metavar="FOLDER", help="folder of the images")
    relink.add_argument("--features", type=Path, metavar="FILE", help="feature file")
    relink.add_argument(
        "--adopt", action="store_true", help="take another feature file in its place: more rows, or of another network"
    )
    features.add_layout(relink)

    neighbours = add("neighbours", projects.neighbours, "find the neighbours of every image, for a large collection")
    _add_project_argument(neighbours, topic=False)
    neighbours.add_argument("--again", action="store_true", help="also if they are known already")

    check = add("check", projects.check, "look for damage in a project")
    _add_project_argument(check, topic=False)
    check.add_argument("--repair", action="store_true", help="derive all labels anew from the record of the judgements")
    _add_safety(add)


def _add_safety(add: Adder) -> None:
    doctor = add("doctor", safety.doctor, "look a project over: is it sound, is everything there, what can be done")
    recover = add(
        "recover",
        safety.recover,
        "make a sound project of a damaged one, its backups and its log",
        "The damaged file is not changed.",
    )
    recover.add_argument("-o", "--output", type=Path, metavar="PROJECT", help="new project file to write")
    recover.add_argument("--images", type=Path, metavar="FOLDER", help="where the images are, if nothing tells")
    recover.add_argument("--features", type=Path, metavar="FILE", help="where the features are, if nothing tells")
    backups = add("backups", safety.backups, "list the backups of a project")
    restore = add("restore", safety.restore, "put a backup in the place of a project", "What was there before is kept.")
    which = restore.add_mutually_exclusive_group()
    which.add_argument("--backup", metavar="NAME", help="file name of the backup")
    which.add_argument("--newest", action="store_true", help="take the newest sound one")
    for command in (doctor, recover):
        _add_trust(command)
    for command in (doctor, recover, backups, restore):
        command.add_argument("project", type=Path, metavar="PROJECT", help="project file")
    for command in (doctor, recover, backups):
        command.add_argument("--json", action="store_true", help="print JSON")


def _add_settings(command: argparse.ArgumentParser) -> None:
    how = command.add_mutually_exclusive_group()
    how.add_argument("--goal", metavar="NAME", help="what you want from the next images; see 'annotator goals'")
    how.add_argument("--strategy", metavar="NAME", help="how they are chosen; see 'annotator strategies'")
    _add_parameters(command, "--param", "parameter of the strategy; may be repeated")
    command.add_argument("-k", "--batch-size", type=_count, metavar="K", help="images per batch")
    _add_parameters(command, "--model", "setting of the relevance model, e.g. prior_mean=-1; may be repeated")
    _add_plugins(command)


def _add_scope(command: argparse.ArgumentParser) -> None:
    scope = command.add_argument_group("which images are proposed, by metadata; '' takes a setting off")
    scope.add_argument("--filter", metavar="CONDITION", help="only those that fulfil it, e.g. 'year == 2024'")
    scope.add_argument(
        "--weight", metavar="EXPRESSION", help="chance from 0 to 1 to be a candidate, e.g. '0.2 + 0.8 * (month == 5)'"
    )
    scope.add_argument("--stratum", metavar="COLUMN", help="spread batches evenly over its values, e.g. camera")
    scope.add_argument(
        "--bursts", choices=("yes", "no"), help="whether one of several like images taken at once stands for all"
    )


def _add_judging(add: Adder) -> None:
    batch = add(
        "next",
        judging.next_batch,
        "choose the next images to judge and print their paths",
        "Images of earlier batches that were not judged stay unlabelled and may be chosen again.",
    )
    _add_project_argument(batch)
    batch.add_argument("-k", "--batch-size", type=_count, metavar="K", help="images in this batch")
    batch.add_argument(
        "--current", action="store_true", help="print what is left to judge of the present batch instead"
    )
    batch.add_argument("--json", action="store_true", help="print the batch as JSON")
    _add_cluster(batch)
    _add_plugins(batch)

    judge = add(
        "judge",
        judging.judge,
        "say which images are relevant, irrelevant or unsure",
        "An image is named by its path in the collection, or by its file name where that is unique. Either all labels "
        "are stored or none.",
    )
    _add_project_argument(judge)
    for word, meaning in (
        ("relevant", "images that show the topic"),
        ("irrelevant", "images that do not"),
        ("unsure", "images you cannot tell of; they are not asked again"),
        ("clear", "images whose label is taken off"),
    ):
        judge.add_argument(f"--{word}", nargs="+", default=[], metavar="IMAGE", help=meaning)
    judge.add_argument(
        "--rest",
        choices=("relevant", "irrelevant", "unsure"),
        help="then label every image that is left in the present batch",
    )
    judge.add_argument("--csv", metavar="FILE", help="table with the columns path and label; - reads standard input")

    _add_project_argument(add("undo", judging.undo, "take back the last step, also of earlier rounds and days"))
    _add_project_argument(add("redo", judging.redo, "do again what was taken back last"))


def _add_review(add: Adder) -> None:
    mistakes = add(
        "mistakes",
        judging.mistakes,
        "list judgements that may be mistakes, the most suspect first",
        "Every judgement is predicted from all the others. Nothing is changed: 'annotator judge' gives another "
        "label, 'annotator confirm' keeps the one it has.",
    )
    _add_project_argument(mistakes)
    mistakes.add_argument(
        "--mode",
        choices=("active", "voting", "slimmed"),
        default="active",
        help="voting: what the model and the nearest judged images both contradict; slimmed: what the model "
        "contradicts; active: as voting, then what only one of them contradicts (default: active)",
    )
    mistakes.add_argument("--top", type=_count, metavar="N", help="print the first N (default: all)")
    mistakes.add_argument("--json", action="store_true", help="print one JSON object per line")
    confirm = add("confirm", judging.confirm, "keep labels after a second look; they are not suspected again")
    _add_project_argument(confirm)
    confirm.add_argument("images", nargs="+", metavar="IMAGE", help="images, named as in 'annotator judge'")


def _add_history(add: Adder) -> None:
    past = add(
        "history",
        history.history,
        "list judgements, the newest first",
        "Every label that was ever set, also those that were taken back.",
    )
    _add_project_argument(past)
    past.add_argument(
        "--label",
        choices=("relevant", "irrelevant", "unsure", "cleared"),
        help="only those that set this label, or took one off",
    )
    past.add_argument(
        "--round", type=_number, metavar="N", help="only those of this round; 0 is before the first batch"
    )
    past.add_argument(
        "--kind",
        choices=("judge", "example", "import", "undo", "redo"),
        help="only those that came about in this way",
    )
    past.add_argument(
        "--since", type=_time, metavar="TIME", help="only those from this UTC time on, e.g. 2024-05-31T08:00"
    )
    past.add_argument("--name", metavar="TEXT", help="only images with this text in their path")
    past.add_argument(
        "--against-model",
        action="store_true",
        help="only labels of now that the model finds more likely wrong than right, the least likely first",
    )
    past.add_argument("--top", type=_count, metavar="N", help="print the first N (default: all)")
    past.add_argument("--json", action="store_true", help="print one JSON object per line")
    _add_plugins(past)


def _add_report(add: Adder) -> None:
    described = add(
        "report",
        report.report,
        "write a report for the developers: versions, settings and numbers, no images and no names",
    )
    described.add_argument("project", type=Path, nargs="?", metavar="PROJECT", help="project to describe, if any")
    described.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="zip file to write")
    _add_plugins(described)


def _add_results(add: Adder) -> None:
    rank = add("rank", results.rank, "rank the collection, most relevant first")
    _add_project_argument(rank)
    rank.add_argument("--top", type=_count, metavar="N", help="print the first N images (default: all)")
    rank.add_argument(
        "--where",
        metavar="CONDITION",
        help="print images that fulfil a condition on rank, score, std, probability, judged, relevant, irrelevant, "
        "unsure and the columns of 'annotator metadata', e.g. 'probability > 0.8 and not judged and year == 2024'",
    )
    rank.add_argument("--json", action="store_true", help="print one JSON object per line")
    _add_cluster(rank)
    _add_plugins(rank)

    why = add(
        "why",
        insight.why,
        "tell what the model believes of an image, and why",
        "What the strategy chose it by, the predicted probability, how much the judgements tell about it, its rank now "
        "and when the present batch was chosen, and the judged images that are most like it.",
    )
    _add_project_argument(why)
    why.add_argument("image", metavar="IMAGE", help="image, named as in 'annotator judge'")
    why.add_argument("--json", action="store_true", help="print JSON")
    _add_plugins(why)

    alike = add("similar", insight.similar, "list the images most like an image, by their features")
    _add_project_argument(alike)
    alike.add_argument("image", metavar="IMAGE", help="image, named as in 'annotator judge'")
    alike.add_argument("--top", type=_count, default=20, metavar="N", help="print the first N images (default: 20)")
    alike.add_argument("--json", action="store_true", help="print one JSON object per line")
    _add_plugins(alike)

    groups = add(
        "clusters",
        clusters.clusters,
        "cluster the collection and compare the clusters with the labels",
        "k-means in the first 50 principal components of the features. Prints the size of each cluster, its labels and "
        "the image nearest to its centre; from 30 labels on the accuracy of the best one-to-one match (ACC), the "
        "normalised mutual information (NMI) and the adjusted Rand index (ARI).",
    )
    _add_project_argument(groups)
    groups.add_argument("--k", type=_count, required=True, metavar="N", help="number of clusters")
    groups.add_argument("--seed", type=_number, default=0, help="seed of the clustering (default: 0)")
    groups.add_argument("--json", action="store_true", help="print JSON")

    export = add("export", results.export, "write labels or the ranking to a file")
    _add_project_argument(export)
    export.add_argument("--format", metavar="NAME", help="format; 'annotator formats' lists them")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="file or folder to write")
    _add_parameters(export, "--option", "option of the format, e.g. excel=yes; may be repeated")
    export.add_argument("--dry-run", action="store_true", help="write nothing, and list what would be written")
    export.add_argument("--remember", metavar="NAME", help="remember format, options and file as a profile")
    export.add_argument("--profile", metavar="NAME", help="export as remembered; other arguments take precedence")
    export.add_argument("--profiles", action="store_true", help="list the profiles of the project")
    export.add_argument("--forget", metavar="NAME", help="forget a profile")
    export.add_argument("--json", action="store_true", help="print what was written as JSON")
    again = add(
        "rescan",
        rescanning.rescan,
        "look for images that were added, removed, changed or moved",
        "An image is known by its content: one that was renamed keeps its labels.",
    )
    _add_project_argument(again, topic=False)
    again.add_argument("--apply", action="store_true", help="bring the project up to date; a backup is made before")
    again.add_argument(
        "--hash", action="store_true", help="record what every image holds, so that it is known again when renamed"
    )
    again.add_argument("--json", action="store_true", help="print JSON")
    moving = add(
        "move",
        results.move,
        "move images with a label into folders, with a journal from which it can be undone",
        "Without --yes it only shows what would be moved. The project then finds them missing: to go on with it, copy "
        "instead ('annotator export --format class-folders').",
    )
    _add_project_argument(moving)
    moving.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="folder for LABEL/IMAGE")
    moving.add_argument("--journal", type=Path, metavar="FILE", help="journal (default: FOLDER.moves.jsonl)")
    moving.add_argument("--unsure", action="store_true", help="move images judged unsure too")
    moving.add_argument("--yes", action="store_true", help="really move them")
    back = add("undo-move", results.undo_move, "move images back to where 'annotator move' found them")
    back.add_argument("journal", type=Path, metavar="JOURNAL", help="journal written by 'annotator move'")
    proof = add(
        "verify",
        results.verify,
        "check an evidence pack",
        "Are its files whole, do they agree with each other and, with the feature file, does the search give the same "
        "ranking? The exit status is 1 if not.",
    )
    proof.add_argument(
        "pack", type=Path, metavar="PACK", help="archive written by 'annotator export --format evidence'"
    )
    proof.add_argument("--features", type=Path, metavar="FEATURES", help="feature file, to compute the ranking again")
    features.add_layout(proof)
    proof.add_argument("--json", action="store_true", help="print JSON")
    into = add(
        "import-labels",
        importing.import_labels,
        "take over labels of another program",
        "Shows first what would change. Everything is one step that undo takes back.",
    )
    _add_project_argument(into)
    into.add_argument("file", type=Path, metavar="FILE", help="file or folder with labels")
    into.add_argument(
        "--format", metavar="NAME", help="format (default: found out); 'annotator import-formats' lists them"
    )
    into.add_argument("--from", dest="source", metavar="TOPIC", help="which topic of the file is meant")
    _add_parameters(into, "--map", "what a word of the file means, e.g. keep=relevant; may be repeated")
    into.add_argument(
        "--others", metavar="LABEL", help="label for images that the file names in its other topics or classes only"
    )
    into.add_argument(
        "--on-conflict",
        choices=("stop", "ours", "theirs", "unsure"),
        default="stop",
        help="whose label counts where both have one (default: stop)",
    )
    into.add_argument("--dry-run", action="store_true", help="only show what would change")
    into.add_argument("--json", action="store_true", help="print JSON")
    known = add("import-formats", importing.formats, "list the formats that labels are read from")
    known.add_argument("--json", action="store_true", help="print JSON")
    formats = add("formats", results.formats, "list the export formats")
    formats.add_argument("--json", action="store_true", help="print JSON")


def _add_stopping(add: Adder) -> None:
    audit = add(
        "audit",
        stopping.audit,
        "draw random images to judge, which tell how much is left to find",
        "Judge all of them like a batch; 'annotator progress' then tells what follows.",
    )
    _add_project_argument(audit)
    audit.add_argument("-k", "--batch-size", type=_count, metavar="N", help="images to draw (default: a batch)")
    audit.add_argument(
        "--share",
        type=_share,
        default=0.5,
        metavar="U",
        help="share of the draw that ignores the ranking, above 0; the rest prefers probable images (default: 0.5)",
    )
    audit.add_argument("--json", action="store_true", help="print the batch as JSON")
    progress = add(
        "progress",
        stopping.progress,
        "show how the search went and what is known about what is left to find",
        "docs/stopping.md explains the numbers.",
    )
    _add_project_argument(progress)
    progress.add_argument(
        "--plot", type=Path, metavar="FILE.svg", help="draw the learning curve and the share of every batch instead"
    )
    progress.add_argument("--csv", type=Path, metavar="FILE", help="write the numbers of these plots instead")
    progress.add_argument("--json", action="store_true", help="print JSON")


def _add_experiments(add: Adder) -> None:
    simulate = add(
        "simulate",
        experiments.simulate,
        "measure a strategy with known classes and a simulated person",
        "Prints how well the collection is ranked after every round.",
    )
    simulate.add_argument("features", type=Path, metavar="FEATURES", help="HDF5 file with 'features' and 'filenames'")
    simulate.add_argument("--classes", type=Path, required=True, metavar="CSV", help="table of filename and class")
    simulate.add_argument("--relevant", required=True, metavar="CLASS", help="class the simulated person looks for")
    simulate.add_argument("--strategy", default="mix", metavar="NAME", help="strategy to measure (default: mix)")
    _add_parameters(simulate, "--param", "parameter of the strategy; may be repeated")
    _add_parameters(simulate, "--model", "setting of the relevance model; may be repeated")
    simulate.add_argument("--rounds", type=_count, default=10, metavar="R", help="rounds to play (default: 10)")
    simulate.add_argument(
        "-k", "--batch-size", type=_count, default=8, metavar="K", help="images per batch (default: 8)"
    )
    simulate.add_argument(
        "--examples", type=_number, default=1, metavar="N", help="relevant images to start from (default: 1)"
    )
    simulate.add_argument("--seed", type=_number, default=0, help="seed of the start and the strategy (default: 0)")
    simulate.add_argument("--mistake", type=_share, default=0.0, metavar="P", help="share of wrong judgements")
    simulate.add_argument("--unsure", type=_share, default=0.0, metavar="P", help="share of unsure judgements")
    output = simulate.add_mutually_exclusive_group()
    output.add_argument("--csv", action="store_true", help="print the curve as CSV")
    output.add_argument("--json", action="store_true", help="print the curve as JSON")
    _add_plugins(simulate)

    goals = add("goals", topics.goals, "list what you may want from the next images, and the strategy that does it")
    goals.add_argument("--json", action="store_true", help="print JSON")
    strategies = add("strategies", experiments.strategies, "list the strategies and their parameters")
    strategies.add_argument("--json", action="store_true", help="print JSON")
    _add_plugins(strategies)


def _add_benchmarks(add: Adder) -> None:
    benchmark = add(
        "benchmark",
        benchmarks.benchmark,
        "compare strategies on data sets with known classes or grades",
        "Plays every search of a file with every method and tells which differences are more than chance. A run that "
        "was stopped goes on where it was. docs/experiments.md describes the file; those of the reference "
        "implementation of ITAL (.conf) are read as they are.",
    )
    benchmark.add_argument("config", type=Path, metavar="CONFIG", help="experiment, a .toml or .conf file")
    benchmark.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="folder of the results (default: results/NAME)"
    )
    benchmark.add_argument("--jobs", type=_count, default=1, metavar="N", help="processes (default: 1)")
    benchmark.add_argument("--plots", action="store_true", help="draw pictures too; needs matplotlib")
    benchmark.add_argument("--json", action="store_true", help="print the summary as JSON")
    _add_plugins(benchmark)
    changes = benchmark.add_argument_group("changes to the file, named as in the reference implementation")
    for name, meaning in benchmarks.DIRECTIVES.items():
        changes.add_argument(f"--{name}", metavar="VALUE", help=meaning)

    tune = add(
        "tune",
        benchmarks.tune,
        "search good settings of the relevance model with known classes",
        "Tries length scale, amplitude and noise in turn. All classes are known here, so the settings found are better "
        "than any that a person searching could have; --labels shows what can be told from few judgements.",
    )
    tune.add_argument(
        "config", type=Path, metavar="CONFIG", help="experiment (.toml, .conf), or a table of numbers to predict (.csv)"
    )
    tune.add_argument(
        "--by",
        choices=("cv", "few", "loo"),
        default="cv",
        help="cv: cross-validation; few: predict all folds from one; loo: leave-one-out in closed form (default: cv)",
    )
    tune.add_argument(
        "--folds", type=_count, default=10, metavar="N", help="folds of the cross-validation (default: 10)"
    )
    tune.add_argument(
        "--labels", type=_count, metavar="N", help="use so many random images only, half of them relevant"
    )
    tune.add_argument("--target", metavar="COLUMN", help="column of a table that is predicted (default: the last)")
    tune.add_argument("--json", action="store_true", help="print JSON")
    for name in ("dataset", "query_classes"):
        tune.add_argument(f"--{name}", metavar="VALUE", help=benchmarks.DIRECTIVES[name])
    _add_plugins(tune)

    unpickle = add(
        "unpickle",
        benchmarks.unpickle,
        "turn a pickle of features into a .npz file without running what is hidden in it",
    )
    unpickle.add_argument("pickle", type=Path, metavar="PICKLE", help="file to read")
    unpickle.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=".npz file to write")


def _add_project_argument(command: argparse.ArgumentParser, *, topic: bool = True) -> None:
    command.add_argument("project", type=Path, metavar="PROJECT", help="project file (.annotator)")
    _add_trust(command)
    if topic:
        command.add_argument("--topic", metavar="NAME", help="topic to work on, from now on (default: the current one)")


def _add_trust(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--trust", action="store_true", help="let a project from elsewhere read images and features outside its folder"
    )


def _add_parameters(command: argparse.ArgumentParser, option: str, help: str) -> None:
    command.add_argument(option, type=_assignment, action="append", default=[], metavar="NAME=VALUE", help=help)


def _add_plugins(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--plugins",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="load the strategies in this folder; their code is run, so name only what you trust",
    )


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name.strip(), value.strip()


def _count(text: str) -> int:
    number = _number(text)
    if number == 0:
        raise argparse.ArgumentTypeError("0 is too few; it has to be at least 1")
    return number


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return value
