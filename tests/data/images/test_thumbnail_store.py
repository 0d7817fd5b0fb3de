"""Thumbnails on disk: the right one or none, within the limit, and never in the way of the program."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.data.files.file_state import FileState
from annotator.data.images.thumbnail_store import ThumbnailStore

STATE = FileState(mtime=1_600_000_000_000_000_000, size=1234, inode=7)
LATER = FileState(mtime=1_600_000_100_000_000_000, size=1234, inode=7)
PHOTO = Path("/photos/a b ü.jpg")

Make = Callable[..., ThumbnailStore]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Return a maker of stores on one file, which are closed after the test; what they tell is in ``make.told``."""
    stores: list[ThumbnailStore] = []
    told: list[str] = []

    def build(**options: int) -> ThumbnailStore:
        stores.append(ThumbnailStore(tmp_path / "cache" / "thumbnails.db", tell=told.append, **options))
        return stores[-1]

    build.told = told  # type: ignore[attr-defined]
    yield build
    for store in stores:
        store.close()


def test_what_was_put_is_found_again_also_by_the_next_run(make: Make) -> None:
    store = make()
    assert store.get(PHOTO, STATE, 128) is None
    store.put(PHOTO, STATE, 128, b"small")
    store.put(PHOTO, STATE, 256, b"large")
    store.flush()
    assert store.get(PHOTO, STATE, 128) == b"small"
    store.close()
    again = make()
    assert again.get(PHOTO, STATE, 256) == b"large"
    assert again.get(Path("/photos/other.jpg"), STATE, 256) is None
    assert make.told == []


def test_a_file_that_changed_has_no_thumbnail_until_it_is_made_anew(make: Make) -> None:
    store = make()
    store.put(PHOTO, STATE, 128, b"before")
    store.flush()
    assert store.get(PHOTO, LATER, 128) is None
    assert store.get(PHOTO, FileState(STATE.mtime, 999, 7), 128) is None
    store.put(PHOTO, LATER, 128, b"after")
    store.flush()
    assert store.get(PHOTO, LATER, 128) == b"after"
    assert store.get(PHOTO, STATE, 128) is None


def test_a_file_written_just_now_is_not_kept(make: Make, tmp_path: Path) -> None:
    """Another change within the same tick of the clock could not be told from this one."""
    (tmp_path / "a.jpg").write_bytes(b"x")
    state = FileState.of(tmp_path / "a.jpg")
    assert state is not None
    store = make()
    store.put(tmp_path / "a.jpg", state, 128, b"data")
    store.flush()
    assert store.get(tmp_path / "a.jpg", state, 128) is None


def test_names_that_are_no_text_have_thumbnails(make: Make) -> None:
    store = make()
    odd = Path(os.fsdecode(b"/photos/\xff\xfe.jpg"))
    store.put(odd, STATE, 128, b"odd")
    store.flush()
    assert store.get(odd, STATE, 128) == b"odd"


