"""Which images are shown, and in which order."""

from functools import partial

import numpy as np
import pytest

from annotator.data.files.names import natural_key
from annotator.errors import ConfigError
from annotator.expressions.text_column import TextColumn
from annotator.gui.controller import filename_index
from annotator.gui.controller.filename_index import FilenameIndex
from annotator.gui.controller.ranking_filter import (
    UNLABELLED,
    Order,
    RankedImages,
    RankingFilter,
    Tab,
    orders,
    ranks,
    visible_images,
)
from annotator.gui.controller.ranking_query import evaluate
from annotator.types import Ranking

PATHS = ("a/Cat 1.jpg", "a/cat 2.jpg", "b/dog.jpg", "b/ÄPFEL.png", "zebra.jpg")
LABELS = np.array([1, -1, 0, UNLABELLED, UNLABELLED], dtype=np.int8)
RANKING = Ranking(
    images=np.array([4, 0, 2]), mean=np.array([0.9, 0.5, -1], np.float32), std=np.array([0.1, 0.7, 0.2], np.float32),
    round=2, revision=5,
)  # fmt: skip


BEFORE = Ranking(
    images=np.array([0, 4, 2]), mean=np.zeros(3, np.float32), std=np.ones(3, np.float32), round=1, revision=2
)
KNOWN = RankedImages(
    before=BEFORE,
    taken=np.array([5.0, np.nan, 1.0, 2.0, 9.0]),
    judged=np.array([2, 0, 1]),
    similar=np.array([3, 0]),
)


def find(known=KNOWN, **wanted):
    return visible_images(
        RankingFilter(**wanted),
        len(PATHS),
        RANKING,
        LABELS,
        FilenameIndex(PATHS),
        lambda text, ranking, _labels: ranking.mean > float(text),
        known,
    )


def show(**wanted):
    return find(**wanted).images.tolist()


def test_best_first_with_unranked_images_last():
    assert show() == [4, 0, 2, 1, 3]
    assert show(order=Order.UNCERTAIN) == [0, 2, 4, 1, 3]
    assert show(order=Order.NAME) == [4, 0, 1, 2, 3]


def test_without_a_ranking_images_are_shown_by_name():
    found = visible_images(
        RankingFilter(), 5, None, LABELS, FilenameIndex(PATHS), lambda _text, _ranking, _labels: LABELS > 0
    )
    assert found.images.tolist() == [4, 0, 1, 2, 3]


@pytest.mark.parametrize(("tab", "expected"), [(Tab.SUGGESTIONS, [4, 3]), (Tab.FOUND, [0]), (Tab.ALL, [4, 0, 2, 1, 3])])
def test_a_tab_shows_its_images_and_a_filter_counts_those_of_all_tabs(tab, expected):
    found = find(tab=tab)
    assert found.images.tolist() == expected
    assert not RankingFilter(tab=tab).narrows
    assert found.counts(LABELS) == {Tab.SUGGESTIONS: 2, Tab.FOUND: 1, Tab.ALL: 5}
    narrow = find(tab=tab, text="a/c")
    assert narrow.counts(LABELS) == {Tab.SUGGESTIONS: 0, Tab.FOUND: 1, Tab.ALL: 2}
    judged = LABELS.copy()
    judged[1] = 1
    assert narrow.counts(judged)[Tab.FOUND] == 2


def test_an_image_that_is_kept_stays_in_the_tab_and_is_not_counted_there():
    known = RankedImages(kept=np.array([0]))
    found = find(known, tab=Tab.SUGGESTIONS)
    assert found.images.tolist() == [4, 0, 3]
    assert found.listed.tolist() == [True, False, False, True, True]
    assert found.counts(LABELS)[Tab.SUGGESTIONS] == 2
    assert find(known, tab=Tab.SUGGESTIONS, text="zebra").images.tolist() == [4]


def test_only_orders_that_can_be_followed_are_offered_the_usual_one_first():
    assert orders(Tab.SUGGESTIONS, ranked=True, ranked_before=False)[0] is Order.BEST
    assert orders(Tab.FOUND, ranked=True, ranked_before=True)[0] is Order.NEWEST
    assert orders(Tab.ALL, ranked=False, ranked_before=False)[0] is Order.NAME
    assert set(orders(Tab.ALL, ranked=True, ranked_before=True)) == set(Order)
    assert Order.NEWEST not in orders(Tab.SUGGESTIONS, ranked=True, ranked_before=True)
    assert {Order.BEST, Order.UNCERTAIN, Order.RISEN}.isdisjoint(orders(Tab.ALL, ranked=False, ranked_before=False))


