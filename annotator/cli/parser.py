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
Without a command, the window opens."""

EXAMPLE = """\
a session without a window:
  annotator new photos features.h5 -o kites.annotator --topic "red kites"
  annotator judge kites.annotator --relevant 2019/kite.jpg
  annotator next kites.annotator
  annotator judge kites.annotator --relevant a.jpg b.jpg --irrelevant c.jpg --unsure d.jpg
  annotator rank kites.annotator --top 20
  annotator export kites.annotator --format trec-run -o kites.run

Help for each command: annotator COMMAND --help"""

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
    parser.set_defaults(run=None)
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
        help="record when the window did not respond for 50 ms, and what it was doing",
    )


def _add_cluster(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="choose on the workers of a Dask cluster, by the address of its scheduler, e.g. tcp://10.0.0.1:8786",
    )


def _add_window(add: Adder) -> None:
    gui = add("gui", windows.gui, "open the window")
    gui.add_argument(
        "project",
        nargs="?",
        type=Path,
        metavar="PROJECT",
        help="project to open, or an image folder to create one from",
    )
    gui.add_argument("--read-only", action="store_true", help="look at a project without changing it")
    gui.add_argument("--no-restore", action="store_true", help="start with the start page, not with the last project")
    _add_cluster(gui)
    _add_stalls(gui)
    demo = add(
        "demo",
        windows.demo,
        "open the window on a sample of 1,797 handwritten digits",
        "The sample is created on this machine; nothing is downloaded. If no window can open, the same session runs "
        "without one: the program judges the batches itself and writes the exports.",
    )
    demo.add_argument("--headless", action="store_true", help="run without a window, with simulated judgements")
    demo.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="without a window: folder for project and exports"
    )
    _add_stalls(demo)
    held = add("cache", caches.cache, "show how much disk space the cached thumbnails take, or delete them")
    held.add_argument("--clear", action="store_true", help="delete all thumbnails; they are created again when needed")
    held.add_argument("--json", action="store_true", help="print JSON")


def _add_project(add: Adder) -> None:
    new = add("new", projects.new, "start a project from a folder of images and a feature file")
    new.add_argument("images", type=Path, metavar="FOLDER", help="folder of images, searched with its subfolders")
    new.add_argument("features", type=Path, metavar="FEATURES", help="feature file: HDF5, .npy, .npz, Parquet, ...")
    new.add_argument("-o", "--output", type=Path, required=True, metavar="PROJECT", help="project file to write")
    new.add_argument("--topic", default="relevant images", help="what you are looking for, in your words")
    new.add_argument("--seed", type=_number, default=0, help="random seed of this project (default: 0)")
    _add_settings(new)
    features.add_layout(new)
    new.add_argument("--json", action="store_true", help="print the matches as JSON")

    look = add(
        "preview",
        features.preview,
        "show what a project from a folder and a feature file would contain",
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
        "An interrupted run resumes where it stopped. The built-in descriptor needs no network; a trained network in "
        "the ONNX format finds more.",
    )
    compute.add_argument("images", type=Path, metavar="FOLDER", help="folder of images, searched with its subfolders")
    compute.add_argument("-o", "--output", type=Path, metavar="FILE", help="HDF5 file to write")
    compute.add_argument(
        "--encoder", default="builtin", metavar="NAME", help="builtin, or the file of a network (.onnx)"
    )
    _add_parameters(compute, "--set", "input setting of a network, e.g. channels=BGR; repeatable")
    compute.add_argument("--look", action="store_true", help="show nearest neighbors in a sample; nothing is written")
    compute.add_argument("--batch", type=_count, default=16, metavar="N", help="images encoded together (default: 16)")
    compute.add_argument("--threads", type=_number, default=0, metavar="N", help="threads (default: all processors)")
    compute.add_argument("--again", action="store_true", help="start over instead of resuming an interrupted run")
    compute.add_argument("--json", action="store_true", help="print JSON")

    several = add(
        "features",
        features.sets,
        "list, add, compare and switch the feature sets of a project",
        "Judgements are kept when the features change.",
    )
    _add_project_argument(several)
    several.add_argument("--add", nargs=2, metavar=("NAME", "FILE"), help="register a feature file under a name")
    several.add_argument("--remove", metavar="NAME", help="remove one from the list; its file stays")
    several.add_argument("--use", metavar="NAME", help="use it from now on")
    several.add_argument(
        "--compare", action="store_true", help="show how well each predicts the judgements of the topic"
    )
    features.add_layout(several)
    several.add_argument("--json", action="store_true", help="print JSON")

    both = add("combine", features.combine, "write several feature sets of the same images as one, with weights")
    both.add_argument("features", type=Path, nargs="+", metavar="FEATURES", help="feature files, two or more")
    both.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="HDF5 file to write")
    both.add_argument("--weights", metavar="W,W", help="share of each in the mean squared distance (default: equal)")

    convert = add("convert", features.convert, "convert a feature file of any kind to the documented layout")
    convert.add_argument("features", type=Path, metavar="FEATURES", help="feature file: HDF5, .npy, .npz, Parquet, ...")
    convert.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="HDF5 file to write")
    convert.add_argument(
        "--extractor", default="", metavar="NAME", help="what computed the features, to be recorded in the file"
    )
    features.add_layout(convert)

    status = add("status", projects.status, "show the topics of a project, their settings and their progress")
    _add_project_argument(status, topic=False)
    status.add_argument("--json", action="store_true", help="print JSON")

    topic = add("topic", projects.topic, "add a topic, or change the name or the settings of one")
    _add_project_argument(topic)
    topic.add_argument("--add", metavar="NAME", help="add a topic and make it the current one")
    topic.add_argument("--rename", metavar="NAME", help="rename the topic")
    _add_settings(topic)
    _add_scope(topic)

    every = add(
        "topics",
        topics.topics,
        "show the progress of all topics and the images they share, and archive topics",
        "An archived topic keeps its judgements and can be restored at any time. An image should be relevant to at "
        "most one of the exclusive topics; --overlaps lists the images that violate this.",
    )
    _add_project_argument(every, topic=False)
    every.add_argument("--overlaps", action="store_true", help="count images that are relevant to two topics")
    every.add_argument("--archive", action="append", metavar="NAME", help="archive a topic")
    every.add_argument("--restore", action="append", metavar="NAME", help="restore an archived topic")
    every.add_argument(
        "--exclusive", nargs="*", metavar="NAME", help="topics that exclude each other; without NAME, none do"
    )
    every.add_argument("--json", action="store_true", help="print JSON")

    about = add(
        "metadata",
        metadata.metadata,
        "read when, where and how images were taken, and show what is known",
        "The columns can be used in conditions: 'annotator rank --where', 'annotator topic --filter'. Interrupted "
        "reading resumes where it stopped; what cannot be read is a missing value.",
    )
    _add_project_argument(about, topic=False)
    about.add_argument(
        "--read",
        metavar="WHAT",
        help="read from the images, separated by commas: exif (time, camera, place), size, quality (sharpness, "
        "luminance)",
    )
    about.add_argument("--again", action="store_true", help="read all images again")
    about.add_argument("--csv", type=Path, metavar="FILE", help="import the columns of a table that names images")
    about.add_argument("--json", action="store_true", help="print one JSON object per line")

    relink = add("relink", projects.relink, "set where the images or features of a project are, after a move")
    _add_project_argument(relink, topic=False)
    relink.add_argument("--images", type=Path, metavar="FOLDER", help="folder of the images")
    relink.add_argument("--features", type=Path, metavar="FILE", help="feature file")
    relink.add_argument(
        "--adopt", action="store_true", help="accept a different feature file: with more rows, or from another network"
    )
    features.add_layout(relink)

    neighbours = add(
        "neighbours", projects.neighbours, "compute the nearest neighbors of every image, for a large collection"
    )
    _add_project_argument(neighbours, topic=False)
    neighbours.add_argument("--again", action="store_true", help="recompute them if they exist")

    check = add("check", projects.check, "look for damage in a project")
    _add_project_argument(check, topic=False)
    check.add_argument("--repair", action="store_true", help="derive all labels again from the event log")
    _add_safety(add)


def _add_safety(add: Adder) -> None:
    doctor = add("doctor", safety.doctor, "check whether a project is sound and complete, and can be recovered")
    recover = add(
        "recover",
        safety.recover,
        "rebuild a damaged project from its file, its backups and its log",
        "The damaged file is not changed.",
    )
    recover.add_argument("-o", "--output", type=Path, metavar="PROJECT", help="new project file to write")
    recover.add_argument("--images", type=Path, metavar="FOLDER", help="where the images are, if no source says so")
    recover.add_argument("--features", type=Path, metavar="FILE", help="where the features are, if no source says so")
    backups = add("backups", safety.backups, "list the backups of a project")
    restore = add("restore", safety.restore, "replace a project with a backup", "The replaced file is kept.")
    which = restore.add_mutually_exclusive_group()
    which.add_argument("--backup", metavar="NAME", help="file name of the backup")
    which.add_argument("--newest", action="store_true", help="use the newest sound one")
    for command in (doctor, recover):
        _add_trust(command)
    for command in (doctor, recover, backups, restore):
        command.add_argument("project", type=Path, metavar="PROJECT", help="project file")
    for command in (doctor, recover, backups):
        command.add_argument("--json", action="store_true", help="print JSON")


def _add_settings(command: argparse.ArgumentParser) -> None:
    how = command.add_mutually_exclusive_group()
    how.add_argument("--goal", metavar="NAME", help="what you want from the next images; see 'annotator goals'")
    how.add_argument("--strategy", metavar="NAME", help="how images are chosen; see 'annotator strategies'")
    _add_parameters(command, "--param", "strategy parameter; repeatable")
    command.add_argument("-k", "--batch-size", type=_count, metavar="K", help="images per batch")
    _add_parameters(command, "--model", "setting of the relevance model, e.g. prior_mean=-1; repeatable")
    _add_plugins(command)


def _add_scope(command: argparse.ArgumentParser) -> None:
    scope = command.add_argument_group("which images are proposed, by metadata; '' takes a setting off")
    scope.add_argument("--filter", metavar="CONDITION", help="only images that satisfy it, e.g. 'year == 2024'")
    scope.add_argument(
        "--weight", metavar="EXPRESSION", help="probability of being a candidate, e.g. '0.2 + 0.8 * (month == 5)'"
    )
    scope.add_argument(
        "--stratum", metavar="COLUMN", help="spread batches evenly over the values of a column, e.g. camera"
    )
    scope.add_argument(
        "--bursts", choices=("yes", "no"), help="show one of several similar images taken within two seconds"
    )


def _add_judging(add: Adder) -> None:
    batch = add(
        "next",
        judging.next_batch,
        "choose the next images to judge, and print their paths",
        "Unjudged images of earlier batches stay unlabelled and may be chosen again.",
    )
    _add_project_argument(batch)
    batch.add_argument("-k", "--batch-size", type=_count, metavar="K", help="images in this batch")
    batch.add_argument("--current", action="store_true", help="print the unjudged images of the current batch instead")
    batch.add_argument("--json", action="store_true", help="print the batch as JSON")
    _add_cluster(batch)
    _add_plugins(batch)

    judge = add(
        "judge",
        judging.judge,
        "say which images are relevant, irrelevant or unsure",
        "Name an image by its path in the collection, or by its file name if that is unique. Either all labels are "
        "stored or none.",
    )
    _add_project_argument(judge)
    for word, meaning in (
        ("relevant", "images that show the topic"),
        ("irrelevant", "images that do not"),
        ("unsure", "images you cannot decide; they are not asked again"),
        ("clear", "images whose label is cleared"),
    ):
        judge.add_argument(f"--{word}", nargs="+", default=[], metavar="IMAGE", help=meaning)
    judge.add_argument(
        "--rest",
        choices=("relevant", "irrelevant", "unsure"),
        help="then label all remaining images of the current batch",
    )
    judge.add_argument("--csv", metavar="FILE", help="table with the columns path and label; - reads standard input")

    _add_project_argument(add("undo", judging.undo, "undo the last step, also from earlier rounds and days"))
    _add_project_argument(add("redo", judging.redo, "redo the last undone step"))


def _add_review(add: Adder) -> None:
    mistakes = add(
        "mistakes",
        judging.mistakes,
        "list judgements that may be mistakes, the most suspect first",
        "Every judgement is predicted from all the others. Nothing is changed: 'annotator judge' changes a label, "
        "'annotator confirm' keeps it.",
    )
    _add_project_argument(mistakes)
    mistakes.add_argument(
        "--mode",
        choices=("active", "voting", "slimmed"),
        default="active",
        help="voting: contradicted by both the model and the nearest judged images; slimmed: by the model; active: as "
        "voting, then those contradicted by only one (default: active)",
    )
    mistakes.add_argument("--top", type=_count, metavar="N", help="print the first N (default: all)")
    mistakes.add_argument("--json", action="store_true", help="print one JSON object per line")
    confirm = add("confirm", judging.confirm, "keep labels after review; they are not suspected again")
    _add_project_argument(confirm)
    confirm.add_argument("images", nargs="+", metavar="IMAGE", help="images, named as in 'annotator judge'")


def _add_history(add: Adder) -> None:
    past = add(
        "history",
        history.history,
        "list judgements, newest first",
        "Every label that was ever set, including undone ones.",
    )
    _add_project_argument(past)
    past.add_argument(
        "--label",
        choices=("relevant", "irrelevant", "unsure", "cleared"),
        help="only those that set this label, or cleared one",
    )
    past.add_argument(
        "--round", type=_number, metavar="N", help="only those of this round; 0 is before the first batch"
    )
    past.add_argument(
        "--kind",
        choices=("judge", "example", "import", "undo", "redo"),
        help="only those of this kind",
    )
    past.add_argument(
        "--since", type=_time, metavar="TIME", help="only those since this UTC time, e.g. 2024-05-31T08:00"
    )
    past.add_argument("--name", metavar="TEXT", help="only images with this text in their path")
    past.add_argument(
        "--against-model",
        action="store_true",
        help="only current labels that the model finds more likely wrong than right, least likely first",
    )
    past.add_argument("--top", type=_count, metavar="N", help="print the first N (default: all)")
    past.add_argument("--json", action="store_true", help="print one JSON object per line")
    _add_plugins(past)


def _add_report(add: Adder) -> None:
    described = add(
        "report",
        report.report,
        "write a problem report: versions, settings and numbers, without images and names",
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
        help="print images that satisfy a condition on rank, score, std, probability, judged, unlabelled, relevant, "
        "irrelevant, unsure and the columns of 'annotator metadata', e.g. 'probability > 0.8 and unlabelled and "
        "year == 2024'",
    )
    rank.add_argument("--json", action="store_true", help="print one JSON object per line")
    _add_cluster(rank)
    _add_plugins(rank)

    why = add(
        "why",
        insight.why,
        "show what the model predicts for an image, and why",
        "Prints why the strategy chose it, the predicted probability, how much of its uncertainty the judgements "
        "remove, its rank now and when the current batch was chosen, and the most similar judged images.",
    )
    _add_project_argument(why)
    why.add_argument("image", metavar="IMAGE", help="image, named as in 'annotator judge'")
    why.add_argument("--json", action="store_true", help="print JSON")
    _add_plugins(why)

    alike = add("similar", insight.similar, "list the images most similar to an image, by their features")
    _add_project_argument(alike)
    alike.add_argument("image", metavar="IMAGE", help="image, named as in 'annotator judge'")
    alike.add_argument("--top", type=_count, default=20, metavar="N", help="print the first N images (default: 20)")
    alike.add_argument("--json", action="store_true", help="print one JSON object per line")
    _add_plugins(alike)

    groups = add(
        "clusters",
        clusters.clusters,
        "cluster the collection and compare the clusters with the labels",
        "k-means in the first 50 principal components of the features. Prints the size of each cluster, its labels "
        "and the image nearest to its center; with 30 labels or more also the accuracy of the best one-to-one match "
        "(ACC), the normalized mutual information (NMI) and the adjusted Rand index (ARI).",
    )
    _add_project_argument(groups)
    groups.add_argument("--k", type=_count, required=True, metavar="N", help="number of clusters")
    groups.add_argument("--seed", type=_number, default=0, help="seed of the clustering (default: 0)")
    groups.add_argument("--json", action="store_true", help="print JSON")

    export = add("export", results.export, "write labels or the ranking to a file")
    _add_project_argument(export)
    export.add_argument("--format", metavar="NAME", help="format; 'annotator formats' lists them")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="file or folder to write")
    _add_parameters(export, "--option", "option of the format, e.g. excel=yes; repeatable")
    export.add_argument("--dry-run", action="store_true", help="list what would be written, and write nothing")
    export.add_argument("--remember", metavar="NAME", help="store format, options and file as a profile")
    export.add_argument(
        "--profile", metavar="NAME", help="export with a stored profile; other arguments take precedence"
    )
    export.add_argument("--profiles", action="store_true", help="list the profiles of the project")
    export.add_argument("--forget", metavar="NAME", help="delete a profile")
    export.add_argument("--json", action="store_true", help="print what was written as JSON")
    again = add(
        "rescan",
        rescanning.rescan,
        "find images that were added, removed, changed or moved",
        "Images are recognized by content: a renamed image keeps its labels.",
    )
    _add_project_argument(again, topic=False)
    again.add_argument("--apply", action="store_true", help="update the project, after a backup")
    again.add_argument(
        "--hash", action="store_true", help="record a hash of every image, to recognize it when it is renamed"
    )
    again.add_argument("--json", action="store_true", help="print JSON")
    moving = add(
        "move",
        results.move,
        "move labeled images into folders, with a journal for undoing it",
        "Without --yes it only shows what would be moved. Moved images are missing from the project; to keep using "
        "it, copy them instead ('annotator export --format class-folders').",
    )
    _add_project_argument(moving)
    moving.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="folder for LABEL/IMAGE")
    moving.add_argument("--journal", type=Path, metavar="FILE", help="journal (default: FOLDER.moves.jsonl)")
    moving.add_argument("--unsure", action="store_true", help="also move images judged unsure")
    moving.add_argument("--yes", action="store_true", help="move them")
    back = add("undo-move", results.undo_move, "undo an 'annotator move'")
    back.add_argument("journal", type=Path, metavar="JOURNAL", help="journal written by 'annotator move'")
    proof = add(
        "verify",
        results.verify,
        "check an evidence pack",
        "Checks that its files are intact and consistent and, with the feature file, that the search gives the same "
        "ranking. The exit status is 1 if not.",
    )
    proof.add_argument(
        "pack", type=Path, metavar="PACK", help="archive written by 'annotator export --format evidence'"
    )
    proof.add_argument("--features", type=Path, metavar="FEATURES", help="feature file, to recompute the ranking")
    features.add_layout(proof)
    proof.add_argument("--json", action="store_true", help="print JSON")
    into = add(
        "import-labels",
        importing.import_labels,
        "import labels from another program",
        "First shows what would change. The import is one undo step.",
    )
    _add_project_argument(into)
    into.add_argument("file", type=Path, metavar="FILE", help="file or folder with labels")
    into.add_argument(
        "--format", metavar="NAME", help="format (default: detected); 'annotator import-formats' lists them"
    )
    into.add_argument("--from", dest="source", metavar="TOPIC", help="topic of the file to import")
    _add_parameters(into, "--map", "meaning of a word in the file, e.g. keep=relevant; repeatable")
    into.add_argument(
        "--others", metavar="LABEL", help="label for images that are only in other topics or classes of the file"
    )
    into.add_argument(
        "--on-conflict",
        choices=("stop", "ours", "theirs", "unsure"),
        default="stop",
        help="whose label wins in a conflict (default: stop)",
    )
    into.add_argument("--dry-run", action="store_true", help="only show what would change")
    into.add_argument("--json", action="store_true", help="print JSON")
    known = add("import-formats", importing.formats, "list the import formats for labels")
    known.add_argument("--json", action="store_true", help="print JSON")
    formats = add("formats", results.formats, "list the export formats")
    formats.add_argument("--json", action="store_true", help="print JSON")


def _add_stopping(add: Adder) -> None:
    audit = add(
        "audit",
        stopping.audit,
        "draw random images to judge, to estimate how much is left to find",
        "Judge all of them like a batch; 'annotator progress' then shows the estimate.",
    )
    _add_project_argument(audit)
    audit.add_argument("-k", "--batch-size", type=_count, metavar="N", help="images to draw (default: a batch)")
    audit.add_argument(
        "--share",
        type=_share,
        default=0.5,
        metavar="U",
        help="share of the draw that ignores the ranking, above 0; the rest prefers likely relevant images (default: "
        "0.5)",
    )
    audit.add_argument("--json", action="store_true", help="print the batch as JSON")
    progress = add(
        "progress",
        stopping.progress,
        "show the progress of the search and estimates of what is left to find",
        "docs/stopping.md explains the numbers.",
    )
    _add_project_argument(progress)
    progress.add_argument(
        "--plot",
        type=Path,
        metavar="FILE.svg",
        help="plot the learning curve and the share of relevant images per batch instead",
    )
    progress.add_argument("--csv", type=Path, metavar="FILE", help="write the numbers of these plots instead")
    progress.add_argument("--json", action="store_true", help="print JSON")


def _add_experiments(add: Adder) -> None:
    simulate = add(
        "simulate",
        experiments.simulate,
        "measure a strategy with known classes and a simulated user",
        "Prints the quality of the ranking after every round.",
    )
    simulate.add_argument("features", type=Path, metavar="FEATURES", help="HDF5 file with 'features' and 'filenames'")
    simulate.add_argument("--classes", type=Path, required=True, metavar="CSV", help="table of filename and class")
    simulate.add_argument("--relevant", required=True, metavar="CLASS", help="class the simulated user looks for")
    simulate.add_argument("--strategy", default="mix", metavar="NAME", help="strategy to measure (default: mix)")
    _add_parameters(simulate, "--param", "strategy parameter; repeatable")
    _add_parameters(simulate, "--model", "setting of the relevance model; repeatable")
    simulate.add_argument("--rounds", type=_count, default=10, metavar="R", help="number of rounds (default: 10)")
    simulate.add_argument(
        "-k", "--batch-size", type=_count, default=8, metavar="K", help="images per batch (default: 8)"
    )
    simulate.add_argument(
        "--examples", type=_number, default=1, metavar="N", help="relevant images to start from (default: 1)"
    )
    simulate.add_argument(
        "--seed", type=_number, default=0, help="seed of the initial images and the strategy (default: 0)"
    )
    simulate.add_argument("--mistake", type=_share, default=0.0, metavar="P", help="share of wrong judgements")
    simulate.add_argument("--unsure", type=_share, default=0.0, metavar="P", help="share of unsure judgements")
    output = simulate.add_mutually_exclusive_group()
    output.add_argument("--csv", action="store_true", help="print the curve as CSV")
    output.add_argument("--json", action="store_true", help="print the curve as JSON")
    _add_plugins(simulate)

    goals = add("goals", topics.goals, "list the goals, and the strategy of each")
    goals.add_argument("--json", action="store_true", help="print JSON")
    strategies = add("strategies", experiments.strategies, "list the strategies and their parameters")
    strategies.add_argument("--json", action="store_true", help="print JSON")
    _add_plugins(strategies)


def _add_benchmarks(add: Adder) -> None:
    benchmark = add(
        "benchmark",
        benchmarks.benchmark,
        "compare strategies on data sets with known classes or grades",
        "Runs every search of a file with every method and reports which differences are significant. An interrupted "
        "run resumes where it stopped. docs/experiments.md describes the file; it may also be a .conf file of the "
        "reference implementation of ITAL.",
    )
    benchmark.add_argument("config", type=Path, metavar="CONFIG", help="experiment, a .toml or .conf file")
    benchmark.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="folder of the results (default: results/NAME)"
    )
    benchmark.add_argument("--jobs", type=_count, default=1, metavar="N", help="processes (default: 1)")
    benchmark.add_argument("--plots", action="store_true", help="draw plots too; needs matplotlib")
    benchmark.add_argument("--json", action="store_true", help="print the summary as JSON")
    _add_plugins(benchmark)
    changes = benchmark.add_argument_group("changes to the file, named as in the reference implementation")
    for name, meaning in benchmarks.DIRECTIVES.items():
        changes.add_argument(f"--{name}", metavar="VALUE", help=meaning)

    tune = add(
        "tune",
        benchmarks.tune,
        "search for good settings of the relevance model with known classes",
        "Optimizes length scale, amplitude and noise in turn. All classes are known here, so the result is better "
        "than any that a user could find while searching; --labels shows what a few judgements can tell.",
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
        "--labels", type=_count, metavar="N", help="use only this many random images, half of them relevant"
    )
    tune.add_argument("--target", metavar="COLUMN", help="column of a table to predict (default: the last)")
    tune.add_argument("--json", action="store_true", help="print JSON")
    for name in ("dataset", "query_classes"):
        tune.add_argument(f"--{name}", metavar="VALUE", help=benchmarks.DIRECTIVES[name])
    _add_plugins(tune)

    unpickle = add(
        "unpickle",
        benchmarks.unpickle,
        "convert a pickle of features to a .npz file without running any code in it",
    )
    unpickle.add_argument("pickle", type=Path, metavar="PICKLE", help="file to read")
    unpickle.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=".npz file to write")


def _add_project_argument(command: argparse.ArgumentParser, *, topic: bool = True) -> None:
    command.add_argument("project", type=Path, metavar="PROJECT", help="project file (.annotator)")
    _add_trust(command)
    if topic:
        command.add_argument(
            "--topic", metavar="NAME", help="topic to use and make current (default: the current topic)"
        )


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
        help="load the strategies in this folder; their code runs, so name only what you trust",
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
