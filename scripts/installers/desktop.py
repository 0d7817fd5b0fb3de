"""Desktop integration: menu entry, icons, file type, manual page, shell completions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.installers.common import BUILD, RESOURCES, ROOT, source_time, version
from scripts.installers.freezing import WRITERS_PYTHON

LINUX = RESOURCES / "linux"
ICON = RESOURCES / "icons" / "annotator.svg"
PARSER = "annotator.cli.parser.make_parser"
COMPLETIONS = {
    "bash": "bash-completion/completions/annotator",
    "zsh": "zsh/vendor-completions/_annotator",
}
REQUEST = re.compile(r"\.(TH|SH|SS|TP|RS|RE|B)\b")
"""What argparse-manpage begins lines with that are not text."""
ROFF = str.maketrans({"'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"})


@contextmanager
def arranged(frozen: Path) -> Iterator[Path]:
    """Yield a folder with the program and all accompanying files, as in the archive."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        share = folder / "share"
        shutil.copytree(frozen, folder / "annotator", symlinks=True)
        for source, target in (
            (LINUX / "annotator.desktop", "applications/annotator.desktop"),
            (LINUX / "annotator-mime.xml", "mime/packages/annotator.xml"),
            (LINUX / "org.annotator.Annotator.metainfo.xml", "metainfo/org.annotator.Annotator.metainfo.xml"),
            (ICON, "icons/hicolor/scalable/apps/annotator.svg"),
        ):
            (share / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, share / target)
        for icon in draw_icons().glob("*x*.png"):
            target = share / "icons" / "hicolor" / icon.stem / "apps" / "annotator.png"
            target.parent.mkdir(parents=True)
            shutil.copy(icon, target)
        for shell, place in COMPLETIONS.items():
            (share / place).parent.mkdir(parents=True)
            (share / place).write_text(completion(shell), "utf-8")
        manual = share / "man" / "man1" / "annotator.1"
        manual.parent.mkdir(parents=True)
        manual.write_text(man_page(), "utf-8")
        yield folder


def draw_icons() -> Path:
    """Draw the icon in all sizes and return their folder."""
    folder = BUILD / "icons"
    _said(str(Path(__file__).with_name("icons.py")), str(ICON), str(folder))
    return folder


def completion(shell: str) -> str:
    """Return the command-line completions for a shell."""
    return _said("-m", "shtab", f"--shell={shell}", PARSER)


def man_page() -> str:
    """Return the manual page, generated from the help of the commands."""
    module, function = PARSER.rsplit(".", 1)
    page = _said(
        "-c", "from argparse_manpage.cli import main; main()",
        "--module", module, "--function", function, "--prog", "annotator", "--project-name", "annotator",
        "--version", version(), "--manual-title", "User commands", "--format", "single-commands-section",
        "--description", "find every image of a collection that shows what you have in mind",
    )  # fmt: skip
    return guarded(page)


def guarded(page: str) -> str:
    """Return a manual page whose text roff prints as it is.

    A line of text that begins with a point or an apostrophe would be taken for a request and lost; hyphens, quotes and
    some other characters would be set as their typographic relatives, which no shell understands.
    """
    return "\n".join(line if REQUEST.match(line) else _text(line) for line in page.split("\n"))


def _text(line: str) -> str:
    return (r"\&" if line.startswith(".") else "") + re.sub(r"(?<!\\)-", r"\-", line).translate(ROFF)


def _said(*arguments: str) -> str:
    """Return the output of a program in the frozen environment."""
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(source_time()),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "80",
    }
    done = subprocess.run([WRITERS_PYTHON, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stderr}")
    return done.stdout
