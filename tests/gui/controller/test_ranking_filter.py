"""Which images are shown, and in which order."""

import numpy as np
import pytest

from annotator.errors import ConfigError
from annotator.gui.controller.filename_index import FilenameIndex
from annotator.gui.controller.ranking_filter import (
    UNLABELLED,
    FeatureFilter,
    Order,
    RankedImages,
    RankingFilter,
    State,
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
    featured=np.array([True, True, True, False, True]),
    examples=np.array([0, 2]),
    before=BEFORE,
    taken=np.array([5.0, np.nan, 1.0, 2.0, 9.0]),
)


def show(**wanted):
    index = FilenameIndex(PATHS)
    images = visible_images(
        RankingFilter(**wanted),
        len(PATHS),
        RANKING,
        LABELS,
        index,
        lambda text, ranking, _labels: ranking.mean > float(text),
        KNOWN,
    )
    return images.tolist()


def test_best_first_with_unranked_images_last():
    assert show() == [4, 0, 2, 1, 3]
    assert show(order=Order.UNCERTAIN) == [0, 2, 4, 1, 3]
    assert show(order=Order.NAME) == [0, 1, 2, 3, 4]


def test_without_a_ranking_images_are_shown_by_name():
    images = visible_images(
        RankingFilter(), 5, None, LABELS, FilenameIndex(PATHS), lambda _text, _ranking, _labels: LABELS > 0
    )
    assert images.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("state", "expected"),
    [(State.RELEVANT, [0]), (State.IRRELEVANT, [1]), (State.UNSURE, [2]), (State.UNLABELLED, [4, 3])],
)
def test_by_state(state, expected):
    assert show(state=state) == expected
    assert RankingFilter(state=state).narrows


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"least": 95.0}, [4]),
        ({"most": 50.0}, [2]),
        ({"least": 10.0, "most": 99.0}, [0]),
        ({"folder": "a"}, [0, 1]),
        ({"folder": "a/"}, [0, 1]),
        ({"folder": "b/d"}, [2]),
        ({"folder": "c"}, []),
        ({"having": FeatureFilter.FEATURES}, [4, 0, 2, 1]),
        ({"having": FeatureFilter.NO_FEATURES}, [3]),
        ({"having": FeatureFilter.EXAMPLE}, [0, 2]),
    ],
)
def test_by_probability_folder_and_what_is_known(wanted, expected):
    assert show(**wanted) == expected
    assert RankingFilter(**wanted).narrows


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.FILE, [3, 0, 1, 2, 4]),
        (Order.RISEN, [4, 2, 0, 1, 3]),
        (Order.LABEL, [0, 2, 1, 4, 3]),
        (Order.TAKEN, [2, 3, 0, 4, 1]),
    ],
)
def test_other_orders_put_what_they_say_nothing_of_last(order, expected):
    if order is Order.FILE:
        expected = sorted(range(5), key=lambda i: PATHS[i].rpartition("/")[2].lower().encode())
    assert show(order=order) == expected


def test_folders_are_those_that_hold_images():
    assert FilenameIndex(PATHS).folders() == ["a", "b"]
    assert FilenameIndex(()).folders() == []
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
