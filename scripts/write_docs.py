"""Write the tables of the documentation that follow from the program: keys, strategies, settings, the Python interface.

Run it in the project's environment after changing any of them; a test fails while a table is out of date.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import annotator.gui.shell.commands  # noqa: F401 - declares the actions
from annotator.cli.parser import make_parser
from annotator.data.exporting import FORMATS
from annotator.data.images.image_metadata import FACTS
from annotator.gui.actions.actions import shortcut_table
from annotator.parameters import ModelSettings, Parameter, parameters_of
from annotator.session.clusters.finding import ImageClusters
from annotator.session.collection import OpenCollection
from annotator.session.examples import Examples
from annotator.session.explanations import Explanations
from annotator.session.exports import Exports
from annotator.session.feature_sets import FeatureSets
from annotator.session.judgements import JudgementRecord
from annotator.session.judges import Judges
from annotator.session.label_errors import LabelErrors
from annotator.session.map import CollectionMap
from annotator.session.metadata import CollectionMetadata
from annotator.session.notes import Notes
from annotator.session.pools import Pools
from annotator.session.project_file import ProjectFile
from annotator.session.rules.topic_rules import TopicRules
from annotator.session.selections import Selections
from annotator.session.session import Session
from annotator.session.stacks import ImageStacks
from annotator.session.stopping import Stopping
from annotator.session.topics import Topics
from annotator.strategies.base import Strategy
from annotator.strategies.goals import GOALS
from annotator.strategies.registry import BUILT_IN

DOCS = Path(__file__).resolve().parent.parent / "docs"
SHARED = 5
"""Number of commands from which a common option is described only once."""

_TABLE = re.compile(r"(<!-- table: [^\n]*-->\n).*?(<!-- end of table -->)", re.DOTALL)


def strategies() -> str:
    """Return the table of strategies."""
    lines = ["| name | in the window | what it does |", "|---|---|---|"]
    for cls in BUILT_IN:
        summary = (cls.__doc__ or "").strip().splitlines()[0]
        lines.append(f"| `{cls.name}` | {cls.title} | {summary} |")
    return "\n".join(lines) + "\n"


def goals() -> str:
    """Return the table of goals."""
    lines = ["| goal | in the window | what it does | sets |", "|---|---|---|---|"]
    for one in GOALS:
        extra = "".join(f", {name} {value}" for name, value in one.parameters.items())
        lines.append(f"| `{one.id}` | {one.title} | {one.help} | `{one.strategy}`{extra} |")
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Return the table of model settings."""
    lines = ["| setting | default | allowed | description |", "|---|---|---|---|"]
    lines += [f"| `{one.name}` | {_default(one)} | {one.domain} | {one.help} |" for one in parameters_of(ModelSettings)]
    return "\n".join(lines) + "\n"


def _default(setting: Parameter) -> str:
    if setting.default is None:
        return "auto"
    return str(setting.default) if isinstance(setting.default, bool | str) else f"{setting.default:g}"


def formats() -> str:
    """Return the table of export formats."""
    lines = ["| name | contents | description |", "|---|---|---|"]
    lines += [f"| `{form.name}` | {form.title} | {form.help} |" for form in FORMATS.values()]
    return "\n".join(lines) + "\n"


def metadata() -> str:
    """Return the table of metadata columns."""
    lines = ["| column | contents | read with |", "|---|---|---|"]
    lines.append("| `folder` | folder of the image, a text; empty for the image folder itself | always known |")
    lines.append("| `file_size` | size of the file in bytes when the project was created | always known |")
    lines.append("| `note` | your [note](guide.md#notes) on the image, a text | always known |")
    lines += [f"| `{name}` | {fact.help} | `--read {fact.source}` |" for name, fact in FACTS.items()]
    lines.append("| `series` | number of the series the image belongs to | `--read exif` |")
    lines.append("| any other | column of a table | `--csv FILE` |")
    return "\n".join(lines) + "\n"


def formulas() -> str:
    """Return the description of every strategy with its parameters and publication, from its declaration."""
    return "\n".join(_strategy(cls) for cls in BUILT_IN)


