"""The manual page: every word of the help texts is on it, as roff prints it."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli.parser import commands_of, make_parser
from scripts.installers import desktop

GROFF = ["groff", "-K", "utf8", "-T", "utf8", "-P-cbu", "-man", "-ww", "-rLL=9999n", "-rHY=0"]


@pytest.fixture(scope="module")
def page() -> str:
    """The page, written by this environment instead of that of the installers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desktop, "WRITERS_PYTHON", Path(sys.executable))
        return desktop.man_page()


def helps(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield all that a command says of itself."""
    yield " ".join(parser.format_usage().split())
    yield parser.description or ""
    formatter = argparse.HelpFormatter(parser.prog)
    for group in parser._action_groups:
        yield group.description or ""
        for action in group._group_actions:
            if action.help and action.help != argparse.SUPPRESS and not isinstance(action, argparse._HelpAction):
                yield formatter._expand_help(action)


def test_only_requests_begin_as_requests(page: str) -> None:
    known = (".TH ", ".SH", ".SS ", ".TP", ".RS 7", ".RE", ".B ")
    lines = page.splitlines()
    assert len(lines) > 1000
    wrong = [line for line in lines if line.startswith((".", "'")) and not line.startswith(known)]
    assert wrong == []


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_every_word_of_the_help_is_on_the_page(page: str) -> None:
    done = subprocess.run(GROFF, input=page, capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stderr == ""
    printed = " ".join(done.stdout.split())
    parser = make_parser()
    texts = {text for one in (parser, *commands_of(parser).values()) for text in helps(one)}
    texts.remove(" ".join(parser.format_usage().split()))  # the page writes it as its synopsis
    assert len(texts) > 200
    missing = [text for text in sorted(texts) if " ".join(text.split()) not in printed]
    assert missing == []


def test_text_that_roff_would_take_for_its_own_is_guarded() -> None:
    page = ".TP\n.npz and 'b' --c\n'quoted'\n\\fB\\-\\-d\\fR\n"
    assert desktop.guarded(page) == (".TP\n\\&.npz and \\(aqb\\(aq \\-\\-c\n\\(aqquoted\\(aq\n\\fB\\-\\-d\\fR\n")
