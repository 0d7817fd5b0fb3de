"""The guarantee on the page about stopping holds in the stored measurements."""

from __future__ import annotations

from benchmarks.command import REPOSITORY


def test_the_bound_never_covers_less_than_it_says() -> None:
    stored = REPOSITORY.read("stopping")
    assert len({cell["data"] for cell in stored["cells"]}) >= 3
    for cell in stored["cells"]:
        assert cell["simulations"] >= 200
        assert cell["bound_holds"] >= 0.95
