"""Commands about strategies: list them, measure them."""

from __future__ import annotations

import argparse
import textwrap

from annotator import config
from annotator.cli.output import print_json
from annotator.cli.projects import registry


def strategies(given: argparse.Namespace) -> int:
    """List the strategies, their parameters, and the plugins that could not be loaded."""
    loaded = registry(given)
    if given.json:
        known = [
            {
                "name": name,
                "title": cls.title,
                "reference": cls.reference,
                "parameters": [
                    {"name": p.name, "default": p.default, "allowed": p.domain, "help": p.help}
                    for p in config.parameters(cls)
                ],
            }
            for name, cls in loaded.strategies.items()
        ]
        failures = [{"source": failure.source, "reason": failure.reason} for failure in loaded.failures]
        print_json({"strategies": known, "failures": failures})
        return 0
    for name, cls in loaded.strategies.items():
        print(f"{name:<13}{cls.title}")
        if cls.reference:
            print(textwrap.fill(cls.reference, 100, initial_indent=" " * 13, subsequent_indent=" " * 13))
        for p in config.parameters(cls):
            default = "auto" if p.default is None else p.default
            text = f"{p.name}={default}  {p.domain}. {p.help}"
            print(textwrap.fill(text, 100, initial_indent=" " * 13 + "- ", subsequent_indent=" " * 15))
    for failure in loaded.failures:
        print(f"{failure.source} could not be loaded: {failure.reason}")
    return 0
