"""A session over a dozen images."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import small_collection
from small_collection import Small

from annotator.session.session import Session


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return small_collection.make(tmp_path)


@pytest.fixture
def session(small: Small) -> Iterator[Session]:
    with small.create(batch_size=4) as session:
        yield session


@pytest.fixture
def reopened() -> Iterator[Callable[[Session], Session]]:
    """Return what closes a session and comes back; the new one is closed when the test is over."""
    opened: list[Session] = []

    def reopen(session: Session) -> Session:
        session.close()
        opened.append(Session.open(session.project.path))
        return opened[-1]

    yield reopen
    while opened:
        opened.pop().close()
