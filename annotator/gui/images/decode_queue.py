"""Queue of thumbnails to decode: images on screen first, in reading order; prefetched images last."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(eq=False)
class Request:
    """A request for one image at one size.

    Attributes:
        image: Image id.
        edge: Longer side in device pixels.
        path: File to decode.
        owners: The widgets that want it; it is dropped when none is left.
        order: Position in the queue, smallest first.
    """

    image: int
    edge: int
    path: Path
    owners: set[Hashable] = field(default_factory=set)
    order: tuple[bool, int, int] = (False, 0, 0)


class DecodeQueue:
    """Requests of widgets, taken by the decoding threads."""

    def __init__(self) -> None:
        self._ready = threading.Condition()
        self._waiting: dict[tuple[int, int], Request] = {}
        self._taken: set[tuple[int, int]] = set()
        # Entries are (order, tie, request); a request that moved or was dropped leaves a stale entry behind.
        self._heap: list[tuple[tuple[bool, int, int], int, Request]] = []
        self._view = 0
        self._count = 0
        self._open = True

    def __len__(self) -> int:
        """Return how many requests are waiting."""
        return len(self._waiting)

    def put(self, image: int, edge: int, path: Path, owner: Hashable, *, ahead: bool = False) -> None:
        """Request an image; ``ahead`` marks one that is not on screen yet. Repeating a request moves it forward."""
        key = (image, edge)
        with self._ready:
            if key in self._taken or not self._open:
                return
            request = self._waiting.get(key)
            if request is None:
                request = self._waiting[key] = Request(image, edge, path)
            elif request.order[:2] <= (ahead, -self._view):  # already further ahead
                request.owners.add(owner)
                return
            request.owners.add(owner)
            self._count += 1
            request.order = (ahead, -self._view, self._count)
            heapq.heappush(self._heap, (request.order, self._count, request))
            self._ready.notify()

    def keep_only(self, images: Collection[int], owner: Hashable) -> None:
        """Drop the requests of ``owner`` except for ``images``; its new requests take precedence over older ones."""
        with self._ready:
            self._view += 1
            for key, request in list(self._waiting.items()):
                if owner in request.owners and request.image not in images:
                    request.owners.discard(owner)
                    if not request.owners:
                        del self._waiting[key]

    def take(self) -> Request | None:
        """Wait for the next request; ``None`` once the queue is closed."""
        with self._ready:
            while self._open:
                while self._heap:
                    order, _, request = heapq.heappop(self._heap)
                    key = (request.image, request.edge)
                    if self._waiting.get(key) is request and request.order == order:
                        del self._waiting[key]
                        self._taken.add(key)
                        return request
                self._ready.wait()
            return None

    def done(self, request: Request) -> None:
        """Report that the result of ``request`` was delivered, so that it may be requested again."""
        with self._ready:
            self._taken.discard((request.image, request.edge))

    def close(self) -> None:
        """Drop all requests and end the threads."""
        with self._ready:
            self._open = False
            self._waiting.clear()
            self._heap.clear()
            self._ready.notify_all()
