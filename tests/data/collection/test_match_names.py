"""Names are matched where that is certain, step by step, and everything else is accounted for."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.data.collection.match_names import STEPS, Join, find_shift, join, match
from annotator.data.collection.mismatch import explain_no_match, unmatched
from annotator.data.files.names import Problem, fault, normalized, printable


def pairs(joined: Join, names: Sequence[str], paths: Sequence[str]) -> dict[str, str]:
    return {names[row]: paths[image] for row, image in enumerate(joined.image_of_row) if image >= 0}


def check(joined: Join, names: Sequence[str], paths: Sequence[str]) -> None:
    """Check what holds for every join."""
    assert joined.image_of_row.shape == (len(names),)
    assert joined.row_of_image.shape == (len(paths),)
    assert joined.image_of_row.dtype == joined.row_of_image.dtype == np.int64
    rows = np.flatnonzero(joined.image_of_row >= 0)
    images = np.flatnonzero(joined.row_of_image >= 0)
    assert joined.row_of_image[joined.image_of_row[rows]].tolist() == rows.tolist()
    assert joined.image_of_row[joined.row_of_image[images]].tolist() == images.tolist()
    assert tuple(joined.steps) == STEPS
    assert joined.matched == len(rows) == len(images)
    counts = Counter(names)
    refused = [names[row] for row in np.flatnonzero(joined.image_of_row < 0) if fault(names[row]) is not None]
    assert [problem.path for problem in joined.refused] == [printable(name) for name in refused]
    assert [problem.reason for problem in joined.refused] == [fault(name) for name in refused]
    assert set(joined.duplicates) == {name for name in names if counts[name] > 1 and fault(name) is None}
    accounted = Counter(joined.unmatched_names) + Counter(names[row] for row in rows) + Counter(refused)
    accounted += Counter({name: counts[name] for name in joined.duplicates})
    assert accounted == counts
    assert joined.unmatched_images == tuple(paths[image] for image in range(len(paths)) if image not in set(images))


def assert_joined(names: Sequence[str], paths: Sequence[str], step: str, expected: dict[str, str]) -> Join:
    joined = join(names, paths)
    check(joined, names, paths)
    assert pairs(joined, names, paths) == expected
    assert {name: count for name, count in joined.steps.items() if count} == ({step: len(expected)} if expected else {})
    return joined


def test_the_name_is_the_path() -> None:
    names, paths = ["b/2.jpg", "x.jpg", "a/1.jpg"], ["a/1.jpg", "a/3.jpg", "b/2.jpg"]
    joined = assert_joined(names, paths, "exact", {"b/2.jpg": "b/2.jpg", "a/1.jpg": "a/1.jpg"})
    assert joined.row_of_image.tolist() == [2, -1, 0]
    assert joined.image_of_row.tolist() == [2, -1, 0]
    assert joined.unmatched_names == ("x.jpg",)
    assert joined.unmatched_images == ("a/3.jpg",)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a\\b\\1.jpg", "a/b/1.jpg"),
        ("./a//1.jpg", "a/1.jpg"),
        ("A/IMG_1.JPG", "a/img_1.jpg"),
        (unicodedata.normalize("NFD", "Ångström/é.jpg"), unicodedata.normalize("NFC", "Ångström/é.jpg")),
        (unicodedata.normalize("NFC", "が.jpg"), unicodedata.normalize("NFD", "が.jpg")),
        ("STRASSE.jpg", "straße.jpg"),
    ],
)
def test_other_spellings_of_the_path(name: str, path: str) -> None:
    assert_joined([name, "other"], [path, "unrelated.png"], "normalised", {name: path})


def test_the_exact_name_goes_before_another_spelling() -> None:
    paths = ["A.jpg", "a.jpg"]
    assert_joined(["a.jpg", "A.jpg"], paths, "exact", {"a.jpg": "a.jpg", "A.jpg": "A.jpg"})
    assert_joined(["a.jpg"], paths, "exact", {"a.jpg": "a.jpg"})


def test_a_spelling_of_two_names_or_two_images_is_not_matched() -> None:
    joined = assert_joined(["X.JPG"], ["x.jpg", "X.jpg"], "normalised", {})
    assert joined.unmatched_names == ("X.JPG",)
    assert_joined(["X.JPG", "x.JPG"], ["x.jpg", "y.jpg"], "normalised", {})
    assert_joined(["x.jpg", "X.JPG"], ["x.jpg", "X.jpg"], "exact", {"x.jpg": "x.jpg"})


def test_file_names_without_folders() -> None:
    names = ["1.jpg", "2.JPG", "3.jpg", "other/4.jpg", "other/5.jpg"]
    paths = ["a/1.jpg", "a/2.jpg", "a/3.jpg", "b/3.jpg", "c/4.jpg", "5.jpg"]
    expected = {"1.jpg": "a/1.jpg", "2.JPG": "a/2.jpg", "other/5.jpg": "5.jpg"}
    joined = assert_joined(names, paths, "basename", expected)
    assert joined.unmatched_names == ("3.jpg", "other/4.jpg")
    assert joined.unmatched_images == ("a/3.jpg", "b/3.jpg", "c/4.jpg")
    assert dict(joined.loose) == expected


@pytest.mark.parametrize(
    ("names", "paths", "expected"),
    [
        (["2018/owl.jpg"], ["2020/owl.jpg"], {}),
        (["2018/owl"], ["2020/owl.jpg"], {}),
        (["x/2018/owl.jpg"], ["2018/owl.jpg", "2020/tit.jpg"], {"x/2018/owl.jpg": "2018/owl.jpg"}),
        # One is the image folder of every name that starts there.
        (["2018/owl.jpg", "2020/tit.jpg"], ["owl.jpg", "2020/tit.jpg"], {"2020/tit.jpg": "2020/tit.jpg"}),
        (["/p/2018/owl.jpg", "/p/2020/tit.jpg"], ["owl.jpg", "2020/tit.jpg"], {"/p/2020/tit.jpg": "2020/tit.jpg"}),
        (["owl.jpg", "dog/1.jpg", "cat/1.jpg"], ["a/owl.jpg", "dog/1.jpg", "b/cat/1.jpg"],
         {"owl.jpg": "a/owl.jpg", "dog/1.jpg": "dog/1.jpg"}),
        # Two names of one image may be two images.
        (["x/owl.jpg", "y/owl.jpg"], ["owl.jpg"], {}),
        (["photos/2018/a.png", "photos/2020/b.png", "trash/c.png"], ["2018/a.png", "2020/b.png", "c.png"],
         {"photos/2018/a.png": "2018/a.png", "photos/2020/b.png": "2020/b.png"}),
        (["/x/cam/100CANON/a.png", "/x/cam/101CANON/b.png", "/x/trash/c.png"],
         ["100CANON/a.png", "101CANON/b.png", "c.png"],
         {"/x/cam/100CANON/a.png": "100CANON/a.png", "/x/cam/101CANON/b.png": "101CANON/b.png"}),
        (["photos/2018/a", "photos/2020/b", "trash/c"], ["2018/a.png", "2020/b.png", "c.png"],
         {"photos/2018/a": "2018/a.png", "photos/2020/b": "2020/b.png"}),
        (["/home/me/2019/a.jpg", "D:\\you\\2020\\b.jpg"], ["2019/a.jpg", "2020/b.jpg"], {}),
        # The name fits two images.
        (["x/2018/owl.jpg"], ["2018/owl.jpg", "owl.jpg", "tit.jpg"], {}),
    ],
)  # fmt: skip
def test_folders_that_disagree_keep_a_name_from_being_matched(names, paths, expected) -> None:
    for one in (names, names[::-1]):
        joined = join(one, paths)
        check(joined, one, paths)
        assert pairs(joined, one, paths) == expected


@pytest.mark.parametrize(
    "name", ["2020/a.png", "2020\\A.png", "2020/a", "2020/x/a.png", "photos/2020/a.png", "/x/2020/a.png", "2020/c.png"]
)
@pytest.mark.parametrize("others", [[], ["2020/b.png"], ["2018/b.png", "c.png"]])
def test_a_name_in_a_folder_of_the_collection_is_never_an_image_elsewhere(name: str, others: list[str]) -> None:
    paths = ["a.png", "2018/b.png", "2020/b.png", "old/2020/c.png", "d.png"]
    names = [name, *others]
    joined = join(names, paths)
    check(joined, names, paths)
    assert name not in pairs(joined, names, paths)


def test_why_leading_folders_do_not_fit_is_said() -> None:
    paths = ["2018/a.png", "2020/b.png", "c.png"]
    names = ["photos/2018/a.png", "photos/2020/b.png", "trash/c.png"]
    assert unmatched(match(names, paths), names, paths) == (
        Problem("trash/c.png", "its leading folders are not those of the other names"),
    )
    assert unmatched(match(["2020/c.png"], paths), ["2020/c.png"], paths) == (
        Problem("2020/c.png", "there is no such image in the folder '2020/' of the collection"),
    )


def test_only_the_images_that_fit_are_counted() -> None:
    paths = [f"{folder}/a.png" for folder in ("x/1", "y/1", "2", "3", "4")]
    (problem,) = unmatched(match(["1/a.png"], paths), ["1/a.png"], paths)
    assert problem.reason.startswith("2 images have this name")


@pytest.mark.parametrize(
    "names",
    [
        ["/home/me/photos/2019/a b.jpg", "/home/me/photos/2020/kite.jpg"],
        ["C:\\me\\photos\\2019\\a b.jpg", "c:/me/photos/2020/kite.jpg"],
        ["\\\\server\\share\\2019\\a b.jpg", "//server/share/2020/kite.jpg"],
        ["file:///home/me/2019/a%20b.jpg", "file://localhost/home/me/2020/kite.jpg"],
        ["file:///C:/me/2019/a%20b.jpg", "file:///c:/me/2020/kite.jpg"],
        ["/home/me/x/../2019/a b.jpg", "/home/me/2020/kite.jpg"],
    ],
)
def test_absolute_names_are_matched_below_the_image_folder(names: list[str]) -> None:
    paths = ["2019/a b.jpg", "2020/kite.jpg", "2021/kite.jpg"]
    joined = join(names, paths)
    check(joined, names, paths)
    assert list(pairs(joined, names, paths).values()) == paths[:2]


def test_an_absolute_name_below_the_image_folder_is_that_path() -> None:
    root = Path("/home/me/Photos")
    names = ["/home/me/photos/2020/kite.jpg", "/home/me/photos/kite.jpg", "/home/me/other/owl.jpg", "/x/2021/owl.jpg"]
    paths = ["2020/kite.jpg", "kite.jpg", "2020/owl.jpg", "x.jpg"]
    joined = join(names, paths, root)
    assert pairs(joined, names, paths) == {names[0]: paths[0], names[1]: paths[1]}
    assert joined.refused[0] == Problem("/home/me/other/owl.jpg", "the name is an absolute path")


def test_several_spellings_mean_one_image() -> None:
    names = ["2020/owl.jpg", "2020\\OWL.jpg", "owl.jpg", "./2020//owl", "2020/owl.jpg"]
    assert match(names, ["2020/owl.jpg", "tit.jpg"]).image_of_name.tolist() == [0] * 5


def test_a_file_name_that_a_better_match_already_took_is_not_matched_again() -> None:
    names, paths = ["a/1.jpg", "1.jpg", "2.jpg"], ["a/1.jpg", "c/3.jpg", "c/2.jpg"]
    joined = join(names, paths)
    check(joined, names, paths)
    assert pairs(joined, names, paths) == {"a/1.jpg": "a/1.jpg", "2.jpg": "c/2.jpg"}
    # The image b/1.jpg is the only one left of that name, but "1.jpg" may as well mean a/1.jpg.
    assert_joined(["a/1.jpg", "1.jpg"], ["a/1.jpg", "b/1.jpg"], "exact", {"a/1.jpg": "a/1.jpg"})


def test_names_without_endings() -> None:
    assert_joined(["1", "b/2.png"], ["a/1.jpg", "b/2.jpg"], "stem", {"1": "a/1.jpg", "b/2.png": "b/2.jpg"})
    assert_joined(["a/1", "b/1"], ["a/1.jpg", "b/1.jpg"], "stem", {"a/1": "a/1.jpg", "b/1": "b/1.jpg"})
    assert_joined(["17", "4"], ["4.jpg", "17.jpg", "5.jpg"], "stem", {"17": "17.jpg", "4": "4.jpg"})


def test_only_the_ending_of_an_image_is_taken_off() -> None:
    assert_joined(["photo.v2"], ["photo.jpg"], "stem", {})
    assert_joined(["photo.v2"], ["photo.v2.jpg"], "stem", {"photo.v2": "photo.v2.jpg"})


def test_the_same_stem_twice_is_not_matched() -> None:
    joined = assert_joined(["1"], ["1.jpg", "1.png"], "stem", {})
    assert joined.unmatched_images == ("1.jpg", "1.png")
    assert_joined(["1.gif", "1.bmp"], ["1.jpg"], "stem", {})


NUMBERED = [f"{folder}/{i}.jpg" for folder in ("cat", "dog") for i in range(5)]


@pytest.mark.parametrize("folder", ["images/", "data/images/", "My Data/Set 1/Images/"])
def test_names_that_start_higher_than_the_image_folder(folder: str) -> None:
    names = [folder + path for path in NUMBERED]
    joined = assert_joined(names, NUMBERED, "shifted", dict(zip(names, NUMBERED, strict=True)))
    assert joined.shift == f"the leading {folder.lower()!r} of the names was ignored"


@pytest.mark.parametrize("folder", ["images/", "data/images/"])
def test_names_that_start_lower_than_the_image_folder(folder: str) -> None:
    paths = [folder + path for path in NUMBERED] + ["masks/1.png", "thumbs/cat/1.jpg"]
    joined = assert_joined(NUMBERED, paths, "shifted", dict(zip(NUMBERED, paths, strict=False)))
    assert joined.shift == f"the names were taken to be relative to the folder {folder!r}"


def test_a_shift_is_found_beside_loose_images_of_the_same_name() -> None:
    paths = [*NUMBERED, "0.jpg", "1.jpg"]
    names = ["images/" + path for path in paths]
    assert_joined(names, paths, "shifted", dict(zip(names, paths, strict=True)))


def test_a_shift_is_found_where_some_names_and_images_have_no_partner() -> None:
    names = ["images/" + path for path in NUMBERED[:8]] + ["images/cow/1.jpg", "elsewhere/x.jpg"]
    assert_joined(names, NUMBERED, "shifted", {"images/" + path: path for path in NUMBERED[:8]})


def test_two_shifts_that_fit_are_not_guessed_between() -> None:
    paths = [f"{kind}/{path}" for kind in ("images", "masks") for path in NUMBERED]
    joined = assert_joined(NUMBERED, paths, "shifted", {})
    assert joined.shift == ""
    assert joined.unmatched_names == tuple(NUMBERED)


def test_a_shift_that_helps_few_names_is_a_coincidence() -> None:
    names = [f"x/{i}.jpg" for i in range(5)] + ["y/0.jpg"]
    paths = ["0.jpg"] + [f"{folder}/{i}.jpg" for folder in "ab" for i in range(1, 5)]
    assert_joined(names, paths, "shifted", {})


@pytest.mark.parametrize("ambiguous", [1, 10])
def test_a_few_names_do_not_decide_for_the_others(ambiguous: int) -> None:
    """Every name but one fits an image in both folders: that one does not tell where the others are."""
    names = [f"{i}.jpg" for i in range(ambiguous)] + ["fox.jpg"]
    paths = [f"{year}/{i}.jpg" for year in (2018, 2020) for i in range(ambiguous)] + ["2018/fox.jpg"]
    assert assert_joined(names, paths, "basename", {"fox.jpg": "2018/fox.jpg"}).shift == ""


def test_half_of_the_names_do_not_decide_for_the_others() -> None:
    names = [f"2018/{i}.jpg" for i in range(4)] + [f"2019/{i}.jpg" for i in range(4, 8)]
    paths = [f"{i}.jpg" for i in range(4)] + [f"{folder}/{i}.jpg" for folder in "ab" for i in range(4, 8)]
    assert find_shift(names, paths) is None


def test_nothing_is_shifted_where_any_name_is_a_path() -> None:
    paths = ["cat/1.jpg", "images/cat/1.jpg", "images/dog/1.jpg"]
    assert_joined(["cat/1.jpg", "dog/1.jpg"], paths, "exact", {"cat/1.jpg": "cat/1.jpg"})


def test_a_name_that_is_there_twice_is_not_matched_and_reported_once() -> None:
    names = ["a.jpg", "b.jpg", "a.jpg", "c.jpg", "a.jpg"]
    joined = assert_joined(names, ["a.jpg", "b.jpg"], "exact", {"b.jpg": "b.jpg"})
    assert joined.duplicates == ("a.jpg",)
    assert joined.unmatched_names == ("c.jpg",)
    assert joined.unmatched_images == ("a.jpg",)


def test_names_that_leave_the_folder_are_refused_and_reported() -> None:
    names = ["/c.jpg", "../a.jpg", "C:\\c.jpg", "a.jpg", "a\0.jpg", "", "x/../a.jpg", "\\\\server\\a.jpg"]
    joined = assert_joined(names, ["a.jpg", "b.jpg"], "exact", {"a.jpg": "a.jpg"})
    assert [problem.path for problem in joined.refused] == [
        "/c.jpg",
        "../a.jpg",
        "C:\\c.jpg",
        "a\\x00.jpg",
        "",
        "x/../a.jpg",
        "\\\\server\\a.jpg",
    ]
    assert_joined(["../b.jpg", "/../../b.jpg"], ["a.jpg", "c.jpg"], "exact", {})


def test_nothing_to_match() -> None:
    check(join([], ["a.jpg"]), [], ["a.jpg"])
    check(join(["a.jpg"], []), ["a.jpg"], [])
    check(join([], []), [], [])


PART = st.sampled_from(["a", "A", "b", "é", "e\u0301", "1", "..", ".", "", "C:", "\0", "a b"])
NAME = st.builds(
    lambda parts, separator, ending: separator.join(parts) + ending,
    st.lists(PART, min_size=1, max_size=3),
    st.sampled_from(["/", "\\"]),
    st.sampled_from(["", ".jpg", ".JPG", ".png", ".x"]),
)
PATHS = st.lists(NAME.filter(lambda name: fault(name) is None), max_size=8, unique=True)


@given(st.lists(NAME, max_size=10), PATHS)
def test_every_name_and_image_is_accounted_for(names: list[str], paths: list[str]) -> None:
    joined = join(names, paths)
    check(joined, names, paths)
    matched = pairs(joined, names, paths)
    for name in names:
        if name in paths and names.count(name) == 1:
            assert matched[name] == name
    for name, path in matched.items():
        if any(normalized(text).rpartition("/")[2].strip(".") in ("", "jpg", "png", "x") for text in (name, path)):
            continue  # not a name of a file
        one, other = ([p for p in normalized(text).split("/") if p not in ("", ".")] for text in (name, path))
        one[-1], other[-1] = one[-1].partition(".")[0], other[-1].partition(".")[0]
        shorter = min(len(one), len(other))
        assert one[-shorter:] == other[-shorter:]


@given(st.data(), st.lists(NAME, max_size=8), PATHS)
def test_the_order_of_names_and_images_does_not_matter(data: st.DataObject, names: list[str], paths: list[str]) -> None:
    shuffled_names, shuffled_paths = data.draw(st.permutations(names)), data.draw(st.permutations(paths))
    there = join(names, paths)
    again = join(shuffled_names, shuffled_paths)
    assert pairs(there, names, paths) == pairs(again, shuffled_names, shuffled_paths)
    assert there.steps == again.steps


def test_many_names_are_matched() -> None:
    paths = [f"folder {i % 100:03}/IMG_{i:06}.jpg" for i in range(100_000)]
    names = paths[::-1]
    assert join(names, paths).matched == 100_000


# Why nothing matched.


def explanation(names: Sequence[str], paths: Sequence[str]) -> str:
    joined = join(names, paths)
    assert joined.matched == 0
    return explain_no_match(joined, names, paths)


def test_the_explanation_shows_three_samples_of_each_side() -> None:
    text = explanation([f"x/{i}.jpg" for i in range(1200)], ["a.png", "b.png", "c.png", "d\u0301.png"])
    assert "none of its 1,200 names is one of the 4 images" in text
    assert "'x/0.jpg', 'x/600.jpg', 'x/1199.jpg'" in text
    assert "'a.png', 'c.png', 'd\u0301.png'" in text
    assert "features of other images" in text
    assert "'x'; the images are like 'a.png'." in explanation(["x"], ["a.png"])


@pytest.mark.parametrize(
    ("start", "folders"),
    [
        ("../Set 1/", "../Set 1/"),
        ("x/../", "x/../"),
    ],
)
def test_names_that_lead_out_are_explained_with_what_to_leave_out(start: str, folders: str) -> None:
    text = explanation([start + path for path in NUMBERED], NUMBERED)
    assert "cannot be used because the name" in text
    assert f"Write them without {folders!r}." in text
    assert "Write them" not in explanation([start + "unknown.jpg"], NUMBERED)


def test_ambiguous_folders_are_named_as_they_are_written() -> None:
    paths = [f"{kind}/{path}" for kind in ("Images", "Masks") for path in NUMBERED]
    text = explanation(NUMBERED, paths)
    assert "with 'Images/' as the image folder or with 'Masks/' as the image folder" in text
    text = explanation([f"{part}\\{path}" for part in ("Train", "Test") for path in NUMBERED], NUMBERED)
    assert "without the leading 'Train/' of the names or without the leading 'Test/' of the names" in text


@pytest.mark.parametrize(
    ("names", "paths", "cause"),
    [
        (["a.jpg", "a.jpg"], ["a.jpg"], "occurs more than once"),
        (["10", "11"], ["a.jpg"], "names are numbers"),
        (["1.jpg", "2.jpg"], [f"{a}/{b}.jpg" for a in ("x", "y") for b in (1, 2)], "with 'x/' as the image folder"),
        (["1.jpg"], [f"a/b/c/{x}/1.jpg" for x in "pq"], "more than once, so it is not clear"),
    ],
)
def test_other_causes_are_named(names: list[str], paths: list[str], cause: str) -> None:
    assert cause in explanation(names, paths)


@given(st.lists(NAME, min_size=1, max_size=6), PATHS.filter(bool))
def test_there_is_always_an_explanation_on_one_line(names: list[str], paths: list[str]) -> None:
    joined = join(names, paths)
    if joined.matched == 0:
        text = explain_no_match(joined, names, paths)
        assert "\n" not in text
        assert "\0" not in text
        assert text.endswith(".")
