"""Commands about strategies: list them, measure them."""

from __future__ import annotations

import argparse
import textwrap

from annotator.cli.arguments import Adder, add_parameters, add_plugins, count, input_path, number, share
from annotator.cli.opening import extensions, model_settings, registry, strategy_parameters
from annotator.cli.output import print_json, progress_bar
from annotator.parameters import ModelSettings, parameters_of


def add_commands(add: Adder) -> None:
    """Add the commands for simulations and strategies."""
    command = add(
        "simulate",
        simulate,
        "measure a strategy with known classes and a simulated user",
        "Prints the quality of the ranking after every round.",
    )
    command.add_argument(
        "features", type=input_path, metavar="FEATURES", help="HDF5 file with 'features' and 'filenames'"
    )
    command.add_argument("--classes", type=input_path, required=True, metavar="CSV", help="table of filename and class")
    command.add_argument("--relevant", required=True, metavar="CLASS", help="class the simulated user looks for")
    command.add_argument("--strategy", default="mix", metavar="NAME", help="strategy to measure (default: mix)")
    add_parameters(command, "--param", "strategy parameter; repeatable")
    add_parameters(command, "--model", "setting of the relevance model; repeatable")
    command.add_argument("--rounds", type=count, default=10, metavar="R", help="number of rounds (default: 10)")
    command.add_argument("-k", "--batch-size", type=count, default=8, metavar="K", help="images per batch (default: 8)")
    command.add_argument(
        "--examples", type=number, default=1, metavar="N", help="relevant images to start from (default: 1)"
    )
    command.add_argument(
        "--seed", type=number, default=0, help="seed of the initial images and the strategy (default: 0)"
    )
    command.add_argument("--mistake", type=share, default=0.0, metavar="P", help="share of wrong judgements")
    command.add_argument("--unsure", type=share, default=0.0, metavar="P", help="share of unsure judgements")
    output = command.add_mutually_exclusive_group()
    output.add_argument("--csv", action="store_true", help="print the curve as CSV")
    output.add_argument("--json", action="store_true", help="print the curve as JSON")
    add_plugins(command)

    command = add("strategies", strategies, "list the strategies and their parameters")
    command.add_argument("--all", action="store_true", help="list also those that the window does not offer at once")
    command.add_argument("--json", action="store_true", help="print JSON, always of all strategies")
    add_plugins(command)


def strategies(given: argparse.Namespace) -> int:
    """List the strategies with their parameters."""
    from annotator.strategies.goals import offered

    loaded = extensions(given)
    if given.json:
        known = [
            {
                "name": name,
                "title": cls.title,
                "reference": cls.reference,
                "offered": offered(name),
                "parameters": [
                    {"name": p.name, "default": p.default, "allowed": p.domain, "help": p.help}
                    for p in parameters_of(cls)
                ],
            }
            for name, cls in loaded.registry.strategies.items()
        ]
        failures = [{"source": failure.source, "reason": failure.reason} for failure in loaded.failures]
        print_json({"strategies": known, "failures": failures})
        return 0
    listed = {name: cls for name, cls in loaded.registry.strategies.items() if given.all or offered(name)}
    for name, cls in listed.items():
        print(f"{name:<12} {cls.title}")
        if cls.reference:
            print(textwrap.fill(cls.reference, 100, initial_indent=" " * 13, subsequent_indent=" " * 13))
        for p in parameters_of(cls):
            default = "auto" if p.default is None else p.default
            text = f"{p.name}={default}  {p.domain}. {p.help}"
            print(textwrap.fill(text, 100, initial_indent=" " * 13 + "- ", subsequent_indent=" " * 15))
    if more := len(loaded.registry.strategies) - len(listed):
        print(f"{more} more with --all")
    return 0


def simulate(given: argparse.Namespace) -> int:
    """Run a search with simulated labels and print its learning curve."""
    from annotator.data.features.features import FeatureStore
    from annotator.engine import Engine
    from annotator.simulate import SimulatedUser, read_classes, relevance
    from annotator.simulate import simulate as play

    known_strategies = registry(given)
    parameters = strategy_parameters(known_strategies, given.strategy, given.param)
    model = model_settings(given.model, ModelSettings())
    with FeatureStore.open(given.features) as features, progress_bar("Simulating") as progress:
        relevant, known = relevance(features.names, read_classes(given.classes), given.relevant)
        user = SimulatedUser(relevant, known=known, mistake=given.mistake, unsure=given.unsure, seed=given.seed)
        engine = Engine(features, usable=known, registry=known_strategies)
        if model.graph_weight > 0:
            engine.build_graph(progress)
        curve = play(
            engine,
            user,
            queries=user.examples(given.examples, given.seed),
            rounds=given.rounds,
            batch_size=given.batch_size,
            strategy=given.strategy,
            parameters=parameters,
            model=model,
            seed=given.seed,
            progress=progress,
        )
    if given.json:
        print_json(curve.as_dict())
    else:
        print(curve.csv() if given.csv else curve.text(), end="")
    return 0