def test_the_limit_holds_and_what_was_used_lately_stays(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_700_000_000.0
    monkeypatch.setattr("annotator.data.images.thumbnail_store.time.time", lambda: now)
    store = make(limit=2_000_000)
    for number in range(200):
        if number == 60:
            now += 7200
            assert store.get(Path("/photos/0"), STATE, 128) is not None  # its use is noted
        store.put(Path(f"/photos/{number}"), STATE, 128, bytes(10_000))
        if number % 50 == 49:
            store.flush()
    store.flush()
    assert store.bytes < 2_300_000  # with the journal
    kept = [number for number in range(200) if store.get(Path(f"/photos/{number}"), STATE, 128) is not None]
    assert 199 in kept
    assert 0 in kept
    assert 1 not in kept
    assert len(kept) > 120


def test_a_limit_of_nothing_keeps_nothing(make: Make) -> None:
    store = make(limit=0)
    store.put(PHOTO, STATE, 128, b"x")
    store.flush()
    assert store.get(PHOTO, STATE, 128) is None
    assert not store.file.exists()


def test_clearing_gives_the_space_back(make: Make) -> None:
    store = make()
    for number in range(200):
        store.put(Path(f"/photos/{number}"), STATE, 128, bytes(10_000))
    store.flush()
    assert store.bytes > 2_000_000
    store.clear()
    assert store.bytes < 100_000
    assert store.get(Path("/photos/3"), STATE, 128) is None
    store.put(PHOTO, STATE, 128, b"new")
    store.flush()
    assert store.get(PHOTO, STATE, 128) == b"new"


@pytest.mark.parametrize(
    "content", [b"this is no database, this is no database " * 200, b"SQLite format 3\0" + bytes(5000)]
)
def test_a_damaged_file_is_made_anew_with_one_remark(make: Make, content: bytes) -> None:
    store = make()
    store.file.parent.mkdir(parents=True)
    store.file.write_bytes(content)
    assert store.get(PHOTO, STATE, 128) is None
    store.put(PHOTO, STATE, 128, b"new")
    store.flush()
    assert store.get(PHOTO, STATE, 128) == b"new"
    assert len(make.told) == 1
    assert "is rebuilt" in make.told[0]


def test_damage_in_the_middle_of_a_run_never_raises(make: Make) -> None:
    store = make()
    for number in range(100):
        store.put(Path(f"/photos/{number}"), STATE, 128, bytes(range(256)) * 40)
    store.flush()
    store.close()
    data = bytearray(store.file.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    store.file.write_bytes(data)
    store = make()
    for number in range(100):
        assert store.get(Path(f"/photos/{number}"), STATE, 128) is None
        store.put(Path(f"/photos/{number}"), STATE, 128, b"again")
    store.flush()
    assert len(make.told) == 1
    store.put(PHOTO, STATE, 128, b"new")
    store.flush()
    assert store.get(PHOTO, STATE, 128) == b"new"


def test_a_file_of_another_version_is_replaced_without_a_word(make: Make) -> None:
    store = make()
    store.file.parent.mkdir(parents=True)
    other = sqlite3.connect(store.file)
    other.executescript("CREATE TABLE thumbnails (x); PRAGMA user_version = 99;")
    other.close()
    store.put(PHOTO, STATE, 128, b"new")
    store.flush()
    assert store.get(PHOTO, STATE, 128) == b"new"
    assert make.told == []


def test_a_place_that_cannot_be_used_is_left_out_with_one_remark(make: Make, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    store = make()
    for _ in range(3):
        assert store.get(PHOTO, STATE, 128) is None
        store.put(PHOTO, STATE, 128, b"x")
        store.flush()
    assert len(make.told) == 1
    assert "not kept" in make.told[0]
    assert not store.usable


def test_a_file_that_another_program_holds_is_left_out(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.data.images.thumbnail_store._WAIT_SECONDS", 0.05)
    store = make()
    store.put(PHOTO, STATE, 128, b"x")
    store.flush()
    holder = sqlite3.connect(store.file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    second = make()
    second.put(Path("/photos/b"), STATE, 128, b"y")
    second.flush()
    holder.execute("ROLLBACK")
    holder.close()
    assert len(make.told) == 1
    assert "locked" in make.told[0]
    assert store.get(PHOTO, STATE, 128) == b"x"


def test_two_programs_share_one_file(make: Make) -> None:
    first, second = make(), make()
    for number in range(40):
        (first, second)[number % 2].put(Path(f"/photos/{number}"), STATE, 128, bytes([number]))
    first.flush()
    second.flush()
    assert all(first.get(Path(f"/photos/{n}"), STATE, 128) == bytes([n]) for n in range(40))
    assert make.told == []


def test_a_closed_store_takes_and_gives_nothing(make: Make) -> None:
    store = make()
    store.put(PHOTO, STATE, 128, b"x")
    store.close()
    store.put(PHOTO, STATE, 256, b"x")
    store.flush()
    assert store.get(PHOTO, STATE, 128) is None
    assert not [thread for thread in threading.enumerate() if thread.name == "thumbnail-store"]
    assert make().get(PHOTO, STATE, 128) == b"x"  # what waited was written


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from([64, 128]), st.integers(0, 2), st.booleans()), max_size=30
    )
)
def test_never_another_picture(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int, bool]]
) -> None:
    """Whatever is put in whatever order, what comes out belongs to exactly that file, content and size."""
    store = ThumbnailStore(tmp_path_factory.mktemp("store") / "thumbnails.db")
    try:
        for name, edge, version, put in steps:
            state = FileState(STATE.mtime + version, 10, 1)
            mine = f"{name} {edge} {version}".encode()
            if put:
                store.put(Path(name), state, edge, mine)
                store.flush()
                assert store.get(Path(name), state, edge) == mine
            else:
                assert store.get(Path(name), state, edge) in (None, mine)
    finally:
        store.close()
