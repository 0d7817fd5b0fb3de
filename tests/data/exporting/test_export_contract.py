"""The contract over every export format: ours, the example plugin, and formats that break it in each way."""

import itertools
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from annotator.data.exporting import FORMATS, ExportReport, Format
from annotator.data.exporting.classes import Training
from annotator.data.exporting.conformance import check_exporter
from annotator.errors import ExportError, PluginError
from annotator.extensions import load_extensions
from annotator.parameters import parameter

PLUGINS = Path(__file__).parents[3] / "plugins"
ALL = load_extensions([PLUGINS]).exporters


@pytest.mark.parametrize("name", ALL)
def test_every_export_format_keeps_the_contract(name):
    check_exporter(ALL[name])


TRAINING = [one.name for one in FORMATS.values() if issubclass(one.options, Training)]


def test_every_format_for_training_offers_classes_and_parts():
    assert [one.name for one in FORMATS.values() if one.purpose == "training"] == TRAINING


@pytest.mark.parametrize("name", TRAINING)
@pytest.mark.parametrize("all_topics", [False, True])
def test_a_split_keeps_the_contract(name, all_topics):
    check_exporter(FORMATS[name], split="60/20/20", all_topics=all_topics)


def test_the_example_plugin_is_among_them():
    assert set(ALL) == {*FORMATS, "checklist"}


def write(source, out, options, progress):
    for _ in source.paths:
        progress.step(0.5)
    with out.text(out.name) as stream:
        stream.writelines(f"{path}\n" for path in source.paths)
    return ExportReport((), len(source.paths))


GOOD = Format("good", "Good", ".txt", "A list.", write)


def past_the_output(source, out, options, progress):
    (out.folder / "notes.txt").write_text("mine")
    return write(source, out, options, progress)


def onto_an_image(source, out, options, progress):
    if source.images_root is not None and not out.dry:
        (source.images_root / "plain.png").write_bytes(b"")
    return write(source, out, options, progress)


def beside(source, out, options, progress):
    with out.text("notes.txt") as stream:
        stream.write("mine")
    return write(source, out, options, progress)


def restless(source, out, options, progress, calls=itertools.count()):  # noqa: B008 - it is to remember
    with out.text(out.name) as stream:
        stream.write(f"{next(calls) % 10}")
    return ExportReport((), 1 if source.paths else 0)


def careless(source, out, options, progress):
    source.ranking.images.tolist()
    return write(source, out, options, progress)


def boastful(source, out, options, progress):
    return replace(write(source, out, options, progress), written=99)


def fussy(source, out, options, progress):
    raise ExportError("not today")


def different_when_dry(source, out, options, progress):
    return replace(write(source, out, options, progress), left_out="dry" if out.dry else "")


def greedy(source, out, options, progress):
    source.labels[:] = 1
    return write(source, out, options, progress)


@dataclass(frozen=True)
class Unexplained:
    amount: float = parameter(0.5, "")


@dataclass(frozen=True)
class Loud:
    loud: bool = parameter(False, "Whether it shouts.")


def shouting(source, out, options, progress):
    if options.loud:
        raise ValueError("LOUD")
    return write(source, out, options, progress)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (replace(GOOD, write=past_the_output), "a dry run wrote files"),
        (replace(GOOD, write=onto_an_image), "images/plain.png was changed"),
        (replace(GOOD, write=beside), r"notes.txt would be replaced; take its name from out.companion"),
        (replace(GOOD, write=restless), "the same topic gave other files"),
        (replace(GOOD, write=careless), "no ranking: AttributeError instead of ExportError"),
        (replace(GOOD, write=boastful), "99 of 12 images"),
        (replace(GOOD, write=fussy), "all kinds of labels: not today"),
        (replace(GOOD, write=different_when_dry), "the dry run differs"),
        (replace(GOOD, write=greedy), "the topic was changed"),
        (replace(GOOD, write=shouting, options=Loud), "'loud', True.*ValueError"),
        (replace(GOOD, options=Unexplained), "no help text"),
        (replace(GOOD, help=" "), "no help text"),
    ],
)
def test_a_broken_export_format_is_told_what_is_broken(broken, message):
    with pytest.raises(AssertionError, match=message):
        check_exporter(broken)


def test_an_export_that_changes_the_file_before_it_is_cancelled_is_told():
    def past(source, out, options, progress):
        if not out.dry and (out.folder / out.name).exists():
            (out.folder / out.name).write_text("half")
        return write(source, out, options, progress)

    with pytest.raises(AssertionError, match="a cancelled export changed what was there"):
        check_exporter(replace(GOOD, write=past))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(GOOD, name="A name"), replace(GOOD, title=None), replace(GOOD, purpose="fun"),
        replace(GOOD, suffix="txt"), replace(GOOD, needs=frozenset({"luck"})), replace(GOOD, write=3),
        replace(GOOD, options=dict),
    ],
)  # fmt: skip
def test_a_declaration_that_would_not_be_loaded_is_refused(wrong):
    with pytest.raises(PluginError):
        check_exporter(wrong)


def test_the_smallest_possible_export_format_passes():
    check_exporter(GOOD)
