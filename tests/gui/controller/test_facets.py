"""What facets offer, the conditions they write and read, and how many images they count."""

import numpy as np
import pytest

from annotator.errors import ConfigError
from annotator.expressions.expressions import evaluate
from annotator.expressions.text_column import TextColumn
from annotator.gui.controller.facets.counts import MOST_BARS, count, time_line
from annotator.gui.controller.facets.facet import read
from annotator.gui.controller.facets.kinds import Facets, Known
from annotator.types import UNLABELLED, Ranking


def moment(text):
    return float(np.datetime64(text, "s").astype(np.int64))


FOLDERS = ("", "2023/reef", "2023/reef/deep", "2023 b", "2024/it's", "2024/both ' and \"")
COLUMNS = {
    "folder": TextColumn(np.array([0, 1, 2, 3, 4, 5, 1, 1], np.int32), FOLDERS),
    "camera": TextColumn(np.array([0, 0, 1, 2, -1, -1, 0, 2], np.int32), ("Nikon D5", "Canon", "NIKON D5")),
    "width": np.array([40.0, 40, 20, 30, 3000, np.nan, 40, 40]),
    "height": np.array([20.0, 20, 40, 30, 2000, np.nan, 20, 20]),
    "site": TextColumn(np.array([0, 1, 0, 1, 0, 1, -1, 0], np.int32), ("bay", "reef")),
}
TIMES = np.array([*map(moment, ("2023-01-01", "2023-01-31T12:00", "2023-03-01", "2024-06-01")), *[np.nan] * 3,
                  moment("2023-02-02")])  # fmt: skip
LABELS = np.array([1, 1, -1, 0, *[UNLABELLED] * 4], np.int8)
OTHER = np.array([UNLABELLED, 1, *[UNLABELLED] * 5, -1], np.int8)
RANKING = Ranking(np.array([3, 0]), np.array([3, -3], np.float32), np.full(2, 0.1, np.float32), 1, 1)
KNOWN = Known(COLUMNS, LABELS, RANKING, (("birds", OTHER),), np.arange(8) != 5, np.array([0]))


@pytest.fixture
def facets():
    return {facet.key: facet for facet in Facets().of(KNOWN)}


def values(facet, *words):
    return frozenset(facet.words.index(word) for word in words)


def passes(condition):
    if not condition:
        return np.ones(8, bool)
    labels = {"relevant": LABELS == 1, "irrelevant": LABELS == -1, "unsure": LABELS == 0}
    labels |= {"unlabelled": LABELS == UNLABELLED, "relevant('birds')": OTHER == 1, "example": np.arange(8) == 0}
    return evaluate(condition, {**COLUMNS, **labels, "time": TIMES, "featured": np.arange(8) != 5})


def test_what_is_offered(facets):
    assert list(facets) == [
        "folder",
        "camera",
        "shape",
        "size",
        "label",
        "probability",
        "site",
        "topic birds",
        "others",
    ]
    assert facets["folder"].words == (
        "", "2023", "2023/reef", "2023/reef/deep", "2023 b", "2024", "2024/both ' and \"", "2024/it's",
    )  # fmt: skip
    assert facets["camera"].words == ("Canon", "NIKON D5", "Unknown")
    assert facets["shape"].words == ("Landscape", "Portrait", "Square")
    assert facets["size"].words == ("Less than 1 MP", "4 to 12 MP")
    assert facets["site"].words == ("bay", "reef", "Unknown")
    assert facets["others"].words == ("Picked as examples", "Without features")


def test_what_is_hidden_is_not_offered():
    found = Facets().of(Known(COLUMNS, LABELS, hidden=frozenset({"camera", "site"})))
    assert [facet.key for facet in found] == ["folder", "shape", "size", "label"]


def test_notes_are_offered_once_there_is_one(facets):
    assert "note" not in facets
    noted = {facet.key: facet for facet in Facets().of(Known(COLUMNS, LABELS, noted=np.array([2, 5])))}["note"]
    assert noted.words == ("With a note", "Without a note")
    assert noted.counts(np.arange(8) > 2).tolist() == [1, 4]
    assert [read(term, [noted]).of(noted) for term in noted.terms] == [{0}, {1}]
    assert read(noted.condition([0, 1]), [noted]).of(noted) == {0, 1}


def test_a_facet_is_built_again_only_if_its_column_changed():
    facets = Facets()
    before, after = facets.of(KNOWN), facets.of(KNOWN)
    assert [one is two for one, two in zip(before, after, strict=True) if one.key in COLUMNS] == [True] * 3


def test_every_value_has_as_many_images_as_its_condition(facets):
    counted = count(list(facets.values()), read("", facets.values()), passes)
    for facet in facets.values():
        for value, term in enumerate(facet.terms):
            if term and not term.startswith(("probability", "0.")) and "('birds')" not in term:
                assert counted.counts[facet.key][value] == np.count_nonzero(passes(term)), term
    assert counted.counts["folder"].tolist() == [1, 4, 4, 1, 1, 2, 1, 1]
    assert counted.counts["probability"].tolist() == [1, 0, 0, 1]
    assert counted.counts["topic birds"].tolist() == [1, 1, 0, 6]


def test_a_name_that_no_condition_can_contain_cannot_be_chosen(facets):
    folder = facets["folder"]
    assert [word for word, term in zip(folder.words, folder.terms, strict=True) if not term] == ["2024/both ' and \""]
    assert folder.terms[folder.words.index("2024/it's")] == 'folder("2024/it\'s")'