def _strategy(cls: type[Strategy]) -> str:
    summary, _, body = inspect.cleandoc(cls.__doc__ or "").partition("\n\n")
    body = re.sub(r":\w+:`([\w.]+)`", r"`\1`", body.partition("Attributes:")[0].strip()).replace("``", "`")
    lines = [f"## `{cls.name}`", "", f"*{cls.title}.* {summary}", ""]
    lines += [_plain(body), ""] if body else []
    lines += [f"Source: {cls.reference}.", ""] if cls.reference else []
    declared = parameters_of(cls)
    if declared:
        lines += ["| parameter | default | allowed | description |", "|---|---|---|---|"]
        lines += [f"| `{one.name}` | {_default(one)} | {one.domain} | {_plain(one.help)} |" for one in declared]
        lines.append("")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Escape characters so that Markdown does not read formulas as emphasis."""
    return re.sub(r"(?<![`\w])\*|(?<=\s)_", lambda found: "\\" + found[0], text)


def commands() -> str:
    """Return all commands with their arguments; options that many of them share are described once."""
    (group,) = (action for action in make_parser()._actions if isinstance(action, argparse._SubParsersAction))
    rows = {name: _rows(command) for name, command in group.choices.items()}
    counts = Counter(row for own in rows.values() for row in own)
    often = [row for row, count in counts.most_common() if count >= SHARED and row[0].startswith("`-")]
    shared = [row for place, row in enumerate(often) if row[0] not in dict(often[:place])]
    parts = [_command(name, command, rows[name], shared) for name, command in group.choices.items()]
    return "\n".join([*parts, "## Shared options", "", *_table(shared), ""])


def _rows(command: argparse.ArgumentParser) -> list[tuple[str, str]]:
    """Return usage and help of every argument of a command, without ``--help``."""
    shown = (action for action in command._actions if action.help != argparse.SUPPRESS)
    return [(_usage(action), _help(action)) for action in shown if "--help" not in action.option_strings]


def _command(
    name: str, command: argparse.ArgumentParser, rows: list[tuple[str, str]], shared: list[tuple[str, str]]
) -> str:
    lines = [f"## `annotator {name}`", "", " ".join((command.description or "").split()), ""]
    own = [row for row in rows if row not in shared]
    also = [row[0] for row in rows if row in shared]
    lines += [*_table(own), ""] if own else []
    lines += [f"[Shared](#shared-options): {', '.join(also)}", ""] if also else []
    return "\n".join(lines)


def _table(rows: list[tuple[str, str]]) -> list[str]:
    return ["| | |", "|---|---|", *(f"| {usage} | {text} |" for usage, text in rows)]


def _usage(action: argparse.Action) -> str:
    named = action.metavar or (
        "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper()
    )
    value = " ".join(named) if isinstance(named, tuple) else named
    if not action.option_strings:
        return f"`{value}`" + (" ..." if action.nargs in ("+", "*") else "")
    takes = "" if action.nargs == 0 else f" {value}"
    return ", ".join(f"`{option}{takes}`" for option in action.option_strings).replace("|", "\\|")


def _help(action: argparse.Action) -> str:
    text = (action.help or "") % {"default": action.default, "prog": "annotator", "type": "", "choices": action.choices}
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


PARTS: Mapping[str, type] = {
    "session": Session,
    "session.topics": Topics,
    "session.topics.rules": TopicRules,
    "session.judgements": JudgementRecord,
    "session.judgements.others": Judges,
    "session.examples": Examples,
    "session.label_errors": LabelErrors,
    "session.collection": OpenCollection,
    "session.collection.metadata": CollectionMetadata,
    "session.collection.notes": Notes,
    "session.collection.stacks": ImageStacks,
    "session.collection.clusters": ImageClusters,
    "session.collection.map": CollectionMap,
    "session.features": FeatureSets,
    "session.collection.pools": Pools,
    "session.stopping": Stopping,
    "session.exports": Exports,
    "session.explanations": Explanations,
    "session.selections": Selections,
    "session.project": ProjectFile,
}


def python_interface() -> str:
    """Return all members of the session and of its parts."""
    return "\n".join(_part(path, part) for path, part in PARTS.items())


def _part(path: str, part: type) -> str:
    about = inspect.getdoc(part) or ""
    lines = [f"### `{path}`", "", _markdown(about.partition("\n\n")[0]), "", "| | |", "|---|---|"]
    for name, member in vars(part).items():
        if not name.startswith("_"):
            summary = (inspect.getdoc(member) or "").partition("\n")[0]
            lines.append(f"| `{name}{_arguments(member)}` | {_markdown(summary)} |")
    attributes = re.search(r"Attributes:\n(.*?)(?:\n\n|\Z)", about, re.DOTALL)
    for name, text in re.findall(r"^ +(\w+): (.*(?:\n {8}.*)*)", attributes[1], re.MULTILINE) if attributes else ():
        lines.append(f"| `{name}` | {_markdown(' '.join(text.split()))} |")
    return "\n".join([*lines, ""])


def _arguments(member: object) -> str:
    function = member.__func__ if isinstance(member, classmethod | staticmethod) else member
    if not callable(function):
        return ""
    names = [name for name in inspect.signature(function).parameters if name not in ("self", "cls")]
    return f"({', '.join(names)})"


def _markdown(text: str) -> str:
    """Return a line of a docstring as Markdown: roles and double backticks become code."""
    text = re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`", r"`\1`", " ".join(text.split()))
    return text.replace("``", "`").replace("|", "\\|")


TABLES: Mapping[str, Callable[[], str]] = {
    "keys.md": shortcut_table,
    "strategies.md": strategies,
    "topics.md": goals,
    "model.md": settings,
    "formats.md": formats,
    "metadata.md": metadata,
    "formulas.md": formulas,
    "commands.md": commands,
    "api.md": python_interface,
}


def updated(name: str) -> str:
    """Return the page ``name`` with an up-to-date table."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return _TABLE.sub(lambda match: f"{match[1]}{TABLES[name]()}{match[2]}", text, count=1)


def main() -> int:
    """Write the tables; with ``--check``, only report which are out of date."""
    stale = [name for name in TABLES if updated(name) != (DOCS / name).read_text(encoding="utf-8")]
    if "--check" in sys.argv:
        print("\n".join(f"docs/{name} is out of date; run scripts/write_docs.py" for name in stale), end="")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(updated(name), encoding="utf-8")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