CONDITIONS = {
    "example": np.array([True, False, True, False, False]),
    "featured": np.array([True, True, True, False, True]),
    "folder": TextColumn(np.array([0, 0, 1, 1, 2], np.int32), ("a", "b", "")),
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("irrelevant", [1]),
        ("unsure", [2]),
        ("example", [0, 2]),
        ("featured", [4, 0, 2, 1]),
        ("not featured", [3]),
        ("probability >= 0.95", [4]),
        ("probability <= 0.5", [2]),
        ("0.1 <= probability <= 0.99", [0]),
        ("folder('a')", [0, 1]),
        ("folder('b') and not featured", [3]),
        ("rank == 1 or folder == 'b'", [4, 2, 3]),
    ],
)
def test_conditions_hold_for_ranked_and_for_other_images(condition, expected):
    wanted = RankingFilter(expression=condition)
    fulfills = partial(evaluate, metadata=CONDITIONS)
    found = visible_images(wanted, 5, RANKING, LABELS, FilenameIndex(PATHS), fulfills, KNOWN)
    assert found.images.tolist() == expected
    assert wanted.narrows
    assert wanted.follows_labels


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.FILE, [3, 0, 1, 2, 4]),
        (Order.RISEN, [4, 2, 0, 1, 3]),
        (Order.LABEL, [0, 2, 1, 4, 3]),
        (Order.TAKEN, [2, 3, 0, 4, 1]),
        (Order.NEWEST, [1, 0, 2, 4, 3]),
        (Order.SIMILAR, [3, 0, 4, 2, 1]),
    ],
)
def test_other_orders_put_what_they_say_nothing_of_last(order, expected):
    if order is Order.FILE:
        expected = sorted(range(5), key=lambda i: PATHS[i].rpartition("/")[2].lower().encode())
    assert show(order=order) == expected


NUMBERED = ("b 10/x1.jpg", "b 9/X10.jpg", "b 9/x2.jpg", "b 9/x02.jpg", "b 9/x.jpg", "x100.jpg", "x99.jpg")


def test_numbers_in_names_are_counted_everywhere():
    index = FilenameIndex(NUMBERED)
    names = [NUMBERED[image] for image in index.by_path()]
    assert names == ["x99.jpg", "x100.jpg", "b 9/x.jpg", "b 9/x2.jpg", "b 9/x02.jpg", "b 9/X10.jpg", "b 10/x1.jpg"]
    files = [NUMBERED[image].rpartition("/")[2] for image in index.by_file_name()]
    assert files == ["x.jpg", "x1.jpg", "x2.jpg", "x02.jpg", "X10.jpg", "x99.jpg", "x100.jpg"]
    assert index.folder_column().words == ("", "b 9", "b 10")
    assert sorted(("1", "100", "102", "11"), key=natural_key) == ["1", "11", "100", "102"]
    assert sorted(("a1b10", "a1b9"), key=natural_key) == ["a1b9", "a1b10"]


def test_a_large_collection_is_shown_before_it_is_sorted(monkeypatch):
    monkeypatch.setattr(filename_index, "SORTED_AT_ONCE", 3)
    index = FilenameIndex(NUMBERED)
    assert not index.is_sorted
    assert index.by_path().tolist() == list(range(len(NUMBERED)))
    index.sort()
    assert index.is_sorted
    assert NUMBERED[index.by_path()[0]] == "x99.jpg"


def test_a_million_digits_are_one_number():
    long = "9" * 300
    assert sorted((f"x1{long}", f"x{long}", "x1"), key=natural_key) == ["x1", f"x{long}", f"x1{long}"]


def test_folders_are_those_that_hold_images():
    column = FilenameIndex(PATHS).folder_column()
    assert [column.words[code] for code in column.codes] == ["a", "a", "b", "b", ""]
    assert FilenameIndex(()).folder_column().words == ()
    assert FilenameIndex(()).by_file_name().tolist() == []


def test_by_expression_only_ranked_images_can_fulfil_it():
    assert show(expression="0") == [4, 0]
    assert show(expression="0", text="cat") == [0]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("rank < 3", [4, 0]),
        ("score > 0 and unlabelled", [4]),
        ("score > 0 and not judged", [4]),
        ("unsure or relevant", [0, 2]),
        ("std > 0.5", [0]),
    ],
)
def test_conditions_use_scores_and_labels(condition, expected):
    found = evaluate(condition, RANKING, LABELS)
    assert RANKING.images[found].tolist() == expected


def test_an_unknown_column_is_told_with_those_there_are():
    with pytest.raises(ConfigError, match="rank, score, std, probability"):
        evaluate("color == 5", RANKING, LABELS)


def test_ranks_count_from_one_and_are_zero_for_the_unranked():
    assert ranks(5, RANKING).tolist() == [2, 0, 3, 0, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cat", [0, 1]), ("CAT 2", [1]), ("2 cat", [1]), ("äpfel", [3]), ("jpg", [0, 1, 2, 4]), ("", [0, 1, 2, 3, 4]),
        ("jpga", []), ("g\0b", []), ("b/", [2, 3]), ("x" * 99, []),
    ],
)  # fmt: skip
def test_names_are_found_by_all_their_words_ignoring_case(text, expected):
    assert np.flatnonzero(FilenameIndex(PATHS).matches(text)).tolist() == expected


def test_name_index_equals_a_plain_search_on_many_names():
    rng = np.random.default_rng(1)
    paths = [f"folder {i % 7}/img_{value:06d}.jpg" for i, value in enumerate(rng.integers(0, 10**6, 5000))]
    index = FilenameIndex(paths)
    for word in ("12", "img_00", "er 3/", "99.j", "7"):
        assert np.flatnonzero(index.matches(word.replace(" ", "?"))).tolist() == [
            i for i, path in enumerate(paths) if word.replace(" ", "?") in path
        ]


def test_an_empty_collection_has_no_matches():
    assert FilenameIndex(()).matches("x").shape == (0,)