def test_a_choice_is_a_condition_and_is_read_from_it(facets):
    every = facets.values()
    condition = read("score > .5", every).choosing(facets["camera"], values(facets["camera"], "Canon", "Unknown"))
    assert condition == "score > .5 and (camera == 'Canon' or not known(camera))"
    condition = read(condition, every).choosing(facets["label"], values(facets["label"], "Unsure"))
    condition = read(condition, every).choosing_period(("2023-01", "2023-02"))
    condition = read(condition, every).choosing(facets["topic birds"], values(facets["topic birds"], "Relevant"))
    assert condition == (
        "score > .5 and (camera == 'Canon' or not known(camera)) and unsure and '2023-01' <= time <= '2023-02'"
        " and relevant('birds')"
    )
    choice = read(condition, every)
    assert choice.of(facets["camera"]) == values(facets["camera"], "Canon", "Unknown")
    assert choice.period == ("2023-01", "2023-02")
    assert choice.rest == "score > .5"
    assert choice.keys == {"camera", "label", "time", "topic birds"}
    assert choice.condition == condition
    assert choice.without("camera") == (
        "score > .5 and unsure and '2023-01' <= time <= '2023-02' and relevant('birds')"
    )
    assert read(choice.without(""), every).rest == ""


@pytest.mark.parametrize(
    ("condition", "key", "words"),
    [
        ("CAMERA == 'canon'", "camera", {"Canon"}),
        ("folder(\"2024/it's\") | folder('2023')", "folder", {"2024/it's", "2023"}),
        ("width>height", "shape", {"Landscape"}),
        ("width * height < 1e6", "size", {"Less than 1 MP"}),
        ("known(site) or site == 'bay'", "", set()),
        ("camera == 'Can*'", "", set()),
        ("camera != 'Canon'", "", set()),
        ("camera == 'Canon' or relevant", "", set()),
    ],
)
def test_what_is_typed_is_a_choice_if_a_facet_can_say_it(facets, condition, key, words):
    choice = read(condition, facets.values())
    assert choice.keys == ({key} if key else set())
    assert choice.rest == ("" if key else condition)
    if key:
        assert {facets[key].words[value] for value in choice.of(facets[key])} == words


def test_two_parts_about_one_facet_stay_two(facets):
    choice = read("camera == 'Canon' and camera == 'NIKON D5' and time == '2023' and time == '2024'", facets.values())
    assert choice.of(facets["camera"]) == values(facets["camera"], "Canon")
    assert choice.rest == "camera == 'NIKON D5' and time == '2024'"
    with pytest.raises(ConfigError):
        read("camera ==", facets.values())


def test_counts_follow_the_other_facets_and_not_their_own_choice(facets):
    asked = []

    def noting(condition):
        asked.append(condition)
        return passes(condition)

    every = list(facets.values())
    choice = read("camera == 'nikon d5' and time == '2023'", every)
    counted = count(every, choice, noting, TIMES)
    assert counted.passing == 3
    assert counted.counts["camera"].tolist() == [1, 3, 0]
    assert counted.counts["label"].tolist() == [2, 0, 0, 1]
    assert counted.counts["folder"].tolist() == [1, 2, 2, 0, 0, 0, 0, 0]
    assert counted.time_line.counts.sum() == 4
    assert counted.time_line.unknown == 1
    assert asked == [choice.condition, "time == '2023'", "camera == 'nikon d5'"], "one count for all facets not in use"


@pytest.mark.parametrize(
    ("first", "last", "unit", "bars"),
    [
        ("2023-05-01T10:00:10", "2023-05-01T10:59", "m", 60),
        ("2023-05-01T10:00", "2023-05-04T10:00", "h", 73),
        ("2023-05-31", "2023-06-30", "D", 31),
        ("2020-01-31", "2024-02-01", "M", 50),
        ("1970-01-01", "2024-02-01", "Y", 55),
        ("1800-01-01", "2024-02-01", "Y", 225),
    ],
)
def test_bars_are_as_fine_as_there_is_room(first, last, unit, bars):
    line = time_line(np.array([moment(first), moment(last), np.nan]), np.ones(3, bool))
    assert (line.unit, len(line.counts), line.unknown) == (unit, bars, 1)
    assert line.counts[0] == line.counts[-1] == 1
    assert bars <= MOST_BARS or unit == "Y"
    assert line.bars_of(line.period(bars - 1, 0)) == (0, bars - 1)
    assert line.bars_of(("2100", "2101")) is None


def test_a_part_of_the_time_has_finer_bars():
    everything = np.ones(8, bool)
    line = time_line(TIMES, everything, (moment("2023-01-01"), moment("2023-02-28")))
    assert (line.unit, line.whole, line.counts.sum()) == ("D", False, 3)
    assert line.period(1, 0) == ("2023-01-01", "2023-01-02")
    assert line.bars_of(("2023-02", "2024")) == (31, 58)
    assert time_line(np.full(3, np.nan), np.ones(3, bool)) is None


def test_the_choice_of_a_period_is_the_bars(facets):
    line = time_line(TIMES, np.ones(8, bool))
    for first, last in ((0, 0), (0, 1), (1, 17)):
        condition = read("", facets.values()).choosing_period(line.period(first, last))
        assert np.count_nonzero(passes(condition)) == line.counts[first : last + 1].sum()
        assert line.bars_of(read(condition, facets.values()).period) == (first, last)
