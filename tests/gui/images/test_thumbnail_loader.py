"""The loader: order, cancelling, cache budget, remembered errors, short deliveries."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from patience import hold_up, wait_until
from pictures import save_many, truncate
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from annotator.errors import ImageError
from annotator.gui.images.decode_queue import DecodeQueue
from annotator.gui.images.memory_cache import MemoryCache
from annotator.gui.images.thumbnail_loader import ThumbnailLoader, snap_edge

Make = Callable[..., ThumbnailLoader]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    """Return a maker of loaders that are closed after the test."""
    loaders: list[ThumbnailLoader] = []

    def build(path_of: Callable[[int], Path], **options: int) -> ThumbnailLoader:
        loaders.append(ThumbnailLoader(path_of, **options))
        return loaders[-1]

    yield build
    for loader in loaders:
        loader.close()


def test_sizes_are_few_and_never_too_small() -> None:
    edges = {snap_edge(edge) for edge in range(1, 2048)}
    assert len(edges) <= 22
    assert all(edge <= snap_edge(edge) <= max(64, edge * 1.25) for edge in range(40, 2000, 7))
    assert snap_edge(1_000_000) == max(edges)


def test_a_thumbnail_arrives(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    paths = save_many(tmp_path, 3, 300, 200)
    loader = make(paths.__getitem__)
    with qtbot.waitSignal(loader.ready) as arrived:
        assert loader.pixmap(1, 128) is None
    assert arrived.args == [1]
    pixmap = loader.pixmap(1, 128)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (128, 85)


def test_another_size_serves_until_the_right_one_is_there(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    loader = make(save_many(tmp_path, 1, 600, 400).__getitem__)
    with qtbot.waitSignal(loader.ready):
        loader.pixmap(0, 128)
    with qtbot.waitSignal(loader.ready):
        small = loader.pixmap(0, 512)
        assert small is not None
        assert small.width() == 128
    large = loader.pixmap(0, 512)
    assert large is not None
    assert large.width() == 512


def test_errors_are_remembered_with_their_reason(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    good, cut = save_many(tmp_path, 2)
    empty = tmp_path / "empty.jpg"
    empty.touch()
    paths = [good, truncate(cut), empty, tmp_path / "gone.jpg"]
    loader = make(paths.__getitem__)
    failures: dict[int, str] = {}
    loader.failed.connect(failures.__setitem__)
    for image in range(4):
        loader.pixmap(image, 128)
    qtbot.waitUntil(lambda: len(failures) == 3)
    assert "empty" in failures[2]
    assert "truncated" in failures[1]
    assert "gone.jpg" in failures[3]
    assert loader.error(2) == failures[2]
    assert loader.error(0) is None
    assert loader.pixmap(2, 128) is None
    assert loader.waiting == 0  # not asked for again


def test_a_repaired_file_is_shown_after_clear(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = save_many(tmp_path, 1)
    data = path.read_bytes()
    path.write_bytes(b"")
    loader = make(lambda _: path)
    with qtbot.waitSignal(loader.failed):
        loader.pixmap(0, 128)
    path.write_bytes(data)
    loader.clear()
    with qtbot.waitSignal(loader.ready):
        loader.pixmap(0, 128)
    assert loader.error(0) is None


def test_a_path_that_is_refused_is_an_error_of_the_image(make: Make, tmp_path: Path) -> None:
    def refuse(image: int) -> Path:
        raise ImageError(f"{image}: lies outside of the image folder")

    loader = make(refuse)
    assert loader.pixmap(7, 128) is None
    assert loader.error(7) == "7: lies outside of the image folder"


def test_cache_stays_within_its_bytes(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    paths = save_many(tmp_path, 20, 128, 128)
    budget = 5 * 128 * 128 * 4
    loader = make(paths.__getitem__, cache_bytes=budget)
    seen: list[int] = []
    loader.ready.connect(seen.append)
    for image in range(20):
        loader.pixmap(image, 128)
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert 0 < loader.cached_bytes <= budget


def test_least_recently_used_goes_first(qtbot: QtBot) -> None:
    cache = MemoryCache(3 * 10 * 10 * 4)
    for image in range(3):
        cache.put(image, 64, QPixmap(10, 10))
    assert cache.get(0, 64) is not None
    cache.put(3, 64, QPixmap(10, 10))
    assert cache.get(1, 64) is None
    assert cache.get(0, 64) is not None
    assert cache.bytes == 3 * 400
    cache.put(4, 64, QPixmap(500, 500))  # larger than everything: kept alone
    assert cache.get(4, 64) is not None
    assert cache.get(0, 64) is None


def test_many_threads_deliver_everything_once(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    paths = save_many(tmp_path, 60)
    loader = make(paths.__getitem__, threads=4)
    seen: list[int] = []
    loader.ready.connect(seen.append)
    for _ in range(3):
        for image in range(60):
            loader.pixmap(image, 128)
    qtbot.waitUntil(lambda: len(seen) >= 60)
    qtbot.waitUntil(lambda: not loader.waiting and not loader._queue._taken)  # nothing is on its way
    assert sorted(seen) == list(range(60))


def test_delivery_leaves_the_window_time(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    """A slow listener does not make one delivery long: the rest waits for the next turn."""
    paths = save_many(tmp_path, 30)
    loader = make(paths.__getitem__, threads=2)
    seen: list[float] = []

    def slow(_image: int) -> None:
        seen.append(time.perf_counter())
        hold_up(0.002)

    loader.ready.connect(slow)
    for image in range(30):
        loader.pixmap(image, 128)
    wait_until(lambda: len(loader._results) == 30)
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(0)
    qtbot.waitUntil(lambda: len(seen) == 30)
    between = sum(1 for tick in ticks if seen[0] < tick < seen[-1])
    assert between >= 3


def test_closing_waits_for_the_threads(make: Make, tmp_path: Path) -> None:
    paths = save_many(tmp_path, 50)
    loader = make(paths.__getitem__, threads=2)
    for image in range(50):
        loader.pixmap(image, 128)
    loader.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("thumbnails")]
    assert loader.pixmap(1, 128) is None  # asking a closed loader is harmless
    assert loader.waiting == 0


PATH = Path("x.jpg")


def drained(queue: DecodeQueue) -> list[int]:
    found = []
    while len(queue):
        request = queue.take()
        assert request is not None
        found.append(request.image)
    return found


def test_what_is_on_screen_now_comes_first_in_reading_order() -> None:
    queue = DecodeQueue()
    for image in (1, 2, 3):
        queue.put(image, 64, PATH, "grid")
    queue.put(90, 64, PATH, "grid", ahead=True)
    queue.keep_only({1, 2, 3, 4, 5}, "grid")
    for image in (4, 5, 3):
        queue.put(image, 64, PATH, "grid")
    assert drained(queue) == [4, 5, 3, 1, 2]


def test_prefetched_images_come_last_and_move_up_when_they_are_seen() -> None:
    queue = DecodeQueue()
    for image in (7, 8):
        queue.put(image, 64, PATH, "grid", ahead=True)
    queue.put(1, 64, PATH, "grid")
    queue.put(8, 64, PATH, "grid")
    assert drained(queue) == [1, 8, 7]


def test_scrolled_away_requests_are_dropped_unless_another_widget_wants_them() -> None:
    queue = DecodeQueue()
    for image in (1, 2, 3):
        queue.put(image, 64, PATH, "ranking")
    queue.put(2, 64, PATH, "batch")
    queue.keep_only({3}, "ranking")
    assert drained(queue) == [2, 3]


def test_a_request_in_work_is_not_queued_twice() -> None:
    queue = DecodeQueue()
    queue.put(1, 64, PATH, "grid")
    taken = queue.take()
    assert taken is not None
    queue.put(1, 64, PATH, "grid")
    assert len(queue) == 0
    queue.done(taken)
    queue.put(1, 64, PATH, "grid")
    assert len(queue) == 1
    queue.close()
    assert queue.take() is None
