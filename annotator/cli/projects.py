"""Commands for a whole project: create it, show its status, change its topics."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import (
    Adder,
    add_layout,
    add_output,
    add_project,
    add_settings,
    input_path,
    layout_of,
    number,
)
from annotator.cli.judgements.grading import add_texts, describe
from annotator.cli.opening import extensions, model_settings, opened, parsed, remember_places, strategy_parameters
from annotator.cli.output import print_json, print_table, progress_bar
from annotator.cli.rescanning import compute_features
from annotator.cli.topics import add_saved, add_words, load, print_saved, print_words, save, say
from annotator.errors import ConfigError
from annotator.parameters import ModelSettings, Scope, values_of

if TYPE_CHECKING:
    from annotator.data.collection.collection import ImportReport


def add_commands(add: Adder) -> None:
    """Add the commands for projects and their topics."""
    command = add(
        "new",
        new,
        "start a project from a folder of images",
        "Without a feature file, features are computed and stored next to the project; if that is interrupted, "
        "annotator rescan --apply goes on, as does the window.",
    )
    command.add_argument("images", type=input_path, metavar="FOLDER", help="folder of images with its subfolders")
    command.add_argument(
        "features",
        nargs="?",
        type=input_path,
        metavar="FEATURES",
        help="feature file: HDF5, NumPy, Parquet, CSV, ... (default: computed)",
    )
    command.add_argument(
        "--encoder", type=input_path, metavar="NAME", help="what computes features, as for extract (default: lite0)"
    )
    never = {"force": False, "streams": False}
    add_output(command, "-o", "--output", required=True, metavar="PROJECT", help="project file to write", **never)
    command.add_argument("--topic", default="relevant images", help="what you are looking for, in your words")
    command.add_argument("--seed", type=number, default=0, help="random seed of this project (default: 0)")
    add_settings(command)
    add_layout(command)
    command.add_argument("--json", action="store_true", help="print the matches as JSON")

    command = add("status", status, "show the topics of a project, their settings and their progress")
    add_project(command, topic=False)
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add("topic", topic, "add a topic, or change the name or the settings of one")
    add_project(command)
    command.add_argument("--add", metavar="NAME", help="add a topic and make it the current one")
    command.add_argument("--rename", metavar="NAME", help="rename the topic")
    add_words(command)
    add_texts(command)
    add_saved(command)
    add_settings(command)
    _add_scope(command)

    command = add("relink", relink, "set where the images or features of a project are, after a move")
    add_project(command, topic=False)
    command.add_argument("--images", type=input_path, metavar="FOLDER", help="folder of the images")
    command.add_argument("--features", type=input_path, metavar="FILE", help="feature file")
    command.add_argument(
        "--adopt", action="store_true", help="accept a different feature file: with more rows, or from another network"
    )
    add_layout(command)

    command = add("neighbours", neighbours, "compute the nearest neighbors of every image, for a large collection")
    add_project(command, topic=False)
    command.add_argument("--again", action="store_true", help="recompute them if they exist")

    command = add("check", check, "look for damage in a project")
    add_project(command, topic=False)
    command.add_argument("--repair", action="store_true", help="derive all labels again from the event log")


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
        "--bursts",
        choices=("yes", "no"),
        help="show one image of a stack (burst, near-duplicates, event) per batch",
    )


def new(given: argparse.Namespace) -> int:
    """Start a project."""
    from annotator.data.features.layout import DETECT
    from annotator.extraction import filling
    from annotator.extraction.looking import default_encoder, encoder_called
    from annotator.session.session import Session

    layout = layout_of(given)
    if given.features is not None and given.encoder is not None:
        raise ConfigError("Give a feature file, or --encoder to compute features, and not both.")
    if given.features is None and layout != DETECT:
        raise ConfigError("The layout of a feature file was described, but no file was named. Give FEATURES too.")
    known = extensions(given)
    strategy, aim = wanted_strategy(given)
    settings: dict[str, Any] = {
        "topic": given.topic,
        "strategy": strategy or "mix",
        "parameters": {**aim, **strategy_parameters(known.registry, strategy or "mix", given.param)},
        "batch_size": given.batch_size or 8,
        "model": model_settings(given.model, ModelSettings()),
        "seed": given.seed,
        "extensions": known,
    }
    with progress_bar("Reading images and features") as progress:
        if given.features is None:
            encoder = encoder_called(str(given.encoder or default_encoder()))
            session = filling.create(given.output, given.images, encoder, progress=progress, **settings)
        else:
            session = Session.create(
                given.output, given.images, given.features, layout=layout, progress=progress, **settings
            )
    with session:
        compute_features(session)
        report = session.collection.import_report
        remember_places(session)
    if given.json:
        print_json({"project": str(given.output), **summary(report)})
    else:
        print(f"Project: {given.output}")
        print_report(report)
    return 0


def summary(report: ImportReport) -> dict[str, int]:
    """Return the counts of an import report by name."""
    return {
        "images": report.n_images,
        "feature rows": report.n_features,
        "matched": report.matched,
        **{f"matched by {step} name": count for step, count in report.steps.items() if count},
        "matched by a part of the name": sum(report.steps.get(step, 0) for step in ("basename", "stem")),
        "images without features": len(report.images_without_features),
        "features without an image": len(report.features_without_images),
        "duplicate names": len(report.duplicates),
        "refused names": len(report.refused),
        "unreadable files": len(report.problems),
        "rows with NaN or Inf": len(report.invalid_rows),
        "rows out of all proportion": len(report.outlying_rows),
        "rows of zeros": len(report.zero_rows),
    }


def print_report(report: ImportReport, shown: int = 3) -> None:
    """Print a matching report, with a few names of each kind of mismatch."""
    names: Mapping[str, Iterable[Any]] = {
        "matched by a part of the name": [f"{name} -> {path}" for name, path in report.loose],
        "images without features": report.images_without_features,
        "features without an image": report.features_without_images,
        "duplicate names": report.duplicates,
        "refused names": [f"{problem.path}: {problem.reason}" for problem in report.refused],
        "unreadable files": [f"{problem.path}: {problem.reason}" for problem in report.problems],
        "rows with NaN or Inf": report.invalid_rows,
        "rows out of all proportion": report.outlying_rows,
        "rows of zeros": report.zero_rows,
    }
    if report.kind:
        print(f"{report.kind}: {report.n_features:,} x {report.d:,} {report.dtype}{_norms(report)}")
    for what, count in summary(report).items():
        if count or what in ("images", "feature rows", "matched"):
            print(f"{count:>9,} {what}")
            listed = list(names.get(what, ()))
            for name in listed[:shown]:
                print(f"{'':>12}{name}")
            if len(listed) > shown:
                print(f"{'':>12}...")


def _norms(report: ImportReport) -> str:
    if not report.norms:
        return ""
    low, median, high = report.norms
    return ", of length 1" if report.normalized else f", lengths {low:.3g} to {high:.3g}, median {median:.3g}"


def status(given: argparse.Namespace) -> int:
    """Show the topics of a project."""
    with opened(given, read_only=True) as session:
        current = session.topic.id
        topics = []
        for topic in session.topics:
            session.topics.switch(topic.id)
            counts = session.counts
            topics.append(
                {
                    "topic": topic.name,
                    "current": topic.id == current,
                    "round": session.round,
                    "relevant": counts.relevant,
                    "irrelevant": counts.irrelevant,
                    "unsure": counts.unsure,
                    "unlabelled": counts.unlabelled,
                    "strategy": topic.strategy,
                    "parameters": dict(topic.parameters),
                    "batch_size": topic.batch_size,
                    "model": values_of(topic.model),
                    "scope": values_of(topic.scope),
                    "words": words.text if (words := session.topics.words) is not None else "",
                }
            )
        about = {
            "project": str(session.project.path),
            "images": str(session.collection.root),
            "features": str(session.features.path),
        }
    if given.json:
        print_json({**about, "topics": topics})
    else:
        for name, value in about.items():
            print(f"{name + ':':<10}{value}")
        print()
        titles = ("topic", "round", "relevant", "irrelevant", "unsure", "unlabelled", "strategy", "words")
        rows = [[str(entry[title]) for title in titles] for entry in topics]
        print_table(["", *titles], [["*" if t["current"] else " ", *row] for t, row in zip(topics, rows, strict=True)])
    return 0


def topic(given: argparse.Namespace) -> int:
    """Add a topic, or change one."""
    with opened(given) as session:
        if given.load is not None:
            load(session, given.load, given.add or "")
        elif given.add:
            session.topics.switch(session.topics.add(given.add).id)
        now = session.topic
        changes: dict[str, Any] = {}
        if given.rename:
            changes["name"] = given.rename
        wished, aim = wanted_strategy(given)
        if wished or given.param:
            strategy = wished or now.strategy
            kept = aim if given.goal else now.parameters if strategy == now.strategy else {}
            chosen = strategy_parameters(session.selections.engine.registry, strategy, given.param)
            changes |= {"strategy": strategy, "parameters": {**kept, **chosen}}
        if given.batch_size:
            changes["batch_size"] = given.batch_size
        if given.model:
            changes["model"] = model_settings(given.model, now.model)
        scope = {name: getattr(given, name) for name in ("filter", "weight", "stratum", "bursts")}
        wanted = parsed(Scope, [(name, text) for name, text in scope.items() if text is not None], "topic")
        if wanted:
            changes["scope"] = dataclasses.replace(now.scope, **wanted)
        if changes:
            now = session.topics.configure(**changes)
        say(session, given)
        print(f"{now.name}: {now.strategy}{described(now.parameters)}, {now.batch_size} images per batch")
        print_words(session)
        describe(session, given)
        print(f"model: {', '.join(f'{name}={value}' for name, value in values_of(now.model).items())}")
        if now.scope != Scope():
            print(f"scope: {', '.join(f'{name}={value}' for name, value in values_of(now.scope).items() if value)}")
            fulfil = session.collection.metadata.check_scope(now.scope)
            print(f"{fulfil:,} of {session.n_images:,} images fulfill the filter")
        print_saved(session)
        if given.save is not None:
            save(session, given.save)
    return 0


def wanted_strategy(given: argparse.Namespace) -> tuple[str, Mapping[str, Any]]:
    """Return the strategy of ``--goal`` or ``--strategy`` ("" for none) and the parameters that the goal sets."""
    if not given.goal:
        return given.strategy or "", {}
    from annotator.strategies.goals import goal

    aim = goal(given.goal)
    return aim.strategy, aim.parameters


def described(parameters: Mapping[str, Any]) -> str:
    """Return parameters in brackets, "" for none."""
    return f" ({', '.join(f'{name}={value}' for name, value in parameters.items())})" if parameters else ""


def neighbours(given: argparse.Namespace) -> int:
    """Find the neighbors of every image, unless they are known."""
    with opened(given) as session:
        if session.selections.engine.graph is not None and not given.again:
            print("The neighbors are known already; --again computes them again.")
            return 0
        with progress_bar("Finding neighbors") as progress:
            session.features.build_graph().run(progress)
        print(f"The neighbors of {session.n_images:,} images are known from now on.")
    return 0


def relink(given: argparse.Namespace) -> int:
    """Update where the images or features of a project are."""
    if given.adopt and given.features is None:
        raise ConfigError("--adopt needs the file: --features FILE")
    wanted: dict[str, Any] = {"adopt": True, "layout": layout_of(given)} if given.adopt else {}
    with opened(given, images=given.images, features=given.features, **wanted) as session:
        if given.adopt:
            print_report(session.collection.import_report)
        print(f"images:   {session.collection.root}")
        print(f"features: {session.features.path}")
    return 0


def check(given: argparse.Namespace) -> int:
    """Check a project for damage, and repair it on request."""
    with opened(given, read_only=not given.repair) as session:
        found = session.project.check()
        for damage in found:
            print(damage)
        if found and given.repair:
            session.project.repair()
            print("The labels were rebuilt from the record of all judgements.")
        missing = bool(session.project.lost_steps or session.project.log_problem)  # which was told on opening
        if not found and not missing:
            print(f"{given.project}: nothing is damaged.")
    return 1 if missing or (found and not given.repair) else 0
