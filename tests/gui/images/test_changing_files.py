"""Files that change while they are shown: never a wrong picture, and the new one without being asked."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patience import let_events_pass, wait_for, wait_until
from pictures import picture
from PIL import Image
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from annotator.data.files.file_state import FileState
from annotator.data.images.thumbnail_store import ThumbnailStore
from annotator.gui.images import file_watch
from annotator.gui.images.freedesktop_cache import FreedesktopCache
from annotator.gui.images.memory_cache import MemoryCache
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.images.thumbnail_maker import ThumbnailMaker

OLD = 1_600_000_000
Make = Callable[..., ThumbnailLoader]


def save(path: Path, shade: int, when: int = OLD, size: tuple[int, int] = (300, 200)) -> None:
    """Put a picture of one gray in place of ``path`` at once, as editors do."""
    part = path.with_suffix(".part")
    Image.new("RGB", size, (shade, shade, shade)).save(part, "JPEG", quality=95)
    os.utime(part, (when, when))
    part.replace(path)


def shade_of(pixmap: QPixmap | None) -> int | None:
    return None if pixmap is None else pixmap.toImage().pixelColor(5, 5).red()


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    loaders: list[ThumbnailLoader] = []

    def build(path_of: Callable[[int], Path], **options: object) -> ThumbnailLoader:
        loaders.append(ThumbnailLoader(path_of, **options))
        return loaders[-1]

    yield build
    for loader in loaders:
        loader.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ThumbnailStore]:
    opened = ThumbnailStore(tmp_path / "thumbnails.db")
    yield opened
    opened.close()


def test_a_file_that_changes_on_screen_is_shown_anew(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    save(path, 200)
    loader = make(lambda _: path)
    loader.keep_only({0}, "grid")
    with qtbot.waitSignal(loader.ready):
        loader.pixmap(0, 128)
    save(path, 50, OLD + 60)
    with qtbot.waitSignal(loader.ready):
        loader.look_for_changes()
    assert shade_of(loader.pixmap(0, 128)) in range(48, 53)


def test_every_size_shows_the_same_content(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    save(path, 200)
    loader = make(lambda _: path)
    for edge in (64, 128):
        with qtbot.waitSignal(loader.ready):
            loader.pixmap(0, edge)
    save(path, 50, OLD + 60)
    with qtbot.waitSignal(loader.ready):
        loader.pixmap(0, 256)
    assert shade_of(loader.pixmap(0, 256)) in range(48, 53)
    assert shade_of(loader.pixmap(0, 64)) in range(48, 53)  # not the small one of before


def test_a_broken_file_is_tried_again_once_it_changed_and_not_before(
    make: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"half a picture")
    loader = make(lambda _: path)
    loader.keep_only({0}, "grid")
    with qtbot.waitSignal(loader.failed):
        loader.pixmap(0, 128)
    looks: list[Path] = []
    real = file_watch.FileState.of
    monkeypatch.setattr(file_watch, "FileState", SimpleNamespace(of=lambda path: looks.append(path) or real(path)))
    seen: list[int] = []
    loader.ready.connect(seen.append)
    for number in (1, 2):  # it looks again after it has told what it saw before
        loader.look_for_changes()
        wait_until(lambda number=number: len(looks) == number)
    let_events_pass()
    assert seen == []
    assert loader.error(0) is not None
    save(path, 90)
    with qtbot.waitSignal(loader.ready):
        loader.look_for_changes()
    assert loader.error(0) is None
    with qtbot.waitSignal(loader.ready):
        loader.pixmap(0, 128)


def test_a_file_that_went_away_says_so_and_comes_back(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    save(path, 90)
    loader = make(lambda _: path)
    loader.keep_only({0}, "grid")
    with qtbot.waitSignal(loader.ready):
        loader.pixmap(0, 128)
    path.unlink()
    with qtbot.waitSignal(loader.failed) as failure:
        loader.look_for_changes()
    assert "the file is missing" in failure.args[1]
    assert loader.pixmap(0, 128) is None
    save(path, 30)
    with qtbot.waitSignal(loader.ready):
        loader.look_for_changes()
    with qtbot.waitSignal(loader.ready):
        loader.pixmap(0, 128)
    assert shade_of(loader.pixmap(0, 128)) in range(28, 33)


def test_clearing_while_a_picture_is_decoded_does_not_lose_it(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    save(path, 90)
    go = threading.Event()

    class Slow(ThumbnailMaker):
        def make(self, path, edge):  # type: ignore[no-untyped-def]
            wait_for(go)
            return super().make(path, edge)

    loader = make(lambda _: path, maker=Slow(), threads=1)
    loader.ready.connect(lambda image: loader.pixmap(image, 128))  # as a grid does
    loader.pixmap(0, 128)
    qtbot.waitUntil(lambda: loader.waiting == 0)
    loader.clear()
    go.set()
    qtbot.waitUntil(lambda: loader.pixmap(0, 64) is not None)


def test_thumbnails_come_from_the_disk_the_second_time(tmp_path: Path, store: ThumbnailStore) -> None:
    path = tmp_path / "a.png"
    picture(600, 400).save(path)
    os.utime(path, (OLD, OLD))
    maker = ThumbnailMaker(store)
    first = maker.make(path, 128)
    store.flush()
    data = path.read_bytes()
    path.write_bytes(bytes(len(data)))  # the same size and time: only the store can answer
    os.utime(path, (OLD, OLD))
    second = maker.make(path, 128)
    assert first.image is not None
    assert second.image is not None
    assert second.image.size() == first.image.size()
    assert second.image.pixelColor(10, 10).red() > 150
    os.utime(path, (OLD + 60, OLD + 60))
    assert maker.make(path, 128).image is None


def test_images_shown_in_full_are_not_kept(tmp_path: Path, store: ThumbnailStore) -> None:
    path = tmp_path / "a.png"
    picture(60, 40).save(path)
    os.utime(path, (OLD, OLD))
    ThumbnailMaker(store).make(path, 128)
    store.flush()
    state = FileState.of(path)
    assert state is not None
    assert store.get(path, state, 128) is None


def test_shared_thumbnails_are_written_only_where_that_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    save(path, 100, size=(800, 600))
    maker = ThumbnailMaker(shared=FreedesktopCache(tmp_path / "shared"))
    maker.make(path, 256)
    assert not (tmp_path / "shared").exists()
    maker.share = True
    maker.make(path, 256)
    assert len(list((tmp_path / "shared").rglob("*.png"))) == 1


def test_an_answer_that_is_out_of_date_is_not_shown(qtbot: QtBot) -> None:
    cache = MemoryCache(1_000_000)
    before, after = FileState(1, 1, 1), FileState(2, 2, 2)
    assert cache.put(0, 128, QPixmap(10, 10), after, seen=20)
    assert not cache.put(0, 64, QPixmap(10, 10), before, seen=10)
    assert cache.nearest(0, 64) is cache.get(0, 128)
    assert cache.put(0, 64, QPixmap(10, 10), before, seen=30)  # put back: what was seen last counts
    assert cache.get(0, 128) is None
    assert cache.bytes == 400


@pytest.mark.qt_log_ignore("Invalid JPEG file structure")  # a step cuts a file off
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("replace"), st.integers(0, 3), st.integers(0, 9)),
            st.tuples(st.just("break"), st.integers(0, 3), st.just(0)),
            st.tuples(st.just("show"), st.integers(0, 3), st.sampled_from([64, 128, 256])),
            st.tuples(st.just("scroll"), st.integers(0, 3), st.just(0)),
        ),
        max_size=25,
    )
)
def test_never_a_wrong_picture(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    """Files are replaced while the pool reads them.

    No cell ever shows a picture of another image, and in the end each shows its file.
    """
    folder = tmp_path_factory.mktemp("changing")
    paths = [folder / f"{image}.jpg" for image in range(4)]
    # The shade tells the image (60 each) and the version of its content (5 each).
    now = [0, 0, 0, 0]
    for image, path in enumerate(paths):
        save(path, 60 * image)
    store = ThumbnailStore(folder / "thumbnails.db")
    loader = ThumbnailLoader(paths.__getitem__, threads=3, maker=ThumbnailMaker(store))

    def check(image: int, edge: int) -> int | None:
        shade = shade_of(loader.pixmap(image, edge, "grid"))
        assert shade is None or -3 <= shade - 60 * image <= 5 * 9 + 3
        return shade

    loader.ready.connect(lambda image: check(image, 128))
    try:
        for time, (what, image, value) in enumerate(steps):
            if what == "replace":
                now[image] = value
                save(paths[image], 60 * image + 5 * value, OLD + time)
            elif what == "break":
                paths[image].write_bytes(paths[image].read_bytes()[:200])
            elif what == "show":
                check(image, value)
            else:
                loader.keep_only({image}, "grid")
        for image, path in enumerate(paths):
            save(path, 60 * image + 5 * now[image], OLD + 1000)
        loader.keep_only(range(4), "grid")

        def right(image: int) -> bool:
            loader.look_for_changes()
            shade = check(image, 128)
            return shade is not None and abs(shade - 60 * image - 5 * now[image]) <= 2

        for image in range(4):
            qtbot.waitUntil(lambda image=image: right(image))
    finally:
        loader.close()
        store.close()
